//! Whether what was left out of an answer, as the letter that it answers, was nothing but that letter.
//!
//! Pure, and never sure: programs break, mark and change what they quote as they like. So lines count for nothing: all words that were left
//! out are read one after the other, and each must be of a whole sentence of ours with what may fill it, of a label with its value, or of
//! what the event's organisers or the reply say. Where anything else stands, also at the end of a line of ours, somebody may have written
//! it: rather is somebody told needlessly than their words lost.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;

use serde_json::Value;

use super::phrases::{is_mark, is_measure, is_number, when, words_of};
use super::pieces::{OURS, Sentence};
use super::quoted;

/// Behind which labels stands when it is, behind which what they answered, and where it is.
const DATED: [&str; 4] = ["when", "replied on", "it was", "it is now"];
const ANSWERED: [&str; 3] = ["answer", "first", "second"];
/// How many words are looked at, and how many parts fill a sentence.
const MOST: usize = 5_000;
const PARTS: usize = 12;
/// How often something is looked for, at most. A letter of ours needs some thousands; words can be made to need any number.
const LOOKS: usize = 200_000;

/// What the event's organisers and the reply say.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeSet<Vec<String>>);

/// The words that were left out, and, from each of them, where what stands there as a value may end, and what may fill a sentence.
struct Text<'a> {
    words: &'a [String],
    values: Vec<BTreeSet<usize>>,
    fillings: Vec<OnceCell<BTreeSet<usize>>>,
    /// How often something may still be looked for.
    looks: Cell<usize>,
}

impl Known {
    /// Adds what a letter may say.
    pub(super) fn add(&mut self, said: &str) {
        self.0.extend(said.lines().map(words_of).filter(|words| !words.iter().all(|word| is_mark(word))));
    }

    /// Adds all words in a value.
    pub(super) fn add_all(&mut self, value: &Value) {
        match value {
            Value::String(said) => self.add(said),
            Value::Array(all) => all.iter().for_each(|one| self.add_all(one)),
            Value::Object(all) => all.values().for_each(|one| self.add_all(one)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether all these lines say is known. What is too hard to read is not.
    pub(super) fn is_all(&self, lines: &[String]) -> bool {
        let words = words_of(&quoted::without_headers(lines).join("\n"));
        if words.len() > MOST {
            return false;
        }
        let text = Text::new(&words, self);
        let mut reached = BTreeSet::from([0]);
        while let Some(at) = reached.pop_first() {
            if at == words.len() {
                return true;
            }
            reached.extend(text.read(at));
            if text.looks.get() == 0 {
                return false;
            }
        }
        false
    }
}

impl<'a> Text<'a> {
    fn new(words: &'a [String], known: &Known) -> Self {
        let fillings = vec![OnceCell::new(); words.len() + 1];
        let mut text = Self { words, values: Vec::new(), fillings, looks: Cell::new(LOOKS) };
        text.values = (0..words.len()).map(|at| text.known(at, known)).collect();
        text
    }

    /// Whether so much may still be looked for.
    fn may_look(&self, many: usize) -> bool {
        self.looks.set(self.looks.get().saturating_sub(many));
        self.looks.get() > 0
    }

    /// Where that ends, as far as it is ours, which begins at `at`.
    fn read(&self, at: usize) -> BTreeSet<usize> {
        let mut ends: BTreeSet<usize> =
            OURS.sentences.iter().flat_map(|one| self.sentence(at, one)).collect();
        ends.extend(
            OURS.labels
                .iter()
                .filter_map(|label| self.said(at, label).map(|end| (label, end)))
                .flat_map(|(label, end)| self.row(label, end)),
        );
        ends.extend(self.value(at).into_iter().filter(|end| !self.is_anybodys(at, *end)));
        // A step on the way there has its number before it.
        if self.words.get(at).is_some_and(|word| is_number(word)) && self.word(at + 1, ".").is_some() {
            ends.extend(self.value(at + 2));
        }
        ends.extend(self.way(at));
        ends.remove(&at);
        ends
    }

    fn sentence(&self, at: usize, sentence: &Sentence) -> BTreeSet<usize> {
        let last = sentence.0.len() - 1;
        let mut ends = BTreeSet::new();
        if sentence.0.first().is_some_and(|first| self.said(at, first).is_some()) {
            ends.insert(at);
        }
        for (place, piece) in sentence.0.iter().enumerate() {
            if place > 0 {
                let open = place == last && piece.is_empty();
                ends = ends
                    .into_iter()
                    .flat_map(|at| if open { self.values(at) } else { self.filled(at) })
                    .collect();
            }
            ends = ends.into_iter().filter_map(|at| self.said(at, piece)).collect();
            if ends.is_empty() {
                break;
            }
        }
        ends
    }

    /// What stands in a row behind its label, or nothing.
    fn row(&self, label: &[String], at: usize) -> BTreeSet<usize> {
        let label = label.join(" ");
        let mut ends = self.value(at);
        ends.insert(at);
        if DATED.contains(&label.as_str()) {
            ends.extend(when(self.words.get(at..).unwrap_or_default()).map(|words| at + words));
        }
        if ANSWERED.contains(&label.as_str()) {
            ends.extend(self.answer(at));
        }
        let places = match label.as_str() {
            "where" => Some(at),
            "it was" | "it is now" => ends.last().copied(),
            _ => None,
        };
        if let Some(at) = places {
            let places = OURS.places.iter().filter_map(|place| self.said(at, place));
            ends.extend(places.flat_map(|at| self.values(at)));
        }
        if label == "banner" {
            ends.extend(["yes", "no"].iter().filter_map(|said| self.said(at, &words_of(said))));
        }
        ends
    }

    /// `coming, 3 people`.
    fn answer(&self, at: usize) -> BTreeSet<usize> {
        let said = OURS.answers.iter().filter_map(|answer| self.said(at, answer));
        said.flat_map(|end| {
            let people = match self.words.get(end..end + 2) {
                Some([number, people])
                    if is_number(number) && matches!(people.as_str(), "person" | "people") =>
                {
                    Some(end + 2)
                }
                _ => None,
            };
            [Some(end), people].into_iter().flatten()
        })
        .collect()
    }

    /// `From Hendon Central: 11 minutes, uphill.`
    fn way(&self, at: usize) -> BTreeSet<usize> {
        let travel = OURS.travel.iter().filter_map(|travel| self.said(at, travel));
        let from = |at: usize| self.word(at, "from");
        let about = |at: usize| self.word(at, ":");
        let mut ends = BTreeSet::new();
        for at in travel.chain([at]) {
            let named = from(at).map(|from| self.values(from)).unwrap_or_default();
            ends.extend(named.iter().copied());
            ends.extend(named.into_iter().chain([at]).filter_map(about).flat_map(|about| self.filled(about)));
        }
        ends.into_iter().filter_map(|end| self.word(end, ".")).collect()
    }

    /// What may fill a sentence within.
    fn filled(&self, at: usize) -> BTreeSet<usize> {
        let filling = self.fillings.get(at).map(|filling| filling.get_or_init(|| self.filling(at)));
        filling.filter(|filling| self.may_look(filling.len())).cloned().unwrap_or_default()
    }

    /// An answer, or values, dates and what our sentences have for it.
    fn filling(&self, at: usize) -> BTreeSet<usize> {
        let mut ends = self.parts(at, |at| {
            let mut ends = self.value(at);
            ends.extend(OURS.within.iter().filter_map(|within| self.said(at, within)));
            ends.extend(self.words.get(at).filter(|word| is_measure(word)).map(|_| at + 1));
            ends
        });
        ends.extend(self.answer(at));
        ends
    }

    /// What may fill a sentence at its end.
    fn values(&self, at: usize) -> BTreeSet<usize> {
        self.parts(at, |at| self.value(at))
    }

    fn parts(&self, at: usize, next: impl Fn(usize) -> BTreeSet<usize>) -> BTreeSet<usize> {
        let (mut all, mut new) = (BTreeSet::from([at]), BTreeSet::from([at]));
        for _ in 0..PARTS {
            let looked_at = new.into_iter().filter(|_| self.may_look(1));
            new = looked_at.flat_map(&next).filter(|end| !all.contains(end)).collect();
            all.extend(new.iter().copied());
        }
        all
    }

    /// What the organisers or the reply say.
    fn value(&self, at: usize) -> BTreeSet<usize> {
        self.values.get(at).cloned().unwrap_or_default()
    }

    /// The same among what is `known`: letters may end it with a full stop, or without.
    fn known(&self, at: usize, known: &Known) -> BTreeSet<usize> {
        let mut ends = BTreeSet::new();
        for value in &known.0 {
            let bare = value
                .split_last()
                .filter(|(last, _)| *last == ".")
                .map_or(value.as_slice(), |(_, bare)| bare);
            let end = self.said(at, bare);
            ends.extend(end);
            ends.extend(end.and_then(|end| self.word(end, ".")));
        }
        ends
    }

    /// Whether anybody may write what stands here, for our letters have the same words for something.
    fn is_anybodys(&self, from: usize, to: usize) -> bool {
        let words = self.words.get(from..to).unwrap_or_default();
        let words = words.strip_suffix(&[".".to_owned()]).unwrap_or(words);
        OURS.said.contains(words)
            || matches!(words, [no] if matches!(no.as_str(), "no" | "unknown" | "partly"))
    }

    /// Where this word ends, if it stands here.
    fn word(&self, at: usize, word: &str) -> Option<usize> {
        (self.words.get(at)? == word).then_some(at + 1)
    }

    /// Where these words end, if they stand here.
    fn said(&self, at: usize, words: &[String]) -> Option<usize> {
        (self.words.get(at..at + words.len())? == words).then_some(at + words.len())
    }
}

#[cfg(test)]
#[path = "tests/left_out.rs"]
mod tests;

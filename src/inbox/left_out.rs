//! Whether what was left out of an answer, as the letter that it answers, was nothing but that letter.
//!
//! Pure, and never sure: programs break, mark and change what they quote as they like. Two words that stand side by side in our sentences, in what
//! the event's organisers said or in what the reply says are taken for ours, and so are dates, times and addresses. Where any other word is
//! left, somebody may have written it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::quoted;
use crate::words;

/// What our letters say, by the beginning of the key.
const SAYS: [&str; 7] = ["letter-", "date-", "travel-", "place-", "room-", "kind-", "feed-"];
/// Words of dates, and between them.
const DATES: [&str; 32] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "midday",
    "midnight",
    "am",
    "pm",
    "all",
    "day",
    "days",
    "hours",
    "minutes",
    "before",
    "to",
    "and",
    "or",
];

static OURS: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for sentence in words::sentences(|key| SAYS.iter().any(|says| key.starts_with(says))) {
        for piece in sentence {
            known.add(&piece);
        }
    }
    known
});

/// Words that our letters say.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Two that stand side by side.
    pairs: BTreeSet<(String, String)>,
    /// One that stands alone.
    alone: BTreeSet<String>,
}

impl Known {
    /// Adds what a letter may say.
    pub(super) fn add(&mut self, said: &str) {
        let words: Vec<String> = words_of(said).collect();
        if let [one] = words.as_slice() {
            self.alone.insert(one.clone());
        }
        self.pairs.extend(words.iter().cloned().zip(words.iter().skip(1).cloned()));
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

    /// Whether all these lines say is known.
    pub(super) fn is_all(&self, lines: &[String]) -> bool {
        let said = lines.iter().filter(|line| !quoted::is_before_quoted(line));
        let words: Vec<String> = said.flat_map(|line| words_of(line)).collect();
        let pairs: Vec<bool> =
            words.iter().zip(words.iter().skip(1)).map(|(one, next)| self.has_pair(one, next)).collect();
        let paired = |place: Option<usize>| place.is_some_and(|place| pairs.get(place) == Some(&true));
        words
            .iter()
            .enumerate()
            .all(|(place, word)| self.has(word) || paired(Some(place)) || paired(place.checked_sub(1)))
    }

    fn has_pair(&self, one: &str, next: &str) -> bool {
        let pair = (one.to_owned(), next.to_owned());
        self.pairs.contains(&pair) || OURS.pairs.contains(&pair)
    }

    fn has(&self, word: &str) -> bool {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        is_number || DATES.contains(&word) || self.alone.contains(word) || OURS.alone.contains(word)
    }
}

/// The words of a line in small letters, without addresses.
fn words_of(line: &str) -> impl Iterator<Item = String> {
    let parts = line.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']'));
    let said = parts.filter(|part| !part.contains("://") && !part.contains('@'));
    said.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_all(said: &[&str], lines: &str) -> bool {
        let mut known = Known::default();
        said.iter().for_each(|said| known.add(said));
        known.is_all(&lines.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_word_of_somebodys_is_told_from_a_letter_of_ours() {
        let ours = "From: Barnet <a@b.org>\nSent: 1 June 2026 10:00\n\n> Thank you. Your reply is in. Everything\n> you need is below.\n\
                    You said: coming, 1 person.\nWHAT  Banners Held\nHigh\nWHEN  Tuesday 9 July 2024, 6pm to 8pm\nWHERE  Hendon\n\
                    https://events.example.org/r/abc   (only for you)\n";
        let said = ["Banners Held High", "Hendon"];
        assert!(is_all(&said, ours));
        assert!(!is_all(&said[..1], ours), "what nobody said to us is not ours");
        for theirs in ["Can I bring my dog?", "Nein", "Two of us, please", "Ben"] {
            assert!(!is_all(&said, &format!("{ours}{theirs}\n")), "{theirs}");
            assert!(!is_all(&said, &ours.replace("WHAT", &format!("{theirs}\nWHAT"))), "{theirs}");
        }
        assert!(is_all(&[], "\n>\n> \n____\nhttps://x.org/a <b@c.org>\n"));
    }
}

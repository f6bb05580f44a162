//! Whether what was left out of an answer, as the letter that it answers, was nothing but that letter.
//!
//! Pure, and never sure: programs break, mark and change what they quote as they like. So it is looked at line by line. A line of a few
//! words is ours only where our letters truly have it, as a whole: a label, a button, a date, what the event's organisers said or what
//! the reply says. In a longer one, two words that stand side by side in our sentences are taken for ours, and so are dates, times and
//! addresses. Where anything else is left, somebody may have written it: rather is somebody told needlessly than their words lost.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;

use super::quoted;
use crate::words;

/// What our letters say, by the beginning of the key.
const SAYS: [&str; 7] = ["letter-", "date-", "travel-", "place-", "room-", "kind-", "feed-"];
/// What of it stands within a line alone, and anybody may write too: an answer, a way to take part, what has changed.
const WITHIN: [&str; 6] =
    ["letter-subject-", "letter-answer-", "letter-mode-", "letter-the-", "letter-a-", "letter-no-"];
/// What an organiser may have chosen of an event, and anybody may write too.
const NO: [&str; 3] = ["no", "unknown", "partly"];
/// What stands above a value, or before it.
const ROWS: [&str; 6] = ["what", "where", "answer", "first", "second", "banner"];
/// How many words a line has at most that is ours as a whole, or not at all.
const SHORT: usize = 4;
/// How long a line is at least that may go on in the next, in characters.
const LONG: usize = 50;
/// The days of the week.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// The other words of dates, and those between them.
const DATES: [&str; 25] = [
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

static OURS: LazyLock<Ours> = LazyLock::new(|| {
    let mut said = Known::default();
    for sentence in words::sentences(|key| SAYS.iter().any(|says| key.starts_with(says))) {
        sentence.iter().for_each(|piece| said.add(piece));
    }
    let is_named = |key: &str| key.starts_with("letter-label-") || key.starts_with("letter-link-");
    let is_line =
        |key: &str| key.starts_with("letter-") && !WITHIN.iter().any(|within| key.starts_with(within));
    let pieces = words::sentences(is_line).concat();
    let sentences = pieces.iter().flat_map(|piece| piece.split(". ")).map(joined);
    let sentences: Vec<String> = sentences.filter(|one| one.split(' ').count() >= SHORT).collect();
    let lines = pieces.iter().map(|piece| joined(piece));
    // Where a sentence has a form for one, `1` stands in the place of what fills it.
    let lines = lines.map(|piece| piece.strip_prefix("1 ").map_or(piece.clone(), str::to_owned));
    let mut whole: BTreeSet<String> = lines.filter(|piece| piece.contains(' ')).collect();
    whole.extend(sentences);
    let places = words::sentences(|key| key.starts_with("place-") || key.starts_with("date-")).concat();
    whole.extend(places.iter().map(|piece| joined(piece)).filter(|piece| piece.split(' ').count() > 2));
    whole.extend(words::sentences(is_named).concat().iter().map(|piece| joined(piece)));
    Ours { said, whole }
});

/// What our letters say.
struct Ours {
    /// Anywhere.
    said: Known,
    /// As a line, or as the words of one that are around what fills it.
    whole: BTreeSet<String>,
}

/// Words that our letters say.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Two that stand side by side.
    pairs: BTreeSet<(String, String)>,
    /// All that are said at once.
    whole: BTreeSet<String>,
}

/// A line that is looked at.
#[derive(Debug)]
struct Line {
    words: Vec<String>,
    /// Whether it is so long that it may go on in the next.
    is_long: bool,
    /// Whether a sentence or a link ends with it, so that it does not.
    ends: bool,
}

impl Known {
    /// Adds what a letter may say.
    pub(super) fn add(&mut self, said: &str) {
        let words: Vec<String> = words_of(said).collect();
        self.pairs.extend(words.iter().cloned().zip(words.iter().skip(1).cloned()));
        self.whole.extend(said.lines().map(joined).filter(|line| !line.is_empty()));
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
        let lines: Vec<Line> =
            lines.iter().filter(|line| !quoted::is_before_quoted(line)).map(|line| Line::of(line)).collect();
        let (mut above, mut open): (&[String], bool) = (&[], false);
        lines.iter().enumerate().all(|(place, line)| {
            if line.words.is_empty() {
                open = line.is_long && !line.ends;
                return true;
            }
            let below = lines.iter().skip(place + 1).find_map(|below| below.words.first());
            let goes_on = open && self.goes_on(above.last(), &line.words);
            let is_ours = self.is_line(&line.words, above)
                || (goes_on || line.words.len() > SHORT)
                    && self.is_paired((goes_on, above.last()), &line.words, below);
            (above, open) = (&line.words, !line.ends && (line.is_long || goes_on));
            is_ours
        })
    }

    /// Whether a line is ours as a whole: it may be the value of the row above it.
    fn is_line(&self, words: &[String], above: &[String]) -> bool {
        let in_row = matches!(above, [row] if ROWS.contains(&row.as_str()));
        is_date(words)
            || self.whole.contains(&words.join(" ")) && words.len() > SHORT
            || words.len() <= SHORT * 2 && self.is_made_of(words, in_row)
    }

    /// Whether a short line is made of what our letters say at once, and not alone of what anybody may say.
    fn is_made_of(&self, words: &[String], is_ours: bool) -> bool {
        if words.is_empty() {
            return is_ours;
        }
        (1..=words.len()).any(|length| {
            let (said, rest) = words.split_at_checked(length).unwrap_or((words, &[]));
            let (said, is_people) = (said.join(" "), is_people(said));
            let is_anybodys = is_people || OURS.said.whole.contains(&said) || NO.contains(&said.as_str());
            let is_whole = OURS.whole.contains(&said) || (!is_anybodys && self.whole.contains(&said));
            (is_whole || is_anybodys) && self.is_made_of(rest, is_ours || is_whole)
        })
    }

    /// Whether a long line goes on with these words.
    fn goes_on(&self, last: Option<&String>, words: &[String]) -> bool {
        let (Some(last), Some(first)) = (last, words.first()) else { return false };
        let is_time = is_number(first) && first.ends_with('m');
        self.has_pair(last, first) || is_time || (is_of_date(last) && is_of_date(first))
    }

    /// Whether each word is of a date, or stands beside one that it stands beside in what we say; not all are numbers.
    fn is_paired(
        &self,
        (goes_on, last): (bool, Option<&String>),
        words: &[String],
        below: Option<&String>,
    ) -> bool {
        let all: Vec<&String> = last.into_iter().chain(words).chain(below).collect();
        let pairs: Vec<bool> =
            all.iter().zip(all.iter().skip(1)).map(|(one, next)| self.has_pair(one, next)).collect();
        let paired = |place: Option<usize>| place.is_some_and(|place| pairs.get(place) == Some(&true));
        let from = usize::from(last.is_some());
        let each = words.iter().enumerate().all(|(place, word)| {
            let place = place + from;
            is_of_date(word)
                || OURS.said.whole.contains(word)
                || self.whole.contains(word)
                || paired(Some(place))
                || paired(place.checked_sub(1))
        });
        each && (goes_on || words.iter().any(|word| !is_of_date(word)))
    }

    fn has_pair(&self, one: &str, next: &str) -> bool {
        let pair = (one.to_owned(), next.to_owned());
        self.pairs.contains(&pair) || OURS.said.pairs.contains(&pair)
    }
}

impl Line {
    fn of(line: &str) -> Self {
        let marks = |c: char| c.is_whitespace() || matches!(c, '>' | '|');
        let line = line.trim_matches(marks);
        let ends = line.ends_with(['.', ':', '?', '!'])
            || line.split_whitespace().next_back().is_some_and(|last| last.contains("://"));
        let is_long = line.chars().count() >= LONG;
        Self { words: words_of(line).collect(), is_long, ends }
    }
}

/// Whether these are the words of a day: its name, its number and its month, and perhaps when on it.
fn is_date(words: &[String]) -> bool {
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&word.as_str()));
    let months = DATES.get(..12).unwrap_or_default();
    words.iter().all(|word| is_of_date(word))
        && words.iter().any(|word| is_number(word))
        && has(&DAYS)
        && has(months)
}

fn is_of_date(word: &str) -> bool {
    is_number(word) || DAYS.contains(&word) || DATES.contains(&word)
}

fn is_number(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.len() < word.len() && matches!(digits, "" | "am" | "pm")
}

/// `3 people`, as an answer has it.
fn is_people(words: &[String]) -> bool {
    matches!(words, [number, people] if is_number(number) && matches!(people.as_str(), "person" | "people"))
}

/// The words of a line, with a blank between them.
fn joined(line: &str) -> String {
    words_of(line).collect::<Vec<_>>().join(" ")
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
#[path = "tests/left_out.rs"]
mod tests;

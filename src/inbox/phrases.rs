//! The words of a text as they are compared, and the days and times that our letters say among them.
//!
//! Pure. A word is in small letters; an address is none. A mark that ends a sentence or a label is one, for there what fills it ends.

/// The marks with which a sentence ends, or what stands before a value.
const MARKS: [char; 4] = ['.', ':', '?', '!'];
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
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
];
/// The other words of dates, spans and numbers.
const BESIDE: [&str; 19] = [
    "midday", "midnight", "all", "around", "no", "fixed", "end", "day", "days", "hour", "hours", "minute",
    "minutes", "before", "person", "people", "to", "and", "the",
];

/// The words of a text, and its marks.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']'));
    parts.flat_map(words_of_part).collect()
}

fn words_of_part(part: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (said, behind) = part.split_at(part.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
    if !said.contains("://") && !said.contains('@') {
        let all = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.extend(all.map(str::to_lowercase));
    }
    words.extend(behind.chars().find(|c| MARKS.contains(c)).map(String::from));
    words
}

/// Whether this is a mark, and no word.
pub(super) fn is_mark(word: &str) -> bool {
    word.starts_with(MARKS)
}

/// Whether a word may be one of a day, a time, a span or a number.
pub(super) fn is_measure(word: &str) -> bool {
    is_number(word)
        || is_time(word)
        || [&DAYS[..], &MONTHS, &BESIDE].iter().any(|words| words.contains(&word))
}

/// How many of these words say when something is, as our letters do: `Tuesday 9 July 2024, 6pm to 8pm`. Nothing where they say anything less.
pub(super) fn when(words: &[String]) -> Option<usize> {
    let mut at = day(words)?;
    let said = |at: usize, expected: &[&str]| {
        let here = words.get(at..at + expected.len())?;
        here.iter().zip(expected).all(|(word, expected)| word == expected).then_some(at + expected.len())
    };
    let rest = |at: usize| words.get(at..).unwrap_or_default();
    if let Some(end) = said(at, &["all", "day"]) {
        return Some(end);
    }
    if let Some(time) = time(rest(said(at, &["around"]).unwrap_or(at))) {
        at = said(at, &["around"]).unwrap_or(at) + time;
    }
    if let Some(to) = said(at, &["to"]) {
        let day = day(rest(to)).unwrap_or_default();
        let time = time(rest(to + day)).unwrap_or_default();
        at = if day + time > 0 { to + day + time } else { at };
    }
    Some(said(at, &["no", "fixed", "end"]).unwrap_or(at))
}

/// `Tuesday 9 July 2024`.
fn day(words: &[String]) -> Option<usize> {
    let [weekday, number, month, rest @ ..] = words else { return None };
    let is_day = DAYS.contains(&weekday.as_str()) && is_number(number) && MONTHS.contains(&month.as_str());
    let year = rest.first().is_some_and(|year| year.len() == 4 && is_number(year));
    is_day.then_some(3 + usize::from(year))
}

/// `6pm`, `5:30pm`, `midday`.
fn time(words: &[String]) -> Option<usize> {
    match words {
        [time, ..] if is_time(time) || matches!(time.as_str(), "midday" | "midnight") => Some(1),
        [hour, minute, ..] if is_number(hour) && is_time(minute) => Some(2),
        _ => None,
    }
}

pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_digit())
}

fn is_time(word: &str) -> bool {
    ["am", "pm"].iter().any(|half| word.strip_suffix(half).is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_marks_and_addresses() {
        let said = "Ask Barnet's office@example.org. (Only for you) https://x.org/a: 5:30pm\u{a0}?";
        let words = ["ask", "barnet", "s", ".", "only", "for", "you", ":", "5", "30pm", "?"];
        assert_eq!(words_of(said), words);
    }

    #[test]
    fn a_day_is_said_as_our_letters_say_it() {
        let all = |said: &str| when(&words_of(said)) == Some(words_of(said).len());
        for ours in [
            "Tuesday 9 July 2024, 6pm to 8pm",
            "Tuesday 9 July 2024, around 5:30pm, no fixed end",
            "Tuesday 9 July 2024, all day",
            "Tuesday 9 July to Thursday 11 July 2024",
            "Tuesday 9 July 2024, 6pm to Wednesday 10 July 2024, midday",
            "Tuesday 9 July, 6pm",
        ] {
            assert!(all(ours), "{ours}");
        }
        for theirs in [
            "Tuesday",
            "9 July",
            "Tuesday 9 July?",
            "Tuesday 9 July or 10 July",
            "Tuesday 9 July, 6pm or 7pm",
        ] {
            assert!(!all(theirs), "{theirs}");
        }
    }
}

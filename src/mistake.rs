//! What is wrong with what somebody sent: every field at once, each with a JSON pointer, a fixed word and a sentence.
//!
//! Guarantees: a sentence names what to do and never repeats what was typed (it may be personal, or a megabyte).
//! Which texts may hold what is decided by the rooms; how a text is measured is decided here.

use std::borrow::Cow;
use std::fmt::Display;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// Where, as a JSON pointer (RFC 6901); empty is the whole.
    pub pointer: String,
    /// A fixed word; part of the contract.
    pub code: Cow<'static, str>,
    /// The same for a person.
    pub message: String,
}

impl Mistake {
    /// One mistake.
    pub fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: Cow::Borrowed(code), message: message.into() }
    }
}

/// Collects mistakes, so that all are told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes(Vec<Mistake>);

impl Mistakes {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn add(&mut self, pointer: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(Mistake::new(pointer, code, message));
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was found, in the order in which it was found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Mistake> {
        self.0
    }

    /// All that was found, as an error.
    ///
    /// # Errors
    /// When there is at least one mistake.
    pub fn into_result(self) -> Result<(), Vec<Mistake>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    /// A text of one line, with `longest` characters at most.
    pub fn line(&mut self, pointer: &str, text: &str, longest: usize) {
        if has_line_break(text) {
            self.add(pointer, "line_break", "must be one line");
        }
        self.measured(pointer, text, longest);
    }

    /// A text that may have several lines, with `longest` characters at most.
    pub fn text(&mut self, pointer: &str, text: &str, longest: usize) {
        self.measured(pointer, text, longest);
    }

    /// A web address, `http` or `https`.
    pub fn url(&mut self, pointer: &str, text: &str) {
        const LONGEST: usize = 2_000;
        if text.chars().count() > LONGEST {
            self.too_long(pointer, LONGEST);
        } else if !is_web_address(text) {
            self.add(
                pointer,
                "not_a_url",
                "must be a whole web address that begins with https:// or http://",
            );
        }
    }

    /// A telephone number as people write it: digits, spaces, brackets, dots, hyphens, a plus, an extension.
    pub fn phone(&mut self, pointer: &str, text: &str) {
        if !is_phone(text) {
            let message = "must be a telephone number such as 020 7946 0018 or +44 20 7946 0018";
            self.add(pointer, "not_a_phone_number", message);
        }
    }

    /// A number between two others, both allowed.
    pub fn within<N: PartialOrd + Display + Copy>(&mut self, pointer: &str, number: N, least: N, most: N) {
        if number < least || number > most {
            self.add(pointer, "out_of_range", format!("must be from {least} to {most}"));
        }
    }

    /// A list with `most` members at most.
    pub fn at_most(&mut self, pointer: &str, length: usize, most: usize) {
        if length > most {
            self.add(pointer, "too_many", format!("must have {} at most", counted(most, "entry", "entries")));
        }
    }

    /// A wall time that the clocks skip; `resumes` is what they show instead.
    pub fn skipped(&mut self, pointer: &str, zone: &str, resumes: DateTime) {
        let instead = resumes.strftime("%Y-%m-%dT%H:%M");
        let message = format!(
            "does not exist in {zone}: the clocks go forward over it that day; write {instead} or another time"
        );
        self.add(pointer, "skipped_time", message);
    }

    fn measured(&mut self, pointer: &str, text: &str, longest: usize) {
        if text.trim().is_empty() {
            self.add(pointer, "empty", "must not be empty; leave it out, or send null");
        } else if text.chars().count() > longest {
            self.too_long(pointer, longest);
        } else if text.chars().any(is_unwanted) {
            let message = "has a character that can't be seen (a control character); type it again without";
            self.add(pointer, "control_character", message);
        }
    }

    fn too_long(&mut self, pointer: &str, longest: usize) {
        self.add(
            pointer,
            "too_long",
            format!("must have {} at most", counted(longest, "character", "characters")),
        );
    }
}

/// `1 character`, `2 characters`.
#[must_use]
pub fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// What a person sees of what was typed, for a form that is shown again: what is refused for being hidden is taken out,
/// and line ends that no keyboard types become the one that is typed.
#[must_use]
pub fn visible(typed: &str) -> String {
    let seen = |c: char| if ends_line(c) && c != '\r' { '\n' } else { c };
    typed.chars().map(seen).filter(|c| !is_unwanted(*c)).collect()
}

/// The same in one line.
#[must_use]
pub fn visible_line(typed: &str) -> String {
    visible(typed)
        .split(ends_line)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a text has more than one line, by any of the characters that end one.
fn has_line_break(text: &str) -> bool {
    text.chars().any(ends_line)
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters, and those that turn the direction of the text around them: a title could be made to read
/// as another. Line breaks and tabs are judged elsewhere.
fn is_unwanted(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => true,
        _ => c.is_control(),
    }
}

fn is_web_address(text: &str) -> bool {
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return false;
    }
    let Ok(url) = url::Url::parse(text) else { return false };
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let allowed = |c: char| {
        c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '-' | '+' | '/' | '#' | 'e' | 'x' | 't')
    };
    (3..=20).contains(&digits) && text.chars().count() <= 40 && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(check: impl FnOnce(&mut Mistakes)) -> Vec<Cow<'static, str>> {
        let mut found = Mistakes::new();
        check(&mut found);
        found.into_vec().into_iter().map(|one| one.code).collect()
    }

    #[test]
    fn a_line_is_one_line_without_hidden_characters() {
        let megabyte = "a".repeat(1_000_000);
        for (text, expected) in [
            ("Ärzte gegen Kürzungen ✊🏽", vec![]),
            ("", vec!["empty"]),
            (" \u{a0}\t", vec!["empty"]),
            ("two\nlines", vec!["line_break"]),
            ("Subject\r\nBcc: a@example.org", vec!["line_break"]),
            ("two\u{2028}lines", vec!["line_break"]),
            ("bell\u{7}", vec!["control_character"]),
            ("nought\0", vec!["control_character"]),
            ("turned \u{202E}round", vec!["control_character"]),
            (megabyte.as_str(), vec!["too_long"]),
        ] {
            assert_eq!(codes(|m| m.line("/title", text, 200)), expected, "{text:.20}");
        }
    }

    #[test]
    fn whatever_is_refused_for_being_hidden_is_taken_out_of_what_is_shown_again() {
        let mut refused = 0;
        for c in ('\0'..='\u{FFFF}').filter(|c| !c.is_alphanumeric()) {
            let typed = format!("Ben{c}O'Hara");
            let of_a_line = codes(|m| m.line("/name", &typed, 200));
            let of_a_text = codes(|m| m.text("/message", &typed, 200));
            refused += usize::from(!of_a_line.is_empty());
            assert_eq!(codes(|m| m.line("/name", &visible_line(&typed), 200)), [""; 0], "{c:?}");
            assert_eq!(codes(|m| m.text("/message", &visible(&typed), 200)), [""; 0], "{c:?}");
            if of_a_line.is_empty() {
                assert_eq!(visible_line(&typed), typed, "{c:?}");
            }
            if of_a_text.is_empty() && !ends_line(c) {
                assert_eq!(visible(&typed), typed, "{c:?}");
            }
        }
        assert!(refused > 70, "{refused}");
        assert_eq!(
            visible("Dear all,\r\nwe come.\u{2029}\tAll of us."),
            "Dear all,\r\nwe come.\n\tAll of us."
        );
        assert_eq!(visible_line("Ben\u{2028}Bcc: x\r\n"), "Ben Bcc: x");
    }

    #[test]
    fn one_is_counted_as_one() {
        assert_eq!(counted(1, "character", "characters"), "1 character");
        assert_eq!(counted(2, "entry", "entries"), "2 entries");
    }

    #[test]
    fn a_text_may_have_lines() {
        assert_eq!(codes(|m| m.text("/description", "one\ntwo\tthree\r\n", 200)), [""; 0]);
        assert_eq!(codes(|m| m.text("/description", "one\u{1b}[2J", 200)), ["control_character"]);
    }

    #[test]
    fn a_web_address_begins_with_http() {
        for good in ["https://example.org", "http://example.org/a?b=c#d", "https://bücher.example/"] {
            assert_eq!(codes(|m| m.url("/url", good)), [""; 0], "{good}");
        }
        for bad in [
            "",
            "example.org",
            "javascript:alert(1)",
            "ftp://example.org",
            "https://",
            "https://a b.org",
            "https://user:secret@example.org/",
            "mailto:a@example.org",
            "https://example.org/\nX: y",
        ] {
            assert_eq!(codes(|m| m.url("/url", bad)), ["not_a_url"], "{bad}");
        }
    }

    #[test]
    fn a_telephone_number_has_digits() {
        for good in ["020 8359 2088", "+44 (0)20 8359 2088", "999", "01632 960001 ext 12"] {
            assert_eq!(codes(|m| m.phone("/phone", good)), [""; 0], "{good}");
        }
        for bad in ["", "call us", "12", "020 8359 2088\nX", "0123456789012345678901"] {
            assert_eq!(codes(|m| m.phone("/phone", bad)), ["not_a_phone_number"], "{bad}");
        }
    }

    #[test]
    fn a_message_never_repeats_what_was_typed() {
        let mut found = Mistakes::new();
        found.line("/title", "secret\nsecret", 3);
        found.url("/url", "secret");
        found.phone("/phone", "secret");
        assert_eq!(found.clone().into_vec().len(), 4);
        assert!(found.into_vec().iter().all(|one| !one.message.contains("secret")));
    }
}

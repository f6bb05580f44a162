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

    /// Adds one that was found elsewhere.
    pub fn push(&mut self, mistake: Mistake) {
        self.0.push(mistake);
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
mod tests;

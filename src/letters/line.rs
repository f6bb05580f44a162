//! Words from outside, made fit for one line.

use std::fmt;
use std::ops::Deref;

/// Words in one line.
///
/// No control characters, no line breaks, single blanks, nothing that turns the direction of what follows. Whatever an organiser typed passes through here, so it can bend neither a subject nor the layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// The words, or nothing when no word is left.
    #[must_use]
    pub fn some(words: Option<&str>) -> Option<Self> {
        words.map(Self::from).filter(|line| !line.is_empty())
    }

    /// As a sentence: a full stop at the end, unless it ends as a sentence does.
    #[must_use]
    pub fn sentence(&self) -> String {
        let stop = if self.0.ends_with(['.', '!', '?', ':']) { "" } else { "." };
        format!("{}{stop}", self.0)
    }
}

impl From<&str> for Line {
    fn from(words: &str) -> Self {
        let visible: String = words.chars().filter(|c| !turns_direction(*c)).collect();
        let parts = visible.split(|c: char| c.is_whitespace() || c.is_control());
        Self(parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

impl From<String> for Line {
    fn from(words: String) -> Self {
        Self::from(words.as_str())
    }
}

impl Deref for Line {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Embeddings, overrides and isolates (Unicode UAX #9), and the byte order mark.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_break_a_line_is_gone() {
        let cases = [
            ("Banners\r\nBcc: x@example.org", "Banners Bcc: x@example.org"),
            ("  two\u{2028}lines\u{2029}\t ", "two lines"),
            ("bell\u{7}\u{0}", "bell"),
            ("\u{202E}desrever\u{2066}", "desrever"),
            ("Łódź 🪧", "Łódź 🪧"),
        ];
        for (typed, kept) in cases {
            assert_eq!(&*Line::from(typed), kept);
        }
        assert_eq!(Line::some(Some(" \n ")), None);
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(Line::from("Turn right").sentence(), "Turn right.");
        assert_eq!(Line::from("Turn right.").sentence(), "Turn right.");
    }
}

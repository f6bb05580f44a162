//! How much of a calendar from outside is read at all.
//!
//! Looked at before the reader begins, in one pass over the bytes and without keeping any of them: so a text that was made
//! to be slow or large is refused before anything is built from it.

/// What a text may have at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// In all, in bytes.
    pub bytes: usize,
    /// Components within components.
    pub depth: usize,
    /// Components.
    pub components: usize,
    /// One line, with what its folds (RFC 5545, section 3.1) add to it, in bytes.
    pub line: usize,
}

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// It is too long.
    #[error("the calendar is larger than {0} bytes")]
    Bytes(usize),
    /// Components stand within components without end.
    #[error("components stand more than {0} deep within each other")]
    Depth(usize),
    /// There are too many.
    #[error("there are more than {0} entries and parts of entries")]
    Components(usize),
    /// A line goes on and on.
    #[error("a line is longer than {0} bytes")]
    Line(usize),
}

impl Bounds {
    /// Whether a text keeps within these bounds.
    ///
    /// # Errors
    /// The first that it breaks.
    pub fn hold(&self, text: &str) -> Result<(), TooMuch> {
        if text.len() > self.bytes {
            return Err(TooMuch::Bytes(self.bytes));
        }
        let (mut depth, mut components, mut line) = (0_usize, 0_usize, 0_usize);
        for one in text.split('\n') {
            let folded = one.starts_with([' ', '\t']);
            line = if folded { line + one.len() } else { one.len() };
            if line > self.line {
                return Err(TooMuch::Line(self.line));
            }
            if begins(one, "BEGIN") {
                depth += 1;
                components += 1;
            } else if begins(one, "END") {
                depth = depth.saturating_sub(1);
            }
            if depth > self.depth {
                return Err(TooMuch::Depth(self.depth));
            }
            if components > self.components {
                return Err(TooMuch::Components(self.components));
            }
        }
        Ok(())
    }
}

/// Whether a line is a property of that name, however it is written.
fn begins(line: &str, name: &str) -> bool {
    let line = line.trim_start_matches('\u{FEFF}').trim_start();
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && line.get(name.len()..).is_some_and(|rest| rest.starts_with([':', ';']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Bounds = Bounds { bytes: 1_000, depth: 3, components: 5, line: 80 };

    #[test]
    fn what_never_ends_is_refused_before_it_is_read() {
        let event = "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
        for (text, held) in [
            ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(), Ok(())),
            ("begin:a\nBegin:b\nBEGIN:c\nEND:c\nEND:b\nEND:a".to_owned(), Ok(())),
            ("BEGIN:A\n".repeat(4), Err(TooMuch::Depth(3))),
            (event.repeat(5), Ok(())),
            (event.repeat(6), Err(TooMuch::Components(5))),
            (format!("X:{}", "a".repeat(79)), Err(TooMuch::Line(80))),
            (format!("X:a{}", "\r\n  aaaaaaa".repeat(9)), Err(TooMuch::Line(80))),
            ("X:aaaaaaa\r\n".repeat(91), Err(TooMuch::Bytes(1_000))),
            ("BEGINNING:a\nENDING:b\n".repeat(40), Ok(())),
        ] {
            assert_eq!(SMALL.hold(&text), held, "{}", text.len());
        }
    }
}

//! How much of a calendar from outside is read at all.
//!
//! Looked at before the reader begins, in one pass over the bytes: so a text that was made to be slow or large is refused before anything
//! is built from it. Components are counted as the reader finds them: lines are unfolded first, and whatever the reader overlooks in a
//! name (quotes, a lone CR, blanks) is overlooked here too, so that none is read that was not counted. Depth can be hidden, since the
//! reader takes some ends for text; so [`Bounds::hold_depth`] is asked once more of what was read.

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
        let (mut depth, mut components) = (0_usize, 0_usize);
        for line in unfolded(text) {
            if line.len() > self.line {
                return Err(TooMuch::Line(self.line));
            }
            if names(line, "BEGIN") {
                depth += 1;
                components += 1;
            } else if is_end(line) {
                depth = depth.saturating_sub(1);
            }
            self.hold_depth(depth)?;
            if components > self.components {
                return Err(TooMuch::Components(self.components));
            }
        }
        Ok(())
    }

    /// Whether components that stand so deep within each other keep within these bounds.
    ///
    /// # Errors
    /// [`TooMuch::Depth`].
    pub fn hold_depth(&self, depth: usize) -> Result<(), TooMuch> {
        if depth > self.depth { Err(TooMuch::Depth(self.depth)) } else { Ok(()) }
    }
}

/// The lines with what is folded into each (RFC 5545, section 3.1).
fn unfolded(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let left = rest?;
        let end = left
            .match_indices('\n')
            .map(|(at, _)| at)
            .find(|at| !left.get(at + 1..).is_some_and(|next| next.starts_with([' ', '\t'])));
        let (line, next) = match end {
            Some(end) => (left.get(..end)?, left.get(end + 1..)),
            None => (left, None),
        };
        rest = next;
        Some(line)
    })
}

/// Whether a line may be taken for a property of that name, however it is written: only the letters count, since the reader skips
/// quotes, backslashes, blanks and the CR of a fold within a name.
fn names(line: &str, name: &str) -> bool {
    let Some(end) = line.find([':', ';', ',', '=']) else { return false };
    let letters = line.get(..end).unwrap_or_default().chars().filter(char::is_ascii_alphabetic);
    letters.take(name.len() + 1).map(|c| c.to_ascii_uppercase()).eq(name.chars())
}

/// Whether a line is an end, without any tricks.
fn is_end(line: &str) -> bool {
    let line = line.trim_start();
    line.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("END"))
        && line.get(3..).is_some_and(|rest| rest.starts_with([':', ';']))
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
            ("B\r\n EGIN:A\r\n".repeat(4), Err(TooMuch::Depth(3))),
            ("BE\rGIN:A\n".repeat(4), Err(TooMuch::Depth(3))),
            ("BEG\\IN:A\nEND:A\n".repeat(6), Err(TooMuch::Components(5))),
            ("\"BEGIN\":A\nEND:A\n".repeat(6), Err(TooMuch::Components(5))),
            ("BEGIN,=:A\nEND:A\n".repeat(6), Err(TooMuch::Components(5))),
            ("BEGIN:A\nE N D:A\n".repeat(4), Err(TooMuch::Depth(3))),
        ] {
            assert_eq!(SMALL.hold(&text), held, "{}", text.len());
        }
    }
}

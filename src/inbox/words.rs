//! A person's own words in an answer to a letter: without the letter that they answer, which has links that are theirs alone.
//!
//! Pure. Where the letter begins that is answered, `quoted` tells; where it ends, `ours`. What is left out is kept beside, so that nobody's words
//! are lost in silence (`left_out`).

use super::{ours, quoted};
use crate::outbox::message::one_line;

/// How much of what somebody wrote is passed on, in characters.
const MOST: usize = 10_000;
/// How many lines of it.
const LINES: usize = 300;
/// How many letters of ours may follow each other in one.
const LETTERS: usize = 8;

/// Whether a subject is one word with which no more letters are asked for.
pub(super) fn asks_to_stop(subject: &str) -> bool {
    let word = subject.trim().trim_end_matches(['.', '!']).to_ascii_lowercase();
    matches!(word.as_str(), "unsubscribe" | "stop")
}

/// The words that somebody wrote themselves, and what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// Their words.
    pub(super) text: String,
    /// Whether there were more.
    pub(super) cut: bool,
    /// The lines that are quoted.
    pub(super) quoted: Vec<String>,
    /// All from the line on where something begins that is quoted without marks.
    pub(super) below: Vec<String>,
}

impl Own {
    /// The same with what stands below the letters of ours that are quoted without marks, where they can be seen to end. `signed` is how the
    /// event's letters end.
    pub(super) fn further(mut self, signed: &str) -> Self {
        for _ in 0..LETTERS {
            let lines: Vec<&str> = self.below.iter().map(String::as_str).collect();
            let Some(end) = ours::end(&lines, signed) else { break };
            let next = own(&lines.get(end..).unwrap_or_default().join("\n"));
            self.quoted.extend(self.below.into_iter().take(end));
            self.quoted.extend(next.quoted);
            self.below = next.below;
            self.add(&next.text, next.cut);
        }
        self
    }

    fn add(&mut self, more: &str, cut: bool) {
        if more.is_empty() || self.cut {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(more);
        let end = self.text.char_indices().nth(MOST).map(|(end, _)| end);
        self.text.truncate(end.unwrap_or(self.text.len()));
        self.cut = cut || end.is_some();
    }
}

/// The words that somebody wrote themselves.
pub(super) fn own(text: &str) -> Own {
    // Above this line Outlook repeats when and where the meeting is.
    let text = text
        .rsplit_once("*~*~*~*~*")
        .map_or(text, |(_when_and_where, below)| below.trim_start_matches(['*', '~']));
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<String> = Vec::new();
    let mut own = Own::default();
    let (mut length, mut answers) = (0, false);
    for (place, line) in lines.iter().enumerate() {
        if line.starts_with("Get Outlook for ") || line.starts_with("Sent from Outlook for ") {
            continue;
        }
        if line.trim_start().starts_with('>') {
            if !std::mem::replace(&mut answers, true) {
                quoted::drop_introduction(&mut kept);
            }
            own.quoted.push((*line).to_owned());
            continue;
        }
        let from_here = lines.get(place..).unwrap_or_default();
        if quoted::begins(from_here) {
            answers = false;
            own.below = from_here.iter().map(|line| (*line).to_owned()).collect();
            break;
        }
        let line = one_line(line);
        if line.is_empty() && kept.last().is_none_or(String::is_empty) {
            continue;
        }
        let room = MOST - length;
        own.cut = kept.len() >= LINES || line.chars().count() >= room;
        if own.cut {
            kept.push(line.chars().take(room).collect());
            break;
        }
        length += line.chars().count() + 1;
        kept.push(line);
    }
    if !answers {
        quoted::drop_introduction(&mut kept);
    }
    kept.join("\n").trim().clone_into(&mut own.text);
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_that_is_answered_is_left_out() {
        let own_of = |text: &str| own(text).text;
        let quoted = "Yes, and Cal comes too.\n\nBen\n\nOn Mon, 1 June 2026 at 09:00, Branch <a@b.org> wrote:\n> Thank you.\n> https://x/r/abc\n";
        assert_eq!(own_of(quoted), "Yes, and Cal comes too.\n\nBen");
        let outlook = "Yes.\r\n\r\n________________________________\r\nFrom: Branch\r\nhttps://x/r/abc\r\n";
        assert_eq!(own_of(outlook), "Yes.");
        let older = "Yes.\n-----Original Message-----\nFrom: Branch\n";
        assert_eq!(own_of(older), "Yes.");
        let between = "> Are you coming?\nYes.\n> How many?\nTwo:\nBen and Cal\n";
        assert_eq!(own_of(between), "Yes.\nTwo:\nBen and Cal");
        assert_eq!(own_of("> only\n> this\n"), "");
    }

    #[test]
    fn a_long_letter_is_cut_off() {
        for long in
            ["a word \n".repeat(5_000), "é".repeat(20_000), "a\n\n".repeat(1_000), "a b ".repeat(100_000)]
        {
            let Own { text, cut, .. } = own(&long);
            assert!(cut && text.chars().count() <= MOST, "{}", text.len());
        }
        assert_eq!(own(&"\n".repeat(1_000_000)), Own::default());
        assert_eq!(own("short"), Own { text: "short".to_owned(), ..Own::default() });
    }

    #[test]
    fn only_a_word_alone_asks_to_stop() {
        for (subject, stops) in [
            ("unsubscribe", true),
            (" STOP! ", true),
            ("Re: your reply", false),
            ("Please don't stop", false),
            ("Stop the cuts", false),
        ] {
            assert_eq!(asks_to_stop(subject), stops, "{subject}");
        }
    }
}

//! A person's own words in an answer to a letter: without the letter that they answer, which has links that are theirs alone.
//!
//! Pure. Where the letter begins that is answered, `quoted` tells.

use super::quoted;
use crate::outbox::message::one_line;

/// How much of what somebody wrote is passed on, in characters.
const MOST: usize = 10_000;
/// How many lines of it.
const LINES: usize = 300;

/// Whether a subject is one word with which no more letters are asked for.
pub(super) fn asks_to_stop(subject: &str) -> bool {
    let word = subject.trim().trim_end_matches(['.', '!']).to_ascii_lowercase();
    matches!(word.as_str(), "unsubscribe" | "stop")
}

/// The words that somebody wrote themselves, and whether there were more.
pub(super) fn own(text: &str) -> (String, bool) {
    // Above this line Outlook repeats when and where the meeting is.
    let text = text
        .rsplit_once("*~*~*~*~*")
        .map_or(text, |(_when_and_where, below)| below.trim_start_matches(['*', '~']));
    let lines: Vec<&str> = text.lines().collect();
    let mut kept: Vec<String> = Vec::new();
    let (mut length, mut cut, mut answers) = (0, false, false);
    for (place, line) in lines.iter().enumerate() {
        if line.starts_with("Get Outlook for ") || line.starts_with("Sent from Outlook for ") {
            continue;
        }
        if line.trim_start().starts_with('>') {
            if !std::mem::replace(&mut answers, true) {
                quoted::drop_introduction(&mut kept);
            }
            continue;
        }
        if quoted::begins(lines.get(place..).unwrap_or_default()) {
            answers = false;
            break;
        }
        let line = one_line(line);
        if line.is_empty() && kept.last().is_none_or(String::is_empty) {
            continue;
        }
        let room = MOST - length;
        cut = kept.len() >= LINES || line.chars().count() >= room;
        if cut {
            kept.push(line.chars().take(room).collect());
            break;
        }
        length += line.chars().count() + 1;
        kept.push(line);
    }
    if !answers {
        quoted::drop_introduction(&mut kept);
    }
    (kept.join("\n").trim().to_owned(), cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_that_is_answered_is_left_out() {
        let own_of = |text: &str| own(text).0;
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
            let (text, cut) = own(&long);
            assert!(cut && text.chars().count() <= MOST, "{}", text.len());
        }
        assert_eq!(own(&"\n".repeat(1_000_000)), (String::new(), false));
        assert_eq!(own("short"), ("short".to_owned(), false));
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

//! A person's own words in an answer to a letter: without the letter that they answer, which has links that are theirs alone.
//!
//! Pure.

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
    let mut kept: Vec<String> = Vec::new();
    let mut length = 0;
    let mut cut = false;
    // Above this line Outlook repeats when and where the meeting is.
    let text = text
        .rsplit_once("*~*~*~*~*")
        .map_or(text, |(_when_and_where, below)| below.trim_start_matches(['*', '~']));
    for line in text.lines() {
        if line.starts_with("Get Outlook for ") || line.starts_with("Sent from Outlook for ") {
            continue;
        }
        if begins_what_is_answered(line) {
            break;
        }
        if line.trim_start().starts_with('>') {
            continue;
        }
        let line = one_line(line);
        let room = MOST - length;
        cut = kept.len() >= LINES || line.chars().count() >= room;
        if cut {
            kept.push(line.chars().take(room).collect());
            break;
        }
        length += line.chars().count() + 1;
        kept.push(line);
    }
    while kept.last().is_some_and(|line| line.is_empty() || introduces(line)) {
        kept.pop();
    }
    (kept.join("\n").trim().to_owned(), cut)
}

/// Where Outlook and others put the whole letter that is answered below the answer, without a mark on each line.
fn begins_what_is_answered(line: &str) -> bool {
    let line = line.trim();
    let ruled = |mark: char| line.chars().count() >= 10 && line.chars().all(|c| c == mark);
    let titled = line.starts_with("-----") && line.ends_with("-----") && line.len() > 12;
    ruled('_') || titled
}

/// `On Monday, Barnet Branch wrote:`, in whatever language: a last line that ends in a colon and names an address or a day.
fn introduces(line: &str) -> bool {
    line.ends_with(':') && (line.contains('@') || line.chars().any(|c| c.is_ascii_digit()))
}

/// Words without addresses of ours that only their owner may open: from `base` on, they stand for themselves.
pub(super) fn without_links(text: &str, base: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(base) {
        let end =
            after.find(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | ')')).unwrap_or(after.len());
        let (path, next) = after.split_at(end);
        plain.push_str(before);
        plain.push_str(base);
        let is_private =
            ["/r/", "/u/", "/n/", "/c/"].iter().any(|door| path.starts_with(door)) || path.contains("/m/");
        plain.push_str(if is_private { "/…" } else { path });
        rest = next;
    }
    plain.push_str(rest);
    plain
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
            ["a word \n".repeat(5_000), "é".repeat(20_000), "\n".repeat(1_000_000), "a b ".repeat(100_000)]
        {
            let (text, cut) = own(&long);
            assert!(cut && text.chars().count() <= MOST, "{}", text.len());
        }
        assert_eq!(own("short"), ("short".to_owned(), false));
    }

    #[test]
    fn links_that_are_somebodys_own_are_not_passed_on() {
        let base = "https://events.example.org";
        let text = "I pressed https://events.example.org/r/abc123 and <https://events.example.org/barnet/m/xyz/events/a> but \
                    https://events.example.org/barnet/events/lobby works";
        assert_eq!(
            without_links(text, base),
            "I pressed https://events.example.org/… and <https://events.example.org/…> but \
             https://events.example.org/barnet/events/lobby works"
        );
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

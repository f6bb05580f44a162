//! What a letter that came in is: an answer of somebody's calendar, a bounce, an automatic answer, or somebody's own words.
//!
//! Pure. Headers decide, not words (`machine`): a subject like "out of office" is also what a person may write.

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::words::Own;
use super::{html, machine, words};
use crate::calendar::{self, Answered, Calendar, Proposed};
use crate::outbox::address::{Address, Mailbox};

/// How many calendar parts of one letter are looked at: Gmail sends its answer twice.
const CALENDARS: usize = 4;

/// A letter that came in.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    /// All that its headers say of whom it is for, as they say it.
    pub(super) recipients: String,
    /// Whom it says it is from.
    pub(super) from: Option<Mailbox>,
    /// Its subject.
    pub(super) subject: Option<String>,
    /// Its Message-ID.
    pub(super) id: Option<String>,
    /// What it is.
    pub(super) sort: Sort,
}

/// What a letter is.
#[derive(Clone, Debug)]
pub(super) enum Sort {
    /// An answer of somebody's calendar, and what they wrote with it.
    Answer(Vec<Answered>, Option<Written>),
    /// Something else from a calendar, without words: an invitation.
    OtherCalendar,
    /// A calendar part that can't be read, without words.
    Unreadable,
    /// A letter of ours that was not delivered (RFC 3464).
    Bounce,
    /// Sent by a machine.
    Automatic,
    /// One word, with which no more letters are asked for.
    Unsubscribe,
    /// What somebody wrote.
    Words(Written),
}

/// What somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// Their own words, without what they answer to.
    pub(super) text: String,
    /// Whether there were more.
    pub(super) cut: bool,
    /// Whether files came with them.
    pub(super) files: bool,
    /// Another time that they propose.
    pub(super) proposed: Option<Proposed>,
    /// What was left out as quoted, line by line.
    pub(super) quoted: Vec<String>,
    /// What is quoted without marks, and has to be looked through.
    pub(super) below: Vec<String>,
}

impl Written {
    /// Whether there is nothing in it that anybody could read.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && !self.files && self.proposed.is_none()
    }

    /// Whether there are no words in it, not even quoted.
    fn is_wordless(&self) -> bool {
        self.text.is_empty() && self.quoted.is_empty() && self.below.is_empty()
    }
}

impl From<Own> for Written {
    fn from(own: Own) -> Self {
        Self { text: own.text, cut: own.cut, quoted: own.quoted, below: own.below, ..Self::default() }
    }
}

/// Reads a letter, and nothing when it is none. One that our reader stumbles over is none either: it would whenever it came again.
pub(super) fn read_safely(letter: &[u8]) -> Option<Incoming> {
    std::panic::catch_unwind(|| read(letter)).ok().flatten()
}

/// Reads a letter; nothing when it is none.
pub(super) fn read(letter: &[u8]) -> Option<Incoming> {
    // The first line of a mailbox file, which some mail servers put before a letter that they pipe.
    let letter = match letter.strip_prefix(b"From ") {
        Some(rest) => rest.iter().position(|byte| *byte == b'\n').and_then(|end| rest.get(end + 1..))?,
        None => letter,
    };
    let message = MessageParser::default().parse(letter)?;
    if message.headers().is_empty() {
        return None;
    }
    Some(Incoming {
        recipients: recipients(&message),
        from: from(&message),
        subject: message.subject().map(str::to_owned),
        id: message.message_id().map(str::to_owned),
        sort: sort(&message),
    })
}

fn recipients(message: &Message<'_>) -> String {
    const NAMES: [&str; 8] = [
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
        "to",
        "cc",
        "resent-to",
        "x-forwarded-to",
    ];
    let raw =
        message.headers_raw().filter(|(name, _)| NAMES.iter().any(|one| name.eq_ignore_ascii_case(one)));
    raw.map(|(_, value)| value).collect::<Vec<_>>().join("\n")
}

fn from(message: &Message<'_>) -> Option<Mailbox> {
    let one = message.from()?.first()?;
    let address = Address::parse(one.address.as_deref()?).ok()?;
    Some(Mailbox { name: one.name.as_deref().map(str::to_owned), address })
}

fn sort(message: &Message<'_>) -> Sort {
    if machine::is_bounce(message) {
        return Sort::Bounce;
    }
    let calendar = calendar(message);
    // A machine sends it because a person pressed a button.
    if let Some(Calendar::Reply(answers, by_microsoft)) = calendar {
        let words = said_with(message, &answers, by_microsoft);
        return Sort::Answer(answers, words);
    }
    let is_automatic = machine::is_automatic(message);
    if let Some(Calendar::Counter(proposed, comment)) = calendar {
        let beside = (!is_automatic).then(|| written(message)).filter(|written| !written.text.is_empty());
        let written = beside.or_else(|| comment.as_deref().map(said)).unwrap_or_default();
        return Sort::Words(Written { proposed: Some(proposed), ..written });
    }
    if is_automatic {
        return Sort::Automatic;
    }
    if message.subject().is_some_and(words::asks_to_stop) {
        return Sort::Unsubscribe;
    }
    let written = written(message);
    // Whose own words stand beside a calendar has written to us: they sent our own invitation along.
    match calendar {
        Some(Calendar::Other(Some(comment))) if written.text.is_empty() => Sort::Words(said(&comment)),
        Some(Calendar::Other(_)) if written.is_wordless() => Sort::OtherCalendar,
        Some(_) if written.is_wordless() => Sort::Unreadable,
        _ => Sort::Words(written),
    }
}

/// What somebody wrote with an answer: in the entry, or, with Microsoft's programs, in the letter. What other programs put into the letter
/// ("Ben has accepted this invitation") nobody wrote.
fn said_with(message: &Message<'_>, answers: &[Answered], by_microsoft: bool) -> Option<Written> {
    let comment = answers.iter().find_map(|answer| answer.comment.as_deref()).map(said);
    let beside = || Some(written(message)).filter(|_| by_microsoft);
    comment.or_else(beside).filter(|written| !written.text.is_empty())
}

fn said(comment: &str) -> Written {
    words::own(comment).into()
}

/// What somebody wrote in the letter. A calendar is neither their words nor a file of theirs.
fn written(message: &Message<'_>) -> Written {
    let bodies = || message.text_bodies().chain(message.html_bodies()).filter(|part| !is_calendar(part));
    let texts = bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(html) => Some(html::plain(html)),
        _ => None,
    });
    // Some programs leave the plain part empty, or mark what is quoted in the other alone.
    let all: Vec<Written> = texts.map(|text| words::own(&text).into()).collect();
    let best =
        all.iter().find(|one| !one.text.is_empty()).or_else(|| all.iter().find(|one| !one.is_wordless()));
    let files = message.attachments().any(|part| !is_calendar(part));
    Written { files, ..best.cloned().unwrap_or_default() }
}

fn is_calendar(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let (main, sub) = (kind.ctype(), kind.subtype().unwrap_or_default());
        (main.eq_ignore_ascii_case("text") && sub.eq_ignore_ascii_case("calendar"))
            || (main.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("ics"))
    })
}

/// The calendar parts of the letter itself, not of a letter within it. An answer among them wins, also one that can't be used: what
/// a program wrote beside it is nobody's words.
fn calendar(message: &Message<'_>) -> Option<Calendar> {
    let parts = message.parts.iter().filter(|part| is_calendar(part)).map(|part| {
        let text = match &part.body {
            PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
            other => String::from_utf8_lossy(bytes(other)).into_owned(),
        };
        calendar::answered(&text, part.content_type().and_then(|kind| kind.attribute("method")))
    });
    let mut found = None;
    for one in parts.take(CALENDARS) {
        match one {
            Calendar::Reply(ref answers, _) if !answers.is_empty() => return Some(one),
            Calendar::Reply(..) => found = Some(one),
            Calendar::Counter(..) if !matches!(found, Some(Calendar::Reply(..))) => found = Some(one),
            Calendar::Other(_)
                if matches!(found, None | Some(Calendar::Other(None) | Calendar::Unreadable)) =>
            {
                found = Some(one);
            }
            Calendar::Counter(..) | Calendar::Other(_) => {}
            Calendar::Unreadable => found = found.or(Some(Calendar::Unreadable)),
        }
    }
    found
}

fn bytes<'a>(body: &'a PartType<'_>) -> &'a [u8] {
    match body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes,
        _ => &[],
    }
}

#[cfg(test)]
#[path = "tests/incoming.rs"]
mod tests;

//! What a letter that came in is: an answer of somebody's calendar, a bounce, an automatic answer, or somebody's own words.
//!
//! Pure. Headers decide, not words: a subject like "out of office" is also what a person may write. What a machine sent is never
//! passed on, so no two machines can answer each other through us (RFC 3834).

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::words;
use crate::calendar::{self, Answered, Calendar};
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
    /// An answer of somebody's calendar.
    Answer(Vec<Answered>),
    /// Something else from a calendar: an invitation, a counter-proposal.
    OtherCalendar,
    /// A calendar part that can't be read.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Their own words, without what they answer to.
    pub(super) text: String,
    /// Whether there were more.
    pub(super) cut: bool,
    /// Whether files came with them.
    pub(super) files: bool,
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
    if is_bounce(message) {
        return Sort::Bounce;
    }
    if let Some(sort) = calendar(message) {
        return sort;
    }
    if is_automatic(message) {
        return Sort::Automatic;
    }
    if message.subject().is_some_and(words::asks_to_stop) {
        return Sort::Unsubscribe;
    }
    let text = message.body_text(0).unwrap_or_default();
    let (text, cut) = words::own(&text);
    Sort::Words(Written { text, cut, files: message.attachment_count() > 0 })
}

/// The calendar parts of the letter itself, not of a letter within it. An answer among them wins.
fn calendar(message: &Message<'_>) -> Option<Sort> {
    let parts = message.parts.iter().filter_map(|part| {
        let kind = part.content_type()?;
        let (main, sub) = (kind.ctype(), kind.subtype().unwrap_or_default());
        let is_calendar = (main.eq_ignore_ascii_case("text") && sub.eq_ignore_ascii_case("calendar"))
            || (main.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("ics"));
        if !is_calendar {
            return None;
        }
        let text = match &part.body {
            PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
            other => String::from_utf8_lossy(bytes(other)).into_owned(),
        };
        Some(calendar::answered(&text, kind.attribute("method")))
    });
    let mut found = None;
    for one in parts.take(CALENDARS) {
        match one {
            Calendar::Reply(answers) if !answers.is_empty() => return Some(Sort::Answer(answers)),
            Calendar::Reply(_) | Calendar::Other => found = Some(Sort::OtherCalendar),
            Calendar::Unreadable => found = found.or(Some(Sort::Unreadable)),
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

/// A report on a letter of ours (RFC 3464, section 2), or what older servers send in its place.
fn is_bounce(message: &Message<'_>) -> bool {
    let report = message.content_type().is_some_and(|kind| {
        kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report"))
            && kind.attribute("report-type").is_some_and(|word| word.eq_ignore_ascii_case("delivery-status"))
    });
    let daemon = message.from().and_then(|from| from.first()).and_then(|one| one.address.as_deref());
    report
        || message.header("X-Failed-Recipients").is_some()
        || daemon.is_some_and(|address| {
            let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
            matches!(local.as_str(), "mailer-daemon" | "postmaster")
        })
}

/// Whether a machine sent it: RFC 3834 (section 5), and what was usual before and beside it.
fn is_automatic(message: &Message<'_>) -> bool {
    let said = |name: &'static str| message.header_raw(name).map(|value| value.trim().to_ascii_lowercase());
    let is_report = message
        .content_type()
        .is_some_and(|kind| kind.subtype().is_some_and(|sub| sub.eq_ignore_ascii_case("report")));
    let submitted =
        said("Auto-Submitted").is_some_and(|word| word.split(';').next().map(str::trim) != Some("no"));
    let precedence = said("Precedence")
        .is_some_and(|word| ["bulk", "junk", "list", "auto_reply", "auto-reply"].contains(&word.as_str()));
    // Postfix writes the name of its own machine where nothing stands, unless it is told otherwise (`null_sender`).
    let empty_path =
        said("Return-Path").is_some_and(|path| matches!(path.as_str(), "<>" | "<mailer-daemon>"));
    let marks = ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Loop", "List-Id", "Feedback-ID"];
    is_report || submitted || precedence || empty_path || marks.iter().any(|name| said(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sort_of(headers: &str, body: &str) -> Sort {
        let letter = format!("From: Ben <ben@example.org>\r\nTo: a@b.org\r\n{headers}\r\n\r\n{body}");
        read(letter.as_bytes()).unwrap().sort
    }

    #[test]
    fn what_a_machine_sent_is_told_by_its_headers_and_not_by_its_subject() {
        for headers in [
            "Auto-Submitted: auto-replied",
            "auto-submitted: AUTO-GENERATED; x=1",
            "Precedence: bulk",
            "Precedence: auto_reply",
            "X-Autoreply: yes",
            "X-Loop: reply@example.org",
            "Return-Path: <>",
            "Return-Path: <MAILER-DAEMON>",
            "List-Id: <members.example.org>",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        ] {
            assert!(matches!(sort_of(headers, "I am away."), Sort::Automatic), "{headers}");
        }
        for headers in [
            "Subject: Out of office on the 9th, but I will come",
            "Auto-Submitted: no",
            "Precedence: first-class",
            "Return-Path: <ben@example.org>",
        ] {
            assert!(matches!(sort_of(headers, "Yes."), Sort::Words(_)), "{headers}");
        }
    }

    #[test]
    fn a_bounce_is_one_whoever_wrote_it() {
        for headers in [
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
            "X-Failed-Recipients: ben@example.org",
        ] {
            assert!(matches!(sort_of(headers, "Sorry."), Sort::Bounce), "{headers}");
        }
        let daemon =
            b"From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\nTo: a@b.org\r\n\r\nSorry.";
        assert!(matches!(read(daemon).unwrap().sort, Sort::Bounce));
    }

    #[test]
    fn a_calendar_part_is_found_however_it_travels() {
        let ics = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260701T100000Z\r\n\
                   ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let coded = data_encoding::BASE64.encode(ics.as_bytes());
        let quoted = ics.replace('=', "=3D").replace("mailto", "mail=\r\nto");
        let wide: Vec<u8> = ics.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let wide = data_encoding::BASE64.encode(&wide);
        let bare = "Content-Type: text/calendar; method=REPLY";
        for (headers, body) in [
            (bare.to_owned(), ics.to_owned()),
            (format!("{bare}; charset=UTF-8\r\nContent-Transfer-Encoding: base64"), coded.clone()),
            (format!("{bare}\r\nContent-Transfer-Encoding: quoted-printable"), quoted),
            (format!("{bare}; charset=utf-16le\r\nContent-Transfer-Encoding: base64"), wide),
            ("Content-Type: application/ics\r\nContent-Transfer-Encoding: base64".to_owned(), coded),
            ("Content-Type: TEXT/CALENDAR".to_owned(), ics.to_owned()),
            (
                "Content-Type: multipart/mixed; boundary=b".to_owned(),
                format!(
                    "--b\r\nContent-Type: text/plain\r\n\r\nBen has accepted.\r\n--b\r\n{bare}\r\n\r\n{ics}\r\n--b--\r\n"
                ),
            ),
            // A machine sent it because a person pressed a button.
            (format!("Auto-Submitted: auto-generated\r\n{bare}"), ics.to_owned()),
        ] {
            assert!(matches!(sort_of(&headers, &body), Sort::Answer(all) if all.len() == 1), "{headers}");
        }
        let counter = ics.replace("METHOD:REPLY", "METHOD:COUNTER");
        assert!(matches!(
            sort_of("Content-Type: text/calendar; method=COUNTER", &counter),
            Sort::OtherCalendar
        ));
        assert!(matches!(sort_of(bare, "nothing"), Sort::Unreadable));
        let within = format!("Subject: a\r\n{bare}\r\n\r\n{ics}");
        assert!(
            !matches!(sort_of("Content-Type: message/rfc822", &within), Sort::Answer(_)),
            "a letter in it is not it"
        );
    }

    #[test]
    fn what_is_no_letter_is_none() {
        for bytes in [&b""[..], b"\r\n\r\nhello", b"\0\0\0"] {
            assert!(read(bytes).is_none_or(|one| matches!(one.sort, Sort::Words(_))), "{bytes:?}");
        }
    }
}

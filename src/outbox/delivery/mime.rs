//! A checked letter as the bytes of RFC 5322.

use std::time::{Duration, UNIX_EPOCH};

use entity::Moment;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Body, DkimConfig, Mailbox as LettreMailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::outbox::address::{Address, Mailbox};
use crate::outbox::message::{CalendarPart, Message, Unsendable};

/// Writes a letter, encoded so that nothing but ASCII crosses the wire: `multipart/alternative` of text and HTML. With a calendar entry
/// that is the last alternative (RFC 6047 §2.4), and all of it stands in a `multipart/mixed` with the entry's file after it.
///
/// The same letter gives the same bytes (its signature's time apart), so that a second try is a repetition and
/// not a new letter.
pub(super) fn bytes_of(message: Message, dkim: Option<&DkimConfig>) -> Result<Vec<u8>, Unsendable> {
    let message = message.checked()?;
    let mut builder = lettre::Message::builder()
        .from(mailbox(message.from.clone())?)
        .to(LettreMailbox::new(None, address(&message.to)?))
        .subject(message.subject.clone())
        .date(UNIX_EPOCH + since_1970(message.date))
        .message_id(Some(format!("<{}>", message.message_id)))
        .header(AutoSubmitted);
    if let Some(reply_to) = message.reply_to.clone() {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    if let Some(url) = &message.list_unsubscribe {
        builder = builder.header(ListUnsubscribe(format!("<{url}>"))).header(ListUnsubscribePost);
    }
    let mut letter = builder.multipart(parts(message)?).map_err(refused)?;
    if let Some(dkim) = dkim {
        letter.sign(dkim);
    }
    Ok(letter.formatted())
}

fn parts(message: Message) -> Result<MultiPart, Unsendable> {
    let (inner, outer) = (boundary_of(&message, "a"), boundary_of(&message, "m"));
    let alternatives = MultiPart::alternative()
        .boundary(inner)
        .singlepart(SinglePart::plain(message.text))
        .singlepart(SinglePart::html(message.html));
    let Some(calendar) = message.calendar else { return Ok(alternatives) };
    let file = calendar_file(&calendar)?;
    let alternatives = alternatives.singlepart(calendar_part(calendar)?);
    Ok(MultiPart::mixed().boundary(outer).multipart(alternatives).singlepart(file))
}

/// No `Content-Disposition`: with one, readers take the entry for an attachment and offer no Accept.
fn calendar_part(part: CalendarPart) -> Result<SinglePart, Unsendable> {
    let content_type =
        format!("text/calendar; method={}; charset=utf-8; name=\"{}\"", part.method.as_str(), part.file_name);
    Ok(SinglePart::builder().header(ContentType::parse(&content_type).map_err(refused)?).body(part.ics))
}

/// The same entry as a file. Without a `method`: it is to be opened, and is no second invitation.
fn calendar_file(part: &CalendarPart) -> Result<SinglePart, Unsendable> {
    let content_type = format!("application/ics; name=\"{}\"", part.file_name);
    let content_type = ContentType::parse(&content_type).map_err(refused)?;
    let bytes = part.ics.as_bytes().to_vec();
    let body = Body::new_with_encoding(bytes, ContentTransferEncoding::Base64)
        .map_err(|_bytes| Unsendable::Library("the entry's file can't be encoded".to_owned()))?;
    Ok(Attachment::new(part.file_name.clone()).body(body, content_type))
}

/// A line that no part contains: a hash of all of them, and of which boundary it is.
fn boundary_of(message: &Message, which: &str) -> String {
    let ics = message.calendar.as_ref().map_or("", |c| &c.ics);
    let mut hash = Sha256::new();
    for part in [which, &message.message_id, &message.text, &message.html, ics] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hash = hash.finalize();
    format!("=_{}", data_encoding::BASE32_NOPAD.encode(hash.get(..20).unwrap_or_default()))
}

fn mailbox(mailbox: Mailbox) -> Result<LettreMailbox, Unsendable> {
    Ok(LettreMailbox::new(mailbox.name, address(&mailbox.address)?))
}

pub(super) fn address(address: &Address) -> Result<lettre::Address, Unsendable> {
    address.as_str().parse().map_err(refused)
}

fn refused(error: impl std::fmt::Display) -> Unsendable {
    Unsendable::Library(error.to_string())
}

fn since_1970(moment: Moment) -> Duration {
    moment.since(Moment::from_millis(0))
}

/// RFC 3834 §5: so that no machine answers a machine.
#[derive(Clone)]
struct AutoSubmitted;

/// RFC 2369 §3.2.
#[derive(Clone)]
struct ListUnsubscribe(String);

/// RFC 8058 §3.1.
#[derive(Clone)]
struct ListUnsubscribePost;

/// The three headers above differ in name and value only. None is ever read back.
macro_rules! header {
    ($header:ty, $name:literal, |$self:ident| $value:expr) => {
        impl Header for $header {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(_text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Err("this header is only written".into())
            }

            fn display(&self) -> HeaderValue {
                let $self = self;
                HeaderValue::new(Self::name(), $value)
            }
        }
    };
}
header!(AutoSubmitted, "Auto-Submitted", |_header| "auto-generated".to_owned());
header!(ListUnsubscribe, "List-Unsubscribe", |header| header.0.clone());
header!(ListUnsubscribePost, "List-Unsubscribe-Post", |_header| "List-Unsubscribe=One-Click".to_owned());

/// A letter for tests of this folder.
#[cfg(test)]
pub(super) mod example {
    use super::{Address, CalendarPart, Mailbox, Message};
    use crate::outbox::message::Method;

    pub(in crate::outbox::delivery) fn letter() -> Message {
        Message {
            message_id: "0197c0de.3@example.org".into(),
            from: Mailbox::parse("Barnet UNISON <no-reply@example.org>").unwrap(),
            reply_to: Some(Mailbox::parse("Branch office <office@example.org>").unwrap()),
            to: Address::parse("ben@bücher.example").unwrap(),
            subject: "Tuesday 9 July, 6pm: your reply".into(),
            text: "Thank you.\n\nWHERE  Café ☂\n".into(),
            html: "<p>Thank you.</p>".into(),
            calendar: None,
            list_unsubscribe: None,
            date: "2024-07-08T17:00:00Z".parse().unwrap(),
        }
    }

    pub(in crate::outbox::delivery) fn entry() -> CalendarPart {
        CalendarPart {
            method: Method::Request,
            ics: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".into(),
            file_name: "event.ics".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use mail_parser::{HeaderValue as Value, MessageParser, MimeHeaders, PartType};

    use super::example::{entry, letter};
    use super::*;
    use crate::outbox::message::Method;

    fn written(message: Message) -> String {
        String::from_utf8(bytes_of(message, None).unwrap()).unwrap()
    }

    #[test]
    fn a_letter_reads_back_as_it_was_meant() {
        let bytes = written(Message { calendar: Some(entry()), ..letter() });
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.message_id(), Some("0197c0de.3@example.org"));
        assert_eq!(read.subject(), Some("Tuesday 9 July, 6pm: your reply"));
        assert_eq!(read.date().unwrap().to_rfc3339(), "2024-07-08T17:00:00Z");
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Barnet UNISON"));
        assert_eq!(read.reply_to().unwrap().first().unwrap().address(), Some("office@example.org"));
        assert_eq!(read.to().unwrap().first().unwrap().address(), Some("ben@xn--bcher-kva.example"));
        assert_eq!(read.header("Auto-Submitted"), Some(&Value::Text("auto-generated".into())));
        assert_eq!(
            read.body_text(0).unwrap().replace("\r\n", "\n").trim_end(),
            "Thank you.\n\nWHERE  Café ☂"
        );
        assert_eq!(read.body_html(0).unwrap().trim_end(), "<p>Thank you.</p>");
        assert!(read.header("List-Unsubscribe").is_none());
    }

    #[test]
    fn the_calendar_entry_is_the_last_alternative_and_a_file_beside_them() {
        for method in [Method::Request, Method::Cancel, Method::Publish] {
            let ics = entry().ics.replace("METHOD:REQUEST", &format!("METHOD:{}", method.as_str()));
            let entry = CalendarPart { method, ics: ics.clone(), ..entry() };
            let bytes = written(Message { calendar: Some(entry), ..letter() });
            let read = MessageParser::default().parse(&bytes).unwrap();
            let kinds: Vec<_> = read
                .parts
                .iter()
                .map(|part| part.content_type().unwrap())
                .map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap()))
                .collect();
            assert_eq!(
                kinds,
                [
                    "multipart/mixed",
                    "multipart/alternative",
                    "text/plain",
                    "text/html",
                    "text/calendar",
                    "application/ics"
                ]
            );
            let PartType::Multipart(outer) = &read.parts[0].body else { panic!("{bytes}") };
            assert_eq!(outer, &[1, 5], "the file stands beside the alternatives");
            let (part, file) = (&read.parts[4], &read.parts[5]);
            let kind = part.content_type().unwrap();
            assert_eq!(kind.attribute("method"), Some(method.as_str()));
            assert_eq!(kind.attribute("charset"), Some("utf-8"));
            assert_eq!(kind.attribute("name"), Some("event.ics"));
            assert!(part.content_disposition().is_none());
            let kind = file.content_type().unwrap();
            assert_eq!((kind.attribute("name"), kind.attribute("method")), (Some("event.ics"), None));
            let disposition = file.content_disposition().unwrap();
            assert!(disposition.is_attachment());
            assert_eq!(disposition.attribute("filename"), Some("event.ics"));
            assert_eq!(file.content_transfer_encoding(), Some("base64"));
            assert_eq!((part.contents(), file.contents()), (ics.as_bytes(), ics.as_bytes()), "byte for byte");
        }
    }

    #[test]
    fn a_letter_without_an_entry_has_no_file() {
        let bytes = written(letter());
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.parts[0].content_type().unwrap().subtype(), Some("alternative"));
        assert_eq!(read.attachment_count(), 0);
    }

    #[test]
    fn an_entry_with_another_method_than_announced_is_not_sent() {
        let other = CalendarPart { method: Method::Cancel, ..entry() };
        assert_eq!(bytes_of(Message { calendar: Some(other), ..letter() }, None), Err(Unsendable::Method));
    }

    #[test]
    fn one_press_stops_reminders() {
        let url = format!("https://example.org/u/{}", "k".repeat(120));
        let bytes = written(Message { list_unsubscribe: Some(url.clone()), ..letter() });
        let read = MessageParser::default().parse(&bytes).unwrap();
        let raw = read.header_raw("List-Unsubscribe").unwrap();
        assert_eq!(raw.split_whitespace().collect::<String>(), format!("<{url}>"));
        assert_eq!(read.header_raw("List-Unsubscribe-Post").unwrap().trim(), "List-Unsubscribe=One-Click");
    }

    #[test]
    fn the_same_letter_gives_the_same_bytes() {
        assert_eq!(written(letter()), written(letter()));
        assert_ne!(written(letter()), written(Message { text: "other".into(), ..letter() }));
    }

    #[test]
    fn nothing_but_ascii_crosses_the_wire_in_lines_that_fit() {
        let wild = Message {
            subject: "Café ☂ ".repeat(40),
            text: "ü".repeat(5_000),
            html: format!("<p>{}</p>", "x".repeat(5_000)),
            ..letter()
        };
        let bytes = written(wild);
        assert!(bytes.is_ascii());
        assert!(bytes.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
    }

    #[test]
    fn nobodys_words_become_a_header() {
        let attack = "x\r\nBcc: eve@example.org\r\n\r\nbody\u{0}\u{2028}\"<>;,\\";
        let hostile = Mailbox { name: Some(attack.into()), address: letter().from.address };
        for message in [
            Message { subject: attack.into(), ..letter() },
            Message { from: hostile.clone(), ..letter() },
            Message { reply_to: Some(hostile), ..letter() },
            Message { calendar: Some(CalendarPart { file_name: attack.into(), ..entry() }), ..letter() },
        ] {
            let bytes = written(message);
            let read = MessageParser::default().parse(&bytes).unwrap();
            assert!(read.bcc().is_none(), "{bytes}");
            assert_eq!(read.to().unwrap().iter().count(), 1);
            assert!(read.body_text(0).unwrap().starts_with("Thank you."), "{bytes}");
        }
        for message in [
            Message { message_id: attack.into(), ..letter() },
            Message { list_unsubscribe: Some(format!("https://example.org/{attack}")), ..letter() },
        ] {
            assert!(bytes_of(message, None).is_err());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_words_make_one_letter_to_one_person(name in ".*", subject in ".*", text in ".*", html in ".*") {
            let mut message = Message { subject, text, html, ..letter() };
            message.from.name = Some(name);
            let bytes = written(message);
            let read = MessageParser::default().parse(&bytes).unwrap();
            proptest::prop_assert_eq!(read.to().unwrap().first().unwrap().address(), Some("ben@xn--bcher-kva.example"));
            proptest::prop_assert_eq!(read.from().unwrap().first().unwrap().address(), Some("no-reply@example.org"));
            proptest::prop_assert_eq!(read.message_id(), Some("0197c0de.3@example.org"));
            proptest::prop_assert_eq!(read.parts.len(), 3);
        }
    }
}

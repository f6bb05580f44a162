//! A checked letter as the bytes of RFC 5322.

use std::time::{Duration, UNIX_EPOCH};

use entity::Moment;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{DkimConfig, Mailbox as LettreMailbox, MultiPart, SinglePart};
use sha2::{Digest, Sha256};

use crate::outbox::address::{Address, Mailbox};
use crate::outbox::message::{CalendarPart, Message, Unsendable};

/// Writes a letter: `multipart/alternative` of text, HTML and, last, the calendar entry (RFC 6047 §2.4), all
/// encoded so that nothing but ASCII crosses the wire.
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
    let mut letter = builder.multipart(alternatives(message)?).map_err(refused)?;
    if let Some(dkim) = dkim {
        letter.sign(dkim);
    }
    Ok(letter.formatted())
}

fn alternatives(message: Message) -> Result<MultiPart, Unsendable> {
    let boundary = boundary_of(&message);
    let parts = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(SinglePart::plain(message.text))
        .singlepart(SinglePart::html(message.html));
    match message.calendar {
        Some(calendar) => Ok(parts.singlepart(calendar_part(calendar)?)),
        None => Ok(parts),
    }
}

/// No `Content-Disposition`: with one, readers take the entry for an attachment and offer no Accept.
fn calendar_part(part: CalendarPart) -> Result<SinglePart, Unsendable> {
    let content_type =
        format!("text/calendar; method={}; charset=utf-8; name=\"{}\"", part.method.as_str(), part.file_name);
    Ok(SinglePart::builder().header(ContentType::parse(&content_type).map_err(refused)?).body(part.ics))
}

/// A line that no part contains: a hash of all of them.
fn boundary_of(message: &Message) -> String {
    let ics = message.calendar.as_ref().map_or("", |c| &c.ics);
    let mut hash = Sha256::new();
    for part in [&*message.message_id, &message.text, &message.html, ics] {
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
    use super::{Address, Mailbox, Message};

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
}

#[cfg(test)]
mod tests {
    use mail_parser::{HeaderValue as Value, MessageParser, MimeHeaders};

    use super::example::letter;
    use super::*;
    use crate::outbox::message::Method;

    fn entry() -> CalendarPart {
        CalendarPart {
            method: Method::Request,
            ics: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Café\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".into(),
            file_name: "event.ics".into(),
        }
    }

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
    fn the_calendar_entry_is_the_last_alternative_and_no_attachment() {
        let bytes = written(Message { calendar: Some(entry()), ..letter() });
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.parts[0].content_type().unwrap().subtype(), Some("alternative"));
        let kinds: Vec<_> =
            read.parts[1..].iter().map(|p| p.content_type().unwrap().subtype().unwrap()).collect();
        assert_eq!(kinds, ["plain", "html", "calendar"]);
        let part = read.parts.last().unwrap();
        let content_type = part.content_type().unwrap();
        assert_eq!(content_type.attribute("method"), Some("REQUEST"));
        assert_eq!(content_type.attribute("charset"), Some("utf-8"));
        assert_eq!(content_type.attribute("name"), Some("event.ics"));
        assert!(part.content_disposition().is_none());
        assert_eq!(part.text_contents().unwrap().trim_end(), entry().ics.trim_end());
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

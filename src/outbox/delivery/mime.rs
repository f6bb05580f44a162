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
#[path = "tests/mime.rs"]
mod tests;

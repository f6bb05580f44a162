//! A letter ready to leave, as plain values.
//!
//! Guarantees: what [`Message::checked`] lets through can be written into headers and an SMTP conversation
//! without anybody's words becoming a header of their own. The bytes are left to `delivery`.

use entity::Moment;
use url::Url;

use super::address::{Address, Mailbox};

/// One letter to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Without angle brackets; derived from the delivery and what it says, so the same at every try.
    pub message_id: String,
    /// Whom it is from; also the return path.
    pub from: Mailbox,
    /// Where an answer goes, when not to `from`.
    pub reply_to: Option<Mailbox>,
    /// Whom it is for. A name beside the address would only show more than is needed.
    pub to: Address,
    /// The subject.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// The calendar entry that goes with it.
    pub calendar: Option<CalendarPart>,
    /// Where one press stops letters of this sort (RFC 8058), for reminders and news.
    pub list_unsubscribe: Option<String>,
    /// The header `Date`.
    pub date: Moment,
}

/// A calendar entry inside a letter (RFC 6047).
///
/// It stands twice, as in the letters of the great calendars: as the last alternative, from which Gmail, Outlook and Apple's Mail make
/// their buttons, and as a file, for readers that overlook an alternative. Both are the same to the byte, so that whichever is taken, or
/// both, it is one entry with one UID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarPart {
    /// What the entry asks for; the same in the entry itself, or servers refuse the letter.
    pub method: Method,
    /// The entry: a whole `VCALENDAR`.
    pub ics: String,
    /// The name under which readers save it, such as `event.ics`.
    pub file_name: String,
}

/// The iTIP methods that we send (RFC 5546 §1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// For information.
    Publish,
    /// An invitation, or its change.
    Request,
    /// It is off.
    Cancel,
}

impl Method {
    /// As it is written in the entry and in the header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A letter that can't be written as a message. The fault is in what was put into it, so a second try is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsendable {
    /// The message id is no `left@right` of plain characters.
    #[error("the letter's message id is malformed")]
    MessageId,
    /// The address for unsubscribing is no web address.
    #[error("the letter's unsubscribe address is no web address")]
    Unsubscribe,
    /// The entry's own method is not the one announced.
    #[error("the calendar entry's method is not the one announced")]
    Method,
    /// The library that writes messages refused.
    #[error("the letter can't be written: {0}")]
    Library(String),
}

impl Message {
    /// The same letter with every field fit for its place: names and subject on one line, without control or
    /// direction-changing characters; the file name plain.
    ///
    /// # Errors
    /// A field that can't be made fit without changing what it means.
    pub fn checked(mut self) -> Result<Self, Unsendable> {
        if !is_message_id(&self.message_id) {
            return Err(Unsendable::MessageId);
        }
        self.subject = one_line(&self.subject);
        for mailbox in [Some(&mut self.from), self.reply_to.as_mut()].into_iter().flatten() {
            mailbox.name = mailbox.name.as_deref().map(one_line).filter(|name| !name.is_empty());
        }
        if let Some(url) = &mut self.list_unsubscribe {
            *url = web_address(url).ok_or(Unsendable::Unsubscribe)?;
        }
        if let Some(calendar) = &mut self.calendar {
            let line = format!("METHOD:{}", calendar.method.as_str());
            if !calendar.ics.lines().any(|l| l == line) {
                return Err(Unsendable::Method);
            }
            calendar.file_name = file_name(&calendar.file_name);
        }
        Ok(self)
    }
}

/// RFC 5322 §3.6.4, narrowed to what we make ourselves.
fn is_message_id(id: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_+".contains(&b))
    };
    id.len() <= 250 && id.split_once('@').is_some_and(|(left, right)| plain(left) && plain(right))
}

/// Text for a header: line breaks and control characters become one space; marks that reverse the direction of
/// writing go, as they can make an address look like another.
#[must_use]
pub fn one_line(text: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: &char| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let spaced: String = text.chars().filter(turns).map(|c| if is_break(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn web_address(text: &str) -> Option<String> {
    let clean = !text.chars().any(|c| c.is_control() || c.is_whitespace());
    let url = Url::parse(text).ok().filter(|url| clean && matches!(url.scheme(), "http" | "https"))?;
    Some(String::from(url))
}

fn file_name(text: &str) -> String {
    let stem = text.strip_suffix(".ics").unwrap_or(text);
    let plain: String =
        stem.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(60).collect();
    if plain.is_empty() { "event.ics".to_owned() } else { format!("{plain}.ics") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_one_line_whatever_was_typed() {
        for (typed, written) in [
            ("Ben\r\nBcc: eve@example.org", "Ben Bcc: eve@example.org"),
            ("a\tb\u{0}c\u{85}d\u{2028}e", "a b c d e"),
            ("\u{202E}gro.elpmaxe", "gro.elpmaxe"),
            ("  Tuesday 9 July,  6pm ", "Tuesday 9 July, 6pm"),
            ("Café 🏳️‍🌈", "Café 🏳️‍🌈"),
        ] {
            assert_eq!(one_line(typed), written);
        }
    }

    #[test]
    fn a_file_name_is_plain() {
        for (given, kept) in [
            ("event.ics", "event.ics"),
            ("2026-07-09.ics", "2026-07-09.ics"),
            ("a\"; x=\"../b.ics", "axb.ics"),
            ("", "event.ics"),
            ("☂.ics", "event.ics"),
        ] {
            assert_eq!(file_name(given), kept);
        }
    }

    #[test]
    fn a_message_id_is_ours_and_plain() {
        assert!(is_message_id("0197c0de.2@example.org"));
        for bad in ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b>\r\nX: y", "<a@b>"] {
            assert!(!is_message_id(bad), "{bad}");
        }
    }

    #[test]
    fn only_a_web_address_stops_letters() {
        assert_eq!(web_address("https://example.org/u/abc").as_deref(), Some("https://example.org/u/abc"));
        assert_eq!(
            web_address("https://example.org/u/<a>").as_deref(),
            Some("https://example.org/u/%3Ca%3E")
        );
        for bad in
            ["mailto:a@b.org", "javascript:1", "https://e.org/a\r\nX: y", "https://e.org/a b", "/u/abc"]
        {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}

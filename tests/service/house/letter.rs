//! A letter as its reader gets it.

use mail_parser::{MessageParser, MimeHeaders};

/// A letter that the postbox took, read by a library that is not ours.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    /// `MAIL FROM`.
    pub(crate) from: String,
    /// `RCPT TO`.
    pub(crate) to: String,
    /// `Message-ID`, without brackets.
    pub(crate) message_id: String,
    /// `Subject`, decoded.
    pub(crate) subject: String,
    /// The plain text, decoded.
    pub(crate) text: String,
    /// The HTML, decoded.
    pub(crate) html: String,
    /// The calendar entry and its announced method.
    pub(crate) calendar: Option<(String, String)>,
    /// The bytes that crossed the wire, dots unstuffed.
    pub(crate) raw: Vec<u8>,
}

impl Letter {
    /// The token of the link by which its reader manages their reply, which stands first in it.
    #[track_caller]
    pub(crate) fn manages(&self) -> String {
        let link = self.text.split("/r/").nth(1).unwrap_or_else(|| panic!("no link in {}", self.text));
        link.split_whitespace().next().unwrap().to_owned()
    }

    pub(super) fn read(from: String, to: String, raw: &[u8]) -> Self {
        let message = MessageParser::default().parse(raw).expect("a letter is a message");
        let calendar = message.parts.iter().find_map(|part| {
            let kind = part.content_type()?;
            let method = kind.attribute("method")?.to_owned();
            (kind.subtype() == Some("calendar"))
                .then(|| (method, part.text_contents().unwrap_or("").to_owned()))
        });
        Self {
            from,
            to,
            message_id: message.message_id().unwrap_or_default().to_owned(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            calendar,
            raw: raw.to_vec(),
        }
    }

    /// A header as it was written, unfolded. `None` when the letter has none of that name.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let message = MessageParser::default().parse(&self.raw)?;
        let value = message.header_raw(name)?;
        Some(value.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

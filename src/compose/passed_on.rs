//! What somebody wrote in answer to one of our letters, passed on to the event's contact.
//!
//! It is composed and sent while whoever brought it waits, and has no row in the outbox: a row holds nothing that anybody
//! wrote, and until we have passed it on, the mail server that brought it still has it and will bring it again.

use entity::Moment;

use super::digest::as_contact;
use super::{Composer, sender};
use crate::event::Shown;
use crate::letters::passed_on::PassedOn;
use crate::letters::what_we_hold::Typed;
use crate::outbox::address::{Address, Mailbox};
use crate::outbox::message::Message;

/// Words for the contact of an event.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sentence of the letter, whatever the others are"
)]
pub struct Words {
    /// Whom they are from, where an answer to them goes.
    pub from: Mailbox,
    /// Whether that is another address than the one that they replied with.
    pub other_address: bool,
    /// The subject.
    pub subject: Option<String>,
    /// The words.
    pub text: String,
    /// Whether there were more of them.
    pub cut: bool,
    /// Whether a letter of ours was cut off in which something of theirs may stand.
    pub quoted: bool,
    /// Whether files came with them.
    pub files: bool,
    /// The left part of the Message-ID that the letter gets: the same whenever the same words come.
    pub id: String,
}

impl Composer {
    /// The letter that passes `words` on, and nothing where the event's contact has no address, or one at which we would write to
    /// ourselves.
    #[must_use]
    pub fn passed_on(&self, shown: &Shown, words: Words, now: Moment) -> Option<Message> {
        let to = Address::parse(&shown.contact().email?).ok()?;
        if to.normal() == self.from.address.normal() || self.is_ours(&to) {
            return None;
        }
        let event = as_contact(shown, now);
        let from = match &words.from.name {
            Some(name) => format!("{name} <{}>", words.from.address.as_str()),
            None => words.from.address.as_str().to_owned(),
        };
        let letter = PassedOn {
            from: Typed::some(Some(&from))?,
            other_address: words.other_address,
            subject: Typed::some(words.subject.as_deref()),
            words: words.text.lines().map(|line| Typed::some(Some(line))).collect(),
            cut: words.cut,
            quoted: words.quoted,
            files: words.files,
            event: event.clone(),
        }
        .letter(shown.language());
        Some(Message {
            message_id: format!("{}@{}", words.id, self.from.address.domain()),
            from: Mailbox {
                name: event.sender_name(sender(shown)).map(|name| name.to_string()),
                address: self.from.address.clone(),
            },
            reply_to: Some(words.from),
            to,
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            calendar: None,
            list_unsubscribe: None,
            date: now,
        })
    }

    /// The line with which letters about an event end, where they say no more there.
    #[must_use]
    pub fn signed(&self, shown: &Shown, now: Moment) -> String {
        shown.language().signed(&as_contact(shown, now))
    }

    /// Whether an address is our own for answers, with a token or without.
    fn is_ours(&self, address: &Address) -> bool {
        let Some(own) = self.reply_address.as_deref().and_then(|own| Address::parse(own).ok()) else {
            return false;
        };
        let bare = |address: &Address| {
            let normal = address.normal();
            let (local, domain) = normal.split_once('@').unwrap_or((&normal, ""));
            format!("{}@{domain}", local.split('+').next().unwrap_or(local))
        };
        bare(&own) == bare(address)
    }
}

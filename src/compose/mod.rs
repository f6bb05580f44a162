//! An outbox row to its letter, from today's facts, at the moment it leaves.
//!
//! No letter is stored: what stands in one is read here, when a connection is about to send it, so it is never stale and
//! nothing personal lies about. A row that came too late, or that nobody wants any more, says why instead. A try again that
//! says the same says it at the same time and under the same Message-ID.

mod ahead;
mod deletion_warning;
mod digest;
mod entry;
mod facts;
mod not_taken;
mod notice;
mod of_reply;
mod passed_on;
mod personal_calendar;
mod recent;
mod reminder;
mod reply;

use std::sync::Arc;

use entity::Moment;
use entity::value::{LetterKind, Response};

pub use entry::mailed_entry;
pub use passed_on::Words;
pub use recent::Recent;

use crate::database::Database;
use crate::event::{Event, Shown};
use crate::feed;
use crate::letters::{EventFacts, Letter};
use crate::links::Links;
use crate::outbox::address::{Address, Mailbox};
use crate::outbox::message::{CalendarPart, Message};
use crate::outbox::{self, Composed, Noted, Row};
use crate::outbox::{Compose, ComposeError};
use crate::rsvp::Reply;
use crate::seal::Seals;

/// What composing needs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Composer {
    /// Where the facts are.
    pub db: Database,
    /// What opens addresses.
    pub seals: Seals,
    /// Addresses to print.
    pub links: Links,
    /// The sender of every letter.
    pub from: Mailbox,
    /// The mailbox whose `+token` form takes calendar answers, if there is one.
    pub reply_address: Option<String>,
    /// What was last written about.
    pub recent: Recent,
}

/// A letter and what goes with it.
struct Written {
    letter: Letter,
    event: EventFacts,
    calendar: Option<CalendarPart>,
    /// For reminders: where one press stops them.
    stop: Option<String>,
}

/// Between whom a letter passes.
struct Headers {
    /// The name beside the sender's address.
    sender: Option<String>,
    to: Address,
    reply_to: Option<String>,
}

/// Which state of things a letter says.
struct Says {
    /// Rises whenever what the letter says may differ: the SEQUENCE of its entry, and a part of its Message-ID.
    sequence: i64,
    /// What is noted with the row when it has left: of a letter about an event, how far it shows that. A notice finds by it what its
    /// reader knows.
    noted: i64,
    /// Whether it tells its reader of all that has changed.
    tells: bool,
    /// When what it says beside that last changed.
    changed_at: Option<Moment>,
}

impl Says {
    /// Of a letter about a reply. A notice tells of what has changed, and so does what reminds somebody who says maybe; it has told
    /// them also when they said something else while it was leaving.
    fn of_reply(kind: LetterKind, event: &Event, reply: &Reply) -> Self {
        let sequence = feed::own_sequence(event, reply);
        let reminds_a_maybe = kind == LetterKind::Reminder && reply.response == Response::Maybe;
        let tells = kind == LetterKind::Notice || reminds_a_maybe;
        Self { sequence, noted: event.sequence, tells, changed_at: Some(reply.updated_at) }
    }

    /// Of a letter that says only what one number counts.
    fn of(sequence: i64) -> Self {
        Self { sequence, noted: sequence, tells: false, changed_at: None }
    }
}

/// What became of a row for one person.
enum Outcome {
    Letter(Box<Written>),
    NotBefore(Moment),
    TooLate(&'static str),
    NotWanted(&'static str),
}

impl Composer {
    /// The function that is handed down to the outbox.
    #[must_use]
    pub fn handed_down(self) -> Arc<Compose> {
        let composer = Arc::new(self);
        Arc::new(move |row: &Row, now: Moment| {
            let composer = Arc::clone(&composer);
            let row = row.clone();
            Box::pin(async move { composer.letter(&row, now).await })
        })
    }

    /// The letter of `row`, as it is at `now`.
    ///
    /// # Errors
    /// When the facts can't be read at the moment.
    pub async fn letter(&self, row: &Row, now: Moment) -> Result<Composed, ComposeError> {
        match row.kind {
            LetterKind::Digest => self.digest(row, now).await,
            LetterKind::DeletionWarning => self.deletion_warning(row, now).await,
            LetterKind::PersonalCalendar => self.personal_calendar(row, now).await,
            _ => self.of_reply(row, now).await,
        }
    }

    /// The moment at which the row's words were fixed, when it still says the same.
    fn rendered(row: &Row, says: &Says, now: Moment) -> Moment {
        let same = row.sequence == Some(says.noted);
        let rendered =
            row.rendered_at.filter(|at| same && says.changed_at.is_none_or(|changed| changed <= *at));
        rendered.unwrap_or(now)
    }

    /// A letter about an event.
    fn of_event(
        &self,
        row: &Row,
        shown: &Shown,
        (to, reply_to): (&str, Option<String>),
        written: Written,
        said: (&Says, Moment),
    ) -> Composed {
        let Ok(to) = Address::parse(to) else {
            return Composed::NotWanted("its address can't be written to");
        };
        let sender = written.event.sender_name(sender(shown)).map(|name| name.to_string());
        let headers = Headers { sender, to, reply_to };
        self.message(row, headers, (written.letter, written.calendar, written.stop), said)
    }

    fn message(
        &self,
        row: &Row,
        headers: Headers,
        (letter, calendar, stop): (Letter, Option<CalendarPart>, Option<String>),
        (says, rendered): (&Says, Moment),
    ) -> Composed {
        let message = Message {
            message_id: outbox::message_id(row.id, says.sequence, self.from.address.domain()),
            from: Mailbox { name: headers.sender, address: self.from.address.clone() },
            reply_to: headers
                .reply_to
                .and_then(|address| Address::parse(&address).ok())
                .map(|address| Mailbox { name: None, address }),
            to: headers.to,
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            calendar,
            list_unsubscribe: stop,
            date: rendered,
        };
        let noted = Noted { sequence: Some(says.noted), tells: says.tells };
        Composed::Letter(Box::new(message), noted)
    }
}

/// The name beside the sender's address.
fn sender(shown: &Shown) -> &str {
    shown.organisation.mail_name.as_deref().unwrap_or(&shown.organisation.name)
}

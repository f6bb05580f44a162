//! Who is coming: what may be said, capacity, the waiting list, and what a reply's owner may do with it.
//!
//! Guarantees: a stranger never learns whether an address is known; no more places are given than there are; nothing
//! about a person is kept but what they typed, sealed. Left to others: showing forms and reading tokens from addresses
//! (the edges), writing letters (`compose`), forgetting (`privacy`).

mod accept;
mod again;
pub mod answer;
mod calendar;
mod change;
pub mod count;
mod counts;
mod delete;
pub mod form;
pub mod limits;
mod memory;
mod mine;
mod of_address;
mod officer;
mod places;
mod prepare;
mod reception;
pub mod recipients;
mod sealed;
mod sequence;
pub mod sheet;
mod store;
pub mod terms;
mod unproved;
pub mod waiting;

use entity::Moment;
use entity::value::LetterKind;
use serde_json::Value;

pub use accept::{Taken, accept};
pub use answer::Answer;
pub use calendar::{CalendarAnswer, Heard, Unread, Why, answer_from_calendar, say_unread};
pub use change::Wish;
pub use counts::{counts, counts_of_date, public_numbers};
pub use delete::{delete_mine, finish_deletion, not_you, says_deleted};
pub use mine::{
    Mine, NO_MORE_LETTERS, change_mine, is_an_id_of_ours, manage_token, open, send_what_we_hold,
    stop_letters, stop_reminders, token, withdraw,
};
pub use of_address::{Addressee, Tally, addressee, may_be_written_to, of_address, tally};
pub use officer::{Guest, Patch, delete, find, for_letter, list, note_reading, patch};
pub use places::fill_places;
pub use prepare::{Door, Ready, Request, prepare};
pub use reception::Reception;
pub use sealed::Person;
pub use sequence::{event_sequences, sequence};

use crate::database::{self, Write};
use crate::journal::{self, Actor};
use crate::mistake::Mistake;
use crate::outbox::{self, NewLetter, Urgency};
use crate::seal::SealError;

/// A reply, as it is kept: what it says of a person is sealed.
pub type Reply = entity::table::rsvp::Model;
type Event = entity::table::event::Model;
type Occurrence = entity::table::occurrence::Model;

/// Why an event takes no reply, or none like this, at the moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such event, or not for this caller.
    #[error("there is no such event")]
    NotFound,
    /// Too early.
    #[error("replies open at {opens_at}")]
    NotYetOpen {
        /// From when on.
        opens_at: Moment,
    },
    /// Too late.
    #[error("replies closed at {closed_at}")]
    Closed {
        /// Since when.
        closed_at: Moment,
    },
    /// It is called off.
    #[error("the event is cancelled")]
    Cancelled,
    /// It is over.
    #[error("the event has ended")]
    Ended,
    /// Replies are not taken here.
    #[error("replies are not taken here")]
    RepliesOff {
        /// The body that organises it and takes them.
        organised_by: Option<String>,
    },
    /// All places are taken and nobody may wait.
    #[error("all places are taken")]
    Full,
    /// There are fewer places left than this party needs, perhaps none, and nobody may wait. Which of the two is not told:
    /// how many are left is nobody's business.
    #[error("there are not enough places left for {party}")]
    TooFew {
        /// How many they are.
        party: i64,
    },
}

/// Why something about a reply was not done.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// The event takes no reply, or none like this, at the moment.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Fields need another look.
    #[error("some fields need another look")]
    Invalid(Vec<Mistake>),
    /// No such reply, or not this caller's.
    #[error("there is no such reply")]
    NotFound,
    /// It was there, and is deleted.
    #[error("this reply has been deleted")]
    Gone,
    /// The change would need places that there are not; nothing has changed.
    #[error("there are not enough places; nothing has changed")]
    NoRoom,
    /// Its personal fields are gone, and this event needs an address: reply anew.
    #[error("this reply has no address any more; send a new one")]
    Forgotten,
    /// There is no address to mail to.
    #[error("this reply has no address")]
    NoAddress,
    /// Another reply at that date has the address.
    #[error("another reply to this event has that address")]
    AddressTaken,
    /// Somebody else was faster.
    #[error("the reply was changed meanwhile")]
    ChangedMeanwhile,
    /// A value does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

fn new_letter(reply: &Reply, kind: LetterKind, detail: Option<Value>, now: Moment) -> NewLetter {
    NewLetter {
        organisation_id: reply.organisation_id,
        event_id: Some(reply.event_id),
        occurrence_id: Some(reply.occurrence_id),
        rsvp_id: Some(reply.id),
        reminder_id: None,
        kind,
        detail,
        urgency: Urgency::AtOnce,
        due_at: now,
        expires_at: None,
    }
}

/// Puts a letter to the owner of a reply, unless they gave no address or asked for no letter.
async fn letter(
    write: &mut Write,
    reply: &Reply,
    kind: LetterKind,
    detail: Option<Value>,
    now: Moment,
) -> Result<(), database::Error> {
    if reply.email.is_some() && reply.letters_stopped_at.is_none() {
        outbox::put(write, new_letter(reply, kind, detail, now), now).await?;
    }
    Ok(())
}

/// Writes an act on a reply into the journal: ids only.
async fn noted(
    write: &Write,
    reply: &Reply,
    act: &str,
    actor: &Actor,
    now: Moment,
) -> Result<(), database::Error> {
    let entry = journal::Entry {
        organisation: reply.organisation_id,
        revision: None,
        at: now,
        actor,
        act,
        event: Some(reply.event_id),
        subject: reply.id,
        detail: None,
    };
    journal::write(write, entry).await
}

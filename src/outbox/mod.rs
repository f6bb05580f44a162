//! Letters waiting to leave.
//!
//! A letter is a row, put in the transaction that caused it and sent afterwards. Guarantees: at least once, never lost;
//! twice only if the process died, or the connection broke, between the server's taking the letter and our note of
//! it. No words and no addresses are kept here: a letter is composed when it leaves, by the function that
//! [`deliver`] is handed. Why a letter is written, and what it says, is left to the rooms above.

mod carry;
mod pace;
mod round;
mod settle;
mod store;

pub mod address;
mod courier;
pub mod delivery;
pub mod message;
pub mod server;
pub mod verdict;

use std::time::Duration;

use entity::Moment;
use entity::value::{LetterKind, OutboxState};
use serde_json::Value;
use uuid::Uuid;

use crate::database::{Conn, Error, Write, is_conflict};

pub use courier::{Compose, ComposeError, Composed, Courier, Limits, Noted, Tally};
pub use entity::table::outbox::Model as Row;
pub use round::deliver;

/// How soon a letter must leave when many wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody waits for it: a sign-in link, a confirmation, a change on the day.
    AtOnce,
    /// A change.
    Notice,
    /// A reminder.
    Reminder,
    /// The rest.
    Whenever,
}

impl Urgency {
    /// The number in the database: the most urgent is 0.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::AtOnce => 0,
            Self::Notice => 1,
            Self::Reminder => 2,
            Self::Whenever => 3,
        }
    }
}

/// A letter to be written.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Whose.
    pub organisation_id: Uuid,
    /// About which event.
    pub event_id: Option<Uuid>,
    /// About which date of it.
    pub occurrence_id: Option<Uuid>,
    /// To whom; none for the event's contact.
    pub rsvp_id: Option<Uuid>,
    /// Which reminder it is; with `rsvp_id` once only.
    pub reminder_id: Option<Uuid>,
    /// Which letter.
    pub kind: LetterKind,
    /// Plain values that it needs and that stand nowhere else. Nothing personal.
    pub detail: Option<Value>,
    /// How soon it must leave.
    pub urgency: Urgency,
    /// From when on it may leave.
    pub due_at: Moment,
    /// From when on it is of no more use.
    pub expires_at: Option<Moment>,
}

/// Puts one letter. False when it is there already: that reminder for that reply, or a notice still waiting for it.
///
/// # Errors
/// The database's.
pub async fn put(write: &mut Write, letter: NewLetter, now: Moment) -> Result<bool, Error> {
    Ok(put_all(write, vec![letter], now).await? == 1)
}

/// Puts a page of letters, and says how many were new. Those that are there already are left as they are.
///
/// # Errors
/// The database's.
pub async fn put_all(write: &mut Write, letters: Vec<NewLetter>, now: Moment) -> Result<u64, Error> {
    store::insert(&write.conn(), letters, now).await
}

/// Withdraws the letters to one reply that still wait. One that is leaving at this moment arrives all the same. `why` is what an
/// officer reads of them.
///
/// # Errors
/// The database's.
pub async fn withdraw(
    write: &mut Write,
    rsvp_id: Uuid,
    kinds: &[LetterKind],
    (why, now): (&'static str, Moment),
) -> Result<u64, Error> {
    store::withdraw(&write.conn(), rsvp_id, kinds, (why, now)).await
}

/// Lets the letters of one kind about one date that still wait leave by `soonest` at the latest, as urgently as that, and be
/// of use until `expires_at` at least.
///
/// # Errors
/// The database's.
pub async fn hasten(
    write: &mut Write,
    (occurrence_id, kind): (Uuid, LetterKind),
    soonest: (Urgency, Moment),
    expires_at: Moment,
) -> Result<(), Error> {
    store::hasten(&write.conn(), (occurrence_id, kind), soonest, expires_at).await
}

/// Lets the letters of one kind to one reply that were put off leave by `soonest` at the latest.
///
/// # Errors
/// The database's.
pub async fn hasten_to(
    write: &mut Write,
    (rsvp_id, kind): (Uuid, LetterKind),
    soonest: Moment,
) -> Result<(), Error> {
    store::hasten_to(&write.conn(), (rsvp_id, kind), soonest).await
}

/// Frees every letter that is claimed, whoever did; answers how many. Only for who knows that no other process sends: what
/// was leaving when it died may leave twice, as it would when the lease ends.
///
/// # Errors
/// The database's.
pub async fn free_all(write: &mut Write) -> Result<u64, Error> {
    store::free_all(&write.conn()).await
}

/// Removes every trace of the letters about one date, and names them, so that their files can go too
/// ([`delivery::Mailer::remove_filed_of`] with [`is_letter_of`]).
///
/// # Errors
/// The database's.
pub async fn forget_occurrence(write: &mut Write, occurrence_id: Uuid) -> Result<Vec<Uuid>, Error> {
    store::forget_occurrence(&write.conn(), occurrence_id).await
}

/// Which letters to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that wait, and all that failed.
    Unsettled,
    /// Only those that failed: refused, given up, or waiting after a failed attempt.
    Stuck,
    /// All in this state.
    In(OutboxState),
}

/// What is waiting, what failed and why, the oldest first; or what is in one state, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn<'_>, which: Which, limit: u64) -> Result<Vec<Row>, Error> {
    store::list(conn, which, limit).await
}

/// The letters about one event of an organisation, the newest first, after the one named.
///
/// # Errors
/// The database's.
pub async fn of_event(
    conn: &Conn<'_>,
    organisation_id: Uuid,
    event_id: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Row>, Error> {
    store::of_event(conn, (organisation_id, event_id), after, limit).await
}

/// How many letters are in each state.
///
/// # Errors
/// The database's.
pub async fn counts(conn: &Conn<'_>) -> Result<Vec<(OutboxState, i64)>, Error> {
    store::counts(conn).await
}

/// Whether letters to this reply still wait.
///
/// # Errors
/// The database's.
pub async fn has_waiting(conn: &Conn<'_>, rsvp_id: Uuid) -> Result<bool, Error> {
    store::has_waiting(conn, rsvp_id).await
}

/// Why a letter can't be tried again.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// There is none of that id.
    #[error("no letter has the id {0}")]
    Unknown(Uuid),
    /// It left, or nobody wants it any more.
    #[error("this letter is {0}; only one that is waiting, refused or given up can be tried again")]
    Ended(OutboxState),
    /// It is leaving at this moment.
    #[error("this letter is being sent at this moment")]
    Leaving,
    /// A newer letter says the same.
    #[error("a newer notice to the same person is waiting, and says this too")]
    Replaced,
    /// The database's.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Makes a letter that failed, or waits for its next try, due at once with all its attempts before it.
///
/// # Errors
/// See [`RetryError`].
pub async fn retry(write: &mut Write, id: Uuid, now: Moment) -> Result<Row, RetryError> {
    let row = store::find(&write.conn(), id).await?.ok_or(RetryError::Unknown(id))?;
    match row.state {
        OutboxState::Waiting if row.leased_until.is_some_and(|until| until > now) => {
            return Err(RetryError::Leaving);
        }
        OutboxState::Waiting | OutboxState::Refused | OutboxState::GivenUp => {}
        OutboxState::Sent | OutboxState::Filed | OutboxState::Withdrawn | OutboxState::Expired => {
            return Err(RetryError::Ended(row.state));
        }
    }
    match store::make_due(&write.conn(), id, now).await {
        Ok(row) => Ok(row),
        Err(error) if is_conflict(&error) => Err(RetryError::Replaced),
        Err(error) => Err(error.into()),
    }
}

/// The Message-ID of a letter, without brackets: the same at every try that says the same.
#[must_use]
pub fn message_id(letter: Uuid, sequence: i64, domain: &str) -> String {
    format!("{}.{sequence}@{domain}", letter.simple())
}

/// Whether the left part of a Message-ID is that of `letter`, whatever it said.
#[must_use]
pub fn is_letter_of(left: &str, letter: Uuid) -> bool {
    left.strip_prefix(&letter.simple().to_string()).is_some_and(|rest| rest.starts_with('.'))
}

/// How long filed letters are kept.
pub const FILED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

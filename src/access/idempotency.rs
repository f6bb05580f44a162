//! The same request sent again: done once, answered the same (`Idempotency-Key`).
//!
//! Guarantees: what is remembered is written in the transaction of the work itself, so that either both are there or
//! neither; no body is kept, only a keyed hash of it and the id of what was made, or, sealed, what was said of a refusal; all
//! is forgotten after 24 hours.
//! A second request that comes while the first is at work waits for it, on both engines: for the one writer of SQLite, or
//! for the unique index of PostgreSQL. Building the answer again from the id is left to the edge.

use std::time::Duration;

use entity::Moment;
pub use entity::table::idempotency::Model as Remembered;
use uuid::Uuid;

use super::store;
use crate::database::{Conn, Error, Write};
use crate::secret;

/// For how long a request is remembered.
pub const REMEMBERED_FOR: Duration = Duration::from_hours(24);

/// What names one piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its id, should it be new.
    pub id: Uuid,
    /// Who sent it: a key's id, or `public`.
    pub caller: String,
    /// Which operation, on which path.
    pub operation: String,
    /// A hash of the name that the caller gave to it.
    pub key: Vec<u8>,
    /// A keyed hash of the body.
    pub body: Vec<u8>,
}

/// What is known of a ticket.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Nothing: do the work.
    New,
    /// It was done: give the same answer.
    Done(Box<Remembered>),
    /// Its name was used for something else.
    OtherBody,
}

/// Takes a ticket, before the work. What it names is not yet remembered: call [`remember`] when the work is done.
///
/// # Errors
/// When the database refuses.
pub async fn take(write: &mut Write, ticket: &Ticket, now: Moment) -> Result<Known, Error> {
    let row = row(ticket, now);
    if store::take_ticket(&write.conn(), row, now).await? {
        return Ok(Known::New);
    }
    look(&write.conn(), ticket, now).await
}

/// What is known of a ticket, without taking it: for what is asked before the work and should not be asked of a repeat.
///
/// # Errors
/// When the database refuses.
pub async fn look(conn: &Conn<'_>, ticket: &Ticket, now: Moment) -> Result<Known, Error> {
    let found = store::ticket(conn, ticket).await?.filter(|found| found.expires_at > now);
    Ok(match found {
        Some(found) if secret::equal(&found.body, &ticket.body) => Known::Done(Box::new(found)),
        Some(_) => Known::OtherBody,
        None => Known::New,
    })
}

/// What became of the work: its status, what it made or why not, and the date it concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The HTTP status.
    pub status: u16,
    /// What was made or found.
    pub resource: Option<Uuid>,
    /// Why it was refused.
    pub refusal: Option<String>,
    /// What was said of the refusal, sealed for the ticket's id.
    pub told: Option<Vec<u8>>,
    /// With whose replies it is forgotten.
    pub occurrence: Option<Uuid>,
}

/// Remembers what became of a ticket that was taken.
///
/// # Errors
/// When the database refuses.
pub async fn remember(write: &mut Write, ticket: &Ticket, outcome: Outcome) -> Result<(), Error> {
    store::settle_ticket(&write.conn(), ticket, outcome).await
}

fn row(ticket: &Ticket, now: Moment) -> Remembered {
    Remembered {
        id: ticket.id,
        caller: ticket.caller.clone(),
        operation: ticket.operation.clone(),
        key: ticket.key.clone(),
        body: ticket.body.clone(),
        status: None,
        resource_id: None,
        outcome: None,
        told: None,
        occurrence_id: None,
        expires_at: now + REMEMBERED_FOR,
    }
}

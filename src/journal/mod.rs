//! What was done, by whom, when: one append-only table, written by the room that acts, in its transaction.
//!
//! It holds ids, times and words from fixed lists: nothing personal and no free text. It is read as the audit log, as
//! the public history of an event, as the changes for mirrors and as the source of webhooks.

mod store;

use std::collections::BTreeSet;

use entity::Moment;
use serde_json::Value;
use uuid::Uuid;

use crate::database::{Conn, Error, Write};

/// So many acts are looked through for their events.
const MOST_ACTS: i64 = 200;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The holder of an API key.
    Key(Uuid),
    /// Somebody without a key.
    Public,
    /// A recurring task, by its name.
    Beat(&'static str),
    /// Whoever runs the service, at its command line.
    CommandLine,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(id) => write!(f, "key:{id}"),
            Self::Public => f.write_str("public"),
            Self::Beat(name) => write!(f, "beat:{name}"),
            Self::CommandLine => f.write_str("cli"),
        }
    }
}

/// One line of the journal, to be written.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Whose programme.
    pub organisation: Uuid,
    /// The organisation's revision after the act; none for acts that do not raise it.
    pub revision: Option<i64>,
    /// When.
    pub at: Moment,
    /// By whom.
    pub actor: &'a Actor,
    /// What was done, as `event.published`.
    pub act: &'a str,
    /// The event it concerns.
    pub event: Option<Uuid>,
    /// What it was done to.
    pub subject: Uuid,
    /// Public facts: old and new times and status.
    pub detail: Option<Value>,
}

/// One line of the journal, as it was written.
pub type Line = entity::table::journal::Model;

/// Writes one line, in the transaction of the act itself.
///
/// # Errors
/// When the database refuses.
pub async fn write(write: &Write, entry: Entry<'_>) -> Result<(), Error> {
    store::insert(&write.conn(), entry).await
}

/// The events that a programme's acts were done to, after one of its revisions and up to another.
///
/// `None` where that can't be told: an act on more than events (a venue), more acts than are worth a look, or a revision without a
/// line.
///
/// # Errors
/// When the database refuses.
pub async fn events_between(
    conn: &Conn<'_>,
    organisation: Uuid,
    (after, until): (i64, i64),
) -> Result<Option<BTreeSet<Uuid>>, Error> {
    let acts = until.saturating_sub(after);
    if acts > MOST_ACTS {
        return Ok(None);
    }
    let lines = store::between(conn, organisation, (after, until)).await?;
    let revisions: BTreeSet<i64> = lines.iter().map(|(revision, _)| *revision).collect();
    let is_whole = i64::try_from(revisions.len()).is_ok_and(|told| told == acts);
    Ok(lines.into_iter().map(|(_, event)| event).collect::<Option<_>>().filter(|_| is_whole))
}

/// What was done to one event and its dates, oldest first.
///
/// # Errors
/// When the database refuses.
pub async fn of_event(conn: &Conn<'_>, organisation: Uuid, event: Uuid) -> Result<Vec<Line>, Error> {
    store::of_event(conn, organisation, event).await
}

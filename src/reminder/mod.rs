//! Writing to people before it starts: derived, never patched.
//!
//! A schedule is a list of rules: the kind's, until an event has its own. [`replan`](fn@replan) compares the rows with what
//! should be and brings them into agreement; [`send_due`] hands those whose moment has come to the outbox, for those who
//! are coming *now*. Both take no input and may run twice; so a reply costs nothing, a withdrawal needs no clean-up,
//! and an event that moves takes its reminders along. What a reminder says is `compose`'s.

mod cover;
mod due;
mod maybes;
pub mod plan;
mod reconcile;
mod replan;
pub mod rule;
mod store;

use entity::Moment;
pub use entity::table::reminder::Model as Reminder;
use serde_json::json;
use uuid::Uuid;

pub use due::{reaches, send_due};
pub use maybes::{is_for_maybes, to_come_for_maybes};
pub use replan::{Agreed, expected, left_out, replan};
use rule::{NotARule, Rule};

use crate::database::{self, Conn, Write};
use crate::event::kind;
use crate::journal::{self, Actor};
use crate::organisation::{self, OrganisationError};

/// The most rules of one schedule. Three reach any one person.
pub const MOST_RULES: usize = 10;

/// Kept for a schedule that was set to nothing.
const NO_RULES: &str = "none";

/// Why a schedule was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReminderError {
    /// A rule can't be read.
    #[error(transparent)]
    Rule(#[from] NotARule),
    /// Too many rules.
    #[error("a schedule has {MOST_RULES} rules at most")]
    TooMany,
    /// No such organisation.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// The schedule of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its rules, in their order.
    pub rules: Vec<Rule>,
    /// Whether they are the kind's.
    pub inherited: bool,
}

/// Whose schedule is set.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleOf {
    /// Whose event.
    pub organisation: Uuid,
    /// The event.
    pub event: Uuid,
}

/// The schedule of `event`.
///
/// # Errors
/// When the database can't be read.
pub async fn schedule(
    conn: &Conn<'_>,
    event: &entity::table::event::Model,
) -> Result<Schedule, database::Error> {
    let own = store::rules_of(conn, &[event.id]).await?;
    let own: Vec<&str> = own.iter().map(|row| row.rule.as_str()).collect();
    Ok(schedule_from(event, &own))
}

/// The reminders of an event, past and planned, soonest first.
///
/// # Errors
/// When the database can't be read.
pub async fn of_event(conn: &Conn<'_>, event: Uuid) -> Result<Vec<Reminder>, database::Error> {
    store::of_event(conn, event).await
}

/// One reminder, for the letter that it is.
///
/// # Errors
/// When the database can't be read.
pub async fn find(conn: &Conn<'_>, id: Uuid) -> Result<Option<Reminder>, database::Error> {
    store::by_id(conn, id).await
}

/// The reminders of one date, in no order.
///
/// # Errors
/// When the database can't be read.
pub async fn of_occurrence(conn: &Conn<'_>, occurrence: Uuid) -> Result<Vec<Reminder>, database::Error> {
    store::of_occurrences(conn, &[occurrence]).await
}

/// Gives an event a schedule of its own. The same rules again send nothing again.
///
/// # Errors
/// See [`ReminderError`].
pub async fn set_schedule(
    write: &mut Write,
    of: ScheduleOf,
    rules: Vec<Rule>,
    actor: Actor,
    now: Moment,
) -> Result<(), ReminderError> {
    if rules.len() > MOST_RULES {
        return Err(ReminderError::TooMany);
    }
    let mut texts: Vec<String> = Vec::new();
    for text in rules.iter().map(ToString::to_string) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    if texts.is_empty() {
        texts.push(NO_RULES.to_owned());
    }
    let revision = organisation::raise_revision(write, of.organisation).await?;
    store::set_rules(&write.conn(), of.event, texts.clone()).await?;
    let entry = journal::Entry {
        organisation: of.organisation,
        revision: Some(revision),
        at: now,
        actor: &actor,
        act: "event.reminders_set",
        event: Some(of.event),
        subject: of.event,
        detail: Some(json!({ "rules": texts })),
    };
    journal::write(write, entry).await?;
    Ok(())
}

fn schedule_from(event: &entity::table::event::Model, own: &[&str]) -> Schedule {
    let inherited = own.is_empty();
    let facts = &event.facts;
    let reveal = facts.online.as_ref().and_then(|online| online.reveal_minutes_before);
    let rules = if inherited {
        let kinds = kind::schedule(facts.kind, facts.attendance_mode, reveal);
        kinds.iter().filter_map(|text| text.parse().ok()).collect()
    } else {
        own.iter().filter_map(|text| text.parse().ok()).collect()
    };
    Schedule { rules, inherited }
}

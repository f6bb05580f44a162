//! Writing to people before it starts: derived, never patched.
//!
//! A schedule is a list of rules: the kind's, until an event has its own. [`replan`] compares the rows with what
//! should be and brings them into agreement; [`send_due`] hands those whose moment has come to the outbox, for those who
//! are coming *now*. Both take no input and may run twice; so a reply costs nothing, a withdrawal needs no clean-up,
//! and an event that moves takes its reminders along. What a reminder says is `compose`'s.

mod due;
pub mod plan;
mod reconcile;
pub mod rule;
mod store;

use std::collections::HashMap;

use entity::Moment;
pub use entity::table::reminder::Model as Reminder;
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

pub use due::send_due;
use rule::{NotARule, Rule};

use crate::database::{self, Conn, Database, Write};
use crate::event::ahead::{Ahead, ahead};
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

/// Brings every planned reminder into agreement with its date. Answers how many changes that took.
///
/// # Errors
/// When the database fails; what was done stays done.
pub async fn replan(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let snapshot = db.snapshot().await?;
    let conn = snapshot.conn();
    let dates = ahead(&conn, now).await?;
    let events: Vec<Uuid> = dates.iter().map(|date| date.event.id).collect();
    let ids: Vec<Uuid> = dates.iter().map(|date| date.occurrence.id).collect();
    let mut own: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in store::rules_of(&conn, &events).await? {
        own.entry(row.event_id).or_default().push(row.rule);
    }
    let mut rows: HashMap<Uuid, Vec<Reminder>> = HashMap::new();
    for row in store::of_occurrences(&conn, &ids).await? {
        rows.entry(row.occurrence_id).or_default().push(row);
    }
    drop(conn);
    drop(snapshot);
    let mut done = 0;
    for date in dates {
        let rules: Vec<&str> = own.get(&date.event.id).into_iter().flatten().map(String::as_str).collect();
        let wanted = wanted(&date, &rules);
        let planned = rows.get(&date.occurrence.id).map_or(&[][..], Vec::as_slice);
        done += bring_into_agreement(db, date, &wanted, planned, now).await?;
    }
    Ok(done)
}

fn wanted(date: &Ahead, own: &[&str]) -> Vec<plan::Planned> {
    let Some(zone) = TimeZone::get(&date.occurrence.timezone).ok().filter(|_| date.is_on()) else {
        return Vec::new();
    };
    let schedule = schedule_from(&date.event, own);
    plan::plan(&schedule.rules, date.occurrence.start, &zone, date.event.facts.attendance_mode)
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

async fn bring_into_agreement(
    db: &Database,
    date: Ahead,
    wanted: &[plan::Planned],
    rows: &[Reminder],
    now: Moment,
) -> Result<u64, database::Error> {
    let changes = reconcile::changes(wanted, rows, date.occurrence.start_utc, now);
    let count = u64::try_from(changes.len()).unwrap_or(u64::MAX);
    if changes.is_empty() {
        return Ok(0);
    }
    let done = db.write(move |write| {
        Box::pin(async move {
            for change in changes {
                store::apply(&write.conn(), &date, change, now).await?;
            }
            Ok::<_, database::Error>(())
        })
    });
    match done.await {
        // Another node was first with the same row: the next round sees what is left.
        Err(error) if database::is_conflict(&error) => Ok(0),
        other => other.map(|()| count),
    }
}

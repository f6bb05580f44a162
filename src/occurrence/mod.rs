//! One dated happening of an event, and its places for people.
//!
//! Guarantees: the instants of a date follow from its wall times and zone by one function ([`times`]); counts of places
//! are kept by single statements, so that no place is given twice however many ask at once. Which acts move a date,
//! and who is told, is `event`'s; who gets a place, and in which order people wait, is `rsvp`'s.

mod places;
mod recompute;
mod store;
pub mod times;

use entity::Moment;
use entity::value::facts::Capacity;
use entity::value::{AttendanceMode, OccurrenceStatus};
use uuid::Uuid;

pub use places::{
    give_back, offers, places, places_of, set_places, stop_waiting, take, take_from_waiting, wait,
};
pub use recompute::recompute;
pub use times::{TimeError, Times};

use crate::database::{Conn, Error, Write};
use crate::seal::{DestroyOn, SealError, Seals};
use crate::secret;

/// One dated happening.
pub type Occurrence = entity::table::occurrence::Model;

/// The places of one sort at one date.
pub type Place = entity::table::place::Model;

/// One date of an organisation.
///
/// # Errors
/// When the database refuses.
pub async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Occurrence>, Error> {
    store::find(conn, organisation, id).await
}

/// The date alone, for who holds its id from a token or a row of ours.
///
/// # Errors
/// When the database refuses.
pub async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Occurrence>, Error> {
    store::by_id(conn, id).await
}

/// Locks a date, and answers it as it stands: the first step of every reply.
///
/// # Errors
/// When the database refuses.
pub async fn lock(write: &Write, id: Uuid) -> Result<Option<Occurrence>, Error> {
    store::lock(&write.conn(), id).await
}

/// The dates of an event that touch the time from `from` (inclusive) to `to` (exclusive), in their order.
///
/// # Errors
/// When the database refuses.
pub async fn of_event(
    conn: &Conn<'_>,
    organisation: Uuid,
    event: Uuid,
    from: Option<Moment>,
    to: Option<Moment>,
) -> Result<Vec<Occurrence>, Error> {
    store::of_event(conn, organisation, event, from, to).await
}

/// What a new date is made of.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// Whose.
    pub organisation: Uuid,
    /// The event.
    pub event: Uuid,
    /// Its times.
    pub times: &'a Times,
    /// How it can be attended.
    pub mode: AttendanceMode,
    /// How many can take part.
    pub capacity: Option<&'a Capacity>,
    /// When its keys must be destroyed.
    pub destroy_on: DestroyOn,
}

/// Makes a date with its places and its two data keys.
///
/// # Errors
/// When the database refuses, or a key can't be closed.
pub async fn create(
    write: &Write,
    seals: &Seals,
    new: &New<'_>,
    now: Moment,
) -> Result<Occurrence, SealError> {
    let occurrence = Occurrence {
        id: secret::new_id(now),
        organisation_id: new.organisation,
        event_id: new.event,
        slot: slot(new.times),
        status: OccurrenceStatus::Scheduled,
        start: new.times.start,
        end: new.times.end,
        timezone: new.times.timezone.clone(),
        start_utc: new.times.start_utc,
        end_utc: new.times.end_utc,
        venue_id: None,
        room: None,
        meeting_point: None,
        final_counts: None,
        purged_at: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert(&write.conn(), occurrence.clone()).await?;
    set_places(write, occurrence.id, new.mode, new.capacity).await?;
    seals.make_occurrence_keys(write, new.organisation, occurrence.id, new.destroy_on, now).await?;
    Ok(occurrence)
}

/// Writes a date as it should stand now, and raises its revision.
///
/// # Errors
/// When the database refuses.
pub async fn update(write: &Write, mut changed: Occurrence, now: Moment) -> Result<Occurrence, Error> {
    changed.revision += 1;
    changed.updated_at = now;
    store::update(&write.conn(), changed.clone()).await?;
    Ok(changed)
}

/// The slot of a date: the local day of its start and a number within the day.
#[must_use]
pub fn slot(times: &Times) -> String {
    format!("{}/0", times.start.date())
}

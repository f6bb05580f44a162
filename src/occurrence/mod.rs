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
use entity::value::{AttendanceMode, OccurrenceStatus, Purpose};
use jiff::civil::Date;
use uuid::Uuid;

pub use places::{
    give_back, offers, places, places_of, set_places, stop_waiting, take, take_from_waiting, wait,
};
pub use recompute::recompute;
pub use times::{TimeError, Times};

use crate::database::{Conn, Error, Write};
use crate::recurrence::Slot;
use crate::seal::{DestroyOn, SealError, Seals};

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

/// What new dates of an event have in common.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// Whose.
    pub organisation: Uuid,
    /// The event.
    pub event: Uuid,
    /// How they can be attended.
    pub mode: AttendanceMode,
    /// How many can take part in each.
    pub capacity: Option<&'a Capacity>,
}

/// What one new date is made of.
#[derive(Clone, Debug)]
pub struct New {
    /// Its id, also its UID in mailed invitations. The date made with its event has the event's.
    pub id: Uuid,
    /// Its slot.
    pub slot: String,
    /// Its times.
    pub times: Times,
    /// When its keys must be destroyed.
    pub destroy_on: DestroyOn,
}

/// Makes dates with their places and their two data keys each.
///
/// # Errors
/// When the database refuses, or a key can't be closed.
pub async fn create(
    write: &Write,
    seals: &Seals,
    of: Of<'_>,
    new: Vec<New>,
    now: Moment,
) -> Result<Vec<Occurrence>, SealError> {
    let keys: Vec<_> = new.iter().map(|date| (date.id, date.destroy_on)).collect();
    let dates: Vec<Occurrence> = new.into_iter().map(|date| fresh(of, date, now)).collect();
    store::insert_all(&write.conn(), &dates).await?;
    places::make(write, &dates, of).await?;
    seals.make_keys_of_new(write, of.organisation, &keys, now).await?;
    Ok(dates)
}

fn fresh(of: Of<'_>, New { id, slot, times, .. }: New, now: Moment) -> Occurrence {
    Occurrence {
        id,
        organisation_id: of.organisation,
        event_id: of.event,
        slot,
        status: OccurrenceStatus::Scheduled,
        start: times.start,
        end: times.end,
        timezone: times.timezone,
        start_utc: times.start_utc,
        end_utc: times.end_utc,
        moved: false,
        venue_id: None,
        room: None,
        meeting_point: None,
        final_counts: None,
        purged_at: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

/// Takes a date away with its places and keys: one that nobody replied to.
///
/// # Errors
/// When the database refuses; also when somebody did reply.
pub async fn remove(write: &Write, seals: &Seals, id: Uuid) -> Result<(), Error> {
    for purpose in [Purpose::Contact, Purpose::Access] {
        seals.destroy(write, id, purpose).await?;
    }
    store::delete(&write.conn(), id).await
}

/// Locks all dates of an event, and answers them as they stand, by start.
///
/// # Errors
/// When the database refuses.
pub async fn lock_all(write: &Write, event: Uuid) -> Result<Vec<Occurrence>, Error> {
    let mut dates = store::lock_all(&write.conn(), event).await?;
    dates.sort_by_key(|date| (date.start_utc, date.id));
    Ok(dates)
}

/// The dates of an event that somebody replied to, whatever the answer.
///
/// # Errors
/// When the database refuses.
pub async fn replied_to(conn: &Conn<'_>, event: Uuid) -> Result<Vec<Uuid>, Error> {
    store::replied_to(conn, event).await
}

/// The times of a date, as they are kept.
#[must_use]
pub fn times_of(date: &Occurrence) -> Times {
    Times {
        start: date.start,
        end: date.end,
        timezone: date.timezone.clone(),
        start_utc: date.start_utc,
        end_utc: date.end_utc,
    }
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

/// The day that a slot names.
#[must_use]
pub fn day_of_slot(slot: &str) -> Option<Date> {
    slot.parse().ok().map(Slot::day)
}

/// The day that named a date, whatever day it was moved to.
#[must_use]
pub fn day_of(date: &Occurrence) -> Date {
    slot_of(date).day()
}

/// What named a date: its rule, or one of the further dates of its event.
///
/// It is the date's identity among those of its event, and no position among them: it stays when the date is moved, and when
/// others are added or left out.
#[must_use]
pub fn slot_of(date: &Occurrence) -> Slot {
    date.slot.parse().unwrap_or(Slot::Own(date.start.date()))
}

/// The slot of an event's only date: its own one of that day.
#[must_use]
pub fn slot(times: &Times) -> String {
    Slot::Own(times.start.date()).to_string()
}

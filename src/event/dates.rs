//! Acts on one date of an event: move it, change its place, call it off, take it up again.
//!
//! An event with a single date moves with it: its facts say the date's times. A place of its own stays the date's, also when
//! the event's place changes later.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{Act, OccurrenceStatus};
use uuid::Uuid;

use super::telling::Telling;
use super::write::{self, Finish};
use super::{EventError, Order, Shown, belongings};
use crate::database::Write;
use crate::mistake::Mistakes;
use crate::occurrence::Occurrence;
use crate::seal::Seals;

/// What changes of a date. The outer `None` leaves alone, the inner takes the date's own away: the event's counts again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateChange {
    /// A new start.
    pub start: Option<LocalTime>,
    /// A new end.
    pub end: Option<Option<LocalTime>>,
    /// A venue of its own.
    pub venue_id: Option<Option<Uuid>>,
    /// A room of its own.
    pub room: Option<Option<String>>,
    /// A spot of its own.
    pub meeting_point: Option<Option<String>>,
}

/// Moves one date or changes its place. Who said yes is told unless `notify` is off.
///
/// # Errors
/// See [`EventError`]. `order.seen` is the event's revision.
pub async fn change_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    change: (DateChange, bool),
    now: Moment,
) -> Result<Shown, EventError> {
    let (change, notify) = change;
    check(&change)?;
    let begun = begin_on(w, order, occurrence).await?;
    let before = &begun.before;
    let mut facts = before.event.facts.clone();
    if let Some(start) = change.start {
        facts.start = start;
    }
    if let Some(end) = change.end {
        facts.end = end;
        facts.no_fixed_end = facts.no_fixed_end && end.is_none();
    }
    let mut date = before.occurrence.clone();
    if let Some(venue) = change.venue_id {
        belongings::check_venue(&w.conn(), order.organisation, venue, date.venue_id).await?;
        date.venue_id = venue;
    }
    if let Some(room) = change.room {
        date.room = room;
    }
    if let Some(spot) = change.meeting_point {
        date.meeting_point = spot;
    }
    let finish = Finish {
        act: Act::Changed,
        status: before.event.status,
        facts,
        date: Some(date),
        telling: Telling::silently(notify),
    };
    write::finish(w, seals, &begun, finish, now).await
}

/// Calls one date off.
///
/// # Errors
/// See [`EventError`].
pub async fn cancel_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    turn(w, seals, order, occurrence, (OccurrenceStatus::Cancelled, telling), now).await
}

/// Takes one date up again.
///
/// # Errors
/// See [`EventError`].
pub async fn reinstate_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    turn(w, seals, order, occurrence, (OccurrenceStatus::Scheduled, telling), now).await
}

async fn turn(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    (status, telling): (OccurrenceStatus, Telling),
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = begin_on(w, order, occurrence).await?;
    let before = &begun.before;
    let act = match status {
        OccurrenceStatus::Cancelled => Act::Cancelled,
        OccurrenceStatus::Scheduled => Act::Reinstated,
    };
    if before.occurrence.status == status || before.event.published_at.is_none() {
        return Err(EventError::DoesNotFit { act, status: before.status() });
    }
    let finish = Finish {
        act,
        status: before.event.status,
        facts: before.event.facts.clone(),
        date: Some(Occurrence { status, ..before.occurrence.clone() }),
        telling,
    };
    write::finish(w, seals, &begun, finish, now).await
}

/// As [`write::begin`], for a date that must be the event's own.
async fn begin_on(w: &Write, order: &Order, occurrence: Uuid) -> Result<write::Begun, EventError> {
    let begun = write::begin(w, order).await?;
    if begun.before.occurrence.id == occurrence { Ok(begun) } else { Err(EventError::NotFound) }
}

fn check(change: &DateChange) -> Result<(), EventError> {
    let mut found = Mistakes::new();
    if let Some(Some(room)) = &change.room {
        found.line("/room", room, 200);
    }
    if let Some(Some(spot)) = &change.meeting_point {
        found.line("/meeting_point", spot, 300);
    }
    found.into_result().map_err(EventError::Invalid)
}

//! Acts on one date of an event: move it, change its place, call it off, take it up again.
//!
//! An event with a single date moves with it: its facts say the date's times. A date of an event that repeats keeps the times
//! on the wall and the place that it was given, also when the event's change later; the zone is the event's.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use entity::value::{Act, EventStatus, OccurrenceStatus};
use uuid::Uuid;

use super::telling::Telling;
use super::timetable::standing;
use super::write::{self, Finish};
use super::{EventError, Order, Shown, adding, belongings, kind};
use crate::database::Write;
use crate::mistake::{Mistake, Mistakes};
use crate::occurrence::{Occurrence, times};
use crate::seal::Seals;

/// What changes of a date. The outer `None` leaves alone, the inner takes the date's own away: the event's counts again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateChange {
    /// A new start.
    pub start: Option<LocalTime>,
    /// A new end. Where it is left alone and the start moves, it lasts as long as before.
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
    let begun = write::begin(w, order, Some(occurrence), now).await?;
    let before = &begun.before;
    let mut facts = before.event.facts.clone();
    let mut date = before.occurrence.clone();
    if date.status == OccurrenceStatus::Removed {
        let message = "was taken out of the event: reinstate it first";
        return Err(EventError::Invalid(vec![Mistake::new("", "removed", message)]));
    }
    if facts.repeats.is_some() {
        moved(&mut date, &change, &facts)?;
        refuse_a_moment_taken(&begun.dates, &date, before.occurrence.start_utc)?;
    } else {
        let start = change.start.unwrap_or(facts.start);
        let as_long = || facts.end.and_then(|end| times::as_long(facts.start, end, start));
        facts.end = change.end.unwrap_or_else(as_long);
        facts.start = start;
        facts.no_fixed_end = facts.no_fixed_end && facts.end.is_none();
    }
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

/// One date of an event that repeats at times of its own. Where only the start is another, it lasts as long as before.
fn moved(date: &mut Occurrence, change: &DateChange, facts: &Facts) -> Result<(), EventError> {
    let start = change.start.unwrap_or(date.start);
    let as_long = || date.end.and_then(|end| times::as_long(date.start, end, start));
    let end = change.end.unwrap_or_else(as_long);
    if (start, end) == (date.start, date.end) {
        return Ok(());
    }
    let usual = kind::rules(facts.kind).usual_length;
    let times = times::stated(start, end, &facts.timezone, usual).map_err(|error| {
        let mut found = Mistakes::new();
        super::check::tell_time_error(&error, &facts.timezone, &mut found);
        EventError::Invalid(found.into_vec())
    })?;
    date.moved = true;
    date.timezone = times.timezone;
    (date.start, date.end) = (times.start, times.end);
    (date.start_utc, date.end_utc) = (times.start_utc, times.end_utc);
    Ok(())
}

/// Two dates of one event at one moment could not be told apart.
fn refuse_a_moment_taken(dates: &[Occurrence], date: &Occurrence, was: Moment) -> Result<(), EventError> {
    let is_there = |other: &Occurrence| other.id != date.id && standing(other) == standing(date);
    if date.start_utc != was && dates.iter().any(is_there) {
        let message = "is when another date of the event is";
        return Err(EventError::Invalid(vec![Mistake::new("/start", "taken", message)]));
    }
    Ok(())
}

/// Calls one date off ([`Act::Cancelled`]) or takes it up again ([`Act::Reinstated`]); one that the event no longer had is its
/// own again then. With an event that is cancelled, all its dates are.
///
/// # Errors
/// See [`EventError`].
pub async fn turn_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    (occurrence, act): (Uuid, Act),
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, Some(occurrence), now).await?;
    let before = &begun.before;
    let was = before.occurrence.status;
    let status =
        if act == Act::Cancelled { OccurrenceStatus::Cancelled } else { OccurrenceStatus::Scheduled };
    let is_off = was != OccurrenceStatus::Scheduled;
    let is_all_off = before.event.status == EventStatus::Cancelled;
    if is_all_off || is_off == (act == Act::Cancelled) || before.event.published_at.is_none() {
        return Err(EventError::DoesNotFit { act, status: before.status() });
    }
    let mut facts = before.event.facts.clone();
    let mut date = before.occurrence.clone();
    if was == OccurrenceStatus::Removed {
        date = adding::take_in(&mut facts, &begun.dates, date);
    }
    date.status = status;
    let finish = Finish { act, status: before.event.status, facts, date: Some(date), telling };
    let after = write::finish(w, seals, &begun, finish, now).await?;
    if (after.occurrence.id, after.occurrence.status) != (occurrence, status) {
        let message = "is no date of the event any more: change how it repeats, or add a date";
        return Err(EventError::Invalid(vec![Mistake::new("", "no_date", message)]));
    }
    Ok(after)
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

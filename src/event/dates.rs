//! Acts on one date of an event: move it, change its place, call it off, take it up again; add one, take one out.
//!
//! An event with a single date moves with it: its facts say the date's times. A date of an event that repeats keeps the times
//! and the place that it was given, also when the event's change later.

use entity::Moment;
use entity::value::facts::{Facts, Repeats};
use entity::value::local::LocalTime;
use entity::value::{Act, OccurrenceStatus};
use uuid::Uuid;

use super::telling::Telling;
use super::write::{self, Finish};
use super::{EventError, Order, Shown, belongings, kind, list};
use crate::database::Write;
use crate::mistake::{Mistake, Mistakes};
use crate::occurrence::{Occurrence, day_of, times};
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
    if facts.repeats.is_some() {
        moved(&mut date, &change, &facts)?;
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
    let times = times::stated(start, end, &date.timezone, usual).map_err(|error| {
        let mut found = Mistakes::new();
        super::check::tell_time_error(&error, &date.timezone, &mut found);
        EventError::Invalid(found.into_vec())
    })?;
    date.moved = true;
    (date.start, date.end) = (times.start, times.end);
    (date.start_utc, date.end_utc) = (times.start_utc, times.end_utc);
    Ok(())
}

/// Calls one date off ([`Act::Cancelled`]) or takes it up again ([`Act::Reinstated`]); one that the event no longer had is its
/// own again then.
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
    if is_off == (act == Act::Cancelled) || before.event.published_at.is_none() {
        return Err(EventError::DoesNotFit { act, status: before.status() });
    }
    let mut facts = before.event.facts.clone();
    if let Some(repeats) = facts.repeats.as_mut().filter(|_| was == OccurrenceStatus::Removed) {
        take_in(repeats, &before.occurrence);
    }
    let finish = Finish {
        act,
        status: before.event.status,
        facts,
        date: Some(Occurrence { status, ..before.occurrence.clone() }),
        telling,
    };
    write::finish(w, seals, &begun, finish, now).await
}

/// Adds a date to an event that repeats. Where it was taken out before, it is that one again, with its replies.
///
/// # Errors
/// [`EventError::Invalid`] for an event that does not repeat, or a date that it has; or another [`EventError`].
pub async fn add_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    start: LocalTime,
    notify: bool,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let mut facts = begun.before.event.facts.clone();
    let Some(repeats) = &mut facts.repeats else {
        let message = "is a single event: say how it repeats first, or enter another event";
        return Err(EventError::Invalid(vec![Mistake::new("/start", "does_not_repeat", message)]));
    };
    let is_there = |date: &&Occurrence| date.start == start && date.status != OccurrenceStatus::Removed;
    if begun.dates.iter().any(|date| is_there(&date)) {
        let message = "is a date of the event already";
        return Err(EventError::Invalid(vec![Mistake::new("/start", "taken", message)]));
    }
    match begun.dates.iter().find(|date| date.start == start) {
        Some(removed) => take_in(repeats, removed),
        None => also_at(repeats, start),
    }
    let status = begun.before.event.status;
    let finish = Finish { act: Act::Changed, status, facts, date: None, telling: Telling::silently(notify) };
    let after = write::finish(w, seals, &begun, finish, now).await?;
    let dates = list::dates_of(&w.conn(), &after).await?;
    dates.into_iter().find(|date| date.occurrence.start == start).ok_or(EventError::NotFound)
}

/// Takes one date out of an event that repeats. Who replied to it is told that it is off, unless `notify` is off.
///
/// # Errors
/// [`EventError::Invalid`] for an event that does not repeat, or another [`EventError`].
pub async fn take_out_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    notify: bool,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, Some(occurrence), now).await?;
    let mut facts = begun.before.event.facts.clone();
    let Some(repeats) = &mut facts.repeats else {
        let message = "is the only date of its event: cancel it, or delete the draft";
        return Err(EventError::Invalid(vec![Mistake::new("", "only_date", message)]));
    };
    take_out(repeats, &begun.before.occurrence);
    let status = begun.before.event.status;
    let finish = Finish { act: Act::Changed, status, facts, date: None, telling: Telling::silently(notify) };
    write::finish(w, seals, &begun, finish, now).await
}

fn take_out(repeats: &mut Repeats, date: &Occurrence) {
    let day = day_of(date);
    let added = repeats.also.len();
    repeats.also.retain(|start| start.date() != day);
    if repeats.also.len() == added && !repeats.except.contains(&day) {
        repeats.except.push(day);
        repeats.except.sort_unstable();
    }
}

fn take_in(repeats: &mut Repeats, date: &Occurrence) {
    let day = day_of(date);
    let left_out = repeats.except.len();
    repeats.except.retain(|except| *except != day);
    if repeats.except.len() == left_out {
        also_at(repeats, date.start);
    }
}

fn also_at(repeats: &mut Repeats, start: LocalTime) {
    repeats.also.push(start);
    repeats.also.sort_unstable();
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

//! From the times on the wall to instants: the one function that does it.
//!
//! jiff with its bundled database decides. A wall time that the clocks show twice is the first of the two; one that
//! they skip is refused when somebody types it, and moves forward when a rule or a new zone database leads to it.

use entity::Moment;
use entity::value::local::LocalTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Span, Zoned};

/// The times of one date, as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// Wall time; a date alone is all day.
    pub start: LocalTime,
    /// Wall time; none without a fixed end. For an all-day event the last day.
    pub end: Option<LocalTime>,
    /// The IANA name of the zone of both.
    pub timezone: String,
    /// The instant of the start: of midnight, for all day.
    pub start_utc: Moment,
    /// The effective end: as stated (the end of the last day, for all day), or the start and the usual length.
    pub end_utc: Moment,
}

/// Why wall times give no instants.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// No such zone.
    #[error("there is no such time zone")]
    UnknownZone,
    /// The start falls into an hour that the clocks skip; they then show `resumes`.
    #[error("the clocks skip this time; they go on from {resumes}")]
    SkippedStart {
        /// The first wall time after the gap.
        resumes: DateTime,
    },
    /// The end falls into an hour that the clocks skip.
    #[error("the clocks skip this time; they go on from {resumes}")]
    SkippedEnd {
        /// The first wall time after the gap.
        resumes: DateTime,
    },
    /// One is a date alone, the other is not.
    #[error("start and end must both be dates, or both have a time")]
    Mixed,
    /// The end is not after the start.
    #[error("the end must be after the start")]
    EndBeforeStart,
    /// Outside the years that instants exist for.
    #[error("the date is too far away")]
    TooFar,
}

/// The zone of that IANA name, as the bundled database has it.
#[must_use]
pub fn zone(name: &str) -> Option<TimeZone> {
    // jiff also reads `UTC+3`-like names and odd cases; what is printed in calendars must be the registered name.
    let zone = jiff::tz::db().get(name).ok()?;
    (zone.iana_name() == Some(name)).then_some(zone)
}

/// The times of a date that somebody typed. `usual_length` is used where there is no end.
///
/// # Errors
/// See [`TimeError`].
pub fn stated(
    start: LocalTime,
    end: Option<LocalTime>,
    timezone: &str,
    usual_length: SignedDuration,
) -> Result<Times, TimeError> {
    let zone = zone(timezone).ok_or(TimeError::UnknownZone)?;
    if end.is_some_and(|end| end.is_all_day() != start.is_all_day()) {
        return Err(TimeError::Mixed);
    }
    if let Some(resumes) = skipped(start, &zone) {
        return Err(TimeError::SkippedStart { resumes });
    }
    if let Some(resumes) = end.and_then(|end| skipped(end, &zone)) {
        return Err(TimeError::SkippedEnd { resumes });
    }
    let times = resolved(start, end, timezone, &zone, usual_length)?;
    if times.end_utc <= times.start_utc {
        return Err(TimeError::EndBeforeStart);
    }
    Ok(times)
}

/// The same wall times with the instants that the zone gives them now. A skipped one moves forward.
///
/// # Errors
/// [`TimeError::UnknownZone`] or [`TimeError::TooFar`].
pub fn recomputed(times: &Times, usual_length: SignedDuration) -> Result<Times, TimeError> {
    let zone = zone(&times.timezone).ok_or(TimeError::UnknownZone)?;
    resolved(times.start, times.end, &times.timezone, &zone, usual_length)
}

/// The times of another date of the rule that begins with `first`: from `start`, as long on the wall.
///
/// A time that the clocks skip moves forward; where that would leave no time at all, it lasts as long as the first by the clock that never jumps.
///
/// # Errors
/// [`TimeError::UnknownZone`] or [`TimeError::TooFar`].
pub fn repeated(first: &Times, start: LocalTime, usual_length: SignedDuration) -> Result<Times, TimeError> {
    let zone = zone(&first.timezone).ok_or(TimeError::UnknownZone)?;
    let end = first.end.and_then(|end| as_long(first.start, end, start));
    let times = resolved(start, end, &first.timezone, &zone, usual_length)?;
    if times.end_utc > times.start_utc {
        return Ok(times);
    }
    let end_utc =
        Moment::from_millis(times.start_utc.millis() + first.end_utc.millis() - first.start_utc.millis());
    Ok(Times { end_utc, ..times })
}

/// The end of what starts at `new_start` and lasts as long, on the wall, as from `start` to `end`.
#[must_use]
pub fn as_long(start: LocalTime, end: LocalTime, new_start: LocalTime) -> Option<LocalTime> {
    let length = end.datetime().duration_since(start.datetime());
    let moved = new_start.datetime().checked_add(length).ok()?;
    match new_start {
        LocalTime::Day(_) => Some(LocalTime::Day(moved.date())),
        LocalTime::At(_) => Some(LocalTime::At(moved)),
    }
}

/// The instant that a wall time names: the first of two; after the gap, where it is skipped; midnight for a date alone.
#[must_use]
pub fn instant(local: LocalTime, zone: &TimeZone) -> Option<Moment> {
    zoned(local, zone).map(|zoned| Moment::from(zoned.timestamp()))
}

/// The instant up to which something lasts that ends at `local`: the end of the day, for a date alone.
#[must_use]
pub fn end_instant(local: LocalTime, zone: &TimeZone) -> Option<Moment> {
    match local {
        LocalTime::Day(last) => start_of_day(last.tomorrow().ok()?, zone),
        at @ LocalTime::At(_) => instant(at, zone),
    }
}

/// The wall time right after the gap that `local` falls into; `None` where the clocks show it. A day is never skipped here:
/// it begins when its clocks begin.
#[must_use]
pub fn skipped(local: LocalTime, zone: &TimeZone) -> Option<DateTime> {
    let LocalTime::At(wall) = local else { return None };
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    let AmbiguousOffset::Gap { after, .. } = ambiguous.offset() else { return None };
    // Read with the offset that holds after the gap, it is an instant before the change: the change follows it.
    let before = after.to_timestamp(wall).ok()?;
    let change = zone.following(before).next()?;
    Some(zone.to_datetime(change.timestamp()))
}

/// The first instant of a day.
#[must_use]
pub fn start_of_day(day: Date, zone: &TimeZone) -> Option<Moment> {
    instant(LocalTime::Day(day), zone)
}

/// The last millisecond of the day on which `moment` falls.
#[must_use]
pub fn last_of_day(moment: Moment, zone: &TimeZone) -> Option<Moment> {
    let next = moment.timestamp().to_zoned(zone.clone()).date().tomorrow().ok()?;
    start_of_day(next, zone).map(|next| Moment::from_millis(next.millis() - 1))
}

/// As many days later on the calendar of the zone, at the same time on the wall.
#[must_use]
pub fn days_later(moment: Moment, days: i64, zone: &TimeZone) -> Moment {
    let there = moment.timestamp().to_zoned(zone.clone());
    let later = there.checked_add(Span::new().days(days)).unwrap_or(there);
    Moment::from(later.timestamp())
}

fn zoned(local: LocalTime, zone: &TimeZone) -> Option<Zoned> {
    zone.to_ambiguous_zoned(local.datetime()).compatible().ok()
}

fn resolved(
    start: LocalTime,
    end: Option<LocalTime>,
    timezone: &str,
    zone: &TimeZone,
    usual_length: SignedDuration,
) -> Result<Times, TimeError> {
    let start_utc = instant(start, zone).ok_or(TimeError::TooFar)?;
    let end_utc = effective_end(start, end, start_utc, zone, usual_length).ok_or(TimeError::TooFar)?;
    Ok(Times { start, end, timezone: timezone.to_owned(), start_utc, end_utc })
}

fn effective_end(
    start: LocalTime,
    end: Option<LocalTime>,
    start_utc: Moment,
    zone: &TimeZone,
    usual_length: SignedDuration,
) -> Option<Moment> {
    match end {
        Some(end) => end_instant(end, zone),
        None if start.is_all_day() => end_instant(start, zone),
        None => start_utc.timestamp().checked_add(usual_length).ok().map(Moment::from),
    }
}

#[cfg(test)]
mod tests;

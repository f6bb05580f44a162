//! When an entry takes place, on the clocks of one zone.
//!
//! Pure. Times of other programs that mean whole days become whole days; what can't be read of an end is said.

use entity::value::local::LocalTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::calendar::{Foreign, Mark, Time};

/// When an entry takes place.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) start: LocalTime,
    pub(super) end: Option<LocalTime>,
    /// The name of the zone.
    pub(super) zone_name: String,
    pub(super) zone: TimeZone,
    days: Days,
}

/// Whether times mean whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Days {
    /// As they are written.
    AsWritten,
    /// From midnight to midnight.
    AtMidnight,
    /// From midnight to midnight in UTC.
    AtMidnightUtc,
}

impl When {
    /// Of an entry. `home` is the organisation's zone.
    pub(super) fn of(entry: &Foreign, home: &str, notes: &mut Vec<String>) -> Result<Self, String> {
        let base = entry.zone.as_deref().unwrap_or(home);
        let (start, zone_name) = begin(&entry.start, (base, home), notes)?;
        let zone =
            jiff::tz::db().get(&zone_name).map_err(|_error| "Its time zone is not known.".to_owned())?;
        let mut when = Self { start, end: None, zone_name, zone, days: Days::AsWritten };
        when.end = when.end_of(entry, start, notes);
        when.days = when.whole_days(entry);
        if when.days != Days::AsWritten {
            notes.push("It lasts from midnight to midnight, so it was taken as all day.".to_owned());
            when.start = when.on(&entry.start).unwrap_or(start);
            when.end = when.end_of(entry, when.start, notes);
        }
        Ok(when)
    }

    /// Another time of the same entry, on the clocks of its start.
    pub(super) fn on(&self, time: &Time) -> Option<LocalTime> {
        let read = match (self.days, time) {
            (Days::AtMidnightUtc, Time::Utc(at)) => LocalTime::Day(at.date()),
            _ => local(time, &self.zone)?,
        };
        Some(if self.days == Days::AsWritten { read } else { LocalTime::Day(read.date()) })
    }

    /// How long it lasts, in seconds of the clock; nothing where it does not say so.
    pub(super) fn length(start: LocalTime, end: Option<LocalTime>) -> Option<i64> {
        Some(end?.datetime().duration_since(start.datetime()).as_secs())
    }

    /// When an entry that starts at `start` ends: the last day of what is all day, whose entry names the day after it (RFC 5545, section 3.6.1).
    pub(super) fn end_of(
        &self,
        entry: &Foreign,
        start: LocalTime,
        notes: &mut Vec<String>,
    ) -> Option<LocalTime> {
        let said = match (&entry.end, entry.lasts) {
            (Some(end), _) => self.on(end),
            (None, Some(seconds)) => after(start, seconds, &self.zone),
            (None, None) => return None,
        };
        match (start, said) {
            (LocalTime::Day(first), Some(end)) => {
                let last = end.date().yesterday().ok()?;
                (last > first).then_some(LocalTime::Day(last))
            }
            (LocalTime::At(start), Some(LocalTime::At(end))) if end > start => Some(LocalTime::At(end)),
            (LocalTime::At(start), Some(LocalTime::At(end))) if end == start => None,
            (LocalTime::At(_), Some(LocalTime::At(_))) => {
                notes.push("Its end is before its start; it was left out.".to_owned());
                None
            }
            (_, _) => {
                notes.push("Its end can't be read; it was left out.".to_owned());
                None
            }
        }
    }

    /// Whether its times mean whole days: it says so as Outlook does, or it lasts from one midnight to another.
    fn whole_days(&self, entry: &Foreign) -> Days {
        let is_midnight = |at: DateTime| at.time() == jiff::civil::Time::midnight();
        let LocalTime::At(start) = self.start else { return Days::AsWritten };
        let to_midnight = matches!(self.end, Some(LocalTime::At(end)) if is_midnight(end));
        match &entry.start {
            _ if is_midnight(start) && (entry.is(Mark::WholeDays) || to_midnight) => Days::AtMidnight,
            Time::Utc(at) if entry.is(Mark::WholeDays) && is_midnight(*at) => Days::AtMidnightUtc,
            _ => Days::AsWritten,
        }
    }
}

/// The day of a time in UTC or so many hours from it, by its own count.
pub(super) fn utc_day(time: &Time) -> Option<Date> {
    if let Time::Utc(at) | Time::Fixed(at, _) = time { Some(at.date()) } else { None }
}

/// When it starts, and on whose clocks: its own, those that its calendar names (`base`), or those of the organisation.
fn begin(
    start: &Time,
    (base, home): (&str, &str),
    notes: &mut Vec<String>,
) -> Result<(LocalTime, String), String> {
    let at_home = |at: DateTime| Ok((LocalTime::At(at), home.to_owned()));
    match start {
        Time::Day(day) => Ok((LocalTime::Day(*day), base.to_owned())),
        Time::Floating(at) => {
            if base != home {
                notes.push(format!(
                    "Its times name no time zone; {base} was taken, which its calendar names."
                ));
            }
            Ok((LocalTime::At(*at), base.to_owned()))
        }
        Time::In(at, zone) => Ok((LocalTime::At(*at), zone.clone())),
        Time::Utc(at) => at_home(from_utc(*at, home).ok_or("Its time is out of range.")?),
        Time::Fixed(at, offset) => {
            let here = from_fixed(*at, *offset, home).ok_or("Its time is out of range.")?;
            if here != *at {
                let offset = jiff::tz::Offset::from_seconds(*offset).map(|offset| offset.to_string());
                notes.push(format!(
                    "Its calendar counts in UTC{}, not on the clocks of a place: {} there is {} here, which was taken. Look whether that is meant.",
                    offset.unwrap_or_default(),
                    at.time().strftime("%H:%M"),
                    here.time().strftime("%H:%M"),
                ));
            }
            at_home(here)
        }
        Time::Unnamed(at, offsets) => {
            let zone = jiff::tz::db().get(home).ok();
            let offset = zone.and_then(|zone| at.to_zoned(zone).ok()).map(|at| at.offset().seconds());
            if offset.is_some_and(|offset| offsets.contains(&offset)) {
                notes.push("Its time zone has no name that is known; it agrees with the organisation's, which was taken.".to_owned());
                return at_home(*at);
            }
            Err("Its time zone has no name that is known.".to_owned())
        }
    }
}

fn from_utc(at: DateTime, zone: &str) -> Option<DateTime> {
    let zone = jiff::tz::db().get(zone).ok()?;
    Some(TimeZone::UTC.to_zoned(at).ok()?.with_time_zone(zone).datetime())
}

/// What clocks of `zone` show when those of a fixed offset show `at`.
fn from_fixed(at: DateTime, offset: i32, zone: &str) -> Option<DateTime> {
    let zone = jiff::tz::db().get(zone).ok()?;
    Some(zone.to_datetime(jiff::tz::Offset::from_seconds(offset).ok()?.to_timestamp(at).ok()?))
}

fn local(time: &Time, zone: &TimeZone) -> Option<LocalTime> {
    Some(match time {
        Time::Day(day) => LocalTime::Day(*day),
        Time::Floating(at) | Time::Unnamed(at, _) => LocalTime::At(*at),
        Time::Fixed(at, offset) => {
            let instant = jiff::tz::Offset::from_seconds(*offset).ok()?.to_timestamp(*at).ok()?;
            LocalTime::At(zone.to_datetime(instant))
        }
        Time::Utc(at) => {
            LocalTime::At(TimeZone::UTC.to_zoned(*at).ok()?.with_time_zone(zone.clone()).datetime())
        }
        Time::In(at, other) => {
            let other = jiff::tz::db().get(other).ok()?;
            LocalTime::At(at.to_zoned(other).ok()?.with_time_zone(zone.clone()).datetime())
        }
    })
}

fn after(start: LocalTime, seconds: i64, zone: &TimeZone) -> Option<LocalTime> {
    let seconds = seconds.clamp(0, 366 * 86_400);
    Some(match start {
        LocalTime::Day(day) => {
            LocalTime::Day(day.checked_add(jiff::Span::new().days(seconds / 86_400)).ok()?)
        }
        LocalTime::At(at) => {
            let end = at.to_zoned(zone.clone()).ok()?.checked_add(jiff::Span::new().seconds(seconds)).ok()?;
            LocalTime::At(end.datetime())
        }
    })
}

//! When an entry takes place, as DTSTART and DTEND (RFC 5545, 3.8.2).

use std::fmt::Write as _;

use entity::Moment;
use entity::value::local::LocalTime;
use icalendar::{Property, ValueType};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::line::Lines;
use super::zone::{Span, is_utc, local, local_form, plain_offset};

/// When an entry takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// Whole days, in whatever zone the reader is.
    Days {
        /// The first.
        first: Date,
        /// The last; it is part of it.
        last: Date,
    },
    /// From one instant to another.
    Times {
        /// The start.
        start: Moment,
        /// The end, which is no part of it. When it is not after the start, the entry has no length.
        end: Moment,
        /// The zone whose clocks it is announced by.
        zone: TimeZone,
    },
    /// By the clocks of a zone, whatever instants they are: the first date of a series, from which readers reckon the others.
    Walls {
        /// The start.
        start: DateTime,
        /// The end, which is no part of it. When it is not after the start, the entry has no length.
        end: DateTime,
        /// The zone. It has an IANA name.
        zone: TimeZone,
    },
}

impl When {
    /// From the start as an organiser says it. A time that the clocks skip moves forward by as much as they do; of one that
    /// happens twice it is the first. For a date alone, `end` is the midnight after the last day.
    #[must_use]
    pub fn new(start: LocalTime, zone: &TimeZone, end: Moment) -> Self {
        match start {
            LocalTime::Day(first) => {
                let last = zone.to_datetime(Moment(end.0.saturating_sub(1)).timestamp()).date();
                Self::Days { first, last: last.max(first) }
            }
            LocalTime::At(wall) => {
                // Only in the last hours of the year 9999 is there no such instant.
                let start = zone.to_ambiguous_timestamp(wall).compatible().map_or(end, Moment::from);
                Self::Times { start, end, zone: zone.clone() }
            }
        }
    }

    /// What every reader takes a date of a series for, whose first date this is: it begins at `date` and lasts as long.
    ///
    /// Nothing where readers differ, so that the date needs an override: where the start or the end is a time that the clocks
    /// skip or show twice, and where they change in between (some add the length to the wall time, some to the instant).
    /// Nothing as well for a date of another form, and for what is no first date (`Times`).
    #[must_use]
    pub fn on(&self, date: LocalTime) -> Option<Self> {
        match (self, date) {
            (Self::Days { first, last }, LocalTime::Day(day)) => {
                let last = day.checked_add(last.since(*first).ok()?).ok()?;
                Some(Self::Days { first: day, last })
            }
            (Self::Walls { start, end, zone }, LocalTime::At(from)) => {
                let to = from.checked_add(end.duration_since(*start)).ok()?;
                let (before, after) = (plain_offset(zone, from)?, plain_offset(zone, to)?);
                let instant = |wall| before.to_timestamp(wall).ok().map(Moment::from);
                let times =
                    || Some(Self::Times { start: instant(from)?, end: instant(to)?, zone: zone.clone() });
                if before == after { times() } else { None }
            }
            _ => None,
        }
    }

    /// The zone that must be described for it, and the years.
    pub(super) fn span(&self) -> Option<Span> {
        let (zone, first, last) = match self {
            Self::Days { .. } => return None,
            Self::Times { start, end, zone } => {
                self.local_times()?;
                let [first, last] = [start, end].map(|moment| zone.to_datetime(moment.timestamp()).date());
                (zone, first, last)
            }
            Self::Walls { start, end, zone } => (zone, start.date(), end.date()),
        };
        named(zone).map(|_name| Span::around(zone, first, last.max(first)))
    }

    /// A property whose value is a date of the series that this is the first of, in exactly the form of its DTSTART.
    pub(super) fn date(&self, property: &'static str, date: LocalTime) -> Property {
        match (self, date) {
            (Self::Days { .. }, _) | (_, LocalTime::Day(_)) => day(property, date.date()),
            (Self::Times { zone, .. } | Self::Walls { zone, .. }, LocalTime::At(wall)) => {
                at(property, wall, zone)
            }
        }
    }

    /// Start and end on the clocks of the zone, when both are plain there; else both are written in UTC.
    fn local_times(&self) -> Option<[DateTime; 2]> {
        let Self::Times { start, end, zone } = self else { return None };
        Some([local_form(zone, start.timestamp())?, local_form(zone, end.timestamp())?])
    }

    pub(super) fn write(&self, lines: &mut Lines) {
        let [from, to] = match self {
            Self::Days { first, last } => {
                let after = last.max(first).tomorrow().unwrap_or(Date::MAX);
                [day("DTSTART", *first), day("DTEND", after)]
            }
            Self::Times { start, end, zone } => match self.local_times() {
                Some([start, end]) => [at("DTSTART", start, zone), at("DTEND", end, zone)],
                None => [("DTSTART", start), ("DTEND", end)]
                    .map(|(name, moment)| Property::new(name, instant(*moment))),
            },
            Self::Walls { start, end, zone } => {
                let end = match self.on(LocalTime::At(*start)) {
                    Some(_) => at("DTEND", *end, zone),
                    // The difference of two times between which the clocks change is not the same to all.
                    None => Property::new("DURATION", length(end.duration_since(*start))),
                };
                [at("DTSTART", *start, zone), end]
            }
        };
        lines.property(&from);
        if self.has_length() {
            lines.property(&to);
        }
    }

    fn has_length(&self) -> bool {
        match self {
            Self::Days { .. } => true,
            Self::Times { start, end, .. } => end.seconds() > start.seconds(),
            Self::Walls { start, end, .. } => end > start,
        }
    }
}

/// The name of a zone that is described, and not UTC.
fn named(zone: &TimeZone) -> Option<&str> {
    zone.iana_name().filter(|name| !is_utc(name))
}

fn day(property: &'static str, day: Date) -> Property {
    let text = day.strftime("%Y%m%d").to_string();
    Property::new(property, text).append_parameter(ValueType::Date).done()
}

fn at(property: &'static str, wall: DateTime, zone: &TimeZone) -> Property {
    match named(zone) {
        Some(name) => Property::new(property, local(wall)).add_parameter("TZID", name).done(),
        None => Property::new(property, format!("{}Z", local(wall))),
    }
}

/// An instant in UTC (RFC 5545, 3.3.5, form 2), to the second.
pub(super) fn instant(moment: Moment) -> String {
    format!("{}Z", local(TimeZone::UTC.to_datetime(moment.timestamp())))
}

/// A length of time (RFC 5545, 3.3.6) in hours, minutes and seconds: these pass, while days are counted on a calendar.
fn length(length: SignedDuration) -> String {
    let seconds = length.as_secs();
    let mut text = "PT".to_owned();
    for (count, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M'), (seconds % 60, 'S')] {
        if count != 0 {
            // Writing to a String cannot fail.
            _ = write!(text, "{count}{unit}");
        }
    }
    text
}

//! Times as people say them: on the wall of a place, or a date alone.

use std::fmt;
use std::str::FromStr;

use jiff::Span;
use jiff::civil::{Date, DateTime};

/// A local wall time (`2026-07-09T18:00`), or a date alone (`2026-07-09`: all day).
///
/// It names no zone; the event it belongs to does. Written to the minute, with seconds only when they are not nought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::DeriveValueType)]
#[sea_orm(value_type = "String")]
pub enum LocalTime {
    /// A day as a whole.
    Day(Date),
    /// A time of day.
    At(DateTime),
}

impl LocalTime {
    /// The day it falls on.
    #[must_use]
    pub fn date(self) -> Date {
        match self {
            Self::Day(d) => d,
            Self::At(t) => t.date(),
        }
    }

    /// Whether it is a date alone.
    #[must_use]
    pub fn is_all_day(self) -> bool {
        matches!(self, Self::Day(_))
    }

    /// The wall time; midnight for a date alone.
    #[must_use]
    pub fn datetime(self) -> DateTime {
        match self {
            Self::Day(d) => d.at(0, 0, 0, 0),
            Self::At(t) => t,
        }
    }

    /// As many days later on the calendar, at the same time on the wall; itself where the calendar ends before.
    #[must_use]
    pub fn days_later(self, days: i32) -> Self {
        let by = Span::new().days(days);
        match self {
            Self::Day(day) => day.checked_add(by).map_or(self, Self::Day),
            Self::At(at) => at.checked_add(by).map_or(self, Self::At),
        }
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(d) => d.fmt(f),
            Self::At(t) if t.second() == 0 => f.write_str(&t.strftime("%Y-%m-%dT%H:%M").to_string()),
            Self::At(t) => f.write_str(&t.strftime("%Y-%m-%dT%H:%M:%S").to_string()),
        }
    }
}

/// A text that is no local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotALocalTime;

impl fmt::Display for NotALocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "must be a date and time like 2026-07-09T18:00, or a date like 2026-07-09, without a zone",
        )
    }
}

impl std::error::Error for NotALocalTime {}

impl FromStr for LocalTime {
    type Err = NotALocalTime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'T'));
        match text.len() {
            10 if plain => text.parse().map(Self::Day).map_err(|_error| NotALocalTime),
            16 | 19 if plain => text.parse().map(Self::At).map_err(|_error| NotALocalTime),
            _ => Err(NotALocalTime),
        }
    }
}

impl serde::Serialize for LocalTime {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for LocalTime {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

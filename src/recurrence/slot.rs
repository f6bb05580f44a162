//! Which date of an event one is: an identity that outlives its times.
//!
//! A reply belongs to a date, and a date to what named it: the rule, for its own date of a day, or one entry of the further
//! dates. So a slot never says which one of a day a date is in turn: that would be another one as soon as something is
//! added before it.

use std::fmt;
use std::str::FromStr;

use entity::value::local::LocalTime;
use jiff::civil::{Date, Time};

/// What named a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The rule, on the day on which it takes place: `2026-07-09/0`. It is the same when the rule changes its hour.
    Own(Date),
    /// A further date, by what was said of it: `2026-07-09/19:00`, with seconds where there are any; `2026-07-09/+` for
    /// one that is all day.
    Added(LocalTime),
}

impl Slot {
    /// The day that it names, whatever day its date was moved to.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Own(day) => day,
            Self::Added(at) => at.date(),
        }
    }

    /// Whether it is a further date's.
    #[must_use]
    pub fn is_added(self) -> bool {
        matches!(self, Self::Added(_))
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(day) => write!(f, "{day}/0"),
            Self::Added(LocalTime::Day(day)) => write!(f, "{day}/+"),
            Self::Added(at) => f.write_str(&at.to_string().replacen('T', "/", 1)),
        }
    }
}

/// A text that is no slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no slot")]
pub struct NotASlot;

impl FromStr for Slot {
    type Err = NotASlot;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (day, which) = text.split_once('/').ok_or(NotASlot)?;
        let day: Date = day.parse().map_err(|_error| NotASlot)?;
        match which {
            "0" => Ok(Self::Own(day)),
            "+" => Ok(Self::Added(LocalTime::Day(day))),
            time => {
                let time: Time = time.parse().map_err(|_error| NotASlot)?;
                Ok(Self::Added(LocalTime::At(day.to_datetime(time))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_read_as_it_is_written() {
        for text in
            ["2026-07-09/0", "2026-07-09/+", "2026-07-09/19:00", "2026-07-09/00:00", "2026-07-09/19:00:30"]
        {
            let slot: Slot = text.parse().unwrap();
            assert_eq!((slot.to_string().as_str(), slot.day().to_string().as_str()), (text, "2026-07-09"));
            assert_eq!(slot.is_added(), !text.ends_with("/0"));
        }
        for text in ["", "2026-07-09", "2026-07-09/", "2026-07-09/1", "0/0", "2026-07-09/25:00"] {
            assert_eq!(text.parse::<Slot>(), Err(NotASlot), "{text}");
        }
    }
}

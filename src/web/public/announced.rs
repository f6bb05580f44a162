//! What the pages are told: an organisation, and an event with its place and its hours, loaded and decided elsewhere.

use entity::Moment;
use entity::value::facts::{Contact, Facts};
use entity::value::local::LocalTime;
use entity::value::place::{Access, Directions};
use entity::value::{EventStatus, PhoneShown, PlaceShown};
use jiff::tz::TimeZone;

/// An organisation as its pages show it.
#[derive(Clone, Debug)]
pub(crate) struct Host {
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) contact: Contact,
}

/// A venue as the pages show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) street: Option<String>,
    pub(crate) locality: Option<String>,
    pub(crate) postcode: Option<String>,
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    pub(crate) standing_point: Option<String>,
    pub(crate) directions: Directions,
    pub(crate) access: Access,
}

/// How a date has moved, for "it was, it is now".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The start before, where it differs.
    pub(crate) start: Option<LocalTime>,
    /// The place before, where it differs and may be shown.
    pub(crate) place: Option<String>,
}

/// What the public may know of the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Turnout {
    /// `10`, `20`, `50` or `100`: at least so many are coming.
    pub(crate) at_least: Option<u32>,
    /// A few places are left.
    pub(crate) few_left: bool,
}

/// Whether a reply is taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replies {
    /// Yes.
    Open,
    /// Yes, onto the waiting list.
    Waiting,
    /// From then on.
    OpenFrom(LocalTime),
    /// All places are taken, and nobody waits.
    Full,
    /// No longer, or not while things stand as they do.
    Closed,
    /// Never: replies are off, or another body organises it.
    Off,
}

/// Who reads the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Anybody.
    Anybody,
    /// Somebody who replied that they are coming.
    Coming,
}

/// One date of an event.
#[derive(Clone, Debug)]
pub(crate) struct Announced {
    pub(crate) slug: String,
    pub(crate) status: EventStatus,
    pub(crate) facts: Facts,
    pub(crate) place: Option<Place>,
    /// The end that counts, a fixed one or the kind's usual.
    pub(crate) ends: Moment,
    pub(crate) moved: Option<Moved>,
    pub(crate) turnout: Turnout,
    pub(crate) replies: Replies,
}

impl Announced {
    /// Whether it is over. What was called off or has no date does not end.
    pub(crate) fn has_ended(&self, now: Moment) -> bool {
        self.status == EventStatus::Confirmed && self.ends <= now
    }

    /// Whether this reader may know the exact place yet.
    pub(crate) fn shows_place(&self, reader: Reader, now: Moment) -> bool {
        match self.facts.place_shown {
            PlaceShown::Everyone => true,
            PlaceShown::Replied => reader == Reader::Coming,
            PlaceShown::OnTheDay => self.is_the_day(now),
        }
    }

    /// The telephone number for the day, where this reader may know it.
    pub(crate) fn phone_for(&self, reader: Reader) -> Option<&str> {
        let shown = reader == Reader::Coming || self.facts.on_the_day_phone_shown == PhoneShown::Everyone;
        self.facts.on_the_day_phone.as_deref().filter(|_| shown)
    }

    fn is_the_day(&self, now: Moment) -> bool {
        let Ok(zone) = TimeZone::get(&self.facts.timezone) else { return false };
        zone.to_datetime(now.timestamp()).date() >= self.facts.start.date()
    }
}

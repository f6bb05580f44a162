//! One entry as VEVENT (RFC 5545, 3.6.1).

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{EventStatus, OccurrenceStatus};
use icalendar::{Class, Parameter, Property, ValueType};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::invitation::Parties;
use super::line::{Lines, cleaned, one_line, uri};
use super::zone::{Span, local, local_form};

/// What a calendar shows of one date of an event. Texts are given as people wrote them; the room cleans them.
///
/// It holds no joining link and no person: what stands here is what everybody may see who may see the calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The same for as long as the date exists, whatever moves.
    pub uid: String,
    /// Raised when what people act on changes.
    pub sequence: i64,
    /// `DTSTAMP` and `LAST-MODIFIED`: in a feed the last public change, in a mailed entry the time of rendering.
    pub changed_at: Moment,
    /// When it was first announced.
    pub created_at: Moment,
    /// When it takes place.
    pub when: When,
    /// Whether it goes ahead.
    pub status: Status,
    /// Its name; what is cancelled gets `CANCELLED: ` before it here.
    pub title: String,
    /// The place in one line, with the postcode.
    pub location: Option<String>,
    /// Where that is on the map.
    pub geo: Option<Geo>,
    /// Plain text of several lines.
    pub description: String,
    /// The page about it.
    pub url: Option<String>,
    /// The words of its kind.
    pub categories: Vec<String>,
    /// Whether others who may see this person's calendar see a blank only (`CLASS:PRIVATE`).
    pub private: bool,
    /// Whether the time counts as taken. What is only announced takes nobody's time.
    pub busy: bool,
}

/// When an entry takes place.
#[derive(Clone, Debug)]
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

    /// The zone that must be described for it, and the years.
    pub(super) fn span(&self) -> Option<Span> {
        let Self::Times { start, end, zone } = self else { return None };
        let [first, last] =
            [zone.to_datetime(start.timestamp()).date(), zone.to_datetime(end.timestamp()).date()];
        self.walls().map(|_walls| Span::around(zone, first, last.max(first)))
    }

    /// Start and end on the clocks of the zone, when both are plain there; else both are written in UTC.
    fn walls(&self) -> Option<[Property; 2]> {
        let Self::Times { start, end, zone } = self else { return None };
        let walls = [local_form(zone, start.timestamp())?, local_form(zone, end.timestamp())?];
        let name = zone.iana_name()?;
        let [start, end] = walls.map(local);
        Some(
            [("DTSTART", start), ("DTEND", end)]
                .map(|(property, time)| Property::new(property, time).add_parameter("TZID", name).done()),
        )
    }

    fn write(&self, lines: &mut Lines) {
        let ([from, to], has_length) = match self {
            Self::Days { first, last } => {
                let after = last.max(first).tomorrow().unwrap_or(Date::MAX);
                let day = |name, date: Date| {
                    let text = date.strftime("%Y%m%d").to_string();
                    Property::new(name, text).append_parameter(ValueType::Date).done()
                };
                ([day("DTSTART", *first), day("DTEND", after)], true)
            }
            Self::Times { start, end, .. } => {
                let utc =
                    || [Property::new("DTSTART", instant(*start)), Property::new("DTEND", instant(*end))];
                (self.walls().unwrap_or_else(utc), end.seconds() > start.seconds())
            }
        };
        lines.property(&from);
        if has_length {
            lines.property(&to);
        }
    }
}

/// Whether an entry goes ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Confirmed,
    /// Not as announced, or not known: postponed, suspended.
    Tentative,
    /// It does not.
    Cancelled,
}

impl Status {
    /// Of one date, from the event's status and the date's own.
    #[must_use]
    pub fn of(event: EventStatus, date: OccurrenceStatus) -> Self {
        match (event, date) {
            (EventStatus::Cancelled, _) | (_, OccurrenceStatus::Cancelled) => Self::Cancelled,
            (EventStatus::Confirmed, _) => Self::Confirmed,
            (EventStatus::Draft | EventStatus::Postponed | EventStatus::Suspended, _) => Self::Tentative,
        }
    }

    fn property(self) -> Property {
        Property::from(match self {
            Self::Confirmed => icalendar::EventStatus::Confirmed,
            Self::Tentative => icalendar::EventStatus::Tentative,
            Self::Cancelled => icalendar::EventStatus::Cancelled,
        })
    }
}

/// A point on the map, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geo {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Geo {
    /// Both numbers, `separator` between them; nothing for a point that is on no map.
    fn text(self, separator: char) -> Option<String> {
        let on_the_map = self.latitude.abs() <= 90.0 && self.longitude.abs() <= 180.0;
        on_the_map.then(|| format!("{:.6}{separator}{:.6}", self.latitude, self.longitude))
    }
}

impl Entry {
    /// Writes it; with the parties where it is mailed to one person.
    pub(super) fn write(&self, mailed: Option<&Parties>, lines: &mut Lines) {
        let withdrawn = mailed.is_some_and(|parties| parties.withdrawn);
        let status = if withdrawn { Status::Cancelled } else { self.status };
        lines.open("VEVENT");
        lines.plain("UID", &one_line(&self.uid));
        let changed = instant(self.changed_at);
        lines.plain("DTSTAMP", &changed);
        lines.plain("CREATED", &instant(self.created_at));
        lines.plain("LAST-MODIFIED", &changed);
        lines.plain("SEQUENCE", &self.sequence.clamp(0, i64::from(i32::MAX)).to_string());
        self.when.write(lines);
        lines.property(&status.property());
        let opaque = self.busy && status != Status::Cancelled;
        lines.plain("TRANSP", if opaque { "OPAQUE" } else { "TRANSPARENT" });
        if self.private {
            lines.property(&Class::Private.into());
        }
        self.write_what_and_where(lines);
        if let Some(parties) = mailed {
            parties.write(lines);
        }
        lines.close("VEVENT");
    }

    fn write_what_and_where(&self, lines: &mut Lines) {
        let title = one_line(&self.title);
        // Some clients hide the status, so the title says it too. A withdrawal cancels one person's entry, not the event.
        if self.status == Status::Cancelled {
            lines.plain("SUMMARY", &format!("CANCELLED: {title}"));
        } else {
            lines.plain("SUMMARY", &title);
        }
        let location = self.location.as_deref().map(one_line).filter(|line| !line.is_empty());
        if let Some(location) = &location {
            lines.plain("LOCATION", location);
        }
        self.write_point(location.as_deref(), lines);
        let description = cleaned(&self.description);
        if !description.is_empty() {
            lines.plain("DESCRIPTION", &description);
        }
        if let Some(url) = &self.url {
            lines.property(&Property::new("URL", uri(url)));
        }
        let categories: Vec<_> =
            self.categories.iter().map(|c| one_line(c)).filter(|c| !c.is_empty()).collect();
        lines.list("CATEGORIES", categories.iter().map(String::as_str));
    }

    /// GEO, and the same as Apple's own property: its clients draw a map and reckon the way for that one only, and
    /// only where its title is what LOCATION says. Other clients skip what begins with `X-` (RFC 5545, 3.8.8.2), and no
    /// report of harm is known; it says nothing that LOCATION and GEO do not.
    fn write_point(&self, location: Option<&str>, lines: &mut Lines) {
        let Some(geo) = self.geo else { return };
        if let Some(point) = geo.text(';') {
            lines.property(&Property::new("GEO", point));
        }
        if let Some((title, point)) = location.zip(geo.text(',')) {
            let mut apple = Property::new("X-APPLE-STRUCTURED-LOCATION", format!("geo:{point}"));
            apple.append_parameter(ValueType::Uri).add_parameter("X-APPLE-RADIUS", "50");
            lines.property(apple.append_parameter(Parameter::new("X-TITLE", title)));
        }
    }
}

/// An instant in UTC (RFC 5545, 3.3.5, form 2), to the second.
fn instant(moment: Moment) -> String {
    let mut text = local(TimeZone::UTC.to_datetime(moment.timestamp()));
    text.push('Z');
    text
}

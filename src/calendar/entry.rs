//! One entry as VEVENT (RFC 5545, 3.6.1).

use entity::Moment;
use entity::value::{EventStatus, OccurrenceStatus};
use icalendar::{Class, Parameter, Property, ValueType};

use super::When;
use super::invitation::Parties;
use super::line::{Lines, cleaned, one_line, uri};
use super::series::Part;
use super::when::instant;

/// What a calendar shows of one date of an event. Texts are given as people wrote them; the room cleans them.
///
/// It holds no joining link and no person: what stands here is what everybody may see who may see the calendar.
#[derive(Clone, Debug, PartialEq)]
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
            (EventStatus::Cancelled, _) | (_, OccurrenceStatus::Cancelled | OccurrenceStatus::Removed) => {
                Self::Cancelled
            }
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
    /// Whether it tells people the same as another date of its event, but for when it is and where to read more.
    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        fn said(entry: &Entry) -> impl PartialEq + '_ {
            let Entry { status, title, location, geo, description, categories, private, busy, .. } = entry;
            (status, title, location, geo, description, categories, (private, busy))
        }
        said(self) == said(other)
    }

    /// Writes it as that part of its event; with the parties where it is mailed to one person.
    pub(super) fn write(&self, part: Part<'_>, mailed: Option<&Parties>, lines: &mut Lines) {
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
        part.write(lines);
        // Said of one person's entry too: RFC 5546, section 3.2.5, leaves it out where some attendees of several are uninvited, but
        // this entry has one, all of it goes, and programs look for the word.
        lines.property(&status.property());
        let opaque = self.busy && status != Status::Cancelled;
        lines.plain("TRANSP", if opaque { "OPAQUE" } else { "TRANSPARENT" });
        if self.private {
            lines.property(&Class::Private.into());
        }
        self.write_what_and_where(lines);
        if let Some(parties) = mailed {
            parties.write(status != Status::Cancelled, lines);
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

//! Reads the entries of somebody else's calendar (RFC 5545), as other programs write them.
//!
//! What is read is what an event of ours can say: name, words, place, times, rule. Who invites and who is invited is not looked at, so
//! no address of a person can come in by this way. Zones are taken by their name, by the names that Microsoft has for them, and by what is written beside
//! a name that nobody knows; which of them an event gets is decided above.

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty, ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::civil::{Date, DateTime};

use super::bounds::{Bounds, TooMuch};

/// How many dates one entry may add or leave out.
const DATES: usize = 2_000;

/// A time as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    /// A day as a whole.
    Day(Date),
    /// On the clocks of whoever reads it.
    Floating(DateTime),
    /// In UTC.
    Utc(DateTime),
    /// On the clocks of a zone, by its IANA name.
    In(DateTime, String),
    /// On the clocks of a zone that has no name we know: its offsets from UTC in seconds, as they are written beside it.
    Unnamed(DateTime, Vec<i32>),
}

/// An entry of somebody else's calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// What tells it from others, the same each time that it is read.
    pub uid: String,
    /// For one date of a series that differs: which one.
    pub instance: Option<Time>,
    /// It is off.
    pub cancelled: bool,
    /// It is marked as not for everybody.
    pub private: bool,
    /// What it is called.
    pub title: String,
    /// About it, as plain text; some programs write HTML here.
    pub description: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// Its page.
    pub url: Option<String>,
    /// Where to join by video.
    pub conference: Option<String>,
    /// When it starts.
    pub start: Time,
    /// When it ends; for days the first day after it.
    pub end: Option<Time>,
    /// How long it takes, in seconds, where it says so in place of the end.
    pub lasts: Option<i64>,
    /// The values of its rules.
    pub rules: Vec<String>,
    /// Dates beside the rule.
    pub added: Vec<Time>,
    /// Dates of the rule that are left out.
    pub left_out: Vec<Time>,
    /// What sort of thing it is, in words.
    pub categories: Vec<String>,
}

/// An entry that can't be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What it is called, as far as it says so.
    pub title: String,
    /// Why.
    pub why: &'static str,
}

/// Why a text is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCalendar {
    /// It was made to be slow or large.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// It is something else.
    #[error("this is no calendar: an iCalendar file begins with BEGIN:VCALENDAR")]
    Something,
}

/// Reads every event in a text, which may hold several calendars.
///
/// # Errors
/// [`NoCalendar`].
pub fn foreign(text: &str, bounds: &Bounds) -> Result<Vec<Result<Foreign, Unread>>, NoCalendar> {
    bounds.hold(text)?;
    let mut parser = Parser::new(text.trim_start_matches('\u{FEFF}'));
    let (mut found, mut any) = (Vec::new(), false);
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => {
                bounds.hold_depth(depth(&calendar.components))?;
                any |= calendar.components.iter().any(|one| {
                    matches!(
                        one.component_type,
                        ICalendarComponentType::VCalendar | ICalendarComponentType::VEvent
                    )
                });
                let zones = Zones::of(&calendar);
                let events = calendar.components.iter();
                let events = events.filter(|one| one.component_type == ICalendarComponentType::VEvent);
                found.extend(events.map(|event| zones.read(event)));
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    if any { Ok(found) } else { Err(NoCalendar::Something) }
}

/// How deep components stand within each other: each comes after the one that it stands in.
fn depth(components: &[ICalendarComponent]) -> usize {
    let mut depths = vec![1_usize; components.len()];
    for (at, one) in components.iter().enumerate() {
        let within = depths.get(at).map_or(1, |depth| depth + 1);
        for id in one.component_ids.iter().filter_map(|id| usize::try_from(*id).ok()) {
            if let Some(depth) = depths.get_mut(id) {
                *depth = within;
            }
        }
    }
    depths.into_iter().max().unwrap_or(0)
}

/// The zones that a calendar describes, by the name that it gives them.
struct Zones(Vec<(String, Option<String>, Vec<i32>)>);

impl Zones {
    fn of(calendar: &ICalendar) -> Self {
        let described = calendar.timezones().filter_map(|zone| {
            let name = text(zone, &ICalendarProperty::Tzid)?;
            let known = zone.timezone().and_then(|(_, known)| named(known));
            let parts = zone.component_ids.iter().filter_map(|id| calendar.component_by_id(*id));
            let mut offsets: Vec<i32> = parts.filter_map(offset_to).collect();
            offsets.sort_unstable();
            offsets.dedup();
            Some((name, known, offsets))
        });
        Self(described.collect())
    }

    fn read(&self, event: &ICalendarComponent) -> Result<Foreign, Unread> {
        let title = text(event, &ICalendarProperty::Summary).unwrap_or_default();
        let unread = |why| Unread { title: title.clone(), why };
        let uid = text(event, &ICalendarProperty::Uid)
            .ok_or_else(|| unread("it has no UID, so it could not be found again"))?;
        let start = first(event, &ICalendarProperty::Dtstart).and_then(|entry| self.times(entry).next());
        let start = start.ok_or_else(|| unread("it does not say when it starts"))?;
        let all = |property: &ICalendarProperty| {
            let times = event.properties(property).flat_map(|entry| self.times(entry));
            times.take(DATES).collect::<Vec<_>>()
        };
        let one =
            |property: &ICalendarProperty| first(event, property).and_then(|entry| self.times(entry).next());
        let is = |property: &ICalendarProperty, words: &[&str]| {
            text(event, property).is_some_and(|said| words.iter().any(|word| said.eq_ignore_ascii_case(word)))
        };
        let rules =
            event.properties(&ICalendarProperty::Rrule).filter_map(|entry| match entry.values.first()? {
                ICalendarValue::RecurrenceRule(rule) => Some(rule.to_string()),
                other => other.as_text().map(str::to_owned),
            });
        Ok(Foreign {
            uid,
            instance: one(&ICalendarProperty::RecurrenceId),
            cancelled: is(&ICalendarProperty::Status, &["CANCELLED"]),
            private: is(&ICalendarProperty::Class, &["PRIVATE", "CONFIDENTIAL"]),
            description: text(event, &ICalendarProperty::Description),
            location: text(event, &ICalendarProperty::Location),
            url: text(event, &ICalendarProperty::Url),
            conference: text(event, &ICalendarProperty::Conference)
                .or_else(|| other(event, "X-GOOGLE-CONFERENCE"))
                .or_else(|| other(event, "X-MICROSOFT-SKYPETEAMSMEETINGURL")),
            end: one(&ICalendarProperty::Dtend),
            lasts: first(event, &ICalendarProperty::Duration).and_then(|entry| {
                match entry.values.first()? {
                    ICalendarValue::Duration(duration) => Some(duration.as_seconds()),
                    _ => None,
                }
            }),
            rules: rules.collect(),
            added: all(&ICalendarProperty::Rdate),
            left_out: all(&ICalendarProperty::Exdate),
            categories: event
                .properties(&ICalendarProperty::Categories)
                .flat_map(|entry| &entry.values)
                .filter_map(|value| value.as_text().map(|word| word.trim().to_owned()))
                .collect(),
            title,
            start,
        })
    }

    /// The times of a property, in its zone.
    fn times<'a>(&'a self, entry: &'a ICalendarEntry) -> impl Iterator<Item = Time> + 'a {
        let zone = entry.parameter(&ICalendarParameterName::Tzid).and_then(|value| value.as_text());
        entry.values.iter().filter_map(move |value| self.time(value.as_partial_date_time()?, zone))
    }

    fn time(&self, part: &PartialDateTime, zone: Option<&str>) -> Option<Time> {
        let day = Date::new(
            i16::try_from(part.year?).ok()?,
            i8::try_from(part.month?).ok()?,
            i8::try_from(part.day?).ok()?,
        );
        let day = day.ok()?;
        let Some(hour) = part.hour else { return Some(Time::Day(day)) };
        let (minute, second) = (part.minute.unwrap_or(0), part.second.unwrap_or(0).min(59));
        let hour = i8::try_from(hour).ok()?;
        let at =
            jiff::civil::Time::new(hour, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
        let at = day.to_datetime(at);
        if part.tz_hour.is_some() {
            return Some(Time::Utc(at));
        }
        let Some(zone) = zone else { return Some(Time::Floating(at)) };
        if zone.eq_ignore_ascii_case("UTC") || zone == "Etc/UTC" || zone == "GMT" {
            return Some(Time::Utc(at));
        }
        let described = self.0.iter().find(|(name, ..)| name == zone);
        let known = zone.parse::<Tz>().ok().and_then(named);
        match (known.or_else(|| described.and_then(|(_, known, _)| known.clone())), described) {
            (Some(name), _) => Some(Time::In(at, name)),
            (None, Some((_, _, offsets))) => Some(Time::Unnamed(at, offsets.clone())),
            (None, None) => Some(Time::Unnamed(at, Vec::new())),
        }
    }
}

/// The IANA name of a zone that jiff knows too.
fn named(zone: Tz) -> Option<String> {
    let name = zone.name()?.into_owned();
    jiff::tz::db().get(&name).is_ok().then_some(name)
}

/// The offset that a part of a zone's description leads to, in seconds.
fn offset_to(part: &ICalendarComponent) -> Option<i32> {
    let offset = first(part, &ICalendarProperty::Tzoffsetto)?.values.first()?.as_partial_date_time()?;
    let seconds = i32::from(offset.tz_hour?) * 3600 + i32::from(offset.tz_minute.unwrap_or(0)) * 60;
    Some(if offset.tz_minus { -seconds } else { seconds })
}

fn first<'a>(component: &'a ICalendarComponent, property: &ICalendarProperty) -> Option<&'a ICalendarEntry> {
    component.entries.iter().find(|entry| entry.name == *property)
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = first(component, property)?.values.first()?.as_text()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn other(component: &ICalendarComponent, name: &str) -> Option<String> {
    let is = |entry: &&ICalendarEntry| matches!(&entry.name, ICalendarProperty::Other(own) if own.eq_ignore_ascii_case(name));
    component.entries.iter().find(is)?.values.first()?.as_text().map(|value| value.trim().to_owned())
}

//! A time zone as VTIMEZONE (RFC 5545, 3.6.5), in the plain form that Outlook reads.
//!
//! Some clients trust the name, others the body; so the name is the IANA one and the body is right for every date that it
//! is asked to cover, by jiff's own table. Where the changes fit a yearly rule there is one STANDARD and one DAYLIGHT
//! with RRULE, from 1970 on; else one component per onset. RDATE is never used (Outlook reads it wrongly), and no offset
//! has seconds (Outlook on the web refuses the feed); `local_form` keeps such times out of a zone.

use std::ops::Range;

use icalendar::Property;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};

use super::line::Lines;

/// Which zone, and the years that its description must cover. Whole years, so that the same entries give the same
/// bytes for as long as nothing new is known of the zone.
pub(super) struct Span {
    zone: TimeZone,
    first: i16,
    last: i16,
}

/// The clocks go from one offset to another.
struct Onset {
    /// What the clocks show at that moment if nobody touches them.
    wall: DateTime,
    from: Offset,
    to: Offset,
    name: String,
}

/// A yearly rule: the nth such weekday of a month (−1: the last), and a time of day.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Yearly {
    month: i8,
    weekday: Weekday,
    nth: i8,
}

impl Span {
    /// The years of one entry in a zone.
    pub(super) fn around(zone: &TimeZone, first: Date, last: Date) -> Self {
        Self { zone: zone.clone(), first: first.year(), last: last.year() }
    }

    /// The name of the zone.
    pub(super) fn name(&self) -> &str {
        self.zone.iana_name().unwrap_or_default()
    }

    /// The years of another span of the same zone too.
    pub(super) fn cover(&mut self, other: &Self) {
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// That year too.
    pub(super) fn cover_year(&mut self, year: i16) {
        self.first = self.first.min(year);
        self.last = self.last.max(year);
    }

    /// Writes the zone. `today` counts as a date: ten years after the last one are covered.
    pub(super) fn write(&self, today: Date, lines: &mut Lines) {
        let from_year = self.first.saturating_sub(1);
        let to_year = self.last.max(today.year()).saturating_add(11);
        let from = new_year(from_year);
        let onsets = onsets(&self.zone, from, new_year(to_year));
        let epoch = from_year.min(1970);

        lines.open("VTIMEZONE");
        lines.plain("TZID", self.name());
        if let Some([one, other]) = yearly(&onsets, from_year..to_year) {
            for (onset, rule) in [one, other] {
                component(
                    lines,
                    onset,
                    rule.in_year(epoch).map(|day| day.to_datetime(onset.wall.time())),
                    Some(rule),
                );
            }
        } else {
            let info = self.zone.to_offset_info(from);
            let always = Onset {
                wall: Date::new(epoch, 1, 1).unwrap_or(Date::ZERO).to_datetime(jiff::civil::Time::midnight()),
                from: info.offset(),
                to: info.offset(),
                name: info.abbreviation().to_owned(),
            };
            component(lines, &always, None, None);
            for onset in &onsets {
                component(lines, onset, None, None);
            }
        }
        lines.close("VTIMEZONE");
    }
}

/// The start of a year in UTC, or the nearest moment that jiff knows.
fn new_year(year: i16) -> Timestamp {
    Date::new(year, 1, 1)
        .and_then(|day| day.to_zoned(TimeZone::UTC))
        .map_or(if year < 0 { Timestamp::MIN } else { Timestamp::MAX }, |day| day.timestamp())
}

/// Every change of the offset in `[from, to)`. Changes of the name or of what counts as summer time alone don't matter.
fn onsets(zone: &TimeZone, from: Timestamp, to: Timestamp) -> Vec<Onset> {
    let mut before = zone.to_offset(from);
    let mut onsets = Vec::new();
    for change in zone.following(from).take_while(|change| change.timestamp() < to) {
        if change.offset() != before {
            onsets.push(Onset {
                wall: before.to_datetime(change.timestamp()),
                from: before,
                to: change.offset(),
                name: change.abbreviation().to_owned(),
            });
            before = change.offset();
        }
    }
    onsets
}

/// The two rules that all the onsets follow, two onsets in each of the years, or nothing.
fn yearly(onsets: &[Onset], years: Range<i16>) -> Option<[(&Onset, Yearly); 2]> {
    let (pairs, []) = onsets.as_chunks::<2>() else { return None };
    let [one, other] = pairs.first()?;
    let fits = pairs.len() == years.len()
        && pairs.iter().zip(years).all(|(pair, year)| {
            pair.iter().zip([one, other]).all(|(onset, model)| {
                onset.wall.year() == year
                    && onset.wall.time() == model.wall.time()
                    && (onset.from, onset.to, &onset.name) == (model.from, model.to, &model.name)
            })
        });
    if !fits || (one.from, one.to) != (other.to, other.from) {
        return None;
    }
    let [first, second]: [Vec<Date>; 2] = [
        pairs.iter().map(|[onset, _]| onset.wall.date()).collect(),
        pairs.iter().map(|[_, onset]| onset.wall.date()).collect(),
    ];
    Some([(one, Yearly::of(&first)?), (other, Yearly::of(&second)?)])
}

impl Yearly {
    /// The rule that gives exactly these days, one a year.
    fn of(days: &[Date]) -> Option<Self> {
        let first = days.first()?;
        let rules = [-1, 1, 2, 3, 4].map(|nth| Self { month: first.month(), weekday: first.weekday(), nth });
        rules.into_iter().find(|rule| days.iter().all(|day| rule.in_year(day.year()) == Some(*day)))
    }

    /// Its day in a year.
    fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, 1).ok()?.nth_weekday_of_month(self.nth, self.weekday).ok()
    }

    /// As RRULE.
    fn text(self) -> String {
        let weekday = match self.weekday {
            Weekday::Monday => "MO",
            Weekday::Tuesday => "TU",
            Weekday::Wednesday => "WE",
            Weekday::Thursday => "TH",
            Weekday::Friday => "FR",
            Weekday::Saturday => "SA",
            Weekday::Sunday => "SU",
        };
        format!("FREQ=YEARLY;BYMONTH={};BYDAY={}{weekday}", self.month, self.nth)
    }
}

/// One STANDARD or DAYLIGHT. DAYLIGHT is whatever puts the clocks forward: Dublin's law and Morocco's call it the
/// other way round, but clients take DAYLIGHT for the later clock.
fn component(lines: &mut Lines, onset: &Onset, start: Option<DateTime>, rule: Option<Yearly>) {
    let name = if onset.to > onset.from { "DAYLIGHT" } else { "STANDARD" };
    lines.open(name);
    lines.property(&Property::new("DTSTART", local(start.unwrap_or(onset.wall))));
    lines.property(&Property::new("TZOFFSETFROM", offset(onset.from)));
    lines.property(&Property::new("TZOFFSETTO", offset(onset.to)));
    lines.plain("TZNAME", &onset.name);
    if let Some(rule) = rule {
        lines.property(&Property::new("RRULE", rule.text()));
    }
    lines.close(name);
}

/// `+HHMM`, cut to the minute.
fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A local time as DATE-TIME without a zone.
pub(super) fn local(time: DateTime) -> String {
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        time.year().max(0),
        time.month(),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// What the clocks of a zone show at an instant, if that says which instant it is. Nothing for UTC itself, for a zone without
/// a name, for a time that happens twice (RFC 5545 means the first, but not every client does) and for offsets of
/// old with seconds in them: all these are written in UTC.
pub(super) fn local_form(zone: &TimeZone, instant: Timestamp) -> Option<DateTime> {
    let name = zone.iana_name()?;
    let wall = zone.to_datetime(instant);
    plain_offset(zone, wall).filter(|_offset| !is_utc(name)).map(|_offset| wall)
}

/// The offset at a time on the clocks of a zone, if they show it once, and their offset is one that calendars can hold.
pub(super) fn plain_offset(zone: &TimeZone, wall: DateTime) -> Option<Offset> {
    let found = zone.to_ambiguous_timestamp(wall).offset();
    let jiff::tz::AmbiguousOffset::Unambiguous { offset } = found else { return None };
    (offset.seconds() % 60 == 0).then_some(offset)
}

/// Whether a name is one of UTC's own.
pub(super) fn is_utc(name: &str) -> bool {
    matches!(name.strip_prefix("Etc/").unwrap_or(name), "UTC" | "UCT" | "Universal" | "Zulu")
}

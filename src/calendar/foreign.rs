//! Reads the entries of somebody else's calendar (RFC 5545), as other programs write them.
//!
//! What is read is what an event of ours can say: name, words, place, times, rule. Who invites and who is invited is not looked at; what
//! stands of people in words is read with the words. Which zone an event gets of those in `foreign_zones` is decided above.

use std::borrow::Cow;

use calcard::icalendar::{
    ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName, ICalendarProperty,
    ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::civil::{Date, DateTime};

use super::bounds::{Bounds, TooMuch};
use super::foreign_zones::Zones;

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
    /// So many seconds from UTC the year round, by no place's clocks: what is written, and how many.
    Fixed(DateTime, i32),
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
    /// The zone that its calendar as a whole names, by its IANA name.
    pub zone: Option<String>,
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
    /// What else is peculiar about it.
    pub marks: Vec<Mark>,
}

/// Something peculiar about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is marked as lasting whole days, as Outlook does.
    WholeDays,
    /// What it says of one date holds for all that follow too (RANGE=THISANDFUTURE).
    AndFollowing,
    /// Some of the added dates have an end of their own (PERIOD).
    AddedWithEnd,
    /// It leaves out dates by a rule too (EXRULE, RFC 2445).
    LeftOutByRule,
    /// It is not certain.
    Tentative,
}

impl Foreign {
    /// Whether it is so.
    #[must_use]
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }
}

/// An entry that can't be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What tells it from others, where it has that.
    pub uid: Option<String>,
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
    let text = with_line_ends(text);
    bounds.hold(&text)?;
    let text = with_quotes(&text);
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
                found.extend(events.map(|event| read(&zones, event)));
            }
            Entry::Eof => break,
            _ => {}
        }
    }
    if any { Ok(found) } else { Err(NoCalendar::Something) }
}

/// What ends its lines with CR alone, as some programs do, ends them so that the reader sees it.
fn with_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n").into() } else { text.into() }
}

/// Exchange's names of zones have a colon in them, and no quotes around them, so their end is found from the other side: no time has one.
fn with_quotes(text: &str) -> Cow<'_, str> {
    const NAME: &str = ";TZID=(";
    if !text.contains(NAME) {
        return text.into();
    }
    let whole = text.replace("\r\n ", "").replace("\n ", "").replace("\r\n\t", "").replace("\n\t", "");
    let mut quoted = String::with_capacity(whole.len());
    for line in whole.split_inclusive('\n') {
        let split = line.split_once(NAME).filter(|(before, _)| !before.contains(':'));
        match split.and_then(|(before, rest)| Some((before, rest.rsplit_once(':')?))) {
            Some((before, (name, value))) => {
                let (name, more) = name
                    .split_once(';')
                    .map_or((name, String::new()), |(name, more)| (name, format!(";{more}")));
                quoted
                    .push_str(&format!("{before};TZID=\"({}\"{more}:{value}", name.replace(['\\', '"'], "")));
            }
            None => quoted.push_str(line),
        }
    }
    quoted.into()
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

/// Reads an event, whose times are in the zones of its calendar.
fn read(zones: &Zones, event: &ICalendarComponent) -> Result<Foreign, Unread> {
    let title = text(event, &ICalendarProperty::Summary).unwrap_or_default();
    let uid = text(event, &ICalendarProperty::Uid);
    let unread = |why| Unread { uid: uid.clone(), title: title.clone(), why };
    let Some(known) = uid.clone() else {
        return Err(unread("it has no UID, so it could not be found again"));
    };
    let start = first(event, &ICalendarProperty::Dtstart).and_then(|entry| zones.times(entry).next());
    let says = first(event, &ICalendarProperty::Dtstart).is_some();
    let start = start.ok_or_else(|| {
        unread(if says { "when it starts can't be read" } else { "it does not say when it starts" })
    })?;
    let all = |property: &ICalendarProperty| {
        let times = event.properties(property).flat_map(|entry| zones.times(entry));
        times.take(DATES).collect::<Vec<_>>()
    };
    let one =
        |property: &ICalendarProperty| first(event, property).and_then(|entry| zones.times(entry).next());
    let is = |property: &ICalendarProperty, words: &[&str]| {
        text(event, property).is_some_and(|said| words.iter().any(|word| said.eq_ignore_ascii_case(word)))
    };
    let rules =
        event.properties(&ICalendarProperty::Rrule).filter_map(|entry| match entry.values.first()? {
            ICalendarValue::RecurrenceRule(rule) => Some(rule.to_string()),
            other => other.as_text().map(str::to_owned),
        });
    Ok(Foreign {
        uid: known,
        instance: one(&ICalendarProperty::RecurrenceId),
        zone: zones.own.clone(),
        cancelled: is(&ICalendarProperty::Status, &["CANCELLED"]),
        private: is(&ICalendarProperty::Class, &["PRIVATE", "CONFIDENTIAL"]),
        description: text(event, &ICalendarProperty::Description),
        location: text(event, &ICalendarProperty::Location),
        url: text(event, &ICalendarProperty::Url),
        conference: text(event, &ICalendarProperty::Conference)
            .or_else(|| other(event, "X-GOOGLE-CONFERENCE"))
            .or_else(|| other(event, "X-MICROSOFT-SKYPETEAMSMEETINGURL")),
        end: one(&ICalendarProperty::Dtend),
        lasts: lasts(event),
        rules: rules.collect(),
        added: all(&ICalendarProperty::Rdate),
        left_out: all(&ICalendarProperty::Exdate),
        categories: categories(event),
        marks: marks(event),
        title,
        start,
    })
}

fn lasts(event: &ICalendarComponent) -> Option<i64> {
    match first(event, &ICalendarProperty::Duration)?.values.first()? {
        ICalendarValue::Duration(duration) => Some(duration.as_seconds()),
        _ => None,
    }
}

fn marks(event: &ICalendarComponent) -> Vec<Mark> {
    let whole_days = other(event, "X-MICROSOFT-CDO-ALLDAYEVENT");
    let range = first(event, &ICalendarProperty::RecurrenceId)
        .and_then(|entry| entry.parameter(&ICalendarParameterName::Range));
    let mut added = event.properties(&ICalendarProperty::Rdate).flat_map(|entry| &entry.values);
    let status = text(event, &ICalendarProperty::Status);
    let all = [
        (Mark::Tentative, status.is_some_and(|said| said.eq_ignore_ascii_case("TENTATIVE"))),
        (Mark::WholeDays, whole_days.is_some_and(|said| said.eq_ignore_ascii_case("TRUE"))),
        (Mark::AndFollowing, range.is_some()),
        (Mark::AddedWithEnd, added.any(|value| matches!(value, ICalendarValue::Period(_)))),
        (Mark::LeftOutByRule, first(event, &ICalendarProperty::Exrule).is_some()),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(mark, _)| mark).collect()
}

fn categories(event: &ICalendarComponent) -> Vec<String> {
    let said = event.properties(&ICalendarProperty::Categories).flat_map(|entry| &entry.values);
    said.filter_map(|value| value.as_text().map(|word| word.trim().to_owned())).collect()
}

pub(super) fn first<'a>(
    component: &'a ICalendarComponent,
    property: &ICalendarProperty,
) -> Option<&'a ICalendarEntry> {
    component.entries.iter().find(|entry| entry.name == *property)
}

pub(super) fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = first(component, property)?.values.first()?.as_text()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

pub(super) fn other(component: &ICalendarComponent, name: &str) -> Option<String> {
    let is = |entry: &&ICalendarEntry| matches!(&entry.name, ICalendarProperty::Other(own) if own.eq_ignore_ascii_case(name));
    component.entries.iter().find(is)?.values.first()?.as_text().map(|value| value.trim().to_owned())
}

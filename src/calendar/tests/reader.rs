//! Reads a calendar as a client does that knows nothing of ours: calcard splits it and expands the rules of its zones, which
//! are trusted as they are written, whatever their name.

use std::collections::{BTreeMap, BTreeSet};

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty,
};
use calcard::{Entry, Parser};

/// When a zone goes to which offset: (instant, offset before, offset after), in seconds, by instant.
type Onsets = Vec<(i64, i64, i64)>;

/// A calendar that calcard has read without a complaint.
pub(super) fn read(text: &str) -> ICalendar {
    let mut parser = Parser::new(text);
    let Entry::ICalendar(calendar) = parser.entry() else { panic!("no calendar: {text}") };
    assert!(matches!(parser.entry(), Entry::Eof), "something after the calendar: {text}");
    calendar
}

/// Its components of one kind.
pub(super) fn all(calendar: &ICalendar, kind: &ICalendarComponentType) -> Vec<ICalendarComponent> {
    calendar.components.iter().filter(|c| c.component_type == *kind).cloned().collect()
}

/// Its events.
pub(super) fn events(text: &str) -> Vec<ICalendarComponent> {
    all(&read(text), &ICalendarComponentType::VEvent)
}

/// The first value of a property as text.
pub(super) fn text_of(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    component.property(property)?.values.first()?.as_text().map(str::to_owned)
}

/// The instants at which each event starts and ends, in seconds, by the zones as the calendar itself describes them.
pub(super) fn instants(text: &str) -> Vec<(i64, i64)> {
    let zones = zones(text);
    events(text)
        .iter()
        .map(|event| {
            let at = |property| instant(event.property(&property).unwrap(), &zones);
            (at(ICalendarProperty::Dtstart), at(ICalendarProperty::Dtend))
        })
        .collect()
}

fn instant(entry: &ICalendarEntry, zones: &BTreeMap<String, Onsets>) -> i64 {
    let time = entry.values[0].as_partial_date_time().unwrap();
    let wall = time.to_date_time().unwrap().date_time.and_utc().timestamp();
    match entry.parameter(&ICalendarParameterName::Tzid) {
        None => {
            assert!(time.tz_hour.is_some(), "a time without a zone");
            wall
        }
        Some(name) => {
            let onsets = &zones[name.as_text().unwrap()];
            let offset_at = |t: i64| onsets[onsets.partition_point(|onset| onset.0 <= t) - 1].2;
            let offsets: BTreeSet<i64> = onsets.iter().map(|onset| onset.2).collect();
            let found: Vec<i64> =
                offsets.iter().map(|offset| wall - offset).filter(|&t| t + offset_at(t) == wall).collect();
            assert_eq!(found.len(), 1, "{wall} is not one instant");
            found[0]
        }
    }
}

/// Every zone that the calendar describes.
pub(super) fn zones(text: &str) -> BTreeMap<String, Onsets> {
    let mut zones = BTreeMap::new();
    for block in text.split("BEGIN:VTIMEZONE\r\n").skip(1) {
        let block = block.split("END:VTIMEZONE").next().unwrap();
        let name = value(block, "TZID").to_owned();
        let mut onsets: Onsets = block.split("BEGIN:").skip(1).flat_map(onsets_of).collect();
        onsets.sort_unstable();
        assert!(zones.insert(name, onsets).is_none(), "a zone described twice");
    }
    zones
}

/// The onsets of one STANDARD or DAYLIGHT: calcard expands it as if it were an event without a zone.
fn onsets_of(component: &str) -> Onsets {
    let (body, _) = component.split_once("END:").unwrap();
    let body = body.split_once("\r\n").unwrap().1;
    let event = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n{body}END:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    let [from, to] = ["TZOFFSETFROM", "TZOFFSETTO"].map(|name| seconds(value(body, name)));
    let expanded = read(&event).expand_dates(Tz::Floating, 120);
    assert!(expanded.errors.is_empty(), "{:?}", expanded.errors);
    expanded.events.iter().map(|e| (e.start.naive_local().and_utc().timestamp() - from, from, to)).collect()
}

fn value<'a>(block: &'a str, name: &str) -> &'a str {
    let prefix = format!("{name}:");
    block.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap()
}

fn seconds(offset: &str) -> i64 {
    assert_eq!(offset.len(), 5, "an offset in whole minutes");
    let number: i64 = offset.parse().unwrap();
    number / 100 * 3600 + number % 100 * 60
}

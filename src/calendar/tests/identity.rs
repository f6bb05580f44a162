//! What we write, another program reads; and what it read, written by us again, is the same to the byte.

use calcard::icalendar::{
    ICalendarClassification, ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarProperty,
    ICalendarStatus, ICalendarTransparency, ICalendarValue,
};
use entity::value::local::LocalTime;
use jiff::civil::{Date, DateTime};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::super::line::{cleaned, one_line};
use super::super::{Geo, Override, Series};
use super::reader::{events, text_of};
use super::*;

const ZONE_NAMES: [&str; 4] = ["Europe/London", "America/Santiago", "Australia/Lord_Howe", "UTC"];

fn walls(hours: i64) -> DateTime {
    date(2026, 1, 1).at(0, 15, 0, 0).checked_add(jiff::Span::new().hours(hours)).unwrap()
}

fn when() -> impl Strategy<Value = When> {
    let zones = proptest::sample::select(ZONE_NAMES.to_vec());
    prop_oneof![
        (0i64..30_000, 1i64..60, zones).prop_map(|(hours, length, name)| {
            let start = Moment::from(walls(hours).to_zoned(zone(name)).unwrap().timestamp());
            When::Times {
                start,
                end: start + Duration::from_secs(length.unsigned_abs() * 900),
                zone: zone(name),
            }
        }),
        (0i64..30_000, 0i64..9).prop_map(|(hours, days)| {
            let first = walls(hours).date();
            When::Days { first, last: first.checked_add(jiff::Span::new().days(days)).unwrap() }
        }),
    ]
}

/// As it goes into a calendar, for what is cleaned away can't be read back.
fn line() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| one_line(&text))
}

fn entries() -> impl Strategy<Value = Entry> {
    let texts = (line(), line(), any::<String>(), vec(line(), 0..3));
    let geo = option::of((-90_000_000i32..=90_000_000, -180_000_000i32..=180_000_000));
    let status = proptest::sample::select(vec![Status::Confirmed, Status::Tentative, Status::Cancelled]);
    (when(), texts, geo, status, any::<(bool, bool, u16, u32)>()).prop_map(
        |(when, texts, geo, status, rest)| {
            let (title, location, description, categories) = texts;
            let degrees = |millionths: i32| f64::from(millionths) / 1e6;
            let (private, busy, sequence, changed) = rest;
            Entry {
                sequence: sequence.into(),
                changed_at: Moment(i64::from(changed) * 1000),
                title,
                location: Some(location).filter(|text| !text.is_empty()),
                geo: geo.map(|(north, east)| Geo { latitude: degrees(north), longitude: degrees(east) }),
                description: cleaned(&description),
                categories: categories.into_iter().filter(|text| !text.is_empty()).collect(),
                status,
                private,
                busy: busy && status != Status::Cancelled,
                ..entry(when)
            }
        },
    )
}

fn series() -> impl Strategy<Value = Series> {
    let zones = proptest::sample::select(ZONE_NAMES.to_vec());
    let days = || btree_set(1i64..600, 0..4);
    (entries(), 0i64..9_000, 1i64..60, zones, days(), days(), vec((0i64..600, entries()), 0..3)).prop_map(
        |(master, hours, length, name, except, also, overrides)| {
            let start = walls(hours);
            let end = start.checked_add(jiff::Span::new().minutes(length * 15)).unwrap();
            let on = |days: i64| LocalTime::At(start.checked_add(jiff::Span::new().days(days)).unwrap());
            let overrides: Vec<Override> = overrides
                .into_iter()
                .map(|(days, entry)| {
                    let Entry { uid, sequence, .. } = master.clone();
                    Override { date: on(days), entry: Entry { uid, sequence, ..entry } }
                })
                .collect();
            let is_own = |date: &LocalTime| !overrides.iter().any(|one| one.date == *date);
            Series {
                master: Entry { when: When::Walls { start, end, zone: zone(name) }, ..master },
                rule: "FREQ=DAILY".into(),
                last: None,
                except: except.into_iter().map(on).filter(is_own).collect(),
                also: also.into_iter().map(on).collect(),
                overrides,
            }
        },
    )
}

fn value(event: &ICalendarComponent, name: &ICalendarProperty) -> Option<ICalendarValue> {
    event.property(name).and_then(|found| found.values.first().cloned())
}

/// A time as it is written, and the zone that it names; `Z` names UTC.
fn local(found: &ICalendarEntry) -> (LocalTime, &str) {
    let time = found.values[0].as_partial_date_time().unwrap();
    let part = |part: Option<u8>| i8::try_from(part.unwrap()).unwrap();
    let day =
        Date::new(i16::try_from(time.year.unwrap()).unwrap(), part(time.month), part(time.day)).unwrap();
    let named = found.parameter(&ICalendarParameterName::Tzid).map(|name| name.as_text().unwrap());
    let local = match time.hour {
        None => LocalTime::Day(day),
        hour => LocalTime::At(day.at(part(hour), part(time.minute), part(time.second), 0)),
    };
    (local, named.unwrap_or("UTC"))
}

fn instant(found: &ICalendarEntry) -> Moment {
    let (local, name) = local(found);
    Moment::from(local.datetime().to_zoned(zone(name)).unwrap().timestamp())
}

fn when_of(event: &ICalendarComponent, is_master: bool) -> When {
    let start = event.property(&ICalendarProperty::Dtstart).unwrap();
    let end = event.property(&ICalendarProperty::Dtend);
    match local(start) {
        (LocalTime::Day(first), _) => {
            When::Days { first, last: local(end.unwrap()).0.date().yesterday().unwrap() }
        }
        (LocalTime::At(wall), name) if is_master => {
            let lasts = || match value(event, &ICalendarProperty::Duration).unwrap() {
                ICalendarValue::Duration(lasts) => jiff::SignedDuration::from_secs(lasts.as_seconds()),
                other => panic!("{other:?}"),
            };
            let end = end.map_or_else(|| wall.checked_add(lasts()).unwrap(), |end| local(end).0.datetime());
            When::Walls { start: wall, end, zone: zone(name) }
        }
        (LocalTime::At(_), name) => {
            When::Times { start: instant(start), end: instant(end.unwrap()), zone: zone(name) }
        }
    }
}

fn entry_of(event: &ICalendarComponent, is_master: bool) -> Entry {
    let text = |name| text_of(event, &name);
    let time = |name| instant(event.property(&name).unwrap());
    let texts =
        |name: &ICalendarProperty| event.property(name).map(|found| found.values.clone()).unwrap_or_default();
    let is = |name, wanted: ICalendarValue| value(event, &name) == Some(wanted);
    let status = match value(event, &ICalendarProperty::Status) {
        Some(ICalendarValue::Status(ICalendarStatus::Cancelled)) => Status::Cancelled,
        Some(ICalendarValue::Status(ICalendarStatus::Tentative)) => Status::Tentative,
        _ => Status::Confirmed,
    };
    let title = text(ICalendarProperty::Summary).unwrap_or_default();
    let numbers: Vec<f64> = texts(&ICalendarProperty::Geo)
        .iter()
        .map(|number| if let ICalendarValue::Float(number) = number { *number } else { panic!("{number:?}") })
        .collect();
    Entry {
        uid: text(ICalendarProperty::Uid).unwrap(),
        sequence: match value(event, &ICalendarProperty::Sequence).unwrap() {
            ICalendarValue::Integer(number) => number,
            other => panic!("{other:?}"),
        },
        changed_at: time(ICalendarProperty::Dtstamp),
        created_at: time(ICalendarProperty::Created),
        when: when_of(event, is_master),
        status,
        title: match status {
            Status::Cancelled => title.strip_prefix("CANCELLED: ").unwrap_or_default().to_owned(),
            _ => title,
        },
        location: text(ICalendarProperty::Location),
        geo: if let [latitude, longitude] = numbers[..] { Some(Geo { latitude, longitude }) } else { None },
        description: text(ICalendarProperty::Description).unwrap_or_default(),
        url: value(event, &ICalendarProperty::Url).and_then(ICalendarValue::into_text).map(String::from),
        categories: texts(&ICalendarProperty::Categories)
            .iter()
            .map(|one| one.as_text().unwrap().to_owned())
            .collect(),
        private: is(
            ICalendarProperty::Class,
            ICalendarValue::Classification(ICalendarClassification::Private),
        ),
        busy: is(ICalendarProperty::Transp, ICalendarValue::Transparency(ICalendarTransparency::Opaque)),
    }
}

/// All that stands in a calendar, in its order.
fn items_of(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for event in events(text) {
        let dates = |name| event.properties(&name).map(|found| local(found).0).collect::<Vec<_>>();
        let instead = event.property(&ICalendarProperty::RecurrenceId).map(|found| local(found).0);
        if let (Some(date), Some(Item::Series(series))) = (instead, items.last_mut()) {
            series.overrides.push(Override { date, entry: entry_of(&event, false) });
        } else if event.has_property(&ICalendarProperty::Rrule) {
            items.push(Item::Series(Series {
                master: entry_of(&event, true),
                rule: "FREQ=DAILY".into(),
                last: None,
                except: dates(ICalendarProperty::Exdate),
                also: dates(ICalendarProperty::Rdate),
                overrides: Vec::new(),
            }));
        } else {
            items.push(Item::Single(entry_of(&event, false)));
        }
    }
    items
}

proptest! {
    #[test]
    fn what_was_read_is_written_the_same(
        items in vec(prop_oneof![entries().prop_map(Item::Single), series().prop_map(Item::Series)], 0..4)
    ) {
        let text = super::super::feed(&info(), &items, TODAY);
        prop_assert_eq!(super::super::feed(&info(), &items_of(&text), TODAY), text);
    }
}

//! The body of every VTIMEZONE gives the instants that jiff gives by its name.

use std::time::Duration;

use entity::Moment;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::super::{Entry, When};
use super::reader::{instants, zones};
use super::{TODAY, entry, feed, info, moment, two_hours, zone};

/// Zone, and how many components its body has around 2026: one without changes, two with yearly rules, 0 for one per onset.
const ZONES: &[(&str, usize)] = &[
    ("Europe/London", 2),
    ("Europe/Dublin", 2),
    ("Europe/Berlin", 2),
    ("America/New_York", 2),
    ("America/St_Johns", 2),
    ("Australia/Lord_Howe", 2),
    ("Australia/Sydney", 2),
    ("Pacific/Auckland", 2),
    ("Pacific/Chatham", 2),
    ("Antarctica/Troll", 2),
    ("Asia/Kolkata", 1),
    ("Asia/Kathmandu", 1),
    ("America/Sao_Paulo", 1),
    ("Etc/GMT+5", 1),
    ("Africa/Casablanca", 0),
    ("Asia/Jerusalem", 0),
    ("Africa/Cairo", 0),
    ("America/Santiago", 0),
    ("America/Nuuk", 0),
    ("Asia/Gaza", 0),
];

/// An entry every `step` hours over the years, each two hours long.
fn entries(zone: &TimeZone, from: Date, to: Date, step: i64) -> Vec<Entry> {
    let end = to.to_zoned(zone.clone()).unwrap();
    let mut at = from.to_zoned(zone.clone()).unwrap();
    let mut entries = Vec::new();
    while at < end {
        let start = Moment::from(at.timestamp());
        let end = start + Duration::from_secs(7200);
        entries.push(entry(When::Times { start, end, zone: zone.clone() }));
        at = at.checked_add(step.hours()).unwrap();
    }
    entries
}

fn expected(entries: &[Entry]) -> Vec<(i64, i64)> {
    let times = |entry: &Entry| match &entry.when {
        When::Times { start, end, .. } => (start.seconds(), end.seconds()),
        When::Days { .. } | When::Walls { .. } => unreachable!(),
    };
    entries.iter().map(times).collect()
}

#[test]
fn every_date_has_its_instant_by_the_body_too() {
    for &(name, _) in ZONES {
        let entries = entries(&zone(name), date(2024, 1, 1), date(2029, 1, 1), 61);
        let text = feed(&info(), &entries, TODAY);
        assert_eq!(instants(&text), expected(&entries), "{name}");
    }
}

#[test]
fn every_hour_around_a_change_has_its_instant() {
    for &(name, _) in ZONES {
        let zone = zone(name);
        let from = moment("2025-12-01T00:00:00Z").timestamp();
        for change in zone.following(from).take(4).map(|change| change.timestamp()).collect::<Vec<_>>() {
            let day = zone.to_datetime(change).date();
            let entries = entries(&zone, day.yesterday().unwrap(), day.tomorrow().unwrap(), 1);
            assert_eq!(instants(&feed(&info(), &entries, TODAY)), expected(&entries), "{name} {day}");
        }
    }
}

#[test]
fn a_zone_with_yearly_rules_has_two_components_and_others_one_per_onset() {
    for &(name, components) in ZONES {
        let text = feed(&info(), &[entry(two_hours("2026-02-10T12:00", name))], TODAY);
        let count = text.matches("\r\nTZOFFSETTO:").count();
        assert_eq!(text.matches("\r\nRRULE:").count(), if components == 2 { 2 } else { 0 }, "{name}: {text}");
        assert!(if components == 0 { count > 2 } else { count == components }, "{name}: {count}");
        assert!(text.contains(&format!("\r\nTZID:{name}\r\n")), "{name}: {text}");
        assert!(!text.contains("RDATE"));
    }
}

#[test]
fn daylight_is_the_later_clock_in_dublin_as_well() {
    let text = feed(&info(), &[entry(two_hours("2026-02-10T12:00", "Europe/Dublin"))], TODAY);
    let daylight = text.split("BEGIN:DAYLIGHT").nth(1).unwrap().split("END:DAYLIGHT").next().unwrap();
    assert!(daylight.contains("TZOFFSETTO:+0100"), "{text}");
}

#[test]
fn a_rule_that_ends_is_not_written_as_one_that_goes_on() {
    // Brazil gave summer time up in 2019, Samoa in 2021, Mexico in 2022 after a year by the rule.
    for (name, start) in [
        ("America/Sao_Paulo", date(2018, 12, 10)),
        ("Pacific/Apia", date(2020, 1, 10)),
        ("America/Mexico_City", date(2022, 3, 1)),
    ] {
        let entries = entries(&zone(name), start, date(2031, 1, 1), 61);
        let text = feed(&info(), &entries, TODAY);
        assert!(!text.contains("RRULE"), "{text}");
        assert_eq!(instants(&text), expected(&entries), "{name}");
    }
}

#[test]
fn ten_years_after_today_are_covered() {
    for &(name, _) in ZONES {
        let zone = zone(name);
        let text = feed(&info(), &[entry(two_hours("2025-02-10T12:00", name))], TODAY);
        let onsets = &zones(&text)[name];
        let (from, to) = (moment("2024-02-10T12:00:00Z"), moment("2036-11-22T00:00:00Z"));
        let mut at = from;
        while at < to {
            let offset = onsets.iter().rev().find(|onset| onset.0 <= at.seconds()).unwrap().2;
            assert_eq!(offset, i64::from(zone.to_offset(at.timestamp()).seconds()), "{name} {at}");
            at = at + Duration::from_secs(41 * 3600);
        }
    }
}

#[test]
fn each_zone_is_described_once_and_only_if_it_is_named() {
    let names = ["Europe/London", "America/New_York", "Europe/London", "UTC", "Etc/UTC"];
    let entries: Vec<_> = names.iter().map(|name| entry(two_hours("2026-07-09T18:00", name))).collect();
    let text = feed(&info(), &entries, TODAY);
    assert_eq!(zones(&text).keys().collect::<Vec<_>>(), ["America/New_York", "Europe/London"]);
    assert_eq!(instants(&text), expected(&entries));
    assert_eq!(text.matches("\r\nDTSTART:20260709T180000Z\r\n").count(), 2);
}

#[test]
fn a_doubled_time_is_the_first_and_written_in_utc() {
    let text = feed(&info(), &[entry(two_hours("2026-10-25T01:30", "Europe/London"))], TODAY);
    assert!(text.contains("\r\nDTSTART:20261025T003000Z\r\nDTEND:20261025T023000Z\r\n"), "{text}");
}

#[test]
fn an_end_within_the_doubled_hour_is_written_in_utc() {
    let start = moment("2026-10-25T00:00:00Z") - Duration::from_secs(3600);
    let when = When::Times { start, end: moment("2026-10-25T01:30:00Z"), zone: zone("Europe/London") };
    let text = feed(&info(), &[entry(when)], TODAY);
    assert!(text.contains("\r\nDTEND:20261025T013000Z\r\n"), "{text}");
}

#[test]
fn a_skipped_time_moves_forward() {
    let text = feed(&info(), &[entry(two_hours("2026-03-29T01:30", "Europe/London"))], TODAY);
    assert!(text.contains("\r\nDTSTART;TZID=Europe/London:20260329T023000\r\n"), "{text}");
}

#[test]
fn dates_before_1970_and_offsets_with_seconds_are_right_too() {
    for (name, start) in [("Europe/London", "1965-07-09T18:00"), ("Africa/Monrovia", "1971-07-09T18:00")] {
        let entries = [entry(two_hours(start, name)), entry(two_hours("2026-07-09T18:00", name))];
        let text = feed(&info(), &entries, TODAY);
        assert_eq!(instants(&text), expected(&entries), "{name}: {text}");
    }
}

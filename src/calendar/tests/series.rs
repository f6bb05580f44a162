//! A repeating event is one master and its overrides.

use calcard::icalendar::ICalendarProperty;
use entity::value::local::LocalTime;
use jiff::civil::{DateTime, date};

use super::super::{Item, Override, Series};
use super::reader::{events, instants, read, text_of, zones};
use super::*;

fn walls(start: &str, end: &str, zone_name: &str) -> When {
    let [start, end] = [start, end].map(|text| text.parse::<DateTime>().unwrap());
    When::Walls { start, end, zone: zone(zone_name) }
}

fn at(text: &str) -> LocalTime {
    text.parse().unwrap()
}

/// The pickets of one week, from 7am to 10am.
fn pickets() -> Series {
    Series {
        master: entry(walls("2026-03-23T07:00", "2026-03-23T10:00", "Europe/London")),
        rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260403T225959Z".into(),
        last: Some(date(2026, 4, 3)),
        except: vec![at("2026-04-03T07:00")],
        also: vec![at("2026-04-04T08:00")],
        overrides: Vec::new(),
    }
}

fn written(series: &Series) -> String {
    super::super::feed(&info(), &[Item::Series(series.clone())], TODAY)
}

/// The lines of the text that begin like that, in order.
fn lines<'a>(text: &'a str, property: &str) -> Vec<&'a str> {
    text.split("\r\n").filter(|line| line.starts_with(property)).collect()
}

#[test]
fn a_series_without_differences_is_one_entry() {
    let text = written(&pickets());
    assert_eq!(events(&text).len(), 1);
    let (_, event) = text.split_once("BEGIN:VEVENT").unwrap();
    let times = lines(event, "DT")
        .into_iter()
        .chain(lines(event, "RRULE"))
        .chain(lines(event, "EXDATE"))
        .chain(lines(event, "RDATE"));
    assert_eq!(
        times.collect::<Vec<_>>(),
        [
            "DTSTAMP:20260501T100000Z",
            "DTSTART;TZID=Europe/London:20260323T070000",
            "DTEND;TZID=Europe/London:20260323T100000",
            "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260403T225959Z",
            "EXDATE;TZID=Europe/London:20260403T070000",
            "RDATE;TZID=Europe/London:20260404T080000",
        ]
    );
    assert!(!text.contains("RECURRENCE-ID"));
}

#[test]
fn a_date_that_differs_follows_as_an_override_with_the_masters_uid_and_sequence() {
    let master = pickets().master;
    let plain = |day: &str| {
        (
            at(&format!("{day}T07:00")),
            Entry { when: master.when.on(at(&format!("{day}T07:00"))).unwrap(), ..master.clone() },
        )
    };
    let (first, second, third) = (plain("2026-03-23"), plain("2026-03-24"), plain("2026-03-25"));
    let moved = Entry {
        when: two_hours("2026-03-24T09:00", "Europe/London"),
        uid: "other".into(),
        sequence: 0,
        ..second.1
    };
    let off = Entry { status: Status::Cancelled, ..third.1 };
    let later = Entry { url: None, changed_at: Moment(0), created_at: Moment(9), sequence: 9, ..first.1 };
    let series = pickets().differing([(first.0, later), (second.0, moved), (third.0, off)]);
    let dates: Vec<_> = series.overrides.iter().map(|one| one.date).collect();
    assert_eq!(dates, [at("2026-03-24T07:00"), at("2026-03-25T07:00")]);

    let text = written(&series);
    assert_eq!(
        lines(&text, "RECURRENCE-ID"),
        [
            "RECURRENCE-ID;TZID=Europe/London:20260324T070000",
            "RECURRENCE-ID;TZID=Europe/London:20260325T070000"
        ]
    );
    assert_eq!(lines(&text, "UID"), ["UID:0197-lobby@convenor.example"; 3]);
    assert_eq!(lines(&text, "SEQUENCE"), ["SEQUENCE:3"; 3]);
    assert_eq!(lines(&text, "STATUS"), ["STATUS:CONFIRMED", "STATUS:CONFIRMED", "STATUS:CANCELLED"]);
    assert_eq!(lines(&text, "RRULE:FREQ=WEEKLY").len(), 1, "the rule stands in the master alone");
    assert_eq!(
        text_of(&events(&text)[2], &ICalendarProperty::Summary).unwrap(),
        "CANCELLED: Banners Held High"
    );
    read(&text);
}

#[test]
fn no_date_is_both_left_out_and_overridden() {
    let mut series = pickets();
    series.overrides.push(Override { date: at("2026-04-03T07:00"), entry: lobby() });
    let text = written(&series);
    assert_eq!(lines(&text, "EXDATE"), [""; 0]);
    assert_eq!(lines(&text, "RECURRENCE-ID"), ["RECURRENCE-ID;TZID=Europe/London:20260403T070000"]);
}

#[test]
fn dates_are_written_in_the_form_of_the_first() {
    let mut utc = pickets();
    utc.master.when = walls("2026-03-23T07:00", "2026-03-23T10:00", "UTC");
    let text = written(&utc);
    assert_eq!(lines(&text, "EXDATE"), ["EXDATE:20260403T070000Z"]);
    assert_eq!(lines(&text, "DTSTART"), ["DTSTART:20260323T070000Z"]);
    assert!(!text.contains("VTIMEZONE"));

    let days = Series {
        master: entry(When::Days { first: date(2026, 3, 23), last: date(2026, 3, 24) }),
        except: vec![at("2026-04-03")],
        also: vec![at("2026-04-04")],
        overrides: vec![Override { date: at("2026-04-04"), entry: lobby() }],
        ..pickets()
    };
    let text = written(&days);
    assert_eq!(lines(&text, "EXDATE"), ["EXDATE;VALUE=DATE:20260403"]);
    assert_eq!(lines(&text, "RDATE"), ["RDATE;VALUE=DATE:20260404"]);
    assert_eq!(lines(&text, "RECURRENCE-ID"), ["RECURRENCE-ID;VALUE=DATE:20260404"]);
}

#[test]
fn what_readers_agree_on_is_said_for_each_date() {
    let on = |when: &When, date: &str| match when.on(at(date)) {
        Some(When::Times { start, end, .. }) => Some((start.to_string(), end.to_string())),
        _ => None,
    };
    let said = |start: &str, end: &str| Some((start.to_owned(), end.to_owned()));
    let nightly = walls("2026-01-10T00:30", "2026-01-10T01:30", "Europe/London");
    assert_eq!(on(&nightly, "2026-01-11T00:30"), said("2026-01-11T00:30:00Z", "2026-01-11T01:30:00Z"));
    assert_eq!(on(&nightly, "2026-06-01T00:30"), said("2026-05-31T23:30:00Z", "2026-06-01T00:30:00Z"));
    assert_eq!(on(&nightly, "2026-06-01T19:00"), said("2026-06-01T18:00:00Z", "2026-06-01T19:00:00Z"));
    // The end is skipped; it is there twice; the clocks change between both.
    assert_eq!(on(&nightly, "2026-03-29T00:30"), None);
    assert_eq!(on(&nightly, "2026-10-25T00:30"), None);
    assert_eq!(on(&nightly, "2026-10-25T01:30"), None, "the start is there twice");
    let long = walls("2026-01-10T23:00", "2026-01-11T03:00", "Europe/London");
    assert_eq!(on(&long, "2026-03-28T23:00"), None);
    assert_eq!(on(&long, "2026-03-27T23:00"), said("2026-03-27T23:00:00Z", "2026-03-28T03:00:00Z"));
    assert_eq!(on(&long, "2026-03-27"), None, "a day is no time");

    let days = When::Days { first: date(2026, 3, 23), last: date(2026, 3, 24) };
    assert_eq!(
        days.on(at("2026-02-28")),
        Some(When::Days { first: date(2026, 2, 28), last: date(2026, 3, 1) })
    );
    assert_eq!(days.on(at("2026-02-28T07:00")), None);
    assert_eq!(two_hours("2026-03-23T07:00", "Europe/London").on(at("2026-03-24T07:00")), None);
}

#[test]
fn a_first_date_that_readers_differ_in_has_a_length_and_no_end() {
    for (start, end, zone, expected) in [
        ("2026-03-28T23:30", "2026-03-29T01:45", "Europe/London", "DURATION:PT2H15M"),
        ("2026-10-25T01:30", "2026-10-25T01:30:30", "Europe/London", "DURATION:PT30S"),
        ("2026-10-24T12:00", "2026-10-26T12:00", "Europe/London", "DURATION:PT48H"),
    ] {
        let mut series = pickets();
        series.master.when = walls(start, end, zone);
        let text = written(&series);
        assert_eq!(lines(&text, "DURATION"), [expected]);
        assert!(!text.contains("\r\nDTEND"));
    }
}

#[test]
fn the_zone_is_described_for_every_date_of_the_rule() {
    // Chile's clocks change on the Sunday after the first Saturday of a month, which is no rule that clients read.
    let mut series = pickets();
    series.master.when = walls("2026-03-23T07:00", "2026-03-23T10:00", "America/Santiago");
    let years = |series: &Series| {
        let onsets = zones(&written(series)).remove("America/Santiago").unwrap();
        let year =
            |second: i64| zone("UTC").to_datetime(jiff::Timestamp::from_second(second).unwrap()).year();
        (year(onsets[1].0), year(onsets.last().unwrap().0))
    };
    assert_eq!(years(&series), (2025, 2036), "ten years after today");
    series.last = None;
    assert_eq!(years(&series), (2025, 2036), "a rule that goes on");
    series.last = Some(date(2040, 1, 1));
    assert_eq!(years(&series), (2025, 2050));
    series.also.push(at("2045-01-01T07:00"));
    assert_eq!(years(&series), (2025, 2055));
    series.overrides.push(Override { date: at("2046-01-01T07:00"), entry: lobby() });
    let text = written(&series);
    assert_eq!(years(&series), (2025, 2056));
    assert_eq!(zones(&text).len(), 2, "the override has a zone of its own");
}

#[test]
fn single_dates_and_series_stand_side_by_side() {
    let items = [Item::from(lobby()), Item::Series(Series { overrides: Vec::new(), ..pickets() })];
    let text = super::super::feed(&info(), &items, TODAY);
    assert_eq!(instants(&text).len(), 2);
    assert_eq!(text, super::super::feed(&info(), &items, TODAY));
}

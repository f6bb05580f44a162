//! What the calendar of a repeating event says after each kind of change: compared with the texts in
//! `tests/service/calendars`, which `WRITE_CALENDARS=1` writes anew, and laid ready for other readers.

use std::path::Path;

use convenor::calendar::{Entry, Series, Status, When};
use entity::Moment;
use entity::value::local::LocalTime;
use serde_json::Value;

use super::series::{told_otherwise, write};
use super::{date, fs};

const ZONE: &str = "Europe/London";

/// The picket line as it was announced: six Tuesdays.
const TUESDAYS: &str = r#"{"every": "week", "until": "2026-02-10"}"#;

fn picket() -> Entry {
    Entry {
        uid: "0198-picket".to_owned(),
        sequence: 4,
        changed_at: Moment::from_millis(1_767_000_000_000),
        created_at: Moment::from_millis(1_766_000_000_000),
        when: When::Days { first: date(2026, 1, 6), last: date(2026, 1, 6) },
        status: Status::Confirmed,
        title: "Picket at the depot".to_owned(),
        location: Some("Depot gate, Barnet".to_owned()),
        geo: None,
        description: "Bring gloves".to_owned(),
        url: Some("https://example.org/barnet/events/picket".to_owned()),
        categories: vec!["picket".to_owned()],
        private: false,
        busy: false,
    }
}

fn at(text: &str) -> LocalTime {
    text.parse().expect("a time")
}

/// From `start` to `end` in London, as one date is moved.
fn times(start: &str, end: &str) -> When {
    let zone = jiff::tz::TimeZone::get(ZONE).expect("a zone that exists");
    let instant = |wall: &str| {
        let wall: jiff::civil::DateTime = wall.parse().expect("a time");
        Moment::from(wall.to_zoned(zone.clone()).expect("an instant").timestamp())
    };
    When::Times { start: instant(start), end: instant(end), zone: zone.clone() }
}

fn series(shared: Entry, repeats: &str, differs: impl Fn(LocalTime, &mut Entry)) -> Told {
    from("2026-01-06T18:00", "2026-01-06T20:00", shared, repeats, differs)
}

fn from(
    start: &str,
    end: &str,
    shared: Entry,
    repeats: &str,
    differs: impl Fn(LocalTime, &mut Entry),
) -> Told {
    told_otherwise(
        shared,
        ZONE,
        (at(start), at(end)),
        &serde_json::from_str(repeats).expect("a rule"),
        differs,
    )
}

/// The third Tuesday differs.
fn third(change: impl Fn(&mut Entry)) -> Told {
    series(picket(), TUESDAYS, |date, entry| {
        if date == at("2026-01-20T18:00") {
            change(entry);
        }
    })
}

fn plain(repeats: &str) -> Told {
    series(picket(), repeats, |_date, _entry| {})
}

type Told = (Series, Vec<Value>);

fn all() -> Vec<(&'static str, Vec<Told>)> {
    [of_single_dates(), of_the_whole(), of_odd_rules()].concat()
}

fn of_single_dates() -> Vec<(&'static str, Vec<Told>)> {
    let left_out = r#"{"every": "week", "until": "2026-02-10", "except": ["2026-01-20"]}"#;
    let added = r#"{"every": "week", "until": "2026-02-10", "also": ["2026-01-24T10:00"]}"#;
    let elsewhere = || Some("Town hall, Barnet".to_owned());
    vec![
        ("date-left-out", vec![plain(left_out)]),
        ("date-added", vec![plain(added)]),
        ("date-moved", vec![third(|entry| entry.when = times("2026-01-21T19:00", "2026-01-21T21:30"))]),
        ("date-cancelled", vec![third(|entry| entry.status = Status::Cancelled)]),
        ("date-elsewhere", vec![third(|entry| entry.location = elsewhere())]),
    ]
}

fn of_the_whole() -> Vec<(&'static str, Vec<Told>)> {
    let postponed = Entry {
        status: Status::Tentative,
        description: "Postponed: a new date will be announced.\n\nBring gloves".to_owned(),
        ..picket()
    };
    let cancelled = Entry { status: Status::Cancelled, ..picket() };
    let later = Entry { uid: "0199-picket".to_owned(), sequence: 0, ..picket() };
    let following = from("2026-01-27T19:00", "2026-01-27T20:30", later, TUESDAYS, |_date, _entry| {});
    vec![
        ("announced", vec![plain(TUESDAYS)]),
        ("cancelled", vec![series(cancelled, TUESDAYS, |_date, _entry| {})]),
        ("postponed", vec![series(postponed, TUESDAYS, |_date, _entry| {})]),
        ("this-and-following", vec![plain(r#"{"every": "week", "until": "2026-01-26"}"#), following]),
    ]
}

/// Where what the organiser said alone makes dates differ.
fn of_odd_rules() -> Vec<(&'static str, Vec<Told>)> {
    let moved = r#"{"every": "month", "on": ["last_working_day"], "times": 6, "except_bank_holidays": "england-and-wales"}"#;
    let nights = r#"{"every": "day", "times": 3}"#;
    let days = r#"{"every": "week", "times": 4, "except": ["2026-01-13"], "also": ["2026-02-20"]}"#;
    let march = |date: LocalTime, entry: &mut Entry| {
        if date == at("2026-01-20") {
            entry.title = "Picket with a march".to_owned();
        }
    };
    let told = |start, end, rule| from(start, end, picket(), rule, |_date, _entry| {});
    vec![
        ("bank-holidays", vec![told("2026-07-31T13:00", "2026-07-31T13:45", moved)]),
        ("clocks-change", vec![told("2026-03-28T23:30", "2026-03-29T01:30", nights)]),
        ("whole-days", vec![from("2026-01-06", "2026-01-07", picket(), days, march)]),
    ]
}

#[test]
fn each_kind_of_change_is_written_as_was_agreed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/calendars");
    let mut differ = Vec::new();
    for (name, told) in all() {
        let text = write(&format!("change-{name}"), told).replace("\r\n", "\n");
        let kept = folder.join(format!("{name}.ics"));
        if option_env!("WRITE_CALENDARS").is_some() {
            fs::write(kept, text).expect("written");
        } else if fs::read_to_string(kept).unwrap_or_default() != text {
            differ.push(format!("{name}:\n{text}"));
        }
    }
    assert!(differ.is_empty(), "set WRITE_CALENDARS=1 to write them anew\n{}", differ.join("\n"));
}

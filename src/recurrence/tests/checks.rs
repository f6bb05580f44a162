//! What is refused, with what words, and how fast.

use std::time::{Duration, Instant};

use super::*;

fn said(start: &str, json: &str) -> Vec<(String, String)> {
    mistakes(start, json).into_iter().map(|mistake| (mistake.pointer, mistake.code.into_owned())).collect()
}

/// Start, rule, what is pointed at, and why.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("2026-01-05", "{}", "/repeats/every", "required"),
    ("2026-01-05", r#"{"interval": 2}"#, "/repeats/every", "required"),
    ("2026-01-05", r#"{"except": ["2026-01-12"]}"#, "/repeats/every", "required"),
    ("2026-01-05", r#"{"every": "week", "interval": 0}"#, "/repeats/interval", "out_of_range"),
    ("2026-01-05", r#"{"every": "week", "interval": 70000}"#, "/repeats/interval", "out_of_range"),
    ("2026-01-05", r#"{"every": "week", "times": 0}"#, "/repeats/times", "out_of_range"),
    ("2026-01-05", r#"{"every": "week", "times": 3, "until": "2026-02-01"}"#, "/repeats/times", "conflict"),
    ("2026-01-05", r#"{"every": "week", "until": "2026-01-04"}"#, "/repeats/until", "before_start"),
    ("2026-01-05", r#"{"every": "week", "until": "2200-01-04"}"#, "/repeats/until", "out_of_range"),
    ("2026-01-05", r#"{"every": "day", "on": ["mon"]}"#, "/repeats/on/0", "conflict"),
    ("2026-01-05", r#"{"every": "week", "on": ["mon", "first_tue"]}"#, "/repeats/on/1", "conflict"),
    ("2026-01-05", r#"{"every": "month", "on": ["mon"]}"#, "/repeats/on/0", "conflict"),
    ("2026-01-05", r#"{"every": "month", "on": ["first_mon", 15]}"#, "/repeats/on/1", "conflict"),
    ("2026-01-05", r#"{"every": "year", "on": [5]}"#, "/repeats/in_months", "required"),
    (
        "2026-01-30",
        r#"{"every": "year", "on": ["last_working_day"], "in_months": ["jan", "jul"]}"#,
        "/repeats/every",
        "not_supported",
    ),
    ("2026-01-05", r#"{"every": "week", "rrule": "FREQ=DAILY"}"#, "/repeats/rrule", "conflict"),
    ("2026-01-05", r#"{"rrule": "FREQ=HOURLY"}"#, "/repeats/rrule", "too_often"),
    ("2026-01-05", r#"{"rrule": "FREQ=MINUTELY;BYDAY=MO"}"#, "/repeats/rrule", "too_often"),
    ("2026-01-05", r#"{"rrule": "FREQ=SECONDLY"}"#, "/repeats/rrule", "too_often"),
    ("2026-01-05", r#"{"rrule": "FREQ=FORTNIGHTLY"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": ""}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": "every monday"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": "FREQ=WEEKLY;FREQ=DAILY"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": "FREQ=WEEKLY;BYDAY=1MO"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": "FREQ=WEEKLY;BYDAY=é"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-05", r#"{"rrule": "FREQ=WEEKLY;COUNT=-1"}"#, "/repeats/rrule", "out_of_range"),
    ("2026-01-05", r#"{"rrule": "FREQ=WEEKLY;COUNT=99999999999"}"#, "/repeats/rrule", "out_of_range"),
    ("2026-01-05", r#"{"rrule": "FREQ=MONTHLY;BYMONTHDAY=0"}"#, "/repeats/rrule", "out_of_range"),
    ("2026-01-05", r#"{"rrule": "FREQ=MONTHLY;BYDAY=6MO"}"#, "/repeats/rrule", "out_of_range"),
    (
        "2026-01-05",
        r#"{"every": "month", "interval": 2, "in_months": ["jan"]}"#,
        "/repeats/interval",
        "conflict",
    ),
    (
        "2026-01-05",
        r#"{"every": "year", "interval": 2, "in_months": ["jan", "jul"]}"#,
        "/repeats/interval",
        "conflict",
    ),
    // What programs of members read otherwise.
    (
        "2026-01-05",
        r#"{"rrule": "FREQ=MONTHLY;INTERVAL=2;BYMONTH=1,2,3"}"#,
        "/repeats/rrule",
        "not_supported",
    ),
    ("2026-01-05", r#"{"rrule": "FREQ=YEARLY;BYDAY=1MO"}"#, "/repeats/rrule", "not_supported"),
    ("2026-01-05", r#"{"rrule": "FREQ=YEARLY;BYMONTHDAY=5"}"#, "/repeats/rrule", "not_supported"),
    (
        "2026-01-05",
        r#"{"rrule": "FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO,TU;BYSETPOS=1"}"#,
        "/repeats/rrule",
        "not_supported",
    ),
    (
        "2026-01-05",
        r#"{"rrule": "FREQ=MONTHLY;BYMONTHDAY=5,6;BYSETPOS=1"}"#,
        "/repeats/rrule",
        "not_supported",
    ),
    ("2026-01-05", r#"{"rrule": "FREQ=MONTHLY;BYDAY=MO,2TU"}"#, "/repeats/rrule", "not_supported"),
    ("2026-01-05", r#"{"rrule": "FREQ=MONTHLY;BYDAY=-5MO"}"#, "/repeats/rrule", "out_of_range"),
    ("2026-01-05", r#"{"rrule": "FREQ=MONTHLY;BYSETPOS=1"}"#, "/repeats/rrule", "not_supported"),
    ("2026-01-05", r#"{"rrule": "FREQ=YEARLY;BYWEEKNO=2"}"#, "/repeats/rrule", "not_supported"),
    ("2026-01-05", r#"{"rrule": "FREQ=YEARLY;BYEASTER=2"}"#, "/repeats/rrule", "not_supported"),
    ("2026-01-05", r#"{"rrule": "FREQ=DAILY;BYHOUR=9"}"#, "/repeats/rrule", "other_time"),
    ("2026-01-05T09:00", r#"{"rrule": "FREQ=DAILY;BYHOUR=9,10"}"#, "/repeats/rrule", "other_time"),
    ("2026-01-05", r#"{"rrule": "FREQ=DAILY;COUNT=2;UNTIL=20260201"}"#, "/repeats/rrule", "conflict"),
    ("2026-01-05", r#"{"rrule": "FREQ=DAILY;UNTIL=20260101"}"#, "/repeats/rrule", "before_start"),
    ("2026-01-05", r#"{"rrule": "FREQ=DAILY;UNTIL=20261301"}"#, "/repeats/rrule", "not_a_rule"),
    ("2026-01-06", r#"{"every": "week", "on": ["mon"]}"#, "/start", "not_a_date_of_the_rule"),
    ("2026-01-05", r#"{"every": "week", "also": ["2026-02-01T09:00"]}"#, "/repeats/also/0", "mixed"),
    ("2026-01-05", r#"{"every": "week", "also": ["2026-01-05"]}"#, "/repeats/also/0", "before_start"),
    ("2026-01-05", r#"{"every": "week", "times": 1, "except": ["2026-01-05"]}"#, "/repeats", "no_dates"),
    (
        "2026-12-25",
        r#"{"every": "year", "except_bank_holidays": "scotland", "times": 1}"#,
        "/repeats",
        "no_dates",
    ),
];

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    for &(start, json, pointer, code) in REFUSED {
        assert_eq!(said(start, json), [(pointer.to_owned(), code.to_owned())], "{start} {json}");
    }
    let unknown =
        Recurrence::new(&repeats(r#"{"every": "week"}"#), at("2026-01-05"), "Europe/Nowhere").unwrap_err();
    assert_eq!(unknown[0].pointer, "/timezone");
}

#[test]
fn a_start_that_is_no_date_of_the_rule_is_told_the_first() {
    for (start, json, told) in [
        ("2026-01-06T18:00", r#"{"every": "week", "on": ["mon"]}"#, "2026-01-12T18:00"),
        ("2026-01-06", r#"{"every": "month", "on": ["first_mon"]}"#, "2026-02-02"),
        (
            "2026-08-28",
            r#"{"every": "month", "on": ["last_working_day"], "except_bank_holidays": "england-and-wales"}"#,
            "2026-08-31 (which a bank holiday moves to 2026-08-28)",
        ),
    ] {
        let [mistake] = mistakes(start, json).try_into().unwrap();
        assert_eq!(mistake.message, format!("must be a date of the rule; the first one is {told}"));
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let json = r#"{"every": "week", "interval": 0, "times": 0, "on": ["last_day"], "rrule": "FREQ=HOURLY", "also": ["2020-01-01"]}"#;
    let pointers: Vec<_> = said("2026-01-05", json).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(
        pointers,
        ["/repeats/interval", "/repeats/times", "/repeats/on/0", "/repeats/rrule", "/repeats/also/0"]
    );
}

#[test]
fn nothing_that_is_typed_takes_long() {
    let started = Instant::now();
    for (json, code) in [
        (r#"{"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}"#, "not_supported"),
        (r#"{"rrule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31"}"#, "no_dates"),
        (r#"{"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}"#, "no_dates"),
        (r#"{"rrule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=12"}"#, "no_dates"),
        (r#"{"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1;BYDAY=2MO"}"#, "no_dates"),
        (r#"{"rrule": "FREQ=DAILY;INTERVAL=7;BYDAY=TU"}"#, "no_dates"),
        (r#"{"rrule": "FREQ=DAILY;INTERVAL=365;BYMONTH=2;BYDAY=TU;COUNT=5000"}"#, "no_dates"),
        (r#"{"every": "month", "on": [30], "in_months": ["feb"]}"#, "no_dates"),
    ] {
        let [mistake] = mistakes("2026-01-05", json).try_into().unwrap();
        assert_eq!(mistake.code, code, "{json}");
    }
    let long = format!(r#"{{"rrule": "FREQ=DAILY;BYDAY={}"}}"#, "MO,".repeat(1_000_000));
    assert_eq!(said("2026-01-05", &long)[0].1, "too_long");
    let many = format!(r#"{{"rrule": "FREQ=MONTHLY;BYDAY={}MO"}}"#, "MO,".repeat(100));
    assert_eq!(said("2026-01-05", &many)[0].1, "too_long");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

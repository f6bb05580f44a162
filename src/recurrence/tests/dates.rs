//! Which dates a rule has, and which of them take place.

use super::*;

/// The branch's own pickets: each working day of two months, but for one bank holiday.
const PICKET: &str = r#"{"every": "week", "on": ["mon","tue","wed","thu","fri"], "until": "2024-07-12",
    "except_bank_holidays": "england-and-wales"}"#;

#[test]
fn nine_weeks_of_pickets_have_the_strike_days_that_the_branch_published() {
    let picket = of("2024-05-13T07:00", PICKET);
    // 37 days were before; the branch told these sums on these days.
    for (on, sum) in [("2024-05-23", 46), ("2024-06-05", 54), ("2024-06-21", 66), ("2024-07-12", 81)] {
        let dates = picket.dates(date(2024, 5, 1)..=on.parse().unwrap(), 500);
        assert_eq!(37 + dates.len(), sum, "{on}");
    }
    let all = picket.dates(Date::MIN..=Date::MAX, 500);
    assert!(all.iter().all(|one| one.start.to_string() == format!("{}T07:00", one.start.date())));
    assert!(all.iter().all(|one| one.slot == format!("{}/0", one.start.date())));
    assert_eq!(picket.left_out(Date::MIN..=Date::MAX), [at("2024-05-27T07:00")]);
    assert_eq!(picket.rule_dates(Date::MIN..=Date::MAX, 500).len(), 45);
}

/// Start, rule, and its first six dates; none where the start is no date of it.
const RULES: &[(&str, &str, &str)] = &[
    (
        "2026-01-06T19:00",
        r#"{"every": "month", "on": ["first_tue", "third_sat"]}"#,
        "2026-01-06 01-17 02-03 02-21 03-03 03-21",
    ),
    ("2026-01-07T19:00", r#"{"every": "week", "interval": 2}"#, "2026-01-07 01-21 02-04 02-18 03-04 03-18"),
    (
        "2026-01-08T19:00",
        r#"{"every": "week", "interval": 2, "on": ["tue", "thu"]}"#,
        "2026-01-08 01-20 01-22 02-03 02-05 02-17",
    ),
    (
        "2026-01-30",
        r#"{"every": "month", "on": ["last_working_day"]}"#,
        "2026-01-30 02-27 03-31 04-30 05-29 06-30",
    ),
    (
        "2026-01-01",
        r#"{"every": "month", "on": ["first_working_day"]}"#,
        "2026-01-01 02-02 03-02 04-01 05-01 06-01",
    ),
    ("2026-01-31", r#"{"every": "month", "on": ["last_day"]}"#, "2026-01-31 02-28 03-31 04-30 05-31 06-30"),
    ("2026-01-31", r#"{"every": "month"}"#, "2026-01-31 03-31 05-31 07-31 08-31 10-31"),
    ("2026-01-31", r#"{"every": "month", "on": [31, 15]}"#, "2026-01-31 02-15 03-15 03-31 04-15 05-15"),
    (
        "2024-02-29",
        r#"{"every": "year"}"#,
        "2024-02-29 2028-02-29 2032-02-29 2036-02-29 2040-02-29 2044-02-29",
    ),
    ("2096-02-29", r#"{"every": "year", "times": 2}"#, "2096-02-29 2104-02-29"),
    ("2026-12-29", r#"{"every": "day", "interval": 2, "times": 3}"#, "2026-12-29 12-31 2027-01-02"),
    ("2026-01-01", r#"{"every": "month", "on": ["fifth_thu"]}"#, ""),
    (
        "2026-01-29",
        r#"{"every": "month", "on": ["fifth_thu"]}"#,
        "2026-01-29 04-30 07-30 10-29 12-31 2027-04-29",
    ),
    (
        "2026-01-30",
        r#"{"every": "month", "on": ["last_fri"], "interval": 3}"#,
        "2026-01-30 04-24 07-31 10-30 2027-01-29 04-30",
    ),
    (
        "2026-06-02",
        r#"{"every": "month", "on": ["first_tue"], "in_months": ["jun","jul","sep","dec"]}"#,
        "2026-06-02 07-07 09-01 12-01 2027-06-01 07-06",
    ),
    (
        "2026-03-02",
        r#"{"every": "year", "on": ["first_mon"], "in_months": ["mar"]}"#,
        "2026-03-02 2027-03-01 2028-03-06 2029-03-05 2030-03-04 2031-03-03",
    ),
    (
        "2026-01-05",
        r#"{"rrule": "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"}"#,
        "2026-01-05 02-02 03-02 04-06 05-04 06-01",
    ),
    (
        "2026-02-13",
        r#"{"rrule": "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"}"#,
        "2026-02-13 03-13 11-13 2027-08-13 2028-10-13 2029-04-13",
    ),
    (
        "2026-01-04",
        r#"{"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU"}"#,
        "2026-01-04 01-05 01-18 01-19 02-01 02-02",
    ),
    (
        "2026-01-04",
        r#"{"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU"}"#,
        "2026-01-04 01-12 01-18 01-26 02-01 02-09",
    ),
    ("2026-01-05", r#"{"rrule": "FREQ=DAILY;BYDAY=MO,TU;COUNT=3"}"#, "2026-01-05 01-06 01-12"),
    ("2026-01-05", r#"{"also": ["2026-02-14", "2026-01-20"]}"#, "2026-01-05 01-20 02-14"),
];

#[test]
fn rules_as_organisers_say_them() {
    for &(start, json, expected) in RULES {
        if expected.is_empty() {
            assert_eq!(mistakes(start, json)[0].code, "not_a_date_of_the_rule");
        } else {
            assert_eq!(days(&of(start, json), 6), expected, "{start} {json}");
        }
    }
}

#[test]
fn a_working_day_that_is_a_bank_holiday_moves_to_the_one_beside_it() {
    for (nation, start, on, expected) in [
        // The last Monday of May 2027 is its 31st; in Scotland St Andrew's Day is a Monday in 2026, and was kept on one in 2025.
        ("england-and-wales", "2027-02-26", "last_working_day", "2027-02-26 03-31 04-30 05-28 06-30"),
        ("england-and-wales", "2026-08-31", "last_working_day", "2026-08-28 09-30 10-30 11-30 12-31"),
        ("scotland", "2026-08-31", "last_working_day", "2026-08-31 09-30 10-30 11-27 12-31"),
        ("scotland", "2025-12-01", "first_working_day", "2025-12-02 2026-01-05 02-02 03-02 04-01"),
        ("england-and-wales", "2025-12-01", "first_working_day", "2025-12-01 2026-01-02 02-02 03-02 04-01"),
        // New Year's Eve, the end of the millennium, after a whole week of holidays.
        ("northern-ireland", "1999-12-31", "last_working_day", "1999-12-30 2000-01-31 02-29 03-31 04-28"),
    ] {
        let json = format!(r#"{{"every": "month", "on": ["{on}"], "except_bank_holidays": "{nation}"}}"#);
        assert_eq!(days(&of(start, &json), 5), expected, "{json}");
    }
    let pay_days = of(
        "2026-07-31",
        r#"{"every": "month", "on": ["last_working_day"], "except_bank_holidays": "england-and-wales"}"#,
    );
    let until_september = date(2026, 1, 1)..=date(2026, 9, 1);
    assert_eq!(pay_days.left_out(until_september.clone()), [at("2026-08-31")]);
    assert_eq!(pay_days.added(until_september.clone()), [at("2026-08-28")]);
    // A range that ends between both days has the one that takes place.
    let dates = pay_days.dates(date(2026, 8, 1)..=date(2026, 8, 30), 9);
    assert_eq!(dates.iter().map(|one| one.slot.as_str()).collect::<Vec<_>>(), ["2026-08-28/0"]);
}

#[test]
fn days_are_left_out_and_added() {
    let weekly = of(
        "2026-01-05T18:00",
        r#"{"every": "week", "times": 4, "except": ["2026-01-12", "2026-01-19", "2026-03-01"],
            "also": ["2026-01-26T09:00", "2026-01-13T18:00", "2026-01-19T18:00", "2026-01-26T20:00", "2026-01-26T18:00"]}"#,
    );
    let slots: Vec<_> = weekly
        .dates(Date::MIN..=Date::MAX, 99)
        .into_iter()
        .map(|one| (one.start.to_string(), one.slot))
        .collect();
    let expected = [
        ("2026-01-05T18:00", "2026-01-05/0"),
        ("2026-01-13T18:00", "2026-01-13/18:00"),
        // Left out and added again.
        ("2026-01-19T18:00", "2026-01-19/18:00"),
        // What is the rule's own already is not added to it.
        ("2026-01-26T09:00", "2026-01-26/09:00"),
        ("2026-01-26T18:00", "2026-01-26/0"),
        ("2026-01-26T20:00", "2026-01-26/20:00"),
    ];
    assert_eq!(slots, expected.map(|(start, slot)| (start.to_owned(), slot.to_owned())));
    assert_eq!(weekly.left_out(Date::MIN..=Date::MAX), [at("2026-01-12T18:00")]);
    assert_eq!(
        weekly.added(Date::MIN..=Date::MAX),
        [at("2026-01-13T18:00"), at("2026-01-26T09:00"), at("2026-01-26T20:00")]
    );
    assert_eq!(weekly.dates(Date::MIN..=Date::MAX, 2).len(), 2);
    assert_eq!(weekly.dates(date(2026, 1, 6)..=date(2026, 1, 19), 99).len(), 2);
}

#[test]
fn a_date_in_the_place_of_one_left_out_is_another() {
    let moved = of(
        "2026-01-05T18:00",
        r#"{"every": "week", "except": ["2026-01-12"], "also": ["2026-01-12T19:30"]}"#,
    );
    let [_, second] = moved.dates(Date::MIN..=Date::MAX, 2).try_into().unwrap();
    assert_eq!((second.start, second.slot.as_str()), (at("2026-01-12T19:30"), "2026-01-12/19:30"));
}

#[test]
fn a_time_that_the_clocks_skip_stays_as_it_is() {
    let nightly = of("2026-03-28T01:30", r#"{"every": "day", "times": 3}"#);
    let starts: Vec<_> =
        nightly.dates(Date::MIN..=Date::MAX, 9).iter().map(|one| one.start.to_string()).collect();
    assert_eq!(starts, ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T01:30"]);
}

#[test]
fn a_rule_ends_when_it_says() {
    for (json, ends) in [
        (r#"{"every": "week"}"#, None),
        (r#"{"every": "week", "until": "2026-02-01"}"#, Some("2026-02-01")),
        (r#"{"every": "week", "times": 3}"#, Some("2026-01-19")),
        (r#"{"every": "week", "times": 3, "also": ["2026-05-01"]}"#, Some("2026-05-01")),
        (r#"{"also": ["2026-05-01"]}"#, Some("2026-05-01")),
    ] {
        assert_eq!(of("2026-01-05", json).ends(), ends.map(|day| day.parse().unwrap()), "{json}");
    }
}

//! Starts and rules, and when their reminders go out.

mod properties;
mod steps;

use super::*;

fn rules(texts: &[&str]) -> Vec<Rule> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn check(start: &str, mode: AttendanceMode, texts: &[&str], expected: &[(&str, &str)]) {
    let zone = TimeZone::get("Europe/London").unwrap();
    let planned = plan(&rules(texts), start.parse().unwrap(), &zone, mode, &Limits::default());
    let shown: Vec<(String, String)> = planned
        .iter()
        .filter(|p| p.left_out.is_none())
        .map(|p| {
            let local = p.due_at.timestamp().to_zoned(zone.clone());
            let whom = p.attendance.filter(|_| p.rule.attendance.is_none());
            let whom = whom.map_or(String::new(), |a| format!(" {a} only"));
            (format!("{}{whom}", p.rule), local.strftime("%Y-%m-%dT%H:%M").to_string())
        })
        .collect();
    let expected: Vec<(String, String)> =
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(shown, expected, "{start} {mode}");
}

const LOBBY: &[&str] = &["P7D", "P1D", "PT2H"];

#[test]
fn a_lobby_in_the_evening() {
    let expected = [("P7D", "2026-07-02T18:00"), ("P1D", "2026-07-08T18:00"), ("PT2H", "2026-07-09T16:00")];
    check("2026-07-09T18:00", AttendanceMode::InPerson, LOBBY, &expected);
}

#[test]
fn days_count_by_the_calendar_and_hours_exactly_across_a_clock_change() {
    // The clocks go forward at 1am on 29 March 2026.
    let expected = [("P1D", "2026-03-28T12:00"), ("PT2H", "2026-03-29T10:00")];
    check("2026-03-29T12:00", AttendanceMode::InPerson, &["P1D", "PT2H"], &expected);
    let expected = [("P1DT2H", "2026-03-28T10:00")];
    check("2026-03-29T12:00", AttendanceMode::InPerson, &["P1DT2H"], &expected);
    let expected = [("PT24H", "2026-03-28T11:00")];
    check("2026-03-29T12:00", AttendanceMode::InPerson, &["PT24H"], &expected);
}

#[test]
fn an_early_picket_gets_one_letter_on_the_evening_before() {
    let expected = [("1d@18:00", "2026-06-18T18:00")];
    check("2026-06-19T07:00", AttendanceMode::InPerson, &["1d@18:00", "PT1H"], &expected);
}

#[test]
fn what_would_come_after_the_start_is_not_planned() {
    let expected = [("PT2H", "2026-06-19T16:00")];
    check("2026-06-19T18:00", AttendanceMode::InPerson, &["PT2H", "0d@19:00"], &expected);
}

#[test]
fn a_late_reminder_waits_for_the_morning_if_that_leaves_time() {
    let zone = TimeZone::get("Europe/London").unwrap();
    let table = [
        ("2026-06-18T22:00:00Z", "2026-06-19T17:00:00Z", "2026-06-19T08:00:00Z"),
        ("2026-06-18T22:00:00Z", "2026-06-19T10:59:00Z", "2026-06-18T22:00:00Z"),
        ("2026-06-18T12:00:00Z", "2026-06-19T17:00:00Z", "2026-06-18T12:00:00Z"),
        // A joining link, on time.
        ("2026-06-18T19:45:00Z", "2026-06-18T20:00:00Z", "2026-06-18T19:45:00Z"),
    ];
    for (now, begins, then) in table {
        let expected: Moment = then.parse().unwrap();
        assert_eq!(not_at_night(now.parse().unwrap(), begins.parse().unwrap(), &zone), expected, "{now}");
    }
}

#[test]
fn a_late_start_keeps_its_short_reminder() {
    let expected = [("P1D", "2026-06-18T18:00"), ("PT1H", "2026-06-19T20:30")];
    check("2026-06-19T21:30", AttendanceMode::InPerson, &["P1D", "PT1H"], &expected);
}

#[test]
fn joining_links_leave_at_any_time() {
    let expected = [("PT15M/online", "2026-06-19T07:45")];
    check("2026-06-19T08:00", AttendanceMode::Online, &["PT15M/online"], &expected);
    let expected = [("PT1H/online", "2026-06-19T08:30")];
    check("2026-06-19T09:30", AttendanceMode::Online, &["PT1H/online"], &expected);
}

#[test]
fn an_all_day_date_counts_from_nine() {
    let expected = [("P7D", "2026-06-12T09:00"), ("PT2H", "2026-06-18T18:00")];
    check("2026-06-19", AttendanceMode::InPerson, &["P7D", "PT2H"], &expected);
}

#[test]
fn of_two_within_six_hours_the_later_stays() {
    let expected = [("PT2H", "2026-06-19T16:00")];
    check("2026-06-19T18:00", AttendanceMode::InPerson, &["PT7H", "PT2H"], &expected);
    let expected = [("PT8H", "2026-06-19T10:00"), ("PT2H", "2026-06-19T16:00")];
    check("2026-06-19T18:00", AttendanceMode::InPerson, &["PT8H", "PT2H"], &expected);
}

#[test]
fn the_last_three_stay() {
    let rules = ["P14D", "P7D", "P3D", "P1D"];
    let expected = [("P7D", "2026-06-12T18:00"), ("P3D", "2026-06-16T18:00"), ("P1D", "2026-06-18T18:00")];
    check("2026-06-19T18:00", AttendanceMode::InPerson, &rules, &expected);
}

#[test]
fn an_annual_meeting_counts_for_each_way_of_attending() {
    let rules = ["P14D", "P3D", "PT2H/in_person", "PT15M/online"];
    let expected = [
        ("P14D", "2026-06-05T18:00"),
        ("P3D", "2026-06-16T18:00"),
        ("PT2H/in_person", "2026-06-19T16:00"),
        ("PT15M/online", "2026-06-19T17:45"),
    ];
    check("2026-06-19T18:00", AttendanceMode::Hybrid, &rules, &expected);
    let crowded = ["P1D", "PT2H", "PT15M/online"];
    let expected = [
        ("P1D", "2026-06-18T18:00"),
        ("PT2H in_person only", "2026-06-19T16:00"),
        ("PT15M/online", "2026-06-19T17:45"),
    ];
    check("2026-06-19T18:00", AttendanceMode::Hybrid, &crowded, &expected);
}

#[test]
fn the_last_letter_with_the_link_gives_way_to_none() {
    // On one moment with the letter of the day before, for six hours before another, and before three others.
    let day = ["P1D", "PT24H/online"];
    check("2026-06-19T18:00", AttendanceMode::Online, &day, &[("PT24H/online", "2026-06-18T18:00")]);
    let expected = [("P1D in_person only", "2026-06-18T18:00"), ("PT24H/online", "2026-06-18T18:00")];
    check("2026-06-19T18:00", AttendanceMode::Hybrid, &day, &expected);
    let hours = ["PT3H/online", "PT2H"];
    check("2026-06-19T18:00", AttendanceMode::Online, &hours, &[("PT3H/online", "2026-06-19T15:00")]);
    let days = ["PT96H/online", "P3D", "P2D", "P1D"];
    let expected =
        [("PT96H/online", "2026-06-15T18:00"), ("P2D", "2026-06-17T18:00"), ("P1D", "2026-06-18T18:00")];
    check("2026-06-19T18:00", AttendanceMode::Online, &days, &expected);
    let twice = ["PT3H/online", "PT15M"];
    check("2026-06-19T18:00", AttendanceMode::Online, &twice, &[("PT15M", "2026-06-19T17:45")]);
}

/// A rule, for whom it brings nothing, and why.
type Missing<'a> = (&'a str, Option<Attendance>, LeftOut);

#[test]
fn of_each_that_nobody_gets_it_says_why() {
    use LeftOut::{AfterTheStart, NoSuchWay, OverTheMost, TooNear};
    let (room, online) = (Some(Attendance::InPerson), Some(Attendance::Online));
    let crowded: &[&str] = &["P14D", "P7D", "P3D", "PT7H", "PT2H", "PT15M/online", "0d@19:00"];
    let table: [(AttendanceMode, &[&str], &[Missing<'_>]); 5] = [
        (AttendanceMode::InPerson, LOBBY, &[]),
        (
            AttendanceMode::InPerson,
            crowded,
            &[
                ("P14D", None, OverTheMost),
                ("PT7H", None, TooNear),
                ("PT15M/online", online, NoSuchWay),
                ("0d@19:00", None, AfterTheStart),
            ],
        ),
        // Those online get the link instead of the letter two hours before; so the one of seven hours before is not too near.
        (
            AttendanceMode::Hybrid,
            crowded,
            &[
                ("P14D", None, OverTheMost),
                ("P7D", online, OverTheMost),
                ("PT7H", room, TooNear),
                ("PT2H", online, TooNear),
                ("0d@19:00", None, AfterTheStart),
            ],
        ),
        (
            AttendanceMode::Online,
            &["P1D/in_person", "0d@19:00/in_person"],
            &[("P1D/in_person", room, NoSuchWay), ("0d@19:00/in_person", room, NoSuchWay)],
        ),
        // The same rule said twice is one.
        (AttendanceMode::Online, &["PT7H", "PT7H", "PT2H"], &[("PT7H", None, TooNear)]),
    ];
    for (mode, texts, expected) in table {
        let zone = TimeZone::get("Europe/London").unwrap();
        let start = "2026-06-19T18:00".parse().unwrap();
        let planned = plan(&rules(texts), start, &zone, mode, &Limits::default());
        let left_out = planned.iter().filter_map(|p| Some((p.rule.to_string(), p.attendance, p.left_out?)));
        let expected = expected.iter().map(|(rule, whom, why)| ((*rule).to_owned(), *whom, *why));
        assert_eq!(left_out.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{mode} {texts:?}");
    }
}

#[test]
fn the_morning_after_the_quiet_hours() {
    let zone = TimeZone::get("Europe/London").unwrap();
    let table = [
        ("2026-06-18T19:00:00Z", "2026-06-19T08:00:00Z"),
        ("2026-06-19T02:00:00Z", "2026-06-19T08:00:00Z"),
        ("2026-06-19T08:00:00Z", "2026-06-19T08:00:00Z"),
        ("2026-06-19T12:00:00Z", "2026-06-19T12:00:00Z"),
    ];
    for (now, then) in table {
        assert_eq!(after_quiet(now.parse().unwrap(), &zone), then.parse().unwrap(), "{now}");
    }
}

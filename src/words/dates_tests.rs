//! How dates and times are said, case by case.

use entity::Moment;
use entity::value::local::LocalTime;
use jiff::tz::TimeZone;

use super::Language;
use super::dates::{Before, When, capitalised};

const EN: Language = Language::En;

fn local(text: &str) -> LocalTime {
    text.parse().unwrap()
}

fn when(start: &str, end: Option<&str>) -> When {
    When { start: local(start), end: end.map(local), no_fixed_end: false, approximate: false }
}

#[test]
fn days_are_said_in_full() {
    assert_eq!(EN.day(local("2024-07-09").date()), "Tuesday 9 July 2024");
    assert_eq!(EN.day_without_year(local("2024-12-01").date()), "Sunday 1 December");
}

#[test]
fn times_are_said_the_short_way() {
    let cases = [
        ("00:00", "midnight"),
        ("00:05", "12:05am"),
        ("01:00", "1am"),
        ("09:30", "9:30am"),
        ("11:59", "11:59am"),
        ("12:00", "midday"),
        ("12:30", "12:30pm"),
        ("18:00", "6pm"),
        ("17:30", "5:30pm"),
        ("23:59", "11:59pm"),
    ];
    for (clock, said) in cases {
        assert_eq!(EN.time(local(&format!("2024-07-09T{clock}")).datetime().time()), said);
    }
}

#[test]
fn a_span_is_said_with_to() {
    let cases = [
        ("2024-07-09T18:00", None, "Tuesday 9 July 2024, 6pm"),
        ("2024-07-09T18:00", Some("2024-07-09T20:00"), "Tuesday 9 July 2024, 6pm to 8pm"),
        ("2024-07-09T18:00", Some("2024-07-10T00:00"), "Tuesday 9 July 2024, 6pm to midnight"),
        (
            "2024-07-09T22:00",
            Some("2024-07-10T02:00"),
            "Tuesday 9 July 2024, 10pm to Wednesday 10 July 2024, 2am",
        ),
        ("2024-07-09", None, "Tuesday 9 July 2024, all day"),
        ("2024-07-09", Some("2024-07-09"), "Tuesday 9 July 2024, all day"),
        ("2024-07-09", Some("2024-07-11"), "Tuesday 9 July to Thursday 11 July 2024"),
        ("2024-12-31", Some("2025-01-01"), "Tuesday 31 December 2024 to Wednesday 1 January 2025"),
    ];
    for (start, end, said) in cases {
        assert_eq!(EN.when(&when(start, end)), said);
    }
}

#[test]
fn an_open_end_and_a_rough_start_are_said() {
    let start = when("2024-07-09T18:00", None);
    let open = When { no_fixed_end: true, ..start };
    assert_eq!(EN.when(&open), "Tuesday 9 July 2024, 6pm, no fixed end");
    let rough = When { approximate: true, ..open };
    assert_eq!(EN.when(&rough), "Tuesday 9 July 2024, around 6pm, no fixed end");
    assert_eq!(EN.starting_time(&rough).as_deref(), Some("around 6pm"));
    assert_eq!(EN.starting_time(&when("2024-07-09", None)), None);
    let day = When { no_fixed_end: true, ..when("2024-07-09", None) };
    assert_eq!(EN.when(&day), "Tuesday 9 July 2024, all day");
}

#[test]
fn instants_are_said_on_the_clocks_of_their_zone() {
    let zone = TimeZone::get("Europe/London").unwrap();
    let at = |text: &str| text.parse::<Moment>().unwrap();
    let summer = When::between(at("2024-07-09T17:00:00Z"), at("2024-07-09T19:00:00Z"), &zone);
    assert_eq!(EN.when(&summer), "Tuesday 9 July 2024, 6pm to 8pm");
}

#[test]
fn a_deadline_never_says_midnight() {
    assert_eq!(EN.deadline(local("2024-06-21T00:00")), "Thursday 20 June 2024, 11:59pm");
    assert_eq!(EN.deadline(local("2024-06-20")), "Thursday 20 June 2024, 11:59pm");
    assert_eq!(EN.deadline(local("2024-06-20T17:00")), "Thursday 20 June 2024, 5pm");
}

#[test]
fn lengths_and_lists() {
    assert_eq!(EN.minutes(11), "11 minutes");
    assert_eq!(EN.minutes(1), "1 minute");
    assert_eq!(EN.minutes(60), "1 hour");
    assert_eq!(EN.minutes(150), "2 hours and 30 minutes");
    let said: Vec<String> =
        [Before::Days(7), Before::Days(1), Before::Minutes(120)].map(|b| EN.before(b)).into();
    assert_eq!(EN.list(&said), "7 days before, the day before and 2 hours before");
    assert_eq!(EN.list(&[]), "");
    assert_eq!(capitalised("outside"), "Outside");
    assert_eq!(capitalised(""), "");
}

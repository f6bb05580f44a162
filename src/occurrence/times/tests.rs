//! Wall times and the instants that they name, in zones that change their clocks differently.

use super::*;

const TWO_HOURS: SignedDuration = SignedDuration::from_hours(2);

fn london(start: &str, end: Option<&str>) -> Result<(String, String), TimeError> {
    at(start, end, "Europe/London")
}

fn at(start: &str, end: Option<&str>, zone: &str) -> Result<(String, String), TimeError> {
    let end = end.map(|end| end.parse().unwrap());
    let times = stated(start.parse().unwrap(), end, zone, TWO_HOURS)?;
    Ok((times.start_utc.to_string(), times.end_utc.to_string()))
}

fn said(start: &str, end: &str) -> Result<(String, String), TimeError> {
    Ok((start.to_owned(), end.to_owned()))
}

#[test]
fn wall_times_become_instants() {
    for (start, end, expected) in [
        ("2026-07-09T18:00", Some("2026-07-09T20:00"), ("2026-07-09T17:00:00Z", "2026-07-09T19:00:00Z")),
        ("2026-01-09T18:00", Some("2026-01-09T20:00"), ("2026-01-09T18:00:00Z", "2026-01-09T20:00:00Z")),
        // Without an end: the usual length, in hours that pass.
        ("2026-07-09T18:00", None, ("2026-07-09T17:00:00Z", "2026-07-09T19:00:00Z")),
        ("2026-03-29T00:30", None, ("2026-03-29T00:30:00Z", "2026-03-29T02:30:00Z")),
        // All day, to the end of the last day, on a day of 23 and of 25 hours.
        ("2026-03-29", None, ("2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z")),
        ("2026-10-25", Some("2026-10-25"), ("2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z")),
        ("2026-07-09", Some("2026-07-11"), ("2026-07-08T23:00:00Z", "2026-07-11T23:00:00Z")),
    ] {
        assert_eq!(london(start, end), said(expected.0, expected.1), "{start}");
    }
}

#[test]
fn a_time_that_the_clocks_skip_is_refused_by_name() {
    let resumes = "2026-03-29T02:00".parse().unwrap();
    assert_eq!(london("2026-03-29T01:00", None), Err(TimeError::SkippedStart { resumes }));
    assert_eq!(london("2026-03-29T01:59", None), Err(TimeError::SkippedStart { resumes }));
    assert_eq!(london("2026-03-29T02:00", None), said("2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"));
    assert_eq!(london("2026-03-29T00:30", Some("2026-03-29T01:30")), Err(TimeError::SkippedEnd { resumes }));
    // Half an hour, on Lord Howe Island.
    let resumes = "2026-10-04T02:30".parse().unwrap();
    assert_eq!(at("2026-10-04T02:10", None, "Australia/Lord_Howe"), Err(TimeError::SkippedStart { resumes }));
}

#[test]
fn a_time_that_happens_twice_is_the_first() {
    assert_eq!(
        london("2026-10-25T01:30", Some("2026-10-25T02:30")),
        said("2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z")
    );
}

#[test]
fn a_day_whose_midnight_is_skipped_begins_later() {
    // Lebanon's clocks go from midnight to one.
    assert_eq!(at("2026-03-29", None, "Asia/Beirut"), said("2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"));
}

#[test]
fn times_that_make_no_sense_are_refused() {
    assert_eq!(london("2026-07-09T18:00", Some("2026-07-09T18:00")), Err(TimeError::EndBeforeStart));
    assert_eq!(london("2026-07-09T18:00", Some("2026-07-08T20:00")), Err(TimeError::EndBeforeStart));
    assert_eq!(london("2026-07-09", Some("2026-07-08")), Err(TimeError::EndBeforeStart));
    assert_eq!(london("2026-07-09", Some("2026-07-09T20:00")), Err(TimeError::Mixed));
    assert_eq!(london("2026-07-09T18:00", Some("2026-07-10")), Err(TimeError::Mixed));
    for zone in ["", "Europe/Nowhere", "europe/london", "UTC+3", "GMT+1", "../etc/passwd"] {
        assert_eq!(at("2026-07-09", None, zone), Err(TimeError::UnknownZone), "{zone}");
    }
    assert_eq!(at("9999-12-31T23:59", None, "America/Los_Angeles"), Err(TimeError::TooFar));
}

#[test]
fn a_skipped_time_that_a_new_zone_database_brings_moves_forward() {
    let times = Times {
        start: "2026-03-29T01:30".parse().unwrap(),
        end: None,
        timezone: "Europe/London".into(),
        start_utc: Moment::from_millis(0),
        end_utc: Moment::from_millis(0),
    };
    let again = recomputed(&times, TWO_HOURS).unwrap();
    assert_eq!(again.start_utc.to_string(), "2026-03-29T01:30:00Z");
    assert_eq!(again.start, times.start);
}

#[test]
fn days_are_counted_on_the_calendar() {
    let london = zone("Europe/London").unwrap();
    let evening: Moment = "2026-03-28T18:00:00Z".parse().unwrap();
    assert_eq!(days_later(evening, 1, &london).to_string(), "2026-03-29T17:00:00Z");
    assert_eq!(last_of_day(evening, &london).unwrap().to_string(), "2026-03-28T23:59:59.999Z");
}

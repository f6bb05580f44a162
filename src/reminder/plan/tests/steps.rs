//! Each step of a plan by itself.

use super::*;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

#[test]
fn the_moment_that_a_rule_names() {
    let table = [
        ("P7D", "2026-07-09T18:00", "Europe/London", "2026-07-02T18:00:00+01:00"),
        // The clocks go forward at 1am on 29 March: a day by the calendar has 23 hours.
        ("P1D", "2026-03-29T12:00", "Europe/London", "2026-03-28T12:00:00+00:00"),
        ("PT24H", "2026-03-29T12:00", "Europe/London", "2026-03-28T11:00:00+00:00"),
        ("P1DT2H", "2026-03-29T12:00", "Europe/London", "2026-03-28T10:00:00+00:00"),
        ("0d@07:30", "2026-07-09T18:00", "Europe/London", "2026-07-09T07:30:00+01:00"),
        ("2d@23:59", "2026-07-09T00:05", "Europe/London", "2026-07-07T23:59:00+01:00"),
        ("PT2H", "2026-07-09", "Europe/London", "2026-07-09T07:00:00+01:00"),
        // Half an hour is doubled: the first counts.
        ("P1D", "2026-04-06T01:45", "Australia/Lord_Howe", "2026-04-05T01:45:00+11:00"),
        ("PT1H", "2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-05T00:45:00+11:00"),
        // The hour from midnight is skipped: the moment moves forward by it.
        ("P1D", "2026-09-07T00:30", "America/Santiago", "2026-09-06T01:30:00-03:00"),
        ("PT2H", "2026-09-06T00:30", "America/Santiago", "2026-09-05T22:30:00-04:00"),
    ];
    for (rule, start, name, expected) in table {
        let start = raw::counted_from(start.parse().unwrap());
        let named = raw::moment(&rule.parse().unwrap(), start, &zone(name));
        assert_eq!(named, Some(moment(expected)), "{rule} {start}");
    }
}

#[test]
fn a_moment_in_the_night_moves_to_the_evening_before() {
    let house = Limits::default();
    let early = Limits { quiet_from: time(18, 0, 0, 0), evening: time(17, 0, 0, 0), ..house };
    let table = [
        (house, "P1D", "18:00", "18T18:00", "18T18:00"),
        (house, "P1D", "19:59", "18T19:59", "18T19:59"),
        (house, "P1D", "20:00", "18T20:00", "18T18:00"),
        (house, "P1D", "08:59", "18T08:59", "17T18:00"),
        (house, "P1D", "09:00", "18T09:00", "18T09:00"),
        (house, "1d@00:00", "18:00", "18T00:00", "17T18:00"),
        // What brings the link, and less than three hours before a late start.
        (house, "PT15M", "08:00", "19T07:45", "19T07:45"),
        (house, "PT2H/online", "08:00", "19T06:00", "19T06:00"),
        (house, "PT3H/online", "08:00", "19T05:00", "18T18:00"),
        (house, "PT31M", "08:00", "19T07:29", "18T18:00"),
        (house, "PT1H", "21:30", "19T20:30", "19T20:30"),
        (house, "PT1H", "20:59", "19T19:59", "19T19:59"),
        (house, "PT3H", "23:30", "19T20:30", "19T18:00"),
        (house, "0d@20:30", "22:00", "19T20:30", "19T18:00"),
        // Another night.
        (early, "P1D", "18:00", "18T18:00", "18T17:00"),
        (early, "PT1H", "19:30", "19T18:30", "19T18:30"),
    ];
    for (limits, rule, starts, named, expected) in table {
        let at = |text: &str| moment(&format!("2026-06-{text}:00+01:00"));
        let starts: Time = starts.parse().unwrap();
        let rested =
            rest::rested(&rule.parse().unwrap(), starts, at(named), (&zone("Europe/London"), &limits));
        assert_eq!(rested, Some(at(expected)), "{rule} before {starts}");
    }
}

/// Rules, each so many minutes before the start.
type Said<'a> = &'a [(&'a str, i64)];

fn timed(texts: Said<'_>) -> Vec<Timed> {
    let start = moment("2026-06-19T17:00:00Z").timestamp();
    let one = |(rule, minutes): &(&str, i64)| Timed {
        rule: rule.parse().unwrap(),
        due_at: Moment::from(start.checked_sub(SignedDuration::from_mins(*minutes)).unwrap()),
    };
    texts.iter().map(one).collect()
}

fn texts(timed: &[Timed]) -> Vec<String> {
    timed.iter().map(|one| one.rule.to_string()).collect()
}

#[test]
fn the_latest_stays_before_the_others_and_the_link_before_it() {
    let all =
        [("PT3H/online", 180), ("P1D", 1440), ("PT2H/in_person", 120), ("PT1H", 60), ("1d@18:00", 1440)];
    let table: [(Said<'_>, Attendance, &[&str]); 5] = [
        (&all, Attendance::Online, &["PT3H/online", "PT1H", "1d@18:00", "P1D"]),
        (&all, Attendance::InPerson, &["PT1H", "PT2H/in_person", "1d@18:00", "P1D"]),
        // The last of two that bring it; for those in the room it is a letter like others.
        (
            &[("PT5H/online", 300), ("PT30M", 30), ("PT1H/online", 60)],
            Attendance::Online,
            &["PT30M", "PT1H/online", "PT5H/online"],
        ),
        (&[("PT30M", 30), ("0d@17:45", 15)], Attendance::InPerson, &["0d@17:45", "PT30M"]),
        (&[("PT24H", 1440), ("P1D", 1440)], Attendance::InPerson, &["P1D", "PT24H"]),
    ];
    for (all, way, expected) in table {
        assert_eq!(texts(&crowd::ranked(&timed(all), way)), expected, "{all:?} {way}");
    }
}

#[test]
fn two_are_never_nearer_than_six_hours() {
    let house = Limits::default();
    let hour = Limits { apart: SignedDuration::from_hours(1), ..house };
    let table: [(Limits, Said<'_>, &[&str], &[&str]); 5] = [
        (house, &[("PT2H", 120), ("PT8H", 480)], &["PT2H", "PT8H"], &[]),
        (house, &[("PT2H", 120), ("PT7H59M", 479)], &["PT2H"], &["PT7H59M"]),
        (house, &[("PT5H/online", 300), ("PT2H", 120), ("P1D", 1440)], &["PT5H/online", "P1D"], &["PT2H"]),
        // What is too near to one that does not stay may stay.
        (house, &[("PT1H", 60), ("PT6H", 360), ("PT11H", 660)], &["PT1H", "PT11H"], &["PT6H"]),
        (hour, &[("PT2H", 120), ("PT3H", 180), ("PT3H30M", 210)], &["PT2H", "PT3H"], &["PT3H30M"]),
    ];
    for (limits, all, kept, near) in table {
        let split = crowd::apart(timed(all), &limits);
        assert_eq!((texts(&split.0), texts(&split.1)), (owned(kept), owned(near)), "{all:?}");
    }
}

#[test]
fn of_many_three_stay() {
    let house = Limits::default();
    let all = [("PT2H", 120), ("P1D", 1440), ("P3D", 4320), ("P7D", 10080), ("P14D", 20160)];
    let table: [(Limits, usize, &[&str], &[&str]); 4] = [
        (house, 5, &["PT2H", "P1D", "P3D"], &["P7D", "P14D"]),
        (house, 3, &["PT2H", "P1D", "P3D"], &[]),
        (house, 0, &[], &[]),
        (Limits { most: 1, ..house }, 2, &["PT2H"], &["P1D"]),
    ];
    for (limits, count, kept, over) in table {
        let split = crowd::most(timed(&all[..count]), &limits);
        assert_eq!(
            (texts(&split.0), texts(&split.1)),
            (owned(kept), owned(over)),
            "{count} of at most {}",
            limits.most
        );
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

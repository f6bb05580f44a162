//! What holds of every plan, whatever the rules, the start, the zone and the way of attending. How it should be is said here
//! anew, in the words of the promise, and not by the functions that are tried.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample;

use super::*;
use crate::reminder::rule::When;

/// Clocks that change by an hour, by half of one, by two; at midnight, in the evening, for a month of fasting, or never.
const ZONES: &[&str] = &[
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Nuuk",
    "Antarctica/Troll",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
];

fn way() -> impl Strategy<Value = Attendance> {
    sample::select(vec![Attendance::InPerson, Attendance::Online])
}

fn when() -> impl Strategy<Value = When> {
    let at = |minutes: i8| time(minutes / 4 % 24, minutes % 4 * 15, 0, 0);
    prop_oneof![
        // Shortly before, where they are near each other.
        4 => (1i64..24 * 4).prop_map(|quarters| before(0, quarters * 15)),
        2 => (1i64..6 * 60).prop_map(|minutes| before(0, minutes)),
        2 => (1u32..15).prop_map(|days| before(days, 0)),
        1 => (0u32..3, 1i64..3000).prop_map(|(days, minutes)| before(days, minutes)),
        2 => (0u32..4, 0i8..96).prop_map(move |(days, quarter)| When::DaysBefore { days, at: at(quarter) }),
        1 => (0u32..=365, 0i8..96).prop_map(move |(days, quarter)| When::DaysBefore { days, at: at(quarter) }),
    ]
}

fn before(days: u32, minutes: i64) -> When {
    When::Before { days, exactly: SignedDuration::from_mins(minutes) }
}

fn schedule() -> impl Strategy<Value = Vec<Rule>> {
    let attendance = prop_oneof![2 => Just(None), 1 => way().prop_map(Some)];
    vec((when(), attendance).prop_map(|(when, attendance)| Rule { when, attendance }), 0..11)
}

/// A zone, and a start in it: half of them within two days of a change of its clocks, if it has one.
fn start() -> impl Strategy<Value = (TimeZone, LocalTime)> {
    let offset = (-2i32..=2, 0i32..24 * 60);
    (sample::select(ZONES), any::<bool>(), 0i32..3650, offset, proptest::bool::weighted(0.9)).prop_map(
        |(name, near_a_change, day, (days, minutes), timed)| {
            let zone = TimeZone::get(name).unwrap();
            let any_day = date(2026, 1, 1).checked_add(day.days()).unwrap();
            let change = change_after(&zone, any_day).filter(|_| near_a_change);
            let day = change.unwrap_or(any_day).checked_add(days.days()).unwrap();
            let at = day.to_datetime(Time::midnight()).checked_add(minutes.minutes()).unwrap();
            (zone, if timed { LocalTime::At(at) } else { LocalTime::Day(day) })
        },
    )
}

/// The day on which the clocks of a zone change next.
fn change_after(zone: &TimeZone, day: Date) -> Option<Date> {
    let from: Timestamp = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let change = zone.following(from).next()?.timestamp();
    Some(change.to_zoned(zone.clone()).date())
}

/// The house's limits, or any that make sense.
fn limits() -> impl Strategy<Value = Limits> {
    let any =
        (18i8..23, 6i8..12, 1i8..6, 3i64..13, 1usize..4).prop_map(|(from, until, ahead, apart, most)| {
            Limits {
                quiet_from: time(from, 0, 0, 0),
                quiet_until: time(until, 0, 0, 0),
                evening: time(from - ahead, 0, 0, 0),
                apart: SignedDuration::from_hours(apart),
                most,
                ..Limits::default()
            }
        });
    prop_oneof![2 => Just(Limits::default()), 1 => any]
}

/// The letter with the link to join: half an hour before at most; for those online alone, so many hours and minutes.
fn brings_the_link(rule: &Rule) -> bool {
    let When::Before { days: 0, exactly } = rule.when else { return false };
    exactly <= SignedDuration::from_mins(30) || rule.attendance == Some(Attendance::Online)
}

/// Whether it may come at night: the link less than three hours before, and whatever comes then before a late start.
fn may_come_at_night(rule: &Rule, start: LocalTime, limits: &Limits) -> bool {
    let When::Before { days: 0, exactly } = rule.when else { return false };
    let late = matches!(start, LocalTime::At(at) if at.time() >= limits.quiet_from);
    exactly < SignedDuration::from_hours(3) && (late || brings_the_link(rule))
}

/// What somebody who attends so gets.
fn heard_by(plan: &[Planned], way: Attendance) -> Vec<&Planned> {
    plan.iter().filter(|one| one.left_out.is_none() && is_for(one, way)).collect()
}

fn is_for(one: &Planned, way: Attendance) -> bool {
    one.attendance.is_none_or(|only| only == way)
}

fn between(a: &Planned, b: &Planned) -> SignedDuration {
    a.due_at.timestamp().duration_since(b.due_at.timestamp()).abs()
}

fn mode() -> impl Strategy<Value = AttendanceMode> {
    sample::select(vec![AttendanceMode::InPerson, AttendanceMode::Online, AttendanceMode::Hybrid])
}

fn ways(mode: AttendanceMode) -> Vec<Attendance> {
    let ways =
        [(Attendance::InPerson, AttendanceMode::Online), (Attendance::Online, AttendanceMode::InPerson)];
    ways.into_iter().filter(|(_, without)| *without != mode).map(|(way, _)| way).collect()
}

proptest! {
    #[test]
    fn people_have_their_rest(rules in schedule(), (zone, start) in start(), mode in mode(), limits in limits()) {
        let all = plan(&rules, start, &zone, mode, &limits);
        let begins = begins(start, &zone).unwrap();
        for one in all.iter().filter(|one| one.left_out.is_none()) {
            prop_assert!(one.due_at < begins, "{} when it has begun", one.rule);
            let local = one.due_at.timestamp().to_zoned(zone.clone());
            let quiet = local.time() >= limits.quiet_from || local.time() < limits.quiet_until;
            prop_assert!(!quiet || may_come_at_night(&one.rule, start, &limits), "{} at {local}", one.rule);
        }
        for way in ways(mode) {
            let heard = heard_by(&all, way);
            prop_assert!(heard.len() <= limits.most, "{} letters {way}", heard.len());
            for (number, one) in heard.iter().enumerate() {
                for other in &heard[number + 1..] {
                    prop_assert!(between(one, other) >= limits.apart, "{} and {} {way}", one.rule, other.rule);
                }
            }
        }
        prop_assert_eq!(&all, &plan(&rules, start, &zone, mode, &limits), "the same answer twice");
        prop_assert!(all.is_sorted_by_key(|one| one.due_at));
    }

    #[test]
    fn who_joins_online_gets_the_link(rules in schedule(), (zone, start) in start(), mode in mode(), limits in limits()) {
        let link = |rule: &Rule| brings_the_link(rule) && rule.is_for(Attendance::Online);
        let named = rules.iter().any(link) && mode != AttendanceMode::InPerson;
        let all = plan(&rules, start, &zone, mode, &limits);
        let comes = heard_by(&all, Attendance::Online).iter().any(|one| link(&one.rule));
        prop_assert_eq!(named, comes && mode != AttendanceMode::InPerson);
    }

    #[test]
    fn each_rule_is_judged_once_for_everybody_and_the_reason_is_true(
        rules in schedule(),
        (zone, start) in start(),
        mode in mode(),
        limits in limits(),
    ) {
        let all = plan(&rules, start, &zone, mode, &limits);
        let begins = begins(start, &zone).unwrap();
        for rule in &rules {
            let of_rule: Vec<&Planned> = all.iter().filter(|one| one.rule == *rule).collect();
            prop_assert!(!of_rule.is_empty(), "{rule}");
            for way in ways(mode).into_iter().filter(|way| rule.is_for(*way)) {
                prop_assert_eq!(of_rule.iter().filter(|one| is_for(one, way)).count(), 1, "{} {}", rule, way);
            }
        }
        for one in &all {
            let for_nobody = !ways(mode).iter().any(|way| one.rule.is_for(*way));
            prop_assert_eq!(for_nobody, one.left_out == Some(LeftOut::NoSuchWay), "{}", one.rule);
            let late = !for_nobody && one.due_at >= begins;
            prop_assert_eq!(late, one.left_out == Some(LeftOut::AfterTheStart), "{}", one.rule);
            for way in ways(mode).into_iter().filter(|way| is_for(one, *way)) {
                let heard = heard_by(&all, way);
                match one.left_out {
                    Some(LeftOut::OverTheMost) => prop_assert_eq!(heard.len(), limits.most, "{}", one.rule),
                    Some(LeftOut::TooNear) => {
                        // Of those that come in time another is near, which itself is not too near to one.
                        let stays = |other: &&Planned| {
                            is_for(other, way) && matches!(other.left_out, None | Some(LeftOut::OverTheMost))
                        };
                        let near = all.iter().filter(stays).filter(|other| between(one, other) < limits.apart);
                        let ranks = |other: &Planned| other.due_at >= one.due_at || brings_the_link(&other.rule);
                        prop_assert!(near.clone().any(ranks), "{}", one.rule);
                    }
                    Some(LeftOut::NoSuchWay | LeftOut::AfterTheStart) | None => {}
                }
            }
        }
    }
}

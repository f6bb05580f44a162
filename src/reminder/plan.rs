//! When the reminders of one date go out. Pure: derived from its start and its rules, never patched.
//!
//! The rules of the house for everybody's rest: nothing between 8pm and 9am, nothing closer than six hours to
//! another, three at most. Research behind the figures is named in ARCHITECTURE.md.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{Attendance, AttendanceMode};
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time, time};
use jiff::tz::TimeZone;

use super::rule::{Rule, When};

/// Nothing goes out from this time of day on …
const QUIET_FROM: Time = time(20, 0, 0, 0);
/// … until this one.
const QUIET_UNTIL: Time = time(9, 0, 0, 0);
/// Where a reminder from the quiet hours goes instead.
const EVENING: Time = time(18, 0, 0, 0);
/// From when an all-day date counts.
const ALL_DAY_STARTS: Time = time(9, 0, 0, 0);
/// Two reminders are never closer than this.
pub const CLOSEST: SignedDuration = SignedDuration::from_hours(6);
/// Rules as short as this bring joining links, at any time of day.
const JOINING_LINK: SignedDuration = SignedDuration::from_mins(30);
/// Rules under this may fall into the quiet hours of a late start.
const SHORT: SignedDuration = SignedDuration::from_hours(3);
/// At most so many for one person.
const MOST: usize = 3;

/// A reminder that should go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// By which rule.
    pub rule: Rule,
    /// For whom; none for all who attend.
    pub attendance: Option<Attendance>,
    /// When.
    pub due_at: Moment,
}

/// The reminders of a date that starts at `start` in `zone`, soonest first.
#[must_use]
pub fn plan(rules: &[Rule], start: LocalTime, zone: &TimeZone, mode: AttendanceMode) -> Vec<Planned> {
    let sorts = match mode {
        AttendanceMode::InPerson => vec![Attendance::InPerson],
        AttendanceMode::Online => vec![Attendance::Online],
        AttendanceMode::Hybrid => vec![Attendance::InPerson, Attendance::Online],
    };
    let start = counted_from(start);
    let timed: Vec<(Rule, Moment)> =
        rules.iter().filter_map(|rule| Some((*rule, due(rule, start, zone)?))).collect();
    let kept: Vec<(Attendance, Vec<Rule>)> =
        sorts.iter().map(|sort| (*sort, for_one(&timed, *sort))).collect();
    let mut planned: Vec<Planned> =
        timed.iter().filter_map(|(rule, due_at)| together(*rule, *due_at, &kept)).collect();
    planned.sort_by_key(|reminder| reminder.due_at);
    planned.dedup_by(|a, b| a.rule == b.rule);
    planned
}

/// Whether a moment lies in the hours in which nobody is written to.
#[must_use]
pub fn is_quiet(moment: Moment, zone: &TimeZone) -> bool {
    let time = moment.timestamp().to_zoned(zone.clone()).time();
    time >= QUIET_FROM || time < QUIET_UNTIL
}

/// The next moment at which people are written to again: this one, unless it is quiet.
#[must_use]
pub fn after_quiet(moment: Moment, zone: &TimeZone) -> Moment {
    let local = moment.timestamp().to_zoned(zone.clone());
    let day = if local.time() >= QUIET_FROM { local.date().tomorrow() } else { Ok(local.date()) };
    let morning = day.map(|day| day.to_datetime(QUIET_UNTIL)).ok().and_then(|at| instant(at, zone));
    if is_quiet(moment, zone) { morning.unwrap_or(moment) } else { moment }
}

fn counted_from(start: LocalTime) -> DateTime {
    match start {
        LocalTime::Day(day) => day.to_datetime(ALL_DAY_STARTS),
        LocalTime::At(at) => at,
    }
}

/// jiff's own rule: a skipped wall time moves forward, a doubled one is the first.
fn instant(at: DateTime, zone: &TimeZone) -> Option<Moment> {
    zone.to_ambiguous_timestamp(at).compatible().ok().map(Moment::from)
}

fn due(rule: &Rule, start: DateTime, zone: &TimeZone) -> Option<Moment> {
    let raw = match rule.when {
        When::DaysBefore { days, at } => instant(days_before(start, days)?.date().to_datetime(at), zone)?,
        When::Before { days, exactly } => {
            let day = instant(days_before(start, days)?, zone)?;
            Moment::from(day.timestamp().checked_sub(exactly).ok()?)
        }
    };
    let exempt = rule
        .exactly()
        .is_some_and(|ahead| ahead <= JOINING_LINK || (ahead < SHORT && start.time() >= QUIET_FROM));
    if exempt { Some(raw) } else { evening_before(raw, zone) }
}

fn days_before(start: DateTime, days: u32) -> Option<DateTime> {
    start.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok()
}

/// A moment in the quiet hours moves back to the last 6pm before it.
fn evening_before(moment: Moment, zone: &TimeZone) -> Option<Moment> {
    if !is_quiet(moment, zone) {
        return Some(moment);
    }
    let local = moment.timestamp().to_zoned(zone.clone());
    let day = if local.time() >= QUIET_FROM { local.date() } else { local.date().yesterday().ok()? };
    instant(day.to_datetime(EVENING), zone)
}

/// The rules that somebody who attends so hears of: of two within six hours the later, the last three at most.
fn for_one(timed: &[(Rule, Moment)], sort: Attendance) -> Vec<Rule> {
    let mut own: Vec<&(Rule, Moment)> = timed.iter().filter(|(rule, _)| rule.is_for(sort)).collect();
    own.sort_by_key(|(rule, due_at)| (*due_at, std::cmp::Reverse(rule.days())));
    let mut kept: Vec<&(Rule, Moment)> = Vec::new();
    for candidate in own.into_iter().rev() {
        let apart = kept
            .last()
            .is_none_or(|next| next.1.timestamp().duration_since(candidate.1.timestamp()) >= CLOSEST);
        if apart && kept.len() < MOST {
            kept.push(candidate);
        }
    }
    kept.into_iter().map(|(rule, _)| *rule).collect()
}

/// One reminder for all who keep this rule, or for those of one sort.
fn together(rule: Rule, due_at: Moment, kept: &[(Attendance, Vec<Rule>)]) -> Option<Planned> {
    let sorts: Vec<Attendance> =
        kept.iter().filter(|(_, rules)| rules.contains(&rule)).map(|(sort, _)| *sort).collect();
    let attendance = match sorts.as_slice() {
        [] => return None,
        [only] if kept.len() > 1 => Some(*only),
        _ => rule.attendance,
    };
    Some(Planned { rule, attendance, due_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: &str, mode: AttendanceMode, rules: &[&str], expected: &[(&str, &str)]) {
        let zone = TimeZone::get("Europe/London").unwrap();
        let rules: Vec<Rule> = rules.iter().map(|text| text.parse().unwrap()).collect();
        let planned = plan(&rules, start.parse().unwrap(), &zone, mode);
        let shown: Vec<(String, String)> = planned
            .iter()
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
        let expected =
            [("P7D", "2026-07-02T18:00"), ("P1D", "2026-07-08T18:00"), ("PT2H", "2026-07-09T16:00")];
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
        let expected = [("PT1H", "2026-06-18T18:00")];
        check("2026-06-19T07:00", AttendanceMode::InPerson, &["1d@18:00", "PT1H"], &expected);
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
        let expected =
            [("P7D", "2026-06-12T18:00"), ("P3D", "2026-06-16T18:00"), ("P1D", "2026-06-18T18:00")];
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
}

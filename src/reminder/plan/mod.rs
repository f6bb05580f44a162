//! When the reminders of one date go out. Pure: derived from its start and its rules, never patched.
//!
//! The rules of the house for everybody's rest: nothing between 8pm and 9am, nothing closer than six hours to
//! another, three at most. Why, and what is exempt, stands in ARCHITECTURE.md.

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
    let begins = instant(start, zone);
    let timed: Vec<(Rule, Moment)> = rules
        .iter()
        .filter_map(|rule| Some((*rule, due(rule, start, zone)?)))
        // `0d@19:00` of what starts at 6pm comes to nothing.
        .filter(|(_, due_at)| begins.is_none_or(|begins| *due_at < begins))
        .collect();
    let kept: Vec<(Attendance, Vec<Rule>)> =
        sorts.iter().map(|sort| (*sort, for_one(&timed, *sort))).collect();
    let mut planned: Vec<Planned> =
        timed.iter().filter_map(|(rule, due_at)| together(*rule, *due_at, &kept)).collect();
    planned.sort_by_key(|reminder| reminder.due_at);
    planned.dedup_by(|a, b| a.rule == b.rule);
    planned
}

/// From when on a reminder is of no more use: the start; 9am for a whole day.
#[must_use]
pub fn begins(start: LocalTime, zone: &TimeZone) -> Option<Moment> {
    instant(counted_from(start), zone)
}

/// When a reminder that is late goes out: now, or in the morning.
///
/// It waits when nobody is written to now and the morning still leaves three hours to act on it. What is on time was
/// planned outside these hours, or is meant for them.
#[must_use]
pub fn not_at_night(now: Moment, begins: Moment, zone: &TimeZone) -> Moment {
    let morning = after_quiet(now, zone);
    if begins.timestamp().duration_since(morning.timestamp()) >= SHORT { morning } else { now }
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
    let may = rule.brings_the_link() || start.time() >= QUIET_FROM;
    let exempt = may && rule.exactly().is_some_and(|ahead| ahead < SHORT);
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
    // On one moment the one that reaches furthest stays: it is the day-before letter, and goes to more people.
    own.sort_by_key(|(rule, due_at)| (*due_at, rule.days()));
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
mod tests;

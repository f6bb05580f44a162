//! When the reminders of one date go out, and why one does not. Pure: derived from its start and its rules, never patched.
//!
//! A rule names a moment (`raw`); that is taken out of the night (`rest`); and of those that somebody who attends in one way
//! would hear, none is close to another and they are few (`crowd`). How much rest people have is one value, [`Limits`]. Why, and
//! what is exempt, stands in ARCHITECTURE.md.

mod crowd;
mod raw;
mod rest;

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{Attendance, AttendanceMode, LeftOut};
use jiff::SignedDuration;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;

use super::rule::Rule;
use crate::occurrence;

pub use rest::{after_quiet, not_at_night};

/// How much rest people have from reminders. The default is the house's.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// From this time of day on, where the event is, nobody is written to: 8pm …
    pub quiet_from: Time,
    /// … until this one of the next day: 9am.
    pub quiet_until: Time,
    /// Where a reminder from the quiet hours goes instead, a time of day outside them: 6pm.
    pub evening: Time,
    /// What is left before the start when a letter helps more than rest: three hours.
    pub short: SignedDuration,
    /// Two reminders are never closer than this: six hours.
    pub apart: SignedDuration,
    /// At most so many for one person: three.
    pub most: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            quiet_from: time(20, 0, 0, 0),
            quiet_until: time(9, 0, 0, 0),
            evening: time(18, 0, 0, 0),
            short: SignedDuration::from_hours(3),
            apart: SignedDuration::from_hours(6),
            most: 3,
        }
    }
}

/// What a rule comes to at one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// By which rule.
    pub rule: Rule,
    /// For whom; none for all who attend.
    pub attendance: Option<Attendance>,
    /// When it goes out, or would.
    pub due_at: Moment,
    /// Why nobody of those gets it; none when it goes out.
    pub left_out: Option<LeftOut>,
}

/// A rule and its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timed {
    rule: Rule,
    due_at: Moment,
}

/// What becomes of those who attend in one way: each rule that is for them, in no order.
struct Heard {
    way: Attendance,
    rules: Vec<(Rule, Option<LeftOut>)>,
}

/// What each rule comes to at a date that starts at `start` in `zone`, soonest first.
///
/// A rule stands twice where it goes out for those who attend in one way and not for the others, or for neither and for
/// two reasons. One that leads out of the calendar is not in it.
#[must_use]
pub fn plan(
    rules: &[Rule],
    start: LocalTime,
    zone: &TimeZone,
    mode: AttendanceMode,
    limits: &Limits,
) -> Vec<Planned> {
    let both = [Attendance::InPerson, Attendance::Online];
    let ways: Vec<Attendance> = both.into_iter().filter(|way| occurrence::offers(mode, *way)).collect();
    let (mut in_time, mut planned): (Vec<Timed>, Vec<Planned>) = (Vec::new(), Vec::new());
    for one in timed(rules, start, zone, limits) {
        let has_begun = begins(start, zone).is_some_and(|begins| one.due_at >= begins);
        if !ways.iter().any(|way| one.rule.is_for(*way)) {
            planned.push(judged(one, one.rule.attendance, Some(LeftOut::NoSuchWay)));
        } else if has_begun {
            planned.push(judged(one, one.rule.attendance, Some(LeftOut::AfterTheStart)));
        } else {
            in_time.push(one);
        }
    }
    let heard: Vec<Heard> = ways.iter().map(|way| heard(&in_time, *way, limits)).collect();
    planned.extend(in_time.iter().flat_map(|one| together(*one, &heard)));
    planned.sort_by_key(|one| one.due_at);
    planned
}

/// From when on a reminder is of no more use: the start; 9am for a whole day.
#[must_use]
pub fn begins(start: LocalTime, zone: &TimeZone) -> Option<Moment> {
    raw::instant(raw::counted_from(start), zone)
}

/// Each rule once, with its moment outside the quiet hours.
fn timed(rules: &[Rule], start: LocalTime, zone: &TimeZone, limits: &Limits) -> Vec<Timed> {
    let start = raw::counted_from(start);
    let mut timed: Vec<Timed> = Vec::new();
    for rule in rules {
        let said = timed.iter().any(|one| one.rule == *rule);
        let due_at = raw::moment(rule, start, zone)
            .and_then(|moment| rest::rested(rule, start.time(), moment, (zone, limits)));
        if let Some(due_at) = due_at.filter(|_| !said) {
            timed.push(Timed { rule: *rule, due_at });
        }
    }
    timed
}

/// What somebody who attends so hears of the rules, and why not the others.
fn heard(in_time: &[Timed], way: Attendance, limits: &Limits) -> Heard {
    let (kept, near) = crowd::apart(crowd::ranked(in_time, way), limits);
    let (kept, over) = crowd::most(kept, limits);
    let all = [(kept, None), (near, Some(LeftOut::TooNear)), (over, Some(LeftOut::OverTheMost))];
    let each = all.into_iter().flat_map(|(those, why)| those.into_iter().map(move |one| (one.rule, why)));
    Heard { way, rules: each.collect() }
}

/// One for all whom the rule is for, where it is the same for them; else one for each way of attending.
fn together(one: Timed, heard: &[Heard]) -> Vec<Planned> {
    let for_way =
        |of: &Heard| of.rules.iter().find(|(rule, _)| *rule == one.rule).map(|(_, why)| (of.way, *why));
    let each: Vec<(Attendance, Option<LeftOut>)> = heard.iter().filter_map(for_way).collect();
    match each.as_slice() {
        [(_, why)] => vec![judged(one, one.rule.attendance, *why)],
        [(_, why), (_, other)] if why == other => vec![judged(one, one.rule.attendance, *why)],
        differ => differ.iter().map(|(way, why)| judged(one, Some(*way), *why)).collect(),
    }
}

fn judged(one: Timed, attendance: Option<Attendance>, left_out: Option<LeftOut>) -> Planned {
    Planned { rule: one.rule, attendance, due_at: one.due_at, left_out }
}

#[cfg(test)]
mod tests;

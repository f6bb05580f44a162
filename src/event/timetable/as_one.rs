//! A series that moves as a whole by some days: from Tuesdays to Wednesdays. Pure.
//!
//! A date is told by the day that its rule names it on. Where the rule names none of its days any more, but each so many days later, these are
//! the same dates: who is coming on the Tuesday is coming on the Wednesday. Where anything else of the rule changes with it, nothing is
//! concluded: what it no longer names is off.

use std::collections::BTreeSet;

use entity::Moment;
use entity::value::OccurrenceStatus;
use entity::value::facts::{Facts, Repeats};
use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::plan::is_over;
use crate::occurrence::{Occurrence, slot_of, times};
use crate::recurrence::{Recurrence, Slot};

/// How many days a series moves as a whole at most: with a week more, it begins with its next date.
const WEEK: i32 = 7;
/// How far ahead, and how many dates of it, are compared.
const YEAR: i64 = 400;
const SURE: usize = 60;

/// The new facts of a series with the days left out moved with it, and its last day where it has a date; as they are where it does not move
/// as a whole, or they say other days.
pub(in crate::event) fn with_its_days(before: &Facts, after: Facts, now: Moment) -> Facts {
    let (Some(days), Some(repeats)) = (days_moved(before, &after, now), &after.repeats) else { return after };
    let Some(was) = before.repeats.as_ref().filter(|was| *was == repeats) else { return after };
    let moved = crate::recurrence::shifted(repeats.clone(), days);
    let rule = Recurrence::new(was, before.start, &before.timezone).ok();
    let last = rule.as_ref().and_then(Recurrence::ends);
    let ends_with_a_date =
        rule.zip(last).is_some_and(|(rule, last)| !rule.rule_dates(last..=last, 1).is_empty());
    let (until, rrule) =
        if ends_with_a_date { (moved.until, moved.rrule) } else { (was.until, was.rrule.clone()) };
    let repeats = Repeats { until, rrule, except: moved.except, ..was.clone() };
    Facts { repeats: Some(repeats), ..after }
}

/// The dates of a series with what names them once it has moved; as they are where it does not move as a whole, or another date has been on
/// one of those days. What is over stays, unless it is `unknown` to anybody.
pub(super) fn renamed(
    (before, after): (&Facts, &Facts),
    has: Vec<Occurrence>,
    unknown: bool,
    now: Moment,
) -> Vec<Occurrence> {
    let Some(days) = days_moved(before, after, now) else { return has };
    let today = today(after, now);
    let moved = |date: &Occurrence| match slot_of(date) {
        Slot::Own(day) if date.status != OccurrenceStatus::Removed && (unknown || !is_over(date, now)) => {
            later(day, days).filter(|day| unknown || *day >= today).map(|day| Slot::Own(day).to_string())
        }
        _ => None,
    };
    let slots: Vec<Option<String>> = has.iter().map(moved).collect();
    let new: BTreeSet<&String> = slots.iter().flatten().collect();
    if has.iter().zip(&slots).any(|(date, slot)| slot.is_none() && new.contains(&date.slot)) {
        return has;
    }
    has.into_iter()
        .zip(slots)
        .map(|(date, slot)| Occurrence { slot: slot.unwrap_or_else(|| date.slot.clone()), ..date })
        .collect()
}

/// By how many days the dates ahead of a series move, each by as many, and to none of the days that it had.
fn days_moved(before: &Facts, after: &Facts, now: Moment) -> Option<i32> {
    let days = before.start.date().until(after.start.date()).ok()?.get_days();
    if days == 0 || days.abs() >= WEEK {
        return None;
    }
    let today = today(before, now);
    let had = ahead(before, today)?;
    let moved: Vec<Date> = had.iter().filter_map(|day| later(*day, days)).collect();
    let has = ahead(after, later(today, days)?)?;
    let same = !has.is_empty() && !moved.is_empty() && moved.iter().zip(&has).all(|(moved, is)| moved == is);
    (same && has.iter().all(|day| !had.contains(day))).then_some(days)
}

/// The days of the rule from a day on.
fn ahead(facts: &Facts, from: Date) -> Option<Vec<Date>> {
    let rule = Recurrence::new(facts.repeats.as_ref()?, facts.start, &facts.timezone).ok()?;
    let until = from.checked_add(Span::new().days(YEAR)).ok()?;
    Some(rule.rule_dates(from..=until, SURE).into_iter().map(|date| date.start.date()).collect())
}

fn today(facts: &Facts, now: Moment) -> Date {
    let zone = times::zone(&facts.timezone).unwrap_or(TimeZone::UTC);
    zone.to_datetime(now.timestamp()).date()
}

fn later(day: Date, days: i32) -> Option<Date> {
    day.checked_add(Span::new().days(days)).ok()
}

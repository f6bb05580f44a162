//! What is wrong with how an event repeats.

use entity::value::facts::Repeats;
use entity::value::local::LocalTime;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::rule::{End, Rule};
use super::{Recurrence, fields};
use crate::mistake::Mistakes;

/// The most days that may be left out, or added, one by one.
const MOST_EXCEPTIONS: usize = 500;
/// How far ahead a rule may end.
const MOST_YEARS: i16 = 100;

/// The rule, from whichever form it was said in. Nothing when none was, or when something is wrong with it.
pub(super) fn rule(
    repeats: &Repeats,
    start: LocalTime,
    zone: &TimeZone,
    found: &mut Mistakes,
) -> Option<Rule> {
    let said = fields::any(repeats).then(|| fields::rule(repeats, found));
    let read = repeats.rrule.as_ref().map(|text| Rule::read(text, start, zone));
    match (said, read) {
        (said, Some(Err((code, message)))) => {
            found.add("/repeats/rrule", code, message);
            said.flatten()
        }
        (Some(Some(said)), Some(Ok(read))) => {
            if said != read {
                let message =
                    "must say the same as the other fields of repeats, or one of both must be left out";
                found.add("/repeats/rrule", "conflict", message);
            }
            Some(said)
        }
        (None, Some(Ok(read))) => Some(read),
        (Some(said), _) => said,
        (None, None) => {
            if repeats.also.is_empty() {
                found.add("/repeats/every", "required", "must be day, week, month or year; or give an rrule");
            }
            None
        }
    }
}

impl Recurrence {
    /// The days left out and added, and the end. On the day of the start there may be a further date before it: what a split
    /// leaves of a day with several.
    pub(super) fn check_lists(&self, repeats: &Repeats, found: &mut Mistakes) {
        found.at_most("/repeats/except", repeats.except.len(), MOST_EXCEPTIONS);
        found.at_most("/repeats/also", repeats.also.len(), MOST_EXCEPTIONS);
        let first = self.first_day();
        for (place, at) in repeats.also.iter().enumerate().take(MOST_EXCEPTIONS) {
            let pointer = || format!("/repeats/also/{place}");
            if at.is_all_day() != self.start.is_all_day() {
                found.add(
                    pointer(),
                    "mixed",
                    "must be a date where the start is one, and have a time where it has one",
                );
            } else if *at == self.start || at.date() < first {
                let message = "must be after the start: the start is the first date";
                found.add(pointer(), "before_start", message);
            } else if at.date().year() - first.year() > MOST_YEARS {
                found.add(
                    pointer(),
                    "out_of_range",
                    format!("must be within {MOST_YEARS} years of the start"),
                );
            }
        }
        if let Some(Rule { end: End::Until(day), .. }) = &self.rule {
            let (first, pointer) = (self.start.date(), end_pointer(repeats));
            if *day < first {
                found.add(pointer, "before_start", "must not be before the start");
            } else if day.year() - first.year() > MOST_YEARS {
                found.add(pointer, "out_of_range", format!("must be within {MOST_YEARS} years of the start"));
            }
        }
    }

    /// Whether the start is a date of the rule, and any date takes place.
    pub(super) fn check_dates(&self, found: &mut Mistakes) {
        let first = self.start.date();
        match self.rule_days().next() {
            Some(day) if day == first => {}
            Some(day) => {
                let at = self.at(day);
                let mut message = format!("must be a date of the rule; the first one is {at}");
                if let Some(held) = self.held(day).filter(|held| *held != day) {
                    message = format!("{message} (which a bank holiday moves to {held})");
                }
                found.add("/start", "not_a_date_of_the_rule", message);
            }
            None => found.add("/repeats", "no_dates", "must have a date: this rule never has one"),
        }
        if found.is_empty() && self.dates(first..=Date::MAX, 1).is_empty() {
            found.add(
                "/repeats",
                "no_dates",
                "must leave a date on which it takes place: every one is left out",
            );
        }
    }
}

fn end_pointer(repeats: &Repeats) -> &'static str {
    if repeats.until.is_some() { "/repeats/until" } else { "/repeats/rrule" }
}

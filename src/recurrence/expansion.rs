//! The days of a rule, from `rrule`, which counts on floating local times.

use std::iter;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rrule::RRuleSet;

use super::rule::Rule;

/// After so many years the calendar begins anew: leap years and days of the week are the same.
const CYCLE: i16 = 400;

/// `rrule` searches up to the year 10,000.
const LAST_YEAR: i16 = 9_999;

/// The days on which the rule falls, in order, with those before `first` left out; `first` itself only if it is one.
///
/// Reckoned as late as the calendar allows, so that a rule that has no date is searched for 800 years at most, not for 8,000.
pub(super) fn days(rule: &Rule, first: Date) -> impl Iterator<Item = Date> + use<> {
    let cycles = (LAST_YEAR - CYCLE - first.year()).max(0) / CYCLE * CYCLE;
    let in_years = move |day: Date, years: i16| Date::new(day.year() + years, day.month(), day.day()).ok();
    let midnight =
        |day: Date| in_years(day, cycles).unwrap_or(Date::MAX).strftime("%Y%m%dT000000Z").to_string();
    let said = format!("DTSTART:{}\nRRULE:{}", midnight(first), rule.text(midnight));
    // What it refuses is an end before the start: such a rule has no days.
    let set: Option<RRuleSet> = said.parse().ok();
    let mut dates = set.map(RRuleSet::limit).into_iter().flat_map(|set| {
        let mut dates = (&set).into_iter();
        iter::from_fn(move || dates.next())
    });
    iter::from_fn(move || {
        let instant = Timestamp::from_second(dates.next()?.timestamp()).ok()?;
        in_years(TimeZone::UTC.to_datetime(instant).date(), -cycles)
    })
}

//! The days of a rule, from `rrule`, which counts on floating local times.

use std::iter;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rrule::RRuleSet;

use super::rule::Rule;

/// The days on which the rule falls, in order, with those before `first` left out; `first` itself only if it is one.
///
/// `rrule` gives up after 100,000 periods without a date, so a rule that has none ends too.
pub(super) fn days(rule: &Rule, first: Date) -> impl Iterator<Item = Date> + use<> {
    let midnight = |day: Date| day.strftime("%Y%m%dT000000Z").to_string();
    let said = format!("DTSTART:{}\nRRULE:{}", midnight(first), rule.text(midnight));
    // What it refuses is an end before the start: such a rule has no days.
    let set: Option<RRuleSet> = said.parse().ok();
    let mut dates = set.map(RRuleSet::limit).into_iter().flat_map(|set| {
        let mut dates = (&set).into_iter();
        iter::from_fn(move || dates.next())
    });
    iter::from_fn(move || {
        let second = dates.next()?.timestamp();
        Timestamp::from_second(second).ok().map(|instant| TimeZone::UTC.to_datetime(instant).date())
    })
}

//! The moment that a rule names: days by the calendar, hours and minutes exactly.

use entity::Moment;
use entity::value::local::LocalTime;
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time, time};
use jiff::tz::TimeZone;

use crate::reminder::rule::{Rule, When};

/// From when an all-day date counts.
const ALL_DAY_STARTS: Time = time(9, 0, 0, 0);

/// The wall time from which a date's rules count.
pub(super) fn counted_from(start: LocalTime) -> DateTime {
    match start {
        LocalTime::Day(day) => day.to_datetime(ALL_DAY_STARTS),
        LocalTime::At(at) => at,
    }
}

/// jiff's own rule: a skipped wall time moves forward, a doubled one is the first.
pub(super) fn instant(at: DateTime, zone: &TimeZone) -> Option<Moment> {
    zone.to_ambiguous_timestamp(at).compatible().ok().map(Moment::from)
}

/// The moment that `rule` names before `start` in `zone`; none outside the calendar.
pub(super) fn moment(rule: &Rule, start: DateTime, zone: &TimeZone) -> Option<Moment> {
    match rule.when {
        When::DaysBefore { days, at } => instant(days_before(start, days)?.date().to_datetime(at), zone),
        When::Before { days, exactly } => {
            let day = instant(days_before(start, days)?, zone)?;
            day.timestamp().checked_sub(exactly).ok().map(Moment::from)
        }
    }
}

fn days_before(start: DateTime, days: u32) -> Option<DateTime> {
    start.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok()
}

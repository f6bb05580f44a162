//! The hours in which nobody is written to, and where a letter goes instead.

use entity::Moment;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::Limits;
use super::raw::instant;
use crate::reminder::rule::Rule;

impl Limits {
    /// Whether a moment lies in the hours in which nobody is written to.
    pub(super) fn is_quiet(&self, moment: Moment, zone: &TimeZone) -> bool {
        let time = moment.timestamp().to_zoned(zone.clone()).time();
        time >= self.quiet_from || time < self.quiet_until
    }
}

/// When a reminder that is late goes out: now, or in the morning.
///
/// It waits when nobody is written to now and the morning still leaves three hours to act on it. What is on time was
/// planned outside these hours, or is meant for them.
#[must_use]
pub fn not_at_night(now: Moment, begins: Moment, zone: &TimeZone) -> Moment {
    let morning = after_quiet(now, zone);
    let left = begins.timestamp().duration_since(morning.timestamp());
    if left >= Limits::default().short { morning } else { now }
}

/// The next moment at which people are written to again: this one, unless it is quiet.
#[must_use]
pub fn after_quiet(moment: Moment, zone: &TimeZone) -> Moment {
    let limits = Limits::default();
    let local = moment.timestamp().to_zoned(zone.clone());
    let day = if local.time() >= limits.quiet_from { local.date().tomorrow() } else { Ok(local.date()) };
    let morning = day.map(|day| day.to_datetime(limits.quiet_until)).ok().and_then(|at| instant(at, zone));
    if limits.is_quiet(moment, zone) { morning.unwrap_or(moment) } else { moment }
}

/// The moment of `rule` outside the quiet hours, or in them where people wait for it then: what brings the link to join,
/// and what leaves shortly before a late start.
pub(super) fn rested(
    rule: &Rule,
    starts: Time,
    moment: Moment,
    (zone, limits): (&TimeZone, &Limits),
) -> Option<Moment> {
    let may = rule.brings_the_link() || starts >= limits.quiet_from;
    let exempt = may && rule.exactly().is_some_and(|ahead| ahead < limits.short);
    if exempt { Some(moment) } else { evening_before(moment, zone, limits) }
}

/// A moment in the quiet hours moves back to the last evening before it.
fn evening_before(moment: Moment, zone: &TimeZone, limits: &Limits) -> Option<Moment> {
    if !limits.is_quiet(moment, zone) {
        return Some(moment);
    }
    let local = moment.timestamp().to_zoned(zone.clone());
    let day = if local.time() >= limits.quiet_from { local.date() } else { local.date().yesterday().ok()? };
    instant(day.to_datetime(limits.evening), zone)
}

//! Another time that somebody's calendar proposes, as the event's contact reads it: on the clocks of the event.

use entity::value::local::LocalTime;
use jiff::tz::TimeZone;

use crate::calendar::{Proposed, Time};
use crate::event::Shown;
use crate::words::When;

/// Whether it is another time than the event has.
pub(super) fn is_another(proposed: &Proposed, shown: &Shown) -> bool {
    let date = &shown.occurrence;
    match when(proposed, shown) {
        Some(when) => {
            when.start != date.start || (when.end.is_some() && date.end.is_some() && when.end != date.end)
        }
        None => false,
    }
}

/// The sentence; none where the time is out of range.
pub(super) fn said(proposed: &Proposed, shown: &Shown) -> Option<String> {
    let language = shown.language();
    Some(language.say("letter-proposes").with("when", language.when(&when(proposed, shown)?)).into())
}

fn when(proposed: &Proposed, shown: &Shown) -> Option<When> {
    let zone = shown.zone();
    let start = local(&proposed.start, &zone)?;
    let end = proposed.end.as_ref().and_then(|end| local(end, &zone)).and_then(|end| match (start, end) {
        // The entry names the day after the last (RFC 5545, section 3.6.1).
        (LocalTime::Day(_), LocalTime::Day(end)) => end.yesterday().ok().map(LocalTime::Day),
        (LocalTime::At(_), LocalTime::At(_)) => Some(end),
        _ => None,
    });
    let end = end.filter(|end| end.datetime() > start.datetime());
    Some(When { start, end, no_fixed_end: false, approximate: false })
}

fn local(time: &Time, zone: &TimeZone) -> Option<LocalTime> {
    Some(match time {
        Time::Day(day) => LocalTime::Day(*day),
        // Without a zone that anybody knows, it answers our own entry.
        Time::Floating(at) | Time::Unnamed(at, _) => LocalTime::At(*at),
        Time::Fixed(at, offset) => {
            let instant = jiff::tz::Offset::from_seconds(*offset).ok()?.to_timestamp(*at).ok()?;
            LocalTime::At(zone.to_datetime(instant))
        }
        Time::Utc(at) => {
            LocalTime::At(TimeZone::UTC.to_zoned(*at).ok()?.with_time_zone(zone.clone()).datetime())
        }
        Time::In(at, other) => {
            let other = jiff::tz::db().get(other).ok()?;
            LocalTime::At(at.to_zoned(other).ok()?.with_time_zone(zone.clone()).datetime())
        }
    })
}

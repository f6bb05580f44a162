//! What belongs to one date of an event that repeats: the times beside start and end, and how its address names it.
//!
//! What an organiser says of the first date (replies close at noon, the council meets at 7pm) is meant for every date: it moves
//! along by whole days. From when on replies are taken is said once for all of them.

use entity::value::OccurrenceStatus;
use entity::value::local::LocalTime;
use jiff::civil::Date;

use super::{Event, Shown};
use crate::occurrence::{Occurrence, times};

/// What was said of the first date, for `date`.
#[must_use]
pub fn on_the_day(event: &Event, date: &Occurrence, said: LocalTime) -> LocalTime {
    if event.facts.repeats.is_none() {
        return said;
    }
    let days = event.facts.start.date().until(date.start.date());
    days.map_or(said, |days| times::on_another_day(said, days.get_days()))
}

/// How the address of an event names one of its dates: by the day, or by the whole start where another date of the event may
/// be on that day. Nothing for an event that does not repeat.
#[must_use]
pub fn date_in_address(shown: &Shown) -> Option<String> {
    shown.facts().repeats.as_ref()?;
    let date = &shown.occurrence;
    let own_day = !date.moved && date.slot == format!("{}/0", date.start.date());
    Some(if own_day { date.start.date().to_string() } else { date.start.to_string() })
}

/// The date among `dates` that an address names so; `None` for none, and for a name that is no day and no time.
#[must_use]
pub fn date_named<'a>(dates: &'a [Shown], named: &str) -> Option<&'a Shown> {
    let start: LocalTime = named.parse().ok()?;
    let removed = |shown: &&Shown| shown.occurrence.status == OccurrenceStatus::Removed;
    let covers = |shown: &&Shown, day: Date| {
        let own = &shown.occurrence;
        (own.start.date()..=own.end.unwrap_or(own.start).date()).contains(&day)
    };
    let fits = |shown: &&Shown| match start {
        LocalTime::Day(day) if shown.occurrence.start.is_all_day() => covers(shown, day),
        LocalTime::Day(day) => shown.occurrence.start.date() == day,
        at @ LocalTime::At(_) => shown.occurrence.start == at,
    };
    let by_slot = |shown: &&Shown| date_in_address(shown).as_deref() == Some(named);
    let live = || dates.iter().filter(|shown| !removed(shown));
    live().find(by_slot).or_else(|| live().find(fits)).or_else(|| dates.iter().find(fits))
}

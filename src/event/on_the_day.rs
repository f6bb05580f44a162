//! What belongs to one date of an event that repeats: the times beside start and end, and how its address names it.
//!
//! What an organiser says of the first date (replies close at noon, the council meets at 7pm) is meant for every date: it moves
//! along by whole days. From when on replies are taken is said once for all of them.

use entity::value::OccurrenceStatus;
use entity::value::local::LocalTime;
use uuid::Uuid;

use super::{Event, Shown};
use crate::occurrence::{Occurrence, day_of};

/// What was said of the first date, for `date`.
#[must_use]
pub fn on_the_day(event: &Event, date: &Occurrence, said: LocalTime) -> LocalTime {
    if event.facts.repeats.is_none() {
        return said;
    }
    let days = event.facts.start.date().until(date.start.date());
    days.map_or(said, |days| said.days_later(days.get_days()))
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

/// The date among `dates` that an address names so: one that is there, else one that once was.
///
/// It was there on its day in the rule, and where `stood` says, which holds the starts that dates had before they were moved.
/// One that the event no longer has comes last.
#[must_use]
pub fn date_named<'a>(
    dates: &'a [Shown],
    stood: &[(Uuid, LocalTime)],
    named: LocalTime,
) -> Option<&'a Shown> {
    let is_called = |shown: &&Shown| date_in_address(shown) == Some(named.to_string());
    let is_there = |shown: &&Shown| {
        let own = &shown.occurrence;
        covers((own.start, own.end.unwrap_or(own.start)), named)
    };
    let was_called = |shown: &&Shown| shown.occurrence.slot == format!("{named}/0");
    let was_there = |shown: &&Shown| {
        let before = stood.iter().filter(|(date, _)| *date == shown.occurrence.id);
        let its_day = LocalTime::Day(day_of(&shown.occurrence)) == named;
        its_day || before.into_iter().any(|(_, start)| covers((*start, *start), named))
    };
    let removed = |shown: &&Shown| shown.occurrence.status == OccurrenceStatus::Removed;
    let live = || dates.iter().filter(|shown| !removed(shown));
    live()
        .find(is_called)
        .or_else(|| live().find(is_there))
        .or_else(|| live().find(was_called))
        .or_else(|| dates.iter().find(is_there))
        .or_else(|| live().find(was_there))
        .or_else(|| dates.iter().find(was_there))
}

fn covers((start, end): (LocalTime, LocalTime), named: LocalTime) -> bool {
    match named {
        LocalTime::Day(day) if start.is_all_day() => (start.date()..=end.date()).contains(&day),
        LocalTime::Day(day) => start.date() == day,
        LocalTime::At(_) => start == named,
    }
}

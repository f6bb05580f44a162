//! Which date of an event each named one is. Pure.
//!
//! Guarantees: a reply stays with what it was given for. A date is matched
//!
//! 1. by its slot: what named it names it still, whatever its hour;
//! 2. by its start, where its slot is no longer named: a further date that has become the rule's own, or the other way round;
//!    one that was taken out and is added again; last, one that takes place and was moved by hand to where the rule has come to;
//! 3. in turn, among the further dates of one day that are left, for those that were not taken out: the entry was changed
//!    from 7pm to 7:30pm.
//!
//! Nothing else changes hands.

use std::collections::{BTreeMap, HashMap};

use entity::Moment;
use entity::value::OccurrenceStatus;
use entity::value::local::LocalTime;
use jiff::civil::Date;

use super::plan::{Wanted, is_over};
use crate::occurrence::{Occurrence, slot_of};
use crate::recurrence::Slot;

/// The dates of an event against those named.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// Each date with what names it now; nothing where it is no longer named.
    pub(super) dates: Vec<(Occurrence, Option<Wanted>)>,
    /// What is named and there is no date for.
    pub(super) left: Vec<Wanted>,
}

/// Finds for each date what names it, before others for those that take place. What is over keeps what names it from being made again, and gets no other entry's;
/// of what is `unknown` to anybody, nothing is over.
pub(super) fn matched(wanted: Vec<Wanted>, has: &[Occurrence], unknown: bool, now: Moment) -> Matched {
    let mut left: BTreeMap<usize, Wanted> = wanted.into_iter().enumerate().collect();
    let mut found: Vec<Option<Wanted>> = Vec::with_capacity(has.len());
    let by_slot: HashMap<String, usize> =
        left.iter().map(|(number, one)| (one.slot.clone(), *number)).collect();
    for date in has {
        found.push(by_slot.get(&date.slot).and_then(|number| left.remove(number)));
    }
    let by_start: HashMap<LocalTime, usize> =
        left.iter().map(|(number, one)| (one.times.start, *number)).collect();
    let is_there = |date: &Occurrence| !date.moved || date.status != OccurrenceStatus::Removed;
    let mut in_place: Vec<_> = open(has, &mut found).filter(|(date, _)| is_there(date)).collect();
    in_place.sort_by_key(|(date, _)| (date.moved, date.status == OccurrenceStatus::Removed));
    for (date, found) in in_place {
        *found = by_start.get(&date.start).and_then(|number| left.remove(number));
    }
    let mut of_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (number, one) in &left {
        if let Ok(Slot::Added(at)) = one.slot.parse() {
            of_day.entry(at.date()).or_default().push(*number);
        }
    }
    let stays = |date: &Occurrence| {
        let is_history = is_over(date, now) && !unknown;
        date.status != OccurrenceStatus::Removed && !is_history && slot_of(date).is_added()
    };
    let mut in_turn: Vec<_> = open(has, &mut found).filter(|(date, _)| stays(date)).collect();
    in_turn.sort_by_key(|(date, _)| slot_of(date));
    for (date, found) in in_turn {
        let entries = of_day.get_mut(&slot_of(date).day()).filter(|entries| !entries.is_empty());
        *found = entries.and_then(|entries| left.remove(&entries.remove(0)));
    }
    Matched { dates: has.iter().cloned().zip(found).collect(), left: left.into_values().collect() }
}

/// The dates that nothing was found for yet.
fn open<'a>(
    has: &'a [Occurrence],
    found: &'a mut [Option<Wanted>],
) -> impl Iterator<Item = (&'a Occurrence, &'a mut Option<Wanted>)> {
    has.iter().zip(found).filter(|(_, found)| found.is_none())
}

#[cfg(test)]
mod tests;

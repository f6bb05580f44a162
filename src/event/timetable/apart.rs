//! No two dates of an event at one moment: pages, calendars and people could not tell them apart. Pure.

use std::collections::HashMap;

use entity::Moment;
use entity::value::OccurrenceStatus;
use entity::value::local::LocalTime;

use super::plan::{Plan, Wanted};
use crate::event::EventError;
use crate::mistake::Mistake;
use crate::occurrence::Occurrence;
use crate::recurrence::Slot;

/// The plan without those of the rule's own dates that would be where another date was moved to: that one is it.
///
/// # Errors
/// [`EventError::Invalid`] where dates that people know would come together, or a further date is named where one is.
pub(super) fn told_apart(mut plan: Plan, has: &[Occurrence]) -> Result<Plan, EventError> {
    let was: HashMap<_, _> = has.iter().map(|date| (date.id, place(date))).collect();
    let comes = |date: &Occurrence| was.get(&date.id) != Some(&place(date));
    let mut there: HashMap<Place, &Occurrence> = HashMap::new();
    for date in &plan.keep {
        let Some(place) = place(date) else { continue };
        if let Some(other) = there.insert(place, date)
            && (comes(date) || comes(other))
        {
            return Err(refused(date.start));
        }
    }
    let taken = |one: &Wanted| there.contains_key(&(one.times.start_utc, one.times.start.is_all_day()));
    let is_named = |one: &Wanted| one.slot.parse().is_ok_and(|slot: Slot| slot.is_added());
    if let Some(twice) = plan.add.iter().find(|one| taken(one) && is_named(one)) {
        return Err(refused(twice.times.start));
    }
    plan.add.retain(|one| !taken(one));
    Ok(plan)
}

/// Whether a date that the rule names is where another date of the event is.
pub(super) fn is_taken(named: &Wanted, has: &[Occurrence]) -> bool {
    let there = Some((named.times.start_utc, named.times.start.is_all_day()));
    has.iter().any(|date| place(date) == there)
}

/// What tells two dates of one event apart.
type Place = (Moment, bool);

/// Where a date stands; nowhere once it was taken out.
fn place(date: &Occurrence) -> Option<Place> {
    (date.status != OccurrenceStatus::Removed).then(|| (date.start_utc, date.start.is_all_day()))
}

fn refused(start: LocalTime) -> EventError {
    let message = format!("would put two dates at {start}: move one of them, or leave it out");
    EventError::Invalid(vec![Mistake::new("/repeats", "taken", message)])
}

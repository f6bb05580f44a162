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
/// [`EventError::Invalid`] where dates that people know would come together, or a further date is named where one is or comes to be:
/// a clock change may put a date of the rule there.
pub(super) fn told_apart(mut plan: Plan, has: &[Occurrence]) -> Result<Plan, EventError> {
    let was: HashMap<_, _> = has.iter().map(|date| (date.id, standing(date))).collect();
    let comes = |date: &Occurrence| was.get(&date.id) != Some(&standing(date));
    let mut there: HashMap<Standing, &Occurrence> = HashMap::new();
    for date in &plan.keep {
        let Some(at) = standing(date) else { continue };
        if let Some(other) = there.insert(at, date)
            && (comes(date) || comes(other))
        {
            return Err(refused(date.start));
        }
    }
    let mut new: HashMap<Standing, &Wanted> = HashMap::new();
    for one in &plan.add {
        let other = new.insert(comes_to(one), one);
        let is_named = is_named(one) || other.is_some_and(is_named);
        if is_named && (other.is_some() || there.contains_key(&comes_to(one))) {
            return Err(refused(one.times.start));
        }
    }
    plan.add.retain(|one| !there.contains_key(&comes_to(one)));
    Ok(plan)
}

/// Whether a date that the rule names is where another date of the event is.
pub(super) fn is_taken(named: &Wanted, has: &[Occurrence]) -> bool {
    let there = Some(comes_to(named));
    has.iter().any(|date| standing(date) == there)
}

/// What tells two dates of one event apart: when it starts, and whether that is a whole day.
pub(in crate::event) type Standing = (Moment, bool);

/// Where a date stands; nowhere once it was taken out.
pub(in crate::event) fn standing(date: &Occurrence) -> Option<Standing> {
    (date.status != OccurrenceStatus::Removed).then(|| (date.start_utc, date.start.is_all_day()))
}

fn comes_to(one: &Wanted) -> Standing {
    (one.times.start_utc, one.times.start.is_all_day())
}

/// Whether a date is named by itself, not by the rule.
fn is_named(one: &Wanted) -> bool {
    one.slot.parse().is_ok_and(|slot: Slot| slot.is_added())
}

fn refused(start: LocalTime) -> EventError {
    let message = format!("would put two dates at {start}: move one of them, or leave it out");
    EventError::Invalid(vec![Mistake::new("/repeats", "taken", message)])
}

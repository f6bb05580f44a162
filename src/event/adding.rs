//! Dates added to an event that repeats, taken out of it, and taken in again.
//!
//! Guarantees: a date is taken out and in by what named it ([`Slot`]), whatever day and time it was moved to, and no other
//! date with it; one that comes back has its replies.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use entity::value::{Act, OccurrenceStatus};
use jiff::civil::Date;
use uuid::Uuid;

use super::telling::Telling;
use super::timetable::standing;
use super::write::{self, Begun, Finish};
use super::{EventError, Order, Shown, check, kind, list};
use crate::database::Write;
use crate::mistake::Mistake;
use crate::occurrence::{Occurrence, Times, slot_of, times};
use crate::recurrence::{Recurrence, Slot};
use crate::seal::Seals;

/// Adds a date to an event that repeats. Where it was taken out before, it is that one again, with its replies.
///
/// # Errors
/// [`EventError::Invalid`] for an event that does not repeat, a date that it has, or one that is over; or another
/// [`EventError`].
pub async fn add_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    start: LocalTime,
    notify: bool,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let before = &begun.before.event;
    let mut facts = before.facts.clone();
    if facts.repeats.is_none() {
        let message = "is a single event: say how it repeats first, or enter another event";
        return Err(refused("/start", "does_not_repeat", message));
    }
    let usual = kind::rules(facts.kind).usual_length;
    let there = check(&facts).ok().and_then(|first| times::repeated(&first, start, usual).ok());
    let date = match taken_out_there(&begun, start, there.as_ref())? {
        Some(removed) => Some(take_in(&mut facts, &begun.dates, removed)),
        None => {
            if !named_again(&mut facts, start) {
                also_at(&mut facts, start);
            }
            None
        }
    };
    check_added(&facts)?;
    if there.is_some_and(|times| times.end_utc <= now) && before.published_at.is_some() {
        return Err(refused("/start", "in_the_past", "would be over already: check the year"));
    }
    let status = before.status;
    let finish = Finish { act: Act::Changed, status, facts, date, telling: Telling::silently(notify) };
    let after = write::finish(w, seals, &begun, finish, now).await?;
    let dates = list::dates_of(&w.conn(), &after).await?;
    let is_it =
        |date: &Shown| date.occurrence.start == start && date.occurrence.status != OccurrenceStatus::Removed;
    let message = "is no date that can be added: look at the dates that the event has";
    dates.into_iter().find(is_it).ok_or_else(|| refused("/start", "not_added", message))
}

/// The date that was taken out and is at that time, or was before it was moved: then at that time again. `there` is what a date then is.
fn taken_out_there(
    begun: &Begun,
    start: LocalTime,
    there: Option<&Times>,
) -> Result<Option<Occurrence>, EventError> {
    let facts = begun.before.facts();
    let is_removed = |date: &&Occurrence| date.status == OccurrenceStatus::Removed;
    let live = || begun.dates.iter().filter(|date| !is_removed(date));
    let at = there.map(|times| (times.start_utc, start.is_all_day()));
    let is_there = |date: &&Occurrence| date.start == start || (at.is_some() && standing(date) == at);
    if let Some(there) = live().find(is_there) {
        let is_off = there.status == OccurrenceStatus::Cancelled;
        let message = if is_off {
            "is a date that is called off: reinstate it"
        } else {
            "is a date of the event already"
        };
        return Err(refused("/start", "taken", message));
    }
    if let Some(moved) = live().find(|date| date.moved && named_at(facts, date) == start) {
        let message = format!("is when a date was that was moved to {}: move that one back", moved.start);
        return Err(refused("/start", "taken", message));
    }
    let removed = || begun.dates.iter().filter(is_removed);
    if let Some(there) = removed().find(|date| date.start == start) {
        return Ok(Some(there.clone()));
    }
    let was_there = removed().find(|date| date.moved && named_at(facts, date) == start);
    Ok(was_there.map(|date| Occurrence { moved: false, ..date.clone() }))
}

/// When what named a date would have it.
fn named_at(facts: &Facts, date: &Occurrence) -> LocalTime {
    match slot_of(date) {
        Slot::Added(at) => at,
        Slot::Own(day) => on_day(facts.start, day),
    }
}

fn on_day(start: LocalTime, day: Date) -> LocalTime {
    match start {
        LocalTime::Day(_) => LocalTime::Day(day),
        LocalTime::At(at) => LocalTime::At(day.to_datetime(at.time())),
    }
}

/// What is wrong with a further date is said of the date that was asked for.
fn check_added(facts: &Facts) -> Result<(), EventError> {
    let Err(mut found) = check(facts) else { return Ok(()) };
    for mistake in found.iter_mut().filter(|one| one.pointer.starts_with("/repeats/also/")) {
        mistake.pointer = "/start".to_owned();
    }
    Err(EventError::Invalid(found))
}

/// Takes one date out of an event that repeats. Who replied to it is told that it is off, unless `notify` is off.
///
/// What is left of a list of dates is a single event when it is one date. Taken out twice is once.
///
/// # Errors
/// [`EventError::Invalid`] for an event that does not repeat, its last date, and what is over; or another [`EventError`].
pub async fn take_out_date(
    w: &Write,
    seals: &Seals,
    order: &Order,
    occurrence: Uuid,
    notify: bool,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, Some(occurrence), now).await?;
    let date = &begun.before.occurrence;
    let mut facts = begun.before.event.facts.clone();
    if date.status == OccurrenceStatus::Removed {
        return Ok(begun.before);
    }
    if facts.repeats.is_none() {
        let message = "is the only date of its event: cancel it, or delete the draft";
        return Err(refused("", "only_date", message));
    }
    if begun.before.event.published_at.is_some() && date.end_utc <= now {
        return Err(refused("", "is_over", "is over: what took place stays as it was"));
    }
    take_out(&mut facts, &begun.dates, slot_of(date));
    if is_one_date(&facts) {
        become_single(&mut facts, &begun, now)?;
    }
    let status = begun.before.event.status;
    let finish = Finish { act: Act::Changed, status, facts, date: None, telling: Telling::silently(notify) };
    write::finish(w, seals, &begun, finish, now).await
}

fn take_out(facts: &mut Facts, dates: &[Occurrence], slot: Slot) {
    let start = facts.start;
    // Said twice, it is one date, and out with both.
    let (named, day) = match slot {
        Slot::Added(at) => (at, rules_day(facts, dates, at)),
        Slot::Own(day) => (on_day(start, day), Some(day)),
    };
    let Some(repeats) = &mut facts.repeats else { return };
    if let Some(day) = day.filter(|day| !repeats.except.contains(day)) {
        repeats.except.push(day);
        repeats.except.sort_unstable();
    }
    repeats.also.retain(|at| *at != named);
}

/// The day whose date the rule would have at the same moment as a further date, for the clocks skip its own time; so there is none of it.
fn rules_day(facts: &Facts, dates: &[Occurrence], at: LocalTime) -> Option<Date> {
    let zone = times::zone(&facts.timezone)?;
    let rule = Recurrence::new(facts.repeats.as_ref()?, facts.start, &facts.timezone).ok()?;
    let days = at.date().yesterday().unwrap_or(at.date())..=at.date();
    let there = |start: LocalTime| (times::instant(start, &zone), start.is_all_day());
    let own = rule.held_dates(days, usize::MAX).into_iter().find(|own| there(own.start) == there(at))?;
    let slot: Slot = own.slot.parse().ok()?;
    (!slot.is_added() && dates.iter().all(|date| slot_of(date) != slot)).then(|| slot.day())
}

/// Whether neither a rule nor a further date is left.
fn is_one_date(facts: &Facts) -> bool {
    let none_left = |repeats: &entity::value::facts::Repeats| {
        repeats.every.is_none() && repeats.rrule.is_none() && repeats.also.is_empty()
    };
    facts.repeats.as_ref().is_some_and(none_left)
}

/// An event with its first date alone, at the times that this has.
fn become_single(facts: &mut Facts, begun: &Begun, now: Moment) -> Result<(), EventError> {
    let out = begun.before.occurrence.id;
    let own = Slot::Own(facts.start.date());
    let first = begun.dates.iter().find(|date| date.id != out && slot_of(date) == own);
    let is_left = |date: &&Occurrence| date.status != OccurrenceStatus::Removed && date.end_utc > now;
    let Some(first) = first.filter(is_left) else {
        return Err(refused("", "last_date", "is the last date that is left: cancel the event instead"));
    };
    facts.repeats = None;
    if first.moved {
        (facts.start, facts.end) = (first.start, first.end);
        facts.no_fixed_end = facts.no_fixed_end && facts.end.is_none();
    }
    Ok(())
}

/// Lets what named a date name it again. Where the rule no longer has its day, it is a further date from now on.
pub(super) fn take_in(facts: &mut Facts, dates: &[Occurrence], date: Occurrence) -> Occurrence {
    let mut slot = slot_of(&date);
    if let (Slot::Own(day), Some(repeats)) = (slot, &mut facts.repeats) {
        repeats.except.retain(|except| *except != day);
        let rule = Recurrence::new(repeats, facts.start, &facts.timezone);
        if !rule.is_ok_and(|rule| !rule.held_dates(day..=day, 1).is_empty()) {
            slot = Slot::Added(on_day(facts.start, day));
        }
    }
    if let Slot::Added(at) = slot {
        also_at(facts, at);
    }
    let named = slot.to_string();
    if dates.iter().any(|other| other.id != date.id && other.slot == named) {
        return date;
    }
    Occurrence { slot: named, ..date }
}

/// Whether the rule itself has a date then, which was left out: it is taken in again.
fn named_again(facts: &mut Facts, start: LocalTime) -> bool {
    let Some(repeats) = &facts.repeats else { return false };
    let day = start.date();
    let mut without = repeats.clone();
    without.except.retain(|except| *except != day);
    let rule = Recurrence::new(&without, facts.start, &facts.timezone);
    let is_its = rule.is_ok_and(|rule| rule.held_dates(day..=day, 1).iter().any(|date| date.start == start));
    if is_its {
        facts.repeats = Some(without);
    }
    is_its
}

fn also_at(facts: &mut Facts, start: LocalTime) {
    let Some(repeats) = &mut facts.repeats else { return };
    if !repeats.also.contains(&start) {
        repeats.also.push(start);
        repeats.also.sort_unstable();
    }
}

fn refused(pointer: &'static str, code: &'static str, message: impl Into<String>) -> EventError {
    EventError::Invalid(vec![Mistake::new(pointer, code, message)])
}

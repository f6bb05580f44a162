//! What the journal says of an act: its name, and what it did to an event that repeats.
//!
//! Guarantees: of an act on one date it says how that date stood and stands, and names it; of any other what holds for every
//! date by the event's own facts, never what is one date's alone, and which dates it took out or took in again.

use entity::value::local::LocalTime;
use entity::value::{Act, OccurrenceStatus};
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::timetable::Step;
use super::{EventError, Shown, list, numbers};
use crate::database::Write;
use crate::occurrence::{Occurrence, day_of};

/// What an act did; `own` is whether it was done to the one date that is shown.
///
/// # Errors
/// When the database refuses.
pub(super) async fn detail(
    w: &Write,
    (before, after): (&Shown, &Shown),
    (steps, own): (&[Step], bool),
) -> Result<Value, EventError> {
    let repeats = before.facts().repeats.is_some() && after.facts().repeats.is_some();
    if own || !repeats {
        return Ok(numbers::journal_detail(Some(before), after, own));
    }
    let day = day_of(&after.occurrence);
    let (was, now) = (whole(w, before, day).await?, whole(w, after, day).await?);
    let mut detail = numbers::journal_detail(Some(&was), &now, false);
    for (name, is_off) in [("off", true), ("on", false)] {
        let turned = turned(steps, is_off);
        if let Some(detail) = detail.as_object_mut().filter(|_| !turned.is_empty()) {
            detail.insert(name.to_owned(), json!(turned));
        }
    }
    Ok(detail)
}

/// The event as its facts say it is on `day`, with nothing that is a single date's own.
async fn whole(w: &Write, shown: &Shown, day: Date) -> Result<Shown, EventError> {
    let (event, facts) = (shown.event.clone(), shown.facts());
    let days = facts.start.date().until(day).map_or(0, |span| span.get_days());
    let there = |said: LocalTime| said.days_later(days);
    let date = Occurrence {
        status: OccurrenceStatus::Scheduled,
        start: there(facts.start),
        end: facts.end.map(there),
        timezone: facts.timezone.clone(),
        venue_id: None,
        room: None,
        meeting_point: None,
        ..shown.occurrence.clone()
    };
    list::one(&w.conn(), event, date).await
}

/// The dates that were called off, or are on again.
fn turned(steps: &[Step], is_off: bool) -> Vec<Uuid> {
    let off = |date: &Occurrence| date.status != OccurrenceStatus::Scheduled;
    let both = |step: &Step| Some((off(step.was.as_ref()?), step.is.as_ref()?.clone()));
    let turned =
        |(was_off, is): (bool, Occurrence)| (was_off != is_off && off(&is) == is_off).then_some(is.id);
    steps.iter().filter_map(both).filter_map(turned).collect()
}

/// What an act is called.
pub(super) fn act_name(act: Act) -> &'static str {
    match act {
        Act::Published => "event.published",
        Act::Changed => "event.updated",
        Act::Postponed => "event.postponed",
        Act::Suspended => "event.suspended",
        Act::Reinstated => "event.reinstated",
        Act::Cancelled => "event.cancelled",
    }
}

//! Until when the keys of a date are kept, when something about it changes.

use entity::Moment;
use entity::value::EventStatus;

use super::lies_ahead;
use crate::database::Write;
use crate::event::{Event, EventError, keeping, life};
use crate::occurrence::{Occurrence, Times, times_of};
use crate::seal::{DestroyOn, Seals};

/// When the keys of a date at `times` must be destroyed, unless it is called off.
pub(in crate::event) fn usual(event: &Event, times: &Times) -> DestroyOn {
    keeping::destroy_on(event.kind, event.status, times)
}

/// Moves the dates on which the keys of one date must be destroyed. What is called off keeps the date it got then;
/// the promise that was made to people is never put off by it. `off_since` is when people are told, for what is called off now.
///
/// # Errors
/// When the database refuses, or a key can't be made.
pub(in crate::event) async fn keep_until(
    w: &Write,
    seals: &Seals,
    (event, date): (&Event, &Occurrence),
    off_since: Option<Moment>,
    now: Moment,
) -> Result<(), EventError> {
    let times = times_of(date);
    let usual = usual(event, &times);
    let is_off = life::status(event.status, date.status) == EventStatus::Cancelled;
    let mut on = match (is_off, off_since) {
        (true, Some(told_at)) => {
            let soon = keeping::when_cancelled(told_at, &times.timezone);
            DestroyOn { contact: soon.contact.min(usual.contact), access: soon.access.min(usual.access) }
        }
        (true, None) => return Ok(()),
        (false, _) => usual,
    };
    if date.end_utc <= now && !is_off {
        // Setting right when something was does not shorten what people were promised.
        let promised = seals.of_date(&w.conn(), date.id).await?;
        on.contact = promised.contact_until().map_or(on.contact, |until| on.contact.max(until));
        on.access = promised.access_until().map_or(on.access, |until| on.access.max(until));
    }
    seals.set_destroy_on(w, date.id, on).await?;
    if lies_ahead(event.status, date, now) {
        seals.make_occurrence_keys(w, event.organisation_id, date.id, on, now).await?;
    }
    Ok(())
}

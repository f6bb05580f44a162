//! "This and following": from one date on, an event becomes another, which can be changed without touching what was before.
//!
//! Guarantees: each date goes on with its replies, its reminders and what its people were told; nobody is written to, for
//! nothing changed for anybody. All dates of the day of the split go together. Both events know each other.

use entity::Moment;
use entity::value::OccurrenceStatus;
use uuid::Uuid;

use super::acts::{NewTimes, at_times};
use super::write::{self, Begun};
use super::{Event, EventError, Order, Shown, belongings, check, list, store};
use crate::database::Write;
use crate::mistake::Mistake;
use crate::occurrence::{Occurrence, day_of};
use crate::recurrence::{Halves, Recurrence};
use crate::secret;

/// Splits an event before one of its dates, and answers the event that begins with it.
///
/// # Errors
/// [`EventError::Invalid`] for an event that does not repeat, its first date, or one that is no date of the rule; or another
/// [`EventError`].
pub async fn split(w: &Write, order: &Order, occurrence: Uuid, now: Moment) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, Some(occurrence), now).await?;
    let halves = halves(&begun.before)?;
    let day = day_of(&begun.before.occurrence);
    let goes = |date: &&Occurrence| day_of(date) >= day;
    let moved: Vec<Uuid> = begun.dates.iter().filter(goes).map(|date| date.id).collect();
    let stays = |date: &&Occurrence| !goes(date) && date.status != OccurrenceStatus::Removed;
    let left = begun.dates.iter().rfind(stays).cloned().ok_or_else(|| refused(NOTHING_BEFORE))?;
    let (first, second) = both(w, &begun, halves, now).await?;
    let conn = w.conn();
    store::insert(&conn, second.clone()).await?;
    store::update(&conn, first.clone()).await?;
    store::move_dates(&conn, (first.id, second.id), &moved).await?;
    let date = begun.before.occurrence.clone();
    let after = list::one(&conn, second.clone(), Occurrence { event_id: second.id, ..date }).await?;
    let left = list::one(&conn, first, left).await?;
    write::note(w, begun.revision, &begun.actor, "event.split", (None, &left, false)).await?;
    write::note(w, begun.revision, &begun.actor, "event.created", (None, &after, false)).await?;
    Ok(after)
}

fn halves(shown: &Shown) -> Result<Halves, EventError> {
    let facts = shown.facts();
    let Some(repeats) = &facts.repeats else {
        return Err(refused("is the only date of its event: there is nothing to split"));
    };
    let rule = Recurrence::new(repeats, facts.start, &facts.timezone).map_err(EventError::Invalid)?;
    let message =
        "is the first date of its event, or was added to the rule: choose a later date that the rule has";
    let halves = rule.split(day_of(&shown.occurrence)).ok_or_else(|| refused(message))?;
    // Every date before may be left out, though nobody has taken them out.
    Recurrence::new(&halves.before, facts.start, &facts.timezone)
        .map_err(|_mistakes| refused(NOTHING_BEFORE))?;
    Recurrence::new(&halves.after, halves.start, &facts.timezone).map_err(EventError::Invalid)?;
    Ok(halves)
}

const NOTHING_BEFORE: &str = "is the first date that is left of its event: there is nothing to split";

fn refused(message: &str) -> EventError {
    EventError::Invalid(vec![Mistake::new("", "cannot_split", message)])
}

/// What would be wrong with the event that begins with the date: as a rule that the clocks skip its start or its end.
fn begins_badly(found: Vec<Mistake>) -> EventError {
    let said = found.into_iter().map(|one| {
        let field = one.pointer.trim_start_matches('/');
        let message =
            format!("can't begin an event of its own: {field} {}; split at another date", one.message);
        Mistake::new("", "cannot_split", message)
    });
    EventError::Invalid(said.collect())
}

/// The event up to the split, and the one from there on, as they should stand.
async fn both(w: &Write, begun: &Begun, halves: Halves, now: Moment) -> Result<(Event, Event), EventError> {
    let whole = &begun.before.event;
    let id = secret::new_id(now);
    let mut first = whole.clone();
    first.facts.repeats = Some(halves.before);
    first.made_until = None;
    first.continued_by = Some(id);
    let days = whole.facts.start.date().until(halves.start.date()).map_or(0, |span| span.get_days());
    let mut facts = at_times(whole.facts.clone(), NewTimes { start: Some(halves.start), end: None });
    facts.repeats = Some(halves.after);
    facts.rsvp.closes = facts.rsvp.closes.map(|closes| closes.days_later(days));
    if let Some(target) = &mut facts.target {
        target.meeting_start = target.meeting_start.map(|start| start.days_later(days));
    }
    facts.slug = None;
    facts.external_id = None;
    facts.outcome = None;
    let slug = belongings::slug(w, whole.organisation_id, &facts, None).await?;
    facts.slug = Some(slug.clone());
    check(&facts).map_err(begins_badly)?;
    let mut second =
        Event { id, slug, external_id: None, facts, revision: 0, created_at: now, ..whole.clone() };
    second.continues = Some(whole.id);
    for event in [&mut first, &mut second] {
        event.revision += 1;
        event.sequence += 1;
        event.changed_at = now;
        event.updated_at = now;
    }
    Ok((first, second))
}

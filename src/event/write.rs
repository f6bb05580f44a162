//! How an event is written: what every act begins and ends with.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::{Act, EventStatus};
use serde_json::json;

use super::numbers::{self, ActedOn};
use super::shown::Viewer;
use super::telling::Telling;
use super::{
    Announcement, Event, EventError, Order, Shown, belongings, check, keeping, list, ready, settle, store,
};
use crate::database::Write;
use crate::journal::{self, Actor, Entry};
use crate::mistake::Mistake;
use crate::occurrence::{self, Occurrence, Times};
use crate::seal::{DestroyOn, Seals};
use crate::{organisation, secret};

/// An act that has begun: the organisation's row is locked, the event is as it was seen.
#[derive(Debug)]
pub(super) struct Begun {
    /// The organisation's revision, raised for this act.
    pub(super) revision: i64,
    pub(super) actor: Actor,
    pub(super) before: Shown,
}

/// How an act ends.
#[derive(Debug)]
pub(super) struct Finish {
    pub(super) act: Act,
    pub(super) status: EventStatus,
    pub(super) facts: Facts,
    /// The date with what is its own changed; `None` leaves that as it is. Its times follow from the facts.
    pub(super) date: Option<Occurrence>,
    pub(super) telling: Telling,
}

/// Raises the organisation's revision and reads what is acted on, in the house's order of locks.
pub(super) async fn begin(w: &Write, order: &Order) -> Result<Begun, EventError> {
    let revision = organisation::raise_revision(w, order.organisation).await?;
    let before = list::find(&w.conn(), order.organisation, order.event).await?;
    let current = before.event.revision;
    if order.seen.is_some_and(|seen| seen != current) {
        return Err(EventError::ChangedMeanwhile { current });
    }
    let occurrence = occurrence::lock(w, before.occurrence.id).await?.ok_or(EventError::NotFound)?;
    Ok(Begun { revision, actor: order.actor.clone(), before: Shown { occurrence, ..before } })
}

/// Checks, counts and writes the event as it should stand, its date, its keys' dates, an announcement where people act on
/// what changed, and the journal.
pub(super) async fn finish(
    w: &Write,
    seals: &Seals,
    begun: &Begun,
    finish: Finish,
    now: Moment,
) -> Result<Shown, EventError> {
    let before = &begun.before;
    let times = check(&finish.facts).map_err(EventError::Invalid)?;
    let organisation = before.event.organisation_id;
    belongings::check(&w.conn(), organisation, &finish.facts, Some(&before.event)).await?;
    let mut event = before.event.clone();
    event.slug = belongings::slug(w, event.organisation_id, &finish.facts, Some(&before.event)).await?;
    put_facts(&mut event, finish.facts);
    event.status = finish.status;
    event.revision += 1;
    event.updated_at = now;
    if finish.act == Act::Published {
        event.published_at = Some(now);
    }
    let date = finish.date.unwrap_or_else(|| before.occurrence.clone());
    let date = put_times(date, &times);
    let mut after = list::one(&w.conn(), event, date).await?;
    if after.event.published_at.is_some() {
        refuse_what_must_not_be_lost(before, &after)?;
        refuse_a_past_date(before, &after, finish.act, now)?;
    }
    if lies_ahead(&after, now) {
        after.occurrence.purged_at = None;
        after.occurrence.final_counts = None;
    }
    count(before, &mut after, now);
    write_all(w, before, &after, now).await?;
    let told_at = announce(w, before, &after, finish.act, finish.telling, now).await?;
    keep_until(w, seals, &after, &times, (finish.act, told_at), now).await?;
    note(w, begun.revision, &begun.actor, act_name(finish.act), Some(before), &after).await?;
    list::find(&w.conn(), after.event.organisation_id, after.event.id).await
}

fn put_facts(event: &mut Event, mut facts: Facts) {
    facts.title = facts.title.trim().to_owned();
    facts.slug = Some(event.slug.clone());
    event.campaign_id = facts.campaign_id;
    event.venue_id = facts.venue_id;
    event.kind = facts.kind;
    event.visibility = facts.visibility;
    event.title.clone_from(&facts.title);
    event.external_id.clone_from(&facts.external_id);
    event.facts = facts;
}

fn put_times(mut date: Occurrence, times: &Times) -> Occurrence {
    if date.start != times.start {
        date.slot = occurrence::slot(times);
    }
    date.start = times.start;
    date.end = times.end;
    date.timezone.clone_from(&times.timezone);
    date.start_utc = times.start_utc;
    date.end_utc = times.end_utc;
    date
}

/// What stands announced stays as complete as it had to be. What it lacked already (an older release asked for less) is no
/// reason to refuse another change.
fn refuse_what_must_not_be_lost(before: &Shown, after: &Shown) -> Result<(), EventError> {
    let lacked = ready::refusals(before);
    let lost: Vec<Mistake> = ready::refusals(after).into_iter().filter(|one| !lacked.contains(one)).collect();
    if lost.is_empty() { Ok(()) } else { Err(EventError::Refused(lost)) }
}

/// A wrong year is quickly typed. Nobody can come to what is over, and the replies would be due for deletion at once.
fn refuse_a_past_date(before: &Shown, after: &Shown, act: Act, now: Moment) -> Result<(), EventError> {
    let taken_up = act == Act::Reinstated;
    let moved_back = act == Act::Changed && !before.has_ended(now);
    if after.has_ended(now) && (taken_up || moved_back) {
        let message = "would be over already: check the year";
        return Err(EventError::Invalid(vec![Mistake::new("/start", "in_the_past", message)]));
    }
    Ok(())
}

/// Raises the numbers that the change calls for.
pub(super) fn count(before: &Shown, after: &mut Shown, now: Moment) {
    let acted_on = ActedOn::of(before) != ActedOn::of(after);
    if acted_on {
        after.event.sequence += 1;
    }
    let in_calendars = numbers::in_calendars(before.facts()) != numbers::in_calendars(after.facts());
    if acted_on || in_calendars || before.event.published_at.is_none() {
        after.event.changed_at = now;
    }
}

async fn write_all(w: &Write, before: &Shown, after: &Shown, now: Moment) -> Result<(), EventError> {
    store::update(&w.conn(), after.event.clone()).await?;
    if before.occurrence != after.occurrence {
        occurrence::update(w, after.occurrence.clone(), now).await?;
    }
    if before.mode() != after.mode() {
        occurrence::lock(w, after.occurrence.id).await?;
    }
    let facts = after.facts();
    occurrence::set_places(w, after.occurrence.id, facts.attendance_mode, facts.capacity.as_ref()).await?;
    Ok(())
}

/// Leaves word that people are to be told, and answers when. Nobody was told of a draft; nobody is told of an edit that
/// changes nothing they act on, nor of what is over.
pub(super) async fn announce(
    w: &Write,
    before: &Shown,
    after: &Shown,
    act: Act,
    telling: Telling,
    now: Moment,
) -> Result<Moment, EventError> {
    let conn = w.conn();
    let event = &after.event;
    let waiting =
        if act == Act::Changed { store::first_waiting_edit(&conn, event.id, now).await? } else { None };
    let due_at = match act {
        Act::Changed => {
            let starts = [before.occurrence.start_utc, after.occurrence.start_utc];
            settle::told_at(now, waiting, starts)
        }
        _ => now + settle::ACT,
    };
    let acted_on = event.sequence != before.event.sequence;
    if before.event.published_at.is_none() || (act == Act::Changed && !acted_on) {
        return Ok(due_at);
    }
    if waiting.is_some() {
        store::put_off_edits(&conn, event.id, now, due_at).await?;
    }
    let over = before.has_ended(now) && after.has_ended(now);
    let (id, message) = match telling.words {
        Some(words) => (words.announcement, Some(words.sealed)),
        None => (secret::new_id(now), None),
    };
    let announcement = Announcement {
        id,
        organisation_id: event.organisation_id,
        event_id: event.id,
        occurrence_id: None,
        sequence: event.sequence,
        act,
        notify: telling.notify && !over,
        before: before.known(Viewer::Replied, now),
        message,
        created_at: now,
        due_at,
        told_at: None,
    };
    store::insert_announcement(&conn, announcement).await?;
    Ok(due_at)
}

/// Moves the dates on which the keys must be destroyed. What is called off keeps the date it got then; the promise that
/// was made to people is never put off by it.
async fn keep_until(
    w: &Write,
    seals: &Seals,
    after: &Shown,
    times: &Times,
    (act, told_at): (Act, Moment),
    now: Moment,
) -> Result<(), EventError> {
    let event = &after.event;
    let usual = keeping::destroy_on(event.kind, event.status, times);
    let mut on = match (after.status(), act) {
        (EventStatus::Cancelled, Act::Cancelled) => {
            let soon = keeping::when_cancelled(told_at, &times.timezone);
            DestroyOn { contact: soon.contact.min(usual.contact), access: soon.access.min(usual.access) }
        }
        (EventStatus::Cancelled, _) => return Ok(()),
        _ => usual,
    };
    if after.has_ended(now) && after.status() != EventStatus::Cancelled {
        // Setting right when something was does not shorten what people were promised.
        let promised = seals.of_date(&w.conn(), after.occurrence.id).await?;
        on.contact = promised.contact_until().map_or(on.contact, |until| on.contact.max(until));
        on.access = promised.access_until().map_or(on.access, |until| on.access.max(until));
    }
    seals.set_destroy_on(w, after.occurrence.id, on).await?;
    if lies_ahead(after, now) {
        let organisation = event.organisation_id;
        seals.make_occurrence_keys(w, organisation, after.occurrence.id, on, now).await?;
    }
    Ok(())
}

/// Whether replies may be taken: what was forgotten and is taken up again, or moved, starts afresh, with new keys and
/// without the numbers of then.
fn lies_ahead(shown: &Shown, now: Moment) -> bool {
    shown.status() != EventStatus::Cancelled && !shown.has_ended(now)
}

/// Writes the journal.
pub(super) async fn note(
    w: &Write,
    revision: i64,
    actor: &Actor,
    act: &str,
    before: Option<&Shown>,
    after: &Shown,
) -> Result<(), EventError> {
    let entry = Entry {
        organisation: after.event.organisation_id,
        revision: Some(revision),
        at: after.event.updated_at,
        actor,
        act,
        event: Some(after.event.id),
        subject: after.event.id,
        detail: Some(numbers::journal_detail(before, after)),
    };
    Ok(journal::write(w, entry).await?)
}

/// Writes the journal for a draft that is no more.
pub(super) async fn note_deleted(w: &Write, begun: &Begun, now: Moment) -> Result<(), EventError> {
    let event = &begun.before.event;
    let entry = Entry {
        organisation: event.organisation_id,
        revision: Some(begun.revision),
        at: now,
        actor: &begun.actor,
        act: "event.deleted",
        event: Some(event.id),
        subject: event.id,
        detail: Some(json!({ "was": { "status": event.status } })),
    };
    Ok(journal::write(w, entry).await?)
}

fn act_name(act: Act) -> &'static str {
    match act {
        Act::Published => "event.published",
        Act::Changed => "event.updated",
        Act::Postponed => "event.postponed",
        Act::Suspended => "event.suspended",
        Act::Reinstated => "event.reinstated",
        Act::Cancelled => "event.cancelled",
    }
}

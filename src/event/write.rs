//! How an event is written: what every act begins and ends with.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::{Act, EventStatus, OccurrenceStatus};
use serde_json::{Value, json};
use uuid::Uuid;

use super::announcing::{Change, Tell, announce, changes};
use super::numbers::{self, ActedOn};
use super::telling::Telling;
use super::timetable::{self, Step};
use super::{Event, EventError, Order, Shown, belongings, check, life, list, noting, placing, ready, store};
use crate::database::Write;
use crate::journal::{self, Actor, Entry};
use crate::mistake::Mistake;
use crate::occurrence::{self, Occurrence};
use crate::organisation;
use crate::seal::Seals;

/// An act that has begun: the organisation's row is locked, the event and its dates are as they were seen.
#[derive(Debug)]
pub(super) struct Begun {
    /// The organisation's revision, raised for this act.
    pub(super) revision: i64,
    pub(super) actor: Actor,
    /// The event with the date that is acted on; for an act on the event as a whole, the one that it shows first.
    pub(super) before: Shown,
    /// All its dates.
    pub(super) dates: Vec<Occurrence>,
}

/// How an act ends.
#[derive(Debug)]
pub(super) struct Finish {
    pub(super) act: Act,
    pub(super) status: EventStatus,
    pub(super) facts: Facts,
    /// The date with what is its own changed; `None` leaves that as it is. The times of others follow from the facts.
    pub(super) date: Option<Occurrence>,
    pub(super) telling: Telling,
}

/// Raises the organisation's revision and reads what is acted on, in the house's order of locks. `date` is one that must be
/// the event's own.
pub(super) async fn begin(
    w: &Write,
    order: &Order,
    date: Option<Uuid>,
    now: Moment,
) -> Result<Begun, EventError> {
    let revision = organisation::raise_revision(w, order.organisation).await?;
    let event = store::find(&w.conn(), order.organisation, order.event).await?.ok_or(EventError::NotFound)?;
    let current = event.revision;
    if order.seen.is_some_and(|seen| seen != current) {
        return Err(EventError::ChangedMeanwhile { current });
    }
    let dates = occurrence::lock_all(w, event.id).await?;
    let acted_on = match date {
        Some(id) => dates.iter().find(|date| date.id == id),
        None => timetable::present(&dates, now),
    };
    let Some(acted_on) = acted_on.cloned() else {
        // A date that went on under another event meanwhile is still there.
        let elsewhere = match date {
            Some(id) => occurrence::find(&w.conn(), order.organisation, id).await?,
            None => None,
        };
        return Err(elsewhere.map_or(EventError::NotFound, |_date| EventError::ChangedMeanwhile { current }));
    };
    let before = list::one(&w.conn(), event, acted_on).await?;
    Ok(Begun { revision, actor: order.actor.clone(), before, dates })
}

/// Checks, counts and writes the event as it should stand, its dates, their keys' dates, announcements where people act on
/// what changed, and the journal.
pub(super) async fn finish(
    w: &Write,
    seals: &Seals,
    begun: &Begun,
    finish: Finish,
    now: Moment,
) -> Result<Shown, EventError> {
    // What it holds meanwhile is large; every act would carry it on its stack.
    Box::pin(finished(w, seals, begun, finish, now)).await
}

async fn finished(
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
    placing::check(w, begun, &finish).await?;
    let mut event = before.event.clone();
    event.slug = belongings::slug(w, event.organisation_id, &finish.facts, Some(&before.event)).await?;
    put_facts(&mut event, finish.facts);
    event.status = finish.status;
    event.revision += 1;
    event.updated_at = now;
    if finish.act == Act::Published {
        event.published_at = Some(now);
    }
    let own = finish.date.is_some();
    let wanted = timetable::wanted(&event.facts, &times, &begun.dates, now)?;
    event.made_until = wanted.made_until;
    let dates = (begun.dates.as_slice(), finish.date);
    let steps = timetable::follow(w, seals, (Some(&before.event), &event), dates, wanted.dates, now).await?;
    let mut after = stands_now(w, before, event, &steps, now).await?;
    if after.event.published_at.is_some() {
        refuse_what_must_not_be_lost(before, &after)?;
        refuse_a_past_date(before, &after, (finish.act, own), now)?;
    }
    let several = begun.dates.len() > 1 || steps.len() > 1;
    // The date at hand may have a place of its own, and the others not.
    let others = steps.iter().any(Step::changed) || usual_place(&before.event) != usual_place(&after.event);
    count(before, &mut after, several && others, now);
    store::update(&w.conn(), after.event.clone()).await?;
    let changes = if several {
        changes(w, (before, &after), &steps, now).await?
    } else {
        vec![Change::of(before, &after, now)]
    };
    let tell = Tell { act: finish.act, telling: finish.telling, several };
    let told_at = announce(w, (&before.event, &after.event), &changes, &tell, now).await?;
    keep_all_until(w, seals, (&before.event, &after.event), (&steps, several), (told_at, now)).await?;
    let own = own && after.facts().repeats.is_some();
    let detail = noting::detail(w, (before, &after), (&steps, own)).await?;
    write_down(w, (begun.revision, &begun.actor), noting::act_name(finish.act), (&after, detail)).await?;
    Ok(after)
}

/// The event with the date that was acted on, as it stands; where that is gone, with the one that it shows first.
async fn stands_now(
    w: &Write,
    before: &Shown,
    event: Event,
    steps: &[Step],
    now: Moment,
) -> Result<Shown, EventError> {
    let dates: Vec<Occurrence> = steps.iter().filter_map(|step| step.is.clone()).collect();
    let same = dates.iter().find(|date| date.id == before.occurrence.id);
    let same = same
        .filter(|date| date.status == before.occurrence.status || date.status != OccurrenceStatus::Removed);
    let shown = same.or_else(|| timetable::present(&dates, now)).cloned();
    list::one(&w.conn(), event, shown.ok_or(EventError::NotFound)?).await
}

/// Where the dates of an event are that have no place of their own.
fn usual_place(event: &Event) -> (Option<Uuid>, Option<&str>, Option<&str>) {
    (event.venue_id, event.facts.room.as_deref(), event.facts.meeting_point.as_deref())
}

/// Moves the dates on which keys must be destroyed, for each date that anything of this is another for.
async fn keep_all_until(
    w: &Write,
    seals: &Seals,
    (before, event): (&Event, &Event),
    (steps, several): (&[Step], bool),
    (told_at, now): (Moment, Moment),
) -> Result<(), EventError> {
    let all = (before.status, before.kind) != (event.status, event.kind);
    for step in steps.iter().filter(|step| all || !several || step.changed()) {
        let (Some(was), Some(is)) = (&step.was, &step.is) else { continue };
        if several && is.end_utc <= now && was == is {
            continue;
        }
        let off = |event: &Event, date: &Occurrence| {
            life::status(event.status, date.status) == EventStatus::Cancelled
        };
        let off_since = (off(event, is) && !off(before, was)).then_some(told_at);
        timetable::keep_until(w, seals, (event, is), off_since, now).await?;
    }
    Ok(())
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

/// What stands announced stays as complete as it had to be. What it lacked already (an older release asked for less) is no
/// reason to refuse another change.
fn refuse_what_must_not_be_lost(before: &Shown, after: &Shown) -> Result<(), EventError> {
    let lacked = ready::refusals(before);
    let lost: Vec<Mistake> = ready::refusals(after).into_iter().filter(|one| !lacked.contains(one)).collect();
    if lost.is_empty() { Ok(()) } else { Err(EventError::Refused(lost)) }
}

/// A wrong year is quickly typed. Nobody can come to what is over, and the replies would be due for deletion at once.
///
/// Of an event that repeats, dates that are over are taken up again with the others.
fn refuse_a_past_date(
    before: &Shown,
    after: &Shown,
    (act, own): (Act, bool),
    now: Moment,
) -> Result<(), EventError> {
    let taken_up = act == Act::Reinstated && (own || after.facts().repeats.is_none());
    let moved_back = act == Act::Changed && !before.has_ended(now);
    if after.has_ended(now) && (taken_up || moved_back) {
        if after.facts().repeats.is_some() && !own {
            let message = "would leave no date ahead: check the year, or cancel the event";
            return Err(EventError::Invalid(vec![Mistake::new("/repeats", "in_the_past", message)]));
        }
        let message = "would be over already: check the year";
        return Err(EventError::Invalid(vec![Mistake::new("/start", "in_the_past", message)]));
    }
    Ok(())
}

/// Raises the numbers that the change calls for. `others` is whether other dates of the event are others now.
pub(super) fn count(before: &Shown, after: &mut Shown, others: bool, now: Moment) {
    let acted_on = others || ActedOn::of(before) != ActedOn::of(after);
    if acted_on {
        after.event.sequence += 1;
    }
    let in_calendars = numbers::in_calendars(before.facts()) != numbers::in_calendars(after.facts());
    if acted_on || in_calendars || before.event.published_at.is_none() {
        after.event.changed_at = now;
    }
}

/// Writes the journal.
pub(super) async fn note(
    w: &Write,
    revision: i64,
    actor: &Actor,
    act: &str,
    (before, after, own): (Option<&Shown>, &Shown, bool),
) -> Result<(), EventError> {
    write_down(w, (revision, actor), act, (after, numbers::journal_detail(before, after, own))).await
}

async fn write_down(
    w: &Write,
    (revision, actor): (i64, &Actor),
    act: &str,
    (after, detail): (&Shown, Value),
) -> Result<(), EventError> {
    let entry = Entry {
        organisation: after.event.organisation_id,
        revision: Some(revision),
        at: after.event.updated_at,
        actor,
        act,
        event: Some(after.event.id),
        subject: after.event.id,
        detail: Some(detail),
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

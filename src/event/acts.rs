//! Every act on an event as a whole: announce, change, put off, pause, take up again, call off, copy, delete.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use entity::value::{Act, EventStatus};
use uuid::Uuid;

use super::telling::Telling;
use super::write::{self, Finish};
use super::{
    Event, EventError, Order, Shown, belongings, check, life, list, placing, ready, store, timetable,
};
use crate::database::Write;
use crate::journal::Actor;
use crate::mistake::Mistake;
use crate::occurrence::{self, times};
use crate::organisation;
use crate::recurrence;
use crate::seal::Seals;
use crate::secret;

/// New times for an event that is taken up again. What is `None` stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NewTimes {
    /// Its start.
    pub start: Option<LocalTime>,
    /// Its end.
    pub end: Option<LocalTime>,
}

/// Makes a draft, with its date, its places and its keys.
///
/// # Errors
/// [`EventError::Invalid`] with every mistake, or that the database refuses.
pub async fn create(
    w: &Write,
    seals: &Seals,
    organisation: Uuid,
    actor: &Actor,
    mut facts: Facts,
    now: Moment,
) -> Result<Shown, EventError> {
    let times = check(&facts).map_err(EventError::Invalid)?;
    let revision = organisation::raise_revision(w, organisation).await?;
    belongings::check(&w.conn(), organisation, &facts, None).await?;
    placing::check_new(&w.conn(), organisation, &facts).await?;
    let slug = belongings::slug(w, organisation, &facts, None).await?;
    facts.title = facts.title.trim().to_owned();
    facts.slug = Some(slug.clone());
    let mut event = Event {
        id: secret::new_id(now),
        organisation_id: organisation,
        campaign_id: facts.campaign_id,
        venue_id: facts.venue_id,
        slug,
        kind: facts.kind,
        status: EventStatus::Draft,
        visibility: facts.visibility,
        title: facts.title.clone(),
        external_id: facts.external_id.clone(),
        made_until: None,
        continues: None,
        continued_by: None,
        published_at: None,
        revision: 1,
        sequence: 0,
        changed_at: now,
        created_at: now,
        updated_at: now,
        facts,
    };
    let wanted = timetable::wanted(&event.facts, &times, &[], now)?;
    event.made_until = wanted.made_until;
    store::insert(&w.conn(), event.clone()).await?;
    let steps = timetable::follow(w, seals, (None, &event), (&[], None), wanted.dates, now).await?;
    let dates: Vec<_> = steps.into_iter().filter_map(|step| step.is).collect();
    let date = timetable::present(&dates, now).cloned().ok_or(EventError::NotFound)?;
    let shown = list::one(&w.conn(), event, date).await?;
    write::note(w, revision, actor, "event.created", (None, &shown, false)).await?;
    Ok(shown)
}

/// Puts new facts in the place of the old: the whole of them, as the edge has merged them.
///
/// Who said yes is told of what they act on, unless `notify` is off. An event that was published must stay as complete as it had to be then.
///
/// # Errors
/// See [`EventError`].
pub async fn change(
    w: &Write,
    seals: &Seals,
    order: &Order,
    facts: Facts,
    notify: bool,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let status = begun.before.event.status;
    let finish = Finish { act: Act::Changed, status, facts, date: None, telling: Telling::silently(notify) };
    write::finish(w, seals, &begun, finish, now).await
}

/// Announces a draft, and answers it with what is worth another look.
///
/// # Errors
/// [`EventError::Refused`] with every reason, or another [`EventError`].
pub async fn publish(
    w: &Write,
    seals: &Seals,
    order: &Order,
    now: Moment,
) -> Result<(Shown, Vec<Mistake>), EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let status = life::after(Act::Published, begun.before.event.status)?;
    let refused = ready::refusals(&begun.before);
    if !refused.is_empty() {
        return Err(EventError::Refused(refused));
    }
    let warnings = ready::warned_of(&w.conn(), &begun.before, now).await?;
    let facts = begun.before.event.facts.clone();
    let finish = Finish { act: Act::Published, status, facts, date: None, telling: Telling::silently(false) };
    Ok((write::finish(w, seals, &begun, finish, now).await?, warnings))
}

/// Puts an event off: a new date is not known yet.
///
/// # Errors
/// See [`EventError`].
pub async fn postpone(
    w: &Write,
    seals: &Seals,
    order: &Order,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    act(w, seals, order, Act::Postponed, telling, now).await
}

/// Pauses an event, for talks.
///
/// # Errors
/// See [`EventError`].
pub async fn suspend(
    w: &Write,
    seals: &Seals,
    order: &Order,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    act(w, seals, order, Act::Suspended, telling, now).await
}

/// Calls an event off.
///
/// # Errors
/// See [`EventError`].
pub async fn cancel(
    w: &Write,
    seals: &Seals,
    order: &Order,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    act(w, seals, order, Act::Cancelled, telling, now).await
}

async fn act(
    w: &Write,
    seals: &Seals,
    order: &Order,
    act: Act,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let status = life::after(act, begun.before.event.status)?;
    let facts = begun.before.event.facts.clone();
    write::finish(w, seals, &begun, Finish { act, status, facts, date: None, telling }, now).await
}

/// Takes an event up again, at new times where they are given.
///
/// # Errors
/// [`EventError::StartNeeded`] for what was postponed or paused and whose old date is past, or another [`EventError`].
pub async fn reinstate(
    w: &Write,
    seals: &Seals,
    order: &Order,
    new: NewTimes,
    telling: Telling,
    now: Moment,
) -> Result<Shown, EventError> {
    let begun = write::begin(w, order, None, now).await?;
    let before = &begun.before;
    let status = life::after(Act::Reinstated, before.event.status)?;
    let old = (before.occurrence.start_utc, before.occurrence.end_utc);
    if new.start.is_none() && life::needs_start(before.event.status, old, now) {
        return Err(EventError::StartNeeded);
    }
    let facts = at_times(before.event.facts.clone(), new);
    write::finish(w, seals, &begun, Finish { act: Act::Reinstated, status, facts, date: None, telling }, now)
        .await
}

/// The facts at new times. Where only the start is given, the event lasts as long as before.
pub(super) fn at_times(mut facts: Facts, new: NewTimes) -> Facts {
    if let Some(start) = new.start {
        facts.end = facts.end.and_then(|end| times::as_long(facts.start, end, start));
        facts.start = start;
    }
    if let Some(end) = new.end {
        facts.end = Some(end);
        facts.no_fixed_end = false;
    }
    facts
}

/// Makes a draft like the event, at another start where one is given: everything that has a date moves by as many days.
///
/// # Errors
/// See [`EventError`].
pub async fn duplicate(
    w: &Write,
    seals: &Seals,
    order: &Order,
    start: Option<LocalTime>,
    now: Moment,
) -> Result<Shown, EventError> {
    let event = store::find(&w.conn(), order.organisation, order.event).await?.ok_or(EventError::NotFound)?;
    let mut facts = event.facts;
    facts.slug = None;
    facts.external_id = None;
    facts.outcome = None;
    if let Some(start) = start {
        let days = facts.start.date().until(start.date()).map(|span| span.get_days()).unwrap_or_default();
        facts = at_times(facts, NewTimes { start: Some(start), end: None });
        shift_by_days(&mut facts, days);
    }
    create(w, seals, order.organisation, &order.actor, facts, now).await
}

fn shift_by_days(facts: &mut Facts, days: i32) {
    let shift = |local: &mut LocalTime| *local = local.days_later(days);
    facts.rsvp.opens.as_mut().map(shift);
    facts.rsvp.closes.as_mut().map(shift);
    facts.target.as_mut().and_then(|target| target.meeting_start.as_mut()).map(shift);
    facts.deadlines.iter_mut().map(|deadline| &mut deadline.at).for_each(shift);
    facts.repeats = facts.repeats.take().map(|repeats| recurrence::shifted(repeats, days));
}

/// Deletes a draft that was never published.
///
/// # Errors
/// [`EventError::CancelFirst`] or [`EventError::Stays`] for any other event, or another [`EventError`].
pub async fn delete(w: &Write, seals: &Seals, order: &Order, now: Moment) -> Result<(), EventError> {
    let begun = write::begin(w, order, None, now).await?;
    if begun.before.event.published_at.is_some() {
        let is_over = begun.before.event.status == EventStatus::Cancelled;
        return Err(if is_over { EventError::Stays } else { EventError::CancelFirst });
    }
    for date in &begun.dates {
        occurrence::remove(w, seals, date.id).await?;
    }
    store::delete(&w.conn(), begun.before.event.id).await?;
    write::note_deleted(w, &begun, now).await
}

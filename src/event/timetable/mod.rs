//! The dates that an event takes place on: made ahead, moved and taken out, as its facts and its rule say.
//!
//! Guarantees: a date keeps its id, its replies and its reminders for as long as its slot is named, as `matching` says; what
//! somebody replied to is called off, never deleted; what is over stays as it was. Who is told is left to [`super::announcing`].

mod apart;
mod beat;
mod keys;
mod matching;
mod plan;

use std::time::Duration;

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::{EventStatus, OccurrenceStatus};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

pub(super) use apart::standing;
pub use beat::extend;
pub(super) use keys::{keep_until, usual};
use plan::{Follow, Plan, Wanted};

use super::{Event, EventError, kind};
use crate::database::Write;
use crate::mistake::Mistake;
use crate::occurrence::{self, New, Occurrence, Of, Times, slot_of, times};
use crate::recurrence::{Instance, Recurrence, Slot};
use crate::seal::Seals;
use crate::secret;

/// How far ahead dates are made.
pub(super) const AHEAD: Duration = Duration::from_hours(400 * 24);
/// How many dates are made ahead at most.
pub(super) const MOST: usize = 500;
/// How many dates that are over already may be made of an event at once.
const MOST_OVER: usize = 1_000;

/// What became of one date.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// As it stood; none for a new one.
    pub(super) was: Option<Occurrence>,
    /// As it stands; none when it is gone.
    pub(super) is: Option<Occurrence>,
}

impl Step {
    /// Whether anything that people act on is another.
    pub(super) fn changed(&self) -> bool {
        let acted_on = |date: &Occurrence| {
            let place = (date.venue_id, date.room.clone(), date.meeting_point.clone());
            (date.status, date.start, date.end, date.timezone.clone(), place)
        };
        self.was.as_ref().map(acted_on) != self.is.as_ref().map(acted_on)
    }
}

/// Of the dates of an event the one that it shows first: the next that takes place, else the next, else the last.
pub(super) fn present(dates: &[Occurrence], now: Moment) -> Option<&Occurrence> {
    let live = || dates.iter().filter(|date| date.status != OccurrenceStatus::Removed);
    let ahead = || live().filter(|date| date.end_utc > now);
    let takes_place = ahead().find(|date| date.status == OccurrenceStatus::Scheduled);
    takes_place.or_else(|| ahead().next()).or_else(|| live().next_back()).or(dates.last())
}

/// Gives an event the dates `wanted`, which its facts name. `has` are its dates as they stand; `changed` is the one of them
/// that is changed itself.
///
/// # Errors
/// When the database refuses, or a key can't be made.
pub(super) async fn follow(
    w: &Write,
    seals: &Seals,
    (before, event): (Option<&Event>, &Event),
    (has, changed): (&[Occurrence], Option<Occurrence>),
    wanted: Vec<Wanted>,
    now: Moment,
) -> Result<Vec<Step>, EventError> {
    let as_changed: Vec<Occurrence> = has
        .iter()
        .map(|date| changed.as_ref().filter(|changed| changed.id == date.id).unwrap_or(date).clone())
        .collect();
    let follow = match &event.facts.repeats {
        None => Follow::Single,
        Some(_) => Follow::Rule { unknown: event.published_at.is_none() },
    };
    let plan = plan::plan(wanted, &as_changed, follow, now);
    let Plan { add, keep, drop } = apart::told_apart(plan, has)?;
    let was = |id: Uuid| has.iter().find(|date| date.id == id).cloned();
    let places_change = before.is_some_and(|before| {
        let places = |event: &Event| (event.facts.attendance_mode, event.facts.capacity.clone());
        places(before) != places(event)
    });
    let mut steps = Vec::with_capacity(keep.len() + drop.len() + add.len());
    for date in keep {
        let is = kept(w, event, (was(date.id), date), places_change, now).await?;
        steps.push(is);
    }
    let replied_to =
        if drop.is_empty() { Vec::new() } else { occurrence::replied_to(&w.conn(), event.id).await? };
    for date in drop {
        let is = if stays_called_off(event, &date) {
            Some(date.clone())
        } else if replied_to.contains(&date.id) || has_its_own(event, &date) {
            Some(taken_out(w, date.clone(), now).await?)
        } else {
            occurrence::remove(w, seals, date.id).await?;
            None
        };
        steps.push(Step { was: was(date.id), is });
    }
    for date in added(w, seals, event, add, has.is_empty(), now).await? {
        steps.push(Step { was: None, is: Some(date) });
    }
    steps.sort_by_key(|step| step.is.as_ref().or(step.was.as_ref()).map(|date| (date.start_utc, date.id)));
    Ok(steps)
}

/// Whether a date that its rule lost stays, called off: people know that it is. One that was left out by name goes.
fn stays_called_off(event: &Event, date: &Occurrence) -> bool {
    let left_out =
        |day: Date| event.facts.repeats.as_ref().is_none_or(|repeats| repeats.except.contains(&day));
    let is_lost = match slot_of(date) {
        Slot::Own(day) => !left_out(day),
        Slot::Added(_) => false,
    };
    event.published_at.is_some() && date.status == OccurrenceStatus::Cancelled && is_lost
}

/// Whether an organiser said something of this date alone: it comes back as it was, should its rule have it again.
fn has_its_own(event: &Event, date: &Occurrence) -> bool {
    let place = date.venue_id.is_some() || date.room.is_some() || date.meeting_point.is_some();
    event.published_at.is_some() && event.facts.repeats.is_some() && (date.moved || place)
}

/// The dates that the facts of an event name, as far ahead as they are made.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// In their order.
    pub(super) dates: Vec<Wanted>,
    /// Up to when they are named; none when these are all. The rule's dates on the day of this moment, in the zone of the
    /// event, are among them.
    pub(super) made_until: Option<Moment>,
}

/// The dates that the facts name; `first` are the times of the start, `has` the dates that there are.
///
/// The rule's are named [`AHEAD`], [`MOST`] at most of those to come, and always as far as there are any; further dates all,
/// however far ahead.
///
/// # Errors
/// [`EventError::Invalid`] when it would take more than [`MOST_OVER`] dates to come from the start to today.
pub(super) fn wanted(
    facts: &Facts,
    first: &Times,
    has: &[Occurrence],
    now: Moment,
) -> Result<Named, EventError> {
    let repeats = facts.repeats.as_ref();
    let rule = repeats.and_then(|repeats| Recurrence::new(repeats, facts.start, &facts.timezone).ok());
    let Some(rule) = rule else {
        let only = Wanted { slot: occurrence::slot(first), times: first.clone() };
        return Ok(Named { dates: vec![only], made_until: None });
    };
    let zone = times::zone(&first.timezone).unwrap_or(TimeZone::UTC);
    // What begins later than dates are made ahead has its first dates all the same.
    let until = now.max(first.start_utc) + AHEAD;
    let own = has.iter().map(slot_of).filter(|slot| !slot.is_added());
    let made = own.map(Slot::day).max().unwrap_or(Date::MIN);
    let ahead = zone.to_datetime(until.timestamp()).date();
    let last = ahead.max(made);
    // A holiday may move the first date to before the start.
    let mut dates = rule.held_dates(Date::MIN..=last, usize::MAX);
    dates.extend(rule.further_dates());
    dates.sort_unstable();
    let today = zone.to_datetime(now.timestamp()).date();
    let over = dates.partition_point(|one| one.start.date() < today);
    refuse_too_many_over(over.saturating_sub(has.len()))?;
    let is_own = |one: &Instance| one.slot.parse().is_ok_and(|slot: Slot| !slot.is_added());
    let is_beyond = |one: &&Instance| is_own(one) && one.start.date() > made;
    let cut = dates.iter().skip(over + MOST).find(is_beyond).map(|one| one.start.date());
    dates.retain(|one| cut.is_none_or(|cut| !is_own(one) || one.start.date() < cut));
    let last = cut.and_then(|cut| cut.yesterday().ok()).unwrap_or(last);
    let usual = kind::rules(facts.kind).usual_length;
    let dates = dates.into_iter().filter_map(|date| {
        let times = times::repeated(first, date.start, usual).ok()?;
        Some(Wanted { slot: date.slot, times })
    });
    let on_the_last = if last == ahead { Some(until) } else { times::start_of_day(last, &zone) };
    let goes_on = rule.goes_on_after(last);
    Ok(Named { dates: dates.collect(), made_until: on_the_last.filter(|_moment| goes_on) })
}

/// A series that began long ago would take minutes to make, and nobody looks at its beginning.
fn refuse_too_many_over(new: usize) -> Result<(), EventError> {
    if new <= MOST_OVER {
        return Ok(());
    }
    let message = format!(
        "is so early that {new} dates would be over already; let it start later: {MOST_OVER} past dates are the most"
    );
    Err(EventError::Invalid(vec![Mistake::new("/start", "too_early", message)]))
}

/// A date that stays, written where anything of it is another.
async fn kept(
    w: &Write,
    event: &Event,
    (was, mut date): (Option<Occurrence>, Occurrence),
    places_change: bool,
    now: Moment,
) -> Result<Step, EventError> {
    let lies_ahead = lies_ahead(event.status, &date, now);
    if lies_ahead {
        // What was forgotten and is taken up again, or moved, starts afresh.
        date.purged_at = None;
        date.final_counts = None;
    }
    let date = if was.as_ref() == Some(&date) { date } else { occurrence::update(w, date, now).await? };
    if places_change && (lies_ahead || event.facts.repeats.is_none()) {
        let facts = &event.facts;
        occurrence::set_places(w, date.id, facts.attendance_mode, facts.capacity.as_ref()).await?;
    }
    Ok(Step { was, is: Some(date) })
}

async fn taken_out(w: &Write, date: Occurrence, now: Moment) -> Result<Occurrence, EventError> {
    if date.status == OccurrenceStatus::Removed {
        return Ok(date);
    }
    Ok(occurrence::update(w, Occurrence { status: OccurrenceStatus::Removed, ..date }, now).await?)
}

async fn added(
    w: &Write,
    seals: &Seals,
    event: &Event,
    add: Vec<Wanted>,
    is_new: bool,
    now: Moment,
) -> Result<Vec<Occurrence>, EventError> {
    let of = Of {
        organisation: event.organisation_id,
        event: event.id,
        mode: event.facts.attendance_mode,
        capacity: event.facts.capacity.as_ref(),
    };
    // The first date of the rule has the event's own id: it is the UID of both, in the feed and in mailed invitations.
    let first = add.iter().find(|one| one.slot.parse().is_ok_and(|slot: Slot| !slot.is_added()));
    let first = first.filter(|_first| is_new).map(|one| one.slot.clone());
    let new = |Wanted { slot, times }: Wanted| New {
        id: if first.as_ref() == Some(&slot) { event.id } else { secret::new_id(now) },
        slot,
        destroy_on: usual(event, &times),
        times,
    };
    let new: Vec<New> = add.into_iter().map(new).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    Ok(occurrence::create(w, seals, of, new, now).await?)
}

/// Whether replies may be taken for a date.
pub(super) fn lies_ahead(event: EventStatus, date: &Occurrence, now: Moment) -> bool {
    event != EventStatus::Cancelled && date.status == OccurrenceStatus::Scheduled && date.end_utc > now
}

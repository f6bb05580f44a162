//! Leaving word that people are to be told: one announcement for each date that is another now, since what each of them knew is
//! their own date.
//!
//! A date of several that nobody has replied to gets one as well, though it is told to nobody: who replies while the act still settles
//! is shown it by their confirmation. If it is then taken back without a word, that is how `notice` knows what it was, and
//! that no other letter will say so. It counts as told once it would have settled, so nothing waits for it.

use entity::Moment;
use entity::value::{Act, EventStatus};

use super::numbers::ActedOn;
use super::shown::Viewer;
use super::telling::Telling;
use super::timetable::Step;
use super::{Announcement, EventError, Shown, list, settle, store};
use crate::database::Write;
use crate::{occurrence, secret};

/// A date as it stood and as it stands.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) before: Shown,
    pub(super) after: Shown,
    /// Whether anybody may know how it stood: somebody replied to it, or it is the only date.
    pub(super) known: bool,
}

impl Change {
    fn act(&self, act: Act) -> Act {
        // A date that its rule lost or got back is called off or on again, whatever was done to its event.
        match (self.before.status(), self.after.status()) {
            (before, EventStatus::Cancelled) if before != EventStatus::Cancelled => Act::Cancelled,
            (EventStatus::Cancelled, EventStatus::Confirmed) => Act::Reinstated,
            _ => act,
        }
    }

    fn is_over(&self, now: Moment) -> bool {
        self.before.has_ended(now) && self.after.has_ended(now)
    }

    fn differs(&self) -> bool {
        ActedOn::of(&self.before) != ActedOn::of(&self.after)
    }
}

/// Each date ahead, as it stood and as it stands. Of an act that changes nothing people act on, those alone that somebody replied to.
pub(super) async fn changes(
    w: &Write,
    (before, after): (&Shown, &Shown),
    steps: &[Step],
    now: Moment,
) -> Result<Vec<Change>, EventError> {
    let replied_to = occurrence::replied_to(&w.conn(), after.event.id).await?;
    let acted_on = before.event.sequence != after.event.sequence;
    let both = |step: &Step| step.was.clone().zip(step.is.clone());
    let (was, is): (Vec<_>, Vec<_>) = steps
        .iter()
        .filter_map(both)
        .filter(|(was, is)| was.end_utc > now || is.end_utc > now)
        .filter(|(was, _)| acted_on || replied_to.contains(&was.id))
        .map(|(was, is)| ((before.event.clone(), was), (after.event.clone(), is)))
        .unzip();
    let was = list::bundle(&w.conn(), &before.organisation, was).await?;
    let is = list::bundle(&w.conn(), &after.organisation, is).await?;
    let pairs = was.into_iter().zip(is);
    let known = |date: &Shown| replied_to.contains(&date.occurrence.id);
    Ok(pairs.map(|(before, after)| Change { known: known(&before), before, after }).collect())
}

/// How an act is told.
#[derive(Clone, Debug)]
pub(super) struct Tell {
    pub(super) act: Act,
    pub(super) telling: Telling,
    /// Whether the event has several dates: then each is told of its own.
    pub(super) several: bool,
}

/// Leaves word of an act, and answers when people are told. Nobody was told of a draft; nobody is told of an edit that changes
/// nothing they act on, nor of what is over.
pub(super) async fn announce(
    w: &Write,
    changes: &[Change],
    tell: &Tell,
    now: Moment,
) -> Result<Moment, EventError> {
    let conn = w.conn();
    let acts = now + settle::ACT;
    let Some(first) = changes.first() else { return Ok(acts) };
    let event = &first.after.event;
    let is_edit = tell.act == Act::Changed;
    let waiting = if is_edit { store::first_waiting_edit(&conn, event.id, now).await? } else { None };
    let when = |change: &Change| match change.act(tell.act) {
        Act::Changed => settle::told_at(
            now,
            waiting,
            [change.before.occurrence.start_utc, change.after.occurrence.start_utc],
        ),
        _ => acts,
    };
    let told: Vec<&Change> =
        changes.iter().filter(|change| !tell.several || (change.differs() && !change.is_over(now))).collect();
    let due_at = told.iter().filter(|change| change.known).map(|change| when(change)).min();
    let acted_on = event.sequence != first.before.event.sequence;
    if first.before.event.published_at.is_none() || (is_edit && !acted_on) {
        return Ok(due_at.unwrap_or(acts));
    }
    if let (Some(_), Some(due_at)) = (waiting, due_at) {
        store::put_off_edits(&conn, event.id, now, due_at).await?;
    }
    let announced = told.into_iter().map(|change| {
        let settled = due_at.filter(|_| change.known).unwrap_or_else(|| when(change));
        announcement(change, tell, (now, settled))
    });
    store::insert_announcements(&conn, announced.collect::<Result<_, _>>()?).await?;
    Ok(due_at.unwrap_or(acts))
}

fn announcement(
    change: &Change,
    tell: &Tell,
    (now, due_at): (Moment, Moment),
) -> Result<Announcement, EventError> {
    let (id, event) = (secret::new_id(now), &change.after.event);
    Ok(Announcement {
        id,
        organisation_id: event.organisation_id,
        event_id: event.id,
        occurrence_id: tell.several.then_some(change.after.occurrence.id),
        sequence: event.sequence,
        act: change.act(tell.act),
        notify: tell.telling.notify && !change.is_over(now),
        before: change.before.known(Viewer::Replied, now),
        // Nobody is told of it, so nobody reads the words.
        message: if change.known { tell.telling.sealed(id)? } else { None },
        created_at: now,
        due_at,
        told_at: (!change.known).then_some(due_at),
    })
}

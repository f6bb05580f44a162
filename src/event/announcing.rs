//! Leaving word that people are to be told: one announcement for each date that somebody replied to and that is another
//! now, since what each of them knew is their own date.

use entity::Moment;
use entity::value::{Act, EventStatus};

use super::numbers::ActedOn;
use super::shown::Viewer;
use super::telling::Telling;
use super::{Announcement, EventError, Shown, settle, store};
use crate::database::Write;
use crate::secret;

/// A date as it stood and as it stands.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) before: Shown,
    pub(super) after: Shown,
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
    if told.is_empty() {
        return Ok(acts);
    }
    let due_at = told.iter().map(|change| when(change)).min().unwrap_or(acts);
    let acted_on = event.sequence != first.before.event.sequence;
    if first.before.event.published_at.is_none() || (is_edit && !acted_on) {
        return Ok(due_at);
    }
    if waiting.is_some() {
        store::put_off_edits(&conn, event.id, now, due_at).await?;
    }
    for change in told {
        let announcement = announcement(change, tell, (now, due_at))?;
        store::insert_announcement(&conn, announcement).await?;
    }
    Ok(due_at)
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
        message: tell.telling.sealed(id)?,
        created_at: now,
        due_at,
        told_at: None,
    })
}

//! Leaving word that people are to be told: one announcement for each date that is another now, since what each of them knew is
//! their own date.
//!
//! A date of several that nobody has replied to gets one as well, though it is told to nobody: who replies while the act still settles
//! is shown it by their confirmation. If it is then taken back without a word, that is how `notice` knows what it was, and
//! that no other letter will say so. It counts as told once it would have settled, so nothing waits for it, and goes a day later
//! where still nobody has replied.

use entity::Moment;
use entity::value::known::Known;
use entity::value::{Act, EventStatus};
use uuid::Uuid;

use super::numbers::ActedOn;
use super::shown::Viewer;
use super::telling::Telling;
use super::timetable::Step;
use super::{Announcement, Event, EventError, Shown, list, settle, store};
use crate::database::Write;
use crate::occurrence::Occurrence;
use crate::{occurrence, secret};

/// A date as it stood and as it stands.
#[derive(Clone, Debug)]
pub(super) struct Change {
    date: Uuid,
    before: Stands,
    after: Stands,
}

/// How a date stands, as far as people act on it: small, as a series has hundreds.
#[derive(Clone, Debug)]
struct Stands {
    /// As whoever replied knows it.
    known: Known,
    acted_on: ActedOn,
    start_utc: Moment,
    end_utc: Moment,
}

impl Stands {
    fn of(shown: &Shown, now: Moment) -> Self {
        let (start_utc, end_utc) = (shown.occurrence.start_utc, shown.occurrence.end_utc);
        Self { known: shown.known(Viewer::Replied, now), acted_on: ActedOn::of(shown), start_utc, end_utc }
    }
}

impl Change {
    /// One date, before and after.
    pub(super) fn of(before: &Shown, after: &Shown, now: Moment) -> Self {
        let date = after.occurrence.id;
        Self { date, before: Stands::of(before, now), after: Stands::of(after, now) }
    }

    fn act(&self, act: Act) -> Act {
        // A date that its rule lost or got back is called off or on again, whatever was done to its event.
        match (self.before.known.status, self.after.known.status) {
            (before, EventStatus::Cancelled) if before != EventStatus::Cancelled => Act::Cancelled,
            (EventStatus::Cancelled, EventStatus::Confirmed) => Act::Reinstated,
            _ => act,
        }
    }

    fn is_over(&self, now: Moment) -> bool {
        self.before.end_utc <= now && self.after.end_utc <= now
    }

    fn differs(&self) -> bool {
        self.before.acted_on != self.after.acted_on
    }

    /// Whether it was off and is. Who was coming knows, whatever else becomes of it.
    fn stays_off(&self) -> bool {
        [&self.before, &self.after].into_iter().all(|it| it.known.status == EventStatus::Cancelled)
    }
}

/// Each date ahead, as it stood and as it stands; none where nothing has changed that people act on.
pub(super) async fn changes(
    w: &Write,
    (before, after): (&Shown, &Shown),
    steps: &[Step],
    now: Moment,
) -> Result<Vec<Change>, EventError> {
    if before.event.sequence == after.event.sequence {
        return Ok(Vec::new());
    }
    let both = |step: &Step| step.was.clone().zip(step.is.clone());
    let ahead = steps.iter().filter_map(both).filter(|(was, is)| was.end_utc > now || is.end_utc > now);
    let (was, is): (Vec<_>, Vec<_>) = ahead.unzip();
    let dates: Vec<Uuid> = is.iter().map(|date: &Occurrence| date.id).collect();
    let was = all_stand(w, before, was, now).await?;
    let is = all_stand(w, after, is, now).await?;
    let pairs = dates.into_iter().zip(was.into_iter().zip(is));
    Ok(pairs.map(|(date, (before, after))| Change { date, before, after }).collect())
}

/// How an event stands on each of `dates`. `shown` is the event with any of its dates.
async fn all_stand(
    w: &Write,
    shown: &Shown,
    dates: Vec<Occurrence>,
    now: Moment,
) -> Result<Vec<Stands>, EventError> {
    let mut shown = shown.clone();
    let venues = dates.iter().filter_map(|date| list::venue_of(&shown.event, date)).collect();
    let venues = list::venues(&w.conn(), shown.event.organisation_id, venues).await?;
    let stands = dates.into_iter().map(|date| {
        let venue = list::venue_of(&shown.event, &date);
        if shown.venue.as_ref().map(|there| there.id) != venue {
            shown.venue = venue.and_then(|venue| venues.get(&venue).cloned());
        }
        shown.occurrence = date;
        Stands::of(&shown, now)
    });
    Ok(stands.collect())
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
/// nothing they act on, nor of what is over, nor twice that it is off.
pub(super) async fn announce(
    w: &Write,
    (before, after): (&Event, &Event),
    changes: &[Change],
    tell: &Tell,
    now: Moment,
) -> Result<Moment, EventError> {
    let (conn, acts) = (w.conn(), now + settle::ACT);
    if before.published_at.is_none() || before.sequence == after.sequence {
        return Ok(acts);
    }
    let is_edit = tell.act == Act::Changed;
    let waiting = if is_edit { store::first_waiting_edit(&conn, after.id, now).await? } else { None };
    let when = |change: &Change| match change.act(tell.act) {
        Act::Changed => settle::told_at(now, waiting, [change.before.start_utc, change.after.start_utc]),
        _ => acts,
    };
    // Of an only date anybody may know how it stood; of several, whoever replied to it.
    let replied_to = if tell.several { occurrence::replied_to(&conn, after.id).await? } else { Vec::new() };
    let is_known = |change: &Change| !tell.several || replied_to.contains(&change.date);
    let told = changes.iter().filter(|change| !change.stays_off());
    let told = told.filter(|change| !tell.several || (change.differs() && !change.is_over(now)));
    let told: Vec<(&Change, bool)> = told.map(|change| (change, is_known(change))).collect();
    let due_at = told.iter().filter(|(_, known)| *known).map(|(change, _)| when(change)).min();
    if let (Some(_), Some(due_at)) = (waiting, due_at) {
        store::put_off_edits(&conn, after.id, now, due_at).await?;
    }
    let announced = told.into_iter().map(|(change, known)| {
        let settled = due_at.filter(|_| known).unwrap_or_else(|| when(change));
        announcement((change, known), after, tell, (now, settled))
    });
    store::insert_announcements(&conn, announced.collect::<Result<_, _>>()?).await?;
    Ok(due_at.unwrap_or(acts))
}

fn announcement(
    (change, known): (&Change, bool),
    event: &Event,
    tell: &Tell,
    (now, due_at): (Moment, Moment),
) -> Result<Announcement, EventError> {
    let id = secret::new_id(now);
    Ok(Announcement {
        id,
        organisation_id: event.organisation_id,
        event_id: event.id,
        occurrence_id: tell.several.then_some(change.date),
        sequence: event.sequence,
        act: change.act(tell.act),
        notify: tell.telling.notify && !change.is_over(now),
        before: change.before.known.clone(),
        // Nobody is told of it, so nobody reads the words.
        message: if known { tell.telling.sealed(id)? } else { None },
        created_at: now,
        due_at,
        told_at: (!known).then_some(due_at),
    })
}

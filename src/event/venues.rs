//! A venue's edit touches its events: whoever is on the way there must know.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::Moment;
use entity::value::{Act, EventStatus};
use uuid::Uuid;

use super::announcing::{Change, Tell, announce};
use super::numbers::ActedOn;
use super::telling::Telling;
use super::{EventError, Shown, list, placing, store, write};
use crate::database::{Conn, Write};
use crate::journal::Actor;
use crate::organisation;
use crate::venue::{self, Description, Venue, VenueError};

/// Which venue is changed, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VenueOrder {
    /// Whose.
    pub organisation: Uuid,
    /// The venue.
    pub venue: Uuid,
    /// The revision that whoever acts has seen; `None` acts on whatever is there.
    pub seen: Option<i64>,
    /// Who acts.
    pub actor: Actor,
}

/// Puts a new description in the place of the old.
///
/// Where the place itself changes (name, address, spot), the events that
/// take place there are moved: their numbers rise, and who said yes is told unless `notify` is off.
///
/// # Errors
/// A [`VenueError`] within [`EventError::Venue`]; [`EventError::Invalid`] where it would hold an event's joining link, or become
/// a home while something announced there lies ahead.
pub async fn change_venue(
    w: &Write,
    order: &VenueOrder,
    said: Description,
    notify: bool,
    now: Moment,
) -> Result<Venue, EventError> {
    let revision = organisation::raise_revision(w, order.organisation).await?;
    let old = expected(w, order).await?;
    let before = shown_at(&w.conn(), &old).await?;
    placing::check_venue(&before, (&old, &said), |shown| is_announced_ahead(shown, now))?;
    let venue = venue::update(w, old, revision, &order.actor, said, now).await?;
    let mut by_event: BTreeMap<Uuid, Vec<Shown>> = BTreeMap::new();
    for before in before {
        by_event.entry(before.event.id).or_default().push(before);
    }
    for dates in by_event.into_values() {
        touch(w, (revision, order), (dates, &venue), notify, now).await?;
    }
    Ok(venue)
}

/// Takes a venue out of the library. Dates that used it keep it.
///
/// # Errors
/// [`VenueError::InUse`] within [`EventError::Venue`] while something ahead takes place there.
pub async fn remove_venue(w: &Write, order: &VenueOrder, now: Moment) -> Result<(), EventError> {
    let revision = organisation::raise_revision(w, order.organisation).await?;
    let venue = expected(w, order).await?;
    let in_use = shown_at(&w.conn(), &venue).await?.iter().any(|shown| is_ahead(shown, now));
    if in_use {
        return Err(VenueError::InUse.into());
    }
    venue::remove(w, venue, revision, &order.actor, now).await?;
    Ok(())
}

fn is_ahead(shown: &Shown, now: Moment) -> bool {
    !shown.has_ended(now) && shown.status() != EventStatus::Cancelled
}

fn is_announced_ahead(shown: &Shown, now: Moment) -> bool {
    shown.event.published_at.is_some() && is_ahead(shown, now)
}

async fn expected(w: &Write, order: &VenueOrder) -> Result<Venue, EventError> {
    let venue = venue::find(&w.conn(), order.organisation, order.venue).await?;
    let venue = venue.filter(|venue| venue.deleted_at.is_none()).ok_or(VenueError::NotFound)?;
    if order.seen.is_some_and(|seen| seen != venue.revision) {
        return Err(VenueError::ChangedMeanwhile { current: venue.revision }.into());
    }
    Ok(venue)
}

async fn shown_at(conn: &Conn<'_>, venue: &Venue) -> Result<Vec<Shown>, EventError> {
    let rows = store::at_venue(conn, venue.organisation_id, venue.id).await?;
    let organisation = Arc::new(organisation::find(conn, venue.organisation_id).await?);
    list::bundle(conn, &organisation, rows).await
}

/// Raises what the edit raises of one event, and leaves word. `dates` are those of it that take place there.
async fn touch(
    w: &Write,
    (revision, order): (i64, &VenueOrder),
    (dates, venue): (Vec<Shown>, &Venue),
    notify: bool,
    now: Moment,
) -> Result<(), EventError> {
    let Some(shown) = dates.iter().find(|date| !date.has_ended(now)).or(dates.first()) else { return Ok(()) };
    let there_now = |before: &Shown| Shown { venue: Some(venue.clone()), ..before.clone() };
    let mut after = there_now(shown);
    after.event.revision += 1;
    after.event.updated_at = now;
    // The ways there and access stand in calendars too.
    after.event.changed_at = now;
    let acted_on = dates.iter().any(|date| ActedOn::of(date) != ActedOn::of(&there_now(date)));
    write::count(shown, &mut after, acted_on, now);
    store::update(&w.conn(), after.event.clone()).await?;
    let several = after.facts().repeats.is_some() || dates.len() > 1;
    let of_date = |before: &Shown| {
        let after = Shown { event: after.event.clone(), ..there_now(before) };
        Change::of(before, &after, now)
    };
    let changes: Vec<Change> = dates.iter().map(of_date).collect();
    let tell = Tell { act: Act::Changed, telling: Telling::silently(notify), several };
    announce(w, (&shown.event, &after.event), &changes, &tell, now).await?;
    write::note(w, revision, &order.actor, "event.updated", (Some(shown), &after, false)).await
}

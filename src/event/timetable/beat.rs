//! Repeating events grow: the beat that makes the dates which have come into sight.

use std::time::Duration;

use entity::Moment;
use entity::value::facts::Facts;
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::Uuid;

use super::{AHEAD, Wanted, added, apart, wanted};
use crate::database::{Database, Write};
use crate::event::{Event, EventError, check, store};
use crate::journal::{self, Actor, Entry};
use crate::occurrence::{self, Occurrence, times};
use crate::organisation;
use crate::seal::Seals;

/// Dates are made before they come into sight by so much, so that a round that is late does no harm.
const EARLY: Duration = Duration::from_hours(24);
/// How many events one round looks at.
const ROUND: u64 = 200;

/// Makes the dates of repeating events that have come into sight. Answers how many. May run twice.
///
/// It adds dates and does nothing else: what a newer release knows better (a bank holiday) is for organisers to act on, who
/// tell people. Where there is none to add, nobody has anything to read again: no revision is raised.
///
/// # Errors
/// When the database fails; what was made stays made.
pub async fn extend(db: &Database, seals: &Seals, now: Moment) -> Result<u64, EventError> {
    let mut made = 0;
    for (organisation, event) in store::growing(&db.read(), now + AHEAD - EARLY, ROUND).await? {
        let seals = seals.clone();
        made += db.write(move |w| Box::pin(extend_one(w, seals, (organisation, event), now))).await?;
    }
    Ok(made)
}

async fn extend_one(
    w: &mut Write,
    seals: Seals,
    (organisation, event): (Uuid, Uuid),
    now: Moment,
) -> Result<u64, EventError> {
    organisation::lock(w, organisation).await?;
    let Some(mut event) = store::find(&w.conn(), organisation, event).await? else { return Ok(0) };
    let Some(times) = times_of(&event.facts) else { return Ok(0) };
    let has = occurrence::lock_all(w, event.id).await?;
    let Ok(named) = wanted(&event.facts, &times, &has, now) else { return Ok(0) };
    let add = new_ones(named.dates, &event, &has, now);
    event.made_until = named.made_until;
    store::update(&w.conn(), event.clone()).await?;
    if add.is_empty() {
        return Ok(0);
    }
    let revision = organisation::raise_revision(w, organisation).await?;
    let made = added(w, &seals, &event, add, false, now).await?.len();
    journal::write(
        w,
        Entry {
            organisation,
            revision: Some(revision),
            at: now,
            actor: &Actor::Beat("extend"),
            act: "event.extended",
            event: Some(event.id),
            subject: event.id,
            detail: Some(json!({ "dates": made })),
        },
    )
    .await?;
    Ok(u64::try_from(made).unwrap_or(u64::MAX))
}

/// Those of the dates named that lie beyond what was made.
fn new_ones(named: Vec<Wanted>, event: &Event, has: &[Occurrence], now: Moment) -> Vec<Wanted> {
    let zone = times::zone(&event.facts.timezone).unwrap_or(TimeZone::UTC);
    let made = event.made_until.map(|until| zone.to_datetime(until.timestamp()).date());
    let is_new = |one: &Wanted| {
        made.is_none_or(|made| one.times.start.date() > made)
            && one.times.end_utc > now
            && !has.iter().any(|date| date.slot == one.slot)
            && !apart::is_taken(one, has)
    };
    named.into_iter().filter(is_new).collect()
}

/// The times of the first date. What no longer passes the check (an older release asked for less) is left as it is.
fn times_of(facts: &Facts) -> Option<occurrence::Times> {
    check(facts).ok()
}

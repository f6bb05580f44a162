//! Events from another calendar, as drafts.
//!
//! Guarantees: nothing is announced, and nothing that is announced is changed; an entry that comes again is known by its UID, and taken again
//! only if it says something new and nobody has changed the draft here; no address of a person comes in; whatever is sent or fetched is
//! refused or read within bounds. Each entry is answered for: taken, changed, unchanged or left, and why.

mod fetch;
mod mapping;
mod places;
mod plain;
mod report;
mod store;

use std::collections::BTreeMap;

use entity::Moment;
use entity::table::imported;
use entity::value::EventStatus;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use uuid::Uuid;

pub use fetch::{Fetcher, NotFetched};
pub use report::{Line, What};

use crate::calendar::{self, Bounds, Foreign, NoCalendar, Unread};
use crate::database::{Conn, Database, Error, Write};
use crate::event::{self, EventError, Order};
use crate::journal::Actor;
use crate::organisation::Organisation;
use crate::seal::Seals;
use crate::{secret, venue};
use mapping::{Group, Mapped};

/// The largest calendar that is read, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
const BOUNDS: Bounds = Bounds { bytes: MOST_BYTES, depth: 6, components: 20_000, line: 256 * 1024 };
/// How many events one import writes; the rest comes with the next.
const MOST_EVENTS: usize = 300;
/// How many venues of the library are compared with.
const VENUES: u64 = 1_000;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// What came is no calendar, or too much of one.
    #[error(transparent)]
    NoCalendar(#[from] NoCalendar),
    /// It could not be fetched.
    #[error(transparent)]
    NotFetched(#[from] NotFetched),
    /// The reader stopped.
    #[error("the calendar could not be read")]
    Reader,
    /// An event could not be written.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Error),
}

/// For whom, by whom, and whether only to see what would be done.
#[derive(Clone, Debug)]
pub struct Import {
    /// For whom.
    pub organisation: Organisation,
    /// By whom.
    pub actor: Actor,
    /// Nothing is written.
    pub dry_run: bool,
}

/// Imports a calendar. Each event is written for itself: what was done before a failure stays, and the next import goes on from there.
///
/// # Errors
/// [`ImportError`]; an entry that can't be taken is none.
pub async fn import(
    db: &Database,
    seals: &Seals,
    order: &Import,
    text: String,
    now: Moment,
) -> Result<Vec<Line>, ImportError> {
    let read = tokio::task::spawn_blocking(move || calendar::foreign(&text, &BOUNDS)).await;
    let entries = read.map_err(|_panic| ImportError::Reader)??;
    let venues = venue::list(&db.read(), order.organisation.id, None, VENUES).await?;
    let (mut lines, mut written) = (Vec::new(), 0);
    let (known, unread): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.is_ok());
    for Unread { title, why } in unread.into_iter().filter_map(|entry| entry.as_ref().err()) {
        lines.push(left(title.clone(), None, format!("Left: {why}.")));
    }
    for (key, group) in groups(known.into_iter().filter_map(|entry| entry.as_ref().ok())) {
        let line = match mapping::facts(&group, &order.organisation.timezone, now) {
            Err(why) => left(plain::line(&group.whole.title), None, why),
            Ok(mapped) if written >= MOST_EVENTS => left(
                mapped.facts.title,
                Some(mapped.facts.start),
                "There were many; import again to take it.".to_owned(),
            ),
            Ok(mapped) => one(db, seals, order, (key, places::placed(mapped, &venues)), now).await?,
        };
        written += usize::from(matches!(line.what, What::Taken | What::Changed));
        lines.push(line);
    }
    Ok(lines)
}

fn left(title: String, start: Option<LocalTime>, why: String) -> Line {
    Line { title, start, what: What::Left, event: None, notes: vec![why] }
}

/// The entries by what tells them apart: a series with its dates that differ, which come in any order. A date without its series is an
/// event of its own.
fn groups<'a>(entries: impl Iterator<Item = &'a Foreign>) -> Vec<(Vec<u8>, Group<'a>)> {
    let mut order = Vec::new();
    let mut by_uid = BTreeMap::<&str, Vec<&Foreign>>::new();
    for entry in entries {
        let of_uid = by_uid.entry(&entry.uid).or_default();
        if of_uid.is_empty() {
            order.push(entry.uid.as_str());
        }
        of_uid.push(entry);
    }
    let mut groups = Vec::new();
    for uid in order {
        let all = by_uid.remove(uid).unwrap_or_default();
        match all.iter().rev().find(|entry| entry.instance.is_none()) {
            Some(whole) => {
                let dates = all.iter().copied().filter(|entry| entry.instance.is_some()).collect();
                groups.push((secret::hash(uid.as_bytes()), Group { whole, dates }));
            }
            None => groups.extend(all.iter().map(|one| {
                let key = format!("{uid} {:?}", one.instance);
                (secret::hash(key.as_bytes()), Group { whole: one, dates: Vec::new() })
            })),
        }
    }
    groups
}

/// Takes one entry, or says what would be done with it.
async fn one(
    db: &Database,
    seals: &Seals,
    order: &Import,
    (key, mapped): (Vec<u8>, Mapped),
    now: Moment,
) -> Result<Line, ImportError> {
    let organisation = order.organisation.id;
    if order.dry_run {
        let plan = plan(&db.read(), organisation, (&key, &mapped), now).await?;
        return Ok(line(&mapped, plan.what, plan.event, plan.why));
    }
    let (seals, actor) = (seals.clone(), order.actor.clone());
    let work = db.write(move |write| {
        Box::pin(async move {
            let plan = plan(&write.conn(), organisation, (&key, &mapped), now).await?;
            let event = match plan.what {
                What::Taken | What::Changed => {
                    let facts = mapped.facts.clone();
                    let order =
                        Order { organisation, event: plan.event.unwrap_or_default(), seen: None, actor };
                    Some(carry_out(write, &seals, order, (plan.what, key, facts), now).await?)
                }
                What::Unchanged | What::Left => plan.event,
            };
            Ok::<_, EventError>(line(&mapped, plan.what, event, plan.why))
        })
    });
    Ok(work.await?)
}

fn line(mapped: &Mapped, what: What, event: Option<Uuid>, why: Option<String>) -> Line {
    let notes = match what {
        What::Taken | What::Changed => mapped.notes.clone(),
        What::Unchanged | What::Left => Vec::new(),
    };
    let (title, start) = (mapped.facts.title.clone(), Some(mapped.facts.start));
    Line { title, start, what, event, notes: why.into_iter().chain(notes).collect() }
}

/// What is to be done with an entry.
struct Plan {
    what: What,
    event: Option<Uuid>,
    why: Option<String>,
}

async fn plan(
    conn: &Conn<'_>,
    organisation: Uuid,
    (key, mapped): (&[u8], &Mapped),
    now: Moment,
) -> Result<Plan, EventError> {
    let leave = |event, why: &str| Plan { what: What::Left, event, why: Some(why.to_owned()) };
    if let Err(found) = event::check(&mapped.facts) {
        return Ok(leave(None, &format!("It can't be kept as it is: {}.", mapping::said(&found))));
    }
    let Some(known) = store::find(conn, organisation, key).await? else {
        return Ok(Plan { what: What::Taken, event: None, why: None });
    };
    let event = Some(known.event_id);
    if known.said == said(&mapped.facts) {
        return Ok(Plan { what: What::Unchanged, event, why: None });
    }
    let present = event::find(conn, organisation, known.event_id, now).await?.event;
    if present.status != EventStatus::Draft || present.published_at.is_some() {
        return Ok(leave(
            event,
            "It says something new, but its event is announced here: change that yourself.",
        ));
    }
    if present.revision != known.revision {
        return Ok(leave(event, "It says something new, but somebody has changed its draft here."));
    }
    Ok(Plan { what: What::Changed, event, why: None })
}

fn said(facts: &Facts) -> Vec<u8> {
    secret::hash(&serde_json::to_vec(facts).unwrap_or_default())
}

async fn carry_out(
    write: &mut Write,
    seals: &Seals,
    order: Order,
    (what, uid, facts): (What, Vec<u8>, Facts),
    now: Moment,
) -> Result<Uuid, EventError> {
    let organisation = order.organisation;
    let hash = said(&facts);
    let shown = if what == What::Taken {
        event::create(write, seals, organisation, &order.actor, facts, now).await?
    } else {
        let slug = event::find(&write.conn(), organisation, order.event, now).await?.event.slug;
        let facts = Facts { slug: Some(slug), ..facts };
        event::change(write, seals, &order, facts, false, now).await?
    };
    let (event_id, revision) = (shown.event.id, shown.event.revision);
    let row = imported::Model { organisation_id: organisation, uid, event_id, said: hash, revision };
    store::keep(&write.conn(), row).await?;
    Ok(event_id)
}

/// What any bytes come to: for tests that try to stop the reader.
#[must_use]
pub fn survives(text: &str, home: &str, now: Moment) -> usize {
    let Ok(entries) = calendar::foreign(text, &BOUNDS) else { return 0 };
    let read = entries.iter().filter_map(|entry| entry.as_ref().ok());
    groups(read).iter().filter(|(_, group)| mapping::facts(group, home, now).is_ok()).count()
}

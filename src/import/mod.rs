//! Events from another calendar, as drafts.
//!
//! Guarantees: nothing is announced, and nothing that is announced is changed; an entry that comes again is known by its UID, and taken again
//! only if it says something new and nobody has changed or deleted the draft here; who invites and who is invited is not read, and what
//! stands of people in words is pointed out; whatever is sent or fetched is refused or read within bounds of memory and time, away from
//! the threads that answer. Each entry is answered for: taken, changed, unchanged or left, and why; and so
//! is what came from the same calendar earlier and is no longer in it.

mod fetch;
mod gone;
mod joining;
mod links;
mod long_ago;
mod mapping;
mod people;
mod places;
mod plain;
mod posts;
mod reading;
mod report;
mod series;
mod store;
mod taking;
mod text;
mod when;

use std::sync::atomic::AtomicBool;

use entity::Moment;

pub use fetch::{Fetcher, NotFetched};
pub use report::{Line, What};

use crate::calendar::{Bounds, NoCalendar};
use crate::database::{Database, Error};
use crate::event::EventError;
use crate::journal::Actor;
use crate::organisation::Organisation;
use crate::seal::Seals;
use crate::venue;
use places::Library;
use reading::Turns;

/// The largest calendar that is read, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
const BOUNDS: Bounds = Bounds { bytes: MOST_BYTES, depth: 6, components: 20_000, line: 256 * 1024 };
/// How many events are written while somebody waits for an answer over HTTP; the rest comes with the next import.
pub const MOST_EVENTS: usize = 300;
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
    /// Others are being read, and enough wait.
    #[error("other calendars are being imported at the moment; try again in a minute")]
    Busy,
    /// It takes too long.
    #[error("the calendar takes too long to read: its rules are too many or too hard; import a part of it")]
    TooSlow,
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

/// For whom, by whom, and how.
#[derive(Clone, Debug)]
pub struct Import {
    /// For whom.
    pub organisation: Organisation,
    /// By whom.
    pub actor: Actor,
    /// Nothing is written.
    pub dry_run: bool,
    /// What was deleted here is taken again.
    pub take_deleted: bool,
    /// Which calendar it is, where it has a name or an address: what came from it earlier is then looked for in it, and what moved is known.
    pub source: Option<String>,
    /// How many events it may write; each is a transaction of its own.
    pub most: usize,
}

/// Imports calendars, one at a time. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Importer {
    turns: Turns,
}

impl Importer {
    /// Imports a calendar. Each event is written for itself: what was done before a failure stays, and the next import goes on from there.
    ///
    /// # Errors
    /// [`ImportError`]; an entry that can't be taken is none.
    pub async fn import(
        &self,
        db: &Database,
        seals: &Seals,
        order: &Import,
        text: String,
        now: Moment,
    ) -> Result<Vec<Line>, ImportError> {
        let organisation = order.organisation.id;
        let venues = venue::list(&db.read(), organisation, None, VENUES).await?;
        let home = order.organisation.timezone.clone();
        let mut entries = self.turns.read((text, home), venues, now).await?;
        let keys: Vec<Vec<u8>> = entries.iter().filter_map(|entry| entry.key.clone()).collect();
        let mut known = store::known(&db.read(), organisation, &keys).await?;
        let moved = posts::moved(&db.read(), order, (&mut entries, &known), now).await?;
        known.extend(moved.iter().map(|(old, key)| (key.clone(), old.clone())));
        if !order.dry_run {
            posts::keep_moved(db, moved).await?;
        }
        let in_posts = entries.iter().filter_map(|entry| entry.post.clone().zip(entry.key.clone())).collect();
        let (mut lines, mut written) = (Vec::with_capacity(entries.len()), 0);
        for entry in entries {
            let known = entry.key.as_ref().and_then(|key| known.get(key));
            let line = taking::one(db, seals, order, (entry, known), (written >= order.most, now)).await?;
            written += usize::from(matches!(line.what, What::Taken | What::Changed));
            lines.push(line);
        }
        if !order.dry_run {
            posts::note(db, organisation, in_posts).await?;
        }
        let here = lines.iter().filter_map(|line| line.event).collect();
        lines.extend(gone::missing(db, order, (keys, here), now).await?);
        Ok(lines)
    }
}

/// The text of a file, in whatever charset it was written.
#[must_use]
pub fn text_of(file: &[u8]) -> String {
    text::decoded(file, None)
}

/// How many drafts any bytes come to: for tests that try to stop the reader.
#[must_use]
pub fn survives(text: &str, home: &str, now: Moment) -> usize {
    let read = reading::read(text, home, &Library::of(&[]), now, &AtomicBool::new(false));
    read.map_or(0, |entries| entries.iter().filter(|entry| entry.comes_to.is_ok()).count())
}

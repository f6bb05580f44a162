//! Renderings that are kept, and the revision of each programme as this process knows it.
//!
//! A feed that has not changed is answered without a question to the database: the revision is read again when this
//! process has written anything, else once a second, by one reader at a time. So another node's change shows within a
//! second, and this node's at once. What is rendered is rendered once, off the threads that answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use entity::Moment;
use tokio::time::Instant;
use uuid::Uuid;

use super::shelf::{Name, Shelf, State};
use super::{FeedError, Rendered, Which, of_programme, off_the_threads};
use crate::database::Database;
use crate::links::Links;
use crate::organisation;
use crate::rsvp::Tally;

/// For how long what was read counts as known.
const KNOWN_FOR: Duration = Duration::from_secs(1);
/// Of how many persons it is remembered what state their calendar is in.
const PERSONS: usize = 10_000;

/// The renderings that are kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feeds {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    kept: Mutex<Kept>,
    turns: Turns,
}

/// Those who ask for one thing take turns, so that it is read and rendered once. They are weakly held: a turn that nobody
/// waits for is none.
#[derive(Debug, Default)]
struct Turns(Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>);

impl Turns {
    fn of(&self, what: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_what, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(what).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(what.to_owned(), Arc::downgrade(&turn));
        turn
    }
}

#[derive(Debug)]
struct Kept {
    known: HashMap<String, Known>,
    persons: HashMap<String, KnownPerson>,
    shelf: Shelf,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    organisation: Uuid,
    revision: i64,
    read: Read,
}

/// What is known of one person's calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct KnownPerson {
    /// Whose programme it is.
    pub(super) organisation: Uuid,
    /// Its state when it was read.
    pub(super) state: State,
    /// What all replies to the organisation came to then.
    pub(super) tally: Tally,
    /// Which of its addresses it was.
    pub(super) generation: i32,
    /// When that was.
    pub(super) read: Read,
}

/// When something was read from the database.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    /// How many writes of this process had ended before.
    writes: u64,
    at: Instant,
}

impl Read {
    /// What is read from now on.
    pub(super) fn now(db: &Database) -> Self {
        Self { writes: db.writes(), at: Instant::now() }
    }

    fn still_holds(self, db: &Database) -> bool {
        self.writes == db.writes() && self.at.elapsed() < KNOWN_FOR
    }
}

impl Feeds {
    /// Keeps at most `most_bytes` of renderings: the many ways to narrow a feed must not fill the memory.
    #[must_use]
    pub fn new(most_bytes: usize) -> Self {
        let kept = Kept { known: HashMap::new(), persons: HashMap::new(), shelf: Shelf::new(most_bytes) };
        Self { inner: Arc::new(Inner { kept: Mutex::new(kept), turns: Turns::default() }) }
    }

    /// The feed `which` of the organisation `slug`, as it is at `now`.
    ///
    /// # Errors
    /// See [`FeedError`].
    pub async fn feed(
        &self,
        db: &Database,
        links: &Links,
        (slug, which): (&str, Which),
        now: Moment,
    ) -> Result<Arc<Rendered>, FeedError> {
        if let Some(kept) = self.at_hand(db, (slug, &which), now) {
            return Ok(kept);
        }
        let turn = self.turn(slug).await;
        if let Some(kept) = self.at_hand(db, (slug, &which), now) {
            return Ok(kept);
        }
        let read = Read::now(db);
        let snapshot = db.snapshot().await?;
        let conn = snapshot.conn();
        let organisation = organisation::by_slug(&conn, slug).await?;
        let state = State { revision: organisation.revision, replies: None };
        let known = Known { organisation: organisation.id, revision: organisation.revision, read };
        self.kept().known.insert(slug.to_owned(), known);
        let name = Name::Feed(organisation.id, which.clone());
        if let Some(kept) = self.kept().shelf.find(&name, state, now) {
            return Ok(kept);
        }
        let (feeds, links) = (self.clone(), links.clone());
        off_the_threads(async move {
            let rendered = of_programme(&snapshot.conn(), (organisation, which), &links, now).await?;
            feeds.kept().shelf.keep(name, state, &rendered);
            // Also when who asked first has gone meanwhile, the others wait for this one.
            drop(turn);
            Ok(rendered)
        })
        .await
    }

    /// The public feed of the organisation `slug`, not narrowed, if it is kept and known to be of now.
    #[must_use]
    pub fn public_at_hand(&self, db: &Database, slug: &str, now: Moment) -> Option<Arc<Rendered>> {
        let everything = Which::Public { kinds: Vec::new(), campaign: None };
        self.at_hand(db, (slug, &everything), now)
    }

    /// How many bytes of renderings are kept.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.kept().shelf.bytes()
    }

    /// Waits until nobody else reads or renders for `what`.
    pub(super) async fn turn(&self, what: &str) -> tokio::sync::OwnedMutexGuard<()> {
        self.inner.turns.of(what).lock_owned().await
    }

    /// What is kept for a revision that is known to be the present one.
    fn at_hand(&self, db: &Database, (slug, which): (&str, &Which), now: Moment) -> Option<Arc<Rendered>> {
        let mut kept = self.kept();
        let known = *kept.known.get(slug)?;
        let state = State { revision: known.revision, replies: None };
        let name = Name::Feed(known.organisation, which.clone());
        kept.shelf.find(&name, state, now).filter(|_| known.read.still_holds(db))
    }

    /// The calendar behind `token`, where it was read so lately that it is still so.
    pub(super) fn of_person_at_hand(&self, db: &Database, token: &str, now: Moment) -> Option<Arc<Rendered>> {
        let mut kept = self.kept();
        let known = *kept.persons.get(token).filter(|known| known.read.still_holds(db))?;
        kept.shelf.find(&Name::Person(token.to_owned()), known.state, now)
    }

    /// What was known of the calendar behind `token` when it was read last.
    pub(super) fn known_person(&self, token: &str) -> Option<KnownPerson> {
        self.kept().persons.get(token).copied()
    }

    /// The calendar behind `token`, if it is kept of the state that is `known` now.
    pub(super) fn of_person(&self, token: &str, known: KnownPerson, now: Moment) -> Option<Arc<Rendered>> {
        let mut kept = self.kept();
        if kept.persons.len() >= PERSONS {
            kept.persons.clear();
        }
        kept.persons.insert(token.to_owned(), known);
        kept.shelf.find(&Name::Person(token.to_owned()), known.state, now)
    }

    /// Keeps the calendar behind `token`.
    pub(super) fn keep_of_person(&self, token: &str, state: State, rendered: &Arc<Rendered>) {
        self.kept().shelf.keep(Name::Person(token.to_owned()), state, rendered);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.inner.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

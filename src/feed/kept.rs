//! Renderings that are kept, and the revision of each programme as this process knows it.
//!
//! A feed that has not changed is answered without a question to the database: the revision is read again when this
//! process has written anything, else once a second, by one reader at a time. So another node's change shows within a
//! second, and this node's at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use entity::Moment;
use tokio::time::Instant;
use uuid::Uuid;

use super::{FeedError, Rendered, Which, dates, info, render, store};
use crate::database::Database;
use crate::links::Links;
use crate::organisation;

/// For how long a revision counts as known.
const KNOWN_FOR: Duration = Duration::from_secs(1);
/// How many bytes of renderings are kept: the many ways to narrow a feed must not fill the memory.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The renderings that are kept. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    kept: Mutex<Kept>,
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    known: HashMap<String, Known>,
    renderings: HashMap<Key, Arc<Rendered>>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    organisation: Uuid,
    revision: i64,
    /// How many writes of this process had ended before it was read.
    writes: u64,
    read_at: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    organisation: Uuid,
    revision: i64,
    which: Which,
}

impl Feeds {
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
        let _one_at_a_time = self.inner.reading.lock().await;
        if let Some(kept) = self.at_hand(db, (slug, &which), now) {
            return Ok(kept);
        }
        let (writes, read_at) = (db.writes(), Instant::now());
        let snapshot = db.snapshot().await?;
        let conn = snapshot.conn();
        let organisation = organisation::by_slug(&conn, slug).await?;
        let revision = organisation.revision;
        let known = Known { organisation: organisation.id, revision, writes, read_at };
        self.kept().known.insert(slug.to_owned(), known);
        let key = Key { organisation: organisation.id, revision, which };
        if let Some(kept) = self.kept().rendering(&key, now) {
            return Ok(kept);
        }
        let dates = dates(&conn, &organisation, &key.which, now).await?;
        let changed = store::last_change(&conn, organisation.id).await?.unwrap_or(organisation.created_at);
        let info = info(&organisation, (&key.which, &dates), links);
        let rendered =
            Arc::new(render(&info, &dates, (links, &organisation, key.which.token()), changed, now)?);
        self.kept().keep(key, &rendered);
        Ok(rendered)
    }

    /// What is kept for a revision that is known to be the present one.
    fn at_hand(&self, db: &Database, (slug, which): (&str, &Which), now: Moment) -> Option<Arc<Rendered>> {
        let kept = self.kept();
        let known = *kept.known.get(slug)?;
        let still = known.writes == db.writes() && known.read_at.elapsed() < KNOWN_FOR;
        let Known { organisation, revision, .. } = known;
        let key = Key { organisation, revision, which: which.clone() };
        kept.rendering(&key, now).filter(|_| still)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.inner.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn rendering(&self, key: &Key, now: Moment) -> Option<Arc<Rendered>> {
        self.renderings.get(key).filter(|kept| now < kept.valid_until).cloned()
    }

    /// Keeps a rendering, and drops what an older revision of the same programme left.
    fn keep(&mut self, key: Key, rendered: &Arc<Rendered>) {
        self.renderings.retain(|old, _| old.organisation != key.organisation || old.revision >= key.revision);
        let size = |rendered: &Rendered| rendered.plain.bytes.len() + rendered.gzip.bytes.len();
        let kept: usize = self.renderings.values().map(|kept| size(kept)).sum();
        if kept + size(rendered) > MOST_BYTES {
            self.renderings.clear();
        }
        self.renderings.insert(key, Arc::clone(rendered));
    }
}

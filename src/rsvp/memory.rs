//! What reply after reply needs of programmes that have not changed: the event, its dates, the keys of coming dates.
//!
//! Guarantees: what is answered is what the database holds, since each change of a programme raises its organisation's
//! revision, and the sum of those is asked each time. Nothing is used that is older than a minute, as dates end and keys are
//! destroyed without such a change; a reply asks for its own date's keys each time. Nothing of a person is here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use entity::Moment;
use uuid::Uuid;

use super::{Event, Occurrence, ReplyError, store};
use crate::database::Conn;
use crate::occurrence;
use crate::organisation;
use crate::seal::{DataKey, Seals};

const KEPT_FOR: Duration = Duration::from_mins(1);

/// What one process remembers.
#[derive(Debug, Default)]
pub(super) struct Memory {
    kept: Mutex<Kept>,
}

/// An event with its dates.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) event: Event,
    pub(super) dates: Vec<Occurrence>,
}

/// The keys that find an address among the replies to each coming date.
pub(super) type ComingKeys = Arc<Vec<(Uuid, DataKey)>>;

#[derive(Debug, Default)]
struct Kept {
    /// The state of all programmes that this is of, and when it was begun.
    of: Option<(i64, Moment)>,
    events: HashMap<Uuid, Arc<Answered>>,
    keys: Option<ComingKeys>,
}

/// What is remembered, given that it is of now.
pub(super) struct Present<'a> {
    memory: &'a Memory,
    programmes: i64,
}

impl Memory {
    /// Looks whether programmes have changed, and forgets what is no longer so.
    pub(super) async fn at(&self, conn: &Conn<'_>, now: Moment) -> Result<Present<'_>, ReplyError> {
        let programmes = organisation::programmes(conn).await?;
        let mut kept = self.kept();
        let is_of_now =
            |(of, begun): (i64, Moment)| of == programmes && begun <= now && now.since(begun) < KEPT_FOR;
        if !kept.of.is_some_and(is_of_now) {
            *kept = Kept { of: Some((programmes, now)), ..Kept::default() };
        }
        Ok(Present { memory: self, programmes })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Present<'_> {
    /// An event with its dates; none when there is no such event.
    pub(super) async fn event(&self, conn: &Conn<'_>, id: Uuid) -> Result<Option<Arc<Answered>>, ReplyError> {
        if let Some(known) = self.kept().and_then(|kept| kept.events.get(&id).cloned()) {
            return Ok(Some(known));
        }
        let Some(event) = store::event(conn, id).await? else { return Ok(None) };
        let dates = occurrence::of_event(conn, event.organisation_id, id, None, None).await?;
        let answered = Arc::new(Answered { event, dates });
        if let Some(mut kept) = self.kept() {
            kept.events.insert(id, Arc::clone(&answered));
        }
        Ok(Some(answered))
    }

    /// The keys of the dates that are coming at `now`, of all organisations.
    pub(super) async fn coming_keys(
        &self,
        conn: &Conn<'_>,
        seals: &Seals,
        now: Moment,
    ) -> Result<ComingKeys, ReplyError> {
        if let Some(known) = self.kept().and_then(|kept| kept.keys.clone()) {
            return Ok(known);
        }
        let dates = store::coming(conn, now).await?;
        let keys = Arc::new(seals.contact_keys(conn, &dates).await?);
        if let Some(mut kept) = self.kept() {
            kept.keys = Some(Arc::clone(&keys));
        }
        Ok(keys)
    }

    /// What is kept, unless programmes have changed meanwhile.
    fn kept(&self) -> Option<MutexGuard<'_, Kept>> {
        let kept = self.memory.kept();
        kept.of.is_some_and(|(of, _begun)| of == self.programmes).then_some(kept)
    }
}

//! The dates that letters were last written about: two thousand reminders say the same of one.
//!
//! Guarantees: what is answered is what the database holds at this moment, since every change of a programme raises its
//! organisation's revision, which is asked each time. Only the places, which replies change, are not of now; no letter
//! tells of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::database::Conn;
use crate::event::{self, EventError, Shown};
use crate::organisation;

/// How many are kept.
const MOST: usize = 16;

/// The dates that were last asked for, the latest last. Copies share them.
#[derive(Clone, Debug, Default)]
pub struct Recent(Arc<Mutex<Vec<Arc<Shown>>>>);

impl Recent {
    /// One date with its event, as of now.
    ///
    /// # Errors
    /// See [`event::by_date`].
    pub(super) async fn shown(&self, conn: &Conn<'_>, date: Uuid) -> Result<Arc<Shown>, EventError> {
        let known = self.kept().iter().find(|shown| shown.occurrence.id == date).cloned();
        if let Some(known) = known
            && organisation::revision(conn, known.organisation.id).await? == Some(known.organisation.revision)
        {
            return Ok(known);
        }
        let shown = Arc::new(event::by_date(conn, date).await?);
        self.keep(Arc::clone(&shown));
        Ok(shown)
    }

    fn keep(&self, shown: Arc<Shown>) {
        let mut kept = self.kept();
        kept.retain(|other| other.occurrence.id != shown.occurrence.id);
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push(shown);
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Arc<Shown>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

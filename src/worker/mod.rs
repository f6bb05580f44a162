//! The beat: every recurring thing in one list.
//!
//! A beat is one call into a room; it takes no input, may run twice, and loses nothing when the process dies in the
//! middle. tokio-cron-scheduler only rings a bell each second: it holds no state. Several nodes on one PostgreSQL
//! database share the work, because what is claimed is claimed by lease and what is derived is derived alike.

mod beats;
mod loops;
mod pulse;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use entity::Moment;
use futures_util::FutureExt;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

pub use beats::BEATS;
pub use loops::{Running, start};
pub use pulse::Pulse;

use crate::causes;
use crate::clock::Clock;
use crate::database::{BoxFuture, Database};
use crate::outbox::delivery::Mailer;
use crate::outbox::{self, Courier, Tally};
use crate::reminder::Agreed;
use crate::seal::Seals;

/// How long one beat may take. What it has written by then stays; the rest is taken up at its next turn.
const PATIENCE: Duration = Duration::from_mins(10);

/// Why a beat failed. It is logged, and tried again at its next turn.
pub type BeatError = Box<dyn std::error::Error + Send + Sync>;

/// One recurring thing.
pub struct Beat {
    /// For the log.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
    /// What is done.
    pub run: for<'a> fn(&'a Worker, Moment) -> BoxFuture<'a, Result<(), BeatError>>,
}

/// What the beats work with. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    /// The database.
    pub db: Database,
    /// What closes personal fields.
    pub seals: Seals,
    /// How letters leave.
    pub mailer: Arc<Mailer>,
    /// What delivering needs.
    pub courier: Courier,
    /// The time.
    pub clock: Clock,
    /// How this process hears of us.
    pub pulse: Pulse,
    /// What this process remembers from round to round.
    pub memory: Memory,
}

/// What a worker remembers from round to round. Forgetting it costs time, no more. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// When each beat of [`BEATS`] last ran here.
    turns: Arc<Mutex<Vec<Option<Moment>>>>,
    /// For which state of each programme reminders are planned.
    agreed: Agreed,
}

impl Worker {
    /// Runs the beats whose turn it is. True when all of them succeeded; what failed was logged.
    pub async fn beats_due(&self) -> bool {
        let mut well = true;
        for (place, beat) in BEATS.iter().enumerate() {
            if self.is_due(place, beat.every) {
                well &= self.beat(beat).await;
                // After each: one that hangs is seen from outside within a minute.
                self.pulse.rounded(self.clock.now());
            }
        }
        self.pulse.rounded(self.clock.now());
        well
    }

    /// Runs every beat once, whenever it last ran, then sends what is due. For tests, which step the worker.
    ///
    /// # Errors
    /// When letters could not be claimed or settled.
    pub async fn round(&self) -> Result<Tally, crate::database::Error> {
        for beat in BEATS {
            self.beat(beat).await;
        }
        self.pulse.rounded(self.clock.now());
        self.send(&CancellationToken::new()).await
    }

    /// Sends what is due until nothing is, or until told to stop.
    ///
    /// # Errors
    /// When letters could not be claimed or settled.
    pub async fn send(&self, stop: &CancellationToken) -> Result<Tally, crate::database::Error> {
        outbox::deliver(&self.courier, stop).await
    }

    /// One beat must not stop the others: neither by an error or a panic, nor by never ending.
    async fn beat(&self, beat: &Beat) -> bool {
        let run = AssertUnwindSafe((beat.run)(self, self.clock.now())).catch_unwind();
        let why = match timeout(PATIENCE, run).await {
            Ok(Ok(Ok(()))) => return true,
            Ok(Ok(Err(error))) => causes::on_one_line(error.as_ref()),
            Ok(Err(_panic)) => "it panicked".to_owned(),
            Err(_elapsed) => format!("it took more than {} minutes", PATIENCE.as_secs() / 60),
        };
        tracing::error!(beat = beat.name, error = %why, "a beat failed and is tried again");
        false
    }

    fn is_due(&self, place: usize, every: Duration) -> bool {
        let now = self.clock.now();
        let mut turns = self.memory.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() <= place {
            turns.resize(BEATS.len(), None);
        }
        let Some(turn) = turns.get_mut(place) else { return false };
        // A clock that was put back must not stop the beats.
        let due = turn.is_none_or(|last| now < last || now.since(last) >= every);
        if due {
            *turn = Some(now);
        }
        due
    }
}

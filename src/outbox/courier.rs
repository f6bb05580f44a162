//! What delivering needs, what composing answers, and what became of it: the plain values of `deliver`.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use entity::Moment;
use entity::value::OutboxState;
use tokio::time::Instant;

use super::Row;
use super::delivery::Mailer;
use super::message::Message;
use super::pace::Pace;
use crate::clock::Clock;
use crate::config::Config;
use crate::database::{BoxFuture, Database};

/// What a lease adds to the longest send: the time in which a connection may still begin to send what it claimed.
const SLACK: Duration = Duration::from_secs(120);

/// A row turned into its letter, from today's facts.
#[derive(Debug)]
pub enum Composed {
    /// The letter, and what is noted of it. Its `date` is kept with the row, so that a try again can say the same at the same time.
    Letter(Box<Message>, Noted),
    /// Not before this moment: nobody is written to now. Nothing was tried, so no attempt is counted.
    NotBefore(Moment),
    /// It came too late: its moment has passed. Why, in a few words without anything personal.
    NoLongerOfUse(&'static str),
    /// Nobody wants it any more: the reply is gone, or its owner asked for no more letters. Why, likewise.
    NotWanted(&'static str),
}

/// What stands with the row of a letter that has left, so that others can tell what its reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The sequence of the event that it renders; none for a letter that renders no event.
    pub sequence: Option<i64>,
    /// Whether it tells its reader of all that had changed by then.
    pub tells: bool,
}

/// A row that could not be composed, for a reason that may pass. Logged with its cause; the row is tried again.
pub type ComposeError = Box<dyn std::error::Error + Send + Sync>;

/// Turns a claimed row into its letter. Given the present moment; keeps to `row.rendered_at` and `row.sequence` where
/// an earlier try said the same.
pub type Compose =
    dyn for<'a> Fn(&'a Row, Moment) -> BoxFuture<'a, Result<Composed, ComposeError>> + Send + Sync;

/// How much is sent at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections to the mail server.
    pub connections: NonZeroUsize,
    /// Letters a minute, for this process.
    pub per_minute: Option<NonZeroU32>,
    /// How long a letter that is leaving may still take after the service was told to stop.
    pub grace: Duration,
}

impl Limits {
    /// The limits that the settings describe.
    #[must_use]
    pub fn configured(config: &Config) -> Self {
        Self {
            connections: NonZeroUsize::new(usize::from(config.mail_connections)).unwrap_or(NonZeroUsize::MIN),
            per_minute: config.mail_per_minute.and_then(NonZeroU32::new),
            grace: Duration::from_secs(6),
        }
    }
}

/// All that delivering needs. Cheap to clone; clones share their pace.
#[derive(Clone)]
pub struct Courier {
    pub(super) db: Database,
    pub(super) mailer: Arc<Mailer>,
    pub(super) clock: Clock,
    pub(super) compose: Arc<Compose>,
    pub(super) limits: Limits,
    pub(super) pace: Arc<Pace>,
    pub(super) clock_seen: Arc<Mutex<Option<(Instant, bool)>>>,
}

impl Courier {
    /// Puts together what [`super::deliver`] needs.
    #[must_use]
    pub fn new(
        db: Database,
        mailer: Arc<Mailer>,
        clock: Clock,
        compose: Arc<Compose>,
        limits: Limits,
    ) -> Self {
        let pace = Arc::new(Pace::new(limits.per_minute));
        Self { db, mailer, clock, compose, limits, pace, clock_seen: Arc::new(Mutex::new(None)) }
    }

    /// How long a claim holds: until the last letter that may begin under it has ended.
    #[must_use]
    pub fn lease(&self) -> Duration {
        self.mailer.longest_send() + SLACK
    }
}

/// What became of the letters of one round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken by the server.
    pub sent: u64,
    /// Written as files.
    pub filed: u64,
    /// To leave later: tried without success, or put off.
    pub again: u64,
    /// Refused by them, for good.
    pub refused: u64,
    /// Given up by us.
    pub given_up: u64,
    /// Of no more use, or no longer wanted.
    pub dropped: u64,
}

impl Tally {
    pub(super) fn count(&mut self, state: OutboxState) {
        let counter = match state {
            OutboxState::Sent => &mut self.sent,
            OutboxState::Filed => &mut self.filed,
            OutboxState::Waiting => &mut self.again,
            OutboxState::Refused => &mut self.refused,
            OutboxState::GivenUp => &mut self.given_up,
            OutboxState::Withdrawn | OutboxState::Expired => &mut self.dropped,
        };
        *counter += 1;
    }

    pub(super) fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.filed += other.filed;
        self.again += other.again;
        self.refused += other.refused;
        self.given_up += other.given_up;
        self.dropped += other.dropped;
    }
}

//! One round of sending: all connections at work until nothing is due.
//!
//! One of several connections carries urgent letters only, so that a confirmation never waits behind ten thousand
//! reminders.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::carry::Carrier;
use super::courier::{Courier, Tally};
use super::{Urgency, store};
use crate::clock::Clock;
use crate::database::Error;
use crate::queue::claim;

/// How often a connection that has nothing to do looks again, while others are still busy.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How often the clock is compared with the database's.
const COMPARE_CLOCKS: Duration = Duration::from_secs(60);

/// Sends what is due, until nothing is. Several processes may do so at once; each letter is one's.
///
/// `stop` ends the claiming; letters that are leaving are settled within the courier's grace.
///
/// # Errors
/// The database's. What was sent is settled first, where the database lets us.
pub async fn deliver(courier: &Courier, stop: &CancellationToken) -> Result<Tally, Error> {
    let now = courier.clock.now();
    let any = store::any_due(&courier.db.read(), now, Urgency::Whenever.number()).await?;
    if !any || !clock_agrees(courier).await? {
        return Ok(Tally::default());
    }
    let busy = Arc::new(watch::Sender::new(0));
    let carriers: Vec<Carrier> = lanes(courier)
        .into_iter()
        .map(|least| Carrier { courier: courier.clone(), stop: stop.clone(), least, busy: Busy::new(&busy) })
        .collect();
    let mut running: JoinSet<_> = carriers.into_iter().map(Carrier::run).collect();
    let mut tally = Ok(Tally::default());
    while let Some(ended) = running.join_next().await {
        let carried = ended.map_err(|panic| Error::Custom(panic.to_string())).flatten();
        match (&mut tally, carried) {
            (Ok(sum), Ok(carried)) => sum.add(carried),
            (Ok(_), Err(error)) => tally = Err(error),
            (Err(_), _) => {}
        }
    }
    tally
}

/// The least urgent letters that each connection takes. Not more connections than letters a minute, so that none
/// holds a claim while it waits for its turn.
fn lanes(courier: &Courier) -> Vec<Urgency> {
    let limit =
        courier.limits.per_minute.map_or(usize::MAX, |n| usize::try_from(n.get()).unwrap_or(usize::MAX));
    let count = courier.limits.connections.get().min(limit);
    let mut lanes = vec![Urgency::Whenever; count];
    if let [first, _, ..] = &mut lanes[..] {
        *first = Urgency::Notice;
    }
    lanes
}

/// Whether our clock agrees with the database's well enough to claim. One that a test has set is nobody's to check.
async fn clock_agrees(courier: &Courier) -> Result<bool, Error> {
    let seen = *courier.clock_seen.lock().unwrap_or_else(PoisonError::into_inner);
    if matches!(courier.clock, Clock::Set(_)) {
        return Ok(true);
    }
    if let Some((at, agrees)) = seen
        && at.elapsed() < COMPARE_CLOCKS
    {
        return Ok(agrees);
    }
    let difference = claim::clock_difference(&courier.db, &courier.clock).await?;
    let agrees = difference <= claim::CLOCK_TOLERANCE;
    if !agrees {
        tracing::error!(
            ?difference,
            "this machine's clock differs from the database's: it sends no letters until they agree"
        );
    }
    *courier.clock_seen.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), agrees));
    Ok(agrees)
}

/// How many connections have something to do. A round is over when none has.
pub(super) struct Busy {
    count: Arc<watch::Sender<usize>>,
    counted: bool,
}

impl Busy {
    fn new(count: &Arc<watch::Sender<usize>>) -> Self {
        count.send_modify(|n| *n += 1);
        Self { count: Arc::clone(count), counted: true }
    }

    pub(super) fn set(&mut self, busy: bool) {
        if busy != self.counted {
            self.counted = busy;
            self.count.send_modify(|n| if busy { *n += 1 } else { *n = n.saturating_sub(1) });
        }
    }

    /// Whether all have ended; looks for as long as [`LOOK_AGAIN`].
    pub(super) async fn all_idle(&self) -> bool {
        let mut count = self.count.subscribe();
        timeout(LOOK_AGAIN, count.wait_for(|n| *n == 0)).await.is_ok()
    }
}

/// So that a connection whose task panicked does not keep the others waiting.
impl Drop for Busy {
    fn drop(&mut self) {
        self.set(false);
    }
}

//! So many letters a minute, and no more.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

/// Spreads letters evenly over time, for one process.
#[derive(Debug)]
pub(super) struct Pace {
    every: Option<Duration>,
    next: Mutex<Instant>,
}

impl Pace {
    pub(super) fn new(per_minute: Option<NonZeroU32>) -> Self {
        let every = per_minute.map(|count| Duration::from_secs(60) / count.get());
        Self { every, next: Mutex::new(Instant::now()) }
    }

    /// Waits for this letter's turn. False when `stop` came first.
    pub(super) async fn turn(&self, stop: &CancellationToken) -> bool {
        match self.reserve(Instant::now()) {
            Some(at) => timeout_at(at, stop.cancelled()).await.is_err(),
            None => true,
        }
    }

    /// The next free turn, which is taken. None without a limit.
    fn reserve(&self, now: Instant) -> Option<Instant> {
        let every = self.every?;
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let at = (*next).max(now);
        *next = at + every;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_spread_evenly_and_a_pause_is_not_made_up_for() {
        let pace = Pace::new(NonZeroU32::new(30));
        let begun = Instant::now() + Duration::from_secs(1);
        let after = |secs| begun + Duration::from_secs(secs);
        let asked_at = [0, 0, 0, 1, 60, 60];
        let turns: Vec<_> = asked_at.map(|secs| pace.reserve(after(secs)).unwrap() - begun).into();
        assert_eq!(turns, [0, 2, 4, 6, 60, 62].map(Duration::from_secs));
        assert_eq!(Pace::new(None).reserve(begun), None);
    }

    #[tokio::test]
    async fn a_stop_ends_the_wait() {
        let pace = Pace::new(NonZeroU32::new(1));
        let stop = CancellationToken::new();
        assert!(pace.turn(&stop).await);
        stop.cancel();
        assert!(!pace.turn(&stop).await);
    }
}

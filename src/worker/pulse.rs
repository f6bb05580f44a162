//! How the worker and its process hear of each other: a bell to wake it, and when it last went round.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use entity::Moment;
use tokio::sync::Notify;

/// Shared by the worker and whoever wakes or watches it.
#[derive(Clone, Debug, Default)]
pub struct Pulse {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    beats: Notify,
    sending: Notify,
    last_round: AtomicI64,
}

impl Pulse {
    /// Something was written that may have to be sent: don't wait for the next second. Losing a ring costs a delay.
    ///
    /// The beats go first and ring for the sending when they are through: a confirmation names the reminders that are
    /// to come, so those must have been planned.
    pub fn ring(&self) {
        self.inner.beats.notify_one();
    }

    /// When the last round ended; `None` before the first.
    #[must_use]
    pub fn last_round(&self) -> Option<Moment> {
        match self.inner.last_round.load(Ordering::SeqCst) {
            0 => None,
            millis => Some(Moment::from_millis(millis)),
        }
    }

    pub(super) fn rounded(&self, now: Moment) {
        self.inner.last_round.store(now.millis(), Ordering::SeqCst);
    }

    pub(super) fn ring_sending(&self) {
        self.inner.sending.notify_one();
    }

    pub(super) async fn rung_for_beats(&self) {
        self.inner.beats.notified().await;
    }

    pub(super) async fn rung_for_sending(&self) {
        self.inner.sending.notified().await;
    }
}

//! What time it is: the system's, or one that a test sets.
//!
//! Only the edges and the worker ask; every room below gets `now` as an argument.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use entity::Moment;

/// A clock. Copies of a set clock show the same time.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's.
    System,
    /// Stands at the milliseconds that were last set.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `moment` until it is set again.
    #[must_use]
    pub fn standing_at(moment: Moment) -> Self {
        Self::Set(Arc::new(AtomicI64::new(moment.millis())))
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::System => system_now(),
            Self::Set(millis) => Moment::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Puts a set clock to `moment`. The system's clock is left alone.
    pub fn set(&self, moment: Moment) {
        if let Self::Set(millis) = self {
            millis.store(moment.millis(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
fn system_now() -> Moment {
    Moment::from(jiff::Timestamp::now())
}

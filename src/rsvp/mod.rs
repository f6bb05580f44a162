//! Who is coming: what may be said, capacity, the waiting list, and what a reply's owner may do with it.
//!
//! Guarantees: a stranger never learns whether an address is known; no more places are given than there are; nothing
//! about a person is kept but what they typed, sealed. Left to others: showing forms and reading tokens from addresses
//! (the edges), writing letters (`compose`), forgetting (`privacy`).

pub mod answer;
pub mod count;
pub mod form;
pub mod limits;
pub mod recipients;
pub mod terms;
pub mod waiting;

use entity::Moment;

/// Why an event takes no reply, or none like this, at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such event, or not for this caller.
    NotFound,
    /// Too early.
    NotYetOpen {
        /// From when on.
        opens_at: Moment,
    },
    /// Too late.
    Closed {
        /// Since when.
        closed_at: Moment,
    },
    /// It is called off.
    Cancelled,
    /// It is over.
    Ended,
    /// Replies are not taken here.
    RepliesOff {
        /// The body that organises it and takes them.
        organised_by: Option<String>,
    },
    /// All places are taken and nobody may wait.
    Full,
}

//! The confirmation of a reply that has its places, or needs none.

use super::{Ahead, EventFacts, Reply};

/// What the confirmation of a reply says.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirmation {
    /// The event.
    pub event: EventFacts,
    /// The reply: coming or maybe. Who can't come gets [`CantCome`](super::cant_come::CantCome).
    pub reply: Reply,
    /// What comes next.
    pub ahead: Ahead,
}

templates!(
    Confirmation,
    7,
    "letters/confirmation/subject.txt",
    "letters/confirmation/body.txt",
    "letters/confirmation/body.html"
);

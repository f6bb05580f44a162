//! The confirmation of a reply that waits for places.

use super::{EventFacts, Reply};

/// What the confirmation of a waiting reply says.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The event.
    pub event: EventFacts,
    /// The reply that waits. It has a calendar part only where an entry was sent before: who said maybe, and then Accept, and must wait.
    pub reply: Reply,
}

templates!(
    Waiting,
    7,
    "letters/waiting/subject.txt",
    "letters/waiting/body.txt",
    "letters/waiting/body.html"
);

//! Somebody can't come: they said so at once, or withdrew. The last letter to them about this event.

use super::{EventFacts, Reply};

/// What somebody is told who can't come.
#[derive(Clone, Debug, PartialEq)]
pub struct CantCome {
    /// The event.
    pub event: EventFacts,
    /// The reply; its calendar part, if it has one, takes the entry out again (`METHOD:CANCEL`).
    pub reply: Reply,
    /// They had said yes or maybe before, and withdrew by their own link.
    pub withdrew: bool,
    /// They deleted their reply: this letter is here for its calendar part.
    pub deleted: bool,
}

templates!(
    CantCome,
    7,
    "letters/cant_come/subject.txt",
    "letters/cant_come/body.txt",
    "letters/cant_come/body.html"
);

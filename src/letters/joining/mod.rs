//! The link to join online, sent shortly before the start and to nobody else.

use super::{EventFacts, Joining, Reply};

/// What somebody gets who joins online.
#[derive(Clone, Debug, PartialEq)]
pub struct JoiningLink {
    /// The event.
    pub event: EventFacts,
    /// The reply: coming online.
    pub reply: Reply,
    /// How to join.
    pub joining: Joining,
}

templates!(
    JoiningLink,
    7,
    "letters/joining/subject.txt",
    "letters/joining/body.txt",
    "letters/joining/body.html"
);

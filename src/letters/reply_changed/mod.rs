//! The owner of a reply changed it. Says all that the confirmation says, because a "maybe" that became "coming" has
//! not been told the half of it.

use super::{Ahead, Answer, EventFacts, Reply};

/// What somebody is told who changed their reply.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplyChanged {
    /// The event.
    pub event: EventFacts,
    /// The reply as it is now: coming or maybe.
    pub reply: Reply,
    /// The answer before.
    pub before: Answer,
    /// What comes next.
    pub ahead: Ahead,
}

templates!(
    ReplyChanged,
    7,
    "letters/reply_changed/subject.txt",
    "letters/reply_changed/body.txt",
    "letters/reply_changed/body.html"
);

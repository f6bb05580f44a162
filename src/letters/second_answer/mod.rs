//! Somebody who did not prove who they are replied again with an address we know. Nothing changed; this letter
//! tells the address's owner both answers, so that only they can choose.

use super::{Answer, EventFacts, Reply};

/// What the owner of an address is told of a second answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SecondAnswer {
    /// The event.
    pub event: EventFacts,
    /// The reply as it counts: the first answer.
    pub reply: Reply,
    /// The answer that was not taken.
    pub second: Answer,
}

templates!(
    SecondAnswer,
    8,
    "letters/second_answer/subject.txt",
    "letters/second_answer/body.txt",
    "letters/second_answer/body.html"
);

//! Somebody answered one of our letters in words, and nobody will read them: the event's contact can't be reached by mail, or they
//! wrote too often in a day.

use super::{EventFacts, Reply};

/// What somebody is told whose words were not passed on.
#[derive(Clone, Debug, PartialEq)]
pub struct NotPassedOn {
    /// The event.
    pub event: EventFacts,
    /// The reply; it has no calendar part here.
    pub reply: Reply,
    /// They wrote too often in a day; else nobody can be reached.
    pub too_many: bool,
}

templates!(
    NotPassedOn,
    7,
    "letters/not_passed_on/subject.txt",
    "letters/not_passed_on/body.txt",
    "letters/not_passed_on/body.html"
);

//! Somebody answered one of our letters in words, and nobody will read them.
//!
//! The event's contact can't be reached by mail, they wrote too often in a day, or their words can't be told from the letter that they quote.

use super::{EventFacts, Line, Reply};

/// Why nobody reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// Nobody can be reached.
    Nobody,
    /// They wrote too often in a day.
    TooMany,
    /// It can't be told from our own words.
    Untold,
}

/// What somebody is told whose words were not passed on.
#[derive(Clone, Debug, PartialEq)]
pub struct NotPassedOn {
    /// The event.
    pub event: EventFacts,
    /// The reply; it has no calendar part here.
    pub reply: Reply,
    /// Why.
    pub why: NotRead,
    /// The contact's address, where that helps.
    pub email: Option<Line>,
}

templates!(
    NotPassedOn,
    7,
    "letters/not_passed_on/subject.txt",
    "letters/not_passed_on/body.txt",
    "letters/not_passed_on/body.html"
);

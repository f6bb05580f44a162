//! A party that was waiting has its places.

use super::{Ahead, EventFacts, Reply};

/// What somebody is told whose waiting has an end.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceFound {
    /// The event.
    pub event: EventFacts,
    /// The reply, which now has its places.
    pub reply: Reply,
    /// What comes next.
    pub ahead: Ahead,
}

templates!(
    PlaceFound,
    7,
    "letters/place_found/subject.txt",
    "letters/place_found/body.txt",
    "letters/place_found/body.html"
);

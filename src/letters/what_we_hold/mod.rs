//! "What you hold about me", sent to the address that is held: the letter that repeats what its reader typed.

use std::fmt;

use jiff::civil::Date;

use super::{EventFacts, Line, Reply};

/// Words that a replier typed. Only this letter and `passed_on` have a field of this type, and a test keeps it so. Its `Debug` shows
/// nothing, so that it can't reach a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed(Line);

impl Typed {
    /// The words, or nothing when no word is left.
    #[must_use]
    pub fn some(words: Option<&str>) -> Option<Self> {
        Line::some(words).map(Self)
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}

/// Everything held about one reply.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatWeHold {
    /// The event.
    pub event: EventFacts,
    /// The reply; it has no calendar part here.
    pub reply: Reply,
    /// The day on which the answer was given, in the event's zone.
    pub replied_on: Date,
    /// The name.
    pub name: Option<Typed>,
    /// The address.
    pub email: Option<Typed>,
    /// The organisation they come for.
    pub organisation: Option<Typed>,
    /// They bring its banner.
    pub banner: bool,
    /// The message.
    pub message: Option<Typed>,
    /// The organiser's questions with the answers.
    pub answers: Vec<(Line, Typed)>,
    /// Access needs, with the day on which they are deleted.
    pub access_needs: Option<(Typed, Date)>,
    /// The wording about their details that stood beside the button.
    pub wording: Option<Line>,
}

templates!(
    WhatWeHold,
    14,
    "letters/what_we_hold/subject.txt",
    "letters/what_we_hold/body.txt",
    "letters/what_we_hold/body.html"
);

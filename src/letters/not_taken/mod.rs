//! Somebody's calendar sent an answer that could not be taken. Nothing changed, but their calendar shows it as given: this letter
//! says so, and what counts.

use super::{EventFacts, Reply};
use crate::words::Language;

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTakenFor {
    /// What it answers has changed since.
    Changed,
    /// There are not enough places.
    Places,
    /// Replies are closed.
    Closed,
}

/// What somebody is told whose calendar's answer was not taken.
#[derive(Clone, Debug, PartialEq)]
pub struct NotTaken {
    /// The event.
    pub event: EventFacts,
    /// The reply as it counts.
    pub reply: Reply,
    /// Why.
    pub why: NotTakenFor,
}

impl NotTaken {
    fn why(&self, w: Language) -> String {
        match self.why {
            NotTakenFor::Changed => w.say("letter-not-taken-changed").into(),
            NotTakenFor::Places => w.say("letter-not-taken-places").into(),
            NotTakenFor::Closed => w.say("letter-not-taken-closed").into(),
        }
    }

    /// What the entry with this letter does, where there is one.
    fn entry(&self, w: Language) -> Option<String> {
        let said = match self.reply.answer.response {
            entity::value::Response::NotGoing => w.say("letter-entry-out"),
            _ => w.say("letter-entry-replaces"),
        };
        self.reply.has_entry().then(|| said.into())
    }
}

templates!(
    NotTaken,
    8,
    "letters/not_taken/subject.txt",
    "letters/not_taken/body.txt",
    "letters/not_taken/body.html"
);

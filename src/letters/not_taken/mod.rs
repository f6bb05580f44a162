//! Somebody's calendar sent an answer that could not be taken. Nothing changed, but their calendar shows it as given: this letter
//! says so, and what counts.

use entity::value::Response;

use super::{EventFacts, Reply, Where};
use crate::words::{Language, Said, When};

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTakenFor {
    /// What it answers has changed since.
    Changed,
    /// It does not say which invitation it answers.
    Unclear,
    /// There are not enough places.
    Places,
    /// Replies are closed.
    Closed,
    /// It is not on as it was: called off, postponed or paused. Said before all else.
    NotOn(NotOn),
}

/// Why there is nothing to come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOn {
    /// Called off.
    Cancelled,
    /// A new date is not known.
    Postponed,
    /// Paused, for talks.
    Suspended,
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
    /// What the invitation said that was answered, where that is known and something else now.
    pub was: Option<Was>,
}

/// What somebody answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Was {
    /// When it was to be.
    pub when: When,
    /// Where, if it is to be elsewhere now.
    pub place: Option<Where>,
}

impl NotTaken {
    fn why(&self, w: Language) -> String {
        match self.why {
            NotTakenFor::Changed => w.say("letter-not-taken-changed").into(),
            NotTakenFor::Unclear => w.say("letter-not-taken-unclear").into(),
            NotTakenFor::Places => w.say("letter-not-taken-places").into(),
            NotTakenFor::Closed => w.say("letter-not-taken-closed").into(),
            NotTakenFor::NotOn(how) => {
                format!("{} {}", self.not_on(how, w), w.say("letter-not-taken-not-on"))
            }
        }
    }

    fn not_on(&self, how: NotOn, w: Language) -> Said {
        match (how, self.reply.answer.takes_part) {
            (NotOn::Cancelled, false) => w.say("letter-cancelled"),
            (NotOn::Cancelled, true) => w.say("letter-action-cancelled"),
            (NotOn::Postponed, false) => w.say("letter-postponed"),
            (NotOn::Postponed, true) => w.say("letter-action-postponed"),
            (NotOn::Suspended, false) => w.say("letter-suspended"),
            (NotOn::Suspended, true) => w.say("letter-action-suspended"),
        }
    }

    fn subject(&self, w: Language) -> Said {
        let when = w.short_when(&self.event);
        match self.why {
            NotTakenFor::NotOn(NotOn::Cancelled) => w.say("letter-subject-cancelled").with("when", when),
            NotTakenFor::NotOn(NotOn::Postponed) => w.say("letter-subject-postponed").with("when", when),
            NotTakenFor::NotOn(NotOn::Suspended) => w.say("letter-subject-suspended").with("when", when),
            NotTakenFor::Changed | NotTakenFor::Unclear | NotTakenFor::Places | NotTakenFor::Closed => {
                w.say("letter-subject-your-reply").with("when", when)
            }
        }
    }

    fn is_on(&self) -> bool {
        !matches!(self.why, NotTakenFor::NotOn(_))
    }

    /// Whether there is something to come to, for them too.
    fn attends(&self) -> bool {
        self.is_on() && self.reply.answer.response != Response::NotGoing
    }

    fn is_off(&self) -> bool {
        self.why == NotTakenFor::NotOn(NotOn::Cancelled)
    }

    /// What the entry with this letter does, where there is one.
    fn entry(&self, w: Language) -> Option<String> {
        let said = match (self.reply.answer.response, self.why) {
            (Response::NotGoing, _) | (_, NotTakenFor::NotOn(NotOn::Cancelled)) => w.say("letter-entry-out"),
            (_, NotTakenFor::NotOn(_)) => w.say("letter-entry-unsure"),
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

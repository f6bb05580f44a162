//! The evening letter to an event's contact: numbers, no names.

use super::{EventFacts, Line};
use crate::words::Language;

/// What an event's contact is told at 6pm on days with news.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// The event.
    pub event: EventFacts,
    /// Replies since yesterday's letter, of all sorts.
    pub replies: u32,
    /// People those replies bring.
    pub people: u32,
    /// Access needs among them.
    pub access_needs: u32,
    /// People coming, all in all.
    pub coming: u32,
    /// People waiting for a place.
    pub waiting: u32,
    /// Where to see more, where there is such a page.
    pub page: Option<Line>,
}

impl Digest {
    /// `Since yesterday: 7 replies, 16 people, 1 access need.`
    fn since_yesterday(&self, w: Language) -> String {
        let (replies, people) =
            (w.say("letter-replies").count("replies", self.replies), w.people(self.people));
        let said = match self.access_needs {
            0 => w.say("letter-since-yesterday").with("replies", replies).with("people", people),
            needs => w
                .say("letter-since-yesterday-with-needs")
                .with("replies", replies)
                .with("people", people)
                .with("needs", w.say("letter-access-needs").count("needs", needs)),
        };
        said.into()
    }

    /// `So far: 31 people coming, 4 people waiting.`
    fn so_far(&self, w: Language) -> String {
        let coming = w.people(self.coming);
        match self.waiting {
            0 => w.say("letter-so-far").with("coming", coming).into(),
            waiting => w
                .say("letter-so-far-and-waiting")
                .with("coming", coming)
                .with("waiting", w.people(waiting))
                .into(),
        }
    }
}

templates!(Digest, 7, "letters/digest/subject.txt", "letters/digest/body.txt", "letters/digest/body.html");

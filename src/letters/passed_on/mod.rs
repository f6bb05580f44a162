//! What somebody wrote in answer to one of our letters, passed on to the event's contact.
//!
//! Beside `what_we_hold` the one letter that repeats what a replier typed, since that is what it is for.

use super::EventFacts;
use super::what_we_hold::Typed;

/// What an event's contact is sent of a message to them.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sentence of the letter, whatever the others are"
)]
pub struct PassedOn {
    /// The event.
    pub event: EventFacts,
    /// Whom it says it is from.
    pub from: Typed,
    /// Whether that is another address than the one they replied with.
    pub other_address: bool,
    /// Its subject.
    pub subject: Option<Typed>,
    /// Its words, line by line; none is an empty line.
    pub words: Vec<Option<Typed>>,
    /// Whether it was longer than that.
    pub cut: bool,
    /// Whether a letter of ours was cut off that it quotes without marks.
    pub quoted: bool,
    /// Whether files came with it, which are not passed on.
    pub files: bool,
}

templates!(
    PassedOn,
    9,
    "letters/passed_on/subject.txt",
    "letters/passed_on/body.txt",
    "letters/passed_on/body.html"
);

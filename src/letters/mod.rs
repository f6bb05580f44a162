//! Every letter we write: a folder each, with its subject, its text, its HTML and what it needs to know.
//!
//! A letter takes plain values and returns words; it asks nobody and builds no address. Its sentences come from
//! `words`. Guarantees: the HTML says the same as the text in the same order, loads nothing and shows no picture; the
//! text has lines of 72; no letter but `what_we_hold` and `passed_on` repeats what a replier typed; the subject and the first 90
//! characters of a discreet event's letter say no more than when and where. Who gets which letter is decided above;
//! headers, calendar parts and sending are `outbox`'s.
//!
//! `cargo test --lib letters::` compares all of them with the texts in `tests/service/letters`; with `WRITE_LETTERS=1`
//! it writes them anew.

mod asked;
mod facts;
mod layout;
mod line;
mod said;
#[cfg(test)]
mod tests;

/// Fills the three templates of a letter's folder from one value, `it`, in a language, `w`.
///
/// `$column` is where the second column of its rows stands.
macro_rules! templates {
    ($letter:ty, $column:literal, $subject:literal, $text:literal, $html:literal) => {
        impl $letter {
            /// The letter in that language.
            #[must_use]
            pub fn letter(&self, language: $crate::words::Language) -> $crate::letters::Letter {
                #[derive(askama::Template)]
                #[template(path = $subject)]
                struct Subject<'a> {
                    it: &'a $letter,
                    w: $crate::words::Language,
                }
                #[derive(askama::Template)]
                #[template(path = $text)]
                struct Text<'a> {
                    it: &'a $letter,
                    w: $crate::words::Language,
                }
                #[derive(askama::Template)]
                #[template(path = $html)]
                struct Html<'a> {
                    it: &'a $letter,
                    w: $crate::words::Language,
                    subject: &'a str,
                }
                // Displaying a template into a text fails only where one of its values refuses to be displayed;
                // all of ours are words.
                let (it, w) = (self, language);
                let subject = $crate::letters::Line::from(Subject { it, w }.to_string()).to_string();
                let text = $crate::letters::layout::tidy(&Text { it, w }.to_string(), $column);
                let html = Html { it, w, subject: &subject }.to_string();
                $crate::letters::Letter { subject, text, html }
            }
        }
    };
}

pub mod cant_come;
pub mod confirmation;
pub mod deletion_warning;
pub mod digest;
pub mod joining;
pub mod mail_test;
pub mod not_passed_on;
pub mod not_taken;
pub mod notice;
pub mod passed_on;
pub mod personal_calendar;
pub mod place_found;
pub mod reminder;
pub mod reply_changed;
pub mod second_answer;
pub mod waiting;
pub mod what_we_hold;

pub use facts::{
    Access, Ahead, Answer, CalendarElsewhere, Closure, Entry, EventFacts, Joining, Links, Place, Reply,
    TargetMeeting, Way, Where,
};
pub use line::Line;

/// A letter, ready but for its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// The plain text, its lines ended by `\n`.
    pub text: String,
    /// The HTML, a whole document.
    pub html: String,
}

//! How a reply is asked for: whether one can reply, and in which words. One comes to a rally; one takes part in a day
//! of action.

use entity::Moment;
use entity::value::{EventStatus, Kind};

use super::addresses::Addresses;
use super::announced::{Announced, Replies};
use super::said::{Link, ReplyCall};
use crate::words::{Language, Said};

/// Whether people say what they will do, wherever they are, rather than that they come.
pub(crate) fn is_taking_part(kind: Kind) -> bool {
    kind == Kind::DayOfAction
}

/// That it is paused: an action while talks go on, a social without a reason.
pub(crate) fn paused(words: Language, kind: Kind) -> Said {
    match kind {
        Kind::Lobby
        | Kind::Picket
        | Kind::Rally
        | Kind::March
        | Kind::HandIn
        | Kind::DayOfAction
        | Kind::Stall => words.say("page-suspended-what-action"),
        Kind::AnnualGeneralMeeting
        | Kind::BranchMeeting
        | Kind::Meeting
        | Kind::Training
        | Kind::Social
        | Kind::Other => words.say("page-suspended-what"),
    }
}

/// `Are you coming?`
pub(crate) fn heading(words: Language, kind: Kind) -> Said {
    if is_taking_part(kind) { words.say("page-action-heading") } else { words.say("page-form-heading") }
}

/// `I'm coming`, and `I can't come`.
pub(crate) fn answers(words: Language, kind: Kind) -> (Said, Said) {
    if is_taking_part(kind) {
        (words.say("page-action-going"), words.say("page-action-not-going"))
    } else {
        (words.say("page-form-going"), words.say("page-form-not-going"))
    }
}

/// The same on the button that sends the answer.
pub(crate) fn buttons(words: Language, kind: Kind) -> (Said, Said) {
    if is_taking_part(kind) {
        (words.say("page-action-send-going"), words.say("page-action-not-going"))
    } else {
        (words.say("page-form-send-going"), words.say("page-form-send-no"))
    }
}

/// What to call the state of an event that doesn't take place as announced; nothing for one that does.
pub(crate) fn state(words: Language, status: EventStatus) -> Option<String> {
    let said = match status {
        EventStatus::Cancelled => words.say("page-cancelled"),
        EventStatus::Postponed => words.say("page-postponed"),
        EventStatus::Suspended => words.say("page-suspended"),
        EventStatus::Draft | EventStatus::Confirmed => return None,
    };
    Some(said.into())
}

/// Whether one can reply, in words, with the button where one can.
pub(crate) fn reply_call(words: Language, to: &Addresses, event: &Announced, now: Moment) -> ReplyCall {
    let kind = event.facts().kind;
    let call = |heading: Said, line: Said, button: Option<Said>| ReplyCall {
        heading: heading.into(),
        lines: vec![line.into()],
        link: button.map(|label| Link::new(label, to.reply(&event.shown))),
        first: event.is_on(),
    };
    let asked = |line: Said, button: Option<Said>| call(heading(words, kind), line, button);
    if event.status() == EventStatus::Cancelled {
        return call(words.say("page-cancelled"), words.say("page-reply-cancelled"), None);
    }
    if event.has_ended(now) {
        return asked(words.say("page-reply-ended"), None);
    }
    match event.replies {
        Replies::Open if !event.is_on() => {
            asked(words.say("page-reply-held"), Some(words.say("page-reply-held-button")))
        }
        Replies::Open if is_taking_part(kind) => {
            asked(words.say("page-action-open"), Some(button(words, event)))
        }
        Replies::Open => asked(words.say("page-reply-open"), Some(button(words, event))),
        Replies::Waiting => asked(words.say("page-reply-waiting"), Some(button(words, event))),
        Replies::OpenFrom(from) => {
            asked(words.say("page-reply-opens").with("when", words.day_and_time(from)), None)
        }
        Replies::Full => asked(words.say("page-reply-full"), None),
        Replies::Closed => asked(words.say("page-reply-closed"), None),
        Replies::Off => match &event.facts().organised_by {
            Some(body) => asked(words.say("page-reply-elsewhere").with("body", body), None),
            None => asked(words.say("page-reply-off"), None),
        },
    }
}

/// The button that leads to the form. Where there are several dates it says which.
fn button(words: Language, event: &Announced) -> Said {
    let day = words.day_without_year(event.start().date());
    let several = event.facts().repeats.is_some();
    match (event.replies, is_taking_part(event.facts().kind)) {
        (Replies::Waiting, _) if several => words.say("page-reply-waiting-button-on").with("day", day),
        (Replies::Waiting, _) => words.say("page-reply-waiting-button"),
        (_, true) if several => words.say("page-action-button-on").with("day", day),
        (_, true) => words.say("page-action-button"),
        (_, false) if several => words.say("page-reply-button-on").with("day", day),
        (_, false) => words.say("page-reply-button"),
    }
}

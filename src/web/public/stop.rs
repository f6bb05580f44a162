//! `/u/{token}`: stop the reminders of one event, then, if wanted, its other letters too. `/n/{token}`: "not you?".
//!
//! Looking changes nothing; each page has one button. Afterwards the page says what was done, and what still comes.

use askama::Template;

use super::addresses::Addresses;
use super::organisation;
use super::said::Link;
use crate::organisation::Organisation;
use crate::web::look::Frame;
use crate::words::Language;

/// A page with one button at most.
#[derive(Template)]
#[template(path = "web/public/stop.html")]
pub(crate) struct StopPage {
    frame: Frame,
    words: Language,
    event: String,
    heading: String,
    lines: Vec<String>,
    press: Option<Press>,
    link: Option<Link>,
}

/// The one button.
#[derive(Clone, Debug)]
pub(crate) struct Press {
    action: String,
    /// Nothing, or a space and a class.
    class: &'static str,
    name: &'static str,
    value: &'static str,
    label: String,
}

/// How far the letters of one event are stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stopped {
    /// Nothing is.
    Not,
    /// Reminders are; letters saying that it moves or is called off still come.
    Reminders,
    /// All letters are.
    Everything,
}

/// Whose letters they are: what still comes is not the same for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Of somebody who comes in person, or whom no link is owed.
    Coming,
    /// Of somebody who comes online.
    Joining,
    /// Of somebody who said maybe.
    Maybe,
}

/// `/u/{token}`.
pub(crate) fn stop(
    words: Language,
    to: &Addresses,
    (host, title): (&Organisation, &str),
    path: &str,
    (stopped, whose): (Stopped, Whose),
) -> StopPage {
    let press = |value, label: crate::words::Said| {
        Some(Press { action: path.to_owned(), class: "", name: "stop", value, label: label.into() })
    };
    let lines = what_still_comes(words, stopped, whose);
    let (heading, press) = match stopped {
        Stopped::Not => (words.say("page-stop"), press("reminders", words.say("page-stop-button"))),
        Stopped::Reminders => {
            (words.say("page-stopped"), press("everything", words.say("page-stop-those-too")))
        }
        Stopped::Everything => (words.say("page-stopped-all"), None),
    };
    build(words, to, (host, title), heading.into(), lines, press)
}

fn what_still_comes(words: Language, stopped: Stopped, whose: Whose) -> Vec<crate::words::Said> {
    match (stopped, whose) {
        (Stopped::Not, Whose::Coming) => vec![words.say("page-stop-what")],
        (Stopped::Not, Whose::Joining) => vec![words.say("page-stop-what-online")],
        (Stopped::Not, Whose::Maybe) => vec![words.say("page-stop-what-maybe")],
        (Stopped::Reminders, Whose::Coming) => {
            vec![words.say("page-stopped-what"), words.say("page-stopped-more")]
        }
        (Stopped::Reminders, Whose::Joining) => {
            vec![words.say("page-stopped-what"), words.say("page-stopped-more-online")]
        }
        (Stopped::Reminders, Whose::Maybe) => {
            vec![words.say("page-stopped-what-maybe"), words.say("page-stopped-more")]
        }
        (Stopped::Everything, Whose::Coming) => vec![words.say("page-stopped-all-what")],
        (Stopped::Everything, Whose::Joining) => vec![words.say("page-stopped-all-what-online")],
        (Stopped::Everything, Whose::Maybe) => vec![words.say("page-stopped-all-what-maybe")],
    }
}

/// `/n/{token}`, before the button is pressed and, with `done`, after.
pub(crate) fn not_you(
    words: Language,
    to: &Addresses,
    (host, title): (&Organisation, &str),
    path: &str,
    done: bool,
) -> StopPage {
    if done {
        let lines = vec![words.say("page-not-you-done-what")];
        return build(words, to, (host, title), words.say("page-not-you-done").into(), lines, None);
    }
    let label = words.say("page-not-you-button").into();
    let press = Press { action: path.to_owned(), class: " danger", name: "act", value: "remove", label };
    let lines = vec![words.say("page-not-you-what").with("host", &host.name)];
    build(words, to, (host, title), words.say("page-not-you").into(), lines, Some(press))
}

fn build(
    words: Language,
    to: &Addresses,
    (host, title): (&Organisation, &str),
    heading: String,
    lines: Vec<crate::words::Said>,
    press: Option<Press>,
) -> StopPage {
    StopPage {
        frame: organisation::private(heading.clone(), to, host),
        words,
        event: title.to_owned(),
        heading,
        lines: lines.into_iter().map(String::from).collect(),
        press,
        link: None,
    }
}

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

/// `/u/{token}`.
pub(crate) fn stop(
    words: Language,
    to: &Addresses,
    (host, title): (&Organisation, &str),
    path: &str,
    stopped: Stopped,
) -> StopPage {
    let press = |value, label: crate::words::Said| {
        Some(Press { action: path.to_owned(), class: "", name: "stop", value, label: label.into() })
    };
    let (heading, lines, press) = match stopped {
        Stopped::Not => (
            words.say("page-stop"),
            vec![words.say("page-stop-what")],
            press("reminders", words.say("page-stop-button")),
        ),
        Stopped::Reminders => (
            words.say("page-stopped"),
            vec![words.say("page-stopped-what"), words.say("page-stopped-more")],
            press("everything", words.say("page-stop-those-too")),
        ),
        Stopped::Everything => {
            (words.say("page-stopped-all"), vec![words.say("page-stopped-all-what")], None)
        }
    };
    build(words, to, (host, title), heading.into(), lines, press)
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
    let lines = vec![words.say("page-not-you-what")];
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

//! What a reader sees when something is not there, not any more, too much, or broken: what happened, what to do.

use askama::Template;
use jiff::civil::Date;
use poem::Response;
use poem::http::StatusCode;

use super::month::MonthOfYear;
use super::said::Link;
use crate::web::look::{self, Frame, Home, Keep};
use crate::web::problem::{self, Problem};
use crate::words::{Language, Said};

/// A page that says what went wrong.
#[derive(Template)]
#[template(path = "web/public/trouble.html")]
pub(crate) struct TroublePage {
    frame: Frame,
    words: Language,
    heading: String,
    lines: Vec<String>,
    link: Option<Link>,
}

/// The page for a status. It names nothing of what was asked for: addresses hold tokens.
pub(crate) fn page(words: Language, status: StatusCode, home: Option<Home>) -> TroublePage {
    let (heading, lines) = said(words, status);
    let link = match &home {
        Some(home) => Link::new(words.say("page-all-events"), &home.href),
        None => Link::new(words.say("page-home"), "/"),
    };
    let heading = heading.to_string();
    TroublePage {
        frame: Frame { title: heading.clone(), description: None, address: None, hidden: true, home },
        words,
        heading,
        lines: lines.into_iter().map(String::from).collect(),
        link: Some(link),
    }
}

/// There is nothing on the day that was asked for: the event is on another.
pub(crate) fn no_such_date(words: Language, home: Home, event: String) -> TroublePage {
    let said = (words.say("page-no-date"), words.say("page-no-date-what"));
    astray(words, said, Some(home), Link::new(words.say("page-no-date-link"), event))
}

/// What should be a day is none; `example` is one.
pub(crate) fn unreadable_date(words: Language, home: Home, (event, example): (String, Date)) -> TroublePage {
    let what = words.say("page-unreadable-date-what").with("day", example);
    let link = Link::new(words.say("page-no-date-link"), event);
    astray(words, (words.say("page-unreadable-date"), what), Some(home), link)
}

/// What should be a month is none; `example` is one.
pub(crate) fn unreadable_month(words: Language, home: Home, example: MonthOfYear) -> TroublePage {
    let what = words.say("page-unreadable-month-what").with("month", example);
    let link = Link::new(words.say("page-all-events"), &home.href);
    astray(words, (words.say("page-unreadable-month"), what), Some(home), link)
}

fn astray(words: Language, (heading, what): (Said, Said), home: Option<Home>, link: Link) -> TroublePage {
    let heading = heading.to_string();
    let frame = Frame { title: heading.clone(), description: None, address: None, hidden: true, home };
    TroublePage { frame, words, heading, lines: vec![what.into()], link: Some(link) }
}

/// After "delete now": that it is done.
pub(crate) fn deleted(words: Language, home: Home) -> TroublePage {
    let heading = words.say("page-deleted").to_string();
    TroublePage {
        link: Some(Link::new(words.say("page-all-events"), &home.href)),
        frame: Frame {
            title: heading.clone(),
            description: None,
            address: None,
            hidden: true,
            home: Some(home),
        },
        words,
        heading,
        lines: vec![words.say("page-deleted-what").into()],
    }
}

/// What somebody asked for by a button is done.
pub(crate) fn done(words: Language, home: Home, said: (Said, Said)) -> TroublePage {
    let link = Link::new(words.say("page-all-events"), &home.href);
    astray(words, said, Some(home), link)
}

/// A person's calendar that has another address, or was switched off.
pub(crate) fn calendar_stopped(words: Language) -> TroublePage {
    let said = (words.say("page-own-stopped"), words.say("page-own-stopped-what"));
    astray(words, said, None, Link::new(words.say("page-home"), "/"))
}

/// A failure as a page.
pub(crate) fn answer(problem: &Problem) -> Response {
    let (words, status) = (Language::default(), problem.sort.status);
    let page = if problem.detail == problem::REPLACED {
        let said = (words.say("page-replaced"), words.say("page-replaced-what"));
        astray(words, said, None, Link::new(words.say("page-home"), "/"))
    } else {
        page(words, status, None)
    };
    let mut answer = look::page(status, Keep::Nobody, &page);
    for (name, value) in &problem.headers {
        answer.headers_mut().insert(name.clone(), value.clone());
    }
    answer
}

fn said(words: Language, status: StatusCode) -> (Said, Vec<Said>) {
    match status {
        StatusCode::NOT_FOUND => (
            words.say("page-not-found"),
            vec![words.say("page-not-found-what"), words.say("page-not-found-ask")],
        ),
        StatusCode::GONE => (words.say("page-gone"), vec![words.say("page-gone-what")]),
        StatusCode::TOO_MANY_REQUESTS => (words.say("page-too-many"), vec![words.say("page-too-many-what")]),
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => {
            (words.say("page-too-long"), vec![words.say("page-too-long-what")])
        }
        status if status.is_server_error() => (words.say("page-broken"), vec![words.say("page-broken-what")]),
        _ => (words.say("page-wrong"), vec![words.say("page-wrong-what")]),
    }
}

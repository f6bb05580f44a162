//! Which date of an event an address names: one by which it is, or ever was, to be found. What is answered where it names
//! none is the same at every address of the event.

use entity::value::local::LocalTime;
use poem::Response;
use poem::http::{StatusCode, header};

use super::announced::Announced;
use super::load::Visit;
use super::trouble;
use crate::event::{Shown, date_named};
use crate::web::look::{self, Keep};

/// What the `?date=` of an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The date that is shown; or nothing, and that is the date shown first.
    Here,
    /// A day or a time at which the event never was.
    Nowhere(LocalTime),
    /// No day and no time.
    Unreadable,
}

impl Named {
    /// Of an event with one date.
    pub(crate) fn single(shown: &Shown, asked: Option<&str>) -> Self {
        let own = &shown.occurrence;
        let days = own.start.date()..=own.end.unwrap_or(own.start).date();
        Self::read(asked, |named| days.contains(&named.date()))
    }

    /// Of an event that repeats, with the date where it names one; `stood` is where its dates once were.
    pub(crate) fn among<'a>(
        dates: &'a [Shown],
        stood: &[(uuid::Uuid, LocalTime)],
        asked: Option<&str>,
    ) -> (Self, Option<&'a Shown>) {
        let mut found = None;
        let named = Self::read(asked, |named| {
            found = date_named(dates, stood, named);
            found.is_some()
        });
        (named, found)
    }

    fn read(asked: Option<&str>, is_there: impl FnOnce(LocalTime) -> bool) -> Self {
        match asked.map(str::parse) {
            None => Self::Here,
            Some(Err(_no_time)) => Self::Unreadable,
            Some(Ok(named)) if is_there(named) => Self::Here,
            Some(Ok(named)) => Self::Nowhere(named),
        }
    }
}

/// The answer where an address names no date of the event: that there is none, what an address is like, or the way to the event as
/// which it went on, there with the same `ending` of the address.
pub(super) fn astray(visit: &Visit, event: &Announced, ending: &str) -> Option<Response> {
    let (home, address) = (visit.to.home(&visit.organisation), visit.to.whole_event(&event.shown));
    match event.named {
        Named::Here => None,
        Named::Unreadable => {
            let page = trouble::unreadable_date(visit.words, home, (address, event.start().date()));
            Some(look::page(StatusCode::BAD_REQUEST, Keep::Nobody, &page))
        }
        Named::Nowhere(named) => {
            let goes_on = |after: &&Shown| after.facts().start.date() <= named.date();
            if let Some(after) = event.parts.after.as_deref().filter(goes_on) {
                let there = format!("{}{ending}?date={named}", visit.to.whole_event(after));
                let answer = Response::builder().status(StatusCode::TEMPORARY_REDIRECT);
                return Some(answer.header(header::LOCATION, there).body(()));
            }
            let page = trouble::no_such_date(visit.words, home, address);
            Some(look::page(StatusCode::NOT_FOUND, Keep::Nobody, &page))
        }
    }
}

//! Pages made of sample data, and what is asked of them: `reading` of every page, `saying` of each.

mod months;
mod reading;
mod sample;
mod saying;
mod standing;

use askama::Template;
use entity::value::{EventStatus, Response, Standing};
use jiff::civil::date;
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use super::addresses::Addresses;
use super::announced::Announced;
use super::feeds::Feed;
use super::fields::Mistake;
use super::month::MonthOfYear;
use super::organisation::Events;
use super::said::Link;
use super::subscribing::{About, News};
use super::typed::Typed;
use super::{
    details, event, home, manage, month, organisation, own_calendar, reply, stop, subscribing, thanks,
    trouble,
};
use crate::rsvp::terms::Terms;
use crate::words::Language;

pub(super) const WORDS: Language = Language::En;

pub(super) fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

pub(super) fn all<'a>(page: &'a Html, query: &str) -> Vec<ElementRef<'a>> {
    page.select(&selector(query)).collect()
}

pub(super) fn text(page: &Html, query: &str) -> String {
    all(page, query).iter().flat_map(ElementRef::text).collect::<Vec<_>>().join(" ")
}

/// What the form of an event asks; with limited places, or without.
pub(super) fn asking(event: &Announced, limited: bool) -> reply::Asking {
    let mut terms = Terms::of(&event.shown.event, &event.shown.occurrence, WORDS);
    terms.in_person = limited.then_some(80);
    terms.questions = serde_json::from_value(json!([
        { "key": "gallery", "label": "Will you sit in the public gallery?", "type": "yes_no" },
        { "key": "banner", "label": "Whose banner?", "type": "text", "required": true },
    ]))
    .unwrap();
    reply::Asking { terms, deleted_on: date(2024, 7, 23), access_deleted_on: date(2024, 7, 12) }
}

pub(super) fn form(event: &Announced, limited: bool, typed: &Typed, mistakes: &[Mistake]) -> String {
    let said = (typed, mistakes, "TOKEN".to_owned());
    let about = (event, &asking(event, limited));
    reply::page(WORDS, &sample::addresses(), about, said, sample::now()).render().unwrap()
}

pub(super) fn event_page(event: &Announced) -> String {
    event::page(WORDS, &sample::addresses(), event, sample::now()).render().unwrap()
}

/// The page after a reply to the lobby.
pub(super) fn thanked(response: Response, standing: Option<Standing>, manage: Option<&str>) -> String {
    let received = thanks::Received {
        response,
        standing,
        attendance: None,
        by_letter: manage.is_none(),
        own: manage.map(|path| thanks::Own { manage: path.into(), adds: "abc".into() }),
    };
    let about = (&sample::lobby(), &received);
    thanks::page(WORDS, &sample::addresses(), about, sample::now()).render().unwrap()
}

/// The page of one reply to the lobby.
pub(super) fn managed() -> String {
    let lobby = sample::lobby();
    let opened = manage::Opened {
        mine: &sample::mine(&lobby),
        path: "/r/abc",
        adds: "abc",
        deleted_on: date(2024, 7, 23),
    };
    let about = (&lobby, &opened);
    manage::page(WORDS, &sample::addresses(), about, manage::News::default(), sample::now()).render().unwrap()
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        Mistake { field: "attendance".into(), text: "Choose how you will join".into() },
        Mistake { field: "email".into(), text: "Type an email like name@example.org".into() },
        Mistake { field: "answer-banner".into(), text: "Tell us whose banner".into() },
    ]
}

/// A month of the host's, in which it is the day of `sample::now`.
pub(super) fn month_page(written: &str, events: &[Announced]) -> String {
    let (to, host) = (sample::addresses(), sample::host());
    let of = (&host, MonthOfYear::read(written).unwrap());
    month::page(WORDS, &to, of, events, sample::now()).render().unwrap()
}

fn subscribing_page(to: &Addresses, news: &News) -> String {
    let host = sample::host();
    let parts = vec![Link::new("Picket", "/barnet/subscribe?kind=picket")];
    let about = About { feed: Feed::of(to, &host), only: Some("Keep the library".into()), parts };
    subscribing::page(WORDS, to, (&host, about), news).render().unwrap()
}

/// Every page there is, under a name to report.
pub(super) fn pages() -> Vec<(&'static str, String)> {
    let (to, host, now) = (sample::addresses(), sample::host(), sample::now());
    let (lobby, agm) = (sample::lobby(), sample::meeting());
    let events = Events { next: &[lobby.clone(), agm.clone()], past: std::slice::from_ref(&agm) };
    let campaign = sample::campaign();
    let cancelled = sample::in_state(lobby.clone(), EventStatus::Cancelled);
    let next = std::slice::from_ref(&lobby);
    let title = (&host, "Lobby");
    let behind = Addresses::members(&to.links, "token");
    vec![
        ("lobby", event_page(&lobby)),
        ("meeting", event_page(&agm)),
        ("cancelled", event_page(&cancelled)),
        ("home", home::page(WORDS, &to, std::slice::from_ref(&host), next, now).render().unwrap()),
        ("organisation", organisation::public(WORDS, &to, &host, events, now).render().unwrap()),
        ("month", month_page("2024-07", &[lobby.clone(), agm.clone()])),
        ("empty month", month_page("2024-08", &[])),
        ("no such date", trouble::no_such_date(WORDS, to.home(&host), "/x".into()).render().unwrap()),
        ("members", organisation::members(WORDS, &behind, &host, events, now).render().unwrap()),
        ("own calendar", own_calendar::page(WORDS, &to, &host, "token").render().unwrap()),
        ("calendar stopped", trouble::calendar_stopped(WORDS).render().unwrap()),
        ("subscribing", subscribing_page(&to, &News { asked: true, ..News::default() })),
        ("subscribing, members", subscribing_page(&behind, &News::default())),
        (
            "subscribing with a mistake",
            subscribing_page(&to, &News { typed: "ben@".into(), mistakes: mistakes(), asked: false }),
        ),
        ("campaign", organisation::campaign(WORDS, &to, (&host, &campaign), events, now).render().unwrap()),
        ("form", form(&lobby, false, &Typed::fresh(), &[])),
        ("form with mistakes", form(&agm, true, &Typed::default(), &mistakes())),
        ("thanks", thanked(Response::Going, Some(Standing::HasPlace), Some("/r/abc"))),
        ("waiting", thanked(Response::Going, Some(Standing::Waiting), None)),
        ("sorry", thanked(Response::NotGoing, Some(Standing::None), None)),
        ("twice", thanked(Response::Going, None, None)),
        ("manage", managed()),
        (
            "stop",
            stop::stop(WORDS, &to, title, "/u/x", (stop::Stopped::Not, stop::Whose::Coming))
                .render()
                .unwrap(),
        ),
        (
            "stopped",
            stop::stop(WORDS, &to, title, "/u/x", (stop::Stopped::Reminders, stop::Whose::Joining))
                .render()
                .unwrap(),
        ),
        ("not you", stop::not_you(WORDS, &to, title, "/n/x", false).render().unwrap()),
        ("not found", trouble::page(WORDS, poem::http::StatusCode::NOT_FOUND, None).render().unwrap()),
        ("deleted", trouble::deleted(WORDS, to.home(&host)).render().unwrap()),
        ("details", details::page(WORDS, &to, &host).render().unwrap()),
    ]
}

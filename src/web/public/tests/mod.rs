//! Pages made of sample data, and what is asked of them: `reading` of every page, `saying` of each.

mod reading;
mod sample;
mod saying;

use askama::Template;
use entity::value::{Attendance, EventStatus, Response, Standing};
use jiff::civil::date;
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use super::announced::Announced;
use super::fields::Mistake;
use super::organisation::{Campaign, Events};
use super::typed::Typed;
use super::{details, event, home, manage, organisation, reply, stop, thanks, trouble};
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

pub(super) fn terms(limited: bool) -> reply::Terms {
    reply::Terms {
        max_party: 10,
        limited,
        questions: serde_json::from_value(json!([
            { "key": "gallery", "label": "Will you sit in the public gallery?", "type": "yes_no" },
            { "key": "banner", "label": "Whose banner?", "type": "text", "required": true },
        ]))
        .unwrap(),
        deleted_on: date(2024, 7, 23),
        access_deleted_on: date(2024, 7, 12),
    }
}

pub(super) fn form(announced: &Announced, limited: bool, typed: &Typed, mistakes: &[Mistake]) -> String {
    let (to, host) = (sample::addresses(), sample::host());
    let said = (typed, mistakes, "TOKEN".to_owned());
    reply::page(WORDS, &to, (&host, announced), &terms(limited), said, sample::now()).render().unwrap()
}

pub(super) fn event_page(announced: &Announced) -> String {
    event::page(WORDS, &sample::addresses(), &sample::host(), announced, sample::now()).render().unwrap()
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        Mistake { field: "attendance".into(), text: "Choose how you will join".into() },
        Mistake { field: "email".into(), text: "Type an email like name@example.org".into() },
        Mistake { field: "answer-banner".into(), text: "Tell us whose banner".into() },
    ]
}

/// Every page there is, under a name to report.
pub(super) fn pages() -> Vec<(&'static str, String)> {
    let (to, host, now) = (sample::addresses(), sample::host(), sample::now());
    let lobby = sample::lobby();
    let agm = sample::meeting();
    let events = Events { next: &[lobby.clone(), agm.clone()], past: std::slice::from_ref(&agm) };
    let campaign = Campaign {
        slug: "social-workers".into(),
        name: "Social workers' dispute".into(),
        kind: entity::value::CampaignKind::Dispute,
        suspended: true,
    };
    let received = |response, standing, manage: Option<&str>| thanks::Received {
        response,
        standing,
        by_letter: manage.is_none(),
        manage: manage.map(Into::into),
    };
    let thank = |received| thanks::page(WORDS, &to, (&host, &lobby), &received, now).render().unwrap();
    vec![
        ("lobby", event_page(&lobby)),
        ("meeting", event_page(&agm)),
        ("cancelled", event_page(&Announced { status: EventStatus::Cancelled, ..lobby.clone() })),
        (
            "home",
            home::page(WORDS, &to, std::slice::from_ref(&host), &[(host.clone(), lobby.clone())], now)
                .render()
                .unwrap(),
        ),
        ("organisation", organisation::public(WORDS, &to, &host, events, now).render().unwrap()),
        ("members", organisation::members(WORDS, &to, (&host, "token"), events, now).render().unwrap()),
        ("campaign", organisation::campaign(WORDS, &to, (&host, &campaign), events, now).render().unwrap()),
        ("form", form(&lobby, false, &Typed::fresh(), &[])),
        ("form with mistakes", form(&agm, true, &Typed::default(), &mistakes())),
        ("thanks", thank(received(Response::Going, Standing::HasPlace, Some("/r/abc")))),
        ("waiting", thank(received(Response::Going, Standing::Waiting, None))),
        ("sorry", thank(received(Response::NotGoing, Standing::None, None))),
        (
            "manage",
            manage::page(WORDS, &to, (&host, &lobby), &mine(), manage::News::default(), now)
                .render()
                .unwrap(),
        ),
        ("stop", stop::stop(WORDS, &to, (&host, "Lobby"), "/u/x", stop::Stopped::Not).render().unwrap()),
        (
            "stopped",
            stop::stop(WORDS, &to, (&host, "Lobby"), "/u/x", stop::Stopped::Reminders).render().unwrap(),
        ),
        ("not you", stop::not_you(WORDS, &to, (&host, "Lobby"), "/n/x", false).render().unwrap()),
        ("not found", trouble::page(WORDS, poem::http::StatusCode::NOT_FOUND, None).render().unwrap()),
        ("details", details::page(WORDS, &to, &host).render().unwrap()),
    ]
}

pub(super) fn mine() -> manage::Mine {
    manage::Mine {
        response: Response::Going,
        standing: Standing::HasPlace,
        attendance: Attendance::InPerson,
        party_size: 3,
        max_party: 10,
        has_address: true,
        deleted_on: date(2024, 7, 23),
        open: true,
        path: "/r/abc".into(),
    }
}

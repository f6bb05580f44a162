//! What somebody sees after the reply: that it is in, and all they need on the day.
//!
//! It says the same whether or not we knew the address that was typed, and repeats nothing of what was typed.

use askama::Template;
use entity::Moment;
use entity::value::{Attendance, AttendanceMode, Kind, Response, Standing, Visibility};

use super::addresses::Addresses;
use super::announced::Announced;
use super::calling;
use super::carry::{self, Entry, IntoCalendar, Whose};
use super::said::{At, Banner, Link, Share, Spot, Way, phone_link};
use super::{event, news, organisation, way_there};
use crate::web::look::{Frame, Icon};
use crate::words::Language;

/// The page after a reply.
#[derive(Template)]
#[template(path = "web/public/thanks.html")]
pub(crate) struct ThanksPage {
    frame: Frame,
    words: Language,
    event: String,
    heading: String,
    lines: Vec<String>,
    banners: Vec<Banner>,
    at: At,
    place: Spot,
    bring: Option<String>,
    manage: Option<Link>,
    calendar: IntoCalendar,
    plan: bool,
    ways: Vec<Way>,
    on_the_day: Option<Link>,
    share: Option<Share>,
}

/// What became of a reply, as if its address were new to us.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) response: Response,
    /// How it stands; nothing when the same form came a second time.
    pub(crate) standing: Option<Standing>,
    /// How they join, where they chose.
    pub(crate) attendance: Option<Attendance>,
    /// Whether we have an address to write to.
    pub(crate) by_letter: bool,
    /// The ways to a reply without an address; one with an address gets them by letter.
    pub(crate) own: Option<Own>,
}

/// The ways to a reply of one's own.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    /// `/r/{token}`.
    pub(crate) manage: String,
    /// The token that leads its date into a calendar.
    pub(crate) adds: String,
}

/// The page for somebody who has just replied.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    (announced, received): (&Announced, &Received),
    now: Moment,
) -> ThanksPage {
    let facts = announced.facts();
    let reader = way_there::reader(received.response);
    let attends = received.response != Response::NotGoing;
    let waits = received.standing == Some(Standing::Waiting);
    let page = to.full(&to.event(&announced.shown));
    let chosen = received.attendance;
    let travels = attends && !way_there::is_online(facts.attendance_mode, chosen);
    let own_place = way_there::own_line(words, announced, (chosen, reader), now);
    let whose = match &received.own {
        Some(own) => Whose::Own(&own.adds),
        None => Whose::JustReplied { attends: chosen, by_letter: received.by_letter },
    };
    let entry = Entry { shown: &announced.shown, place: own_place.as_deref(), to };
    ThanksPage {
        frame: organisation::private(
            words.say("page-thanks-title").with("title", &facts.title).into(),
            to,
            announced.organisation(),
        ),
        words,
        event: facts.title.clone(),
        heading: heading(words, received, facts.kind),
        lines: lines(words, facts.attendance_mode, received),
        banners: news::banners(words, announced, now),
        at: event::at(words, announced),
        place: way_there::own_spot(words, announced, (chosen, reader), now),
        bring: facts.bring.clone().filter(|_| attends),
        manage: received.own.as_ref().map(|own| Link::new(to.full(&own.manage), &own.manage)),
        calendar: if attends && !waits {
            carry::into_calendar(words, &entry, &whose)
        } else {
            IntoCalendar::default()
        },
        plan: received.response == Response::Going
            && received.standing == Some(Standing::HasPlace)
            && travels
            && !calling::is_taking_part(facts.kind)
            && announced.is_on(),
        ways: if travels { way_there::ways(words, announced, reader, now) } else { Vec::new() },
        on_the_day: announced.shown.on_the_day_phone(reader).filter(|_| attends).map(phone_link),
        share: (facts.visibility == Visibility::Public).then(|| carry::share(words, announced, &page, now)),
    }
}

fn heading(words: Language, received: &Received, kind: Kind) -> String {
    let action = calling::is_taking_part(kind);
    let said = match (received.response, received.standing) {
        (_, None) => words.say("page-thanks-again"),
        (Response::Going, Some(Standing::Waiting)) => words.say("page-thanks-waiting"),
        (Response::Going, Some(_)) if action => words.say("page-action-thanks-going"),
        (Response::Maybe, Some(_)) if action => words.say("page-action-thanks-maybe"),
        (Response::Going, Some(Standing::HasPlace | Standing::None)) => words.say("page-thanks-going"),
        (Response::Maybe, Some(_)) => words.say("page-thanks-maybe"),
        (Response::NotGoing, Some(_)) => words.say("page-thanks-no"),
    };
    said.into()
}

fn lines(words: Language, mode: AttendanceMode, received: &Received) -> Vec<String> {
    let said = match (received.response, received.standing, received.by_letter) {
        (Response::Going, Some(Standing::Waiting), _) => words.say("page-thanks-waiting-next"),
        (Response::Going | Response::Maybe, _, true) => words.say("page-thanks-letter"),
        (Response::Going | Response::Maybe, _, false) => words.say("page-thanks-no-letter"),
        (Response::NotGoing, _, true) => words.say("page-thanks-no-letter-to-say"),
        (Response::NotGoing, _, false) => words.say("page-thanks-no-next"),
    };
    // To everybody who gave an address, known or not: who replied before would else believe that this one counts.
    let before = received.by_letter.then(|| words.say("page-thanks-before").into());
    let online = way_there::is_online(mode, received.attendance);
    let no_link = online && !received.by_letter && received.response != Response::NotGoing;
    let no_link = no_link.then(|| words.say("page-thanks-no-link").into());
    [said.into()].into_iter().chain(before).chain(no_link).collect()
}

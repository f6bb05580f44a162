//! `/r/{token}`: my reply. It shows the event, the answer and how many, never a name, an address, access needs or a
//! message: letters get forwarded, and mail gateways open links. Looking changes nothing; the buttons do.

use askama::Template;
use entity::Moment;
use entity::value::{Attendance, Response, Standing, Visibility};
use jiff::civil::Date;

use super::addresses::Addresses;
use super::announced::{Announced, Host, Reader};
use super::fields::{Field, Mistake, Radios, summary};
use super::said::{At, Banner, Link, Spot};
use super::{event, news, organisation, reply, way_there};
use crate::web::look::{Frame, Icon};
use crate::words::Language;

/// The page of one reply.
#[derive(Template)]
#[template(path = "web/public/manage.html")]
pub(crate) struct ManagePage {
    frame: Frame,
    words: Language,
    mistakes: Vec<Link>,
    done: Option<String>,
    event: String,
    banners: Vec<Banner>,
    at: At,
    place: Spot,
    bring: Option<String>,
    answer: String,
    page: Option<Link>,
    response: Option<Radios>,
    attendance: Option<Radios>,
    party: Field,
    action: String,
    deleted_on: String,
    has_address: bool,
}

/// A reply, without anything that says whose it is.
#[derive(Clone, Debug)]
pub(crate) struct Mine {
    pub(crate) response: Response,
    pub(crate) standing: Standing,
    pub(crate) attendance: Attendance,
    pub(crate) party_size: u32,
    pub(crate) max_party: u32,
    pub(crate) has_address: bool,
    pub(crate) deleted_on: Date,
    /// The answer can still be changed.
    pub(crate) open: bool,
    /// `/r/{token}`.
    pub(crate) path: String,
}

/// What has just been done, or what went wrong when it was tried.
#[derive(Clone, Debug, Default)]
pub(crate) struct News {
    pub(crate) done: Option<String>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// The page of `mine`.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    (host, announced): (&Host, &Announced),
    mine: &Mine,
    said: News,
    now: Moment,
) -> ManagePage {
    let facts = &announced.facts;
    let reader = if mine.response == Response::Going { Reader::Coming } else { Reader::Anybody };
    let wrong = |name: &str| said.mistakes.iter().find(|m| m.field == name).map(|m| m.text.clone());
    let party = reply::party(words, &mine.party_size.max(1).to_string(), mine.max_party);
    ManagePage {
        frame: organisation::private(words.say("page-manage").into(), to, host),
        words,
        mistakes: summary(&said.mistakes),
        done: said.done,
        event: facts.title.clone(),
        banners: news::banners(words, announced, reader, now),
        at: event::at(words, announced),
        place: way_there::spot(words, announced, reader, now),
        bring: facts.bring.clone(),
        answer: answer(words, mine),
        page: (facts.visibility != Visibility::Members)
            .then(|| Link::new(words.say("page-manage-event"), to.event(host, announced))),
        response: mine.open.then(|| reply::responses(words, mine.response.as_str())),
        attendance: reply::attendance(words, facts.attendance_mode, mine.attendance.as_str()),
        party: Field { error: wrong("party_size"), ..party },
        action: mine.path.clone(),
        deleted_on: words.say("page-manage-deleted-on").with("day", words.day(mine.deleted_on)).into(),
        has_address: mine.has_address,
    }
}

/// `You said: coming, 3 people.`
fn answer(words: Language, mine: &Mine) -> String {
    let people = words.people(mine.party_size);
    let said = match (mine.response, mine.standing) {
        (Response::Going, Standing::Waiting) => words.say("page-manage-waiting").with("people", people),
        (Response::Going, _) => words.say("page-manage-going").with("people", people),
        (Response::Maybe, _) => words.say("page-manage-maybe").with("people", people),
        (Response::NotGoing, _) => words.say("page-manage-no"),
    };
    said.into()
}

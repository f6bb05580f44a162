//! `/r/{token}`: my reply. It shows the event, the answer and how many, never a name, an address, access needs or a
//! message: letters get forwarded, and mail gateways open links. Looking changes nothing; the buttons do.

use askama::Template;
use entity::Moment;
use entity::value::{EventStatus, Kind, Response, Standing, Visibility};
use jiff::civil::Date;

use super::addresses::Addresses;
use super::announced::Announced;
use super::carry::{self, Entry, IntoCalendar, Whose};
use super::fields::{Field, Mistake, Radios, summary};
use super::said::{At, Banner, Link, Spot};
use super::{calling, event, news, organisation, way_there};
use crate::rsvp::{Mine, Reply};
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
    calendar: IntoCalendar,
    response: Option<Radios>,
    attendance: Option<Radios>,
    party: Option<Field>,
    action: String,
    deleted_on: String,
    has_address: bool,
}

/// A reply that its link opened.
pub(crate) struct Opened<'a> {
    pub(crate) mine: &'a Mine,
    /// `/r/{token}`.
    pub(crate) path: &'a str,
    /// The token that leads its date into a calendar.
    pub(crate) adds: &'a str,
    /// The day on which it is deleted.
    pub(crate) deleted_on: Date,
}

impl Opened<'_> {
    /// Whether the answer can still be changed, if only to "can't come".
    fn is_open(&self, now: Moment) -> bool {
        self.mine.terms.status != EventStatus::Cancelled && now < self.mine.terms.ends
    }
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
    (announced, opened): (&Announced, &Opened<'_>),
    said: News,
    now: Moment,
) -> ManagePage {
    let (facts, reply) = (announced.facts(), &opened.mine.reply);
    let reader = way_there::reader(reply.response);
    let wrong = |name: &str| said.mistakes.iter().find(|m| m.field == name).map(|m| m.text.clone());
    let most = opened.mine.terms.max_party.max(reply.party_size);
    let party = super::reply::party(words, &reply.party_size.max(1).to_string(), opened.mine.terms.max_party);
    let chosen = Some(reply.attendance);
    let own_place = way_there::own_line(words, announced, (chosen, reader), now);
    let entry = Entry { shown: &announced.shown, place: own_place.as_deref(), to };
    let comes = reply.response != Response::NotGoing && opened.is_open(now);
    // Who waits is not to come.
    let waits = reply.standing == Standing::Waiting;
    let whose = Whose::Own(opened.adds);
    ManagePage {
        frame: organisation::private(words.say("page-manage").into(), to, announced.organisation()),
        words,
        mistakes: summary(&said.mistakes),
        done: said.done,
        event: facts.title.clone(),
        banners: news::banners(words, announced, now),
        at: event::at(words, announced),
        place: way_there::own_spot(words, announced, (chosen, reader), now),
        bring: facts.bring.clone(),
        answer: answer(words, facts.kind, reply),
        page: (facts.visibility != Visibility::Members)
            .then(|| Link::new(words.say("page-manage-event"), to.event(&announced.shown))),
        calendar: if comes && !waits {
            carry::into_calendar(words, &entry, &whose)
        } else {
            IntoCalendar::default()
        },
        response: opened
            .is_open(now)
            .then(|| super::reply::responses(words, facts.kind, reply.response.as_str())),
        attendance: super::reply::attendance(words, facts.attendance_mode, reply.attendance.as_str()),
        party: (most > 1).then(|| Field { error: wrong("party_size"), ..party }),
        action: opened.path.to_owned(),
        deleted_on: words.say("page-manage-deleted-on").with("day", words.day(opened.deleted_on)).into(),
        has_address: reply.email.is_some(),
    }
}

/// `You said: coming, 3 people.`
fn answer(words: Language, kind: Kind, reply: &Reply) -> String {
    let people = words.people(u32::try_from(reply.party_size).unwrap_or(0));
    let said = match (reply.response, reply.standing) {
        (Response::Going, Standing::Waiting) => words.say("page-manage-waiting").with("people", people),
        (Response::Going, _) if calling::is_taking_part(kind) => words.say("page-manage-action"),
        (Response::Going, _) => words.say("page-manage-going").with("people", people),
        (Response::Maybe, _) => words.say("page-manage-maybe").with("people", people),
        (Response::NotGoing, _) if calling::is_taking_part(kind) => words.say("page-manage-no-action"),
        (Response::NotGoing, _) => words.say("page-manage-no"),
    };
    said.into()
}

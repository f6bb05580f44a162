//! `/{org}/subscribe`: how to subscribe in each calendar, how late each is, and the form to ask for a calendar of one's own.
//!
//! `?campaign=` and `?kind=` narrow it, as they narrow the calendar. Below the members' address it is about the members'.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use entity::value::Kind;
use poem::http::{HeaderValue, StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Request, Response, handler};
use serde::Deserialize;

use super::addresses::Addresses;
use super::feeds::Feed;
use super::fields::{Field, Mistake, summary};
use super::load::{Visit, Way};
use super::organisation::private;
use super::said::Link;
use super::typed::Typed;
use crate::campaign;
use crate::event::{self, Filter};
use crate::links::encoded;
use crate::organisation::Organisation;
use crate::outbox::address::Address;
use crate::rsvp::form;
use crate::web::app::App;
use crate::web::look::{self, Frame, Keep};
use crate::web::problem::Problem;
use crate::web::subscribing;
use crate::words::Language;

/// At how many of the next events the page looks for their kinds and campaigns.
const LOOKED_AT: u64 = 200;

/// The page.
#[derive(Template)]
#[template(path = "web/public/subscribing.html")]
pub(crate) struct SubscribingPage {
    frame: Frame,
    words: Language,
    mistakes: Vec<Link>,
    host: String,
    /// What it is narrowed to.
    only: Option<String>,
    feed: Feed,
    /// The same page about other parts of the programme.
    parts: Vec<Link>,
    done: Option<String>,
    email: Field,
    action: String,
}

/// What the page may be asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    campaign: Option<String>,
    kind: Option<String>,
    /// A calendar of one's own was just asked for.
    asked: Option<String>,
}

/// What happened to the form.
#[derive(Clone, Debug, Default)]
pub(crate) struct News {
    /// It was sent.
    pub(crate) asked: bool,
    /// What was typed.
    pub(crate) typed: String,
    /// What was wrong with it.
    pub(crate) mistakes: Vec<Mistake>,
}

/// Which part of a programme the page is about.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// Its addresses.
    pub(crate) feed: Feed,
    /// Its name; none for all of it.
    pub(crate) only: Option<String>,
    /// The pages about other parts.
    pub(crate) parts: Vec<Link>,
}

/// The page of an organisation.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    (host, about): (&Organisation, About),
    news: &News,
) -> SubscribingPage {
    let title = words.say("page-subscribing-title").with("host", &host.name).to_string();
    let frame = match to.members {
        Some(_) => private(title, to, host),
        None => Frame {
            title,
            description: None,
            address: Some(to.full(&format!("/{}/subscribe", host.slug))),
            hidden: false,
            home: Some(to.home(host)),
        },
    };
    let error = news.mistakes.iter().find(|mistake| mistake.field == "email");
    let email = Field::new("email", words.say("page-subscribing-own-email"), &news.typed)
        .hint(words.say("page-subscribing-own-kept"))
        .longest(254);
    SubscribingPage {
        frame,
        words,
        mistakes: summary(&news.mistakes),
        host: host.name.clone(),
        only: about.only,
        feed: about.feed.here(),
        parts: about.parts,
        done: news.asked.then(|| words.say("page-subscribing-own-done").into()),
        email: Field {
            kind: "email",
            autocomplete: "email",
            error: error.map(|mistake| mistake.text.clone()),
            ..email
        },
        action: format!("{}/subscribe", to.organisation(host)),
    }
}

/// `GET /{org}/subscribe`.
#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    Ok(shown(app, &visit, &asked).await?)
}

/// `GET /{org}/m/{token}/subscribe`.
#[handler]
pub(super) async fn show_members(
    Data(app): Data<&App>,
    Path((slug, token)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Members(token)).await?;
    let asked = Asked { asked: asked.asked, ..Asked::default() };
    Ok(shown(app, &visit, &asked).await?)
}

async fn shown(app: &App, visit: &Visit, asked: &Asked) -> Result<Response, Problem> {
    let news = News { asked: asked.asked.is_some(), ..News::default() };
    let (words, to, host) = (visit.words, &visit.to, &visit.organisation);
    let (feed, only) = match (&asked.campaign, &asked.kind) {
        (Some(slug), _) => {
            let found = campaign::by_slug(&app.db.read(), host.id, slug).await.map_err(Problem::broken)?;
            let found = found.ok_or_else(Problem::not_found)?;
            (Feed::of_campaign(to, host, &found.slug), Some(found.name))
        }
        (None, Some(kind)) => {
            let kind: Kind = kind.parse().map_err(|_unknown| Problem::not_found())?;
            (Feed::of_kind(to, host, kind), Some(words.kind(kind)))
        }
        (None, None) => (Feed::of(to, host), None),
    };
    let parts = parts(app, visit, only.as_deref()).await?;
    let keep = if news.asked { Keep::Nobody } else { visit.keep() };
    let about = About { feed, only, parts };
    Ok(look::page(StatusCode::OK, keep, &page(words, to, (host, about), &news)))
}

/// The kinds and campaigns of what is ahead, where there are several: each can be subscribed to alone. `only` is the one that
/// the page is about.
async fn parts(app: &App, visit: &Visit, only: Option<&str>) -> Result<Vec<Link>, Problem> {
    let (words, host) = (visit.words, &visit.organisation);
    if visit.way != Way::Public {
        return Ok(Vec::new());
    }
    let ahead = Filter { from: Some(visit.now), once: true, ..Filter::public() };
    let ahead = event::list(&app.db.read(), host.id, &ahead, None, LOOKED_AT).await?;
    let here = format!("{}/subscribe", visit.to.organisation(host));
    let kinds: BTreeSet<Kind> = ahead.iter().map(|shown| shown.event.kind).collect();
    let campaigns: BTreeMap<&str, &str> = ahead
        .iter()
        .filter_map(|shown| shown.campaign.as_ref())
        .map(|campaign| (campaign.name.as_str(), campaign.slug.as_str()))
        .collect();
    let everything = only.map(|_| Link::new(words.say("page-subscribing-everything"), here.clone()));
    let kinds = kinds.iter().filter(|_| kinds.len() > 1 || only.is_some());
    let kinds = kinds.map(|kind| Link::new(words.kind(*kind), format!("{here}?kind={kind}")));
    let campaigns =
        campaigns.iter().map(|(name, slug)| Link::new(*name, format!("{here}?campaign={}", encoded(slug))));
    let all = everything.into_iter().chain(kinds).chain(campaigns);
    Ok(all.filter(|link| only != Some(link.label.as_str())).collect())
}

/// `POST /{org}/subscribe`.
#[handler]
pub(super) async fn ask(
    request: &Request,
    Data(app): Data<&App>,
    Path(slug): Path<String>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    Ok(asked(app, &visit, request, &body).await?)
}

/// `POST /{org}/m/{token}/subscribe`.
#[handler]
pub(super) async fn ask_members(
    request: &Request,
    Data(app): Data<&App>,
    Path((slug, token)): Path<(String, String)>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Members(token)).await?;
    Ok(asked(app, &visit, request, &body).await?)
}

/// The same answer for every address: whether a letter is owed is decided when it would leave.
async fn asked(app: &App, visit: &Visit, request: &Request, body: &[u8]) -> Result<Response, Problem> {
    let (words, host) = (visit.words, &visit.organisation);
    let typed = Typed::read(body);
    let again = |status, text: crate::words::Said| {
        let mistakes = vec![Mistake { field: "email".to_owned(), text: text.into() }];
        let news = News { asked: false, typed: typed.email.clone(), mistakes };
        let about = About { feed: Feed::of(&visit.to, host), only: None, parts: Vec::new() };
        look::page(status, Keep::Nobody, &page(words, &visit.to, (host, about), &news))
    };
    if !form::is_trapped(Some(&typed.website)) {
        if let Err(too_many) = subscribing::count(app, None, request, host.id) {
            let mut answer = again(StatusCode::TOO_MANY_REQUESTS, words.say("page-subscribing-own-too-many"));
            let seconds = HeaderValue::from(too_many.retry_after.as_secs().max(1));
            answer.headers_mut().insert(header::RETRY_AFTER, seconds);
            return Ok(answer);
        }
        let Ok(address) = Address::parse(&typed.email) else {
            let text = words.say("page-subscribing-own-wrong");
            return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, text));
        };
        app.db.write(subscribing::ask(app, host, address)).await?;
        app.pulse.ring();
    }
    let there = format!("{}/subscribe?asked#own", visit.to.organisation(host));
    Ok(Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, there).body(()))
}

//! The calendars that people subscribe to: `/{org}/calendar.ics`, `/{org}/events/{slug}.ics`, `/{org}/m/{token}.ics` and
//! `/c/{token}.ics`.
//!
//! Sent as they were rendered, plain or gzipped, with a strong validator each, so that a calendar client that asks every
//! hour costs a comparison. Needs no `Accept` header and no redirect: some clients send none and follow none.

use std::sync::Arc;
use std::time::Duration;

use entity::Moment;
use entity::value::{Kind, UnknownWord};
use poem::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use poem::web::{Data, Path};
use poem::{Request, Response, Route, get, handler};

use super::app::App;
use super::exchange::query::{Query, refused};
use super::exchange::standing::{is_known, takes_gzip};
use super::gate::allow::allow;
use super::gate::answer::wants_json;
use super::problem::{self, Problem};
use crate::campaign;
use crate::event;
use crate::feed::{self, FeedError, Form, Rendered, Which};
use crate::organisation::{self, MembersAccess, Organisation};

const LOOK: &str = "GET, HEAD";
/// As many headers as an answer has, those that the gate adds too.
const HEADERS: usize = 12;
/// What a program is told that asks for a calendar of one person which has another address, or was switched off.
const STOPPED: &str = "This calendar has stopped. Ask for it again on the page of your branch.";
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const NO_INDEX: &str = "noindex, nofollow";
/// `Last-Modified` counts whole seconds, and another node's change shows within one: a younger change is not dated, since
/// another could follow under the same date (RFC 9110, section 8.8.2.2).
const TICK: Duration = Duration::from_secs(2);

/// The last part of the address of an organisation's public calendar.
pub(super) const FILE: &str = "/calendar.ics";
/// The route of an organisation's public calendar.
pub(super) const PUBLIC: &str = "/:org<[a-z0-9-]+>/calendar.ics";

/// The calendars, added to `route`.
pub(crate) fn routes(route: Route) -> Route {
    route
        .at(PUBLIC, allow(LOOK, get(public)))
        .at("/:org<[a-z0-9-]+>/events/:file<[a-z0-9-]+[.]ics>", allow(LOOK, get(of_event)))
        .at("/:org<[a-z0-9-]+>/m/:file<[a-z0-9]+[.]ics>", allow(LOOK, get(members)))
        .at(
            "/:org<[a-z0-9-]+>/m/:token<[a-z0-9]+>/events/:file<[a-z0-9-]+[.]ics>",
            allow(LOOK, get(of_members)),
        )
        .at("/c/:file<[a-z0-9]+[.]ics>", allow(LOOK, get(personal)))
}

/// Who may have a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// Anybody, scripts of other sites too.
    Everybody,
    /// Whoever was given its address: no search engine, no cache that is shared, no script.
    Holder,
}

#[handler]
async fn public(Path(org): Path<String>, Data(app): Data<&App>, request: &Request) -> poem::Result<Response> {
    let which = match narrowed(app, &org, &Query::of(request)).await {
        Err(problem) if *problem.sort == *problem::BAD_PARAMETER && !wants_json(request) => {
            return Ok(in_a_line(&problem));
        }
        which => which?,
    };
    let rendered = render(app, &org, which).await?;
    Ok(answer(request, &rendered, app.clock.now(), For::Everybody))
}

/// Which events are asked for. What else stands in the query is passed over: some clients put a number there.
async fn narrowed(app: &App, org: &str, query: &Query) -> Result<Which, Problem> {
    let kinds = kinds(query.one("kind")?)?;
    // Without a campaign nothing is asked of the database here: an unchanged feed is answered from memory.
    let campaign = match query.one("campaign")?.filter(|slug| !slug.is_empty()) {
        None => None,
        Some(slug) => {
            let organisation = organisation(app, org).await?;
            let found = campaign::by_slug(&app.db.read(), organisation.id, slug).await;
            let unknown = || refused("campaign", "must be the slug of a campaign of this organisation");
            Some(found.map_err(Problem::broken)?.ok_or_else(unknown)?.id)
        }
    };
    Ok(Which::Public { kinds, campaign })
}

/// What is wrong with the address of a calendar: no page, for a calendar client shows its answer as text, if at all.
fn in_a_line(problem: &Problem) -> Response {
    let mut answer = Response::builder()
        .status(problem.sort.status)
        .content_type("text/plain; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body(format!("{}\n", problem.detail));
    answer.headers_mut().extend(problem.headers.iter().cloned());
    answer
}

/// An address that was given to one person, or to members, and is no more.
fn gone(detail: &'static str) -> Problem {
    Problem::new(problem::GONE, detail).with_header(ROBOTS, NO_INDEX)
}

#[handler]
async fn of_event(
    Path((org, file)): Path<(String, String)>,
    Data(app): Data<&App>,
    request: &Request,
) -> poem::Result<Response> {
    let organisation = organisation(app, &org).await?;
    let slug = file.trim_end_matches(".ics");
    let shown = event::by_slug(&app.db.read(), organisation.id, slug, app.clock.now())
        .await
        .map_err(Problem::from)?;
    if !feed::is_open(&shown) {
        return Err(Problem::not_found().into());
    }
    let rendered = render(app, &org, Which::Event { id: shown.event.id, token: None }).await?;
    Ok(answer(request, &rendered, app.clock.now(), For::Everybody))
}

#[handler]
async fn members(
    Path((org, file)): Path<(String, String)>,
    Data(app): Data<&App>,
    request: &Request,
) -> poem::Result<Response> {
    let organisation = organisation(app, &org).await?;
    let token = file.trim_end_matches(".ics");
    match admitted(app, &organisation, token).await {
        Err(problem) if *problem.sort == *problem::GONE && !wants_json(request) => {
            return Ok(in_a_line(&problem));
        }
        admitted => admitted?,
    }
    let rendered = render(app, &org, Which::Members(token.to_owned())).await?;
    Ok(answer(request, &rendered, app.clock.now(), For::Holder))
}

/// One event of the members' page.
#[handler]
async fn of_members(
    Path((org, token, file)): Path<(String, String, String)>,
    Data(app): Data<&App>,
    request: &Request,
) -> poem::Result<Response> {
    let organisation = organisation(app, &org).await?;
    admitted(app, &organisation, &token).await?;
    let slug = file.trim_end_matches(".ics");
    let shown = event::by_slug(&app.db.read(), organisation.id, slug, app.clock.now())
        .await
        .map_err(Problem::from)?;
    if shown.event.published_at.is_none() {
        return Err(Problem::not_found().into());
    }
    let rendered = render(app, &org, Which::Event { id: shown.event.id, token: Some(token) }).await?;
    Ok(answer(request, &rendered, app.clock.now(), For::Holder))
}

/// What one person said yes or maybe to.
#[handler]
async fn personal(
    Path(file): Path<String>,
    Data(app): Data<&App>,
    request: &Request,
) -> poem::Result<Response> {
    let (token, now) = (file.trim_end_matches(".ics"), app.clock.now());
    match app.feeds.of_token((&app.db, &app.seals), &app.links, token, now).await {
        Ok(rendered) => Ok(answer(request, &rendered, now, For::Holder)),
        Err(FeedError::Gone) if !wants_json(request) => Ok(in_a_line(&gone(STOPPED))),
        Err(error) => Err(Problem::from(error).into()),
    }
}

async fn organisation(app: &App, slug: &str) -> Result<Organisation, Problem> {
    Ok(organisation::by_slug(&app.db.read(), slug).await?)
}

async fn admitted(app: &App, organisation: &Organisation, token: &str) -> Result<(), Problem> {
    let now = app.clock.now();
    let access = organisation::members_access(&app.db.read(), &app.seals, organisation, token, now).await;
    match access.map_err(Problem::broken)? {
        MembersAccess::Open => Ok(()),
        MembersAccess::Replaced => Err(gone(problem::REPLACED)),
        MembersAccess::Unknown => Err(Problem::not_found()),
    }
}

async fn render(app: &App, org: &str, which: Which) -> Result<Arc<Rendered>, Problem> {
    Ok(app.feeds.feed(&app.db, &app.links, (org, which), app.clock.now()).await?)
}

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::NotFound => Self::not_found(),
            FeedError::Gone => gone(STOPPED),
            other => Self::broken(other),
        }
    }
}

/// The kinds named, sorted, each once.
fn kinds(text: Option<&str>) -> Result<Vec<Kind>, Problem> {
    let named =
        text.into_iter().flat_map(|text| text.split(',')).map(str::trim).filter(|kind| !kind.is_empty());
    let mut kinds: Vec<Kind> = Vec::new();
    for kind in named {
        let wanted =
            |unknown: UnknownWord| refused("kind", &format!("{unknown}, with commas between several"));
        kinds.push(kind.parse().map_err(wanted)?);
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

pub(super) fn answer(request: &Request, rendered: &Rendered, now: Moment, reader: For) -> Response {
    let gzip = takes_gzip(request.headers());
    let Form { bytes, etag } = if gzip { &rendered.gzip } else { &rendered.plain };
    let changed = rendered.last_modified.timestamp().as_second();
    let dated = now.since(rendered.last_modified) >= TICK;
    let mut response = Response::default();
    let headers = response.headers_mut();
    headers.reserve(HEADERS);
    let mut add = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    add(header::VARY, "Accept-Encoding");
    add(header::REFERRER_POLICY, "no-referrer");
    match reader {
        For::Everybody => {
            add(header::CACHE_CONTROL, "public, no-cache");
            add(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            add(header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag, x-request-id");
        }
        For::Holder => {
            add(header::CACHE_CONTROL, "private, no-cache");
            add(ROBOTS, NO_INDEX);
        }
    }
    let fresh = is_fresh(request.headers(), etag, Some(changed).filter(|_second| dated));
    if !fresh {
        add(header::CONTENT_TYPE, "text/calendar; charset=utf-8");
        if gzip {
            add(header::CONTENT_ENCODING, "gzip");
        }
    }
    let own =
        [(header::ETAG, Some(etag)), (header::LAST_MODIFIED, Some(&rendered.http_date).filter(|_| dated))];
    for (name, text) in own {
        if let Some(value) = text.and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(name, value);
        }
    }
    if fresh {
        response.set_status(StatusCode::NOT_MODIFIED);
    } else {
        response.set_body(bytes.clone());
    }
    response
}

/// Whether the client already has it (RFC 9110, section 13.2.2: `If-None-Match` decides where it is given).
/// `changed` is the second of the last change, once no other change can fall into it.
fn is_fresh(headers: &HeaderMap, etag: &str, changed: Option<i64>) -> bool {
    if let Some(given) = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) {
        return is_known(given, etag);
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| value.to_str().ok());
    let since = since.and_then(|text| jiff::fmt::rfc2822::parse(text).ok());
    since.zip(changed).is_some_and(|(since, changed)| since.timestamp().as_second() >= changed)
}

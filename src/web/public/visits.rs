//! The pages that are only read: each handler loads what its page shows and answers with it.

use std::collections::HashSet;
use std::sync::Arc;

use entity::Moment;
use entity::value::EventStatus;
use jiff::tz::TimeZone;
use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;

use super::addresses::Addresses;
use super::announced::Announced;
use super::load::{Visit, Way, not_there};
use super::month::MonthOfYear;
use super::organisation::Events;
use super::{details, event, home, month, named, organisation, trouble};
use crate::campaign;
use crate::event as events;
use crate::event::Shown;
use crate::occurrence::times;
use crate::organisation as organisations;
use crate::web::app::App;
use crate::web::look::{self, Keep};
use crate::web::problem::Problem;
use crate::words::Language;

/// For how many days events that are over stay on a list.
const PAST_DAYS: u64 = 366;
/// How many of them.
const PAST_MOST: usize = 30;
/// How many events of all organisations the front page lists.
const HOME_MOST: usize = 40;

/// What a page may be asked for beside its address.
#[derive(Debug, Deserialize)]
struct Asked {
    /// A month, on an organisation's page: `2026-07`.
    month: Option<String>,
    /// One date of an event, on its page: `2026-07-09`.
    date: Option<String>,
}

/// `/`.
#[handler]
pub(super) async fn show_home(Data(app): Data<&App>) -> poem::Result<Response> {
    let (now, words) = (app.clock.now(), Language::default());
    let hosts = organisations::list(&app.db.read()).await.map_err(Problem::broken)?;
    let mut next = Vec::new();
    for host in &hosts {
        let shown = events::public_between(&app.db.read(), &Arc::new(host.clone()), now, None).await;
        next.extend(once((shown.map_err(not_there)?, Vec::new())).0);
    }
    next.sort_by_key(|shown| shown.occurrence.start_utc);
    next.truncate(HOME_MOST);
    let next: Vec<Announced> = next.into_iter().map(|shown| Announced::new(shown, words, now)).collect();
    let page = home::page(words, &Addresses::public(&app.links), &hosts, &next, now);
    Ok(look::page(StatusCode::OK, Keep::Shared, &page))
}

/// `/{org}`.
#[handler]
pub(super) async fn show_organisation(
    Data(app): Data<&App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    if let Some(month) = asked.month {
        return Ok(one_month(app, &visit, &month).await?);
    }
    let (next, past) = programme(app, &visit).await?;
    let listed = Events { next: &next, past: &past };
    let page = organisation::public(visit.words, &visit.to, &visit.organisation, listed, visit.now);
    Ok(look::page(StatusCode::OK, Keep::Shared, &page))
}

/// `/{org}/`, as some type it: `/{org}`.
#[handler]
pub(super) async fn without_slash(Path(slug): Path<String>) -> Response {
    let to = format!("/{slug}");
    Response::builder().status(StatusCode::PERMANENT_REDIRECT).header(header::LOCATION, to).body(())
}

/// `/{org}/m/{token}`.
#[handler]
pub(super) async fn show_members(
    Data(app): Data<&App>,
    Path((slug, token)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Members(token)).await?;
    if let Some(month) = asked.month {
        return Ok(one_month(app, &visit, &month).await?);
    }
    let (next, past) = programme(app, &visit).await?;
    let listed = Events { next: &next, past: &past };
    let page = organisation::members(visit.words, &visit.to, &visit.organisation, listed, visit.now);
    Ok(look::page(StatusCode::OK, Keep::Nobody, &page))
}

/// `/{org}/campaigns/{slug}`.
#[handler]
pub(super) async fn show_campaign(
    Data(app): Data<&App>,
    Path((slug, campaign)): Path<(String, String)>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    let found = campaign::by_slug(&app.db.read(), visit.organisation.id, &campaign).await;
    let campaign = found.map_err(Problem::broken)?.ok_or_else(Problem::not_found)?;
    let (mut next, mut past) = programme(app, &visit).await?;
    let belongs = |event: &Announced| event.shown.event.campaign_id == Some(campaign.id);
    next.retain(belongs);
    past.retain(belongs);
    let listed = Events { next: &next, past: &past };
    let of = (&visit.organisation, &campaign);
    let page = organisation::campaign(visit.words, &visit.to, of, listed, visit.now);
    Ok(look::page(StatusCode::OK, Keep::Shared, &page))
}

/// `/{org}/privacy`.
#[handler]
pub(super) async fn show_privacy(Data(app): Data<&App>, Path(slug): Path<String>) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    let page = details::page(visit.words, &visit.to, &visit.organisation);
    Ok(look::page(StatusCode::OK, Keep::Shared, &page))
}

/// `/{org}/events/{slug}`.
#[handler]
pub(super) async fn show_event(
    Data(app): Data<&App>,
    Path((slug, event)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    let announced = visit.event(app, &event, asked.date.as_deref()).await?;
    Ok(one_event(&visit, &announced))
}

/// `/{org}/m/{token}/events/{slug}`.
#[handler]
pub(super) async fn show_members_event(
    Data(app): Data<&App>,
    Path((slug, token, event)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Members(token)).await?;
    let announced = visit.event(app, &event, asked.date.as_deref()).await?;
    Ok(one_event(&visit, &announced))
}

/// The page of an event, where its address names a date of it, or none.
fn one_event(visit: &Visit, event: &Announced) -> Response {
    named::astray(visit, event, "").unwrap_or_else(|| {
        look::page(StatusCode::OK, visit.keep(), &event::page(visit.words, &visit.to, event, visit.now))
    })
}

/// One month of an organisation, day by day.
async fn one_month(app: &App, visit: &Visit, asked: &str) -> Result<Response, Problem> {
    let host = &visit.organisation;
    let Some(month) = MonthOfYear::read(asked) else {
        let zone = times::zone(&host.timezone).unwrap_or(TimeZone::UTC);
        let example = MonthOfYear::at(visit.now, &zone);
        let page = trouble::unreadable_month(visit.words, visit.to.home(host), example);
        return Ok(look::page(StatusCode::BAD_REQUEST, Keep::Nobody, &page));
    };
    let (from, to) = month.surely_within();
    let shown = between(app, visit, from, Some(to)).await?;
    let events: Vec<Announced> =
        shown.into_iter().map(|shown| Announced::new(shown, visit.words, visit.now)).collect();
    let page = month::page(visit.words, &visit.to, (host, month), &events, visit.now);
    Ok(look::page(StatusCode::OK, visit.keep(), &page))
}

/// All that this reader may find from one moment to another.
async fn between(app: &App, visit: &Visit, from: Moment, to: Option<Moment>) -> Result<Vec<Shown>, Problem> {
    let (conn, organisation) = (app.db.read(), Arc::new(visit.organisation.clone()));
    let found = match visit.way {
        Way::Public => events::public_between(&conn, &organisation, from, to).await,
        Way::Members(_) => events::members_between(&conn, &organisation, from, to).await,
    };
    found.map_err(not_there)
}

/// What lies ahead, soonest first, and what is over, latest first. What was postponed or paused is still to come.
async fn programme(app: &App, visit: &Visit) -> Result<(Vec<Announced>, Vec<Announced>), Problem> {
    let now = visit.now;
    let from = now - std::time::Duration::from_secs(PAST_DAYS * 24 * 60 * 60);
    let all = between(app, visit, from, None).await?;
    let (next, mut past): (Vec<_>, Vec<_>) = all.into_iter().partition(|shown| is_ahead(shown, now));
    past.reverse();
    let (next, mut past) = once((next, past));
    past.truncate(PAST_MOST);
    let told = |shown: Vec<Shown>| {
        shown.into_iter().map(|shown| Announced::new(shown, visit.words, now)).collect::<Vec<_>>()
    };
    Ok((told(next), told(past)))
}

/// An event that repeats once: by its next date, or by its last when there is none.
fn once((next, past): (Vec<Shown>, Vec<Shown>)) -> (Vec<Shown>, Vec<Shown>) {
    let mut seen = HashSet::new();
    let mut first_seen = |shown: &Shown| shown.facts().repeats.is_none() || seen.insert(shown.event.id);
    let next = next.into_iter().filter(&mut first_seen).collect();
    (next, past.into_iter().filter(&mut first_seen).collect())
}

fn is_ahead(shown: &Shown, now: Moment) -> bool {
    !shown.has_ended(now) || matches!(shown.status(), EventStatus::Postponed | EventStatus::Suspended)
}

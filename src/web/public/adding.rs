//! One date on its way into a calendar, as it is on the day of the click.
//!
//! Pages lead to `/{org}/events/{slug}/add/{calendar}`, which says what those pages say: a picket that is announced to everybody has its
//! name there. Letters lead to `/r/{token}/add/{calendar}`, which says what the entry in them says: for the way in which their reader takes
//! part, of a discreet event no more than when and where, and under the same UID with a SEQUENCE that is no lower.

use entity::value::{Response as Said, Visibility};
use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Response, ResponseBuilder, handler};

use super::announced::Announced;
use super::carry::{self, Entry};
use super::links::{self, Held};
use super::load::{DateAsked, Visit, Way};
use super::{named, way_there};
use crate::calendar::{self, FeedInfo};
use crate::compose::mailed_entry;
use crate::event::Viewer;
use crate::feed;
use crate::links::{Elsewhere, FILE};
use crate::seal::TokenPurpose;
use crate::web::app::App;
use crate::web::problem::Problem;

/// `/{org}/events/{slug}/add/{calendar}`.
#[handler]
pub(super) async fn add_event(
    Data(app): Data<&App>,
    Path((slug, event, calendar)): Path<(String, String, String)>,
    Query(asked): Query<DateAsked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Public).await?;
    Ok(added(app, &visit, (&event, asked.date()), &calendar).await?)
}

/// `/{org}/m/{token}/events/{slug}/add/{calendar}`.
#[handler]
pub(super) async fn add_members_event(
    Data(app): Data<&App>,
    Path((slug, token, event, calendar)): Path<(String, String, String, String)>,
    Query(asked): Query<DateAsked>,
) -> poem::Result<Response> {
    let visit = Visit::new(app, &slug, Way::Members(token)).await?;
    Ok(added(app, &visit, (&event, asked.date()), &calendar).await?)
}

/// `/r/{token}/add/{calendar}`.
#[handler]
pub(super) async fn add_mine(
    Data(app): Data<&App>,
    Path((token, calendar)): Path<(String, String)>,
) -> poem::Result<Response> {
    let elsewhere = asked(&calendar)?;
    let held = links::held(app, TokenPurpose::Add, &token).await?;
    Ok(mine_added(&held, &token, elsewhere))
}

/// Who can't come any more has nothing to put in, and is led to the event's page; of a members' event to its organisation's, since such a
/// link opens nothing else.
fn mine_added(held: &Held, token: &str, elsewhere: Option<Elsewhere>) -> Response {
    let (shown, reply, to) = (&held.announced.shown, &held.mine.reply, &held.to);
    let is_members = shown.event.visibility == Visibility::Members;
    let page = if is_members { to.organisation(&shown.organisation) } else { to.event(shown) };
    let page = to.full(&page);
    let comes = reply.response != Said::NotGoing;
    let Some(elsewhere) = elsewhere.filter(|_| comes) else {
        let file = comes.then(|| my_file(held, to.links.add(token, FILE)));
        return file.map_or_else(|| leads_to(page), brings);
    };
    let reader = (Some(reply.attendance), Viewer::Replied);
    let place = way_there::own_line(held.words, &held.announced, reader, held.now);
    let entry = Entry { shown, place: place.as_deref(), to };
    leads_to(carry::elsewhere(held.words, &entry, elsewhere).unwrap_or(page))
}

/// The entry as the letters bring it. Its reader's calendar is called as the entry is: of a discreet event that is no name.
fn my_file(held: &Held, source: String) -> String {
    let (shown, reply) = (&held.announced.shown, &held.mine.reply);
    let page = held.to.full(&held.to.event(shown));
    let mut entry = mailed_entry(shown, reply, page, held.now);
    entry.changed_at = shown.event.changed_at.max(reply.updated_at);
    let info = FeedInfo { name: entry.title.clone(), description: None, source, refresh: feed::REFRESH };
    calendar::feed(&info, &[entry.into()], held.now.timestamp().to_zoned(shown.zone()).date())
}

/// The calendar that was asked for; none is a file.
fn asked(calendar: &str) -> Result<Option<Elsewhere>, Problem> {
    let elsewhere = Elsewhere::named(calendar);
    if elsewhere.is_none() && calendar != FILE {
        return Err(Problem::not_found());
    }
    Ok(elsewhere)
}

fn answer() -> ResponseBuilder {
    Response::builder()
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header("x-robots-tag", "noindex, nofollow")
}

fn brings(file: String) -> Response {
    answer().content_type("text/calendar; charset=utf-8").body(file)
}

fn leads_to(there: String) -> Response {
    answer().status(StatusCode::FOUND).header(header::LOCATION, there).body(())
}

/// Where no date is certain the way leads to the event's page, which says so.
async fn added(
    app: &App,
    visit: &Visit,
    (event, date): (&str, Option<&str>),
    calendar: &str,
) -> Result<Response, Problem> {
    let wanted = asked(calendar)?;
    let announced = visit.event(app, event, date).await?;
    if let Some(elsewhere) = named::astray(visit, &announced, &format!("/add/{calendar}")) {
        return Ok(elsewhere);
    }
    let Some(elsewhere) = wanted else { return Ok(brings(file(visit, &announced))) };
    let place = way_there::spot_line(visit.words, &announced, Viewer::Anybody, visit.now);
    let entry = Entry { shown: &announced.shown, place: place.as_deref(), to: &visit.to };
    let there = carry::elsewhere(visit.words, &entry, elsewhere);
    Ok(leads_to(there.unwrap_or_else(|| visit.to.event(&announced.shown))))
}

/// The one date, with the UID that its mailed invitations have: who has both has it once.
fn file(visit: &Visit, announced: &Announced) -> String {
    let shown = &announced.shown;
    let page = visit.to.full(&visit.to.event(shown));
    let mut entry = feed::entry(shown, Viewer::Anybody, page, visit.now);
    entry.uid = feed::mailed_uid(shown);
    let info = FeedInfo {
        name: shown.facts().title.clone(),
        description: None,
        source: visit.to.full(&visit.to.add(shown, FILE)),
        refresh: feed::REFRESH,
    };
    let today = visit.now.timestamp().to_zoned(shown.zone()).date();
    calendar::feed(&info, &[entry.into()], today)
}

//! `/{org}/events/{slug}/add/{calendar}`: one date on its way into a calendar, as it is on the day of the click. Letters and pages
//! lead here.

use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Response, handler};

use super::announced::Announced;
use super::carry::{self, Entry};
use super::load::{DateAsked, Visit, Way};
use super::{named, way_there};
use crate::calendar::{self, FeedInfo};
use crate::event::Viewer;
use crate::feed;
use crate::links::{Elsewhere, FILE};
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

/// Where no date is certain the way leads to the event's page, which says so.
async fn added(
    app: &App,
    visit: &Visit,
    (event, date): (&str, Option<&str>),
    calendar: &str,
) -> Result<Response, Problem> {
    let elsewhere = Elsewhere::named(calendar);
    if elsewhere.is_none() && calendar != FILE {
        return Err(Problem::not_found());
    }
    let announced = visit.event(app, event, date).await?;
    if let Some(elsewhere) = named::astray(visit, &announced, &format!("/add/{calendar}")) {
        return Ok(elsewhere);
    }
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header("x-robots-tag", "noindex, nofollow");
    let Some(elsewhere) = elsewhere else {
        return Ok(answer.content_type("text/calendar; charset=utf-8").body(file(visit, &announced)));
    };
    let place = way_there::spot_line(visit.words, &announced, Viewer::Anybody, visit.now);
    let entry = Entry { shown: &announced.shown, place: place.as_deref(), to: &visit.to };
    let there = carry::elsewhere(visit.words, &entry, elsewhere);
    let there = there.unwrap_or_else(|| visit.to.event(&announced.shown));
    Ok(answer.status(StatusCode::FOUND).header(header::LOCATION, there).body(()))
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

//! Which events a list shows.

use entity::Moment;
use entity::value::{EventStatus, Kind};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use crate::access::Caller;
use crate::campaign;
use crate::event::Filter;
use crate::organisation::{self, Organisation};
use crate::web::app::App;
use crate::web::exchange::query::refused;
use crate::web::problem::Problem;

/// What was asked for, as it stood in the query. Also what a cursor belongs to.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Wanted {
    pub(super) organisation: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) status: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) q: Option<String>,
    pub(super) campaign: Option<String>,
    pub(super) updated_since: Option<String>,
}

/// Whose events, and which. Without a key, or with another organisation's, only what is public.
pub(super) async fn filter(
    app: &App,
    caller: Option<&Caller>,
    wanted: &Wanted,
) -> Result<(Organisation, Filter), Problem> {
    let conn = app.db.read();
    let organisation = match (&wanted.organisation, caller) {
        (Some(slug), _) => organisation::by_slug(&conn, slug).await?,
        (None, Some(caller)) => organisation::find(&conn, caller.organisation).await?,
        (None, None) => {
            return Err(refused("organisation", "is needed where no key is shown: the slug of one"));
        }
    };
    let is_own = caller.is_some_and(|caller| caller.organisation == organisation.id);
    let mut filter = if is_own { Filter::default() } else { Filter::public() };
    filter.once = true;
    let zone = TimeZone::get(&organisation.timezone).unwrap_or(TimeZone::UTC);
    filter.kinds = words::<Kind>("kind", wanted.kind.as_deref())?;
    let statuses = words::<EventStatus>("status", wanted.status.as_deref())?;
    if !statuses.is_empty() {
        filter.statuses.retain(|status| statuses.contains(status));
        if is_own {
            filter.statuses = statuses;
        } else if filter.statuses.is_empty() {
            return Err(refused("status", "names no status that is public"));
        }
    }
    (filter.from, filter.to) = stretch(wanted.from.as_deref(), wanted.to.as_deref(), &zone)?;
    filter.updated_since = moment("updated_since", wanted.updated_since.as_deref(), &zone)?;
    filter.words = wanted.q.clone().filter(|words| !words.trim().is_empty());
    if let Some(named) = &wanted.campaign {
        filter.campaign = Some(campaign_id(app, organisation.id, named).await?);
    }
    Ok((organisation, filter))
}

/// A campaign by its slug or id.
async fn campaign_id(app: &App, organisation: Uuid, named: &str) -> Result<Uuid, Problem> {
    let conn = app.db.read();
    let found = match named.parse() {
        Ok(id) => campaign::find(&conn, organisation, id).await?,
        Err(_not_an_id) => campaign::by_slug(&conn, organisation, named).await?,
    };
    found
        .map(|campaign| campaign.id)
        .ok_or_else(|| refused("campaign", "names no campaign of this organisation"))
}

/// Words between commas.
fn words<W: std::str::FromStr<Err = entity::value::UnknownWord>>(
    name: &str,
    given: Option<&str>,
) -> Result<Vec<W>, Problem> {
    let given = given.into_iter().flat_map(|text| text.split(','));
    given
        .map(|word| {
            word.trim()
                .parse()
                .map_err(|unknown: entity::value::UnknownWord| refused(name, &unknown.to_string()))
        })
        .collect()
}

/// From when to when, each an instant or a day of `zone` from its beginning.
///
/// # Errors
/// 400 that names the parameter.
pub(in crate::web::api) fn stretch(
    from: Option<&str>,
    to: Option<&str>,
    zone: &TimeZone,
) -> Result<(Option<Moment>, Option<Moment>), Problem> {
    let (from, to) = (moment("from", from, zone)?, moment("to", to, zone)?);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        return Err(refused("from", "must not be later than `to`"));
    }
    Ok((from, to))
}

/// An instant, or a day of the organisation's zone from its beginning.
fn moment(name: &str, given: Option<&str>, zone: &TimeZone) -> Result<Option<Moment>, Problem> {
    let Some(text) = given else { return Ok(None) };
    let day = || {
        text.parse::<Date>().ok()?.to_zoned(zone.clone()).ok().map(|begin| Moment::from(begin.timestamp()))
    };
    let found = if text.len() == 10 { day() } else { text.parse().ok() };
    found.map(Some).ok_or_else(|| {
        refused(name, "must be an instant like 2026-07-09T17:00:00Z, or a date like 2026-07-09")
    })
}

//! Finding events: one by its id or address, many by a filter, all for a feed.

use std::collections::HashMap;
use std::sync::Arc;

use entity::Moment;
use entity::value::{EventStatus, Kind, Visibility};
use uuid::Uuid;

use super::{Event, EventError, Shown, store, timetable};
use crate::database::Conn;
use crate::occurrence::{self, Occurrence};
use crate::organisation::{self, Organisation};
use crate::{campaign, venue};

/// Which events a list holds. What is empty or `None` does not narrow it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Of these kinds.
    pub kinds: Vec<Kind>,
    /// In these states.
    pub statuses: Vec<EventStatus>,
    /// For these eyes.
    pub visibilities: Vec<Visibility>,
    /// Not over at this moment.
    pub from: Option<Moment>,
    /// Begun before this moment.
    pub to: Option<Moment>,
    /// With these words in the title, whatever the case.
    pub words: Option<String>,
    /// Of this campaign.
    pub campaign: Option<Uuid>,
    /// Changed at this moment or later.
    pub updated_since: Option<Moment>,
    /// Each event once, by the first of its dates that the list would hold.
    pub once: bool,
}

impl Filter {
    /// What anybody may find: published, public, whatever became of it.
    #[must_use]
    pub fn public() -> Self {
        Self { statuses: published(), visibilities: vec![Visibility::Public], ..Self::default() }
    }

    /// What members may find: public and members' events.
    #[must_use]
    pub fn members() -> Self {
        Self { visibilities: vec![Visibility::Public, Visibility::Members], ..Self::public() }
    }
}

/// Every state but draft.
fn published() -> Vec<EventStatus> {
    EventStatus::ALL.iter().copied().filter(|status| *status != EventStatus::Draft).collect()
}

/// One event of an organisation, drafts too, with the date that it shows first at `now`: the next, else the last.
///
/// # Errors
/// [`EventError::NotFound`], or that the database can't be read.
pub async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid, now: Moment) -> Result<Shown, EventError> {
    let event = store::find(conn, organisation, id).await?.ok_or(EventError::NotFound)?;
    present_date(conn, event, now).await
}

/// One event by its part of the address, drafts too: who may see it is for the caller to ask ([`Event::visibility`]).
///
/// # Errors
/// [`EventError::NotFound`], or that the database can't be read.
pub async fn by_slug(
    conn: &Conn<'_>,
    organisation: Uuid,
    slug: &str,
    now: Moment,
) -> Result<Shown, EventError> {
    let event = store::by_slug(conn, organisation, slug).await?.ok_or(EventError::NotFound)?;
    present_date(conn, event, now).await
}

/// The dates of an event at hand, each with all that belongs to it, by start.
///
/// # Errors
/// When the database can't be read.
pub async fn dates_of(conn: &Conn<'_>, shown: &Shown) -> Result<Vec<Shown>, EventError> {
    let event = &shown.event;
    let dates = occurrence::of_event(conn, event.organisation_id, event.id, None, None).await?;
    on_dates(conn, shown, dates).await
}

/// An event at hand on some of its dates, each with all that belongs to it, in the order given.
///
/// # Errors
/// When the database can't be read.
pub async fn on_dates(
    conn: &Conn<'_>,
    shown: &Shown,
    dates: Vec<Occurrence>,
) -> Result<Vec<Shown>, EventError> {
    let rows = dates.into_iter().map(|date| (shown.event.clone(), date)).collect();
    bundle(conn, &shown.organisation, rows).await
}

/// One date with its event, for who holds the date's id from a token or a row of ours.
///
/// # Errors
/// [`EventError::NotFound`], or that the database can't be read.
pub async fn by_date(conn: &Conn<'_>, occurrence: Uuid) -> Result<Shown, EventError> {
    let occurrence = occurrence::by_id(conn, occurrence).await?.ok_or(EventError::NotFound)?;
    let event = store::find(conn, occurrence.organisation_id, occurrence.event_id).await?;
    one(conn, event.ok_or(EventError::NotFound)?, occurrence).await
}

/// The event alone, for who holds its id from a row of ours.
///
/// # Errors
/// When the database can't be read.
pub async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Event>, EventError> {
    Ok(store::by_id(conn, id).await?)
}

/// Dates of an organisation's events, by start, then id. `after` is the start and the date's id of the last one seen.
///
/// # Errors
/// When the database can't be read.
pub async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    after: Option<(Moment, Uuid)>,
    limit: u64,
) -> Result<Vec<Shown>, EventError> {
    let rows = store::list(conn, organisation, filter, after, Some(limit)).await?;
    let organisation = Arc::new(organisation::find(conn, organisation).await?);
    bundle(conn, &organisation, rows).await
}

/// All public dates that touch the time from `from` to `to`, for the feed and the pages.
///
/// # Errors
/// When the database can't be read.
pub async fn public_between(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    from: Moment,
    to: Option<Moment>,
) -> Result<Vec<Shown>, EventError> {
    between(conn, organisation, Filter { from: Some(from), to, ..Filter::public() }).await
}

/// All public and members' dates that touch the time from `from` to `to`.
///
/// # Errors
/// When the database can't be read.
pub async fn members_between(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    from: Moment,
    to: Option<Moment>,
) -> Result<Vec<Shown>, EventError> {
    between(conn, organisation, Filter { from: Some(from), to, ..Filter::members() }).await
}

async fn between(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    filter: Filter,
) -> Result<Vec<Shown>, EventError> {
    // No page: a feed is whole or it is wrong.
    let rows = store::list(conn, organisation.id, &filter, None, None).await?;
    bundle(conn, organisation, rows).await
}

async fn present_date(conn: &Conn<'_>, event: Event, now: Moment) -> Result<Shown, EventError> {
    let dates = occurrence::of_event(conn, event.organisation_id, event.id, None, None).await?;
    let present = timetable::present(&dates, now).cloned().ok_or(EventError::NotFound)?;
    one(conn, event, present).await
}

pub(super) async fn one(conn: &Conn<'_>, event: Event, date: Occurrence) -> Result<Shown, EventError> {
    let organisation = Arc::new(organisation::find(conn, event.organisation_id).await?);
    let bundled = bundle(conn, &organisation, vec![(event, date)]).await?;
    bundled.into_iter().next().ok_or(EventError::NotFound)
}

/// One question for each table, however many dates there are.
pub(super) async fn bundle(
    conn: &Conn<'_>,
    organisation: &Arc<Organisation>,
    rows: Vec<(Event, Occurrence)>,
) -> Result<Vec<Shown>, EventError> {
    let venue_ids = rows.iter().filter_map(|(event, date)| venue_of(event, date)).collect();
    let mut campaign_ids: Vec<Uuid> = rows.iter().filter_map(|(event, _)| event.campaign_id).collect();
    campaign_ids.sort_unstable();
    campaign_ids.dedup();
    let date_ids: Vec<Uuid> = rows.iter().map(|(_, date)| date.id).collect();

    let venues = venues(conn, organisation.id, venue_ids).await?;
    let campaigns = campaign::find_all(conn, organisation.id, &campaign_ids).await?;
    let campaigns: HashMap<_, _> = campaigns.into_iter().map(|campaign| (campaign.id, campaign)).collect();
    let mut places: HashMap<Uuid, Vec<_>> = HashMap::new();
    for place in occurrence::places_of(conn, &date_ids).await? {
        places.entry(place.occurrence_id).or_default().push(place);
    }

    let shown = rows.into_iter().map(|(event, date)| Shown {
        organisation: Arc::clone(organisation),
        venue: venue_of(&event, &date).and_then(|id| venues.get(&id).cloned()),
        campaign: event.campaign_id.and_then(|id| campaigns.get(&id).cloned()),
        places: places.remove(&date.id).unwrap_or_default(),
        event,
        occurrence: date,
    });
    Ok(shown.collect())
}

/// The venues of an organisation with these ids, each named as often as it is used.
pub(super) async fn venues(
    conn: &Conn<'_>,
    organisation: Uuid,
    mut ids: Vec<Uuid>,
) -> Result<HashMap<Uuid, venue::Venue>, EventError> {
    ids.sort_unstable();
    ids.dedup();
    let found = venue::find_all(conn, organisation, &ids).await?;
    Ok(found.into_iter().map(|venue| (venue.id, venue)).collect())
}

/// Where an event is on a date: the date's own venue, else the event's.
pub(super) fn venue_of(event: &Event, date: &Occurrence) -> Option<Uuid> {
    date.venue_id.or(event.venue_id)
}

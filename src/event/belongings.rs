//! What an event refers to must be its organisation's own, and its part of the address must be free.

use entity::value::facts::Facts;
use uuid::Uuid;

use super::{Event, EventError, slug, store};
use crate::database::{Conn, Write};
use crate::mistake::{Mistake, Mistakes};
use crate::{campaign, secret, venue};

const NO_VENUE: &str = "there is no such venue in this organisation";

/// Whether venue and campaign are the organisation's own. A venue that was taken out of the library stays where it is used.
pub(super) async fn check(
    conn: &Conn<'_>,
    organisation: Uuid,
    facts: &Facts,
    old: Option<&Event>,
) -> Result<(), EventError> {
    let mut found = Mistakes::new();
    let old_venue = old.and_then(|old| old.venue_id);
    if !is_usable(conn, organisation, facts.venue_id, old_venue).await? {
        found.add("/venue_id", "not_found", NO_VENUE);
    }
    if let Some(id) = facts.campaign_id
        && campaign::find(conn, organisation, id).await?.is_none()
    {
        found.add("/campaign_id", "not_found", "there is no such campaign in this organisation");
    }
    found.into_result().map_err(EventError::Invalid)
}

/// Whether a venue can be a date's own.
pub(super) async fn check_venue(
    conn: &Conn<'_>,
    organisation: Uuid,
    venue: Option<Uuid>,
    old: Option<Uuid>,
) -> Result<(), EventError> {
    if is_usable(conn, organisation, venue, old).await? {
        return Ok(());
    }
    Err(EventError::Invalid(vec![Mistake::new("/venue_id", "not_found", NO_VENUE)]))
}

async fn is_usable(
    conn: &Conn<'_>,
    organisation: Uuid,
    venue: Option<Uuid>,
    old: Option<Uuid>,
) -> Result<bool, EventError> {
    let Some(id) = venue else { return Ok(true) };
    let venue = venue::find(conn, organisation, id).await?;
    Ok(venue.is_some_and(|venue| venue.deleted_at.is_none() || old == Some(id)))
}

/// The slug that an event gets.
pub(super) async fn slug(
    w: &Write,
    organisation: Uuid,
    facts: &Facts,
    old: Option<&Event>,
) -> Result<String, EventError> {
    let conn = w.conn();
    match slug::wish(facts, old) {
        slug::Wish::Keep(slug) => Ok(slug),
        slug::Wish::Hidden(base) => Ok(slug::hidden(&base, &secret::ten_characters())),
        slug::Wish::Exactly(said) => {
            let holder = store::by_slug(&conn, organisation, &said).await?;
            if holder.is_some_and(|holder| old.is_none_or(|old| old.id != holder.id)) {
                let taken = Mistake::new("/slug", "taken", "another event has this slug; choose another");
                return Err(EventError::Invalid(vec![taken]));
            }
            Ok(said)
        }
        slug::Wish::Like(base) => {
            let taken = store::slugs_like(&conn, organisation, &base).await?;
            Ok(slug::numbered(&base, &taken))
        }
    }
}

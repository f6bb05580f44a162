//! The questions that read events and their dates apart, so that an event with many dates is read once.

use std::collections::HashMap;

use entity::table::event::{Column, Entity};
use entity::table::occurrence;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{EVENTS, found};
use crate::database::{Conn, Error};
use crate::event::{Event, Filter};
use crate::occurrence::Occurrence;

/// Dates alone, by start, then id.
pub(in crate::event) async fn dates(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Occurrence>, Error> {
    found(organisation, filter, None).limit(limit).all(conn).await
}

/// All dates of some events.
pub(in crate::event) async fn dates_of(conn: &Conn<'_>, events: &[Uuid]) -> Result<Vec<Occurrence>, Error> {
    let mut dates = Vec::new();
    for page in events.chunks(EVENTS) {
        let of = occurrence::Column::EventId.is_in(page.iter().copied());
        dates.extend(occurrence::Entity::find().filter(of).all(conn).await?);
    }
    Ok(dates)
}

/// These events, by their ids.
pub(in crate::event) async fn events(
    conn: &Conn<'_>,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Event>, Error> {
    let ids = Vec::from_iter(ids);
    let mut events = HashMap::with_capacity(ids.len());
    for page in ids.chunks(EVENTS) {
        let found = Entity::find().filter(Column::Id.is_in(page.iter().copied())).all(conn).await?;
        events.extend(found.into_iter().map(|event| (event.id, event)));
    }
    Ok(events)
}

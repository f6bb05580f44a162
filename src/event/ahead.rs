//! The dates that lie ahead, each with its event: what reminders and notices are derived from.

use std::collections::HashMap;

use entity::Moment;
use entity::table::{event, occurrence};
use entity::value::{EventStatus, OccurrenceStatus};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// How many ids one question names.
const PAGE: usize = 500;

/// A date and its event.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The event.
    pub event: event::Model,
    /// The date.
    pub occurrence: occurrence::Model,
}

impl Ahead {
    /// Whether people are expected at it: published, going ahead, and this date not called off.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.event.status == EventStatus::Confirmed && self.occurrence.status == OccurrenceStatus::Scheduled
    }
}

/// Whose dates.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Of these organisations.
    Organisations(&'a [Uuid]),
    /// Of these events.
    Events(&'a [Uuid]),
}

/// All dates of those whose start lies after `now`, whatever their state, soonest first.
///
/// # Errors
/// When the database can't be read.
pub async fn ahead(conn: &Conn<'_>, of: Of<'_>, now: Moment) -> Result<Vec<Ahead>, Error> {
    let (column, ids) = match of {
        Of::Organisations(ids) => (occurrence::Column::OrganisationId, ids),
        Of::Events(ids) => (occurrence::Column::EventId, ids),
    };
    let mut dates = Vec::new();
    for page in ids.chunks(PAGE) {
        let query = occurrence::Entity::find()
            .filter(column.is_in(page.to_vec()))
            .filter(occurrence::Column::StartUtc.gt(now))
            .order_by_asc(occurrence::Column::StartUtc)
            .order_by_asc(occurrence::Column::Id);
        dates.extend(query.all(conn).await?);
    }
    with_events(conn, dates).await
}

/// One date with its event.
///
/// # Errors
/// When the database can't be read.
pub async fn ahead_of(conn: &Conn<'_>, occurrence: Uuid) -> Result<Option<Ahead>, Error> {
    let dates = occurrence::Entity::find_by_id(occurrence).limit(1).all(conn).await?;
    Ok(with_events(conn, dates).await?.pop())
}

async fn with_events(conn: &Conn<'_>, dates: Vec<occurrence::Model>) -> Result<Vec<Ahead>, Error> {
    let mut events: HashMap<Uuid, event::Model> = HashMap::new();
    let ids: Vec<Uuid> = dates.iter().map(|date| date.event_id).collect();
    for page in ids.chunks(PAGE) {
        let rows = event::Entity::find().filter(event::Column::Id.is_in(page.to_vec())).all(conn).await?;
        events.extend(rows.into_iter().map(|event| (event.id, event)));
    }
    let together = |occurrence: occurrence::Model| {
        let event = events.get(&occurrence.event_id)?.clone();
        Some(Ahead { event, occurrence })
    };
    Ok(dates.into_iter().filter_map(together).collect())
}

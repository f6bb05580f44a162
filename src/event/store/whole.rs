//! The questions that read events and their dates apart, so that an event with many dates is read once.

use std::collections::HashMap;

use entity::table::event::{Column, Entity};
use entity::table::occurrence;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::{EVENTS, found};
use crate::database::{Conn, Error};
use crate::event::{Event, Filter};
use crate::occurrence::Occurrence;

/// Dates that are the only ones of their events, with these, by start, then id: one row for each, since most of the time goes
/// into handing rows over.
pub(in crate::event) async fn only_dates(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<(Event, Occurrence)>, Error> {
    let found = found(organisation, filter, None).filter(Expr::exists(another_date()).not()).limit(limit);
    let rows = found.select_two_required(Entity).all(conn).await?;
    Ok(rows.into_iter().map(|(date, event)| (event, date)).collect())
}

/// Dates of events that have others, without the events, by start, then id.
pub(in crate::event) async fn dates(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Occurrence>, Error> {
    found(organisation, filter, None).filter(Expr::exists(another_date())).limit(limit).all(conn).await
}

/// Another date of the same event, whatever became of it.
fn another_date() -> SelectStatement {
    let other = |column: occurrence::Column| Expr::col(("other", column));
    let here = |column: occurrence::Column| Expr::col((occurrence::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(occurrence::Entity, "other")
        .and_where(other(occurrence::Column::EventId).eq(here(occurrence::Column::EventId)))
        .and_where(other(occurrence::Column::Id).ne(here(occurrence::Column::Id)))
        .take()
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

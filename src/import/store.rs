//! The questions about what was taken from other calendars.

use std::collections::BTreeMap;

use entity::Moment;
use entity::table::imported::{Column, Entity, Model};
use entity::table::occurrence;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// How many entries are asked for at once.
const PAGE: usize = 500;

/// What became of entries that were taken before, by key.
pub(super) async fn known(
    conn: &Conn<'_>,
    organisation: Uuid,
    keys: &[Vec<u8>],
) -> Result<BTreeMap<Vec<u8>, Model>, Error> {
    let mut known = BTreeMap::new();
    for page in keys.chunks(PAGE) {
        let of_these = Column::Uid.is_in(page.iter().cloned());
        let rows =
            Entity::find().filter(Column::OrganisationId.eq(organisation)).filter(of_these).all(conn).await?;
        known.extend(rows.into_iter().map(|row| (row.uid.clone(), row)));
    }
    Ok(known)
}

/// What became of an entry that was taken before.
pub(super) async fn find(conn: &Conn<'_>, organisation: Uuid, uid: &[u8]) -> Result<Option<Model>, Error> {
    Entity::find().filter(Column::OrganisationId.eq(organisation)).filter(Column::Uid.eq(uid)).one(conn).await
}

/// Those of `keys` whose event has a date after `now`, or was deleted here.
pub(super) async fn ahead(
    conn: &Conn<'_>,
    organisation: Uuid,
    keys: &[Vec<u8>],
    now: Moment,
) -> Result<Vec<Model>, Error> {
    let mut found = Vec::new();
    for page in keys.chunks(PAGE) {
        let deleted = Column::EventId.is_null();
        let rows = Entity::find()
            .filter(Column::OrganisationId.eq(organisation))
            .filter(Column::Uid.is_in(page.iter().cloned()))
            .filter(deleted.or(Column::EventId.in_subquery(dates_after(now))));
        found.extend(rows.all(conn).await?);
    }
    Ok(found)
}

/// Puts an entry's row under another key.
pub(super) async fn rename(conn: &Conn<'_>, old: Model, key: Vec<u8>) -> Result<(), Error> {
    let (organisation, was) = (old.organisation_id, old.uid.clone());
    keep(conn, Model { uid: key, ..old }).await?;
    forget(conn, organisation, &[was]).await
}

/// Forgets what these entries became.
pub(super) async fn forget(conn: &Conn<'_>, organisation: Uuid, keys: &[Vec<u8>]) -> Result<(), Error> {
    for page in keys.chunks(PAGE) {
        Entity::delete_many()
            .filter(Column::OrganisationId.eq(organisation))
            .filter(Column::Uid.is_in(page.iter().cloned()))
            .exec(conn)
            .await?;
    }
    Ok(())
}

/// Notes which event an entry became, and what it said.
pub(super) async fn keep(conn: &Conn<'_>, row: Model) -> Result<(), Error> {
    let mut again = OnConflict::columns([Column::OrganisationId, Column::Uid]);
    again.update_columns([Column::EventId, Column::Said, Column::Revision, Column::Entry]);
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(conn).await?;
    Ok(())
}

/// Notes that these entries were seen in a calendar.
pub(super) async fn seen(
    conn: &Conn<'_>,
    organisation: Uuid,
    keys: &[Vec<u8>],
    source: &[u8],
) -> Result<(), Error> {
    for page in keys.chunks(PAGE) {
        Entity::update_many()
            .col_expr(Column::Source, Expr::value(source.to_vec()))
            .filter(Column::OrganisationId.eq(organisation))
            .filter(Column::Uid.is_in(page.iter().cloned()))
            .exec(conn)
            .await?;
    }
    Ok(())
}

/// What came from a calendar and has a date after `now`, `most` of it.
pub(super) async fn of_source(
    conn: &Conn<'_>,
    organisation: Uuid,
    source: &[u8],
    (now, most): (Moment, u64),
) -> Result<Vec<Model>, Error> {
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Source.eq(source.to_vec()))
        .filter(Column::EventId.in_subquery(dates_after(now)))
        .order_by_asc(Column::EventId)
        .limit(most)
        .all(conn)
        .await
}

fn dates_after(now: Moment) -> SelectStatement {
    Query::select()
        .column(occurrence::Column::EventId)
        .from(occurrence::Entity)
        .and_where(occurrence::Column::EndUtc.gt(now))
        .to_owned()
}

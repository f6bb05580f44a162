//! The questions about what was taken from other calendars.

use std::collections::BTreeMap;

use entity::Moment;
use entity::table::imported::{Column, Entity, Model};
use entity::table::occurrence;
use sea_orm::sea_query::{Expr, OnConflict, Query};
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

/// Notes which event an entry became, and what it said.
pub(super) async fn keep(conn: &Conn<'_>, row: Model) -> Result<(), Error> {
    let mut again = OnConflict::columns([Column::OrganisationId, Column::Uid]);
    again.update_columns([Column::EventId, Column::Said, Column::Revision]);
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
    let ahead = Query::select()
        .column(occurrence::Column::EventId)
        .from(occurrence::Entity)
        .and_where(occurrence::Column::EndUtc.gt(now))
        .to_owned();
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Source.eq(source.to_vec()))
        .filter(Column::EventId.in_subquery(ahead))
        .order_by_asc(Column::EventId)
        .limit(most)
        .all(conn)
        .await
}

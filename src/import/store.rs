//! The questions about what was taken from other calendars.

use std::collections::BTreeMap;

use entity::table::imported::{Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// How many entries are asked for at once.
const PAGE: usize = 500;

/// What became of entries that were taken before, by key.
pub(super) async fn known(
    conn: &Conn<'_>,
    organisation: Uuid,
    keys: Vec<Vec<u8>>,
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

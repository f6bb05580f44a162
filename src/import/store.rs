//! The questions about what was taken from other calendars.

use entity::table::imported::{Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// The event that an entry became.
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

//! The questions about keys.

use entity::Moment;
use entity::table::api_key::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use crate::database::{Conn, Error};

pub(super) async fn insert(conn: &Conn<'_>, row: Model) -> Result<(), Error> {
    Entity::insert(row.into_active_model()).exec_without_returning(conn).await.map(|_rows| ())
}

pub(super) async fn of_organisation(conn: &Conn<'_>, organisation: Uuid) -> Result<Vec<Model>, Error> {
    Entity::find().filter(Column::OrganisationId.eq(organisation)).order_by_asc(Column::Id).all(conn).await
}

pub(super) async fn by_hash(conn: &Conn<'_>, hash: Vec<u8>) -> Result<Option<Model>, Error> {
    Entity::find().filter(Column::Hash.eq(hash)).one(conn).await
}

/// Whether there is such a key. One that was revoked before keeps its moment.
pub(super) async fn revoke(conn: &Conn<'_>, id: Uuid, now: Moment) -> Result<bool, Error> {
    let Some(key) = Entity::find_by_id(id).one(conn).await? else { return Ok(false) };
    if key.revoked_at.is_none() {
        let change = ActiveModel { id: Set(id), revoked_at: Set(Some(now)), ..Default::default() };
        Entity::update(change).exec(conn).await?;
    }
    Ok(true)
}

pub(super) async fn used(conn: &Conn<'_>, id: Uuid, day: String) -> Result<(), Error> {
    let change = ActiveModel { id: Set(id), last_used_on: Set(Some(day)), ..Default::default() };
    Entity::update(change).exec(conn).await.map(|_row| ())
}

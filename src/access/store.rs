//! The questions about keys, and about requests that were sent before.

use entity::Moment;
use entity::table::api_key::{ActiveModel, Column, Entity, Model};
use entity::table::idempotency;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::idempotency::{Outcome, Remembered, Ticket};
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

/// Whether the ticket was free. One whose time is over is free again. Waits for whoever is at work with it.
pub(super) async fn take_ticket(conn: &Conn<'_>, row: Remembered, now: Moment) -> Result<bool, Error> {
    use idempotency::Column;
    idempotency::Entity::delete_many()
        .filter(Column::Caller.eq(&row.caller))
        .filter(Column::Operation.eq(&row.operation))
        .filter(Column::Key.eq(row.key.clone()))
        .filter(Column::ExpiresAt.lte(now))
        .exec(conn)
        .await?;
    let taken = OnConflict::columns([Column::Caller, Column::Operation, Column::Key]).do_nothing().to_owned();
    let rows = idempotency::Entity::insert(row.into_active_model())
        .on_conflict(taken)
        .exec_without_returning(conn)
        .await?;
    Ok(rows == 1)
}

pub(super) async fn ticket(conn: &Conn<'_>, ticket: &Ticket) -> Result<Option<Remembered>, Error> {
    use idempotency::Column;
    idempotency::Entity::find()
        .filter(Column::Caller.eq(&ticket.caller))
        .filter(Column::Operation.eq(&ticket.operation))
        .filter(Column::Key.eq(ticket.key.clone()))
        .one(conn)
        .await
}

pub(super) async fn settle_ticket(conn: &Conn<'_>, ticket: &Ticket, outcome: Outcome) -> Result<(), Error> {
    use idempotency::{ActiveModel, Column};
    let change = ActiveModel {
        status: Set(Some(i32::from(outcome.status))),
        resource_id: Set(outcome.resource),
        outcome: Set(outcome.refusal),
        told: Set(outcome.told),
        occurrence_id: Set(outcome.occurrence),
        ..Default::default()
    };
    idempotency::Entity::update_many()
        .set(change)
        .filter(Column::Caller.eq(&ticket.caller))
        .filter(Column::Operation.eq(&ticket.operation))
        .filter(Column::Key.eq(ticket.key.clone()))
        .exec(conn)
        .await
        .map(|_rows| ())
}

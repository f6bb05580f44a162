//! The journal's questions to the database.

use entity::table::journal::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::{Entry, Line};
use crate::database::{Conn, Error};
use crate::secret;

pub(super) async fn insert(conn: &Conn<'_>, entry: Entry<'_>) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(secret::new_id(entry.at)),
        organisation_id: Set(entry.organisation),
        revision: Set(entry.revision),
        at: Set(entry.at),
        actor: Set(entry.actor.to_string()),
        act: Set(entry.act.to_owned()),
        event_id: Set(entry.event),
        subject_id: Set(entry.subject),
        detail: Set(entry.detail),
        fanned_out_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The revisions after one and up to another, each with the event of its act.
pub(super) async fn between(
    conn: &Conn<'_>,
    organisation: Uuid,
    (after, until): (i64, i64),
) -> Result<Vec<(i64, Option<Uuid>)>, Error> {
    Entity::find()
        .select_only()
        .column(Column::Revision)
        .column(Column::EventId)
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Revision.gt(after))
        .filter(Column::Revision.lte(until))
        .into_tuple()
        .all(conn)
        .await
}

pub(super) async fn of_event(conn: &Conn<'_>, organisation: Uuid, event: Uuid) -> Result<Vec<Line>, Error> {
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::EventId.eq(event))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Revision)
        .order_by_asc(Column::Id)
        .all(conn)
        .await
}

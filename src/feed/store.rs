//! The questions of feeds.

use entity::Moment;
use entity::table::journal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// When the programme of an organisation last changed.
pub(super) async fn last_change(conn: &Conn<'_>, organisation: Uuid) -> Result<Option<Moment>, Error> {
    journal::Entity::find()
        .select_only()
        .column(journal::Column::At)
        .filter(journal::Column::OrganisationId.eq(organisation))
        .filter(journal::Column::Revision.is_not_null())
        .order_by_desc(journal::Column::Revision)
        .limit(1)
        .into_tuple()
        .one(conn)
        .await
}

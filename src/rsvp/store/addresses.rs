//! Finding replies by the tags of an address. A tag is of one date, so no date is named.

use entity::Moment;
use entity::table::rsvp::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::rsvp::{Reply, Tally};

/// How many tags one statement names: engines bound how many values it may bind.
const TAGS: usize = 10_000;

/// Of the replies with these tags: to which event, and when the address was proved, if it was.
pub(in crate::rsvp) async fn proofs(
    conn: &Conn<'_>,
    tags: &[Vec<u8>],
) -> Result<Vec<(Uuid, Option<Moment>)>, Error> {
    let mut found = Vec::new();
    for page in tags.chunks(TAGS) {
        let rows: Vec<(Uuid, Option<Moment>)> = Entity::find()
            .select_only()
            .column(Column::EventId)
            .column(Column::AddressProvedAt)
            .filter(Column::EmailTag.is_in(page.iter().cloned()))
            .into_tuple()
            .all(conn)
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// The replies with these tags, in the order of their ids.
pub(in crate::rsvp) async fn by_tags(conn: &Conn<'_>, tags: &[Vec<u8>]) -> Result<Vec<Reply>, Error> {
    let mut found = Vec::new();
    for page in tags.chunks(TAGS) {
        found.extend(Entity::find().filter(Column::EmailTag.is_in(page.iter().cloned())).all(conn).await?);
    }
    found.sort_unstable_by_key(|reply| reply.id);
    Ok(found)
}

/// The dates of an organisation that there are replies with an address to.
pub(in crate::rsvp) async fn replied_to(conn: &Conn<'_>, organisation: Uuid) -> Result<Vec<Uuid>, Error> {
    Entity::find()
        .select_only()
        .column(Column::OccurrenceId)
        .distinct()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::EmailTag.is_not_null())
        .into_tuple()
        .all(conn)
        .await
}

/// What the replies to an organisation come to together.
pub(in crate::rsvp) async fn tally(conn: &Conn<'_>, organisation: Uuid) -> Result<Tally, Error> {
    // Of no row at all a sum is NULL, and on PostgreSQL one of bigints is numeric.
    let revisions = Expr::col(Column::Revision).sum().cast_as("bigint");
    let row: Option<(i64, Option<i64>, Option<Moment>)> = Entity::find()
        .select_only()
        .expr(Column::Id.count())
        .expr(revisions)
        .expr(Column::UpdatedAt.max())
        .filter(Column::OrganisationId.eq(organisation))
        .into_tuple()
        .one(conn)
        .await?;
    let (replies, revisions, newest) = row.unwrap_or_default();
    Ok(Tally { replies, revisions: revisions.unwrap_or_default(), newest })
}

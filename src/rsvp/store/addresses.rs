//! Finding replies by the tags of an address. A tag is of one date, so no date is named.

use entity::Moment;
use entity::table::rsvp::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::rsvp::Reply;

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

//! What was written to the owner of a reply.

use entity::Moment;
use entity::table::outbox::{Column, Entity};
use entity::value::{LetterKind, OutboxState, Response};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};
use serde_json::Value;
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::rsvp::Reply;

/// The letters that an entry may travel with.
const WITH_ENTRY: [LetterKind; 5] = [
    LetterKind::Confirmation,
    LetterKind::ReplyChanged,
    LetterKind::PlaceFound,
    LetterKind::Notice,
    LetterKind::AnswerNotTaken,
];

/// How many letters of a kind were put for a reply since `since`.
pub(in crate::rsvp) async fn letters_since(
    conn: &Conn<'_>,
    reply: Uuid,
    kind: LetterKind,
    since: Moment,
) -> Result<u64, Error> {
    of(reply, &[kind]).filter(Column::CreatedAt.gt(since)).count(conn).await
}

/// What the rows of those that were put at `since` or later hold.
pub(in crate::rsvp) async fn details_since(
    conn: &Conn<'_>,
    reply: Uuid,
    kind: LetterKind,
    since: Moment,
) -> Result<Vec<Option<Value>>, Error> {
    let rows = of(reply, &[kind]).filter(Column::CreatedAt.gte(since));
    rows.select_only().column(Column::Detail).into_tuple().all(conn).await
}

/// Whether a letter has put an entry into the calendar of a reply's owner, or may have, and none has taken it out since.
pub(in crate::rsvp) async fn entry_is_out(conn: &Conn<'_>, reply: &Reply) -> Result<bool, Error> {
    if reply.response == Response::NotGoing {
        // The letter that takes it out must not be stopped.
        let waits = of(reply.id, &[LetterKind::Withdrawn]).filter(Column::State.eq(OutboxState::Waiting));
        return Ok(waits.count(conn).await? > 0);
    }
    let may_have_left = Column::Attempts.gt(0).or(Column::Lease.is_not_null());
    let left =
        Column::State.is_in(OutboxState::LEFT).or(Column::State.eq(OutboxState::Waiting).and(may_have_left));
    Ok(of(reply.id, &WITH_ENTRY).filter(left).count(conn).await? > 0)
}

fn of(reply: Uuid, kinds: &[LetterKind]) -> Select<Entity> {
    Entity::find().filter(Column::RsvpId.eq(reply)).filter(Column::Kind.is_in(kinds.iter().copied()))
}

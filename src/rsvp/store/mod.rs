//! The questions about replies.

mod addresses;
mod letters;
mod suppressed;

use entity::Moment;
use entity::table::rsvp::{Column, Entity};
use entity::table::{event, idempotency, journal, occurrence, place};
use entity::value::{Attendance, OccurrenceStatus, Response, Standing};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoActiveModel,
    JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

pub(super) use addresses::{by_tags, proofs, replied_to, tally};
pub(super) use letters::{details_since, entry_is_out, letters_since};
pub(super) use suppressed::{by_id_with_suppressed, is_suppressed, suppress};

use super::{Event, Reply};
use crate::database::{Conn, Error};

/// One event, whosever it is: who asks is decided by its terms.
pub(super) async fn event(conn: &Conn<'_>, id: Uuid) -> Result<Option<Event>, Error> {
    event::Entity::find_by_id(id).one(conn).await
}

/// The event of a date, the revisions of both, and the event's sequence.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub(super) struct Numbers {
    pub(super) event: Uuid,
    pub(super) event_revision: i64,
    pub(super) date_revision: i64,
    pub(super) sequence: i64,
}

/// What tells whether what was read of a date and its event still holds.
pub(super) async fn numbers(conn: &Conn<'_>, date: Uuid) -> Result<Option<Numbers>, Error> {
    let to_event =
        occurrence::Entity::belongs_to(event::Entity).from(occurrence::Column::EventId).to(event::Column::Id);
    occurrence::Entity::find_by_id(date)
        .join(JoinType::InnerJoin, to_event.into())
        .select_only()
        .column_as(event::Column::Id, "event")
        .column_as(event::Column::Revision, "event_revision")
        .column_as(occurrence::Column::Revision, "date_revision")
        .column_as(event::Column::Sequence, "sequence")
        .into_model()
        .one(conn)
        .await
}

/// The dates still to come, of every organisation.
pub(super) async fn coming(conn: &Conn<'_>, now: Moment) -> Result<Vec<Uuid>, Error> {
    occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::Id)
        .filter(occurrence::Column::EndUtc.gt(now))
        .filter(occurrence::Column::Status.eq(OccurrenceStatus::Scheduled))
        .filter(occurrence::Column::PurgedAt.is_null())
        .into_tuple()
        .all(conn)
        .await
}

pub(super) async fn by_tag(conn: &Conn<'_>, occurrence: Uuid, tag: &[u8]) -> Result<Option<Reply>, Error> {
    Entity::find()
        .filter(Column::OccurrenceId.eq(occurrence))
        .filter(Column::EmailTag.eq(tag))
        .one(conn)
        .await
}

pub(super) async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Reply>, Error> {
    Entity::find_by_id(id).one(conn).await
}

/// One reply of an organisation.
pub(super) async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Reply>, Error> {
    Entity::find_by_id(id).filter(Column::OrganisationId.eq(organisation)).one(conn).await
}

/// A page of an event's replies, in the order in which they came.
pub(super) async fn page(
    conn: &Conn<'_>,
    (organisation, event): (Uuid, Uuid),
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Reply>, Error> {
    let mut question = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::EventId.eq(event))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        question = question.filter(Column::Id.gt(after));
    }
    question.all(conn).await
}

pub(super) async fn insert(conn: &Conn<'_>, reply: Reply) -> Result<(), Error> {
    Entity::insert(reply.into_active_model()).exec_without_returning(conn).await?;
    Ok(())
}

/// The event's sequence when a date of a reply last changed in what people act on: SQL, for a statement about `rsvp`.
const DATE_SEQUENCE: &str = "COALESCE((SELECT MAX(a.sequence) FROM announcement a WHERE a.event_id = rsvp.event_id \
     AND (a.occurrence_id IS NULL OR a.occurrence_id = rsvp.occurrence_id)), 0)";

/// Writes every column of a reply that is locked by its date.
///
/// If the date has changed since the row was last written, the revision that it had until now is noted as the one at which it
/// did ([`super::calendar`] says what for).
pub(super) async fn update(conn: &Conn<'_>, reply: Reply) -> Result<(), Error> {
    let id = reply.id;
    let mut row = reply.into_active_model().reset_all();
    row.asked_sequence = ActiveValue::NotSet;
    row.asked_revision = ActiveValue::NotSet;
    row.told = ActiveValue::NotSet;
    let changed = format!("CASE WHEN {DATE_SEQUENCE} > asked_sequence THEN");
    Entity::update_many()
        .set(row)
        .col_expr(Column::AskedRevision, Expr::cust(format!("{changed} revision ELSE asked_revision END")))
        .col_expr(
            Column::AskedSequence,
            Expr::cust(format!("{changed} {DATE_SEQUENCE} ELSE asked_sequence END")),
        )
        .filter(Column::Id.eq(id))
        .exec(conn)
        .await?;
    Ok(())
}

/// The event's sequence when the date of a reply last changed in what people act on; 0 when it never did.
pub(super) async fn date_sequence(conn: &Conn<'_>, reply: Uuid) -> Result<i64, Error> {
    let asked: Option<(i64,)> = Entity::find_by_id(reply)
        .select_only()
        .column_as(Expr::cust(DATE_SEQUENCE), "date_sequence")
        .into_tuple()
        .one(conn)
        .await?;
    Ok(asked.map_or(0, |(sequence,)| sequence))
}

/// Forgets what is remembered of the request that brought a reply.
pub(super) async fn forget_request(conn: &Conn<'_>, id: Uuid) -> Result<(), Error> {
    idempotency::Entity::delete_many().filter(idempotency::Column::ResourceId.eq(id)).exec(conn).await?;
    Ok(())
}

/// Removes a reply, its letters (by their foreign key), and what is remembered of the request that brought it.
pub(super) async fn delete(conn: &Conn<'_>, id: Uuid) -> Result<(), Error> {
    forget_request(conn, id).await?;
    Entity::delete_by_id(id).exec(conn).await?;
    Ok(())
}

/// Who waits at a date for places of one sort, first come first. The standing stands in the text: with a value bound in its
/// place neither engine would use the index of who waits.
pub(super) async fn queue(conn: &Conn<'_>, occurrence: Uuid, sort: Attendance) -> Result<Vec<Reply>, Error> {
    Entity::find()
        .filter(Column::OccurrenceId.eq(occurrence))
        .filter(Expr::cust("standing = 'waiting'"))
        .filter(Column::Attendance.eq(sort))
        .order_by_asc(Column::QueuedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await
}

/// The dates at which somebody waits while places are free.
pub(super) async fn dates_to_fill(conn: &Conn<'_>, now: Moment) -> Result<Vec<Uuid>, Error> {
    place::Entity::find()
        .select_only()
        .column(place::Column::OccurrenceId)
        .distinct()
        .filter(place::Column::Waiting.gt(0))
        .filter(
            Condition::any()
                .add(place::Column::Capacity.is_null())
                .add(Expr::col(place::Column::Taken).lt(Expr::col(place::Column::Capacity))),
        )
        .filter(
            place::Column::OccurrenceId.in_subquery(
                Query::select()
                    .column(occurrence::Column::Id)
                    .from(occurrence::Entity)
                    .and_where(occurrence::Column::EndUtc.gt(now))
                    .to_owned(),
            ),
        )
        .into_tuple()
        .all(conn)
        .await
}

/// Whether `actor` is in the journal with `act` on `event` since `since`.
pub(super) async fn was_noted(
    conn: &Conn<'_>,
    (actor, act): (&str, &str),
    event: Uuid,
    since: Moment,
) -> Result<bool, Error> {
    let found = journal::Entity::find()
        .filter(journal::Column::EventId.eq(event))
        .filter(journal::Column::At.gte(since))
        .filter(journal::Column::Actor.eq(actor))
        .filter(journal::Column::Act.eq(act))
        .count(conn)
        .await?;
    Ok(found > 0)
}

/// How many replies of one sort there are at a date.
#[derive(Debug, FromQueryResult)]
pub(super) struct Group {
    pub(super) response: Response,
    pub(super) standing: Standing,
    pub(super) attendance: Attendance,
    pub(super) replies: i64,
    pub(super) people: i64,
    pub(super) checked_in: i64,
}

/// The replies to a date, counted by what they say.
pub(super) async fn groups(conn: &Conn<'_>, date: Uuid) -> Result<Vec<Group>, Error> {
    Entity::find()
        .select_only()
        .column(Column::Response)
        .column(Column::Standing)
        .column(Column::Attendance)
        .column_as(Column::Id.count(), "replies")
        // PostgreSQL adds up bigints as numeric.
        .column_as(Expr::col(Column::PartySize).sum().cast_as("bigint"), "people")
        .column_as(Column::CheckedInAt.count(), "checked_in")
        .filter(Column::OccurrenceId.eq(date))
        .group_by(Column::Response)
        .group_by(Column::Standing)
        .group_by(Column::Attendance)
        .into_model()
        .all(conn)
        .await
}

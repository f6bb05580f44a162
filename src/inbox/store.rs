//! The questions about letters that came in.

use entity::Moment;
use entity::table::incoming::{Column, Entity, Model};
use entity::table::{idempotency, journal};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, DeleteMany, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::secret;

/// Under whom, and as what, letters that are passed on stand among the requests that may be sent again.
const CALLER: &str = "inbox";
const OPERATION: &str = "pass_on";
/// The status of one that was dealt with.
const DEALT_WITH: i32 = 202;

/// Counts one more letter that ended so.
pub(super) async fn count(conn: &Conn<'_>, outcome: &str) -> Result<(), Error> {
    let mut again = OnConflict::column(Column::Outcome);
    again.value(Column::Letters, Expr::col((Entity, Column::Letters)).add(1));
    let row = Model { outcome: outcome.to_owned(), letters: 1 };
    Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(conn).await?;
    Ok(())
}

/// How many letters ended how, by the word for it.
pub(super) async fn counts(conn: &Conn<'_>) -> Result<Vec<(String, i64)>, Error> {
    let rows = Entity::find().order_by_asc(Column::Outcome).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.outcome, row.letters)).collect())
}

/// How often `act` was noted on one reply to an event since `since`.
pub(super) async fn noted_since(
    conn: &Conn<'_>,
    (event, reply): (Uuid, Uuid),
    act: &str,
    since: Moment,
) -> Result<u64, Error> {
    journal::Entity::find()
        .filter(journal::Column::EventId.eq(event))
        .filter(journal::Column::At.gt(since))
        .filter(journal::Column::SubjectId.eq(reply))
        .filter(journal::Column::Act.eq(act))
        .count(conn)
        .await
}

/// Whose a letter is that is to be passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Ours now.
    Ours,
    /// Somebody else's, at this moment.
    Others,
    /// It was dealt with.
    Done,
}

/// Claims a letter about a reply to a date until `until`: a row among the requests that may be sent again, so it goes when they
/// do, and with the reply.
pub(super) async fn claim(
    conn: &Conn<'_>,
    key: &[u8],
    (reply, date): (Uuid, Uuid),
    (now, until): (Moment, Moment),
) -> Result<Claim, Error> {
    this_letter(key).filter(idempotency::Column::ExpiresAt.lte(now)).exec(conn).await?;
    let row = idempotency::Model {
        id: secret::new_id(now),
        caller: CALLER.to_owned(),
        operation: OPERATION.to_owned(),
        key: key.to_owned(),
        body: Vec::new(),
        status: None,
        resource_id: Some(reply),
        outcome: None,
        told: None,
        occurrence_id: Some(date),
        expires_at: until,
    };
    let columns = [idempotency::Column::Caller, idempotency::Column::Operation, idempotency::Column::Key];
    let mut taken = OnConflict::columns(columns);
    let ours = idempotency::Entity::insert(row.into_active_model())
        .on_conflict(taken.do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    if ours > 0 {
        return Ok(Claim::Ours);
    }
    let known = idempotency::Entity::find()
        .filter(idempotency::Column::Caller.eq(CALLER))
        .filter(idempotency::Column::Operation.eq(OPERATION))
        .filter(idempotency::Column::Key.eq(key))
        .one(conn)
        .await?;
    Ok(if known.is_some_and(|row| row.status.is_some()) { Claim::Done } else { Claim::Others })
}

/// Notes that a claimed letter is dealt with; remembered until `until`.
pub(super) async fn settle(conn: &Conn<'_>, key: &[u8], until: Moment) -> Result<(), Error> {
    idempotency::Entity::update_many()
        .col_expr(idempotency::Column::Status, Expr::value(DEALT_WITH))
        .col_expr(idempotency::Column::ExpiresAt, Expr::value(until))
        .filter(idempotency::Column::Caller.eq(CALLER))
        .filter(idempotency::Column::Operation.eq(OPERATION))
        .filter(idempotency::Column::Key.eq(key))
        .exec(conn)
        .await?;
    Ok(())
}

/// Gives a claimed letter back: it was not dealt with.
pub(super) async fn give_back(conn: &Conn<'_>, key: &[u8]) -> Result<(), Error> {
    this_letter(key).filter(idempotency::Column::Status.is_null()).exec(conn).await?;
    Ok(())
}

fn this_letter(key: &[u8]) -> DeleteMany<idempotency::Entity> {
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::Caller.eq(CALLER))
        .filter(idempotency::Column::Operation.eq(OPERATION))
        .filter(idempotency::Column::Key.eq(key))
}

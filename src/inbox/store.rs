//! The questions about letters that came in.

use entity::Moment;
use entity::table::incoming::{Column, Entity, Model};
use entity::table::journal;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use uuid::Uuid;

use crate::database::{Conn, Error};

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

/// What was noted with each `act` on one reply to an event since `since`.
pub(super) async fn noted_since(
    conn: &Conn<'_>,
    (event, reply): (Uuid, Uuid),
    act: &str,
    since: Moment,
) -> Result<Vec<Option<Value>>, Error> {
    journal::Entity::find()
        .filter(journal::Column::EventId.eq(event))
        .filter(journal::Column::At.gt(since))
        .filter(journal::Column::SubjectId.eq(reply))
        .filter(journal::Column::Act.eq(act))
        .select_only()
        .column(journal::Column::Detail)
        .into_tuple()
        .all(conn)
        .await
}

//! The questions that read events and their dates apart, so that an event with many dates is read once.

use std::collections::HashMap;

use entity::table::event::{Column, Entity};
use entity::table::occurrence;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait as _, EntityTrait, FromQueryResult as _, IdenStatic as _,
    Iterable as _, JoinType, QueryFilter, QueryResult, QuerySelect, QueryTrait as _,
};
use uuid::Uuid;

use super::{EVENTS, found};
use crate::database::{Conn, Error};
use crate::event::{Event, Filter};
use crate::occurrence::Occurrence;

/// Before the columns of the event in a row of [`dates`].
const OF_EVENT: &str = "only_";

/// The dates that `filter` finds, by start, then id; with its event each that is the only one of it. One question and one row for
/// each, since most of the time goes into looking for rows and handing them over; and an event with many dates in none of them.
pub(in crate::event) async fn dates(
    conn: &Conn<'_>,
    organisation: Uuid,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<(Occurrence, Option<Event>)>, Error> {
    let only = |column: Column| Expr::col(("only", column));
    let is_only = Condition::all()
        .add(only(Column::Id).eq(Expr::col((occurrence::Entity, occurrence::Column::EventId))))
        .add(Expr::exists(another_date()).not());
    let mut question = found(organisation, filter, None).limit(limit).into_query();
    question.join_as(JoinType::LeftJoin, Entity, "only", is_only);
    for column in Column::iter() {
        question.expr_as(column.select_as(only(column)), format!("{OF_EVENT}{}", column.as_str()));
    }
    let rows = conn.query_all(&question).await?.into_iter();
    let read = |row: QueryResult| {
        let date = Occurrence::from_query_result(&row, "")?;
        Ok((date, Event::from_query_result_optional(&row, OF_EVENT)?))
    };
    rows.map(read).collect()
}

/// Another date of the same event, whatever became of it.
fn another_date() -> SelectStatement {
    let other = |column: occurrence::Column| Expr::col(("other", column));
    let here = |column: occurrence::Column| Expr::col((occurrence::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from_as(occurrence::Entity, "other")
        .and_where(other(occurrence::Column::EventId).eq(here(occurrence::Column::EventId)))
        .and_where(other(occurrence::Column::Id).ne(here(occurrence::Column::Id)))
        .take()
}

/// All dates of some events.
pub(in crate::event) async fn dates_of(conn: &Conn<'_>, events: &[Uuid]) -> Result<Vec<Occurrence>, Error> {
    let mut dates = Vec::new();
    for page in events.chunks(EVENTS) {
        let of = occurrence::Column::EventId.is_in(page.iter().copied());
        dates.extend(occurrence::Entity::find().filter(of).all(conn).await?);
    }
    Ok(dates)
}

/// These events, by their ids.
pub(in crate::event) async fn events(
    conn: &Conn<'_>,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Event>, Error> {
    let ids = Vec::from_iter(ids);
    let mut events = HashMap::with_capacity(ids.len());
    for page in ids.chunks(EVENTS) {
        let found = Entity::find().filter(Column::Id.is_in(page.iter().copied())).all(conn).await?;
        events.extend(found.into_iter().map(|event| (event.id, event)));
    }
    Ok(events)
}

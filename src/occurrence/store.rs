//! The questions to the database about dates and their places.

use entity::Moment;
use entity::table::occurrence::{Column, Entity};
use entity::table::{place, rsvp};
use entity::value::Attendance;
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, Set, Statement, UpdateMany,
};
use uuid::Uuid;

use super::{Occurrence, Place};
use crate::database::{Conn, Error};

/// How many rows one statement inserts: engines bound how many values it may bind.
const ROWS: usize = 500;

pub(super) async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Occurrence>, Error> {
    Entity::find_by_id(id).filter(Column::OrganisationId.eq(organisation)).one(conn).await
}

pub(super) async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Occurrence>, Error> {
    Entity::find_by_id(id).one(conn).await
}

/// `FOR UPDATE` on PostgreSQL; on SQLite the one writer holds the lock already.
pub(super) async fn lock(conn: &Conn<'_>, id: Uuid) -> Result<Option<Occurrence>, Error> {
    Entity::find_by_id(id).lock_exclusive().one(conn).await
}

pub(super) async fn of_event(
    conn: &Conn<'_>,
    organisation: Uuid,
    event: Uuid,
    from: Option<Moment>,
    to: Option<Moment>,
) -> Result<Vec<Occurrence>, Error> {
    let mut question = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::EventId.eq(event))
        .order_by_asc(Column::StartUtc)
        .order_by_asc(Column::Id);
    if let Some(from) = from {
        question = question.filter(Column::EndUtc.gt(from));
    }
    if let Some(to) = to {
        question = question.filter(Column::StartUtc.lt(to));
    }
    question.all(conn).await
}

pub(super) async fn insert_all(conn: &Conn<'_>, dates: &[Occurrence]) -> Result<(), Error> {
    for page in dates.chunks(ROWS) {
        let rows = page.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

pub(super) async fn delete(conn: &Conn<'_>, id: Uuid) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(conn).await?;
    Ok(())
}

/// By id, so that two who lock all dates of an event take them in one order.
pub(super) async fn lock_all(conn: &Conn<'_>, event: Uuid) -> Result<Vec<Occurrence>, Error> {
    let of_event = Entity::find().filter(Column::EventId.eq(event)).order_by_asc(Column::Id);
    of_event.lock_exclusive().all(conn).await
}

pub(super) async fn replied_to(conn: &Conn<'_>, event: Uuid) -> Result<Vec<Uuid>, Error> {
    rsvp::Entity::find()
        .select_only()
        .column(rsvp::Column::OccurrenceId)
        .distinct()
        .filter(rsvp::Column::EventId.eq(event))
        .into_tuple()
        .all(conn)
        .await
}

pub(super) async fn update(conn: &Conn<'_>, occurrence: Occurrence) -> Result<(), Error> {
    let id = occurrence.id;
    let row = occurrence.into_active_model().reset_all();
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Dates that begin after `now`, a page by id.
pub(super) async fn ahead(
    conn: &Conn<'_>,
    now: Moment,
    after: Uuid,
    limit: u64,
) -> Result<Vec<Occurrence>, Error> {
    Entity::find()
        .filter(Column::StartUtc.gt(now))
        .filter(Column::Id.gt(after))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn)
        .await
}

pub(super) async fn places(conn: &Conn<'_>, occurrences: &[Uuid]) -> Result<Vec<Place>, Error> {
    place::Entity::find()
        .filter(place::Column::OccurrenceId.is_in(occurrences.iter().copied()))
        .order_by_asc(place::Column::Key)
        .all(conn)
        .await
}

/// One statement takes them or does not: nobody can be between the look and the deed.
pub(super) async fn take(
    conn: &Conn<'_>,
    occurrence: Uuid,
    sort: Attendance,
    people: i64,
) -> Result<bool, Error> {
    let free = Condition::any()
        .add(place::Column::Capacity.is_null())
        .add(Condition::all().add(place::Column::Waiting.eq(0)).add(fits(people)));
    let taken = one_place(occurrence, sort)
        .col_expr(place::Column::Taken, Expr::col(place::Column::Taken).add(people))
        .filter(free)
        .exec(conn)
        .await?;
    Ok(taken.rows_affected == 1)
}

pub(super) async fn take_from_waiting(
    conn: &Conn<'_>,
    occurrence: Uuid,
    sort: Attendance,
    people: i64,
) -> Result<bool, Error> {
    let taken = one_place(occurrence, sort)
        .col_expr(place::Column::Taken, Expr::col(place::Column::Taken).add(people))
        .col_expr(place::Column::Waiting, Expr::col(place::Column::Waiting).sub(people))
        .filter(Condition::any().add(place::Column::Capacity.is_null()).add(fits(people)))
        .exec(conn)
        .await?;
    Ok(taken.rows_affected == 1)
}

pub(super) async fn add(
    conn: &Conn<'_>,
    occurrence: Uuid,
    sort: Attendance,
    taken: i64,
    waiting: i64,
) -> Result<(), Error> {
    let changed = one_place(occurrence, sort)
        .col_expr(place::Column::Taken, Expr::col(place::Column::Taken).add(taken))
        .col_expr(place::Column::Waiting, Expr::col(place::Column::Waiting).add(waiting))
        .exec(conn)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::RecordNotUpdated) }
}

/// Each place with its capacity: those that are not there are made, with nobody in them.
pub(super) async fn put_places(
    conn: &Conn<'_>,
    places: &[(Uuid, Attendance, Option<i64>)],
) -> Result<(), Error> {
    let row = |(occurrence, sort, capacity): &(Uuid, Attendance, Option<i64>)| place::ActiveModel {
        occurrence_id: Set(*occurrence),
        key: Set(sort.as_str().to_owned()),
        capacity: Set(*capacity),
        taken: Set(0),
        waiting: Set(0),
    };
    for page in places.chunks(ROWS) {
        let there = OnConflict::columns([place::Column::OccurrenceId, place::Column::Key])
            .update_column(place::Column::Capacity)
            .to_owned();
        let rows = place::Entity::insert_many(page.iter().map(row));
        rows.on_conflict(there).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Lets everybody take part in the one way that is left, or, with none, in the way that they chose. Answers whether that
/// changed anything.
pub(super) async fn attend_so(
    conn: &Conn<'_>,
    occurrence: Uuid,
    only: Option<Attendance>,
) -> Result<bool, Error> {
    use rsvp::Column::{Attendance as Now, AttendanceChosen as Chosen, OccurrenceId, Revision};
    let replies = rsvp::Entity::update_many().filter(OccurrenceId.eq(occurrence));
    let update = match only {
        Some(way) => replies
            .col_expr(Chosen, Func::coalesce([Expr::col(Chosen), Expr::col(Now)]).into())
            .col_expr(Now, Expr::val(way))
            .filter(Now.ne(way)),
        None => replies
            .col_expr(Now, Expr::col(Chosen))
            .col_expr(Chosen, Expr::null())
            .filter(Chosen.is_not_null()),
    };
    let done = update.col_expr(Revision, Expr::col(Revision).add(1)).exec(conn).await?;
    Ok(done.rows_affected > 0)
}

/// Counts anew who holds and who waits for the places of a date.
pub(super) async fn recount(conn: &Conn<'_>, occurrence: Uuid) -> Result<(), Error> {
    let people = "SELECT CAST(COALESCE(SUM(party_size), 0) AS BIGINT) FROM rsvp \
         WHERE rsvp.occurrence_id = place.occurrence_id AND rsvp.attendance = place.key AND rsvp.standing =";
    let counted = format!(
        "UPDATE place SET taken = ({people} 'has_place'), waiting = ({people} 'waiting') WHERE occurrence_id = $1"
    );
    let backend = conn.get_database_backend();
    conn.execute_raw(Statement::from_sql_and_values(backend, counted, [occurrence.into()])).await?;
    Ok(())
}

pub(super) async fn remove_place(conn: &Conn<'_>, occurrence: Uuid, sort: Attendance) -> Result<(), Error> {
    place::Entity::delete_many()
        .filter(place::Column::OccurrenceId.eq(occurrence))
        .filter(place::Column::Key.eq(sort.as_str()))
        .exec(conn)
        .await?;
    Ok(())
}

fn one_place(occurrence: Uuid, sort: Attendance) -> UpdateMany<place::Entity> {
    place::Entity::update_many()
        .filter(place::Column::OccurrenceId.eq(occurrence))
        .filter(place::Column::Key.eq(sort.as_str()))
}

fn fits(people: i64) -> Expr {
    Expr::col(place::Column::Taken).add(people).lte(Expr::col(place::Column::Capacity))
}

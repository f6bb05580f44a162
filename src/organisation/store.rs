//! The questions about organisations.

use entity::Moment;
use entity::table::organisation::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::database::{Conn, Error};

pub(super) async fn all(conn: &Conn<'_>) -> Result<Vec<Model>, Error> {
    Entity::find().order_by_asc(Column::Slug).all(conn).await
}

pub(super) async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<Model>, Error> {
    Entity::find_by_id(id).one(conn).await
}

pub(super) async fn revision(conn: &Conn<'_>, id: Uuid) -> Result<Option<i64>, Error> {
    Entity::find_by_id(id).select_only().column(Column::Revision).into_tuple().one(conn).await
}

pub(super) async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Option<Model>, Error> {
    Entity::find().filter(Column::Slug.eq(slug)).one(conn).await
}

pub(super) async fn insert(conn: &Conn<'_>, row: Model) -> Result<(), Error> {
    Entity::insert(row.into_active_model()).exec_without_returning(conn).await.map(|_rows| ())
}

/// The sum of all revisions, which rises with each programme change of any organisation.
pub(super) async fn sum_of_revisions(conn: &Conn<'_>) -> Result<i64, Error> {
    let sum = Entity::find()
        .select_only()
        .column_as(Expr::col(Column::Revision).sum().cast_as("bigint"), "sum")
        .into_tuple::<Option<i64>>()
        .one(conn)
        .await?;
    Ok(sum.flatten().unwrap_or(0))
}

/// The revision after it was raised; nothing when there is no such organisation.
pub(super) async fn raise_revision(conn: &Conn<'_>, id: Uuid) -> Result<Option<i64>, Error> {
    let rows = Entity::update_many()
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1))
        .filter(Column::Id.eq(id))
        .exec_with_returning(conn)
        .await?;
    Ok(rows.first().map(|row| row.revision))
}

/// `FOR UPDATE` on PostgreSQL; on SQLite the one writer holds the lock already.
pub(super) async fn lock(conn: &Conn<'_>, id: Uuid) -> Result<Option<Model>, Error> {
    Entity::find_by_id(id).lock_exclusive().one(conn).await
}

pub(super) async fn raise_members_generation(conn: &Conn<'_>, id: Uuid, now: Moment) -> Result<(), Error> {
    Entity::update_many()
        .col_expr(Column::MembersGeneration, Expr::col(Column::MembersGeneration).add(1))
        .set(ActiveModel { members_replaced_at: Set(Some(now)), updated_at: Set(now), ..Default::default() })
        .filter(Column::Id.eq(id))
        .exec(conn)
        .await
        .map(|_rows| ())
}

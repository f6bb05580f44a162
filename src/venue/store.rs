//! The questions to the database about venues.

use entity::table::venue::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::Venue;
use crate::database::{Conn, Error};

pub(super) async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Venue>, Error> {
    Entity::find_by_id(id).filter(Column::OrganisationId.eq(organisation)).one(conn).await
}

pub(super) async fn find_all(conn: &Conn<'_>, organisation: Uuid, ids: &[Uuid]) -> Result<Vec<Venue>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .all(conn)
        .await
}

pub(super) async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Venue>, Error> {
    let mut question = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        question = question.filter(Column::Id.gt(after));
    }
    question.all(conn).await
}

pub(super) async fn namesakes(conn: &Conn<'_>, venue: &Venue) -> Result<Vec<Venue>, Error> {
    Entity::find()
        .filter(Column::OrganisationId.eq(venue.organisation_id))
        .filter(Column::DeletedAt.is_null())
        .filter(Column::Id.ne(venue.id))
        .filter(
            Expr::expr(Func::lower(Expr::col(Column::Name))).eq(Func::lower(Expr::val(venue.name.as_str()))),
        )
        .order_by_asc(Column::Id)
        .limit(20)
        .all(conn)
        .await
}

pub(super) async fn insert(conn: &Conn<'_>, venue: Venue) -> Result<(), Error> {
    Entity::insert(venue.into_active_model()).exec_without_returning(conn).await?;
    Ok(())
}

pub(super) async fn update(conn: &Conn<'_>, venue: Venue) -> Result<(), Error> {
    let id = venue.id;
    let row = venue.into_active_model().reset_all();
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

//! Who asked not to be written to.

use entity::Moment;
use entity::table::rsvp::{Column, Entity};
use entity::table::suppression;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::rsvp::Reply;

/// A reply, and whether its organisation has any address that it must not write to.
#[derive(FromQueryResult)]
struct Found {
    #[sea_orm(nested)]
    reply: Reply,
    any: bool,
}

/// One reply, and whether there is any address that its organisation must not write to. Most have none, and letters are many: so that
/// is asked with the reply, and an address is looked for only where there is one.
pub(in crate::rsvp) async fn by_id_with_suppressed(
    conn: &Conn<'_>,
    id: Uuid,
    now: Moment,
) -> Result<Option<(Reply, bool)>, Error> {
    let of_its_organisation = Expr::col((suppression::Entity, suppression::Column::OrganisationId))
        .eq(Expr::col((Entity, Column::OrganisationId)));
    let any = Query::select()
        .expr(Expr::val(1))
        .from(suppression::Entity)
        .and_where(of_its_organisation)
        .and_where(Expr::col((suppression::Entity, suppression::Column::ExpiresAt)).gt(now))
        .to_owned();
    let found = Entity::find_by_id(id).expr_as(Expr::exists(any), "any").into_model::<Found>();
    Ok(found.one(conn).await?.map(|found| (found.reply, found.any)))
}

pub(in crate::rsvp) async fn is_suppressed(
    conn: &Conn<'_>,
    organisation: Uuid,
    tag: &[u8],
    now: Moment,
) -> Result<bool, Error> {
    let found = suppression::Entity::find()
        .filter(suppression::Column::OrganisationId.eq(organisation))
        .filter(suppression::Column::Tag.eq(tag))
        .filter(suppression::Column::ExpiresAt.gt(now))
        .count(conn)
        .await?;
    Ok(found > 0)
}

/// Notes that an address asked not to be written to; again makes it last longer.
pub(in crate::rsvp) async fn suppress(conn: &Conn<'_>, row: suppression::Model) -> Result<(), Error> {
    let mut again = OnConflict::columns([suppression::Column::OrganisationId, suppression::Column::Tag]);
    again.update_columns([suppression::Column::Reason, suppression::Column::ExpiresAt]);
    suppression::Entity::insert(row.into_active_model())
        .on_conflict(again)
        .exec_without_returning(conn)
        .await?;
    Ok(())
}

//! The questions of feeds.

use entity::Moment;
use entity::table::calendar_subscription::{ActiveModel, Column, Entity, Model};
use entity::table::{journal, outbox};
use entity::value::{LetterKind, OutboxState};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// When the programme of an organisation last changed.
pub(super) async fn last_change(conn: &Conn<'_>, organisation: Uuid) -> Result<Option<Moment>, Error> {
    journal::Entity::find()
        .select_only()
        .column(journal::Column::At)
        .filter(journal::Column::OrganisationId.eq(organisation))
        .filter(journal::Column::Revision.is_not_null())
        .order_by_desc(journal::Column::Revision)
        .limit(1)
        .into_tuple()
        .one(conn)
        .await
}

pub(super) async fn subscription(conn: &Conn<'_>, id: Uuid) -> Result<Option<Model>, Error> {
    Entity::find_by_id(id).one(conn).await
}

/// The subscription of the address with that tag: the one that is there, else this.
pub(super) async fn subscribe(conn: &Conn<'_>, new: Model) -> Result<Model, Error> {
    let (organisation, tag) = (new.organisation_id, new.email_tag.clone());
    let known = OnConflict::columns([Column::OrganisationId, Column::EmailTag]).do_nothing().to_owned();
    Entity::insert(new.clone().into_active_model()).on_conflict(known).exec_without_returning(conn).await?;
    let kept = Entity::find()
        .filter(Column::OrganisationId.eq(organisation))
        .filter(Column::EmailTag.eq(tag))
        .one(conn)
        .await?;
    Ok(kept.unwrap_or(new))
}

/// Writes every column of a subscription.
pub(super) async fn update(conn: &Conn<'_>, row: Model) -> Result<(), Error> {
    let id = row.id;
    let row = row.into_active_model().reset_all();
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Notes that a subscription was fetched, and what was in it, unless it has another address meanwhile.
pub(super) async fn note_fetched(conn: &Conn<'_>, row: &Model) -> Result<(), Error> {
    let fetched = ActiveModel {
        replies: Set(row.replies.clone()),
        changed_at: Set(row.changed_at),
        fetched_at: Set(row.fetched_at),
        ..Default::default()
    };
    Entity::update_many().set(fetched).filter(Column::Id.eq(row.id)).exec(conn).await?;
    Ok(())
}

pub(super) async fn unsubscribe(conn: &Conn<'_>, id: Uuid) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(conn).await?;
    Ok(())
}

/// The subscriptions that may have to go: never fetched and asked for before the first moment, not fetched since the second,
/// not changed since the third.
pub(super) async fn idle(
    conn: &Conn<'_>,
    (asked, fetched, changed): (Moment, Moment, Moment),
    (after, limit): (Option<Uuid>, u64),
) -> Result<Vec<Model>, Error> {
    let never = Condition::all().add(Column::FetchedAt.is_null()).add(Column::AskedAt.lte(asked));
    let idle =
        Condition::any().add(never).add(Column::FetchedAt.lte(fetched)).add(Column::ChangedAt.lte(changed));
    let mut question = Entity::find().filter(idle).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        question = question.filter(Column::Id.gt(after));
    }
    question.all(conn).await
}

/// Removes what is settled of the letters with addresses of calendars.
pub(super) async fn forget_letters(conn: &Conn<'_>, settled_before: Moment) -> Result<u64, Error> {
    let gone = outbox::Entity::delete_many()
        .filter(outbox::Column::Kind.eq(LetterKind::PersonalCalendar))
        .filter(outbox::Column::State.ne(OutboxState::Waiting))
        .filter(outbox::Column::SettledAt.lte(settled_before))
        .exec(conn)
        .await?;
    Ok(gone.rows_affected)
}

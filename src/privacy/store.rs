//! The questions about what must go.

use entity::Moment;
use entity::table::rsvp::{ActiveModel, Column, Entity};
use entity::table::{data_key, event, idempotency, occurrence, outbox, place, suppression};
use entity::value::known::Counts;
use entity::value::{EventStatus, OccurrenceStatus, Purpose, Response};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// How many ids one statement names.
const PAGE: usize = 500;

/// Removes the replies of a date, and what is remembered of the requests that brought them.
pub(super) async fn delete_replies(conn: &Conn<'_>, date: Uuid) -> Result<u64, Error> {
    idempotency::Entity::delete_many().filter(idempotency::Column::OccurrenceId.eq(date)).exec(conn).await?;
    let gone = Entity::delete_many().filter(Column::OccurrenceId.eq(date)).exec(conn).await?;
    Ok(gone.rows_affected)
}

/// Writes the numbers that stay, and that the rest is gone.
pub(super) async fn close_date(
    conn: &Conn<'_>,
    date: Uuid,
    counts: Counts,
    now: Moment,
) -> Result<(), Error> {
    let nobody = place::ActiveModel { taken: Set(0), waiting: Set(0), ..Default::default() };
    place::Entity::update_many().set(nobody).filter(place::Column::OccurrenceId.eq(date)).exec(conn).await?;
    let closed = occurrence::ActiveModel {
        final_counts: Set(Some(counts)),
        purged_at: Set(Some(now)),
        ..Default::default()
    };
    occurrence::Entity::update_many().set(closed).filter(occurrence::Column::Id.eq(date)).exec(conn).await?;
    Ok(())
}

/// Removes what the replies of a date say of access.
pub(super) async fn delete_access_needs(conn: &Conn<'_>, date: Uuid) -> Result<(), Error> {
    let nothing = ActiveModel { access_needs: Set(None), ..Default::default() };
    Entity::update_many().set(nothing).filter(Column::OccurrenceId.eq(date)).exec(conn).await?;
    Ok(())
}

/// Replies that were withdrawn and still hold something personal: their ids, and since when; oldest first.
pub(super) async fn withdrawn(conn: &Conn<'_>, limit: u64) -> Result<Vec<(Uuid, Moment)>, Error> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .column(Column::WithdrawnAt)
        .filter(Column::WithdrawnAt.is_not_null())
        .filter(Column::ForgottenAt.is_null())
        .order_by_asc(Column::WithdrawnAt)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await
}

/// Empties the personal fields of a reply, unless its owner has meanwhile said yes again.
pub(super) async fn forget_person(conn: &Conn<'_>, id: Uuid, now: Moment) -> Result<bool, Error> {
    let nobody = ActiveModel {
        name: Set(None),
        email: Set(None),
        email_tag: Set(None),
        organisation_name: Set(None),
        message: Set(None),
        answers: Set(None),
        access_needs: Set(None),
        forgotten_at: Set(Some(now)),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(nobody)
        .filter(Column::Id.eq(id))
        .filter(Column::WithdrawnAt.is_not_null())
        .exec(conn)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Removes what was to be remembered until `now`: answers to repeated requests, and addresses not to write to.
pub(super) async fn delete_expired(conn: &Conn<'_>, now: Moment) -> Result<u64, Error> {
    let requests =
        idempotency::Entity::delete_many().filter(idempotency::Column::ExpiresAt.lte(now)).exec(conn).await?;
    let addresses =
        suppression::Entity::delete_many().filter(suppression::Column::ExpiresAt.lte(now)).exec(conn).await?;
    Ok(requests.rows_affected + addresses.rows_affected)
}

/// Those of `letters` that are still in the outbox.
pub(super) async fn known_letters(conn: &Conn<'_>, letters: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    let mut known = Vec::new();
    for page in letters.chunks(PAGE) {
        let rows: Vec<Uuid> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::Id)
            .filter(outbox::Column::Id.is_in(page.iter().copied()))
            .into_tuple()
            .all(conn)
            .await?;
        known.extend(rows);
    }
    Ok(known)
}

/// A date whose replies will soon be deleted though nobody knows yet whether it takes place.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct SoonForgotten {
    /// Its contact key.
    pub(super) key: Uuid,
    pub(super) organisation: Uuid,
    pub(super) event: Uuid,
    pub(super) occurrence: Uuid,
    pub(super) timezone: String,
    pub(super) destroy_on: Moment,
}

/// The dates of postponed and suspended events whose contact key goes after the first moment and by the second, that
/// somebody replied to, and that nobody was warned of; those that go first are first.
pub(super) async fn soon_forgotten(
    conn: &Conn<'_>,
    (after, by): (Moment, Moment),
    limit: u64,
) -> Result<Vec<SoonForgotten>, Error> {
    let date = data_key::Entity::belongs_to(occurrence::Entity)
        .from(data_key::Column::OccurrenceId)
        .to(occurrence::Column::Id);
    let its_event =
        occurrence::Entity::belongs_to(event::Entity).from(occurrence::Column::EventId).to(event::Column::Id);
    let somebody_replied = Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(
            Expr::col((Entity, Column::OccurrenceId)).equals((occurrence::Entity, occurrence::Column::Id)),
        )
        .and_where(Expr::col((Entity, Column::Response)).ne(Response::NotGoing))
        .to_owned();
    data_key::Entity::find()
        .select_only()
        .column_as(data_key::Column::Id, "key")
        .column_as(occurrence::Column::OrganisationId, "organisation")
        .column_as(occurrence::Column::EventId, "event")
        .column_as(occurrence::Column::Id, "occurrence")
        .column_as(occurrence::Column::Timezone, "timezone")
        .column_as(data_key::Column::DestroyOn, "destroy_on")
        .join(JoinType::InnerJoin, date.into())
        .join(JoinType::InnerJoin, its_event.into())
        .filter(data_key::Column::Purpose.eq(Purpose::Contact))
        .filter(data_key::Column::WarnedAt.is_null())
        .filter(data_key::Column::DestroyOn.gt(after))
        .filter(data_key::Column::DestroyOn.lte(by))
        .filter(event::Column::Status.is_in([EventStatus::Postponed, EventStatus::Suspended]))
        .filter(occurrence::Column::Status.eq(OccurrenceStatus::Scheduled))
        .filter(Expr::exists(somebody_replied))
        .order_by_asc(data_key::Column::DestroyOn)
        .order_by_asc(data_key::Column::Id)
        .limit(limit)
        .into_model()
        .all(conn)
        .await
}

/// Notes that people were warned of the end of these keys. Answers those of which nobody had been.
pub(super) async fn note_warned(conn: &Conn<'_>, keys: Vec<Uuid>, now: Moment) -> Result<Vec<Uuid>, Error> {
    let rows = data_key::Entity::update_many()
        .set(data_key::ActiveModel { warned_at: Set(Some(now)), ..Default::default() })
        .filter(data_key::Column::Id.is_in(keys))
        .filter(data_key::Column::WarnedAt.is_null())
        .exec_with_returning(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

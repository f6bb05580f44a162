//! The questions about what must go.

use entity::Moment;
use entity::table::rsvp::{ActiveModel, Column, Entity};
use entity::table::{idempotency, occurrence, outbox, place, suppression};
use entity::value::known::Counts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
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

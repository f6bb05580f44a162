//! The outbox's questions to the database.

use entity::Moment;
use entity::table::outbox::{ActiveModel, Column, Entity, Model};
use entity::value::{LetterKind, OutboxState};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use super::settle::Settled;
use super::{NewLetter, Which};
use crate::database::{Conn, Error};
use crate::secret;

/// So many rows of twenty-two columns stay below SQLite's limit of 32,766 values a statement.
const ROWS_A_STATEMENT: usize = 1_000;

pub(super) async fn insert(conn: &Conn<'_>, letters: Vec<NewLetter>, now: Moment) -> Result<u64, Error> {
    let mut inserted = 0;
    for page in letters.chunks(ROWS_A_STATEMENT) {
        let rows = page.iter().cloned().map(|letter| row_of(letter, now));
        let insert = Entity::insert_many(rows).on_conflict(OnConflict::new().do_nothing().to_owned());
        inserted += insert.exec_without_returning(conn).await?;
    }
    Ok(inserted)
}

fn row_of(letter: NewLetter, now: Moment) -> ActiveModel {
    ActiveModel {
        id: Set(secret::new_id(now)),
        organisation_id: Set(letter.organisation_id),
        event_id: Set(letter.event_id),
        occurrence_id: Set(letter.occurrence_id),
        rsvp_id: Set(letter.rsvp_id),
        reminder_id: Set(letter.reminder_id),
        kind: Set(letter.kind),
        detail: Set(letter.detail),
        urgency: Set(letter.urgency.number()),
        state: Set(OutboxState::Waiting),
        due_at: Set(letter.due_at),
        attempts: Set(0),
        lease: Set(None),
        leased_until: Set(None),
        last_error: Set(None),
        last_answer: Set(None),
        sequence: Set(None),
        tells: Set(false),
        rendered_at: Set(None),
        expires_at: Set(letter.expires_at),
        created_at: Set(now),
        settled_at: Set(None),
    }
}

/// Writes how an attempt ended, where the lease is still ours. False where it is not.
///
/// A letter withdrawn while it was leaving stays withdrawn, unless it did leave: then that is the truth.
pub(super) async fn settle(conn: &Conn<'_>, settled: Settled) -> Result<bool, Error> {
    let mut row = ActiveModel {
        state: Set(settled.state),
        attempts: Set(settled.attempts),
        lease: Set(None),
        leased_until: Set(None),
        last_error: Set(settled.last_error),
        last_answer: Set(settled.last_answer),
        ..ActiveModel::default()
    };
    match (settled.due_at, settled.put_off) {
        (None, _) => row.settled_at = Set(Some(settled.at)),
        (Some(due_at), None) => row.due_at = Set(due_at),
        // Its moment is computed below, and PostgreSQL lets no column stand twice.
        (Some(_), Some(_)) => {}
    }
    if let Some((noted, rendered_at)) = settled.rendered {
        row.sequence = Set(noted.sequence);
        row.tells = Set(noted.tells);
        row.rendered_at = Set(Some(rendered_at));
    }
    let left = matches!(settled.state, OutboxState::Sent | OutboxState::Filed | OutboxState::Refused);
    let ours = Condition::all()
        .add(Column::Id.eq(settled.id))
        .add(Column::Lease.eq(settled.lease))
        .add_option((!left).then(|| Column::State.eq(OutboxState::Waiting)));
    let mut update = Entity::update_many().set(row).filter(ours);
    if let Some((urgency, until)) = settled.put_off.zip(settled.due_at) {
        let hastened = Column::Urgency.lt(urgency);
        update = update.col_expr(Column::DueAt, Expr::case(hastened, settled.at).finally(until).into());
    }
    let done = update.exec(conn).await?;
    Ok(done.rows_affected == 1)
}

/// A row without its lease, else as it is.
fn unleased() -> ActiveModel {
    ActiveModel { lease: Set(None), leased_until: Set(None), ..ActiveModel::default() }
}

/// Gives back what was claimed and not tried, as if it had never been claimed.
pub(super) async fn give_back(conn: &Conn<'_>, lease: Uuid, ids: Vec<Uuid>) -> Result<(), Error> {
    Entity::update_many()
        .set(unleased())
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1))
        .filter(Column::Lease.eq(lease))
        .filter(Column::Id.is_in(ids))
        .exec(conn)
        .await?;
    Ok(())
}

pub(super) async fn free_all(conn: &Conn<'_>) -> Result<u64, Error> {
    let leased = Column::State.eq(OutboxState::Waiting).and(Column::Lease.is_not_null());
    Ok(Entity::update_many().set(unleased()).filter(leased).exec(conn).await?.rows_affected)
}

pub(super) async fn withdraw(
    conn: &Conn<'_>,
    rsvp_id: Uuid,
    kinds: &[LetterKind],
    (why, now): (&str, Moment),
) -> Result<u64, Error> {
    let withdrawn = ActiveModel {
        state: Set(OutboxState::Withdrawn),
        last_error: Set(Some(why.to_owned())),
        settled_at: Set(Some(now)),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(withdrawn)
        .filter(Column::RsvpId.eq(rsvp_id))
        .filter(Column::State.eq(OutboxState::Waiting))
        .filter(Column::Kind.is_in(kinds.iter().copied()))
        .exec(conn)
        .await?;
    Ok(done.rows_affected)
}

/// A letter that waits for its next try keeps to that.
pub(super) async fn hasten(
    conn: &Conn<'_>,
    (occurrence_id, kind): (Uuid, LetterKind),
    (urgency, due_at): (super::Urgency, Moment),
    expires_at: Moment,
) -> Result<(), Error> {
    let waiting = Condition::all()
        .add(Column::OccurrenceId.eq(occurrence_id))
        .add(Column::Kind.eq(kind))
        .add(Column::State.eq(OutboxState::Waiting));
    Entity::update_many()
        .set(ActiveModel { urgency: Set(urgency.number()), ..ActiveModel::default() })
        .filter(waiting.clone())
        .filter(Column::Urgency.gt(urgency.number()))
        .exec(conn)
        .await?;
    Entity::update_many()
        .set(ActiveModel { due_at: Set(due_at), ..ActiveModel::default() })
        .filter(waiting.clone())
        .filter(Column::DueAt.gt(due_at))
        .filter(Column::Attempts.eq(0))
        .exec(conn)
        .await?;
    Entity::update_many()
        .set(ActiveModel { expires_at: Set(Some(expires_at)), ..ActiveModel::default() })
        .filter(waiting)
        .filter(Column::ExpiresAt.lt(expires_at))
        .exec(conn)
        .await?;
    Ok(())
}

/// A letter that waits for its next try keeps to that.
pub(super) async fn hasten_to(
    conn: &Conn<'_>,
    (rsvp_id, kind): (Uuid, LetterKind),
    due_at: Moment,
) -> Result<(), Error> {
    Entity::update_many()
        .set(ActiveModel { due_at: Set(due_at), ..ActiveModel::default() })
        .filter(Column::RsvpId.eq(rsvp_id))
        .filter(Column::Kind.eq(kind))
        .filter(Column::State.eq(OutboxState::Waiting))
        .filter(Column::DueAt.gt(due_at))
        .filter(Column::Attempts.eq(0))
        .exec(conn)
        .await?;
    Ok(())
}

pub(super) async fn forget_occurrence(conn: &Conn<'_>, occurrence_id: Uuid) -> Result<Vec<Uuid>, Error> {
    let of_it = Column::OccurrenceId.eq(occurrence_id);
    let ids: Vec<Uuid> =
        Entity::find().select_only().column(Column::Id).filter(of_it.clone()).into_tuple().all(conn).await?;
    Entity::delete_many().filter(of_it).exec(conn).await?;
    Ok(ids)
}

pub(super) async fn find(conn: &Conn<'_>, id: Uuid) -> Result<Option<Model>, Error> {
    Entity::find_by_id(id).one(conn).await
}

pub(super) async fn make_due(conn: &Conn<'_>, id: Uuid, now: Moment) -> Result<Model, Error> {
    let row = ActiveModel {
        state: Set(OutboxState::Waiting),
        due_at: Set(now),
        attempts: Set(0),
        lease: Set(None),
        leased_until: Set(None),
        settled_at: Set(None),
        ..ActiveModel::default()
    };
    let rows = Entity::update_many().set(row).filter(Column::Id.eq(id)).exec_with_returning(conn).await?;
    rows.into_iter().next().ok_or_else(|| Error::RecordNotFound("letter".to_owned()))
}

pub(super) async fn list(conn: &Conn<'_>, which: Which, limit: u64) -> Result<Vec<Model>, Error> {
    let failed = Column::State.is_in([OutboxState::Refused, OutboxState::GivenUp]);
    let waiting = Column::State.eq(OutboxState::Waiting);
    let condition = match which {
        Which::Unsettled => Condition::any().add(failed).add(waiting),
        Which::Stuck => Condition::any().add(failed).add(waiting.and(Column::LastError.is_not_null())),
        Which::In(state) => Condition::all().add(Column::State.eq(state)),
    };
    let order = if matches!(which, Which::In(_)) { Order::Desc } else { Order::Asc };
    Entity::find()
        .filter(condition)
        .order_by(Column::CreatedAt, order.clone())
        .order_by(Column::Id, order)
        .limit(limit)
        .all(conn)
        .await
}

pub(super) async fn of_event(
    conn: &Conn<'_>,
    (organisation_id, event_id): (Uuid, Uuid),
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Model>, Error> {
    let condition = Condition::all()
        .add(Column::OrganisationId.eq(organisation_id))
        .add(Column::EventId.eq(event_id))
        .add_option(after.map(|id| Column::Id.lt(id)));
    Entity::find().filter(condition).order_by_desc(Column::Id).limit(limit).all(conn).await
}

pub(super) async fn counts(conn: &Conn<'_>) -> Result<Vec<(OutboxState, i64)>, Error> {
    Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "letters")
        .group_by(Column::State)
        .order_by_asc(Column::State)
        .into_tuple()
        .all(conn)
        .await
}

pub(super) async fn has_waiting(conn: &Conn<'_>, rsvp_id: Uuid) -> Result<bool, Error> {
    let waiting = Entity::find()
        .filter(Column::RsvpId.eq(rsvp_id))
        .filter(Column::State.eq(OutboxState::Waiting))
        .count(conn)
        .await?;
    Ok(waiting > 0)
}

/// Whether anything is due. Asked every few seconds, so the state stands in the text: with a value bound in its place
/// neither engine would use the index of what waits.
pub(super) async fn any_due(conn: &Conn<'_>, now: Moment, urgency: i32) -> Result<bool, Error> {
    let free = Column::LeasedUntil.is_null().or(Column::LeasedUntil.lte(now));
    let due = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Expr::cust("state = 'waiting'"))
        .filter(Column::DueAt.lte(now))
        .filter(Column::Urgency.lte(urgency))
        .filter(free)
        .limit(1)
        .into_tuple::<Uuid>()
        .one(conn)
        .await?;
    Ok(due.is_some())
}

//! The questions about announcements, and about what people have been told.

use entity::Moment;
use entity::table::{announcement, lease, occurrence, outbox, rsvp};
use entity::value::OutboxState;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use crate::database::{Conn, Error};
use crate::secret;

/// How many replies one write notes as told.
const PAGE: u64 = 1000;

/// What has settled and nobody was told of, oldest first.
pub(super) async fn due(conn: &Conn<'_>, now: Moment, limit: u64) -> Result<Vec<announcement::Model>, Error> {
    announcement::Entity::find()
        .filter(announcement::Column::ToldAt.is_null())
        .filter(announcement::Column::DueAt.lte(now))
        .order_by_asc(announcement::Column::DueAt)
        .order_by_asc(announcement::Column::Sequence)
        .limit(limit)
        .all(conn)
        .await
}

/// The dates that an announcement concerns and that still hold replies.
pub(super) async fn dates_of(conn: &Conn<'_>, of: &announcement::Model) -> Result<Vec<Uuid>, Error> {
    let mut query = occurrence::Entity::find()
        .select_only()
        .column(occurrence::Column::Id)
        .filter(occurrence::Column::EventId.eq(of.event_id))
        .filter(occurrence::Column::PurgedAt.is_null());
    if let Some(one) = of.occurrence_id {
        query = query.filter(occurrence::Column::Id.eq(one));
    }
    query.order_by_asc(occurrence::Column::StartUtc).into_tuple().all(conn).await
}

pub(super) async fn told(conn: &Conn<'_>, id: Uuid, now: Moment) -> Result<(), Error> {
    announcement::Entity::update_many()
        .set(announcement::ActiveModel { told_at: Set(Some(now)), ..Default::default() })
        .filter(announcement::Column::Id.eq(id))
        .exec(conn)
        .await
        .map(|_rows| ())
}

/// Removes what was announced of dates of several that nobody has replied to, where it counted as told before `settled`: so many rows
/// at most. Answers how many.
pub(super) async fn drop_unread(conn: &Conn<'_>, settled: Moment, most: u64) -> Result<u64, Error> {
    let of_its_date = Expr::col((rsvp::Entity, rsvp::Column::OccurrenceId))
        .eq(Expr::col((announcement::Entity, announcement::Column::OccurrenceId)));
    let replies = Query::select().expr(Expr::val(1)).from(rsvp::Entity).and_where(of_its_date).to_owned();
    let unread = announcement::Entity::find()
        .select_only()
        .column(announcement::Column::Id)
        .filter(announcement::Column::OccurrenceId.is_not_null())
        .filter(announcement::Column::ToldAt.lt(settled))
        .filter(Expr::exists(replies).not())
        .limit(most)
        .into_query();
    let gone = announcement::Entity::delete_many()
        .filter(announcement::Column::Id.in_subquery(unread))
        .exec(conn)
        .await?;
    Ok(gone.rows_affected)
}

/// All that was done to a date, oldest first.
pub(super) async fn of_date(
    conn: &Conn<'_>,
    event: Uuid,
    date: Uuid,
) -> Result<Vec<announcement::Model>, Error> {
    // No event has so low a sequence.
    since(conn, event, date, -1).await
}

/// What was done to a date after the sequence `told`, oldest first.
pub(super) async fn since(
    conn: &Conn<'_>,
    event: Uuid,
    date: Uuid,
    told: i64,
) -> Result<Vec<announcement::Model>, Error> {
    let concerns = Condition::any()
        .add(announcement::Column::OccurrenceId.is_null())
        .add(announcement::Column::OccurrenceId.eq(date));
    announcement::Entity::find()
        .filter(announcement::Column::EventId.eq(event))
        .filter(announcement::Column::Sequence.gt(told))
        .filter(concerns)
        .order_by_asc(announcement::Column::Sequence)
        .order_by_asc(announcement::Column::Id)
        .all(conn)
        .await
}

/// Notes, with the replies to one date, what the letters that have left told their owners. Answers whether there may be
/// more to note.
pub(super) async fn note_told(conn: &Conn<'_>, date: Uuid) -> Result<bool, Error> {
    let to_its_reply =
        outbox::Entity::belongs_to(rsvp::Entity).from(outbox::Column::RsvpId).to(rsvp::Column::Id).into();
    let knows_less = Expr::col((rsvp::Entity, rsvp::Column::Told))
        .lt(Expr::col((outbox::Entity, outbox::Column::Sequence)));
    let left: Vec<(Uuid, i64)> = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::RsvpId)
        .column_as(outbox::Column::Sequence.max(), "sequence")
        .join(JoinType::InnerJoin, to_its_reply)
        .filter(outbox::Column::OccurrenceId.eq(date))
        .filter(have_told())
        .filter(knows_less)
        .group_by(outbox::Column::RsvpId)
        .limit(PAGE)
        .into_tuple()
        .all(conn)
        .await?;
    for (reply, sequence) in &left {
        rsvp::Entity::update_many()
            .set(rsvp::ActiveModel { told: Set(*sequence), ..Default::default() })
            .filter(rsvp::Column::Id.eq(*reply))
            .filter(rsvp::Column::Told.lt(*sequence))
            .exec(conn)
            .await?;
    }
    Ok(u64::try_from(left.len()).unwrap_or(0) == PAGE)
}

/// The sequence up to which the letters that have left told the owner of one reply.
pub(super) async fn told_by_letter(conn: &Conn<'_>, reply: Uuid) -> Result<Option<i64>, Error> {
    outbox::Entity::find()
        .select_only()
        .column_as(outbox::Column::Sequence.max(), "sequence")
        .filter(outbox::Column::RsvpId.eq(reply))
        .filter(have_told())
        .into_tuple::<Option<i64>>()
        .one(conn)
        .await
        .map(Option::flatten)
}

/// The sequences above `told` that letters of any kind have shown to the owner of one reply, the highest first.
pub(super) async fn shown_since(conn: &Conn<'_>, reply: Uuid, told: i64) -> Result<Vec<i64>, Error> {
    outbox::Entity::find()
        .select_only()
        .column(outbox::Column::Sequence)
        .distinct()
        .filter(outbox::Column::RsvpId.eq(reply))
        .filter(outbox::Column::State.is_in(OutboxState::LEFT))
        .filter(outbox::Column::Sequence.gt(told))
        .order_by_desc(outbox::Column::Sequence)
        .into_tuple()
        .all(conn)
        .await
}

/// Whether another letter than `letter` is leaving for the owner of one reply.
pub(super) async fn is_another_leaving(
    conn: &Conn<'_>,
    reply: Uuid,
    letter: Uuid,
    now: Moment,
) -> Result<bool, Error> {
    let leaving = outbox::Entity::find()
        .filter(outbox::Column::RsvpId.eq(reply))
        .filter(outbox::Column::Id.ne(letter))
        .filter(outbox::Column::State.eq(OutboxState::Waiting))
        .filter(outbox::Column::LeasedUntil.gt(now))
        .count(conn)
        .await?;
    Ok(leaving > 0)
}

/// Letters that have left and told their readers what had changed.
fn have_told() -> Condition {
    Condition::all().add(outbox::Column::State.is_in(OutboxState::LEFT)).add(outbox::Column::Tells.eq(true))
}

/// The events of an organisation that replies came to from `since` on. A reply that was changed since is no news of its
/// own: the numbers count replies by when they came.
pub(super) async fn events_with_news(
    conn: &Conn<'_>,
    organisation: Uuid,
    since: Moment,
) -> Result<Vec<Uuid>, Error> {
    rsvp::Entity::find()
        .select_only()
        .column(rsvp::Column::EventId)
        .distinct()
        .filter(rsvp::Column::OrganisationId.eq(organisation))
        .filter(rsvp::Column::CreatedAt.gte(since))
        .into_tuple()
        .all(conn)
        .await
}

/// Takes the turn called `name` unless it was taken at `not_before` or later. Answers when it was taken last, or
/// `None` when the turn is not ours.
pub(super) async fn take_turn(
    conn: &Conn<'_>,
    name: &str,
    not_before: Moment,
    now: Moment,
) -> Result<Option<Option<Moment>>, Error> {
    let Some(row) = lease::Entity::find_by_id(name).one(conn).await? else {
        let row = lease::Model {
            name: name.to_owned(),
            holder: secret::new_id(now),
            until: now,
            last_run_at: Some(now),
        };
        let insert = lease::Entity::insert_many([row.into_active_model()])
            .on_conflict(OnConflict::column(lease::Column::Name).do_nothing().to_owned());
        return Ok((insert.exec_without_returning(conn).await? == 1).then_some(None));
    };
    let free =
        Condition::any().add(lease::Column::LastRunAt.is_null()).add(lease::Column::LastRunAt.lt(not_before));
    let taken = lease::Entity::update_many()
        .set(lease::ActiveModel { last_run_at: Set(Some(now)), ..Default::default() })
        .filter(lease::Column::Name.eq(name))
        .filter(free)
        .exec(conn)
        .await?;
    Ok((taken.rows_affected == 1).then_some(row.last_run_at))
}

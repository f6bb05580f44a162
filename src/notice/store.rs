//! The questions about announcements, and about what people have been told.

use entity::Moment;
use entity::table::{announcement, lease, occurrence, outbox, rsvp};
use entity::value::{LetterKind, OutboxState};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use uuid::Uuid;

use crate::database::{self, Conn, Database, Error};
use crate::secret;

/// How many replies one write notes as told.
const PAGE: u64 = 1000;

/// What has settled and nobody was told of, oldest first.
pub(super) async fn due(conn: &Conn<'_>, now: Moment, limit: u64) -> Result<Vec<announcement::Model>, Error> {
    announcement::Entity::find()
        .filter(announcement::Column::ToldAt.is_null())
        .filter(announcement::Column::DueAt.lte(now))
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

/// Notes what people were told by the notices that have left.
pub(super) async fn note_told(db: &Database, now: Moment) -> Result<(), Error> {
    loop {
        let left = left(&db.read(), now).await?;
        let more = u64::try_from(left.len()).unwrap_or(0) == PAGE;
        if left.is_empty() {
            return Ok(());
        }
        db.write(move |write| {
            Box::pin(async move {
                for (reply, sequence) in left {
                    rsvp::Entity::update_many()
                        .set(rsvp::ActiveModel { told: Set(sequence), ..Default::default() })
                        .filter(rsvp::Column::Id.eq(reply))
                        .filter(rsvp::Column::Told.lt(sequence))
                        .exec(&write.conn())
                        .await?;
                }
                Ok::<_, Error>(())
            })
        })
        .await?;
        if !more {
            return Ok(());
        }
    }
}

/// Replies that know less than a notice that has left to them said.
async fn left(conn: &Conn<'_>, _now: Moment) -> Result<Vec<(Uuid, i64)>, Error> {
    let gone = [OutboxState::Sent, OutboxState::Filed];
    outbox::Entity::find()
        .select_only()
        .column(outbox::Column::RsvpId)
        .column(outbox::Column::Sequence)
        .join_as(
            JoinType::InnerJoin,
            outbox::Entity::belongs_to(rsvp::Entity).from(outbox::Column::RsvpId).to(rsvp::Column::Id).into(),
            "r",
        )
        .filter(outbox::Column::Kind.eq(LetterKind::Notice))
        .filter(outbox::Column::State.is_in(gone))
        .filter(
            Expr::col(("r", rsvp::Column::Told)).lt(Expr::col((outbox::Entity, outbox::Column::Sequence))),
        )
        .order_by_asc(outbox::Column::Sequence)
        .limit(PAGE)
        .into_tuple()
        .all(conn)
        .await
}

/// The events of an organisation that replies came to, or were changed for, from `since` on.
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
        let made = lease::Entity::insert(row.into_active_model()).exec_without_returning(conn).await;
        return match made {
            Err(error) if database::is_conflict(&error) => Ok(None),
            other => other.map(|_row| Some(None)),
        };
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

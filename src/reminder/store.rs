//! The questions about schedules and planned reminders.

use entity::Moment;
use entity::table::{reminder, reminder_rule};
use entity::value::ReminderState;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, NotSet, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::reconcile::Change;
use crate::database::{Conn, Error};
use crate::event::ahead::Ahead;
use crate::secret;

/// How many ids one question names.
const PAGE: usize = 500;

pub(super) async fn rules_of(conn: &Conn<'_>, events: &[Uuid]) -> Result<Vec<reminder_rule::Model>, Error> {
    let mut rows = Vec::new();
    for page in events.chunks(PAGE) {
        let query = reminder_rule::Entity::find()
            .filter(reminder_rule::Column::EventId.is_in(page.to_vec()))
            .order_by_asc(reminder_rule::Column::Position);
        rows.extend(query.all(conn).await?);
    }
    Ok(rows)
}

pub(super) async fn set_rules(conn: &Conn<'_>, event: Uuid, rules: Vec<String>) -> Result<(), Error> {
    reminder_rule::Entity::delete_many().filter(reminder_rule::Column::EventId.eq(event)).exec(conn).await?;
    let rows = rules
        .into_iter()
        .zip(0..)
        .map(|(rule, position)| reminder_rule::Model { event_id: event, rule, position }.into_active_model());
    reminder_rule::Entity::insert_many(rows).exec_without_returning(conn).await.map(|_rows| ())
}

pub(super) async fn of_occurrences(conn: &Conn<'_>, dates: &[Uuid]) -> Result<Vec<reminder::Model>, Error> {
    let mut rows = Vec::new();
    for page in dates.chunks(PAGE) {
        let query = reminder::Entity::find().filter(reminder::Column::OccurrenceId.is_in(page.to_vec()));
        rows.extend(query.all(conn).await?);
    }
    Ok(rows)
}

pub(super) async fn of_event(conn: &Conn<'_>, event: Uuid) -> Result<Vec<reminder::Model>, Error> {
    reminder::Entity::find()
        .filter(reminder::Column::EventId.eq(event))
        .order_by_asc(reminder::Column::DueAt)
        .order_by_asc(reminder::Column::Id)
        .all(conn)
        .await
}

pub(super) async fn by_id(conn: &Conn<'_>, id: Uuid) -> Result<Option<reminder::Model>, Error> {
    reminder::Entity::find_by_id(id).one(conn).await
}

/// The next `limit` reminders whose moment has come, after the one named, earliest first.
pub(super) async fn due(
    conn: &Conn<'_>,
    now: Moment,
    after: Option<(Moment, Uuid)>,
    limit: u64,
) -> Result<Vec<reminder::Model>, Error> {
    let further = after.map(|(due_at, id)| {
        let same = Condition::all().add(reminder::Column::DueAt.eq(due_at)).add(reminder::Column::Id.gt(id));
        Condition::any().add(reminder::Column::DueAt.gt(due_at)).add(same)
    });
    reminder::Entity::find()
        .filter(reminder::Column::State.eq(ReminderState::Planned))
        .filter(reminder::Column::DueAt.lte(now))
        .filter(Condition::all().add_option(further))
        .order_by_asc(reminder::Column::DueAt)
        .order_by_asc(reminder::Column::Id)
        .limit(limit)
        .all(conn)
        .await
}

pub(super) async fn apply(conn: &Conn<'_>, date: &Ahead, change: Change, now: Moment) -> Result<(), Error> {
    match change {
        Change::Add { planned, state } => {
            let row = reminder::Model {
                id: secret::new_id(now),
                organisation_id: date.event.organisation_id,
                event_id: date.event.id,
                occurrence_id: date.occurrence.id,
                rule: planned.rule.to_string(),
                attendance: planned.attendance,
                start_utc: date.occurrence.start_utc,
                due_at: planned.due_at,
                state,
                position: None,
                letters: 0,
                created_at: now,
                updated_at: now,
            };
            reminder::Entity::insert(row.into_active_model()).exec_without_returning(conn).await?;
        }
        Change::Set { id, due_at, attendance, state } => {
            let set = reminder::ActiveModel {
                due_at: Set(due_at),
                attendance: Set(attendance),
                state: Set(state),
                updated_at: Set(now),
                ..Default::default()
            };
            let open = [ReminderState::Planned, ReminderState::Withdrawn];
            reminder::Entity::update_many()
                .set(set)
                .filter(reminder::Column::Id.eq(id))
                .filter(reminder::Column::State.is_in(open))
                .exec(conn)
                .await?;
        }
        Change::Withdraw { id } => end(conn, id, ReminderState::Withdrawn, now).await?,
    }
    Ok(())
}

/// Ends a planned reminder in `state`. One that has ended is left as it is.
pub(super) async fn end(conn: &Conn<'_>, id: Uuid, state: ReminderState, now: Moment) -> Result<(), Error> {
    reminder::Entity::update_many()
        .set(reminder::ActiveModel { state: Set(state), updated_at: Set(now), ..Default::default() })
        .filter(reminder::Column::Id.eq(id))
        .filter(reminder::Column::State.eq(ReminderState::Planned))
        .exec(conn)
        .await
        .map(|_rows| ())
}

/// Notes how many letters of a reminder have been put, and up to which reply, where that is kept.
pub(super) async fn advance(
    conn: &Conn<'_>,
    row: &reminder::Model,
    position: Option<Uuid>,
    letters: i64,
) -> Result<(), Error> {
    let set = reminder::ActiveModel {
        position: position.map_or(NotSet, |last| Set(Some(last))),
        letters: Set(row.letters + letters),
        ..Default::default()
    };
    reminder::Entity::update_many()
        .set(set)
        .filter(reminder::Column::Id.eq(row.id))
        .exec(conn)
        .await
        .map(|_rows| ())
}

//! The statements that let dates, with all that belongs to them, go on under another event.

use entity::table::{announcement, occurrence, outbox, reminder, reminder_rule, rsvp};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// Lets `dates` belong to another event, with their replies, reminders, letters and what was announced of them. The schedule
/// of reminders that was set for the event holds for both.
pub(in crate::event) async fn move_dates(
    conn: &Conn<'_>,
    (from, to): (Uuid, Uuid),
    dates: &[Uuid],
) -> Result<(), Error> {
    let dates = || dates.iter().copied();
    occurrence::Entity::update_many()
        .col_expr(occurrence::Column::EventId, Expr::val(to))
        .filter(occurrence::Column::Id.is_in(dates()))
        .exec(conn)
        .await?;
    rsvp::Entity::update_many()
        .col_expr(rsvp::Column::EventId, Expr::val(to))
        .filter(rsvp::Column::OccurrenceId.is_in(dates()))
        .exec(conn)
        .await?;
    reminder::Entity::update_many()
        .col_expr(reminder::Column::EventId, Expr::val(to))
        .filter(reminder::Column::OccurrenceId.is_in(dates()))
        .exec(conn)
        .await?;
    outbox::Entity::update_many()
        .col_expr(outbox::Column::EventId, Expr::val(to))
        .filter(outbox::Column::OccurrenceId.is_in(dates()))
        .exec(conn)
        .await?;
    announcement::Entity::update_many()
        .col_expr(announcement::Column::EventId, Expr::val(to))
        .filter(announcement::Column::OccurrenceId.is_in(dates()))
        .exec(conn)
        .await?;
    let rules =
        reminder_rule::Entity::find().filter(reminder_rule::Column::EventId.eq(from)).all(conn).await?;
    if !rules.is_empty() {
        let rows =
            rules.into_iter().map(|rule| reminder_rule::Model { event_id: to, ..rule }.into_active_model());
        reminder_rule::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

//! Who is written to, a page at a time.

use entity::Moment;
use entity::table::outbox;
use entity::table::rsvp::{Column, Entity};
use entity::value::{Attendance, OutboxState, Response, Standing};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::database::{Conn, Error};

/// Which replies to one date a letter is for. Only those with an address that still want letters.
#[derive(Clone, Debug)]
pub struct Recipients {
    /// The date.
    pub occurrence: Uuid,
    /// Those who attend so; all when none.
    pub attendance: Option<Attendance>,
    /// Those who are coming and have a place.
    pub going: bool,
    /// Those who said maybe, too.
    pub maybes: bool,
    /// Those who wait for a place, too.
    pub waiting: bool,
    /// Whether those who asked for no more reminders are among them.
    pub stopped: Stopped,
    /// Only those who know the event up to a lower sequence than this.
    pub knows_less_than: Option<i64>,
    /// Of those, only who knows it at this sequence or a later one, because they were told or because a letter about anything has
    /// shown it to them.
    pub knows_at_least: Option<i64>,
    /// Those who replied before this moment.
    pub replied_before: Moment,
}

/// What to do about those who asked for no more reminders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// They are written to: it is no reminder.
    In,
    /// They are not.
    Out,
    /// Only those of them who come online: it brings what they need to join.
    Joining,
}

/// The ids of the next `limit` replies after the one named, in the order of their ids.
///
/// # Errors
/// When the database can't be read.
pub async fn recipients(
    conn: &Conn<'_>,
    who: &Recipients,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Uuid>, Error> {
    let mut coming = Condition::any();
    if who.going {
        coming = coming.add(
            Condition::all()
                .add(Column::Response.eq(Response::Going))
                .add(Column::Standing.eq(Standing::HasPlace)),
        );
    }
    if who.maybes {
        coming = coming.add(Column::Response.eq(Response::Maybe));
    }
    if who.waiting {
        coming = coming.add(Column::Standing.eq(Standing::Waiting));
    }
    let mut query = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::OccurrenceId.eq(who.occurrence))
        .filter(Column::Email.is_not_null())
        .filter(Column::WithdrawnAt.is_null())
        .filter(Column::LettersStoppedAt.is_null())
        .filter(Column::CreatedAt.lt(who.replied_before))
        .filter(coming);
    let wants = Condition::any().add(Column::RemindersStoppedAt.is_null());
    let joins = Condition::all()
        .add(Column::Response.eq(Response::Going))
        .add(Column::Attendance.eq(Attendance::Online));
    query = match who.stopped {
        Stopped::In => query,
        Stopped::Out => query.filter(wants),
        Stopped::Joining => query.filter(wants.add(joins)),
    };
    if let Some(attendance) = who.attendance {
        query = query.filter(Column::Attendance.eq(attendance));
    }
    if let Some(sequence) = who.knows_less_than {
        query = query.filter(Column::Told.lt(sequence));
    }
    if let Some(sequence) = who.knows_at_least {
        query = query.filter(Column::Told.gte(sequence).or(Column::Id.in_subquery(shown(who, sequence))));
    }
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after));
    }
    query.order_by_asc(Column::Id).limit(limit).into_tuple().all(conn).await
}

/// The replies to whose owners a letter has shown the event at `sequence` or later, and earlier than what all are to know.
fn shown(who: &Recipients, sequence: i64) -> SelectStatement {
    let letters = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::RsvpId)
        .filter(outbox::Column::OccurrenceId.eq(who.occurrence))
        .filter(outbox::Column::RsvpId.is_not_null())
        .filter(outbox::Column::State.is_in(OutboxState::LEFT))
        .filter(outbox::Column::Sequence.gte(sequence));
    let earlier = who.knows_less_than.map(|all| outbox::Column::Sequence.lt(all));
    letters.filter(Condition::all().add_option(earlier)).into_query()
}

/// What came in a stretch of time, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Replies of all sorts.
    pub replies: i64,
    /// People they bring: of those who come or may.
    pub people: i64,
    /// Access needs among them.
    pub access_needs: i64,
}

/// What came for an event from the first moment (inclusive) to the second.
///
/// # Errors
/// When the database can't be read.
pub async fn arrived(
    conn: &Conn<'_>,
    event: Uuid,
    (since, until): (Moment, Moment),
) -> Result<Arrived, Error> {
    let rows: Vec<(Response, i64, bool)> = Entity::find()
        .select_only()
        .column(Column::Response)
        .column(Column::PartySize)
        .column_as(Column::AccessNeeds.is_not_null(), "needs")
        .filter(Column::EventId.eq(event))
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::CreatedAt.lt(until))
        .into_tuple()
        .all(conn)
        .await?;
    let mut arrived = Arrived::default();
    for (response, size, needs) in rows {
        arrived.replies += 1;
        arrived.people += if response == Response::NotGoing { 0 } else { size };
        arrived.access_needs += i64::from(needs);
    }
    Ok(arrived)
}

//! What follows from a schedule, date by date: the reminders that go out or went, and those that nobody gets.

use entity::{Moment, value};
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

use crate::occurrence::Occurrence;
use crate::reminder::{Reminder, plan};
use crate::web::api::words::{Attendance, Instant, LeftOut, ReminderState};

/// A reminder that is planned, or was.
#[derive(Object)]
pub(super) struct PlannedReminder {
    /// The date that it is for
    occurrence_id: Option<Uuid>,
    /// The instant of the start that it was planned for
    start_utc: Option<Instant>,
    /// When it is due
    due_at: Instant,
    /// By which rule
    rule: String,
    /// Only for those who attend so
    attendance: Option<Attendance>,
    /// What became of it
    state: ReminderState,
    /// How many letters it became
    letters: i64,
}

/// A reminder that follows from the schedule, and that nobody gets.
#[derive(Object)]
pub(super) struct LeftOutReminder {
    /// The date that it would be for
    occurrence_id: Uuid,
    /// The instant at which that date starts
    start_utc: Instant,
    /// When it would be due
    due_at: Instant,
    /// By which rule
    rule: String,
    /// Only those who attend so do not get it
    attendance: Option<Attendance>,
    /// `no_such_way`: the event can't be attended in the way that it is for. `after_the_start`: it would come when the event
    /// has begun. `too_near`: within six hours of another that comes later, or that brings the link to join.
    /// `over_the_most`: three others come later, or bring the link to join
    why: LeftOut,
}

#[derive(Serialize)]
pub(super) struct Planned {
    occurrence_id: Uuid,
    start_utc: Moment,
    due_at: Moment,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<value::Attendance>,
    state: value::ReminderState,
    letters: i64,
}

#[derive(Serialize)]
pub(super) struct NotSent {
    occurrence_id: Uuid,
    start_utc: Moment,
    due_at: Moment,
    rule: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<value::Attendance>,
    why: value::LeftOut,
}

impl From<Reminder> for Planned {
    fn from(row: Reminder) -> Self {
        Self {
            occurrence_id: row.occurrence_id,
            start_utc: row.start_utc,
            due_at: row.due_at,
            rule: row.rule,
            attendance: row.attendance,
            state: row.state,
            letters: row.letters,
        }
    }
}

impl NotSent {
    /// None for one that goes out.
    pub(super) fn of((date, planned): (Occurrence, plan::Planned)) -> Option<Self> {
        Some(Self {
            occurrence_id: date.id,
            start_utc: date.start_utc,
            due_at: planned.due_at,
            rule: planned.rule.to_string(),
            attendance: planned.attendance,
            why: planned.left_out?,
        })
    }
}

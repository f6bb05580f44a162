//! A rule applied to one date and its present start.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::Attendance;
use crate::value::ReminderState;

/// A rule applied to one date and its present start.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The date.
    pub occurrence_id: Uuid,
    /// The rule's canonical text.
    pub rule: String,
    /// Whom it is for; none for all.
    pub attendance: Option<Attendance>,
    /// The start it was computed from.
    pub start_utc: Moment,
    /// When it goes out.
    pub due_at: Moment,
    /// What became of it.
    pub state: ReminderState,
    /// The last reply that a letter was put for.
    pub position: Option<Uuid>,
    /// How many letters were put.
    pub letters: i64,
    /// When it was planned.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

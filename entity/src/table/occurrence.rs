//! One dated happening of an event.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::OccurrenceStatus;
use crate::value::known::Counts;
use crate::value::local::LocalTime;

/// One dated happening of an event.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "occurrence")]
pub struct Model {
    /// Its id; its own UID in mailed invitations is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// What named it: `2026-07-09/0` for the own date of its rule on that day, `2026-07-09/19:00` for a further date.
    pub slot: String,
    /// Whether this date goes ahead.
    pub status: OccurrenceStatus,
    /// Wall time.
    pub start: LocalTime,
    /// Wall time; none without a fixed end.
    pub end: Option<LocalTime>,
    /// The IANA zone of both.
    pub timezone: String,
    /// The instant computed from it.
    pub start_utc: Moment,
    /// The effective end: stated, or start and the kind's usual length.
    pub end_utc: Moment,
    /// Whether this date alone was moved: its times no longer follow from the rule that its event repeats by.
    pub moved: bool,
    /// A venue for this date alone.
    pub venue_id: Option<Uuid>,
    /// A room for this date alone.
    pub room: Option<String>,
    /// A spot for this date alone.
    pub meeting_point: Option<String>,
    /// The numbers that stay when its replies are gone.
    pub final_counts: Option<Counts>,
    /// When its replies were deleted.
    pub purged_at: Option<Moment>,
    /// Raised by every write.
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

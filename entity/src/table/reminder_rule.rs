//! A rule of an event's own schedule.

use sea_orm::entity::prelude::*;

/// A rule of an event's own schedule.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder_rule")]
pub struct Model {
    /// The event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: Uuid,
    /// Its canonical text: `P1D`, `7d@18:00`, `PT15M/online`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub rule: String,
    /// Its place in the list.
    pub position: i32,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

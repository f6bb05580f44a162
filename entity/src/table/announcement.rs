//! An act on an event that people may have to be told of.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::Act;
use crate::value::known::Known;

/// An act on an event that people may have to be told of.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "announcement")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The one date it concerns; none for all of them.
    pub occurrence_id: Option<Uuid>,
    /// The event's sequence after the act.
    pub sequence: i64,
    /// What was done.
    pub act: Act,
    /// Whether people are written to.
    pub notify: bool,
    /// What people knew before the act.
    pub before: Known,
    /// The organisers' words to those who said yes, sealed by the organisation's key.
    pub message: Option<Vec<u8>>,
    /// When.
    pub created_at: Moment,
    /// When it has settled and is told.
    pub due_at: Moment,
    /// When letters had been put for everybody.
    pub told_at: Option<Moment>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

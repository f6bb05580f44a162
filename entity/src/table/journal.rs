//! What was done, by whom, when; never changed.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// What was done, by whom, when; never changed.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The organisation's revision; none for replies, which do not raise it.
    pub revision: Option<i64>,
    /// When.
    pub at: Moment,
    /// Who: `key:<id>`, `public`, `beat:<name>`, `cli`.
    pub actor: String,
    /// What: `event.published`.
    pub act: String,
    /// The event.
    pub event_id: Option<Uuid>,
    /// What it was done to.
    pub subject_id: Uuid,
    /// Public facts: old and new times and status. Nothing personal, no free text.
    pub detail: Option<Json>,
    /// When it was spread to webhooks.
    pub fanned_out_at: Option<Moment>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

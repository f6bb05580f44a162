//! An address that asked not to be written to.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// An address that asked not to be written to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "suppression")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// By whom.
    pub organisation_id: Uuid,
    /// Finds the address again; keyed by the organisation's suppression key.
    pub tag: Vec<u8>,
    /// `not_you`, `bounce`.
    pub reason: String,
    /// Since when.
    pub created_at: Moment,
    /// Until when.
    pub expires_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

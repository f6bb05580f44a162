//! Tells whether a key file is the one this database was closed with.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// Tells whether a key file is the one this database was closed with.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "key_check")]
pub struct Model {
    /// Which wrapping key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wrapping_key_id: String,
    /// A known text, closed by it.
    pub sealed: Vec<u8>,
    /// When it was first used.
    pub created_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

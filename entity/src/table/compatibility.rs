//! The oldest release that still works with each migration.

use sea_orm::entity::prelude::*;

/// The oldest release that still works with each migration.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "compatibility")]
pub struct Model {
    /// The migration's name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub migration: String,
    /// A release, as `0.1.0`.
    pub oldest_binary: String,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

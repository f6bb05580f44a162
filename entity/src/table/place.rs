//! The places of one sort at one date.

use sea_orm::entity::prelude::*;

/// The places of one sort at one date.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "place")]
pub struct Model {
    /// The date.
    #[sea_orm(primary_key, auto_increment = false)]
    pub occurrence_id: Uuid,
    /// Which sort: `in_person`, `online`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// How many there are; none is without limit.
    pub capacity: Option<i64>,
    /// How many are taken.
    pub taken: i64,
    /// How many people wait.
    pub waiting: i64,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

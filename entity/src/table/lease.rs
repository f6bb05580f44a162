//! A named task that one node does at a time.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// A named task that one node does at a time.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lease")]
pub struct Model {
    /// Which.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// Who.
    pub holder: Uuid,
    /// Until when.
    pub until: Moment,
    /// When it last ended.
    pub last_run_at: Option<Moment>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

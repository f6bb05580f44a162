//! A key that closes personal fields, itself closed by the key file.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::Purpose;

/// A key that closes personal fields, itself closed by the key file.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "data_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The date whose replies it closes; none for an organisation's own keys.
    pub occurrence_id: Option<Uuid>,
    /// What it closes.
    pub purpose: Purpose,
    /// The key, closed by a wrapping key.
    pub wrapped: Vec<u8>,
    /// Which wrapping key.
    pub wrapping_key_id: String,
    /// From when on it must be destroyed; none for an organisation's own.
    pub destroy_on: Option<Moment>,
    /// When officers were told that it will be destroyed.
    pub warned_at: Option<Moment>,
    /// When it was made.
    pub created_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

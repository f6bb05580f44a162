//! What became of a request that may be sent again.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// What became of a request that may be sent again.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who sent it: a key's id, or `public`.
    pub caller: String,
    /// Which operation, on which path.
    pub operation: String,
    /// A hash of the caller's key.
    pub key: Vec<u8>,
    /// A keyed hash of the body.
    pub body: Vec<u8>,
    /// The status of the answer; none while it is worked on.
    pub status: Option<i32>,
    /// What was made or found.
    pub resource_id: Option<Uuid>,
    /// The code of a refusal, to be given again.
    pub outcome: Option<String>,
    /// What was said of a refusal, sealed.
    pub told: Option<Vec<u8>>,
    /// The date it concerns, for the purge.
    pub occurrence_id: Option<Uuid>,
    /// From when on it is forgotten.
    pub expires_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

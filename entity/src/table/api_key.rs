//! A key by which another program calls.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::lists::Scopes;

/// A key by which another program calls.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the key; the key itself is not kept.
    pub hash: Vec<u8>,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was made.
    pub created_at: Moment,
    /// From when on it no longer works.
    pub expires_at: Option<Moment>,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
    /// The last day it was used, UTC.
    pub last_used_on: Option<String>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

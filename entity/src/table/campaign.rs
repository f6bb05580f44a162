//! What events belong to.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::CampaignKind;
use crate::value::lists::Links;

/// What events belong to.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "campaign")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What sort.
    pub kind: CampaignKind,
    /// The day it began.
    pub began: Option<String>,
    /// What one can do for it.
    pub asks: Links,
    /// How its strike days are counted.
    pub strike_days: Option<Json>,
    /// The day from which it is paused.
    pub suspended_on: Option<String>,
    /// Raised by every write.
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

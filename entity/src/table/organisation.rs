//! A branch or a campaign group; everything else belongs to one.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// A branch or a campaign group; everything else belongs to one.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The IANA zone it works in.
    pub timezone: String,
    /// The language of its pages and letters.
    pub language: String,
    /// Its public address.
    pub email: Option<String>,
    /// Its public telephone number.
    pub phone: Option<String>,
    /// What to do when nobody answers.
    pub phone_note: Option<String>,
    /// Its other site.
    pub website: Option<String>,
    /// The sender name of its letters; its name when unset.
    pub mail_name: Option<String>,
    /// Counts the replacements of the members' address.
    pub members_generation: i32,
    /// When the members' address was last replaced.
    pub members_replaced_at: Option<Moment>,
    /// Raised by every change of the programme, under the row's lock: the order of changes.
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

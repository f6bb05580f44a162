//! One person's calendar of one organisation, asked for by address.

use sea_orm::entity::prelude::*;

use crate::Moment;

/// One person's calendar of one organisation, asked for by address.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_subscription")]
pub struct Model {
    /// Its id; its token is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of which organisation.
    pub organisation_id: Uuid,
    /// Sealed and padded, with the organisation's key.
    pub email: Vec<u8>,
    /// Finds the address again, so that asking again mails the same calendar; keyed by the organisation's key.
    pub email_tag: Vec<u8>,
    /// The language of its letters.
    pub language: String,
    /// Raised to give it a new address.
    pub generation: i32,
    /// A keyed hash of the replies that were in it when it was last fetched.
    pub replies: Option<Vec<u8>>,
    /// When they were first seen to be these.
    pub changed_at: Moment,
    /// When it was last fetched, to the day; none before the first time.
    pub fetched_at: Option<Moment>,
    /// When a letter with its address was last asked for and put.
    pub asked_at: Moment,
    /// How many such letters there were since a day without one.
    pub letters: i32,
    /// When it was made.
    pub created_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

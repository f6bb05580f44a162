//! Which entry of another calendar became which event.

use sea_orm::entity::prelude::*;

/// An entry that was taken, by a hash of its UID: a UID may hold somebody's address.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "imported")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: Uuid,
    /// A hash of its UID; or, of a post of The Events Calendar, of that: what its entry was where it was alone (`import::posts`).
    #[sea_orm(primary_key, auto_increment = false)]
    pub uid: Vec<u8>,
    /// The event; none when its draft was deleted here, so that it does not come back by itself.
    pub event_id: Option<Uuid>,
    /// A hash of what it said when it was last taken.
    pub said: Vec<u8>,
    /// The event's revision then: a higher one means that somebody has changed it here.
    pub revision: i64,
    /// A hash of the calendar that it was last seen in, where that has a name: an address may hold a secret.
    pub source: Option<Vec<u8>>,
    /// Of a post: the hash of its entry's UID.
    pub entry: Option<Vec<u8>>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

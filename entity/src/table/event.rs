//! What is announced.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::EventStatus;
use crate::value::Kind;
use crate::value::Visibility;
use crate::value::facts::Facts;

/// What is announced.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    /// Its id; its UID in calendars is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// From the facts.
    pub campaign_id: Option<Uuid>,
    /// From the facts.
    pub venue_id: Option<Uuid>,
    /// Its part of the address, unique in the organisation.
    pub slug: String,
    /// From the facts.
    pub kind: Kind,
    /// Where it is in its life.
    pub status: EventStatus,
    /// From the facts.
    pub visibility: Visibility,
    /// From the facts.
    pub title: String,
    /// From the facts.
    pub external_id: Option<String>,
    /// All that the organiser said.
    pub facts: Facts,
    /// Of an event that repeats: up to when its dates have been made. None when all of them have.
    pub made_until: Option<Moment>,
    /// The event whose later dates it took over.
    pub continues: Option<Uuid>,
    /// The event that took over its later dates.
    pub continued_by: Option<Uuid>,
    /// When it was first published.
    pub published_at: Option<Moment>,
    /// Raised by every write; for If-Match.
    pub revision: i64,
    /// Raised when what people act on changes; the SEQUENCE of every VEVENT with its UID.
    pub sequence: i64,
    /// The last public change, for DTSTAMP and LAST-MODIFIED.
    pub changed_at: Moment,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! A reply.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::Attendance;
use crate::value::Response;
use crate::value::Standing;

/// A reply.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "rsvp")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose event.
    pub organisation_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The date.
    pub occurrence_id: Uuid,
    /// The answer.
    pub response: Response,
    /// In the room or online.
    pub attendance: Attendance,
    /// What they chose, once the event has left only the other way.
    pub attendance_chosen: Option<Attendance>,
    /// How many people.
    pub party_size: i64,
    /// Whether it holds places.
    pub standing: Standing,
    /// Since when it waits.
    pub queued_at: Option<Moment>,
    /// Sealed, contact.
    pub name: Option<Vec<u8>>,
    /// Sealed and padded, contact.
    pub email: Option<Vec<u8>>,
    /// Finds an address again within this date; dies with its key.
    pub email_tag: Option<Vec<u8>>,
    /// When the owner of the address pressed something, or an officer entered it.
    pub address_proved_at: Option<Moment>,
    /// Sealed, contact.
    pub organisation_name: Option<Vec<u8>>,
    /// They bring a banner.
    pub banner: bool,
    /// Sealed, contact.
    pub message: Option<Vec<u8>>,
    /// Sealed, contact: JSON of key and answer.
    pub answers: Option<Vec<u8>>,
    /// Sealed, access.
    pub access_needs: Option<Vec<u8>>,
    /// Which words were shown beside the button.
    pub wording: String,
    /// When they were agreed to.
    pub agreed_at: Moment,
    /// Where it came from: `page`, `api`, `officer`.
    pub source: String,
    /// The language of its letters.
    pub language: String,
    /// Raised to revoke its links.
    pub generation: i32,
    /// The event's sequence that this person knows of.
    pub told: i64,
    /// With `asked_revision`: the least SEQUENCE of an invitation that asks about the date as it was when this row was last
    /// written, in its two parts. This is the event's.
    pub asked_sequence: i64,
    /// The row's own part: its revision when the date last changed.
    pub asked_revision: i64,
    /// When its owner last answered: the DTSTAMP of the last answer taken from a calendar, or when they changed it themselves. An answer
    /// of a calendar that is not newer comes too late.
    pub answered_at: Option<Moment>,
    /// When they asked for no more reminders.
    pub reminders_stopped_at: Option<Moment>,
    /// When they asked for no more letters at all.
    pub letters_stopped_at: Option<Moment>,
    /// When they said that they can't come; personal fields go when the last letter is settled.
    pub withdrawn_at: Option<Moment>,
    /// When its personal fields were removed.
    pub forgotten_at: Option<Moment>,
    /// When they were seen at the door.
    pub checked_in_at: Option<Moment>,
    /// Raised by every write.
    pub revision: i64,
    /// When it came.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

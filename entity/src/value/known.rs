//! What people know of a date, and the numbers that stay when they are forgotten.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::local::LocalTime;
use super::{AttendanceMode, EventStatus};

/// The facts of a date that people act on, as they stood at one moment. Public values only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Known {
    /// Whether it goes ahead; cancelled too when the date alone is.
    pub status: EventStatus,
    /// Wall time of the start.
    pub start: LocalTime,
    /// Wall time of the end.
    pub end: Option<LocalTime>,
    /// The zone of both.
    pub timezone: String,
    /// How it can be attended.
    pub mode: AttendanceMode,
    /// The venue.
    pub venue_id: Option<Uuid>,
    /// The place in one line, as it was shown.
    pub place: Option<String>,
    /// The room, as it was shown.
    pub room: Option<String>,
    /// The exact spot, as it was shown.
    pub spot: Option<String>,
}

/// How many answered what. People, where not said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct Counts {
    /// Replies that say yes and have their places.
    pub going: i64,
    /// Replies that say perhaps.
    pub maybe: i64,
    /// Replies that say no.
    pub not_going: i64,
    /// Replies that wait for places.
    pub waiting: i64,
    /// People of the replies that say yes and have their places.
    pub people: i64,
    /// Of these, at the place.
    pub in_person: i64,
    /// Of these, online.
    pub online: i64,
    /// Replies seen at the door.
    pub checked_in: i64,
}

//! What a venue's JSON columns hold: directions by mode, and access.

use jiff::civil::Date;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use super::TravelMode;

/// One way to a venue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Direction {
    /// By what.
    pub mode: TravelMode,
    /// The stop, station or place it starts from, with its line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How long it takes from there, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// One turn or landmark each, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// A remark: a gradient, a crossing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first day on which this way is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_from: Option<Date>,
    /// The last day on which it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_until: Option<Date>,
}

impl Direction {
    /// Whether this way is closed on `day`. With one end of the closure unknown, it is open-ended there.
    #[must_use]
    pub fn is_closed_on(&self, day: Date) -> bool {
        match (self.closed_from, self.closed_until) {
            (None, None) => false,
            (from, until) => from.is_none_or(|f| f <= day) && until.is_none_or(|u| day <= u),
        }
    }
}

/// All ways to a venue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Directions(pub Vec<Direction>);

/// What is known about getting in and taking part. `None` means: not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    /// In words; `not checked yet` is an honest statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// A way in without steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_free: Option<bool>,
    /// An accessible toilet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessible_toilet: Option<bool>,
    /// A hearing loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing_loop: Option<bool>,
    /// Somewhere to sit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seating: Option<bool>,
    /// British Sign Language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bsl: Option<bool>,
    /// Captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions: Option<bool>,
    /// Parking for disabled people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parking: Option<bool>,
    /// A quiet space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet_space: Option<bool>,
    /// Whom to ask: an e-mail address or a telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// When somebody last looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<Date>,
}

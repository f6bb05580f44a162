//! The facts of an event, as an organiser states them. This is also the shape in which they are kept,
//! and the names are those of the contract.

mod repeats;
mod replies;

use jiff::civil::Date;
use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::local::LocalTime;
use super::{AttendanceMode, Kind, OutcomeResult, PhoneShown, PlaceShown, Visibility};

pub use repeats::{NoSuchDay, Nth, On, Repeats};
pub use replies::{Capacity, Question, RsvpSettings};

/// Everything an organiser says about an event.
///
/// One value, kept whole in one JSON column: a fact that comes later is a field here, not a column everywhere.
/// What the database asks by (status, times, venue …) stands in columns beside it, written from this by `event`'s
/// store alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// What sort of happening it is.
    pub kind: Kind,
    /// The name of the event.
    pub title: String,
    /// When it starts, on the clocks of its zone; a date alone is all day.
    pub start: LocalTime,
    /// The IANA name of the zone.
    pub timezone: String,
    /// When it ends; for an all-day event the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<LocalTime>,
    /// It has no end that anybody could name.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_fixed_end: bool,
    /// How it repeats; start and end are then those of the first date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// "Around" the start.
    #[serde(default, skip_serializing_if = "is_false")]
    pub start_is_approximate: bool,
    /// Its part of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// One line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who may find it.
    #[serde(default = "public")]
    pub visibility: Visibility,
    /// How it can be attended.
    #[serde(default = "in_person")]
    pub attendance_mode: AttendanceMode,
    /// The venue, one of the organisation's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue_id: Option<Uuid>,
    /// The room in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// The exact spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_point: Option<String>,
    /// When the exact place is shown.
    #[serde(default = "everyone")]
    pub place_shown: PlaceShown,
    /// The part of town, for when the exact place is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Another body that organises it; we take no replies then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organised_by: Option<String>,
    /// The online part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<Online>,
    /// Who is lobbied, and at which meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// What to bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bring: Option<String>,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Access on the day, where it differs from the venue's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_statement: Option<String>,
    /// Whom to ask. Public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The telephone number for who is lost or late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_the_day_phone: Option<String>,
    /// Who is shown that number.
    #[serde(default = "phone_replied")]
    pub on_the_day_phone_shown: PhoneShown,
    /// Dates by which something must be in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<Deadline>,
    /// How many must be there to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<u32>,
    /// Who may attend, speak, vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may: Option<WhoMay>,
    /// What one can do on a day of action.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub menu: Vec<String>,
    /// Other things one can do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Link>,
    /// Papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// How many can take part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// Below this many it is not worth holding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u32>,
    /// How replies are taken.
    #[serde(default)]
    pub rsvp: RsvpSettings,
    /// The campaign it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Uuid>,
    /// The caller's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// How it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// The online part of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Online {
    /// The name of the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The joining link. Never public: only the letter shortly before the start has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_url: Option<String>,
    /// A telephone number to dial in. As private as the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dial_in: Option<String>,
    /// How many minutes before the start the link is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reveal_minutes_before: Option<u32>,
    /// What else one needs to know. As private as the link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// A public broadcast; watching is not attending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch_url: Option<String>,
}

/// Who is lobbied, and at which meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Target {
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Its meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// When that starts; the assembly is earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_start: Option<LocalTime>,
    /// In which room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Who it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A date by which something must be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// For what.
    pub label: String,
    /// Local time.
    pub at: LocalTime,
}

/// Who may attend, speak and vote, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WhoMay {
    /// Who may attend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attend: Option<String>,
    /// Who may speak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speak: Option<String>,
    /// Who may vote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vote: Option<String>,
}

/// Something else one can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What the link says.
    pub label: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A paper to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// How an event went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// In a word.
    pub result: OutcomeResult,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of a registered letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_reference: Option<String>,
    /// How many came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headcount: Option<Capacity>,
    /// What comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

fn is_false(b: &bool) -> bool {
    !*b
}

fn public() -> Visibility {
    Visibility::Public
}

fn in_person() -> AttendanceMode {
    AttendanceMode::InPerson
}

fn everyone() -> PlaceShown {
    PlaceShown::Everyone
}

fn phone_replied() -> PhoneShown {
    PhoneShown::Replied
}

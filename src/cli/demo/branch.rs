//! The file `branch.json`: what a real branch organised, as its own pages told it.

use entity::value::local::LocalTime;
use entity::value::{AttendanceMode, CampaignKind, Kind, OutcomeResult, TravelMode, Visibility};
use jiff::civil::Date;
use serde::Deserialize;

/// The whole file. What the demonstration has no use for is not read.
#[derive(Debug, Deserialize)]
pub(super) struct Branch {
    pub(super) organisation: Organisation,
    pub(super) venues: Vec<Venue>,
    pub(super) campaign: Campaign,
    pub(super) events: Vec<Event>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Organisation {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) timezone: String,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) phone_note: String,
    pub(super) website: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Venue {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) street: Option<String>,
    pub(super) locality: Option<String>,
    pub(super) postcode: Option<String>,
    pub(super) lat: Option<f64>,
    pub(super) lng: Option<f64>,
    pub(super) standing_point: Option<String>,
    pub(super) directions: Vec<Way>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Way {
    pub(super) mode: TravelMode,
    pub(super) from: Option<String>,
    pub(super) minutes: Option<u32>,
    #[serde(default)]
    pub(super) steps: Vec<String>,
    pub(super) gradient: Option<String>,
    /// A closure, in words. The days are in [`super::dates::CLOSURE`].
    pub(super) notice: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Campaign {
    pub(super) slug: String,
    pub(super) kind: CampaignKind,
    pub(super) name: String,
    pub(super) began: Date,
    pub(super) asks: Vec<Ask>,
    pub(super) strike_days: StrikeDays,
}

/// Every weekday inside the blocks that is no bank holiday in England.
#[derive(Debug, Deserialize)]
pub(super) struct StrikeDays {
    pub(super) blocks: Vec<Block>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Block {
    pub(super) from: Date,
    pub(super) to: Date,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ask {
    pub(super) label: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub(super) key: String,
    pub(super) kind: Kind,
    pub(super) title: String,
    pub(super) attendance_mode: AttendanceMode,
    pub(super) start: LocalTime,
    #[serde(default)]
    pub(super) start_is_approximate: bool,
    pub(super) venue: String,
    pub(super) room: Option<String>,
    pub(super) meeting_point: Option<String>,
    pub(super) online: Option<Online>,
    pub(super) target: Option<entity::value::facts::Target>,
    pub(super) summary: Option<String>,
    pub(super) bring: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) visibility: Option<Visibility>,
    pub(super) campaign: Option<String>,
    pub(super) outcome: Option<Outcome>,
    #[serde(default)]
    pub(super) menu: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Online {
    pub(super) platform: String,
    pub(super) note: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Outcome {
    pub(super) result: OutcomeResult,
    pub(super) then: Option<String>,
}

/// Reads the file.
pub(super) fn read() -> Result<Branch, serde_json::Error> {
    serde_json::from_str(include_str!("branch.json"))
}

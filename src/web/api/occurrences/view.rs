//! What is said and shown of one date.

use entity::Moment;
use entity::value;
use entity::value::local::LocalTime;
use poem_openapi::Object;
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::Type;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::events::view::Eyes;
use super::super::kept::Links;
use super::super::words::{Instant, Local, OccurrenceStatus};
use crate::event::{DateChange, Shown as OneDate};
use crate::web::app::App;
use crate::web::exchange::answer::Shown;
use crate::web::exchange::sent::{Patchable, Sent};
use crate::web::problem::Problem;

/// What can be said of one date alone.
#[derive(Object)]
pub(super) struct OccurrenceChange {
    /// When it starts, on the clocks of its zone
    start: Local,
    /// When it ends
    end: Option<Local>,
    /// A venue for this date alone
    venue_id: Option<Uuid>,
    /// A room for this date alone
    #[oai(validator(max_length = 200))]
    room: Option<String>,
    /// A spot for this date alone
    #[oai(validator(max_length = 300))]
    meeting_point: Option<String>,
}

/// A further date of an event that repeats.
#[derive(Object)]
pub(super) struct NewOccurrence {
    /// When it starts, on the clocks of the event's zone; it lasts as long as the others
    start: Local,
    /// Whether people are written to, where it is one that was taken out; they are when left out
    notify: Option<bool>,
}

impl Sent for NewOccurrence {}

/// The same, as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct NewStart {
    pub(super) start: LocalTime,
}

impl Sent for OccurrenceChange {
    const ANSWERED_AS: &'static str = "Occurrence";
}

impl Patchable for OccurrenceChange {
    fn beside() -> Vec<(&'static str, MetaSchemaRef)> {
        vec![("notify", bool::schema_ref())]
    }
}

/// One date of an event.
#[derive(Object)]
pub(super) struct Occurrence {
    /// Its id
    id: Uuid,
    /// The event
    event_id: Uuid,
    /// The slug of its organisation
    organisation: String,
    /// Whether this date goes ahead, as far as it alone is concerned
    status: OccurrenceStatus,
    #[oai(flatten)]
    said: OccurrenceChange,
    /// The IANA name of its zone
    timezone: String,
    /// The instant of the start
    start_utc: Instant,
    /// The instant of the end; left out without a fixed end
    end_utc: Option<Instant>,
    /// The event's revision; the first part of the `ETag`
    revision: i64,
    /// When it was entered
    created_at: Instant,
    /// When it was last changed
    updated_at: Instant,
    /// Where more is
    links: Links,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    start: LocalTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<LocalTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    venue_id: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    room: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meeting_point: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) id: Uuid,
    event_id: Uuid,
    organisation: &'a str,
    status: value::OccurrenceStatus,
    #[serde(flatten)]
    said: Said,
    timezone: &'a str,
    pub(super) start_utc: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_utc: Option<Moment>,
    revision: i64,
    created_at: Moment,
    updated_at: Moment,
    links: Links,
}

impl Said {
    pub(super) fn of(date: &OneDate, shows_place: bool) -> Self {
        let own = &date.occurrence;
        Self {
            start: own.start,
            end: own.end,
            venue_id: own.venue_id.filter(|_| shows_place),
            room: own.room.clone().filter(|_| shows_place),
            meeting_point: own.meeting_point.clone().filter(|_| shows_place),
        }
    }

    /// As a change. Where nothing is said of the end, it moves with the start.
    pub(super) fn change(self, says_end: bool) -> DateChange {
        DateChange {
            start: Some(self.start),
            end: says_end.then_some(self.end),
            venue_id: Some(self.venue_id),
            room: Some(self.room),
            meeting_point: Some(self.meeting_point),
        }
    }
}

pub(super) fn view<'a>(date: &'a OneDate, eyes: Eyes, app: &App) -> View<'a> {
    let own = &date.occurrence;
    View {
        id: own.id,
        event_id: own.event_id,
        organisation: &date.organisation.slug,
        status: own.status,
        said: Said::of(date, eyes.see_place(date, app.clock.now())),
        timezone: &own.timezone,
        start_utc: own.start_utc,
        end_utc: own.end.map(|_| own.end_utc),
        revision: date.event.revision,
        created_at: own.created_at,
        updated_at: own.updated_at,
        links: Links::to(&app.links, &format!("/occurrences/{}", own.id)),
    }
}

pub(super) fn shown(date: &OneDate, eyes: Eyes, app: &App) -> Result<Shown<Occurrence>, Problem> {
    Shown::at_revision(date.event.revision, &view(date, eyes, app))
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 4] {
    let date = json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03", "event_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01",
        "organisation": "barnet-unison", "status": "scheduled", "start": "2026-07-09T18:00", "end": "2026-07-09T20:00",
        "room": "Committee room 1", "timezone": "Europe/London", "start_utc": "2026-07-09T17:00:00Z",
        "end_utc": "2026-07-09T19:00:00Z", "revision": 3, "created_at": "2026-06-01T09:00:00Z",
        "updated_at": "2026-06-02T17:30:00Z",
        "links": { "self": "https://events.example.org/api/v1/occurrences/0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03" },
    });
    [
        ("NewOccurrence", json!({ "start": "2026-07-14T18:00", "notify": true })),
        ("OccurrenceList", json!({ "items": [date], "next": null })),
        ("Occurrence", date),
        (
            "OccurrenceChangePatch",
            json!({ "start": "2026-07-16T18:00", "end": "2026-07-16T20:00", "notify": true }),
        ),
    ]
}

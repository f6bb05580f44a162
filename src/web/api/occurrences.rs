//! `/occurrences`: the dates of an event.

use entity::Moment;
use entity::value;
use entity::value::local::LocalTime;
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::Type;
use poem_openapi::{Object, OpenApi};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::events::acts::{Announcement, telling};
use super::events::view::Eyes;
use super::events::{visible, visible_date};
use super::kept::Links;
use super::words::{Instant, Local, OccurrenceStatus};
use super::{Tag, actor};
use crate::access::Caller;
use crate::event::{self, DateChange, EventError, Order, Shown as OneDate};
use crate::occurrence;
use crate::web::app::App;
use crate::web::caller::{Anybody, EventsRead, EventsWrite, With};
use crate::web::exchange::answer::Shown;
use crate::web::exchange::body::{Body, Patch, Patchable};
use crate::web::exchange::list::{Page, Window};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

/// What can be said of one date alone.
#[derive(Object)]
struct OccurrenceChange {
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

impl Patchable for OccurrenceChange {
    fn beside() -> Vec<(&'static str, MetaSchemaRef)> {
        vec![("notify", bool::schema_ref())]
    }
}

/// One date of an event.
#[derive(Object)]
struct Occurrence {
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
struct Said {
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
struct View<'a> {
    id: Uuid,
    event_id: Uuid,
    organisation: &'a str,
    status: value::OccurrenceStatus,
    #[serde(flatten)]
    said: Said,
    timezone: &'a str,
    start_utc: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_utc: Option<Moment>,
    revision: i64,
    created_at: Moment,
    updated_at: Moment,
    links: Links,
}

impl Said {
    fn of(date: &OneDate, shows_place: bool) -> Self {
        let own = &date.occurrence;
        Self {
            start: own.start,
            end: own.end,
            venue_id: own.venue_id.filter(|_| shows_place),
            room: own.room.clone().filter(|_| shows_place),
            meeting_point: own.meeting_point.clone().filter(|_| shows_place),
        }
    }

    fn change(self) -> DateChange {
        DateChange {
            start: Some(self.start),
            end: Some(self.end),
            venue_id: Some(self.venue_id),
            room: Some(self.room),
            meeting_point: Some(self.meeting_point),
        }
    }
}

fn view<'a>(date: &'a OneDate, eyes: Eyes, app: &App) -> View<'a> {
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

fn shown(date: &OneDate, eyes: Eyes, app: &App) -> Result<Shown<Occurrence>, Problem> {
    Shown::at_revision(date.event.revision, &view(date, eyes, app))
}

/// The resource.
pub struct Occurrences;

#[OpenApi(tag = "Tag::Events")]
impl Occurrences {
    /// List the dates of an event
    ///
    /// By start, then id.
    #[oai(path = "/events/:id/occurrences", method = "get", operation_id = "list_occurrences")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the document")]
    async fn list(
        &self,
        caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// Not over at this instant
        from: Query<Option<Instant>>,
        /// Begun before this instant
        to: Query<Option<Instant>>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Occurrence>>, Problem> {
        let conn = app.db.read();
        let (one, eyes) = visible(&conn, caller.caller.as_ref(), *id).await?;
        let (from, to) = (from.0.map(|at| at.0), to.0.map(|at| at.0));
        let window = Window::<(Moment, Uuid)>::read(cursor.as_deref(), *limit, &("dates", *id, from, to))?;
        let dates = occurrence::of_event(&conn, one.event.organisation_id, *id, from, to).await?;
        let ahead = dates.into_iter().filter(|date| window.after < Some((date.start_utc, date.id)));
        let some = ahead.take(usize::try_from(window.fetch()).unwrap_or(usize::MAX));
        let dates: Vec<_> = some.map(|occurrence| OneDate { occurrence, ..one.clone() }).collect();
        window
            .page(dates.iter().map(|date| view(date, eyes, &app)).collect(), |view| (view.start_utc, view.id))
    }

    /// Read one date of an event
    #[oai(path = "/occurrences/:id", method = "get", operation_id = "get_occurrence")]
    async fn get(
        &self,
        caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let (date, eyes) = visible_date(&app.db.read(), caller.caller.as_ref(), *id).await?;
        shown(&date, eyes, &app)
    }

    /// Change one date of an event
    ///
    /// Moves it, or gives it a place of its own; null takes the date's own away again. Those who said yes are told, unless
    /// `notify` is false.
    #[oai(path = "/occurrences/:id", method = "patch", operation_id = "update_occurrence")]
    async fn update(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        mut change: Patch<OccurrenceChange>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let notify = change.take("notify")?.unwrap_or(true);
        let before = own_date(&app, &caller, *id).await?;
        seen.allows(before.event.revision)?;
        let said: Said = change.upon(&Said::of(&before, true))?;
        let order = order(&caller, &before, Some(before.event.revision));
        let (seals, id, now) = (app.seals.clone(), *id, app.clock.now());
        let work = app.db.write(move |write| {
            Box::pin(async move {
                event::change_date(write, &seals, &order, id, (said.change(), notify), now).await
            })
        });
        let after: Result<_, EventError> = work.await;
        app.pulse.ring();
        shown(&after?, Eyes::of(Some(&caller), caller.organisation), &app)
    }

    /// Cancel one date of an event
    #[oai(path = "/occurrences/:id/cancel", method = "post", operation_id = "cancel_occurrence")]
    async fn cancel(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<Announcement>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let asked = Asked::by(&caller, key, format!("cancel_occurrence {}", *id), body.sent());
        turn(&app, &caller, *id, (asked, body), value::OccurrenceStatus::Cancelled).await
    }

    /// Reinstate one date of an event
    #[oai(path = "/occurrences/:id/reinstate", method = "post", operation_id = "reinstate_occurrence")]
    async fn reinstate(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<Announcement>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let asked = Asked::by(&caller, key, format!("reinstate_occurrence {}", *id), body.sent());
        turn(&app, &caller, *id, (asked, body), value::OccurrenceStatus::Scheduled).await
    }
}

async fn turn(
    app: &App,
    caller: &Caller,
    id: Uuid,
    (asked, mut body): (Asked, Body<Announcement>),
    status: value::OccurrenceStatus,
) -> Result<Shown<Occurrence>, Problem> {
    let before = own_date(app, caller, id).await?;
    let (seals, now, order) = (app.seals.clone(), app.clock.now(), order(caller, &before, None));
    let telling = telling(app, caller.organisation, &mut body, now).await?;
    repeat::once(app, asked, move |write| {
        Box::pin(async move {
            let turned = match status {
                value::OccurrenceStatus::Cancelled => {
                    event::cancel_date(write, &seals, &order, id, telling, now).await?
                }
                value::OccurrenceStatus::Scheduled => {
                    event::reinstate_date(write, &seals, &order, id, telling, now).await?
                }
            };
            Ok(turned.occurrence.id.into())
        })
    })
    .await?;
    shown(&own_date(app, caller, id).await?, Eyes::of(Some(caller), caller.organisation), app)
}

/// A date of the caller's own organisation.
async fn own_date(app: &App, caller: &Caller, id: Uuid) -> Result<OneDate, Problem> {
    let date = event::by_date(&app.db.read(), id).await?;
    if date.event.organisation_id == caller.organisation { Ok(date) } else { Err(Problem::not_found()) }
}

fn order(caller: &Caller, date: &OneDate, seen: Option<i64>) -> Order {
    Order { organisation: caller.organisation, event: date.event.id, seen, actor: actor(caller) }
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 3] {
    let date = json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03", "event_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01",
        "organisation": "barnet-unison", "status": "scheduled", "start": "2026-07-09T18:00", "end": "2026-07-09T20:00",
        "room": "Committee room 1", "timezone": "Europe/London", "start_utc": "2026-07-09T17:00:00Z",
        "end_utc": "2026-07-09T19:00:00Z", "revision": 3, "created_at": "2026-06-01T09:00:00Z",
        "updated_at": "2026-06-02T17:30:00Z",
        "links": { "self": "https://events.example.org/api/v1/occurrences/0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03" },
    });
    [
        ("OccurrenceList", json!({ "items": [date], "next": null })),
        ("Occurrence", date),
        (
            "OccurrenceChangePatch",
            json!({ "start": "2026-07-16T18:00", "end": "2026-07-16T20:00", "notify": true }),
        ),
    ]
}

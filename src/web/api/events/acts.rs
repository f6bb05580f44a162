//! What is done to an event: publish, postpone, suspend, reinstate, cancel, duplicate.

#![expect(clippy::too_many_arguments, reason = "each argument is a part of the request, as it is documented")]

use entity::Moment;
use entity::value::local::LocalTime;
use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::Tag;
use super::super::words::Local;
use super::view::Event;
use super::{answer, order};
use crate::access::Caller;
use crate::database::{BoxFuture, Write};
use crate::event::{self, EventError, NewTimes, Order, Telling};
use crate::mistake::Mistake;
use crate::seal::Seals;
use crate::web::app::App;
use crate::web::caller::{EventsWrite, With};
use crate::web::exchange::answer::{Made, Shown};
use crate::web::exchange::body::Body;
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::exchange::sent::Sent;
use crate::web::problem::Problem;

/// Whether people are told, and with which words.
#[derive(Object)]
pub struct Announcement {
    /// Words for those who said yes
    #[oai(validator(max_length = 2000))]
    message: Option<String>,
    /// Whether they are written to; they are when left out
    notify: Option<bool>,
}

/// Whether people are told, and the new times.
#[derive(Object)]
pub struct Reinstatement {
    /// Words for those who said yes
    #[oai(validator(max_length = 2000))]
    message: Option<String>,
    /// Whether they are written to; they are when left out
    notify: Option<bool>,
    /// A new start; needed when it was postponed and the old one is past
    start: Option<Local>,
    /// A new end
    end: Option<Local>,
}

/// When the copy starts.
#[derive(Object)]
pub struct Copy {
    /// The start of the copy; everything else moves along
    start: Option<Local>,
}

/// Nothing: an act without a body.
#[derive(Object)]
pub struct Nothing {}

impl Sent for Announcement {}
impl Sent for Reinstatement {}
impl Sent for Copy {}
impl Sent for Nothing {}

/// Examples of the bodies.
#[must_use]
pub fn examples() -> [(&'static str, Value); 4] {
    [
        ("Announcement", json!({ "message": "Talks have begun.", "notify": true })),
        (
            "Reinstatement",
            json!({ "message": "It is on again.", "start": "2026-09-10T18:00", "end": "2026-09-10T20:00" }),
        ),
        ("Copy", json!({ "start": "2026-10-08T18:00" })),
        ("Nothing", json!({})),
    ]
}

/// The acts.
pub struct Acts;

#[OpenApi(tag = "Tag::Events")]
impl Acts {
    /// Publish an event
    ///
    /// Refused with `errors` while something is missing; answered with `warnings` where something is worth another look.
    #[oai(path = "/events/:id/publish", method = "post", operation_id = "publish_event")]
    async fn publish(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Nothing>,
    ) -> Result<Shown<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("publish_event {}", *id), body.sent());
        let (order, seals, now) = (order(&caller, *id, seen), app.seals.clone(), app.clock.now());
        let (id, warnings) = repeat::once(&app, asked, move |write| {
            Box::pin(async move {
                let (shown, warnings) = event::publish(write, &seals, &order, now).await?;
                Ok(repeat::Made { id: shown.event.id, occurrence: None, more: warnings })
            })
        })
        .await?;
        let warnings = match warnings {
            Some(warnings) => warnings,
            None => event::warnings(&app.db.read(), caller.organisation, id, now).await?,
        };
        answer(&app, &caller, id, warnings).await
    }

    /// Postpone an event
    ///
    /// A new date is not known yet. Reminders stop, those who said yes are told.
    #[oai(path = "/events/:id/postpone", method = "post", operation_id = "postpone_event")]
    async fn postpone(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Announcement>,
    ) -> Result<Shown<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("postpone_event {}", *id), body.sent());
        done(&app, &caller, order(&caller, *id, seen), (asked, body), |d| {
            Box::pin(async move { event::postpone(d.write, &d.seals, &d.order, d.telling, d.now).await })
        })
        .await
    }

    /// Suspend an event
    ///
    /// Action is paused, for talks. Reminders stop, those who said yes are told; `reinstate` takes it up again.
    #[oai(path = "/events/:id/suspend", method = "post", operation_id = "suspend_event")]
    async fn suspend(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Announcement>,
    ) -> Result<Shown<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("suspend_event {}", *id), body.sent());
        done(&app, &caller, order(&caller, *id, seen), (asked, body), |d| {
            Box::pin(async move { event::suspend(d.write, &d.seals, &d.order, d.telling, d.now).await })
        })
        .await
    }

    /// Cancel an event
    ///
    /// Those who said yes are told. It stays in calendars, as cancelled.
    #[oai(path = "/events/:id/cancel", method = "post", operation_id = "cancel_event")]
    async fn cancel(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Announcement>,
    ) -> Result<Shown<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("cancel_event {}", *id), body.sent());
        done(&app, &caller, order(&caller, *id, seen), (asked, body), |d| {
            Box::pin(async move { event::cancel(d.write, &d.seals, &d.order, d.telling, d.now).await })
        })
        .await
    }

    /// Reinstate an event
    ///
    /// What was postponed, suspended or cancelled goes ahead after all, at new times where they are given.
    #[oai(path = "/events/:id/reinstate", method = "post", operation_id = "reinstate_event")]
    async fn reinstate(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        mut body: Body<Reinstatement>,
    ) -> Result<Shown<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("reinstate_event {}", *id), body.sent());
        let new = NewTimes { start: body.take("start")?, end: body.take("end")? };
        done(&app, &caller, order(&caller, *id, seen), (asked, body), move |d| {
            Box::pin(
                async move { event::reinstate(d.write, &d.seals, &d.order, new, d.telling, d.now).await },
            )
        })
        .await
    }

    /// Duplicate an event
    ///
    /// A new draft with the same facts, at a new start where it is given.
    #[oai(path = "/events/:id/duplicate", method = "post", operation_id = "duplicate_event")]
    async fn duplicate(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        mut body: Body<Copy>,
    ) -> Result<Made<Event>, Problem> {
        let asked = Asked::by(&caller, key, format!("duplicate_event {}", *id), body.sent());
        let start: Option<LocalTime> = body.take("start")?;
        let (order, seals, now) = (order(&caller, *id, IfMatch(None)), app.seals.clone(), app.clock.now());
        let (id, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(
                async move { Ok(event::duplicate(write, &seals, &order, start, now).await?.event.id.into()) },
            )
        })
        .await?;
        let made: Made<Event> = answer(&app, &caller, id, Vec::new()).await?;
        Ok(made.found_at(format!("/api/v1/events/{id}")))
    }
}

/// All that an act needs.
struct Doing<'a> {
    write: &'a Write,
    seals: Seals,
    order: Order,
    telling: Telling,
    now: Moment,
}

/// An act that people may be told of: seals the words, does it once, answers the event.
async fn done<B, F>(
    app: &App,
    caller: &Caller,
    order: Order,
    (asked, mut body): (Asked, Body<B>),
    act: F,
) -> Result<Shown<Event>, Problem>
where
    F: for<'a> FnOnce(Doing<'a>) -> BoxFuture<'a, Result<event::Shown, EventError>> + Send + 'static,
{
    let (seals, now) = (app.seals.clone(), app.clock.now());
    let telling = telling(app, caller.organisation, &mut body).await?;
    let (id, _more) = repeat::once(app, asked, move |write| {
        Box::pin(async move {
            let doing = Doing { write, seals, order, telling, now };
            Ok(act(doing).await?.event.id.into())
        })
    })
    .await?;
    answer(app, caller, id, Vec::<Mistake>::new()).await
}

/// Whether people are told, and with which words: sealed before the write begins.
pub(in crate::web::api) async fn telling<B>(
    app: &App,
    organisation: Uuid,
    body: &mut Body<B>,
) -> Result<Telling, Problem> {
    let notify = body.take("notify")?.unwrap_or(true);
    let words: Option<String> = body.take("message")?;
    let conn = app.db.read();
    Ok(Telling::with_words(&conn, &app.seals, organisation, notify, words.as_deref()).await?)
}

//! `/occurrences`: the dates of an event.

mod split;
mod view;

use entity::Moment;
use entity::value::Act;
use jiff::tz::TimeZone;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use uuid::Uuid;

pub use split::Splits;
pub use view::examples;
use view::{NewOccurrence, NewStart, Occurrence, OccurrenceChange, Said, shown, view};

use super::events::acts::{Announcement, telling};
use super::events::find::stretch;
use super::events::view::Eyes;
use super::events::{visible, visible_date};
use super::{Tag, actor};
use crate::access::Caller;
use crate::event::{self, Order, Shown as OneDate};
use crate::occurrence;
use crate::web::app::App;
use crate::web::caller::{Anybody, EventsRead, EventsWrite, With};
use crate::web::exchange::answer::{Done, Made, Shown};
use crate::web::exchange::body::{Body, Patch};
use crate::web::exchange::list::{Page, Window};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

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
        /// Not over at this instant, or on this date
        from: Query<Option<String>>,
        /// Begun before this instant or date
        to: Query<Option<String>>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Occurrence>>, Problem> {
        let conn = app.db.read();
        let (one, eyes) = visible(&conn, caller.caller.as_ref(), *id, app.clock.now()).await?;
        let zone = TimeZone::get(&one.organisation.timezone).unwrap_or(TimeZone::UTC);
        let (from, to) = stretch(from.0.as_deref(), to.0.as_deref(), &zone)?;
        let window = Window::<(Moment, Uuid)>::read(cursor.as_deref(), *limit, &("dates", *id, from, to))?;
        let dates = occurrence::of_event(&conn, one.event.organisation_id, *id, from, to).await?;
        let ahead = dates.into_iter().filter(|date| window.after < Some((date.start_utc, date.id)));
        let some = ahead.take(usize::try_from(window.fetch()).unwrap_or(usize::MAX));
        let dates = event::on_dates(&conn, &one, some.collect()).await?;
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
        let says_end = change.sets("end") || change.clears("end");
        let (id, now) = (*id, app.clock.now());
        let after = seen.upon_latest(|| async {
            let before = own_date(&app, &caller, id).await?;
            seen.allows(before.event.revision)?;
            let said: Said = change.upon(&Said::of(&before, true))?;
            let (seals, order) = (app.seals.clone(), order(&caller, &before, Some(before.event.revision)));
            let work = app.db.write(move |write| {
                Box::pin(async move {
                    let changed =
                        event::change_date(write, &seals, &order, id, (said.change(says_end), notify), now);
                    Ok::<_, Problem>(changed.await?)
                })
            });
            work.await
        });
        let after = after.await?;
        app.pulse.ring();
        shown(&after, Eyes::of(Some(&caller), caller.organisation), &app)
    }

    /// Add a date to an event that repeats
    ///
    /// One that was taken out comes back with its replies, and who replied is told, unless `notify` is false.
    #[oai(path = "/events/:id/occurrences", method = "post", operation_id = "create_occurrence")]
    async fn add(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        mut body: Body<NewOccurrence>,
    ) -> Result<Made<Occurrence>, Problem> {
        let asked = Asked::by(&caller, key, format!("create_occurrence {}", *id), body.sent());
        let notify = body.take("notify")?.unwrap_or(true);
        let NewStart { start } = body.read()?;
        let order =
            Order { organisation: caller.organisation, event: *id, seen: None, actor: actor(&caller) };
        let (seals, now) = (app.seals.clone(), app.clock.now());
        let (id, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(async move {
                let added = event::add_date(write, &seals, &order, start, notify, now).await?;
                Ok(added.occurrence.id.into())
            })
        })
        .await?;
        let date = own_date(&app, &caller, id).await?;
        let view = view(&date, Eyes::of(Some(&caller), caller.organisation), &app);
        let made: Made<Occurrence> = Made::at_revision(date.event.revision, &view)?;
        Ok(made.found_at(format!("/api/v1/occurrences/{id}")))
    }

    /// Take one date out of an event that repeats
    ///
    /// Who replied to it is told that it is off, unless `notify` is false. It leaves calendars; to keep it there as cancelled,
    /// cancel it.
    #[oai(path = "/occurrences/:id", method = "delete", operation_id = "delete_occurrence")]
    async fn take_out(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// Whether those who replied are written to; they are when left out
        notify: Query<Option<bool>>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Done, Problem> {
        let (id, now, notify) = (*id, app.clock.now(), notify.unwrap_or(true));
        let order = order(&caller, &own_date(&app, &caller, id).await?, seen.0);
        let seals = app.seals.clone();
        let work = app.db.write(move |write| {
            Box::pin(async move {
                event::take_out_date(write, &seals, &order, id, notify, now).await?;
                Ok::<_, Problem>(Done)
            })
        });
        let done = work.await?;
        app.pulse.ring();
        Ok(done)
    }

    /// Cancel one date of an event
    #[oai(path = "/occurrences/:id/cancel", method = "post", operation_id = "cancel_occurrence")]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the request, as it is documented")]
    async fn cancel(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Announcement>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let asked = Asked::by(&caller, key, format!("cancel_occurrence {}", *id), body.sent());
        turn(&app, &caller, (*id, seen), (asked, body), Act::Cancelled).await
    }

    /// Reinstate one date of an event
    #[oai(path = "/occurrences/:id/reinstate", method = "post", operation_id = "reinstate_occurrence")]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the request, as it is documented")]
    async fn reinstate(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Announcement>,
    ) -> Result<Shown<Occurrence>, Problem> {
        let asked = Asked::by(&caller, key, format!("reinstate_occurrence {}", *id), body.sent());
        turn(&app, &caller, (*id, seen), (asked, body), Act::Reinstated).await
    }
}

async fn turn(
    app: &App,
    caller: &Caller,
    (id, seen): (Uuid, IfMatch),
    (asked, mut body): (Asked, Body<Announcement>),
    act: Act,
) -> Result<Shown<Occurrence>, Problem> {
    let before = own_date(app, caller, id).await?;
    let (seals, now, order) = (app.seals.clone(), app.clock.now(), order(caller, &before, seen.0));
    let telling = telling(app, caller.organisation, &mut body).await?;
    repeat::once(app, asked, move |write| {
        Box::pin(async move {
            let turned = event::turn_date(write, &seals, &order, (id, act), telling, now).await?;
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

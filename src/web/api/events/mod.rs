//! `/events`: what is announced.

pub mod acts;
mod body;
pub(super) mod find;
mod parts;
mod repeats;
pub(super) mod view;

use entity::Moment;
use entity::value::Visibility;
use entity::value::facts::Facts;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use uuid::Uuid;

pub use body::{NewEvent, example};
use find::Wanted;
pub use parts::Ask;
use view::{Event, Eyes};

use super::{Tag, actor};
use crate::access::Caller;
use crate::database::{Conn, Write};
use crate::event::{self, EventError, Order, Shown as OneEvent};
use crate::journal::Actor;
use crate::mistake::Mistake;
use crate::venue::{self, Description, VenueError};
use crate::web::app::App;
use crate::web::caller::{Anybody, EventsRead, EventsWrite, With};
use crate::web::exchange::answer::{Answer, Done, Made, Shown};
use crate::web::exchange::body::{Body, Patch};
use crate::web::exchange::list::{Page, Window};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

/// The resource.
pub struct Events;

#[OpenApi(tag = "Tag::Events")]
impl Events {
    /// List events
    ///
    /// By start, then id; one that repeats once, by the first of its dates asked for. Without a key, or of another organisation: what is public. With a key that reads events: all of
    /// your own, drafts included.
    #[oai(path = "/events", method = "get", operation_id = "list_events")]
    #[expect(clippy::too_many_arguments, reason = "each is a query parameter of the document")]
    async fn list(
        &self,
        caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The slug of an organisation; your own when left out
        organisation: Query<Option<String>>,
        /// Kinds, with commas between them
        kind: Query<Option<String>>,
        /// Statuses, with commas between them
        status: Query<Option<String>>,
        /// Not over at this instant, or on this date
        from: Query<Option<String>>,
        /// Begun before this instant or date
        to: Query<Option<String>>,
        /// Words in the title
        q: Query<Option<String>>,
        /// The slug or id of a campaign
        campaign: Query<Option<String>>,
        /// Changed at this instant or later; may repeat what you have seen
        updated_since: Query<Option<String>>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Event>>, Problem> {
        let wanted = Wanted {
            organisation: organisation.0,
            kind: kind.0,
            status: status.0,
            from: from.0,
            to: to.0,
            q: q.0,
            campaign: campaign.0,
            updated_since: updated_since.0,
        };
        let (whose, filter) = find::filter(&app, caller.caller.as_ref(), &wanted).await?;
        let eyes = Eyes::of(caller.caller.as_ref(), whose.id);
        let window = Window::read(cursor.as_deref(), *limit, &("events", whose.id, wanted))?;
        let found = event::list(&app.db.read(), whose.id, &filter, window.after, window.fetch()).await?;
        let now = app.clock.now();
        let views = found.iter().map(|shown| view::view(shown, eyes, Vec::new(), &app, now));
        window.page(views.collect::<Result<Vec<_>, _>>()?, |view| view.said.key())
    }

    /// Enter an event
    ///
    /// It is a draft until it is published. A branch meeting or an annual general meeting is for members unless you say
    /// otherwise: it is found by the members' address alone.
    #[oai(path = "/events", method = "post", operation_id = "create_event")]
    async fn create(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        mut body: Body<NewEvent>,
    ) -> Result<Made<Event>, Problem> {
        let (organisation, actor, now) = (caller.organisation, actor(&caller), app.clock.now());
        let asked = Asked::by(&caller, key, "create_event", body.sent());
        let venue: Option<Description> = body.take("venue")?;
        let visibility = body.take("visibility")?;
        let facts = repeats::kept(found_by(visibility, body.read()?));
        not_together(venue.is_some(), facts.venue_id.is_some())?;
        let seals = app.seals.clone();
        let (id, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(async move {
                let facts = with_venue(write, (organisation, &actor), facts, venue, now).await?;
                Ok(event::create(write, &seals, organisation, &actor, facts, now).await?.event.id.into())
            })
        })
        .await?;
        let made: Made<Event> = answer(&app, &caller, id, Vec::new()).await?;
        Ok(made.found_at(format!("/api/v1/events/{id}")))
    }

    /// Read an event
    #[oai(path = "/events/:id", method = "get", operation_id = "get_event")]
    async fn get(
        &self,
        caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
    ) -> Result<Shown<Event>, Problem> {
        let (shown, eyes) = visible(&app.db.read(), caller.caller.as_ref(), *id, app.clock.now()).await?;
        view::view(&shown, eyes, Vec::new(), &app, app.clock.now())?.answer()
    }

    /// Change an event
    ///
    /// What is left out stays, null clears (RFC 7396). A new start is a move: those who said yes are told, unless `notify`
    /// is false.
    #[oai(path = "/events/:id", method = "patch", operation_id = "update_event")]
    async fn update(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        mut change: Patch<NewEvent>,
    ) -> Result<Shown<Event>, Problem> {
        let (organisation, now) = (caller.organisation, app.clock.now());
        let notify = change.take("notify")?.unwrap_or(true);
        let venue: Option<Description> = change.take("venue")?;
        let warnings = seen
            .upon_latest(|| async {
                let before = event::find(&app.db.read(), organisation, *id, now).await?;
                seen.allows(before.event.revision)?;
                let mut facts: Facts = change.upon(before.facts())?;
                not_together(venue.is_some(), change.sets("venue_id"))?;
                facts = repeats::kept(facts);
                if change.clears("visibility") {
                    facts = found_by(None, facts);
                }
                let order = order(&caller, *id, IfMatch(Some(before.event.revision)));
                let (seals, venue) = (app.seals.clone(), venue.clone());
                let work = app.db.write(move |write| {
                    Box::pin(async move {
                        let facts =
                            with_venue(write, (organisation, &order.actor), facts, venue, now).await?;
                        Ok::<_, Problem>(event::change(write, &seals, &order, facts, notify, now).await?)
                    })
                });
                Ok(event::moved_away(&before.event, &work.await?.event))
            })
            .await?;
        app.pulse.ring();
        answer(&app, &caller, *id, warnings).await
    }

    /// Delete a draft
    ///
    /// Only what was never published; anything else is cancelled.
    #[oai(path = "/events/:id", method = "delete", operation_id = "delete_event")]
    async fn delete(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Done, Problem> {
        let (order, now, seals) = (order(&caller, *id, seen), app.clock.now(), app.seals.clone());
        let work = app.db.write(move |write| {
            Box::pin(async move { Ok::<_, Problem>(event::delete(write, &seals, &order, now).await?) })
        });
        work.await?;
        Ok(Done)
    }
}

/// The event as the caller may see it; what they may not is not there.
pub(super) async fn visible(
    conn: &Conn<'_>,
    caller: Option<&Caller>,
    id: Uuid,
    now: Moment,
) -> Result<(OneEvent, Eyes), Problem> {
    let event = event::by_id(conn, id).await?.ok_or_else(Problem::not_found)?;
    let eyes = Eyes::of(caller, event.organisation_id);
    if !eyes.may_see(&event) {
        return Err(Problem::not_found());
    }
    Ok((event::find(conn, event.organisation_id, id, now).await?, eyes))
}

/// One date as the caller may see it.
pub(super) async fn visible_date(
    conn: &Conn<'_>,
    caller: Option<&Caller>,
    id: Uuid,
) -> Result<(OneEvent, Eyes), Problem> {
    let date = event::by_date(conn, id).await?;
    let eyes = Eyes::of(caller, date.event.organisation_id);
    if eyes.may_see(&date.event) { Ok((date, eyes)) } else { Err(Problem::not_found()) }
}

/// The caller's own event, after something was done to it.
pub(super) async fn answer<const STATUS: u16>(
    app: &App,
    caller: &Caller,
    id: Uuid,
    warnings: Vec<Mistake>,
) -> Result<Answer<Event, STATUS>, Problem> {
    let shown = event::find(&app.db.read(), caller.organisation, id, app.clock.now()).await?;
    let eyes = Eyes::of(Some(caller), caller.organisation);
    view::view(&shown, eyes, warnings, app, app.clock.now())?.answer()
}

/// What the caller asks of an event.
fn order(caller: &Caller, event: Uuid, seen: IfMatch) -> Order {
    Order { organisation: caller.organisation, event, seen: seen.0, actor: actor(caller) }
}

/// The facts with a whole new venue, kept in the library first.
async fn with_venue(
    write: &Write,
    (organisation, actor): (Uuid, &Actor),
    mut facts: Facts,
    venue: Option<Description>,
    now: Moment,
) -> Result<Facts, Problem> {
    let Some(said) = venue else { return Ok(facts) };
    let made = venue::create(write, organisation, actor, said, now).await.map_err(|error| match error {
        VenueError::Invalid(mistakes) => EventError::Invalid(below("/venue", mistakes)).into(),
        other => Problem::from(other),
    })?;
    facts.venue_id = Some(made.id);
    Ok(facts)
}

/// A whole new venue and one of the library can't both be meant.
fn not_together(venue: bool, venue_id: bool) -> Result<(), Problem> {
    if venue && venue_id {
        let message = "give a venue_id for a venue that there is, or a venue for a new one, not both";
        return Err(Problem::field("/venue", "not_together", message));
    }
    Ok(())
}

/// The facts with who may find it: as the organiser says, else as is usual for the kind.
fn found_by(said: Option<Visibility>, facts: Facts) -> Facts {
    Facts { visibility: said.unwrap_or(event::kind::rules(facts.kind).visibility), ..facts }
}

fn below(place: &str, mistakes: Vec<Mistake>) -> Vec<Mistake> {
    let moved = mistakes.into_iter();
    moved.map(|mistake| Mistake { pointer: format!("{place}{}", mistake.pointer), ..mistake }).collect()
}

//! `/events/{id}/rsvps` and `/rsvps/{id}`: who is coming.

mod body;
mod change;
mod create;
mod list;
mod view;

use entity::value::Scope;
use poem::Request;
use poem::web::{Accept, Data};
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};
use uuid::Uuid;

pub use body::{NewRsvp, example, examples};
use change::Change;
use create::Replied;
use list::{Listed, Which};
use view::{Rsvp, View};

use super::Tag;
use crate::access::Caller;
use crate::event;
use crate::rsvp::{self, Guest};
use crate::web::app::App;
use crate::web::caller::{Anybody, RsvpsCreate, RsvpsRead, RsvpsWrite, With};
use crate::web::exchange::answer::{Done, Shown};
use crate::web::exchange::body::{Body, Patch};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::Asked;
use crate::web::problem::Problem;

/// The resource.
pub struct Rsvps;

#[OpenApi(tag = "Tag::Rsvps")]
impl Rsvps {
    /// Reply to an event
    ///
    /// Open to anybody for a public event: 202, the same whether the address is known or not. With `rsvps:write` the reply
    /// is entered by an officer: 201, with how it stands.
    #[oai(path = "/events/:id/rsvps", method = "post", operation_id = "create_rsvp")]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the request, as it is documented")]
    async fn create(
        &self,
        caller: Anybody<RsvpsCreate>,
        app: Data<&App>,
        request: &Request,
        /// The id of the event
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<NewRsvp>,
    ) -> Result<Replied, Problem> {
        let caller = caller.caller.as_ref();
        let event = event::by_id(&app.db.read(), *id).await?.ok_or_else(Problem::not_found)?;
        let asked = Asked {
            key,
            caller: caller.map(|caller| caller.key),
            organisation: event.organisation_id,
            operation: format!("create_rsvp {}", *id),
            body: body.sent().clone(),
        };
        create::take(&app, *id, caller, (asked, body.read()?), request).await
    }

    /// List replies
    ///
    /// In the order in which they came. As `text/csv`: all of them, with first name and initial; `columns=contact` adds
    /// names and addresses and wants a `reason`. Access needs are never in it. Each reading is noted.
    #[oai(path = "/events/:id/rsvps", method = "get", operation_id = "list_rsvps")]
    #[expect(clippy::too_many_arguments, reason = "each is a parameter of the document")]
    async fn list(
        &self,
        caller: With<RsvpsRead>,
        app: Data<&App>,
        accept: Accept,
        /// The id of the event
        id: Path<Uuid>,
        /// For CSV: `contact` adds names and addresses
        columns: Query<Option<String>>,
        /// For CSV with contacts: why
        reason: Query<Option<String>>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Listed, Problem> {
        let shown = event::find(&app.db.read(), caller.organisation, *id, app.clock.now()).await?;
        let which = Which { columns: columns.0, reason: reason.0, cursor: cursor.0, limit: limit.0 };
        if accept.0.iter().any(|mime| mime.essence_str() == "text/csv") {
            list::sheet(&app, &caller, &shown, &which).await
        } else {
            list::page(&app, &caller, *id, &which).await
        }
    }

    /// Read a reply
    #[oai(path = "/rsvps/:id", method = "get", operation_id = "get_rsvp")]
    async fn get(
        &self,
        caller: With<RsvpsRead>,
        app: Data<&App>,
        /// The id of the reply
        id: Path<Uuid>,
    ) -> Result<Shown<Rsvp>, Problem> {
        let guest = rsvp::find(&app.db.read(), &app.seals, &caller, *id).await?;
        list::note(&app, &caller, guest.reply.event_id, "rsvps.read").await?;
        shown(&app, &caller, &guest)
    }

    /// Change a reply
    ///
    /// What is left out stays, null clears (RFC 7396).
    #[oai(path = "/rsvps/:id", method = "patch", operation_id = "update_rsvp")]
    async fn update(
        &self,
        caller: With<RsvpsWrite>,
        app: Data<&App>,
        /// The id of the reply
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        change: Patch<NewRsvp>,
    ) -> Result<Shown<Rsvp>, Problem> {
        let change = change.alone::<Change>()?.patch()?;
        let (seals, officer, id, now) = (app.seals.clone(), Caller::clone(&caller), *id, app.clock.now());
        let work = app.db.write(move |write| {
            Box::pin(async move {
                let changed = rsvp::patch(write, &seals, (&officer, id), (change, seen.0), now).await;
                changed.map_err(Problem::from)
            })
        });
        work.await?;
        app.pulse.ring();
        shown(&app, &caller, &rsvp::find(&app.db.read(), &app.seals, &caller, id).await?)
    }

    /// Delete a reply
    ///
    /// At once, with all that it said. No letter is sent.
    #[oai(path = "/rsvps/:id", method = "delete", operation_id = "delete_rsvp")]
    async fn delete(
        &self,
        caller: With<RsvpsWrite>,
        app: Data<&App>,
        /// The id of the reply
        id: Path<Uuid>,
    ) -> Result<Done, Problem> {
        let (officer, id, now) = (Caller::clone(&caller), *id, app.clock.now());
        let work = app.db.write(move |write| {
            Box::pin(async move { rsvp::delete(write, &officer, id, now).await.map_err(Problem::from) })
        });
        work.await?;
        Ok(Done)
    }
}

fn shown(app: &App, caller: &Caller, guest: &Guest) -> Result<Shown<Rsvp>, Problem> {
    let view = View::of(guest, caller.may(Scope::RsvpsRead), app);
    Shown::at_revision(view.revision, &view)
}

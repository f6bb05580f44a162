//! `/venues`: an organisation's library of places.

mod body;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

pub use body::{NewVenue, example};

use super::kept::{Kept, Links};
use super::words::Instant;
use super::{Tag, actor, own_slug};
use crate::access::Caller;
use crate::event::{self, VenueOrder};
use crate::venue::{self, Description, VenueError};
use crate::web::app::App;
use crate::web::caller::{EventsRead, EventsWrite, With};
use crate::web::exchange::answer::{Done, Made, Shown};
use crate::web::exchange::body::{Body, Patch};
use crate::web::exchange::list::{Page, Window};
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

/// A venue, as it is kept.
#[derive(Object)]
struct Venue {
    /// Its id
    id: Uuid,
    /// The slug of its organisation
    organisation: String,
    #[oai(flatten)]
    said: NewVenue,
    /// Raised by every change; the first part of its `ETag`
    revision: i64,
    /// When it was entered
    created_at: Instant,
    /// When it was last changed
    updated_at: Instant,
    /// Where more is
    links: Links,
}

fn view<'a>(venue: &venue::Venue, organisation: &'a str, app: &App) -> Kept<'a, Description> {
    Kept {
        id: venue.id,
        organisation,
        said: Description::from(venue),
        revision: venue.revision,
        created_at: venue.created_at,
        updated_at: venue.updated_at,
        links: Links::to(&app.links, &format!("/venues/{}", venue.id)),
    }
}

async fn found(app: &App, organisation: Uuid, id: Uuid) -> Result<venue::Venue, Problem> {
    let venue = venue::find(&app.db.read(), organisation, id).await?;
    venue.filter(|venue| venue.deleted_at.is_none()).ok_or_else(Problem::not_found)
}

impl From<VenueError> for Problem {
    fn from(error: VenueError) -> Self {
        match error {
            VenueError::NotFound => Self::not_found(),
            VenueError::Invalid(mistakes) => Self::invalid(mistakes),
            VenueError::ChangedMeanwhile { .. } => Self::changed_meanwhile(),
            VenueError::InUse => {
                Self::conflict("Events that lie ahead use this venue: give them another first.")
            }
            VenueError::Organisation(error) => error.into(),
            VenueError::Database(error) => error.into(),
        }
    }
}

/// The resource.
pub struct Venues;

#[OpenApi(tag = "Tag::Venues")]
impl Venues {
    /// List your venues
    ///
    /// In the order in which they were entered.
    #[oai(path = "/venues", method = "get", operation_id = "list_venues")]
    async fn list(
        &self,
        caller: With<EventsRead>,
        app: Data<&App>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Venue>>, Problem> {
        let window = Window::<Uuid>::read(cursor.as_deref(), *limit, &("venues", caller.organisation))?;
        let found = venue::list(&app.db.read(), caller.organisation, window.after, window.fetch()).await?;
        let slug = own_slug(&app, caller.organisation).await?;
        window.page(found.iter().map(|venue| view(venue, &slug, &app)).collect(), |view| view.id)
    }

    /// Enter a venue
    #[oai(path = "/venues", method = "post", operation_id = "create_venue")]
    async fn create(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        body: Body<NewVenue>,
    ) -> Result<Made<Venue>, Problem> {
        let (organisation, actor, now) = (caller.organisation, actor(&caller), app.clock.now());
        let asked = Asked::by(&caller, key, "create_venue", body.sent());
        let said: Description = body.read()?;
        let (id, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(
                async move { Ok(venue::create(write, organisation, &actor, said, now).await?.id.into()) },
            )
        })
        .await?;
        let venue = found(&app, organisation, id).await?;
        let slug = own_slug(&app, organisation).await?;
        Ok(view(&venue, &slug, &app).answer()?.found_at(format!("/api/v1/venues/{id}")))
    }

    /// Read a venue
    #[oai(path = "/venues/:id", method = "get", operation_id = "get_venue")]
    async fn get(
        &self,
        caller: With<EventsRead>,
        app: Data<&App>,
        /// The id of the venue
        id: Path<Uuid>,
    ) -> Result<Shown<Venue>, Problem> {
        let venue = found(&app, caller.organisation, *id).await?;
        let slug = own_slug(&app, caller.organisation).await?;
        view(&venue, &slug, &app).answer()
    }
    /// Change a venue
    ///
    /// What is left out stays, null clears (RFC 7396). Where the place itself changes, those who said yes to what happens
    /// there are told, unless `notify` is false.
    #[oai(path = "/venues/:id", method = "patch", operation_id = "update_venue")]
    async fn update(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the venue
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        mut change: Patch<NewVenue>,
    ) -> Result<Shown<Venue>, Problem> {
        let now = app.clock.now();
        let notify = change.take("notify")?.unwrap_or(true);
        let changed = seen.upon_latest(|| async {
            let before = found(&app, caller.organisation, *id).await?;
            seen.allows(before.revision)?;
            let said = change.upon(&Description::from(&before))?;
            let order = order(&caller, *id, Some(before.revision));
            let work = app.db.write(move |write| {
                Box::pin(async move {
                    Ok::<_, Problem>(event::change_venue(write, &order, said, notify, now).await?)
                })
            });
            work.await
        });
        let after = changed.await?;
        app.pulse.ring();
        view(&after, &own_slug(&app, caller.organisation).await?, &app).answer()
    }

    /// Take a venue out of the library
    ///
    /// What took place there keeps it. Refused while something ahead takes place there.
    #[oai(path = "/venues/:id", method = "delete", operation_id = "delete_venue")]
    async fn delete(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the venue
        id: Path<Uuid>,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Done, Problem> {
        found(&app, caller.organisation, *id).await?;
        let (order, now) = (order(&caller, *id, seen.0), app.clock.now());
        let work = app.db.write(move |write| {
            Box::pin(async move { Ok::<_, Problem>(event::remove_venue(write, &order, now).await?) })
        });
        work.await?;
        Ok(Done)
    }
}

fn order(caller: &Caller, venue: Uuid, seen: Option<i64>) -> VenueOrder {
    VenueOrder { organisation: caller.organisation, venue, seen, actor: actor(caller) }
}

//! `/organisations/{org}`: who announces.

use entity::Moment;
use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tag;
use super::kept::Links;
use crate::organisation::{self, OrganisationError};
use crate::web::app::App;
use crate::web::caller::{Anybody, EventsRead};
use crate::web::exchange::answer::Shown;
use crate::web::problem::Problem;

/// What the API shows of an organisation.
#[derive(Object)]
struct Organisation {
    /// Its id
    id: Uuid,
    /// Its part of the address
    slug: String,
    /// Its name
    name: String,
    /// The IANA name of its zone
    timezone: String,
    /// Its public e-mail address
    email: Option<String>,
    /// Its public telephone number
    phone: Option<String>,
    /// What to do when nobody answers it
    phone_note: Option<String>,
    /// Its other site
    website: Option<String>,
    /// Raised by every change of its programme
    revision: i64,
    /// When it was entered
    created_at: super::words::Instant,
    /// When it was last changed
    updated_at: super::words::Instant,
    /// Where more is
    links: Links,
}

#[derive(Serialize)]
struct View<'a> {
    id: Uuid,
    slug: &'a str,
    name: &'a str,
    timezone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
    revision: i64,
    created_at: Moment,
    updated_at: Moment,
    links: Links,
}

impl<'a> View<'a> {
    fn of(found: &'a organisation::Organisation, links: &crate::links::Links) -> Self {
        Self {
            id: found.id,
            slug: &found.slug,
            name: &found.name,
            timezone: &found.timezone,
            email: found.email.as_deref(),
            phone: found.phone.as_deref(),
            phone_note: found.phone_note.as_deref(),
            website: found.website.as_deref(),
            revision: found.revision,
            created_at: found.created_at,
            updated_at: found.updated_at,
            links: Links::to(links, &format!("/organisations/{}", found.slug))
                .page(links.organisation(&found.slug))
                .calendar(links.feed(&found.slug)),
        }
    }
}

impl From<OrganisationError> for Problem {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::NotFound => Self::not_found(),
            OrganisationError::SlugTaken => Self::field("/slug", "taken", error.to_string()),
            OrganisationError::Invalid(mistakes) => Self::invalid(mistakes),
            OrganisationError::Seal(_) | OrganisationError::Database(_) => Self::broken(error),
        }
    }
}

/// The resource.
pub struct Organisations;

#[OpenApi(tag = "Tag::Organisations")]
impl Organisations {
    /// Read an organisation
    ///
    /// By its slug, the first part of its public addresses.
    #[oai(path = "/organisations/:org", method = "get", operation_id = "get_organisation")]
    async fn get(
        &self,
        _caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The slug of the organisation
        org: Path<String>,
    ) -> Result<Shown<Organisation>, Problem> {
        let found = organisation::by_slug(&app.db.read(), &org).await?;
        Shown::at_revision(found.revision, &View::of(&found, &app.links))
    }
}

/// An example for the document.
#[must_use]
pub fn example() -> Value {
    json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b00", "slug": "barnet-unison", "name": "Barnet UNISON",
        "timezone": "Europe/London", "email": "office@example.org", "phone": "020 7946 0018",
        "phone_note": "Leave a message", "website": "https://example.org/", "revision": 12,
        "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-07-01T17:30:00Z",
        "links": { "self": "https://events.example.org/api/v1/organisations/barnet-unison",
            "html": "https://events.example.org/barnet-unison",
            "calendar": "https://events.example.org/barnet-unison/calendar.ics" },
    })
}

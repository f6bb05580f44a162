//! Where things happen: address, exact spot, the ways there and access. A library that an organisation reuses.
//!
//! Guarantees: what is kept was checked ([`check`]); each write raises the programme's revision and leaves a line in the
//! journal. A venue's edit touches the events that use it: that is `event::change_venue`, which calls [`update`].
//! A venue is taken out of the library, never removed: dates that used it keep it.

mod rules;
mod store;

use entity::Moment;
use entity::value::place::{Access, Directions};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

pub use entity::table::venue::Model as Venue;
pub use rules::{check, texts};

use crate::database::{self, Conn, Write};
use crate::journal::{self, Actor, Entry};
use crate::mistake::Mistake;
use crate::organisation::{self, OrganisationError};
use crate::secret;

/// All that an organiser says of a venue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// Postcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
    /// Where people stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing_point: Option<String>,
    /// The ways to it.
    pub directions: Directions,
    /// Getting in and taking part.
    pub access: Access,
    /// It is somebody's home.
    pub private_home: bool,
}

impl From<&Venue> for Description {
    fn from(venue: &Venue) -> Self {
        Self {
            name: venue.name.clone(),
            street: venue.street.clone(),
            locality: venue.locality.clone(),
            postcode: venue.postcode.clone(),
            country: venue.country.clone(),
            latitude: venue.latitude,
            longitude: venue.longitude,
            standing_point: venue.standing_point.clone(),
            directions: venue.directions.clone(),
            access: venue.access.clone(),
            private_home: venue.private_home,
        }
    }
}

/// Why something about a venue was refused.
#[derive(Debug, thiserror::Error)]
pub enum VenueError {
    /// No such venue in this organisation.
    #[error("there is no such venue")]
    NotFound,
    /// Fields are wrong.
    #[error("some fields of the venue need another look")]
    Invalid(Vec<Mistake>),
    /// Somebody else was faster.
    #[error("the venue was changed meanwhile; it is at revision {current}")]
    ChangedMeanwhile {
        /// Its revision now.
        current: i64,
    },
    /// Events that lie ahead still use it.
    #[error("events that lie ahead use this venue: give them another first")]
    InUse,
    /// The organisation is not there.
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// One venue of an organisation, also when it is out of the library.
///
/// # Errors
/// When the database can't be read.
pub async fn find(conn: &Conn<'_>, organisation: Uuid, id: Uuid) -> Result<Option<Venue>, database::Error> {
    store::find(conn, organisation, id).await
}

/// Those of `ids` that are the organisation's, for lists.
///
/// # Errors
/// When the database can't be read.
pub async fn find_all(
    conn: &Conn<'_>,
    organisation: Uuid,
    ids: &[Uuid],
) -> Result<Vec<Venue>, database::Error> {
    store::find_all(conn, organisation, ids).await
}

/// The library of an organisation in the order of ids, after `after`, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub async fn list(
    conn: &Conn<'_>,
    organisation: Uuid,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Venue>, database::Error> {
    store::list(conn, organisation, after, limit).await
}

/// The other venues of the library that have the same name, whatever the case.
///
/// # Errors
/// When the database can't be read.
pub async fn namesakes(conn: &Conn<'_>, venue: &Venue) -> Result<Vec<Venue>, database::Error> {
    store::namesakes(conn, venue).await
}

/// Adds a venue.
///
/// # Errors
/// See [`VenueError`].
pub async fn create(
    write: &Write,
    organisation: Uuid,
    actor: &Actor,
    said: Description,
    now: Moment,
) -> Result<Venue, VenueError> {
    check(&said).map_err(VenueError::Invalid)?;
    let revision = organisation::raise_revision(write, organisation).await?;
    let mut venue = Venue {
        id: secret::new_id(now),
        organisation_id: organisation,
        name: String::new(),
        street: None,
        locality: None,
        postcode: None,
        country: None,
        latitude: None,
        longitude: None,
        standing_point: None,
        directions: Directions::default(),
        access: Access::default(),
        private_home: false,
        revision: 0,
        created_at: now,
        updated_at: now,
        deleted_at: None,
    };
    fill(&mut venue, said, now);
    store::insert(&write.conn(), venue.clone()).await?;
    note(write, &venue, revision, actor, "venue.created").await?;
    Ok(venue)
}

/// Writes a venue as it should stand now. `revision` is the organisation's, raised by the caller; so are the events that
/// use the venue: go through `event::change_venue`.
///
/// # Errors
/// See [`VenueError`].
pub async fn update(
    write: &Write,
    mut venue: Venue,
    revision: i64,
    actor: &Actor,
    said: Description,
    now: Moment,
) -> Result<Venue, VenueError> {
    check(&said).map_err(VenueError::Invalid)?;
    fill(&mut venue, said, now);
    store::update(&write.conn(), venue.clone()).await?;
    note(write, &venue, revision, actor, "venue.updated").await?;
    Ok(venue)
}

/// Takes a venue out of the library. `revision` is the organisation's, raised by the caller, who has seen that no event
/// ahead uses it: go through `event::remove_venue`.
///
/// # Errors
/// When the database refuses.
pub async fn remove(
    write: &Write,
    mut venue: Venue,
    revision: i64,
    actor: &Actor,
    now: Moment,
) -> Result<(), VenueError> {
    venue.deleted_at = Some(now);
    venue.updated_at = now;
    venue.revision += 1;
    store::update(&write.conn(), venue.clone()).await?;
    note(write, &venue, revision, actor, "venue.removed").await?;
    Ok(())
}

fn fill(venue: &mut Venue, said: Description, now: Moment) {
    said.name.trim().clone_into(&mut venue.name);
    venue.street = said.street;
    venue.locality = said.locality;
    venue.postcode = said.postcode.map(|postcode| rules::tidy_postcode(&postcode));
    venue.country = said.country;
    venue.latitude = said.latitude;
    venue.longitude = said.longitude;
    venue.standing_point = said.standing_point;
    venue.directions = said.directions;
    venue.access = said.access;
    venue.private_home = said.private_home;
    venue.revision += 1;
    venue.updated_at = now;
}

async fn note(
    write: &Write,
    venue: &Venue,
    revision: i64,
    actor: &Actor,
    act: &str,
) -> Result<(), database::Error> {
    let entry = Entry {
        organisation: venue.organisation_id,
        revision: Some(revision),
        at: venue.updated_at,
        actor,
        act,
        event: None,
        subject: venue.id,
        detail: Some(json!({ "revision": venue.revision })),
    };
    journal::write(write, entry).await
}

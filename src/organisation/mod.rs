//! Organisations: branches and campaign groups, each alone in its house.
//!
//! Every question about anything else names an organisation; nothing here crosses from one to another.
//! Keeps the count of programme changes ([`raise_revision`]) and the members' address.

mod rules;
mod store;

use std::time::Duration;

use entity::Moment;
pub use entity::table::organisation::Model as Organisation;
use entity::value::Purpose;
use uuid::Uuid;

pub use rules::{NotASlug, RESERVED_SLUGS, check_slug};

use crate::database::{self, Conn, Write};
use crate::mistake::Mistake;
use crate::seal::{Owner, SealError, Seals, TokenPurpose, parse_token};
use crate::secret;

/// For how long a replaced members' address says "ask your branch".
pub const REPLACED_ADDRESS_SPEAKS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Why something about an organisation was refused.
#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    /// No such organisation.
    #[error("there is no such organisation")]
    NotFound,
    /// Its part of the address is taken.
    #[error("another organisation has this slug: choose another")]
    SlugTaken,
    /// Fields are wrong.
    #[error("some fields of the organisation need another look")]
    Invalid(Vec<Mistake>),
    /// Its keys could not be made or read.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// What is said of a new organisation.
#[derive(Clone, Debug, Default)]
pub struct NewOrganisation {
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its zone; Europe/London when empty.
    pub timezone: String,
    /// Its public address.
    pub email: Option<String>,
    /// Its public telephone number.
    pub phone: Option<String>,
    /// What to do when nobody answers the telephone.
    pub phone_note: Option<String>,
    /// Its other site.
    pub website: Option<String>,
}

/// Whether an address of a members' page opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembersAccess {
    /// It does.
    Open,
    /// It did, until the branch replaced it: say so.
    Replaced,
    /// It never did, or too long ago.
    Unknown,
}

/// Makes an organisation and its keys.
///
/// # Errors
/// See [`OrganisationError`].
pub async fn create(
    write: &mut Write,
    seals: &Seals,
    new: NewOrganisation,
    now: Moment,
) -> Result<Organisation, OrganisationError> {
    let checked = rules::checked(new).map_err(OrganisationError::Invalid)?;
    if store::by_slug(&write.conn(), &checked.slug).await?.is_some() {
        return Err(OrganisationError::SlugTaken);
    }
    let row = Organisation {
        id: secret::new_id(now),
        slug: checked.slug,
        name: checked.name,
        timezone: checked.timezone,
        language: "en".to_owned(),
        email: checked.email,
        phone: checked.phone,
        phone_note: checked.phone_note,
        website: checked.website,
        mail_name: None,
        members_generation: 0,
        members_replaced_at: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    store::insert(&write.conn(), row.clone()).await?;
    seals.make_organisation_keys(write, row.id, now).await?;
    Ok(row)
}

/// All organisations, by slug.
///
/// # Errors
/// When the database can't be read.
pub async fn list(conn: &Conn<'_>) -> Result<Vec<Organisation>, database::Error> {
    store::all(conn).await
}

/// The organisation with this id.
///
/// # Errors
/// [`OrganisationError::NotFound`], or that the database can't be read.
pub async fn find(conn: &Conn<'_>, id: Uuid) -> Result<Organisation, OrganisationError> {
    store::by_id(conn, id).await?.ok_or(OrganisationError::NotFound)
}

/// The organisation with this part of the address.
///
/// # Errors
/// [`OrganisationError::NotFound`], or that the database can't be read.
pub async fn by_slug(conn: &Conn<'_>, slug: &str) -> Result<Organisation, OrganisationError> {
    store::by_slug(conn, slug).await?.ok_or(OrganisationError::NotFound)
}

/// A number that rises with each programme change of any organisation.
///
/// # Errors
/// When the database can't be read.
pub async fn programmes(conn: &Conn<'_>) -> Result<i64, database::Error> {
    store::sum_of_revisions(conn).await
}

/// The count of programme changes as it is now; nothing when there is no such organisation.
///
/// # Errors
/// When the database can't be read.
pub async fn revision(conn: &Conn<'_>, id: Uuid) -> Result<Option<i64>, OrganisationError> {
    Ok(store::revision(conn, id).await?)
}

/// Begins a change of the programme: takes the organisation's row under its lock and answers the change's number.
///
/// Every programme write begins with this, so that per organisation the order of numbers is the order of commits,
/// without gaps, on both engines.
///
/// # Errors
/// [`OrganisationError::NotFound`], or that the database refuses.
pub async fn raise_revision(write: &Write, id: Uuid) -> Result<i64, OrganisationError> {
    store::raise_revision(&write.conn(), id).await?.ok_or(OrganisationError::NotFound)
}

/// Locks the organisation's row, first in the house's order of locks, for what may turn out to change nothing.
///
/// # Errors
/// [`OrganisationError::NotFound`], or that the database refuses.
pub async fn lock(write: &Write, id: Uuid) -> Result<(), OrganisationError> {
    store::lock(&write.conn(), id).await?.map(|_row| ()).ok_or(OrganisationError::NotFound)
}

/// The token in the address of the members' page.
///
/// # Errors
/// When the organisation's key can't be read.
pub async fn members_token(
    conn: &Conn<'_>,
    seals: &Seals,
    organisation: &Organisation,
) -> Result<String, SealError> {
    let key = seals.key(conn, Owner::Organisation(organisation.id), Purpose::Organisation).await?;
    Ok(key.token(TokenPurpose::Members, organisation.id, organisation.members_generation))
}

/// Replaces the address of the members' page. The old one says "ask your branch" for 90 days.
///
/// # Errors
/// [`OrganisationError::NotFound`], or that the database refuses.
pub async fn replace_members_address(
    write: &mut Write,
    id: Uuid,
    now: Moment,
) -> Result<Organisation, OrganisationError> {
    raise_revision(write, id).await?;
    store::raise_members_generation(&write.conn(), id, now).await?;
    find(&write.conn(), id).await
}

/// Whether `token` opens the members' page of `organisation`.
///
/// # Errors
/// When the organisation's key can't be read.
pub async fn members_access(
    conn: &Conn<'_>,
    seals: &Seals,
    organisation: &Organisation,
    token: &str,
    now: Moment,
) -> Result<MembersAccess, SealError> {
    let Some(token) = parse_token(token).filter(|token| token.id() == organisation.id) else {
        return Ok(MembersAccess::Unknown);
    };
    let key = seals.key(conn, Owner::Organisation(organisation.id), Purpose::Organisation).await?;
    let present = organisation.members_generation;
    if key.verifies(&token, TokenPurpose::Members, present) {
        return Ok(MembersAccess::Open);
    }
    let lately = organisation.members_replaced_at.is_some_and(|at| now.since(at) < REPLACED_ADDRESS_SPEAKS);
    let before = lately && key.verifies(&token, TokenPurpose::Members, present - 1);
    Ok(if before { MembersAccess::Replaced } else { MembersAccess::Unknown })
}

//! Who is calling, and what they may do.
//!
//! A key belongs to one organisation and has scopes. It is shown once; only its hash is kept. A key that reads
//! people expires within 90 days.

pub mod idempotency;
mod store;

use std::time::Duration;

use entity::Moment;
pub use entity::table::api_key::Model as ApiKey;
use entity::value::Scope;
use entity::value::lists::Scopes;
use uuid::Uuid;

use crate::database::{self, Conn, Database, Write};
use crate::secret;

/// How long a key that reads people works.
pub const KEYS_THAT_READ_PEOPLE: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// What every key begins with, so that a leaked one is recognised.
const PREFIX: &str = "cnv_";

/// Why a caller was turned away.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The key is unknown, expired or revoked. Which of these is not said.
    #[error("this key is not known, has expired or was revoked")]
    UnknownKey,
    /// No such key to revoke.
    #[error("there is no such key")]
    NotFound,
    /// A key without any scope does nothing.
    #[error("name at least one scope")]
    NoScope,
    /// The name is empty, too long, or holds control characters.
    #[error("the name must have 1 to 100 characters and no line breaks")]
    Name,
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// Another program, known by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Whose programme it may touch.
    pub organisation: Uuid,
    /// The key's id.
    pub key: Uuid,
    scopes: Vec<Scope>,
}

impl Caller {
    /// Whether its key has `scope`; `admin` includes every other.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope) || self.scopes.contains(&Scope::Admin)
    }
}

/// A key that was just made. The secret is not kept.
#[derive(Clone)]
pub struct NewKey {
    /// The row.
    pub key: ApiKey,
    /// `cnv_…`: shown once.
    pub secret: String,
}

/// Makes a key.
///
/// # Errors
/// See [`AccessError`].
pub async fn create_key(
    write: &mut Write,
    organisation: Uuid,
    name: &str,
    scopes: Vec<Scope>,
    now: Moment,
) -> Result<NewKey, AccessError> {
    if scopes.is_empty() {
        return Err(AccessError::NoScope);
    }
    let name = name.trim();
    if !(1..=100).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(AccessError::Name);
    }
    let secret = format!("{PREFIX}{}", secret::base32(&secret::random::<25>()));
    let reads_people = [Scope::RsvpsRead, Scope::AccessNeedsRead, Scope::Admin];
    let expires = scopes.iter().any(|scope| reads_people.contains(scope));
    let key = ApiKey {
        id: secret::new_id(now),
        organisation_id: organisation,
        name: name.to_owned(),
        hash: secret::hash(secret.as_bytes()),
        scopes: Scopes(scopes),
        created_at: now,
        expires_at: expires.then(|| now + KEYS_THAT_READ_PEOPLE),
        revoked_at: None,
        last_used_on: None,
    };
    store::insert(&write.conn(), key.clone()).await?;
    Ok(NewKey { key, secret })
}

/// The keys of an organisation, oldest first.
///
/// # Errors
/// When the database can't be read.
pub async fn keys(conn: &Conn<'_>, organisation: Uuid) -> Result<Vec<ApiKey>, database::Error> {
    store::of_organisation(conn, organisation).await
}

/// Revokes a key. Revoking it again changes nothing.
///
/// # Errors
/// [`AccessError::NotFound`], or that the database refuses.
pub async fn revoke_key(write: &mut Write, id: Uuid, now: Moment) -> Result<(), AccessError> {
    if store::revoke(&write.conn(), id, now).await? { Ok(()) } else { Err(AccessError::NotFound) }
}

/// Who calls with `secret`. Notes the day on which a key was last used.
///
/// # Errors
/// [`AccessError::UnknownKey`], or that the database failed.
pub async fn authenticate(db: &Database, secret: &str, now: Moment) -> Result<Caller, AccessError> {
    if !secret.starts_with(PREFIX) {
        return Err(AccessError::UnknownKey);
    }
    let hash = secret::hash(secret.as_bytes());
    let key = store::by_hash(&db.read(), hash).await?.ok_or(AccessError::UnknownKey)?;
    if key.revoked_at.is_some() || key.expires_at.is_some_and(|end| end <= now) {
        return Err(AccessError::UnknownKey);
    }
    let today = now.timestamp().strftime("%Y-%m-%d").to_string();
    if key.last_used_on.as_ref() != Some(&today) {
        let id = key.id;
        let noted =
            db.write(move |write| Box::pin(async move { store::used(&write.conn(), id, today).await }));
        if let Err(error) = noted.await {
            // Reading must go on when nothing can be written, on a full disk for instance.
            tracing::warn!(%error, "the day a key was used could not be noted");
        }
    }
    Ok(Caller { organisation: key.organisation_id, key: key.id, scopes: key.scopes.0 })
}

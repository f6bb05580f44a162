//! Personal fields, closed at rest, and destroyed by destroying their key.
//!
//! Every date of an event has two data keys: `contact` closes names, addresses, answers and messages, `access`
//! closes access needs; an organisation has one for what outlives a date and one for suppressions. Data keys lie
//! in the database, wrapped by the key file; when one is destroyed, every copy of what it closed is closed for good
//! once the key file has turned over twice (see [`keyfile`]).
//!
//! What is sealed is bound to its table, column and row: moved elsewhere it does not open.

mod data_key;
mod date_keys;
pub mod keyfile;
mod rotate;
mod store;
mod token;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use entity::Moment;
use entity::table::data_key::Model as Row;
use entity::value::Purpose;
use uuid::Uuid;

pub use data_key::{DataKey, SealError};
pub use date_keys::DateKeys;
use keyfile::{KeyFile, KeyFileError};
pub use token::{Token, TokenPurpose, parse_token};

use crate::database::{self, Conn, Database, Write};
use crate::secret;

/// How many unwrapped keys are held at most, so that a long life among many dates does not fill the memory. Unwrapping one
/// again takes microseconds.
const MOST_OPENED: usize = 10_000;

/// Whose a data key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An organisation's own: what outlives a date.
    Organisation(Uuid),
    /// One date's.
    Occurrence(Uuid),
}

/// When the keys of a date must be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DestroyOn {
    /// Names, addresses, answers, messages.
    pub contact: Moment,
    /// Access needs.
    pub access: Moment,
}

/// The key file and the data keys it opens. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Seals {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    file: RwLock<KeyFile>,
    /// Data keys that were unwrapped, by their own id: whether one still exists is asked of the database each time, so
    /// that a key which any node has destroyed is used by none. Emptied when one is destroyed here.
    opened: Mutex<HashMap<Uuid, DataKey>>,
    /// The keys of organisations, which nobody destroys.
    of_organisations: Mutex<HashMap<(Uuid, Purpose), DataKey>>,
}

impl Seals {
    /// Opens the key file at `path`; makes one when the database has never been closed with any.
    ///
    /// # Errors
    /// When the file is missing, unreadable, or not the one that this database was closed with.
    pub async fn open(db: &Database, path: &Path, now: Moment) -> Result<Self, KeyFileError> {
        let checks = store::checks(&db.read()).await.map_err(KeyFileError::Database)?;
        let file = if checks.is_empty() {
            let file = KeyFile::read_or_make(path, now)?;
            store::remember_first_key(db, &file, now).await.map_err(KeyFileError::Database)?;
            // Another node may have been first, with a file of its own.
            let checks = store::checks(&db.read()).await.map_err(KeyFileError::Database)?;
            file.matching(&checks, path)?
        } else {
            KeyFile::read(path)?.matching(&checks, path)?
        };
        let inner = Inner {
            path: path.to_owned(),
            file: RwLock::new(file),
            opened: Mutex::default(),
            of_organisations: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The data key of `owner` for `purpose`.
    ///
    /// # Errors
    /// [`SealError::Destroyed`] when there is none (any more), or that the key file does not open it.
    pub async fn key(&self, conn: &Conn<'_>, owner: Owner, purpose: Purpose) -> Result<DataKey, SealError> {
        if let Owner::Organisation(id) = owner
            && let Some(key) = self.of_organisations().get(&(id, purpose))
        {
            return Ok(key.clone());
        }
        let row = store::key_row(conn, owner, purpose).await?.ok_or(SealError::Destroyed)?;
        let key = self.unwrapped(&row)?;
        if let Owner::Organisation(id) = owner {
            self.of_organisations().insert((id, purpose), key.clone());
        }
        Ok(key)
    }

    fn unwrapped(&self, row: &Row) -> Result<DataKey, SealError> {
        if let Some(key) = self.opened().get(&row.id) {
            return Ok(key.clone());
        }
        let unwrapped = self.file().unwrap(row);
        let key = match unwrapped {
            Some(key) => key,
            None => {
                // Another process that shares the file may have turned it over.
                let fresh = KeyFile::read(&self.inner.path).map_err(|_error| SealError::WrongKeyFile)?;
                let key = fresh.unwrap(row).ok_or(SealError::WrongKeyFile)?;
                *self.inner.file.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                key
            }
        };
        let mut opened = self.opened();
        if opened.len() >= MOST_OPENED {
            opened.clear();
        }
        opened.insert(row.id, key.clone());
        Ok(key)
    }

    /// Makes the two keys of an organisation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn make_organisation_keys(
        &self,
        write: &Write,
        id: Uuid,
        now: Moment,
    ) -> Result<(), SealError> {
        for purpose in [Purpose::Organisation, Purpose::Suppression] {
            let row = self.fresh_row(id, None, purpose, None, now)?;
            store::insert(&write.conn(), row).await?;
        }
        Ok(())
    }

    /// Makes the two keys of each of some new dates, in as few statements as the engines allow.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn make_keys_of_new(
        &self,
        write: &Write,
        organisation: Uuid,
        dates: &[(Uuid, DestroyOn)],
        now: Moment,
    ) -> Result<(), SealError> {
        let both = |(date, on): &(Uuid, DestroyOn)| {
            [(Purpose::Contact, *date, on.contact), (Purpose::Access, *date, on.access)]
        };
        let rows = dates.iter().flat_map(both).map(|(purpose, date, moment)| {
            self.fresh_row(organisation, Some(date), purpose, Some(moment), now)
        });
        Ok(store::insert_all(&write.conn(), rows.collect::<Result<_, _>>()?).await?)
    }

    /// Makes the two keys of a date, or those of them that it does not have (any more).
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn make_occurrence_keys(
        &self,
        write: &Write,
        organisation: Uuid,
        occurrence: Uuid,
        destroy_on: DestroyOn,
        now: Moment,
    ) -> Result<(), SealError> {
        let both = [(Purpose::Contact, destroy_on.contact), (Purpose::Access, destroy_on.access)];
        for (purpose, moment) in both {
            if store::key_row(&write.conn(), Owner::Occurrence(occurrence), purpose).await?.is_some() {
                continue;
            }
            let row = self.fresh_row(organisation, Some(occurrence), purpose, Some(moment), now)?;
            store::insert(&write.conn(), row).await?;
        }
        Ok(())
    }

    /// Moves the moments at which the keys of a date must be destroyed. Keys that are gone stay gone.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn set_destroy_on(
        &self,
        write: &Write,
        occurrence: Uuid,
        destroy_on: DestroyOn,
    ) -> Result<(), database::Error> {
        store::set_destroy_on(&write.conn(), occurrence, Purpose::Contact, destroy_on.contact).await?;
        store::set_destroy_on(&write.conn(), occurrence, Purpose::Access, destroy_on.access).await
    }

    /// Destroys a key of a date. What it closed can't be opened again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn destroy(
        &self,
        write: &Write,
        occurrence: Uuid,
        purpose: Purpose,
    ) -> Result<(), database::Error> {
        store::delete(&write.conn(), occurrence, purpose).await?;
        self.opened().clear();
        Ok(())
    }

    /// The dates whose key for `purpose` must be destroyed by `now`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn due_for_destruction(
        conn: &Conn<'_>,
        purpose: Purpose,
        now: Moment,
        limit: u64,
    ) -> Result<Vec<Uuid>, database::Error> {
        store::due_for_destruction(conn, purpose, now, limit).await
    }

    /// When the keys of a date will be destroyed; `None` for what is gone.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn destroy_on(
        conn: &Conn<'_>,
        occurrence: Uuid,
        purpose: Purpose,
    ) -> Result<Option<Moment>, database::Error> {
        let row = store::key_row(conn, Owner::Occurrence(occurrence), purpose).await?;
        Ok(row.and_then(|row| row.destroy_on))
    }

    fn fresh_row(
        &self,
        organisation: Uuid,
        occurrence: Option<Uuid>,
        purpose: Purpose,
        destroy_on: Option<Moment>,
        now: Moment,
    ) -> Result<Row, SealError> {
        let id = secret::new_id(now);
        let file = self.file();
        let wrapping = file.newest();
        Ok(Row {
            id,
            organisation_id: organisation,
            occurrence_id: occurrence,
            purpose,
            wrapped: wrapping.wrap(id, &secret::random())?,
            wrapping_key_id: wrapping.id().to_owned(),
            destroy_on,
            warned_at: None,
            created_at: now,
        })
    }

    fn file(&self) -> std::sync::RwLockReadGuard<'_, KeyFile> {
        self.inner.file.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn of_organisations(&self) -> std::sync::MutexGuard<'_, HashMap<(Uuid, Purpose), DataKey>> {
        self.inner.of_organisations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, DataKey>> {
        self.inner.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

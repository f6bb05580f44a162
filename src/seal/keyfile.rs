//! The key file: two wrapping keys with ids, which open the data keys.
//!
//! Every 15 days a new wrapping key is made, living data keys are wrapped anew, and the oldest is removed. So a
//! copy of the database that is older than 30 days can't be read with today's file, and what was destroyed since
//! stays destroyed in every backup, provided that copies of the key file older than that are gone too.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use entity::Moment;
use entity::table::{data_key, key_check};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::data_key::{DataKey, SealError, close, open};
use crate::{database, secret};

/// What a wrapping key closes to be recognised by.
const CHECK: &[u8] = b"convenor key check";

/// Why the key file can't be used. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The database was closed with a key file that is not here.
    #[error(
        "the key file {path} is missing, and this database was closed with one: copy the key file from the first node or from its own backup to that path, or point CONVENOR_KEY_FILE at it"
    )]
    Missing {
        /// Where it was looked for.
        path: String,
    },
    /// It is another database's.
    #[error(
        "the key file {path} does not belong to this database: copy the key file from the first node or from its own backup to that path, or point CONVENOR_KEY_FILE at it"
    )]
    Wrong {
        /// Which file.
        path: String,
    },
    /// It is not a key file.
    #[error(
        "{path} is not a key file that convenor wrote: restore it from its own backup, or point CONVENOR_KEY_FILE at the right one"
    )]
    Unreadable {
        /// Which file.
        path: String,
    },
    /// The file system refused.
    #[error("the key file {path} can't be read or written: give this user access to it and its folder")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database failed.
    #[error("the database failed while the key file was checked")]
    Database(#[source] database::Error),
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct WrappingKey {
    id: String,
    made_at: Moment,
    key: String,
}

/// The wrapping keys, newest first.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeyFile {
    about: String,
    keys: Vec<WrappingKey>,
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl WrappingKey {
    fn fresh(now: Moment) -> Self {
        Self {
            id: secret::base32(&secret::random::<10>()),
            made_at: now,
            key: secret::base32(&secret::random::<32>()),
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn made_at(&self) -> Moment {
        self.made_at
    }

    fn bytes(&self) -> Result<[u8; 32], SealError> {
        let bytes = secret::from_base32(&self.key).ok_or(SealError::WrongKeyFile)?;
        bytes.try_into().map_err(|_bytes| SealError::WrongKeyFile)
    }

    /// Closes the data key `id`.
    pub(super) fn wrap(&self, id: Uuid, key: &[u8; 32]) -> Result<Vec<u8>, SealError> {
        close(&self.bytes()?, id.as_bytes(), key)
    }

    pub(super) fn check(&self) -> Result<Vec<u8>, SealError> {
        close(&self.bytes()?, self.id.as_bytes(), CHECK)
    }

    fn opens(&self, check: &key_check::Model) -> bool {
        self.id == check.wrapping_key_id
            && self.bytes().is_ok_and(|key| open(&key, self.id.as_bytes(), &check.sealed).is_ok())
    }
}

impl KeyFile {
    fn fresh(now: Moment) -> Self {
        let about = "Opens the personal fields of one Convenor database. Keep it apart from the database's \
                     backups, and keep no copy of it for more than 30 days."
            .to_owned();
        Self { about, keys: vec![WrappingKey::fresh(now)] }
    }

    pub(super) fn read(path: &Path) -> Result<Self, KeyFileError> {
        let shown = path.display().to_string();
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(KeyFileError::Missing { path: shown });
            }
            Err(source) => return Err(KeyFileError::Io { path: shown, source }),
        };
        let file: Self = serde_json::from_slice(&text)
            .map_err(|_error| KeyFileError::Unreadable { path: shown.clone() })?;
        if file.keys.is_empty() || file.keys.iter().any(|key| key.bytes().is_err()) {
            return Err(KeyFileError::Unreadable { path: shown });
        }
        Ok(file)
    }

    pub(super) fn read_or_make(path: &Path, now: Moment) -> Result<Self, KeyFileError> {
        match Self::read(path) {
            Err(KeyFileError::Missing { .. }) => {
                let file = Self::fresh(now);
                file.write(path)?;
                Ok(file)
            }
            other => other,
        }
    }

    /// Writes the whole file anew and moves it into place, so that no crash leaves half of one.
    pub(super) fn write(&self, path: &Path) -> Result<(), KeyFileError> {
        let failed = |source| KeyFileError::Io { path: path.display().to_string(), source };
        let beside = path.with_extension("new");
        let text = serde_json::to_string_pretty(self).map_err(|error| failed(error.into()))?;
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)
            .map_err(failed)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&beside, path).map_err(failed)
    }

    pub(super) fn matching(self, checks: &[key_check::Model], path: &Path) -> Result<Self, KeyFileError> {
        let fits = self.keys.iter().any(|key| checks.iter().any(|check| key.opens(check)));
        if fits { Ok(self) } else { Err(KeyFileError::Wrong { path: path.display().to_string() }) }
    }

    pub(super) fn newest(&self) -> &WrappingKey {
        #[expect(
            clippy::expect_used,
            reason = "`read` refuses a file without keys, and none is ever emptied"
        )]
        self.keys.first().expect("a key file holds a key")
    }

    /// The file with a new newest key. All that were in it stay.
    pub(super) fn with_fresh_key(&self, now: Moment) -> Self {
        let mut next = self.clone();
        next.keys.insert(0, WrappingKey::fresh(now));
        next
    }

    /// The file with its two newest keys only.
    pub(super) fn two_newest(mut self) -> Self {
        self.keys.truncate(2);
        self
    }

    pub(super) fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.id.clone()).collect()
    }

    pub(super) fn unwrap(&self, row: &data_key::Model) -> Option<DataKey> {
        let wrapping = self.keys.iter().find(|key| key.id == row.wrapping_key_id)?;
        let plain = open(&wrapping.bytes().ok()?, row.id.as_bytes(), &row.wrapped).ok()?;
        Some(DataKey::new(row.id, plain.try_into().ok()?))
    }
}

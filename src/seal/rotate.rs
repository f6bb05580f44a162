//! Turning the key file over.

use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::PoisonError;
use std::time::Duration;

use entity::Moment;

use super::keyfile::{KeyFile, KeyFileError};
use super::{SealError, Seals, store};
use crate::database::Database;

/// How long the newest wrapping key serves before the next is made.
const KEY_AGE: Duration = Duration::from_secs(15 * 24 * 60 * 60);

/// Why the key file could not be turned over. Nothing is lost: it is tried again.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The file.
    #[error(transparent)]
    File(#[from] KeyFileError),
    /// A data key.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Another process does it at this moment.
    #[error("another process is turning the key file over: try again in a minute")]
    Busy,
}

impl Seals {
    /// Whether the newest key of the file is 15 days old.
    #[must_use]
    pub fn is_rotation_due(&self, now: Moment) -> bool {
        now.since(self.file().newest().made_at()) >= KEY_AGE
    }

    /// Turns the key file over when its newest key is 15 days old. True when it did.
    ///
    /// # Errors
    /// See [`RotateError`].
    pub async fn rotate_when_due(&self, db: &Database, now: Moment) -> Result<bool, RotateError> {
        let due = self.is_rotation_due(now);
        if due {
            self.rotate(db, now).await?;
        }
        Ok(due)
    }

    /// Makes a new wrapping key, wraps every living data key with it, and removes all but the two newest.
    ///
    /// Killed at any point, it leaves every data key openable: the file gets the new key before any row uses it,
    /// and loses the oldest after none does.
    ///
    /// # Errors
    /// See [`RotateError`].
    pub async fn rotate(&self, db: &Database, now: Moment) -> Result<(), RotateError> {
        let _turn = self.take_turn()?;
        let next = KeyFile::read(&self.inner.path)?.with_fresh_key(now);
        next.write(&self.inner.path)?;
        self.take(next.clone());
        store::remember_key(db, &next, now).await.map_err(SealError::from)?;
        let file = next.clone();
        db.write(move |write| Box::pin(async move { store::rewrap(&write.conn(), &file).await })).await?;
        let kept = next.two_newest();
        kept.write(&self.inner.path)?;
        store::forget_keys_but(db, kept.ids()).await.map_err(SealError::from)?;
        self.take(kept);
        Ok(())
    }

    /// One process at a time: two that read the file, and each wrote it with a key of its own, would lose one of the keys.
    fn take_turn(&self) -> Result<File, RotateError> {
        let path = self.inner.path.with_extension("turn");
        let io = |source| KeyFileError::Io { path: path.display().to_string(), source };
        let mut options = File::options();
        let turn = options.create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(io)?;
        match turn.try_lock() {
            Ok(()) => Ok(turn),
            Err(TryLockError::WouldBlock) => Err(RotateError::Busy),
            Err(TryLockError::Error(source)) => Err(io(source).into()),
        }
    }

    fn take(&self, file: KeyFile) {
        *self.inner.file.write().unwrap_or_else(PoisonError::into_inner) = file;
        self.opened().clear();
    }
}

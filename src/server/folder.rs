//! The data folder: made for its owner alone, and taken by one process at a time.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::StartError;
use crate::config::Config;

/// Held while a process serves from a data folder.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// Takes the data folder for this process alone, before anything in it is opened or migrated. Only a SQLite database
/// needs that: nodes on PostgreSQL may share a folder.
///
/// # Errors
/// [`StartError::AlreadyServing`], or that the folder can't be written.
pub fn lock_folder(config: &Config) -> Result<Option<FolderLock>, StartError> {
    make_private_folder(config)?;
    if !config.database_url.0.starts_with("sqlite://") {
        return Ok(None);
    }
    let folder = || config.data_dir.display().to_string();
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(config.data_dir.join("convenor.lock"))
        .map_err(|source| folder_error(config, source))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FolderLock { _file: file })),
        Err(fs::TryLockError::WouldBlock) => Err(StartError::AlreadyServing { folder: folder() }),
        Err(fs::TryLockError::Error(source)) => Err(StartError::DataFolder { folder: folder(), source }),
    }
}

/// Makes `folder`, for its owner alone, and checks that it can be written. One that is there keeps its mode, for others
/// may have business in it; but not one into which everybody writes, who could put files in the place of ours.
///
/// # Errors
/// [`StartError::DataFolderOfAll`], or that it can't be made or written.
pub(super) fn make_private_folder(config: &Config) -> Result<(), StartError> {
    let folder = &config.data_dir;
    if mode_of(folder).is_some_and(|mode| mode & 0o002 != 0) && folder.is_dir() {
        return Err(StartError::DataFolderOfAll { folder: folder.display().to_string() });
    }
    make_and_try(folder).map_err(|source| folder_error(config, source))
}

fn make_and_try(folder: &Path) -> std::io::Result<()> {
    if !folder.exists() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let probe = folder.join(".write-check");
    let mut file = File::options().create(true).truncate(true).write(true).mode(0o600).open(&probe)?;
    file.write_all(b"can this folder be written?")?;
    fs::remove_file(&probe)
}

/// Whether others on this machine may open a file or look into a folder. What is not there, nobody may.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    mode_of(path).is_some_and(|mode| mode & 0o077 != 0)
}

fn mode_of(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|known| known.permissions().mode())
}

fn folder_error(config: &Config, source: std::io::Error) -> StartError {
    let folder = config.data_dir.display().to_string();
    if config.data_dir.is_file() {
        StartError::DataFolderIsAFile { folder }
    } else if source.kind() == ErrorKind::StorageFull {
        StartError::DiskFull { folder }
    } else {
        StartError::DataFolder { folder, source }
    }
}

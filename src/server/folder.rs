//! The data folder: made for its owner alone, and taken by one process at a time.

use std::fs::{self, File};
use std::io::ErrorKind;
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
    use std::os::unix::fs::OpenOptionsExt;
    make_private_folder(&config.data_dir).map_err(|source| folder_error(config, source))?;
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

/// Makes `folder`, for its owner alone, and checks that it can be written.
pub(super) fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if !folder.exists() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let probe = folder.join(".write-check");
    fs::write(&probe, b"can this folder be written?")?;
    fs::remove_file(&probe)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

pub(super) fn folder_error(config: &Config, source: std::io::Error) -> StartError {
    let folder = config.data_dir.display().to_string();
    if config.data_dir.is_file() {
        StartError::DataFolderIsAFile { folder }
    } else if source.kind() == ErrorKind::StorageFull {
        StartError::DiskFull { folder }
    } else {
        StartError::DataFolder { folder, source }
    }
}

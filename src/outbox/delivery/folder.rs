//! Letters as files, for a service that has no mail server yet.
//!
//! Guarantees: a folder that only its owner opens (0700), files that only its owner reads (0600), each written whole
//! or not at all. A file's name has the time it was written and the delivery, never an address.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use entity::Moment;

/// A folder of `.eml` files.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    /// Writes one letter. `id` is the left part of its message id.
    pub(super) fn write(&self, id: &str, at: Moment, letter: &[u8]) -> io::Result<PathBuf> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        let path = self.0.join(format!("{}-{id}.eml", stamp(at)));
        let part = path.with_extension("part");
        let mut file = open_private(&part)?;
        // Not forced to the disk: nobody waits for these, and that would hold up the replies beside them.
        file.write_all(letter)?;
        fs::rename(&part, &path)?;
        Ok(path)
    }

    /// Removes the files that `is_due` names by their time and id. A folder that was never made has none.
    pub(super) fn remove(&self, is_due: impl Fn(&str, &str) -> bool) -> io::Result<u64> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(e) => return Err(e),
        };
        let mut removed = 0;
        for entry in entries {
            let name = entry?.file_name();
            let due = name.to_str().and_then(parts_of).is_some_and(|(time, id)| is_due(time, id));
            if due && remove_if_there(&self.0.join(&name))? {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Sorts as time does.
pub(super) fn stamp(at: Moment) -> String {
    at.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The time and the id in a file's name.
fn parts_of(name: &str) -> Option<(&str, &str)> {
    let stem = name.strip_suffix(".eml").or_else(|| name.strip_suffix(".part"))?;
    stem.split_once('-')
}

fn open_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

/// Another node may share the folder and be faster.
fn remove_if_there(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn files_are_private_whole_and_go_when_told() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder(place.path().join("mail"));
        assert_eq!(folder.remove(|_, _| true).unwrap(), 0);
        let early: Moment = "2024-07-08T17:00:00Z".parse().unwrap();
        let late: Moment = "2024-07-09T17:00:00Z".parse().unwrap();
        let first = folder.write("aaa-1.2", early, b"one").unwrap();
        let second = folder.write("bbb-1.2", late, b"two").unwrap();
        assert_eq!(first.file_name().unwrap(), "20240708T170000Z-aaa-1.2.eml");
        assert_eq!(fs::metadata(&folder.0).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::metadata(&first).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(folder.0.join("notes.txt"), "not ours").unwrap();
        assert_eq!(folder.remove(|time, _| time < stamp(late).as_str()).unwrap(), 1);
        assert!(!first.exists() && second.exists());
        assert_eq!(folder.remove(|_, id| id.starts_with("bbb-1.")).unwrap(), 1);
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    }
}

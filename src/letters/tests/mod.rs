//! Every letter, word for word, in `tests/service/letters`; and what holds for all of them.

mod all;
mod hendon;
mod notices;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use crate::words::Language;

use super::Letter;

/// The letter as it is kept for review: subject, text, HTML.
fn kept(letter: &Letter) -> [(&'static str, String); 2] {
    [("txt", format!("Subject: {}\n\n{}", letter.subject, letter.text)), ("html", letter.html.clone())]
}

#[test]
fn every_letter_is_as_it_was_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/letters");
    // A switch of this test, no setting: it is read when the test is built.
    let write = option_env!("WRITE_LETTERS").is_some();
    let mut differ = Vec::new();
    let mut known = Vec::new();
    for (name, letter) in all::letters(Language::En) {
        for (ending, now) in kept(&letter) {
            let file = folder.join(format!("{name}.{ending}"));
            if write {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&file, &now).unwrap();
            }
            if fs::read_to_string(&file).ok().as_ref() != Some(&now) {
                differ.push(format!("--- {} should now say\n{now}", file.display()));
            }
            known.push(file);
        }
    }
    assert!(differ.is_empty(), "set WRITE_LETTERS=1 to write them anew\n{}", differ.join("\n"));
    let orphans: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !known.contains(path))
        .collect();
    assert!(orphans.is_empty(), "no letter says these: {orphans:?}");
}

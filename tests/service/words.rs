//! Words and those who say them: no message is missing, unused, said with the wrong variables, or different between
//! languages.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail this way")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Resource};
use fluent_syntax::{parser, serializer};

type Variables = BTreeSet<String>;
type Messages = BTreeMap<String, Variables>;

/// One place where a sentence is said.
struct Call {
    place: String,
    key: String,
    filled: Variables,
}

#[test]
fn every_sentence_that_is_said_exists_with_exactly_its_variables() {
    let english = messages(Path::new("src/words/en"));
    let mut wrong = Vec::new();
    for Call { place, key, filled } in calls() {
        match english.get(&key) {
            None => wrong.push(format!("{place}: no message {key}")),
            Some(wanted) if *wanted != filled => {
                wrong.push(format!("{place}: {key} wants {wanted:?} and is given {filled:?}"));
            }
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_is_said_somewhere() {
    let said: BTreeSet<String> = calls().into_iter().map(|call| call.key).collect();
    let unused: Vec<String> =
        messages(Path::new("src/words/en")).into_keys().filter(|key| !said.contains(key)).collect();
    assert!(unused.is_empty(), "never said: {}", unused.join(", "));
}

#[test]
fn all_languages_have_the_same_messages_with_the_same_variables() {
    let languages: Vec<PathBuf> =
        entries(Path::new("src/words")).into_iter().filter(|path| path.is_dir()).collect();
    assert!(languages.iter().any(|folder| folder.ends_with("en")), "English is missing");
    let english = messages(Path::new("src/words/en"));
    for folder in languages {
        assert_eq!(messages(&folder), english, "{} differs from English", folder.display());
    }
}

#[test]
fn every_file_of_words_is_registered() {
    let registry = fs::read_to_string("src/words/mod.rs").unwrap();
    let mut files = Vec::new();
    walk(Path::new("src/words"), &["ftl"], &mut files);
    for file in files {
        let file = file.strip_prefix("src/words").unwrap().display().to_string();
        assert!(registry.contains(&format!("include_str!(\"{file}\")")), "{file} is not registered");
    }
}

/// All messages of a language's folder, with the variables of each.
fn messages(folder: &Path) -> Messages {
    let mut files = Vec::new();
    walk(folder, &["ftl"], &mut files);
    let mut messages = Messages::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let read = parser::parse(text.as_str())
            .unwrap_or_else(|(_, mistakes)| panic!("{}: {mistakes:?}", file.display()));
        for entry in read.body {
            let Entry::Message(message) = &entry else { continue };
            let key = message.id.name.to_owned();
            let alone = serializer::serialize(&Resource { body: vec![entry] });
            let before = messages.insert(key.clone(), variables(&alone));
            assert!(before.is_none(), "{key} stands twice");
        }
    }
    messages
}

/// The names behind a `$`.
fn variables(message: &str) -> Variables {
    let name_of = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect::<String>()
    };
    message.split('$').skip(1).map(name_of).collect()
}

/// All places in code and templates where a sentence is said.
fn calls() -> Vec<Call> {
    let mut files = Vec::new();
    walk(Path::new("src"), &["rs", "html", "txt"], &mut files);
    let mut calls = Vec::new();
    for file in files {
        let text: String = fs::read_to_string(&file)
            .unwrap()
            .lines()
            .map(|line| if line.trim_start().starts_with("//") { "\n".into() } else { format!("{line}\n") })
            .collect();
        for (at, found) in text.match_indices(".say(") {
            let (before, rest) = text.split_at(at);
            let line = before.matches('\n').count() + 1;
            let place = format!("{}:{line}", file.display());
            let (key, rest) = literal(rest.trim_start_matches(found))
                .unwrap_or_else(|| panic!("{place}: a key is written out where it is said"));
            calls.push(Call { place, key, filled: filled(rest) });
        }
    }
    calls
}

/// The variables filled by the `.with("…", …)` and `.count("…", …)` that follow a key.
fn filled(after_key: &str) -> Variables {
    let mut names = Variables::new();
    let mut rest = past_the_bracket(after_key);
    loop {
        let next = rest.trim_start();
        let Some(arguments) = next.strip_prefix(".with(").or_else(|| next.strip_prefix(".count(")) else {
            return names;
        };
        let (name, after) = literal(arguments).expect("a variable's name is written out");
        names.insert(name);
        rest = past_the_bracket(after);
    }
}

/// A string literal at the start, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let (name, rest) = text.trim_start().strip_prefix('"')?.split_once('"')?;
    Some((name.to_owned(), rest))
}

/// What follows the bracket that closes the call we stand in.
fn past_the_bracket(text: &str) -> &str {
    let (mut depth, mut quoted) = (1, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text.split_at(at + 1).1;
        }
    }
    ""
}

fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        if path.is_dir() {
            walk(&path, endings, found);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path);
        }
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

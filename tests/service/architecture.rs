//! The shape of the house, read from the sources: who imports whom, which library lives where, and what a
//! file looks like. The order of imports itself stands in `ARCHITECTURE.md`; this holds the code to it.
//!
//! Sources are read as tokens, so a word in a comment or a string is never taken for an import, and paths
//! inside macros count like all others.

use std::fmt::Write as _;

use crate::house::source::{Source, order_of_rooms, sources, text_files, top_level_names};

/// A library, and the only places that may name it. A place ends in `/` (all below it), or is one file;
/// `*` stands for one folder.
const HOMES: &[(&str, &[&str])] = &[
    ("poem", &["src/web/"]),
    ("poem_openapi", &["src/web/"]),
    ("hyper", &["src/web/gate/serving.rs"]),
    ("hyper_util", &["src/web/gate/serving.rs"]),
    ("lettre", &["src/outbox/delivery.rs", "src/outbox/delivery/"]),
    ("icalendar", &["src/calendar/"]),
    ("calcard", &["src/calendar/"]),
    ("mail_parser", &["src/inbox/", "src/outbox/delivery/"]),
    ("rrule", &["src/recurrence/"]),
    ("encoding_rs", &["src/import/text.rs"]),
    ("reqwest", &["src/webhook/delivery.rs", "src/import/fetch.rs"]),
    ("rustls", &["src/import/fetch.rs"]),
    ("tokio_cron_scheduler", &["src/worker/"]),
    ("clap", &["src/cli/"]),
    ("fluent_bundle", &["src/words/"]),
    ("getrandom", &["src/secret.rs"]),
    ("chacha20poly1305", &["src/seal/"]),
    (
        "sea_orm",
        &[
            "src/*/store.rs",
            "src/*/store/",
            // Questions that several rooms above ask, each in a file of its own.
            "src/event/ahead.rs",
            "src/rsvp/recipients.rs",
            "src/seal/",
            "src/queue/claim.rs",
            "src/database.rs",
            "src/database/",
            "entity/src/",
            "migration/src/",
        ],
    ),
    ("sea_orm_migration", &["migration/src/", "src/database.rs", "src/database/"]),
    ("std::env", &["src/config.rs", "src/config/"]),
    ("Timestamp::now", &["src/clock.rs"]),
    ("Zoned::now", &["src/clock.rs"]),
    ("SystemTime::now", &["src/clock.rs"]),
    ("Utc::now", &["src/clock.rs"]),
];

/// Rooms that work on plain values alone, so that a letter or a calendar can be shown without a database.
const PURE: &[&str] = &["calendar", "letters", "recurrence", "words", "links"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] =
    &["service", "manager", "helper", "helpers", "util", "utils", "common", "dto", "misc", "types"];

/// Everything that may stand at the top of the tree.
const TOP: &[&str] = &[
    ".ci",
    ".config",
    ".git",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "askama.toml",
    "clippy.toml",
    "deploy",
    "entity",
    "fuzz",
    "migration",
    "openapi",
    "rustfmt.toml",
    "scripts",
    "src",
    "tests",
];

/// Words that mean "not finished", or that belong to one person's machine. Written in two halves, so that
/// this file does not find itself.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "finish it, or leave it out"),
    (concat!("FIX", "ME"), "finish it, or leave it out"),
    (concat!("to", "do!("), "finish it, or leave it out"),
    (concat!("unimpl", "emented!("), "finish it, or leave it out"),
    (concat!("#[ign", "ore"), "a test that does not run holds nothing"),
    (concat!("../sha", "red"), "the project speaks for itself"),
    (concat!("/ro", "ot/"), "a path of one machine"),
    (concat!("/wo", "rk/"), "a path of one machine"),
    (concat!("/ho", "me/"), "a path of one machine"),
];

/// Says all that breaks a rule at once.
fn fail_with(rule: &str, broken: &[String]) {
    let mut said = String::new();
    for one in broken {
        writeln!(said, "  {one}").unwrap();
    }
    assert!(broken.is_empty(), "{rule}\n{said}");
}

#[test]
fn imports_run_downhill() {
    let order = order_of_rooms();
    let place = |room: &str| order.iter().position(|known| known == room);
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(room) = source.room() else { continue };
        let Some(here) = place(room) else {
            broken.push(format!("{}: \"{room}\" has no place in the order", source.path));
            continue;
        };
        for import in source.imports_of_rooms() {
            if place(&import.name).is_none_or(|there| there < here) {
                broken.push(format!("{}:{}: {room} imports {}", source.path, import.line, import.name));
            }
        }
    }
    fail_with(
        "A room may import what stands below it in ARCHITECTURE.md (\"Imports run downhill\"), never above. \
         Pass the value instead, or move the idea:",
        &broken,
    );
}

#[test]
fn every_library_has_one_home() {
    let mut broken = Vec::new();
    for source in ["src", "entity/src", "migration/src"].into_iter().flat_map(sources) {
        for (library, homes) in HOMES {
            if homes.iter().any(|home| source.lives_in(home)) {
                continue;
            }
            for line in source.lines_that_name(library) {
                broken.push(format!("{}:{line}: {library} belongs in {}", source.path, homes.join(", ")));
            }
        }
    }
    fail_with("A library is known to one room, which speaks for it to the others:", &broken);
}

#[test]
fn pure_rooms_never_meet_the_database() {
    let mut broken = Vec::new();
    for source in
        sources("src").into_iter().filter(|source| source.room().is_some_and(|room| PURE.contains(&room)))
    {
        for import in source.imports_of_rooms().iter().filter(|import| import.name == "database") {
            broken.push(format!("{}:{}", source.path, import.line));
        }
        for line in source.lines_that_name("entity::table") {
            broken.push(format!("{}:{line}: a row type", source.path));
        }
    }
    fail_with(&format!("{} work on plain values:", PURE.join(", ")), &broken);
}

#[test]
fn no_row_type_crosses_the_edge() {
    let mut broken = Vec::new();
    for source in sources("src/web") {
        for line in source.lines_that_name("entity::table") {
            broken.push(format!("{}:{line}", source.path));
        }
    }
    fail_with("What is read and answered over HTTP has types of its own, beside its handler:", &broken);
}

#[test]
fn migrations_stand_on_their_own() {
    let mut broken = Vec::new();
    for source in sources("migration/src") {
        for line in source.lines_that_name("entity") {
            broken.push(format!("{}:{line}", source.path));
        }
    }
    fail_with("A migration says what was true on its day; it may not import entity, which changes:", &broken);
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    let broken: Vec<String> = all_sources()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    fail_with("The first line of a module says what it is for (`//! …`):", &broken);
}

#[test]
fn no_file_tells_two_stories() {
    let mut broken = Vec::new();
    for source in all_sources() {
        let lines = source.text.lines().count();
        if lines > 300 {
            broken.push(format!("{}: {lines} lines", source.path));
        }
    }
    fail_with("A file has 300 lines at most; split it by meaning:", &broken);
}

#[test]
fn the_tree_shows_the_architecture() {
    let mut broken: Vec<String> =
        top_level_names().into_iter().filter(|name| !TOP.contains(&name.as_str())).collect();
    for source in all_sources() {
        let named = source.path.trim_end_matches(".rs").split('/').skip(1);
        // `tests/service` is the suite that speaks to the running service.
        for part in
            named.filter(|part| EMPTY_NAMES.contains(part) && !source.path.starts_with("tests/service/"))
        {
            broken.push(format!("{}: \"{part}\" says nothing about what is inside", source.path));
        }
    }
    fail_with("These have no place in the tree:", &broken);
}

#[test]
fn nothing_is_left_half_said() {
    let mut broken = Vec::new();
    for (path, text) in text_files() {
        for (number, line) in text.lines().enumerate() {
            for (word, why) in FORBIDDEN.iter().filter(|(word, _)| line.contains(word)) {
                broken.push(format!("{path}:{}: {word} ({why})", number + 1));
            }
        }
    }
    fail_with("These words do not belong in the project:", &broken);
}

fn all_sources() -> impl Iterator<Item = Source> {
    ["src", "entity/src", "migration/src", "tests"].into_iter().flat_map(sources)
}

/// The tests above are worth what their reader sees.
#[test]
fn an_import_is_seen_in_every_form() {
    let text = "
        use crate::{event::{self, Event}, rsvp};      // use crate::comment
        use super::super::venue::Venue;
        fn f(at: crate::clock::Clock) -> &'static str { log!(\"crate::string\", crate::links::page()); super::store::read() }
        mod tests { use super::own; use super::super::super::feed; }
    ";
    let source = Source::of("src/notice/store.rs", text.to_owned());
    let seen: Vec<(String, usize)> =
        source.imports_of_rooms().into_iter().map(|import| (import.name, import.line)).collect();
    let expected =
        [("event", 2), ("event", 2), ("rsvp", 2), ("venue", 3), ("clock", 4), ("links", 4), ("feed", 5)];
    assert_eq!(seen, expected.map(|(name, line)| (name.to_owned(), line)));

    let text = "use std::{env, fs}; fn f() { jiff::Timestamp::now(); sea_orm::x(); self::poem::y() }";
    let source = Source::of("src/cli/serve.rs", text.to_owned());
    for named in ["std::env", "Timestamp::now", "sea_orm"] {
        assert_eq!(source.lines_that_name(named), [1], "{named}");
    }
    assert!(source.lines_that_name("poem").is_empty());
    let field = Source::of("src/web/mod.rs", "fn f(rule: Rule) { rule.rrule; rrule::x() }".to_owned());
    assert_eq!(field.lines_that_name("rrule").len(), 1, "a field is no crate");
    assert!(
        source.lives_in("src/cli/")
            && source.lives_in("src/*/serve.rs")
            && !source.lives_in("src/*/serve.rs/")
    );
}

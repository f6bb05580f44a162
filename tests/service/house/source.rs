//! The project's own sources, as the architecture tests read them.
//!
//! Rust files are cut into tokens by the compiler's own rules; a path is found wherever it stands. What is
//! not read: names that a macro of ours might glue together (we have none).

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One Rust file.
pub(crate) struct Source {
    /// From the top of the project, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    named: Vec<Named>,
}

/// A path that a file names, such as `crate::event::Event`, made whole: `super` and `self` are resolved, and
/// `use a::{b, c}` is two of them.
#[derive(Clone)]
struct Named {
    parts: Vec<String>,
    line: usize,
}

/// A room that a file imports.
pub(crate) struct Import {
    pub(crate) name: String,
    pub(crate) line: usize,
}

impl Source {
    fn read(path: &Path) -> Self {
        Self::of(path.strip_prefix(top()).unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap())
    }

    /// The file that would be at `path` if it held `text`.
    pub(crate) fn of(path: &str, text: String) -> Self {
        let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut named = Vec::new();
        collect(tokens, &module_of(path), &mut named);
        Self { path: path.to_owned(), text, named }
    }

    /// The room, edge or file of the floor that this file is of: `event` for `src/event/store.rs`.
    pub(crate) fn room(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let name = below.split('/').next()?.trim_end_matches(".rs");
        (name != "lib").then_some(name)
    }

    /// The other rooms named here, and where.
    pub(crate) fn imports_of_rooms(&self) -> Vec<Import> {
        let own = self.room();
        let rooms = rooms_that_exist();
        self.named
            .iter()
            .filter(|named| matches!(named.parts[0].as_str(), "crate" | "convenor"))
            .filter_map(|named| Some((named.parts.get(1)?, named.line)))
            .filter(|(name, _)| rooms.contains(name) && Some(name.as_str()) != own)
            .map(|(name, line)| Import { name: name.clone(), line })
            .collect()
    }

    /// The lines that name a path: a crate (`poem::`), a module (`std::env`), or a call (`Utc::now`). A word alone names no
    /// crate: a field may be called `rrule`.
    pub(crate) fn lines_that_name(&self, path: &str) -> Vec<usize> {
        let wanted: Vec<&str> = path.split("::").collect();
        let is_crate = wanted[0].starts_with(char::is_lowercase);
        let names = |named: &&Named| {
            let mut windows = named.parts.windows(wanted.len());
            // A crate or module stands first in its path; a type may come after its module.
            if is_crate {
                named.parts.len() > 1 && windows.next().is_some_and(|start| start == wanted)
            } else {
                windows.any(|window| window == wanted)
            }
        };
        self.named.iter().filter(names).map(|named| named.line).collect()
    }

    /// Whether this file is at that place (see `HOMES`).
    pub(crate) fn lives_in(&self, home: &str) -> bool {
        let mut parts = self.path.split('/');
        for wanted in home.split('/') {
            match (wanted, parts.next()) {
                ("", Some(_)) => return true,
                ("*", Some(_)) => {}
                (wanted, Some(part)) if wanted == part => {}
                _ => return false,
            }
        }
        parts.next().is_none()
    }
}

/// The module path of a file: `["crate", "event", "store"]` for `src/event/store.rs`.
fn module_of(path: &str) -> Vec<String> {
    let below = path.split_once("src/").map_or(path, |(_, below)| below).trim_end_matches(".rs");
    let parts = below.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

/// Walks tokens, following `a::b::{c, d}`; `module` is where `super` and `self` start from.
fn collect(tokens: TokenStream, module: &[String], named: &mut Vec<Named>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut path: Vec<String> = Vec::new();
    let mut opened: Option<String> = None; // the name after `mod`
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                let word = ident.to_string();
                opened = (opened.as_deref() == Some("")).then(|| word.clone());
                if word == "mod" {
                    opened = Some(String::new());
                }
                path.push(word);
                if !followed_by_colons(&mut tokens) {
                    named.push(Named { parts: whole(&path, module), line });
                    path.clear();
                }
            }
            TokenTree::Group(group) if !path.is_empty() && group.delimiter() == Delimiter::Brace => {
                let mut inside = Vec::new();
                collect(group.stream(), &[], &mut inside);
                for one in inside {
                    let parts = path.iter().cloned().chain(one.parts).collect::<Vec<_>>();
                    named.push(Named { parts: whole(&parts, module), line: one.line });
                }
                path.clear();
            }
            TokenTree::Group(group) => {
                let mut inner = module.to_vec();
                inner.extend(
                    opened.take().filter(|name| !name.is_empty() && group.delimiter() == Delimiter::Brace),
                );
                collect(group.stream(), &inner, named);
                path.clear();
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => path.clear(),
        }
    }
}

/// Takes `::` when it comes next.
fn followed_by_colons(tokens: &mut std::iter::Peekable<proc_macro2::token_stream::IntoIter>) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let mut ahead = tokens.clone();
    if ahead.next().as_ref().is_some_and(colon) && ahead.next().as_ref().is_some_and(colon) {
        *tokens = ahead;
        return true;
    }
    false
}

/// A path with its leading `self` and `super` replaced by the module they mean.
fn whole(path: &[String], module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    let relative = ups > 0 || path[0] == "self";
    if !relative || path.len() == 1 || module.is_empty() {
        return path.to_vec();
    }
    let base = &module[..module.len().saturating_sub(ups).max(1)];
    base.iter().chain(&path[ups.max(1)..]).cloned().collect()
}

/// The rooms in the order of ARCHITECTURE.md, from the top of the house to the floor.
pub(crate) fn order_of_rooms() -> Vec<String> {
    let text = fs::read_to_string(top().join("ARCHITECTURE.md")).unwrap();
    let (_, after) =
        text.split_once("\n## Imports run downhill\n").expect("the heading \"Imports run downhill\"");
    let block = after.split("```").nth(1).expect("a fenced block with the order of rooms");
    let names = block.lines().skip(1).flat_map(|line| line.split(|c: char| !c.is_ascii_lowercase()));
    names.filter(|name| !name.is_empty() && *name != "entity").map(str::to_owned).collect()
}

fn rooms_that_exist() -> Vec<String> {
    let names = fs::read_dir(top().join("src")).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.to_str().unwrap().trim_end_matches(".rs").to_owned()).collect()
}

/// Every Rust file below a folder of the project.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let files = files_below(&top().join(folder));
    let rust = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let found: Vec<Source> = rust.map(|path| Source::read(path)).collect();
    assert!(!found.is_empty(), "there is no Rust file below {folder}");
    found
}

/// Every text file of the project that people wrote, with its path.
pub(crate) fn text_files() -> Vec<(String, String)> {
    let names = top_level_names().into_iter().filter(|name| !matches!(name.as_str(), ".git" | "Cargo.lock"));
    let files = names.flat_map(|name| files_below(&top().join(name)));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?; // not UTF-8: a picture
        Some((path.strip_prefix(top()).unwrap().to_str().unwrap().to_owned(), text))
    };
    files.filter_map(read).collect()
}

/// What stands at the top of the tree, but for what `.gitignore` leaves out.
pub(crate) fn top_level_names() -> Vec<String> {
    let ignored = fs::read_to_string(top().join(".gitignore")).unwrap();
    let names = fs::read_dir(top()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !ignored.lines().any(|line| line.trim_matches('/') == name)).collect()
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut inside: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    inside.iter().flat_map(|path| files_below(path)).collect()
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//! Our own sentences, known again where somebody quotes a letter of ours, whatever their program did to it.
//!
//! Pure. Known are the sentences of letters that nobody else would write, in every language, with anything in the place of what fills
//! them, and broken into lines as may be.

use std::sync::LazyLock;

use crate::words;

/// How much may stand where something fills one of our sentences, in bytes.
const REACH: usize = 160;
/// How many lines one of our sentences may be broken into.
const BROKEN: usize = 8;
/// How long the fixed words of a sentence of ours are at least that nobody else would write, in bytes.
const TELLING: usize = 28;

static OURS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let is_sentence = |key: &str| {
        key.starts_with("letter-")
            && !["letter-subject-", "letter-label-", "letter-link-"].iter().any(|one| key.starts_with(one))
    };
    let all = words::sentences(is_sentence).into_iter();
    let all = all.map(|pieces| pieces.iter().map(|piece| normal(piece)).collect::<Vec<_>>());
    all.filter(|pieces| is_telling(pieces)).collect()
});

/// Whether these lines begin with a sentence of our letters, however they are broken.
pub(super) fn begins(lines: &[&str]) -> bool {
    let Some(first) = lines.first().map(|line| unmarked(line)).filter(|first| !first.is_empty()) else {
        return false;
    };
    let near = |pieces: &&Vec<String>| {
        let beginning = pieces.first().map(String::as_str).unwrap_or_default();
        let shorter = beginning.len().min(first.len());
        beginning.is_empty() || beginning.as_bytes().get(..shorter) == first.as_bytes().get(..shorter)
    };
    let mut candidates = OURS.iter().filter(near).peekable();
    if candidates.peek().is_none() {
        return false;
    }
    let all = lines.iter().take(BROKEN).map(|line| unmarked(line)).filter(|line| !line.is_empty());
    let text = all.collect::<Vec<_>>().join(" ");
    candidates.any(|pieces| begins_with(&text, pieces, first.len()))
}

/// Whether a text begins with these pieces, with something between them. What fills the beginning stands in the first line, which is
/// `first` bytes long.
fn begins_with(text: &str, pieces: &[String], first: usize) -> bool {
    let mut rest = text;
    let mut reach = 0;
    for (place, piece) in pieces.iter().enumerate() {
        let at = rest.find(piece.as_str()).filter(|at| *at <= reach);
        let Some(after) = at.and_then(|at| rest.get(at + piece.len()..)) else { return false };
        rest = after;
        reach = if place == 0 && piece.is_empty() { first } else { REACH };
    }
    true
}

/// Whether nobody else would write this.
fn is_telling(pieces: &[String]) -> bool {
    let longest = pieces.iter().map(String::len).max().unwrap_or_default();
    let all: usize = pieces.iter().map(String::len).sum();
    let begins_open = pieces.first().is_none_or(String::is_empty);
    if begins_open { longest >= TELLING } else { all >= TELLING }
}

/// A line without what programs put before lines that are quoted.
fn unmarked(line: &str) -> String {
    let marks = |c: char| c.is_whitespace() || matches!(c, '>' | '|' | '│' | '»' | '*');
    normal(line.trim_matches(marks))
}

/// Words as they are compared: in small letters, with plain marks and single blanks. A blank at an end stays one.
fn normal(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for c in words.chars().flat_map(char::to_lowercase) {
        let c = match c {
            '‘' | '’' | 'ʼ' => '\'',
            '“' | '”' => '"',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c == '*' || (c == ' ' && plain.ends_with(' ')) {
            continue;
        }
        plain.push(c);
    }
    plain
}

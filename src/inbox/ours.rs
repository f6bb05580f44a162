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
/// The sentences with which our letters end, where they do not end with the event and who holds it.
const LAST: [&str; 2] = ["letter-foot", "letter-stop-reminders"];
/// What may stand behind the last sentence: the words on its link.
const LAST_LINK: &str = "letter-link-stop";

static OURS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let is_sentence = |key: &str| {
        key.starts_with("letter-")
            && !["letter-subject-", "letter-label-", "letter-link-"].iter().any(|one| key.starts_with(one))
    };
    let all = words::sentences(is_sentence).into_iter();
    let all = all.map(|pieces| pieces.iter().map(|piece| normal(piece)).collect::<Vec<_>>());
    all.filter(|pieces| is_telling(pieces)).collect()
});

/// The last words of our letters, and whether something of ours stands before them in their line.
static ENDS: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    let all = words::sentences(|key| LAST.contains(&key)).into_iter();
    let last = all.filter_map(|pieces| Some((normal(pieces.last()?), pieces.len() > 1)));
    last.map(|(piece, filled)| (piece.trim_matches(['.', ' ']).to_owned(), filled)).collect()
});
static LAST_LINKS: LazyLock<Vec<String>> = LazyLock::new(|| {
    words::sentences(|key| key == LAST_LINK).concat().iter().map(|piece| normal(piece)).collect()
});

/// How many of these lines a letter of ours takes up, where it is seen to end. `signed` is how the event's letters end that have no
/// sentence of their own for it.
pub(super) fn end(lines: &[&str], signed: &str) -> Option<usize> {
    let lines: Vec<String> = lines.iter().map(|line| unmarked(line)).collect();
    let signed = normal(signed);
    let ends = ENDS.iter().map(|(words, filled)| (words.trim(), *filled)).chain([(signed.trim(), false)]);
    let ends: Vec<_> = ends.filter(|(words, _)| !words.is_empty()).collect();
    let last = (0..lines.len()).find_map(|place| {
        let taken = lines.get(place..)?;
        ends.iter().find_map(|end| ends_with(taken, *end)).map(|taken| place + taken)
    })?;
    // The address in the last line may have been broken off it.
    let addresses = lines.iter().skip(last).take_while(|line| !line.is_empty() && is_link(line));
    Some(last + addresses.count())
}

/// How many lines it takes until `words` are said, which begin in the first line, and with which the last of them ends.
fn ends_with(lines: &[String], (words, filled): (&str, bool)) -> Option<usize> {
    let first = lines.first().filter(|first| !first.is_empty())?;
    let mut said = String::new();
    for (place, line) in lines.iter().take(BROKEN).enumerate() {
        if place > 0 && !line.is_empty() {
            said.push(' ');
        }
        said.push_str(line);
        let begins = said.find(words).filter(|at| if filled { *at <= first.len() } else { *at == 0 });
        // The words on the link behind it may go on in the next line.
        if begins.and_then(|at| said.get(at + words.len()..)).is_some_and(is_link) {
            return Some(place + 1);
        }
    }
    None
}

/// Whether there is nothing but an address, or what is written on a link of ours.
fn is_link(behind: &str) -> bool {
    let behind = behind.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let named = LAST_LINKS.iter().find_map(|words| behind.strip_prefix(words.as_str())).unwrap_or(behind);
    named.split_whitespace().all(|word| word.contains("://") || !word.contains(char::is_alphanumeric))
}

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

//! Where the letter begins that somebody answers, in what they sent.
//!
//! Pure. Programs mark it in many ways, or in none. So it is known by three things: a rule or a title; a block of headers, in the words of
//! many languages; and, whatever a program did to it, by our own sentences. What only looks like one of these stays: a sentence that begins
//! "From:" has no date and no subject below it.

use std::sync::LazyLock;

use crate::words;

/// How many lines a block of headers may take, each of which may go on below.
const BLOCK: usize = 8;
/// How much may stand where something fills one of our sentences, in bytes.
const REACH: usize = 160;
/// How many lines one of our sentences may be broken into.
const BROKEN: usize = 8;
/// How long the fixed words of a sentence of ours are at least that nobody else would write, in bytes.
const TELLING: usize = 28;

/// How mail programs name the four headers that they quote: in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish
/// and Norwegian, Polish, Czech, Finnish, Hungarian, Romanian, Greek, Welsh, Irish, Turkish, Russian and Ukrainian.
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "lähettäjä",
    "feladó",
    "de la",
    "από",
    "oddiwrth",
    "oddi wrth",
    "gan",
    "ó",
    "kimden",
    "gönderen",
    "от",
    "від",
];
const SENT: &[&str] = &[
    "sent",
    "date",
    "gesendet",
    "datum",
    "envoyé",
    "envoyé le",
    "enviado",
    "enviado el",
    "enviada em",
    "enviado em",
    "fecha",
    "inviato",
    "data",
    "verzonden",
    "skickat",
    "sendt",
    "dato",
    "wysłano",
    "odesláno",
    "lähetetty",
    "päivämäärä",
    "päiväys",
    "elküldve",
    "küldve",
    "dátum",
    "trimis",
    "στάλθηκε",
    "ημερομηνία",
    "anfonwyd",
    "dyddiad",
    "seolta",
    "dáta",
    "gönderildi",
    "tarih",
    "отправлено",
    "дата",
    "надіслано",
];
const ABOUT: &[&str] = &[
    "to",
    "subject",
    "an",
    "betreff",
    "à",
    "objet",
    "para",
    "asunto",
    "a",
    "oggetto",
    "assunto",
    "aan",
    "onderwerp",
    "till",
    "ämne",
    "til",
    "emne",
    "do",
    "temat",
    "komu",
    "předmět",
    "vastaanottaja",
    "aihe",
    "címzett",
    "tárgy",
    "către",
    "subiect",
    "προς",
    "θέμα",
    "at",
    "i",
    "pwnc",
    "chuig",
    "ábhar",
    "kime",
    "konu",
    "кому",
    "тема",
];
/// How the line begins that says who wrote what is quoted, where it takes several lines.
const SAID_ON: &[&str] = &[
    "on ",
    "am ",
    "le ",
    "el ",
    "il ",
    "em ",
    "op ",
    "den ",
    "på ",
    "w dniu ",
    "dnia ",
    "dne ",
    "ar ",
    "ma ",
    "la data ",
    "στις ",
    "tarihinde ",
];

static OURS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let is_sentence = |key: &str| {
        key.starts_with("letter-")
            && !["letter-subject-", "letter-label-", "letter-link-"].iter().any(|one| key.starts_with(one))
    };
    let all = words::sentences(is_sentence).into_iter();
    let all = all.map(|pieces| pieces.iter().map(|piece| normal(piece)).collect::<Vec<_>>());
    all.filter(|pieces| is_telling(pieces)).collect()
});

/// Whether what is answered begins with the first of these lines.
pub(super) fn begins(lines: &[&str]) -> bool {
    lines.first().is_some_and(|line| is_rule(line)) || is_block(lines) || is_ours(lines)
}

/// Takes away what stands above a quotation at the end of `kept`: empty lines, and who wrote it when, in whatever language.
pub(super) fn drop_introduction(kept: &mut Vec<String>) {
    drop_empty(kept);
    let Some(last) = kept.last().filter(|last| last.ends_with(':')) else { return };
    if introduces(last) {
        kept.truncate(kept.len() - begins_above(kept).unwrap_or(1));
    } else if let Some(lines) = begins_above(kept) {
        kept.truncate(kept.len() - lines);
    }
    drop_empty(kept);
}

fn drop_empty(kept: &mut Vec<String>) {
    while kept.last().is_some_and(|line| line.trim().is_empty()) {
        kept.pop();
    }
}

/// Where Outlook and others put the whole letter that is answered below the answer, without a mark on each line.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let ruled = |mark: char| line.chars().count() >= 10 && line.chars().all(|c| c == mark);
    let titled = line.starts_with("-----") && line.ends_with("-----") && line.len() > 12;
    ruled('_') || titled
}

/// `From:`, `Sent:`, `To:` and `Subject:`, as programs print the headers of a letter above it.
fn is_block(lines: &[&str]) -> bool {
    let is =
        |line: &str, names: &[&str]| header(line).is_some_and(|(name, _)| names.contains(&name.as_str()));
    if !lines.first().is_some_and(|line| is(line, FROM) || is(line, SENT)) {
        return false;
    }
    let block = lines.iter().filter(|line| !line.trim().is_empty()).take(BLOCK);
    let (mut from, mut sent, mut about) = (false, false, false);
    for line in block {
        from |= is(line, FROM);
        sent |= is(line, SENT) && header(line).is_some_and(|(_, value)| has_date(&value));
        about |= is(line, ABOUT);
    }
    from && sent && about
}

/// The name, in small letters, and the value of a line like `From: Barnet`, which may be bold or marked as quoted.
fn header(line: &str) -> Option<(String, String)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '>' | '|'));
    let (name, value) = line.split_once(':')?;
    let name = name.trim_matches(|c: char| c.is_whitespace() || c == '*').to_lowercase();
    Some((name, value.to_owned()))
}

/// A year or a time of day.
fn has_date(value: &str) -> bool {
    let digits = value.split(|c: char| !c.is_ascii_digit());
    digits.map(str::len).max().is_some_and(|longest| longest == 4) || has_time(value)
}

/// `17:05`, `17.05` or `17h05`.
fn has_time(value: &str) -> bool {
    let is = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = value.as_bytes();
    (1..bytes.len()).any(|at| {
        matches!(bytes.get(at), Some(b':' | b'.' | b'h'))
            && is(bytes.get(at - 1))
            && is(bytes.get(at + 1))
            && is(bytes.get(at + 2))
    })
}

/// Whether these lines begin with a sentence of our letters, however they are broken.
fn is_ours(lines: &[&str]) -> bool {
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

/// `On Monday at 09:00, Barnet Branch <a@b.org> wrote:`, in one line.
fn introduces(line: &str) -> bool {
    let line = line.trim();
    let has_digit = line.chars().any(|c| c.is_ascii_digit());
    line.ends_with(':') && (line.contains('@') || (has_digit && (says_on(line) || has_time(line))))
}

fn says_on(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    SAID_ON.iter().any(|word| line.starts_with(word)) || line.starts_with(|c: char| c.is_ascii_digit())
}

/// How many of the last lines say who wrote what follows, and when, where they are several: the first of them begins so.
fn begins_above(kept: &[String]) -> Option<usize> {
    (2..=4).find(|lines| {
        let Some(said) = kept.len().checked_sub(*lines).and_then(|start| kept.get(start..)) else {
            return false;
        };
        let whole = said.join(" ");
        let is_one = said.iter().all(|line| !line.trim().is_empty());
        is_one && said.first().is_some_and(|first| says_on(first)) && whole.contains('@') && has_time(&whole)
    })
}

#[cfg(test)]
#[path = "tests/quoted.rs"]
mod tests;

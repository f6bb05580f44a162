//! Where the letter begins that somebody answers, in what they sent.
//!
//! Pure. Programs mark it in many ways, or in none. So it is known by three things: a rule or a title; a block of headers, in the words of
//! many languages; and, whatever a program did to it, by our own sentences (`ours`). What only looks like one of these stays: a person's
//! "From: Leeds" has neither an address nor a time of day, and below a line that they drew stands no header.

use super::ours;

/// The line that a letter in HTML has from us where its program marks that all that follows is quoted.
pub(super) const MARK: &str = "\u{e000}";
/// How many lines a block of headers may take, each of which may go on below.
const BLOCK: usize = 8;
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

/// Whether what is answered begins with the first of these lines.
pub(super) fn begins(lines: &[&str]) -> bool {
    let Some((first, below)) = lines.split_first() else { return false };
    *first == MARK || (is_rule(first) && is_above_headers(below)) || is_block(lines) || ours::begins(lines)
}

/// Lines that are quoted, without those that programs put before what they quote: who said it when, and blocks of headers, which are two
/// at least, and one of them has an address or a time of day.
pub(super) fn without_headers(lines: &[String]) -> Vec<&str> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut rest = lines.as_slice();
    let mut kept = Vec::new();
    while let Some((first, below)) = rest.split_first() {
        let (block, after) = rest.split_at(rest.iter().take_while(|line| is_header(line)).count());
        let named: usize = block.iter().map(|line| headers_in(line)).sum();
        if named > 1 && block.iter().any(|line| line.contains('@') || has_time(line)) {
            rest = after;
            continue;
        }
        let ruled = is_rule(first) && is_above_headers(below);
        if !ruled && !says_who(first) {
            kept.push(*first);
        }
        rest = below;
    }
    kept
}

/// The same as [`introduces`], within what is quoted, and with a year where there is no address.
fn says_who(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    introduces(line) && (line.contains('@') || has_date_and_time(line))
}

/// Whether a line is one of a block of headers.
fn is_header(line: &str) -> bool {
    [FROM, SENT, ABOUT, &["cc"]].iter().any(|names| is_named(line, names))
}

/// How many headers stand in a line that begins with one: a program may have put all of them there.
fn headers_in(line: &str) -> usize {
    1 + line.split_whitespace().skip(1).filter(|word| word.ends_with(':') && is_header(word)).count()
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

/// Whether the next words are a header or ours, as they are below a rule that a program drew: people draw some too.
fn is_above_headers(below: &[&str]) -> bool {
    let mut next = below.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    next.next()
        .is_some_and(|(place, line)| is_header(line) || ours::begins(below.get(place..).unwrap_or_default()))
}

/// `From:`, `Sent:`, `To:` and `Subject:`, as programs print the headers of a letter above it: in it is an address, or a time of day
/// beside the date.
fn is_block(lines: &[&str]) -> bool {
    if !lines.first().is_some_and(|line| is_named(line, FROM) || is_named(line, SENT)) {
        return false;
    }
    let block = lines.iter().filter(|line| !line.trim().is_empty()).take(BLOCK);
    let (mut from, mut sent, mut about, mut by_program) = (false, false, false, false);
    for line in block {
        let Some((_, value)) = header(line) else { continue };
        from |= is_named(line, FROM);
        sent |= is_named(line, SENT) && has_date(&value);
        about |= is_named(line, ABOUT);
        by_program |=
            is_header(line) && value.contains('@') || is_named(line, SENT) && has_date_and_time(&value);
    }
    from && sent && about && by_program
}

fn is_named(line: &str, names: &[&str]) -> bool {
    header(line).is_some_and(|(name, _)| names.contains(&name.as_str()))
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
    has_year(value) || has_time(value)
}

fn has_year(value: &str) -> bool {
    value.split(|c: char| !c.is_ascii_digit()).map(str::len).max() == Some(4)
}

/// A year, and a time of day that is no part of it: not the `22.11` of `22.11.2026`.
fn has_date_and_time(value: &str) -> bool {
    let words = value.split(|c: char| c.is_whitespace() || c == ',');
    has_year(value) && words.filter(|word| !has_year(word)).any(has_time)
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

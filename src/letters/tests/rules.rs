//! What holds for every letter.

use std::fs;
use std::path::Path;

use entity::value::TravelMode;
use jiff::civil::date;

use super::all::letters;
use super::hendon::{
    ahead, coming, full_lobby, joining, line, lobby, moved, picket, place, reminder, reply, some,
};
use crate::letters::confirmation::Confirmation;
use crate::letters::notice::Notice;
use crate::letters::{Access, Ahead, Closure, EventFacts, Joining, Letter, Line, Place, Way, Where};
use crate::words::Language;

/// The visible words of an HTML part: what stands inside the body, a link as its address, list numbers left out.
fn seen(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let body = document.select(&scraper::Selector::parse("body").unwrap()).next().unwrap();
    let mut text = String::new();
    gather(body, &mut text);
    words(&text)
}

fn gather(element: scraper::ElementRef<'_>, text: &mut String) {
    if let Some(address) = element.value().attr("href") {
        text.push_str(address);
        return;
    }
    for child in element.children() {
        if let Some(inner) = scraper::ElementRef::wrap(child) {
            text.push(' ');
            gather(inner, text);
            text.push(' ');
        } else if let Some(piece) = child.value().as_text() {
            text.push_str(piece);
        }
    }
}

/// In lower case, without the numbers of steps and the blanks between words.
fn words(text: &str) -> String {
    let numbered = |line: &str| match line.split_once(". ") {
        Some((number, rest)) if number.parse::<u32>().is_ok() => rest.to_owned(),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = text.lines().map(numbered).collect();
    lines.join(" ").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn start_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(90).collect()
}

#[test]
fn the_html_says_the_same_in_the_same_order() {
    for (name, letter) in letters(Language::En) {
        assert_eq!(seen(&letter.html), words(&letter.text), "{name}");
    }
}

#[test]
fn the_html_loads_nothing() {
    for (name, letter) in letters(Language::En) {
        for loader in ["src=", "<img", "<link", "<script", "url(", "@import", "background="] {
            assert!(!letter.html.contains(loader), "{name} has {loader}");
        }
        assert!(letter.html.len() < 30_000, "{name} is cut short by Gmail when its thread grows");
    }
}

#[test]
fn lines_are_short_and_without_stray_blanks() {
    for (name, Letter { subject, text, .. }) in letters(Language::En) {
        assert!(!subject.contains('\n') && !subject.is_empty(), "{name}");
        assert!(!text.contains("\n\n\n") && !text.contains(" \n") && !text.starts_with('\n'), "{name}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}");
        for line in text.lines() {
            let alone = line.split_whitespace().count() <= 2 || line.contains("https://");
            assert!(line.chars().count() <= 72 || alone, "{name}: {line}");
        }
        assert!(!text.contains("letter-") && !text.contains("{$"), "{name} shows a key or a variable");
    }
}

#[test]
fn a_discreet_letter_shows_only_when_and_where_on_a_locked_phone() {
    let mut tried = 0;
    for (name, letter) in letters(Language::En).into_iter().filter(|(name, _)| name.ends_with("-discreet")) {
        tried += 1;
        for shown in [letter.subject.clone(), start_of(&letter.text), start_of(&seen_as_is(&letter.html))] {
            let shown = shown.to_lowercase();
            for word in ["secret", "picket", "union", "strike"] {
                assert!(!shown.contains(word), "{name} shows: {shown}");
            }
        }
    }
    assert!(tried >= 12, "only {tried} letters were tried");
}

#[test]
fn a_discreet_event_has_a_plain_sender_and_calendar_title() {
    let w = Language::En;
    assert_eq!(picket().sender_name("Barnet UNISON"), None);
    assert_eq!(picket().calendar_title(w), "Colindale");
    let online = EventFacts { place: Where::Online(Line::some(Some("Zoom"))), ..picket() };
    assert_eq!(online.calendar_title(w), "Friday 21 June");
    assert_eq!(lobby().sender_name("Barnet UNISON"), Line::some(Some("Barnet UNISON")));
    assert_eq!(lobby().calendar_title(w), "Banners Held High");
}

/// What a mail program takes for its preview: the body's text, links by their words.
fn seen_as_is(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let body = document.select(&scraper::Selector::parse("body").unwrap()).next().unwrap();
    body.text().collect::<Vec<_>>().join("")
}

/// An event whose every word tries to break out.
fn hostile() -> EventFacts {
    let nasty =
        || line("x\r\nBcc: all@example.org\r\n\r\nWHERE\tNowhere<script>alert(1)</script>\u{202E}\u{7}");
    EventFacts {
        title: nasty(),
        place: Where::Place(Place { at: nasty(), spot: Some(nasty()), room: Some(nasty()), ..place() }),
        bring: Some(nasty()),
        ways: vec![Way {
            mode: TravelMode::Bus,
            from: Some(nasty()),
            minutes: None,
            note: Some(nasty()),
            steps: vec![nasty()],
        }],
        closed: vec![Closure { what: nasty(), until: None }],
        access: Some(Access { statement: Some(nasty()), ask: Some(nasty()) }),
        on_the_day_phone: Some(nasty()),
        organisation: nasty(),
        contact_phone: Some(nasty()),
        ..full_lobby()
    }
}

#[test]
fn hostile_values_bend_neither_subject_nor_layout_nor_html() {
    let w = Language::En;
    let link = Joining { link: some("javascript:alert(1)"), dial_in: some("\r\n1"), ..joining() };
    let ahead = Ahead { joining: Some(link), caught_up: true, ..ahead() };
    let confirmation = Confirmation { event: hostile(), reply: reply(coming(3)), ahead };
    let moved = Notice { event: hostile(), words: Some(hostile().title), way_changed: true, ..moved() };
    let eve = reminder(hostile(), date(2024, 7, 8), false);
    for letter in [confirmation.letter(w), moved.letter(w), eve.letter(w)] {
        assert!(!letter.subject.contains(char::is_control) && !letter.subject.contains("Bcc"), "{letter:?}");
        for line in letter.text.lines() {
            assert!(!line.contains(char::is_control) && !line.starts_with("WHERE  Nowhere"), "{line}");
            assert!(!line.contains('\u{202E}'), "{line}");
        }
        assert!(!letter.html.contains("<script") && !letter.html.contains("href=\"javascript"));
        assert_eq!(seen(&letter.html), words(&letter.text));
    }
}

/// By construction: the words of a replier have a type, and only two letters know it.
#[test]
fn only_the_letters_for_it_repeat_what_a_replier_typed() {
    let mut files = Vec::new();
    gather_code(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/letters"), &mut files);
    let knowing: Vec<_> = files
        .into_iter()
        .filter(|file| {
            let code = fs::read_to_string(file).unwrap();
            code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains("Typed"))
        })
        .collect();
    assert_eq!(knowing.len(), 2, "{knowing:?}");
    for letter in ["what_we_hold/mod.rs", "passed_on/mod.rs"] {
        assert!(knowing.iter().any(|file| file.ends_with(letter)), "{knowing:?}");
    }
}

fn gather_code(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            gather_code(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

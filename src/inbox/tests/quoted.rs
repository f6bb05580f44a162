//! What of an answer is somebody's own.

use std::path::Path;

use super::super::html;
use super::super::left_out::Known;
use super::super::words::{Own, own};

/// The text of a letter of ours, as the tests of letters keep them: the plain form, and the words of the HTML form.
fn letters() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service/letters");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let all: Vec<_> = files
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            // What goes to an organisation's contact or an operator is not answered to us.
            let elsewhere = ["passed-on", "deletion-warning", "digest", "mail-test", "personal-calendar"];
            if elsewhere.iter().any(|other| name.starts_with(other)) {
                return None;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            Some(match name.ends_with(".html") {
                true => (name, html::plain(&text)),
                false => (name, text.split_once("\n\n")?.1.to_owned()),
            })
        })
        .collect();
    assert!(all.len() > 100, "{}", all.len());
    all
}

#[test]
fn a_letter_of_ours_is_known_by_its_first_words_whatever_was_done_to_it() {
    for (name, letter) in letters() {
        for quoted in [
            letter.clone(),
            letter.replace('\n', "\r\n"),
            letter.lines().map(|line| format!("| {line}\n")).collect(),
            letter.replace('\'', "’").replace("  ", " \u{a0}"),
            rewrapped(&letter, 40),
            letter.lines().map(|line| format!("  {line}  \n\n")).collect(),
        ] {
            let Own { text, .. } = own(&format!("Yes, I come.\n\nBen\n\n{quoted}"));
            // Some letters begin with words that anybody may write ("The place has changed."), which are no secret.
            let more = text.strip_prefix("Yes, I come.\n\nBen").unwrap_or_else(|| panic!("{name}: {text}"));
            let private = ["https://", "/r/", "(only", "@example", "needs", "NEEDS", "delete"];
            assert!(!private.iter().any(|word| more.contains(word)), "{name}: {more}");
            assert!(
                more.lines().filter(|line| line.chars().any(char::is_alphanumeric)).count() <= 12,
                "{name}: {more}"
            );
        }
    }
}

#[test]
fn what_stands_below_a_letter_of_ours_is_its_writers() {
    let signed = ["Banners Held High", "Branch meeting", "Wear a ribbon"]
        .map(|title| format!("{title}. Barnet UNISON, 020 8359 2088"))
        .into_iter()
        .chain(["SECRET picket. SECRET union".to_owned()]);
    let signed: Vec<String> = signed.collect();
    let block = "From: Barnet <a@b.org>\nSent: 1 June 2026 10:00\nTo: Ben\nSubject: x\n\n";
    for (name, letter) in letters() {
        let one_line = letter.split_whitespace().collect::<Vec<_>>().join(" ");
        let signed = signed.iter().find(|signed| one_line.contains(*signed)).map_or("", String::as_str);
        for quoted in [
            format!("{block}{letter}"),
            format!("{block}{}", letter.replace('\n', "\r\n")),
            format!("{block}{}", rewrapped(&letter, 40)),
            format!("{block}{letter}\n\n{block}{letter}"),
        ] {
            let below = "Can I bring my dog?\n\nBen";
            let found = own(&format!("{quoted}\n\n{below}")).further(signed);
            assert_eq!((found.text.as_str(), found.cut), (below, false), "{name}: {quoted}");
            assert!(found.below.is_empty(), "{name}: {:?}", found.below);
            let between = own(&format!("Above\n{quoted}\n\n{below}\n\n{letter}")).further(signed);
            assert!(between.text.starts_with(&format!("Above\n\n{below}")), "{name}: {}", between.text);
            let nothing = own(&quoted).further(signed);
            assert_eq!(nothing.text, "", "{name}");
        }
        // Where it can't be seen to end, nothing is guessed, and nothing forgotten.
        let half: String = letter.chars().take(letter.len() / 2).collect();
        let unknown = own(&format!("{block}{half}\n\nBen")).further(signed);
        assert_eq!(
            (unknown.text.as_str(), unknown.below.last().map(String::as_str)),
            ("", Some("Ben")),
            "{name}"
        );
    }
}

fn rewrapped(letter: &str, width: usize) -> String {
    let mut text = String::new();
    for line in letter.lines() {
        let mut long = 0;
        for word in line.split_whitespace() {
            if long > 0 && long + word.len() > width {
                text.push('\n');
                long = 0;
            }
            text.push_str(word);
            text.push(' ');
            long += word.len() + 1;
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_block_of_headers_begins_what_is_answered_in_any_language() {
    let letter = "Any words: https://events.example.org/r/abc\nACCESS NEEDS\nA seat\n";
    for block in [
        "From: Barnet UNISON <events@example.org>\nSent: 22 November 2026 17:05\nTo: fay@example.org\nSubject: Tuesday",
        "*From:* Barnet UNISON\n*Sent:* Sunday, November 22, 2026 5:05 PM\n*To:* fay@example.org\n*Subject:* x",
        "From: Barnet <a@b.org>\nDate: Sunday, 22 November 2026 at 17:05\nTo: Fay\nSubject: x",
        "Von: Barnet <a@b.org>\nGesendet: Sonntag, 22. November 2026 17:05\nAn: fay@example.org\nBetreff: x",
        "Gesendet: Sonntag, 22. November 2026 um 17:05 Uhr\nVon: \"Barnet\" <a@b.org>\nAn: fay@example.org\nBetreff: x",
        "De : Barnet <a@b.org>\nEnvoyé : dimanche 22 novembre 2026 17:05\nÀ : fay@example.org\nObjet : x",
        "De\u{a0}: Barnet\nEnvoyé\u{a0}: dimanche 22 novembre 2026 17:05\nÀ\u{a0}: fay@example.org\nObjet\u{a0}: x",
        "Da: Barnet <a@b.org>\nInviato: domenica 22 novembre 2026 17:05\nA: fay@example.org\nOggetto: x",
        "De: Barnet <a@b.org>\nEnviado: domingo, 22 de noviembre de 2026 17:05\nPara: fay@example.org\nAsunto: x",
        "De: Barnet\nEnviada em: 22 de novembro de 2026 17:05\nPara: fay@example.org\nAssunto: x",
        "Oddiwrth: Barnet <a@b.org>\nAnfonwyd: 22 Tachwedd 2026 17:05\nAt: fay@example.org\nPwnc: x",
        "Van: Barnet\nVerzonden: zondag 22 november 2026 17:05\nAan: fay@example.org\nOnderwerp: x",
        "Från: Barnet\nSkickat: den 22 november 2026 17:05\nTill: fay@example.org\nÄmne: x",
        "Od: Barnet\nWysłano: niedziela, 22 listopada 2026 17:05\nDo: fay@example.org\nTemat: x",
        "От: Barnet\nОтправлено: 22 ноября 2026 г. 17:05\nКому: fay@example.org\nТема: x",
        "From:  Barnet/Branch\nTo:  fay@example.org\nDate:  22/11/2026 17:05\nSubject:  x",
    ] {
        assert_eq!(
            own(&format!("Can I bring my dog?\n\n{block}\n\n{letter}")).text,
            "Can I bring my dog?",
            "{block}"
        );
    }
}

#[test]
fn what_only_looks_like_it_stays() {
    for words in [
        "From: the office, bring banners",
        "From: the office\nTo: the square\nBring: banners",
        "From: Ben\nDate: Tuesday\nTo: everybody\nWe meet early.",
        "To: all\nSubject: dogs",
        "I come.\nDate: 9 July 2026\nThat is a Thursday.",
        "On Monday I wrote:\nbring banners",
        "Can't come after all?\nI still try.",
        "Thank you. Everything is clear.",
        "When: 6pm?\nWhere: by the steps?",
        "You wrote: This link is only for you. What does that mean?",
        "Call me on 07700 900123:\nI am in all day.",
        "Two of us\n--\nBen",
        "We need\n- a banner\n- tea at 5:30:\n- chairs",
        "I come by train:\nFrom: Leeds\nDate: 15 December 2026\nTo: London\nIs parking ok for the rest of us?",
        "Hello.\nFrom: 12:30\nTo: Hendon\nDate: 15.12.2026\nSubject: lunch?\nCan we?",
        "From: Friday\nDate: 2026\nTo: Sunday\nI am away.",
        "Points:\n----- one -----\nBanner\n----- two -----\nTea",
        "Hi\n__________\nBen Smith\nUNISON",
    ] {
        assert_eq!(own(words), Own { text: words.to_owned(), ..Own::default() });
    }
}

#[test]
fn who_said_it_when_goes_with_what_they_said() {
    let quote = "> Thank you. Your reply is in.\n> https://x/r/abc";
    for said in [
        "On Sun, 22 Nov 2026 at 17:05, Barnet UNISON <\nevents@example.org> wrote:",
        "On Sun, 22 Nov 2026 at 17:05, Barnet UNISON <events@example.org>\nwrote:",
        "On Sun, 22 Nov 2026 at 17:05, Barnet UNISON\n<events@example.org>\nwrote:",
        "On 22 Nov 2026, at 17:05, Barnet UNISON <events@example.org> wrote:",
        "On 22/11/2026 17:05, Barnet UNISON wrote:",
        "Am 22.11.2026 um 17:05 schrieb Barnet:",
        "Am So., 22. Nov. 2026 um 17:05 Uhr schrieb Barnet <\na@b.org>:",
        "Le dim. 22 nov. 2026 à 17:05, Barnet <a@b.org> a écrit :",
        "El 22/11/2026 a las 17:05, Barnet escribió:",
        "Il giorno dom 22 nov 2026 alle ore 17:05 Barnet <a@b.org> ha scritto:",
        "Op zo 22 nov 2026 om 17:05 schreef Barnet <a@b.org>:",
        "2026-11-22 17:05 GMT, Barnet <a@b.org>:",
    ] {
        for text in [format!("Yes please\n\n{said}\n\n{quote}\n"), format!("Yes please\n{said}\n{quote}\n")] {
            assert_eq!(own(&text).text, "Yes please", "{said}");
        }
        assert_eq!(own(&format!("{said}\n{quote}\n\nYes please\nBen\n")).text, "Yes please\nBen", "{said}");
    }
    let between = "Hello\n\nOn 22/11/2026 17:05, Barnet wrote:\n> Are you coming?\nYes, at 17:05:\n> How many?\nTwo:\nBen and Cal\n";
    assert_eq!(own(between).text, "Hello\nYes, at 17:05:\nTwo:\nBen and Cal");
}

/// What the letters of the tests say of their event and their reply.
const SAID: &[&str] = &[
    "Banners Held High",
    "SECRET picket",
    "SECRET union",
    "Colindale",
    "SECRET talks",
    "SECRET flags",
    "Hendon",
    "outside Hendon Town Hall",
    "Hendon Town Hall",
    "The Burroughs",
    "London",
    "NW4 4BG",
    "Zoom",
    "Branch meeting",
    "Wear a ribbon",
    "Wherever you are",
    "A ribbon",
    "020 7946 0000",
    "Ben",
    "Camden branch",
    "Solidarity! See you there.",
    "Whose banner?",
    "Camden's",
    "A seat, please",
    "Banners and placards",
    "Stand by the steps.",
    "By the steps.",
    "By the fountain.",
    "Room 1",
    "Room 2",
    "Barnet UNISON",
    "Branch meeting. Barnet UNISON, 020 8359 2088",
    "020 8359 2088",
    "Hendon Central (Northern line): 11 minutes, uphill",
    "Please show your own name.",
    "If you give details, Barnet UNISON keeps them.",
    "Colindale Gardens, NW9 4EW",
    "Talks go on.",
    "The council meeting",
    "Colindale (Northern line)",
    "Turn right out of the station.",
    "Walk up the hill for about 10 minutes.",
    "Turn right at the top. The Town Hall is 1 minute on, on the left.",
    "The Town Hall is closed for repairs. We are sorry.",
];

#[test]
fn a_letter_of_ours_without_a_word_is_nothing_but_ours() {
    let mut known = Known::default();
    SAID.iter().for_each(|said| known.add(said));
    for (name, letter) in letters() {
        let marked = |letter: &str| letter.lines().map(|line| format!("> {line}")).collect::<Vec<_>>();
        assert!(known.is_all(&marked(&rewrapped(&letter, 40))), "{name}");
        let letter = marked(&letter);
        assert!(known.is_all(&letter), "{name}: {letter:?}");
        for theirs in ["Can't come", "Yes", "Maybe", "2", "3 people", "By train", "07700 900123"] {
            let with = [&letter[..], &[format!("> {theirs}")]].concat();
            assert!(!known.is_all(&with), "{name}: {theirs}");
        }
    }
}

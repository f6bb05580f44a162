//! What somebody writes in or below the letter that they answer reaches a person, or they are told that it did not.

use std::time::Duration;

use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::{HEARS, in_words};
use crate::house::postbox::Letter;

const BEN: &str = "ben@example.org";
const OFFICE: &str = "office@example.org";
const HTML: &str = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n";
const BLOCK: &str =
    "From: Barnet <reply@example.org>\r\nSent: 1 June 2026 10:00\r\nTo: Ben\r\nSubject: x\r\n\r\n";
const SAID: &str = "On Mon, 1 June 2026 at 09:00, Barnet <reply@example.org> wrote:\r\n";
const DOG: &str = "Can I bring my dog?";

/// A lobby that Ben is coming to.
async fn lobby() -> (Announced, String) {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let address = lobby.invitation(BEN).organiser;
    (lobby, address)
}

impl Announced {
    /// What the contact and Ben get for a letter of Ben's.
    async fn get_for(&self, letter: &str) -> (Vec<String>, Vec<String>) {
        let before = (self.letters(OFFICE).len(), self.letters(BEN).len());
        self.house.clock.pass(Duration::from_hours(25));
        assert_eq!(self.brings(letter).await, 202);
        self.house.rounds().await;
        let since =
            |who, before| self.letters(who).into_iter().skip(before).map(|letter| letter.text).collect();
        (since(OFFICE, before.0), since(BEN, before.1))
    }
}

#[tokio::test]
async fn an_answer_below_our_letter_or_in_it_reaches_the_contact_without_the_letter() {
    let (lobby, address) = lobby().await;
    let ours = lobby.latest(BEN);
    let marked: String = ours.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let (first, last) = marked.split_at(marked.find("> WHEN").unwrap());
    for (headers, words) in [
        ("", format!("{}\r\n\r\n{DOG}\r\n", ours.text)),
        ("", format!("{BLOCK}{}\r\n\r\n{DOG}\r\n", ours.text)),
        ("", format!("{first}{DOG}\r\n{last}")),
        (HTML, format!("{}<div>{DOG}</div>", ours.html)),
        (HTML, format!("<div id=\"divRplyFwdMsg\">{BLOCK}</div>{}<p>{DOG}</p>", ours.html)),
        (HTML, format!("<div class=gmail_quote>{}</div><div>{DOG}</div>", ours.html)),
        (HTML, format!("<div class=gmail_quote><blockquote>{}</blockquote><p>{DOG}</p></div>", ours.html)),
    ] {
        let (office, told) = lobby.get_for(&in_words(&address, headers, &words)).await;
        assert_eq!((office.len(), told.len()), (1, 0), "{headers}{words}");
        assert!(office[0].contains(&format!("\n\n{DOG}\n")), "{}", office[0]);
        for private in ["/r/", "/n/", "only for you", "Did you not reply", "You said"] {
            assert!(!office[0].contains(private), "{private}: {}", office[0]);
        }
    }
}

#[tokio::test]
async fn whose_words_cannot_be_told_from_our_letter_hears_that_they_were_not_passed_on() {
    let (lobby, address) = lobby().await;
    let ours = lobby.latest(BEN);
    let (first, last) = ours.text.split_at(ours.text.find("WHEN").unwrap());
    let letters = [
        (
            "",
            "If it moves or is called off, we will write at once. - That is what you wrote. Will you phone?"
                .to_owned(),
        ),
        ("", format!("{BLOCK}{first}{DOG}\r\n{last}")),
        ("", format!("{BLOCK}{first}\r\n{DOG}")),
        (HTML, format!("<div class=gmail_quote><p>{DOG}</p></div>")),
        ("", format!("From: me@example.org\r\nDate: 2026\r\nTo: you\r\nSubject: dogs\r\n{DOG}")),
    ];
    let count = u64::try_from(letters.len()).unwrap();
    for (headers, words) in letters {
        let (office, told) = lobby.get_for(&in_words(&address, headers, &words)).await;
        assert_eq!((office.len(), told.len()), (0, 1), "{words}: {office:?}");
        let told = told[0].replace('\n', " ");
        assert!(told.starts_with("We could not pass on what you wrote. Nobody has read it."), "{told}");
        assert!(told.contains("Please write again, above our message."), "{told}");
        assert!(told.contains(&format!("Or write to them: {OFFICE}")) && !told.contains("dog"), "{told}");
    }
    assert_eq!(lobby.ended("untold").await, count);
}

#[tokio::test]
async fn an_answer_of_a_word_or_two_within_our_letter_is_not_lost() {
    let (lobby, address) = lobby().await;
    let ours = lobby.latest(BEN);
    let marked: String = ours.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let (first, last) = marked.split_at(marked.find("> WHEN").unwrap());
    let (beginning, _) = ours.text.split_at(ours.text.find("WHERE").unwrap());
    let theirs = ["Can't come", "Not coming", "Yes", "Maybe", "2", "07700 900123", "By train", "3 people"];
    for words in theirs {
        let html = ours.html.replacen("<p", &format!("<p>{}</p><p", words.replace('\'', "&#39;")), 1);
        for (headers, body) in [
            ("", format!("{SAID}{first}> {words}\r\n{last}")),
            ("", format!("{BLOCK}{beginning}\r\n\r\n{words}\r\n")),
            (HTML, format!("<div class=gmail_quote><blockquote class=gmail_quote>{html}</blockquote></div>")),
        ] {
            let (office, told) = lobby.get_for(&in_words(&address, headers, &body)).await;
            assert_eq!((office.len(), told.len()), (0, 1), "{words}: {headers}{body}");
            assert!(told[0].starts_with("We could not pass on what you wrote."), "{}", told[0]);
        }
    }
    assert_eq!(lobby.ended("untold").await, 3 * u64::try_from(theirs.len()).unwrap());
}

/// A lobby that is so far away that many letters about it are answered, and what Ben got.
async fn far_lobby() -> (Announced, String, Letter) {
    let lobby = Announced::lobby_with(HEARS, json!({ "start": "2027-05-13T18:00" })).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let (address, ours) = (lobby.invitation(BEN).organiser, lobby.latest(BEN));
    (lobby, address, ours)
}

/// All hear that what they wrote was not passed on.
async fn all_hear(lobby: &Announced, address: &str, all: Vec<(&str, String)>) {
    let count = u64::try_from(all.len()).unwrap();
    for (headers, body) in all {
        let (office, told) = lobby.get_for(&in_words(address, headers, &body)).await;
        assert_eq!((office.len(), told.len()), (0, 1), "{body}");
        assert!(told[0].starts_with("We could not pass on what you wrote."), "{body}");
    }
    assert_eq!(lobby.ended("untold").await, count);
}

#[tokio::test]
async fn words_at_the_end_of_a_line_of_ours_are_not_lost() {
    let (lobby, address, ours) = far_lobby().await;
    let at_end = |begins: &str, words: &str| {
        let line = |line: &str| {
            let more = if line.starts_with(begins) { format!(" {words}") } else { String::new() };
            format!("> {line}{more}\r\n")
        };
        let marked: String = ours.text.lines().map(line).collect();
        assert!(marked.contains(&format!(" {words}\r\n")), "{begins}");
        format!("{SAID}{marked}")
    };
    let in_html = |words: &str| {
        let html = ours.html.replacen("no fixed end", &format!("no fixed end {words}"), 1);
        assert_ne!(html, ours.html);
        format!("<div class=gmail_quote><blockquote class=gmail_quote>{html}</blockquote></div>")
    };
    let mut all = Vec::new();
    let theirs = [
        "- can't come",
        "not coming",
        "yes",
        "no",
        "or 6pm",
        "Thursday",
        "3 people",
        "by train",
        "07700 900123",
        "?",
    ];
    for words in theirs {
        let lines = ["WHEN", "WHERE", "You said", "Did you not", "CAN'T COME"];
        all.extend(lines.map(|line| ("", at_end(line, words))));
        all.push((HTML, in_html(words)));
    }
    all_hear(&lobby, &address, all).await;
}

#[tokio::test]
async fn a_day_or_what_looks_like_a_header_within_our_letter_is_not_lost() {
    let (lobby, address, ours) = far_lobby().await;
    let marked: String = ours.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let theirs = [
        "Thursday 17 December?",
        "Thursday 17 December, 6pm",
        "Wednesday 16 December or Thursday 17 December",
        "A: can't come",
        "A: yes, two of us",
        "To: the office, bring tea",
        "At: 5pm please",
        "I: no\r\n> A: no",
        "At 17:05:",
    ];
    let all = theirs.map(|words| {
        ("", format!("{SAID}{}", marked.replacen("> WHEN", &format!("> {words}\r\n> WHEN"), 1)))
    });
    all_hear(&lobby, &address, all.to_vec()).await;
}

#[tokio::test]
async fn the_contact_hears_that_quoted_text_was_cut_off_in_which_there_may_be_words() {
    let (lobby, address) = lobby().await;
    let ours = lobby.latest(BEN);
    let marked: String = ours.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let within = marked.replacen("> WHEN", "> We need a wheelchair space\r\n> WHEN", 1);
    let html = ours.html.replacen("<p", "<p>We need a wheelchair space</p><p", 1);
    let quotation = |html: &str| format!("<div class=gmail_quote><blockquote>{html}</blockquote></div>");
    for (headers, quoted, said) in [
        ("", format!("{BLOCK}{}", ours.text), true),
        ("", marked, false),
        ("", within, true),
        (HTML, quotation(&ours.html), false),
        (HTML, quotation(&html), true),
        ("", String::new(), false),
    ] {
        let letter = in_words(&address, headers, &format!("{DOG}\r\n\r\n{quoted}"));
        let (office, told) = lobby.get_for(&letter).await;
        assert_eq!((office.len(), told.len()), (1, 0), "{quoted}");
        let text = office[0].replace('\n', " ");
        assert_eq!(text.contains("There may be words of theirs in it."), said, "{quoted}{text}");
        assert!(
            office[0].contains(DOG) && !office[0].contains("wheelchair") && !office[0].contains("You said"),
            "{}",
            office[0]
        );
    }
}

#[tokio::test]
async fn an_answer_without_a_word_changes_nothing_and_is_counted() {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    let said = json!({ "name": "Ben Okafor", "access_needs": "A seat by the door", "message": "Ouch!" });
    lobby.answers(BEN, said).await;
    lobby.house.rounds().await;
    let address = lobby.invitation(BEN).organiser;
    lobby.opens_their_link(BEN, "/r/").await.form("Send me what you hold about me").send().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(10).await;
    assert_eq!(lobby.letters(BEN).len(), 3);
    let mut all = Vec::new();
    for ours in lobby.letters(BEN) {
        let marked: String = ours.text.lines().map(|line| format!("> {line}\r\n")).collect();
        all.extend([
            ("", format!("{BLOCK}{}", ours.text)),
            ("", format!("{SAID}{marked}")),
            (HTML, format!("<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">{BLOCK}</div>{}", ours.html)),
            (HTML, format!("<div class=gmail_quote><div class=gmail_attr>{SAID}</div><blockquote>{}</blockquote></div>", ours.html)),
        ]);
        // Anybody may write "The day has changed.": such a letter is not known by its first words.
        if !ours.text.starts_with("The day") {
            all.extend([("", ours.text.clone()), (HTML, ours.html.clone())]);
        }
    }
    let count = u64::try_from(all.len()).unwrap();
    for (headers, words) in all {
        let (office, told) = lobby.get_for(&in_words(&address, headers, &words)).await;
        assert_eq!((office, told), (Vec::<String>::new(), Vec::<String>::new()), "{headers}{words}");
    }
    assert_eq!(lobby.ended("empty").await, count);
}

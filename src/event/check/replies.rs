//! How replies are taken: the window, and what may be asked.

use std::collections::HashSet;

use entity::value::QuestionType;
use entity::value::facts::{Facts, Question, RsvpSettings};
use entity::value::local::LocalTime;
use jiff::tz::TimeZone;

use crate::mistake::Mistakes;
use crate::occurrence::{Times, times};

/// What must not be asked of anybody, by words that stand in such a question. A list of them is a list of who could be
/// found, dismissed or prosecuted. Whole words, in small letters.
const FORBIDDEN: &[(&[&str], &str)] = &[
    (&["employer", "employers", "employed", "employee"], "for whom people work"),
    (
        &["workplace", "workplaces", "place of work", "where do you work", "do you work", "you work for"],
        "where people work",
    ),
    (
        &["job", "jobs", "job title", "occupation", "profession", "payroll", "staff number"],
        "what work people do",
    ),
    (
        &["home address", "your address", "postal address", "where do you live", "do you live"],
        "where people live",
    ),
    (&["birth", "birthday", "birthdate", "dob", "how old", "your age"], "when people were born"),
    (
        &["membership number", "membership no", "member number", "member no", "membership id"],
        "membership numbers",
    ),
    (&["strike", "striking", "striker", "walked out"], "whether people strike"),
    (&["vote", "voted", "voting", "votes", "ballot"], "how people vote"),
];

/// Whether the time in which replies are taken makes sense.
pub(super) fn check_window(facts: &Facts, zone: &TimeZone, times: Option<&Times>, found: &mut Mistakes) {
    let opens = facts.rsvp.opens.and_then(|opens| times::instant(opens, zone));
    let closes = facts.rsvp.closes.and_then(|closes| times::end_instant(closes, zone));
    if let (Some(opens), Some(closes)) = (opens, closes)
        && closes <= opens
    {
        found.add("/rsvp/closes", "closes_before_opens", "must be after the time at which replies open");
    }
    let Some(times) = times else { return };
    let latest = if matches!(times.start, LocalTime::Day(_)) { times.end_utc } else { times.start_utc };
    if closes.is_some_and(|closes| closes > latest) {
        let message = "must not be after the start; leave it out to take replies until the end";
        found.add("/rsvp/closes", "closes_after_start", message);
    }
    if opens.is_some_and(|opens| opens >= times.end_utc) {
        found.add("/rsvp/opens", "opens_after_end", "must be before the event is over");
    }
}

/// Whether the questions can be asked, and may be.
pub(super) fn check_questions(settings: &RsvpSettings, found: &mut Mistakes) {
    found.at_most("/rsvp/questions", settings.questions.len(), 10);
    let mut keys = HashSet::new();
    for (number, question) in settings.questions.iter().enumerate() {
        let at = format!("/rsvp/questions/{number}");
        if !is_key(&question.key) {
            let message = "must have 1 to 40 small letters, digits and underscores";
            found.add(format!("{at}/key"), "not_a_key", message);
        } else if !keys.insert(question.key.as_str()) {
            found.add(format!("{at}/key"), "taken", "another question has this key");
        }
        found.line(&format!("{at}/label"), &question.label, 200);
        check_choices(&at, question, found);
        if let Some(what) = forbidden(question) {
            let message =
                format!("Convenor does not ask {what}: such a list can hurt people; leave this question out");
            found.add(at, "must_not_be_asked", message);
        }
    }
}

fn is_key(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn check_choices(at: &str, question: &Question, found: &mut Mistakes) {
    let at = format!("{at}/choices");
    match question.kind {
        QuestionType::Text | QuestionType::YesNo if !question.choices.is_empty() => {
            found.add(at, "no_choices", "only a question of type choice has choices");
        }
        QuestionType::Text | QuestionType::YesNo => {}
        QuestionType::Choice => {
            if question.choices.len() < 2 {
                found.add(at.as_str(), "too_few", "a choice has two choices at least");
            }
            found.at_most(&at, question.choices.len(), 20);
            let mut seen = HashSet::new();
            for (number, choice) in question.choices.iter().enumerate() {
                found.line(&format!("{at}/{number}"), choice, 200);
                if !seen.insert(choice.trim()) {
                    found.add(format!("{at}/{number}"), "taken", "is there twice");
                }
            }
        }
    }
}

/// What a question asks that must not be asked, in words.
fn forbidden(question: &Question) -> Option<&'static str> {
    let key = question.key.replace('_', " ");
    let texts = [key.as_str(), question.label.as_str()]
        .into_iter()
        .chain(question.choices.iter().map(String::as_str));
    let said: Vec<String> = texts.map(words_of).collect();
    let asks = |word: &&str| said.iter().any(|text| text.contains(&format!(" {word} ")));
    FORBIDDEN.iter().find(|(words, _)| words.iter().any(asks)).map(|(_, what)| *what)
}

/// The words of a text in small letters, with one space before, between and after them.
fn words_of(text: &str) -> String {
    let mut words = String::from(" ");
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(word);
        words.push(' ');
    }
    words
}

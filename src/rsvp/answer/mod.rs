//! What somebody said on a reply form, and whether it can be taken as it stands.
//!
//! Pure. Guarantees: every mistake is found at once, each with a pointer to its field, and no mistake repeats what was
//! typed; a [`Said`] holds no control character, no text longer than we keep, and only what the event asks for.
//! Whether replies are taken at all, and whether there is room, is left to [`super::terms`] and to the places.

use std::collections::BTreeMap;

use entity::value::facts::Question;
use entity::value::{Attendance, QuestionType, Response};

use super::terms::Terms;
use crate::mistake::{Mistake, Mistakes};
use crate::outbox::address::Address;

/// The longest name, in characters.
const NAME: usize = 100;
/// The longest name of an organisation, in characters.
const ORGANISATION: usize = 150;
/// The longest message, and the longest words on access, in characters.
const WORDS: usize = 1_000;
/// The longest answer to a question, in characters.
const ANSWER: usize = 500;

/// A reply as it was typed. Nothing is checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Coming, perhaps, can't.
    pub response: Option<Response>,
    /// In the room or online; needed where both exist.
    pub attendance: Option<Attendance>,
    /// How many people; one when unsaid.
    pub party_size: Option<i64>,
    /// What to call them.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// For whom they come.
    pub organisation: Option<String>,
    /// They bring a banner.
    pub banner: bool,
    /// A message to the organisers.
    pub message: Option<String>,
    /// What they need to take part.
    pub access_needs: Option<String>,
    /// Answers to the event's own questions, by key; `yes` or `no` to a question of that type.
    pub answers: BTreeMap<String, String>,
}

/// A reply that can be taken as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// Coming, perhaps, can't.
    pub response: Response,
    /// In the room or online.
    pub attendance: Attendance,
    /// How many people; one for who can't come.
    pub party_size: i64,
    /// What to call them.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<Address>,
    /// For whom they come.
    pub organisation: Option<String>,
    /// They bring a banner.
    pub banner: bool,
    /// A message to the organisers.
    pub message: Option<String>,
    /// What they need to take part; nothing for who can't come.
    pub access_needs: Option<String>,
    /// Answers to the event's own questions.
    pub answers: BTreeMap<String, String>,
}

/// Prints nobody: it would end up in a log.
impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said({}, {}, {})", self.response, self.attendance, self.party_size)
    }
}

/// Reads `answer` against what the event asks.
///
/// `by_officer`: an officer who takes a reply by telephone or on paper may leave the address out even where places
/// are limited.
///
/// # Errors
/// Every field that needs another look.
pub fn read(answer: &Answer, terms: &Terms, by_officer: bool) -> Result<Said, Vec<Mistake>> {
    let mut found = Mistakes::new();
    if answer.response.is_none() {
        found.add("/response", "required", "say whether you are coming: going, maybe or not_going");
    }
    let response = answer.response.unwrap_or(Response::NotGoing);
    let coming = response != Response::NotGoing;
    let attendance = attendance(answer.attendance, terms, coming, &mut found);
    let said = Said {
        response,
        attendance,
        party_size: party_size(answer.party_size, terms, coming.then_some(attendance), &mut found),
        name: line(&mut found, "/name", answer.name.as_deref(), NAME),
        email: email(answer.email.as_deref(), &mut found),
        organisation: line(&mut found, "/organisation", answer.organisation.as_deref(), ORGANISATION),
        banner: answer.banner,
        message: words(&mut found, "/message", answer.message.as_deref(), WORDS),
        access_needs: words(&mut found, "/access_needs", answer.access_needs.as_deref(), WORDS)
            .filter(|_words| coming),
        answers: answers(&answer.answers, &terms.questions, coming, &mut found),
    };
    let typed_address = typed(answer.email.as_deref()).is_some();
    if !typed_address && !by_officer && response == Response::Going && terms.limited(attendance) {
        let message = "is needed, because places are limited; without one we can't tell you if this moves";
        found.add("/email", "required", message);
    }
    found.into_result().map(|()| said)
}

fn attendance(asked: Option<Attendance>, terms: &Terms, coming: bool, found: &mut Mistakes) -> Attendance {
    if let Some(mode) = asked.filter(|mode| terms.modes.contains(mode)) {
        return mode;
    }
    match terms.modes.as_slice() {
        _ if asked.is_some() => found.add("/attendance", "not_offered", "is no way to attend this event"),
        [only] => return *only,
        _ if coming => {
            found.add("/attendance", "required", "say how you will take part: in_person or online");
        }
        _ => {}
    }
    Attendance::InPerson
}

/// `going_by` is how they come; none for who can't.
fn party_size(asked: Option<i64>, terms: &Terms, going_by: Option<Attendance>, found: &mut Mistakes) -> i64 {
    let Some(mode) = going_by else { return 1 };
    let size = asked.unwrap_or(1);
    terms.check_party(mode, size, found);
    size
}

fn email(given: Option<&str>, found: &mut Mistakes) -> Option<Address> {
    match Address::parse(&typed(given)?) {
        Ok(address) => Some(address),
        Err(reason) => {
            found.add("/email", "not_an_address", reason.to_string());
            None
        }
    }
}

fn answers(
    given: &BTreeMap<String, String>,
    questions: &[Question],
    coming: bool,
    found: &mut Mistakes,
) -> BTreeMap<String, String> {
    if given.keys().any(|key| !questions.iter().any(|question| question.key == *key)) {
        found.add("/answers", "unknown_question", "has an answer to a question that isn't asked");
    }
    let mut kept = BTreeMap::new();
    for question in questions {
        let pointer = format!("/answers/{}", question.key);
        let said = words(found, &pointer, given.get(&question.key).map(String::as_str), ANSWER);
        match said.map(|words| fitting(question, words)) {
            Some(Ok(words)) => {
                kept.insert(question.key.clone(), words);
            }
            Some(Err(message)) => found.add(pointer, "not_a_choice", message),
            None if question.required && coming => found.add(pointer, "required", "needs an answer"),
            None => {}
        }
    }
    kept
}

fn fitting(question: &Question, words: String) -> Result<String, String> {
    match question.kind {
        QuestionType::Text => Ok(words),
        QuestionType::Choice if question.choices.contains(&words) => Ok(words),
        QuestionType::Choice => Err(format!("must be one of: {}", question.choices.join(", "))),
        QuestionType::YesNo => match words.as_str() {
            "yes" | "true" => Ok("yes".to_owned()),
            "no" | "false" => Ok("no".to_owned()),
            _ => Err("must be yes or no".to_owned()),
        },
    }
}

/// What was typed, with line ends of one sort and without the space around it; nothing when nothing is left.
fn typed(given: Option<&str>) -> Option<String> {
    let text = given?.replace("\r\n", "\n");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn line(found: &mut Mistakes, pointer: &str, given: Option<&str>, longest: usize) -> Option<String> {
    let text = typed(given)?;
    found.line(pointer, &text, longest);
    Some(text)
}

fn words(found: &mut Mistakes, pointer: &str, given: Option<&str>, longest: usize) -> Option<String> {
    let text = typed(given)?;
    found.text(pointer, &text, longest);
    Some(text)
}

#[cfg(test)]
mod tests;

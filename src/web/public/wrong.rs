//! What is wrong with a reply, in words for the person who typed it: which field, and what to do.

use entity::value::EventStatus;
use poem::http::StatusCode;

use super::fields::Mistake;
use super::typed::Typed;
use crate::mistake;
use crate::rsvp::terms::Terms;
use crate::rsvp::{Refused, ReplyError};
use crate::web::problem::{self, Problem};
use crate::words::{Language, Said};

const NO_ROOM: &str = "There are not enough places; nothing has changed.";
const FORGOTTEN: &str = "This reply has no address any more.";
const NO_ADDRESS: &str = "There is no address to write to.";

/// A reply's failure, as it travels to where it is told: fields and what they want go along.
pub(super) fn carried(error: ReplyError) -> Problem {
    match error {
        ReplyError::Invalid(mistakes) => Problem::invalid(mistakes),
        ReplyError::Refused(Refused::Full | Refused::TooFew { .. }) => {
            Problem::new(problem::FULL, "There are not enough places.")
        }
        ReplyError::Refused(_) => Problem::new(problem::CLOSED, "Replies are not taken."),
        ReplyError::NoRoom => Problem::new(problem::CONFLICT, NO_ROOM),
        ReplyError::Forgotten => Problem::new(problem::CONFLICT, FORGOTTEN),
        ReplyError::NoAddress => Problem::new(problem::CONFLICT, NO_ADDRESS),
        ReplyError::ChangedMeanwhile => Problem::new(problem::CONFLICT, "Somebody else was faster."),
        ReplyError::Gone => Problem::new(problem::GONE, "This reply has been deleted."),
        ReplyError::NotFound => Problem::not_found(),
        ReplyError::Database(error) => Problem::broken(error),
        ReplyError::AddressTaken | ReplyError::Seal(_) => Problem::broken(error),
    }
}

/// The fields to look at again, and the status that says so to programs.
///
/// # Errors
/// What no field can be blamed for.
pub(super) fn of(
    words: Language,
    problem: Problem,
    terms: &Terms,
) -> Result<(StatusCode, Vec<Mistake>), Problem> {
    let status = problem.sort.status;
    let one =
        |field: &str, said: Said| Ok((status, vec![Mistake { field: field.to_owned(), text: said.into() }]));
    match (problem.sort.word, problem.detail.as_str()) {
        ("invalid", _) => {
            Ok((status, problem.errors.iter().map(|mistake| told(words, mistake, terms)).collect()))
        }
        ("full", _) => one("response", words.say("page-wrong-full")),
        ("closed", _) if terms.status == EventStatus::Cancelled => {
            one("response", words.say("page-reply-cancelled"))
        }
        ("closed", _) => one("response", words.say("page-wrong-closed")),
        ("conflict", NO_ROOM) => {
            one(if terms.max_party > 1 { "party_size" } else { "response" }, words.say("page-wrong-no-room"))
        }
        ("conflict", FORGOTTEN) => one("response", words.say("page-wrong-forgotten")),
        ("conflict", NO_ADDRESS) => one("response", words.say("page-wrong-no-address")),
        ("conflict" | "key_reused" | "in_progress", _) => one("response", words.say("page-wrong-again")),
        ("unavailable", _) => {
            tracing::error!(chain = %problem.chain(), "a reply could not be kept; its form was shown again");
            one("response", words.say("page-wrong-not-now"))
        }
        _ => Err(problem),
    }
}

/// How many they are, as typed: nothing when nothing was.
///
/// # Errors
/// It is no number. Which numbers are allowed is for the room.
pub(super) fn party_size(words: Language, typed: &str) -> Result<Option<i64>, ReplyError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let message = || words.say("page-wrong-number").to_string();
    let no_number =
        |_error| ReplyError::Invalid(vec![mistake::Mistake::new("/party_size", "not_a_number", message())]);
    typed.parse().map(Some).map_err(no_number)
}

fn told(words: Language, wrong: &mistake::Mistake, terms: &Terms) -> Mistake {
    let answer = wrong.pointer.strip_prefix("/answers/");
    let field = match answer {
        Some(key) => Typed::answer_field(key),
        None => wrong.pointer.trim_start_matches('/').to_owned(),
    };
    let text = match (field.as_str(), wrong.code.as_ref()) {
        ("response", _) => words.say("page-wrong-response").into(),
        ("attendance", _) => words.say("page-wrong-attendance").into(),
        ("email", "required") => words.say("page-wrong-email-needed").into(),
        ("email", _) => words.say("page-wrong-email").into(),
        ("party_size", "not_a_number") => words.say("page-wrong-number").into(),
        ("party_size", _) => {
            let most = terms.modes.iter().map(|mode| terms.largest_party(*mode)).max().unwrap_or(1);
            words.say("page-wrong-party").count("most", most).into()
        }
        (_, "too_long") => words.say("page-wrong-too-long").into(),
        (_, "line_break" | "control_character") => words.say("page-wrong-characters").into(),
        _ => question(words, answer, terms),
    };
    Mistake { field, text }
}

/// Which question still needs an answer.
fn question(words: Language, key: Option<&str>, terms: &Terms) -> String {
    let asked = terms.questions.iter().find(|question| Some(question.key.as_str()) == key);
    match asked {
        Some(question) => words.say("page-wrong-question").with("question", &question.label).into(),
        None => words.say("page-wrong-field").into(),
    }
}

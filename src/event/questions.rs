//! What a reply to an event is asked: what goes with its kind, and what its organiser added.

use entity::value::facts::{Facts, Question};

use super::kind::{self, KindQuestion};
use crate::words::Language;

/// The questions of an event, in the order in which they are asked: those of its kind in the reader's language, then its
/// own. One of its own with the key of a kind's takes that one's place.
#[must_use]
pub fn questions(facts: &Facts, language: Language) -> Vec<Question> {
    let own = &facts.rsvp.questions;
    kind::rules(facts.kind)
        .questions
        .iter()
        .filter(|standard| own.iter().all(|question| question.key != standard.key()))
        .filter_map(|standard| worded(*standard, facts, language))
        .chain(own.iter().cloned())
        .collect()
}

/// `None` for a choice without choices: an empty menu.
fn worded(question: KindQuestion, facts: &Facts, language: Language) -> Option<Question> {
    let (label, choices) = match question {
        KindQuestion::LobbyPart => (
            language.say("question-lobby-part"),
            vec![
                language.say("choice-lobby-outside").into(),
                language.say("choice-lobby-gallery").into(),
                language.say("choice-lobby-deputation").into(),
            ],
        ),
        KindQuestion::PicketSide => (
            language.say("question-picket-side"),
            vec![language.say("choice-picket-own").into(), language.say("choice-picket-supporting").into()],
        ),
        KindQuestion::MarchPart => (
            language.say("question-march-part"),
            vec![
                language.say("choice-march-coming").into(),
                language.say("choice-march-steward").into(),
                language.say("choice-march-coach").into(),
            ],
        ),
        KindQuestion::Member => (language.say("question-member"), Vec::new()),
        KindQuestion::PledgeArea => (language.say("question-pledge-area"), Vec::new()),
        KindQuestion::PledgeAction if facts.menu.is_empty() => return None,
        KindQuestion::PledgeAction => (language.say("question-pledge-action"), facts.menu.clone()),
    };
    Some(Question {
        key: question.key().to_owned(),
        label: label.into(),
        kind: question.answered_by(),
        choices,
        required: false,
    })
}

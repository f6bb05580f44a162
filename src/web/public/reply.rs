//! `/{org}/events/{slug}/reply`: the one short page on which somebody says whether they are coming.
//!
//! What was typed is never lost: whatever is wrong, the page comes back with all of it. It is kept nowhere else.

use askama::Template;
use entity::Moment;
use entity::value::facts::Question;
use entity::value::{Attendance, AttendanceMode, QuestionType, Response};
use jiff::civil::Date;

use super::addresses::Addresses;
use super::announced::{Announced, Replies};
use super::fields::{Asked, Field, Mistake, Radios, summary};
use super::said::{At, Link};
use super::typed::Typed;
use super::{event, organisation, way_there};
use crate::event::Viewer;
use crate::organisation::Organisation;
use crate::rsvp::terms::Terms;
use crate::web::look::Frame;
use crate::words::Language;

/// The form.
#[derive(Template)]
#[template(path = "web/public/reply.html")]
pub(crate) struct ReplyPage {
    frame: Frame,
    words: Language,
    mistakes: Vec<Link>,
    back: Link,
    at: At,
    place: Option<String>,
    waiting: bool,
    action: String,
    token: String,
    response: Radios,
    attendance: Option<Radios>,
    party: Field,
    questions: Vec<Asked>,
    name: Field,
    email: Field,
    organisation: Field,
    banner: bool,
    message: Field,
    access_needs: Field,
    more_open: bool,
    above: Vec<String>,
    details: Link,
}

/// What the form depends on, beyond the event itself.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    /// What the event asks of a reply.
    pub(crate) terms: Terms,
    /// The day on which the reply is deleted.
    pub(crate) deleted_on: Date,
    /// The day on which access needs are deleted.
    pub(crate) access_deleted_on: Date,
}

impl Asking {
    /// Whether there is a number of places that could run out: an address is needed then.
    fn is_limited(&self) -> bool {
        self.terms.modes.iter().any(|mode| self.terms.limited(*mode))
    }

    /// Which words stand beside the button. Kept with the reply: whoever changes those words in `pages.ftl` gives
    /// them a new name here.
    pub(crate) fn wording(&self) -> &'static str {
        if self.is_limited() { "reply-limited-1" } else { "reply-1" }
    }

    /// The largest party that any way of attending takes.
    fn max_party(&self) -> i64 {
        self.terms.modes.iter().map(|mode| self.terms.largest_party(*mode)).max().unwrap_or(1)
    }
}

/// The form with what was typed and what is wrong with it; `token` proves that we gave it out.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    (event, asking): (&Announced, &Asking),
    (typed, mistakes, token): (&Typed, &[Mistake], String),
    now: Moment,
) -> ReplyPage {
    let wrong = |name: &str| mistakes.iter().find(|m| m.field == name).map(|m| m.text.clone());
    let with_error = |field: Field| Field { error: wrong(&field.name), ..field };
    let heading = words.say("page-form-title").with("title", &event.facts().title);
    let title = if mistakes.is_empty() {
        heading
    } else {
        words.say("page-form-title-wrong").with("title", &event.facts().title)
    };
    let home = to.home(event.organisation());
    ReplyPage {
        frame: organisation::private(title.into(), to, event.organisation()),
        words,
        mistakes: summary(mistakes),
        back: Link::new(&event.facts().title, to.event(&event.shown)),
        at: event::at(words, event),
        place: way_there::spot_line(words, event, Viewer::Anybody, now),
        waiting: event.replies == Replies::Waiting,
        action: to.reply(&event.shown),
        token,
        response: Radios { error: wrong("response"), ..responses(words, &typed.response) },
        attendance: attendance(words, event.facts().attendance_mode, &typed.attendance)
            .map(|group| Radios { error: wrong("attendance"), ..group }),
        party: with_error(party(words, &typed.party_size, asking.max_party())),
        questions: asking
            .terms
            .questions
            .iter()
            .map(|question| asked(words, question, typed, &wrong))
            .collect(),
        name: with_error(name(words, typed)),
        email: with_error(email(words, typed, asking.is_limited())),
        organisation: with_error(
            Field::new("organisation", words.say("page-form-organisation"), &typed.organisation)
                .hint(words.say("page-form-organisation-hint")),
        ),
        banner: typed.banner,
        message: with_error(
            Field::new("message", words.say("page-form-message"), &typed.message)
                .hint(words.say("page-form-message-hint"))
                .longest(2000),
        ),
        access_needs: with_error(access_needs(words, typed, asking)),
        more_open: typed.has_more() || ["organisation", "message"].iter().any(|name| wrong(name).is_some()),
        above: above(words, event.organisation(), asking),
        details: Link::new(words.say("page-details-link"), home.details),
    }
}

/// How many they are, themselves counted.
pub(crate) fn party(words: Language, typed: &str, most: i64) -> Field {
    Field::new("party_size", words.say("page-form-party"), typed)
        .hint(words.say("page-form-party-hint").count("most", most))
        .longest(usize::try_from(most).unwrap_or(usize::MAX))
}

/// Coming, maybe, can't.
pub(crate) fn responses(words: Language, chosen: &str) -> Radios {
    let options = vec![
        (Response::Going.to_string(), words.say("page-form-going").into()),
        (Response::Maybe.to_string(), words.say("page-form-maybe").into()),
        (Response::NotGoing.to_string(), words.say("page-form-not-going").into()),
    ];
    Radios::new("response", words.say("page-form-response"), options, chosen)
}

/// In the room or online, where both exist.
pub(crate) fn attendance(words: Language, mode: AttendanceMode, chosen: &str) -> Option<Radios> {
    (mode == AttendanceMode::Hybrid).then(|| {
        let options = vec![
            (Attendance::InPerson.to_string(), words.say("page-form-in-person").into()),
            (Attendance::Online.to_string(), words.say("page-form-online").into()),
        ];
        Radios::new("attendance", words.say("page-form-attendance"), options, chosen)
    })
}

fn asked(
    words: Language,
    question: &Question,
    typed: &Typed,
    wrong: &impl Fn(&str) -> Option<String>,
) -> Asked {
    let name = Typed::answer_field(&question.key);
    let value = typed.answer(&question.key);
    let label = if question.required {
        question.label.clone()
    } else {
        words.say("page-form-optional").with("label", &question.label).into()
    };
    let options: Vec<(String, String)> = match question.kind {
        QuestionType::Text => {
            let error = wrong(&name);
            return Asked::Words(Field { error, ..Field::new(name, label, value) });
        }
        QuestionType::YesNo => {
            vec![("yes".into(), words.say("page-yes").into()), ("no".into(), words.say("page-no").into())]
        }
        QuestionType::Choice => {
            question.choices.iter().map(|choice| (choice.clone(), choice.clone())).collect()
        }
    };
    let error = wrong(&name);
    Asked::Choice(Radios { error, ..Radios::new(&name, label, options, value) })
}

fn name(words: Language, typed: &Typed) -> Field {
    let field = Field::new("name", words.say("page-form-name"), &typed.name);
    Field { autocomplete: "name", ..field }
}

fn email(words: Language, typed: &Typed, limited: bool) -> Field {
    let label = if limited { words.say("page-form-email") } else { words.say("page-form-email-optional") };
    let field = Field::new("email", label, &typed.email).hint(words.say("page-form-email-hint")).longest(254);
    Field { kind: "email", autocomplete: "email", ..field }
}

fn access_needs(words: Language, typed: &Typed, asking: &Asking) -> Field {
    Field::new("access_needs", words.say("page-form-access"), &typed.access_needs)
        .hint(words.say("page-form-access-hint").with("day", words.day(asking.access_deleted_on)))
        .longest(2000)
}

/// The words above the button.
fn above(words: Language, host: &Organisation, asking: &Asking) -> Vec<String> {
    let need =
        if asking.is_limited() { words.say("page-form-need-limited") } else { words.say("page-form-need") };
    vec![
        need.into(),
        words
            .say("page-form-keeps")
            .with("host", &host.name)
            .with("day", words.day(asking.deleted_on))
            .into(),
        words.say("page-form-agree").into(),
    ]
}

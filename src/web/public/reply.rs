//! `/{org}/events/{slug}/reply`: the one short page on which somebody says whether they are coming.
//!
//! What was typed is never lost: whatever is wrong, the page comes back with all of it. It is kept nowhere else.

use askama::Template;
use entity::Moment;
use entity::value::facts::Question;
use entity::value::{Attendance, AttendanceMode, Kind, QuestionType, Response};
use jiff::civil::Date;

use super::addresses::Addresses;
use super::announced::{Announced, Replies};
use super::fields::{Asked, Field, Mistake, Radios, summary};
use super::said::{At, Banner, Link};
use super::typed::Typed;
use super::{calling, event, news, organisation, way_there};
use crate::event::Viewer;
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
    heading: String,
    back: Link,
    at: At,
    /// The list of dates, where there are several.
    other_date: Option<Link>,
    place: Option<String>,
    state: Option<Banner>,
    waiting: bool,
    action: String,
    token: String,
    response: Radios,
    attendance: Option<Radios>,
    party: Option<Field>,
    questions: Vec<Asked>,
    name: Field,
    email: Field,
    organisation: Field,
    /// Whether the box is ticked; none where nobody goes anywhere.
    banner: Option<bool>,
    message: Field,
    access_needs: Field,
    more_open: bool,
    above: Vec<String>,
    details: Link,
    send_going: String,
    send_no: String,
}

/// What a reply can't do without, as the words beside the button say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Address,
    Answer,
    AnswerOfOne,
    Part,
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

    /// What a reply can't do without.
    fn need(&self, kind: Kind) -> Need {
        if self.is_limited() {
            Need::Address
        } else if calling::is_taking_part(kind) {
            Need::Part
        } else if self.max_party() > 1 {
            Need::Answer
        } else {
            Need::AnswerOfOne
        }
    }

    /// Which words stand beside the button. Kept with the reply: whoever changes those words in `pages.ftl` gives
    /// them a new name here.
    pub(crate) fn wording(&self, kind: Kind) -> &'static str {
        match self.need(kind) {
            Need::Address => "reply-limited-1",
            Need::Answer => "reply-1",
            Need::AnswerOfOne => "reply-alone-1",
            Need::Part => "reply-part-1",
        }
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
    let (facts, heading) = (event.facts(), calling::heading(words, event.facts().kind).to_string());
    let title = if mistakes.is_empty() {
        words.say("page-form-title").with("title", &facts.title).with("heading", &heading)
    } else {
        words.say("page-form-title-wrong").with("title", &facts.title).with("heading", &heading)
    };
    let (send_going, send_no) = calling::buttons(words, facts.kind);
    let home = to.home(event.organisation());
    ReplyPage {
        frame: organisation::private(title.into(), to, event.organisation()),
        words,
        mistakes: summary(mistakes),
        heading,
        back: Link::new(&facts.title, to.event(&event.shown)),
        at: event::at(words, event),
        other_date: facts
            .repeats
            .as_ref()
            .map(|_| Link::new(words.say("page-form-other-date"), to.dates(&event.shown))),
        place: way_there::spot_or_online(words, event, Viewer::Anybody, now),
        state: news::state(words, event),
        waiting: event.replies == Replies::Waiting,
        action: to.reply(&event.shown),
        token,
        response: Radios { error: wrong("response"), ..responses(words, facts.kind, &typed.response) },
        attendance: attendance(words, facts.attendance_mode, &typed.attendance)
            .map(|group| Radios { error: wrong("attendance"), ..group }),
        party: (asking.max_party() > 1 || wrong("party_size").is_some())
            .then(|| with_error(party(words, &typed.party_size, asking.max_party()))),
        questions: asking
            .terms
            .questions
            .iter()
            .map(|question| asked(words, question, typed, &wrong))
            .collect(),
        name: with_error(name(words, typed)),
        email: with_error(email(words, typed, asking)),
        organisation: with_error(
            Field::new("organisation", words.say("page-form-organisation"), &typed.organisation)
                .hint(words.say("page-form-organisation-hint")),
        ),
        banner: (facts.attendance_mode != AttendanceMode::Online && !event.shown.is_anywhere())
            .then_some(typed.banner),
        message: with_error(
            Field::area("message", words.say("page-form-message"), &typed.message)
                .hint(words.say("page-form-message-hint"))
                .longest(2000),
        ),
        access_needs: with_error(access_needs(words, typed, asking)),
        more_open: typed.has_more() || ["organisation", "message"].iter().any(|name| wrong(name).is_some()),
        above: above(words, event, asking),
        details: Link::new(words.say("page-details-link"), home.details),
        send_going: send_going.into(),
        send_no: send_no.into(),
    }
}

/// How many they are, themselves counted.
pub(crate) fn party(words: Language, typed: &str, most: i64) -> Field {
    Field::new("party_size", words.say("page-form-party"), typed)
        .hint(words.say("page-form-party-hint").count("most", most))
        .longest(usize::try_from(most).unwrap_or(usize::MAX))
}

/// Coming, maybe, can't.
pub(crate) fn responses(words: Language, kind: Kind, chosen: &str) -> Radios {
    let (going, not_going) = calling::answers(words, kind);
    let options = vec![
        (Response::Going.to_string(), going.into()),
        (Response::Maybe.to_string(), words.say("page-form-maybe").into()),
        (Response::NotGoing.to_string(), not_going.into()),
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

fn email(words: Language, typed: &Typed, asking: &Asking) -> Field {
    let limited = asking.is_limited();
    let label = if limited { words.say("page-form-email") } else { words.say("page-form-email-optional") };
    let hint = if asking.terms.modes.contains(&Attendance::Online) {
        words.say("page-form-email-hint-online")
    } else {
        words.say("page-form-email-hint")
    };
    let field = Field::new("email", label, &typed.email).hint(hint).longest(254);
    Field { kind: "email", autocomplete: "email", ..field }
}

fn access_needs(words: Language, typed: &Typed, asking: &Asking) -> Field {
    Field::area("access_needs", words.say("page-form-access"), &typed.access_needs)
        .hint(words.say("page-form-access-hint").with("day", words.day(asking.access_deleted_on)))
        .longest(2000)
}

/// The words above the button.
fn above(words: Language, event: &Announced, asking: &Asking) -> Vec<String> {
    let need = match asking.need(event.facts().kind) {
        Need::Address => words.say("page-form-need-limited"),
        Need::Answer => words.say("page-form-need"),
        Need::AnswerOfOne => words.say("page-form-need-one"),
        Need::Part => words.say("page-form-need-action"),
    };
    vec![
        need.into(),
        words
            .say("page-form-keeps")
            .with("host", &event.organisation().name)
            .with("day", words.day(asking.deleted_on))
            .into(),
        words.say("page-form-agree").into(),
    ]
}

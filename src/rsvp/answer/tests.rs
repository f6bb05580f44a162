//! What is taken and what is sent back, field by field.

use super::*;

fn terms() -> Terms {
    Terms { max_party: 5, ..Terms::open(&[Attendance::InPerson]) }
}

fn going() -> Answer {
    Answer { response: Some(Response::Going), ..Answer::default() }
}

fn mistakes(answer: &Answer, terms: &Terms) -> Vec<(String, String)> {
    match read(answer, terms, false) {
        Ok(said) => panic!("taken: {said:?}"),
        Err(errors) => errors.into_iter().map(|e| (e.pointer, e.code.into_owned())).collect(),
    }
}

fn mistake(answer: &Answer, terms: &Terms, pointer: &str, code: &str) {
    assert_eq!(mistakes(answer, terms), [(pointer.to_owned(), code.to_owned())]);
}

#[test]
fn coming_three_of_us_is_a_whole_reply() {
    let said = read(&Answer { party_size: Some(3), ..going() }, &terms(), false).unwrap();
    assert_eq!((said.response, said.attendance, said.party_size), (Response::Going, Attendance::InPerson, 3));
    assert_eq!((said.name, said.email), (None, None));
}

#[test]
fn every_mistake_is_told_at_once() {
    let answer = Answer {
        response: None,
        name: Some("x".repeat(101)),
        email: Some("ben@example.org\r\nBcc: all@example.org".to_owned()),
        message: Some("hello\u{0}".to_owned()),
        ..Answer::default()
    };
    let pointers: Vec<String> = mistakes(&answer, &terms()).into_iter().map(|(p, _)| p).collect();
    assert_eq!(pointers, ["/response", "/name", "/email", "/message"]);
}

#[test]
fn a_mistake_never_repeats_what_was_typed() {
    let answer =
        Answer { email: Some("s3cret someone".to_owned()), name: Some("s3cret".repeat(40)), ..going() };
    let errors = read(&answer, &terms(), false).unwrap_err();
    assert_eq!(errors.len(), 2);
    assert!(errors.iter().all(|e| !e.message.contains("s3cret")), "{errors:?}");
}

#[test]
fn a_name_is_one_line_and_a_message_may_have_several() {
    mistake(&Answer { name: Some("Ben\nBcc: x".to_owned()), ..going() }, &terms(), "/name", "line_break");
    mistake(
        &Answer { name: Some("Ben \u{202E}neB".to_owned()), ..going() },
        &terms(),
        "/name",
        "control_character",
    );
    let said =
        read(&Answer { message: Some(" one\r\ntwo ".to_owned()), ..going() }, &terms(), false).unwrap();
    assert_eq!(said.message.as_deref(), Some("one\ntwo"));
}

#[test]
fn a_party_is_at_least_one_and_at_most_what_is_allowed() {
    for size in [-1, 0, 6, i64::MAX] {
        mistake(&Answer { party_size: Some(size), ..going() }, &terms(), "/party_size", "out_of_range");
    }
    assert!(read(&Answer { party_size: Some(5), ..going() }, &terms(), false).is_ok());
}

#[test]
fn no_party_is_bigger_than_all_the_places() {
    let terms = Terms { in_person: Some(3), ..terms() };
    let answer = Answer { email: Some("ben@example.org".to_owned()), ..going() };
    mistake(&Answer { party_size: Some(4), ..answer.clone() }, &terms, "/party_size", "out_of_range");
    assert!(read(&Answer { party_size: Some(3), ..answer }, &terms, false).is_ok());
}

#[test]
fn where_places_are_limited_an_address_is_needed_from_who_comes() {
    let limited = Terms { in_person: Some(80), ..terms() };
    mistake(&going(), &limited, "/email", "required");
    assert!(read(&going(), &limited, true).is_ok(), "an officer takes replies by telephone");
    assert!(read(&Answer { response: Some(Response::Maybe), ..going() }, &limited, false).is_ok());
    assert!(read(&Answer { response: Some(Response::NotGoing), ..going() }, &limited, false).is_ok());
}

#[test]
fn only_the_limited_side_of_a_hybrid_event_needs_an_address() {
    let hybrid = Terms { in_person: Some(80), ..Terms::open(&[Attendance::InPerson, Attendance::Online]) };
    let by = |mode| Answer { attendance: Some(mode), ..going() };
    mistake(&by(Attendance::InPerson), &hybrid, "/email", "required");
    assert!(read(&by(Attendance::Online), &hybrid, false).is_ok());
}

#[test]
fn a_hybrid_event_wants_to_know_how() {
    let hybrid = Terms::open(&[Attendance::InPerson, Attendance::Online]);
    mistake(&going(), &hybrid, "/attendance", "required");
    assert!(read(&Answer { response: Some(Response::NotGoing), ..going() }, &hybrid, false).is_ok());
    mistake(
        &Answer { attendance: Some(Attendance::Online), ..going() },
        &terms(),
        "/attendance",
        "not_offered",
    );
}

#[test]
fn who_cannot_come_leaves_no_access_needs() {
    let answer = Answer {
        response: Some(Response::NotGoing),
        party_size: Some(99),
        access_needs: Some("a ramp".to_owned()),
        ..Answer::default()
    };
    let said = read(&answer, &terms(), false).unwrap();
    assert_eq!((said.party_size, said.access_needs), (1, None));
}

#[test]
fn questions_are_answered_as_they_are_asked() {
    let question = |key: &str, kind, required| Question {
        key: key.to_owned(),
        label: key.to_owned(),
        kind,
        choices: vec!["Camden".to_owned(), "Barnet".to_owned()],
        required,
    };
    let terms = Terms {
        questions: vec![
            question("banner", QuestionType::Choice, true),
            question("steward", QuestionType::YesNo, false),
        ],
        ..terms()
    };
    let with = |pairs: &[(&str, &str)]| Answer {
        answers: pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        ..going()
    };
    mistake(&with(&[]), &terms, "/answers/banner", "required");
    mistake(&with(&[("banner", "Leeds")]), &terms, "/answers/banner", "not_a_choice");
    mistake(&with(&[("banner", "Camden"), ("employer", "x")]), &terms, "/answers", "unknown_question");
    mistake(
        &with(&[("banner", "Camden"), ("steward", "perhaps")]),
        &terms,
        "/answers/steward",
        "not_a_choice",
    );
    let said = read(&with(&[("banner", "Camden"), ("steward", "true")]), &terms, false).unwrap();
    assert_eq!(said.answers.get("steward").map(String::as_str), Some("yes"));
}

//! Tables of what may and may not be said of an event.

use serde_json::{Value, json};

use super::*;

/// The facts of a plain lobby with `changes` merged in, as a PATCH would.
pub(crate) fn facts(changes: &Value) -> Facts {
    let mut all = json!({
        "kind": "lobby", "title": "Banners Held High", "start": "2026-07-09T18:00", "end": "2026-07-09T20:00",
        "timezone": "Europe/London",
    });
    merge(&mut all, changes);
    serde_json::from_value(all).unwrap()
}

fn merge(into: &mut Value, changes: &Value) {
    let Some(changes) = changes.as_object() else { return };
    for (key, value) in changes {
        match value {
            Value::Null => drop(into.as_object_mut().unwrap().remove(key)),
            Value::Object(_) if into.get(key).is_some_and(Value::is_object) => merge(&mut into[key], value),
            _ => into[key] = value.clone(),
        }
    }
}

fn told(changes: &Value) -> Vec<(String, String)> {
    let told = check(&facts(changes)).err().unwrap_or_default().into_iter();
    told.map(|one| (one.pointer, one.code.into_owned())).collect()
}

fn assert_told(changes: &Value, expected: &[(&str, &str)]) {
    let told = told(changes);
    let told: Vec<(&str, &str)> =
        told.iter().map(|(pointer, code)| (pointer.as_str(), code.as_str())).collect();
    assert_eq!(told, expected, "{:.300}", changes.to_string());
}

#[test]
fn the_contracts_own_example_is_taken() {
    assert_told(
        &json!({
            "slug": "banners-held-high", "summary": "one line", "description": "Markdown\n\n* one", "room": "Conference rooms",
            "attendance_mode": "hybrid", "meeting_point": "By the steps", "area": "Hendon",
            "online": { "platform": "Zoom", "join_url": "https://zoom.example/j/123", "dial_in": "020 7946 0018",
                        "reveal_minutes_before": 60, "watch_url": "https://example.org/live" },
            "target": { "body": "Barnet Council", "meeting": "Full Council", "meeting_start": "2026-07-09T19:00" },
            "contact": { "name": "Branch office", "email": "office@example.org", "phone": "020 8359 2088" },
            "deadlines": [{ "label": "Motions", "at": "2026-06-20T23:59" }], "quorum": 80,
            "asks": [{ "label": "Sign the statement", "url": "https://example.org/sign" }],
            "documents": [{ "title": "Agenda", "url": "https://example.org/agenda.pdf" }],
            "capacity": { "in_person": 80, "online": 300 }, "minimum": 12,
            "rsvp": { "opens": "2026-06-01T09:00", "closes": "2026-07-09T17:00", "max_party": 10,
                      "questions": [{ "key": "banner", "label": "Whose banner?", "type": "text" }] },
        }),
        &[],
    );
}

#[test]
fn every_mistake_is_told_at_once() {
    assert_told(
        &json!({ "title": "two\nlines", "summary": "", "slug": "api", "end": "2026-07-09T17:00", "quorum": 0 }),
        &[
            ("/end", "end_before_start"),
            ("/slug", "not_a_slug"),
            ("/title", "line_break"),
            ("/summary", "empty"),
            ("/quorum", "out_of_range"),
        ],
    );
}

#[test]
fn times_are_checked_by_name() {
    for (changes, expected) in [
        (json!({ "start": "2026-03-29T01:30", "end": null }), vec![("/start", "skipped_time")]),
        (json!({ "start": "2026-03-28T23:30", "end": "2026-03-29T01:30" }), vec![("/end", "skipped_time")]),
        (json!({ "start": "2026-10-25T01:30", "end": null }), vec![]),
        (json!({ "start": "2026-07-09", "end": "2026-07-09" }), vec![]),
        (json!({ "start": "2026-07-09", "end": "2026-07-08" }), vec![("/end", "end_before_start")]),
        (json!({ "start": "2026-07-09" }), vec![("/end", "mixed_times")]),
        (json!({ "timezone": "Europe/Nowhere" }), vec![("/timezone", "unknown_zone")]),
        (json!({ "no_fixed_end": true }), vec![("/no_fixed_end", "contradiction")]),
        (json!({ "end": "2028-07-09T20:00" }), vec![("/end", "too_long_ahead")]),
        (json!({ "start": "0026-07-09T18:00", "end": null }), vec![("/start", "out_of_range")]),
        (
            json!({ "deadlines": [{ "label": "Motions", "at": "2026-03-29T01:15" }] }),
            vec![("/deadlines/0/at", "skipped_time")],
        ),
        (
            json!({ "target": { "meeting_start": "2026-03-29T01:15" } }),
            vec![("/target/meeting_start", "skipped_time")],
        ),
        (json!({ "rsvp": { "closes": "2026-07-09T18:01" } }), vec![("/rsvp/closes", "closes_after_start")]),
        (json!({ "rsvp": { "closes": "2026-07-08" } }), vec![]),
        (
            json!({ "rsvp": { "opens": "2026-07-08T09:00", "closes": "2026-07-08T09:00" } }),
            vec![("/rsvp/closes", "closes_before_opens")],
        ),
        (json!({ "rsvp": { "opens": "2026-07-10T09:00" } }), vec![("/rsvp/opens", "opens_after_end")]),
    ] {
        assert_told(&changes, &expected);
    }
}

#[test]
fn a_skipped_start_is_told_what_to_write_instead() {
    let mistakes = check(&facts(&json!({ "start": "2026-03-29T01:30", "end": null }))).unwrap_err();
    assert!(mistakes[0].message.contains("Europe/London"), "{}", mistakes[0].message);
    assert!(mistakes[0].message.contains("2026-03-29T02:00"), "{}", mistakes[0].message);
}

#[test]
fn texts_are_measured_and_hold_nothing_hidden() {
    let megabyte = "a".repeat(1_000_000);
    for (changes, expected) in [
        (json!({ "title": megabyte }), vec![("/title", "too_long")]),
        (json!({ "title": "Ärzte ✊🏽 — наш день" }), vec![]),
        (json!({ "title": "x\r\nBcc: all@example.org" }), vec![("/title", "line_break")]),
        (json!({ "description": "bell\u{7}" }), vec![("/description", "control_character")]),
        (
            json!({ "contact": { "email": "a@example.org\r\nBcc: b@example.org" } }),
            vec![("/contact/email", "not_an_email")],
        ),
        (json!({ "contact": { "phone": "ring us" } }), vec![("/contact/phone", "not_a_phone_number")]),
        (
            json!({ "asks": [{ "label": "Sign", "url": "javascript:alert(1)" }] }),
            vec![("/asks/0/url", "not_a_url")],
        ),
        (
            json!({ "documents": [{ "title": "Agenda", "url": "agenda.pdf" }] }),
            vec![("/documents/0/url", "not_a_url")],
        ),
        (json!({ "menu": ["Wear a ribbon", "two\nlines"] }), vec![("/menu/1", "line_break")]),
    ] {
        assert_told(&changes, &expected);
    }
}

#[test]
fn places_and_links_exist_only_where_one_can_attend_so() {
    for (changes, expected) in [
        (json!({ "capacity": { "online": 10 } }), vec![("/capacity/online", "not_online")]),
        (
            json!({ "attendance_mode": "online", "capacity": { "in_person": 10 } }),
            vec![("/capacity/in_person", "not_in_person")],
        ),
        (json!({ "attendance_mode": "hybrid", "capacity": { "in_person": 10, "online": 20 } }), vec![]),
        (json!({ "capacity": { "in_person": 0 } }), vec![("/capacity/in_person", "out_of_range")]),
        (
            json!({ "online": { "join_url": "https://zoom.example/j/1" } }),
            vec![("/online/join_url", "not_online")],
        ),
        (json!({ "online": { "watch_url": "https://example.org/live" } }), vec![]),
        (
            json!({ "attendance_mode": "online", "online": { "reveal_minutes_before": 1 } }),
            vec![("/online/reveal_minutes_before", "out_of_range")],
        ),
        (json!({ "rsvp": { "max_party": 0 } }), vec![("/rsvp/max_party", "out_of_range")]),
    ] {
        assert_told(&changes, &expected);
    }
}

#[test]
fn a_joining_link_stands_in_no_public_text() {
    let online = json!({ "attendance_mode": "hybrid", "online": { "join_url": "https://zoom.example/j/123?pwd=abc" } });
    for (changes, expected) in [
        (
            json!({ "description": "Join: https://zoom.example/j/123?pwd=abc" }),
            vec![("/description", "joining_link")],
        ),
        (json!({ "summary": "Zoom.Example/j/123" }), vec![("/summary", "joining_link")]),
        (
            json!({ "asks": [{ "label": "Join", "url": "https://www.zoom.example/j/123" }] }),
            vec![("/asks/0/url", "joining_link")],
        ),
        (
            json!({ "online": { "watch_url": "https://zoom.example/j/123" } }),
            vec![("/online/watch_url", "joining_link")],
        ),
        (json!({ "online": { "instructions": "https://zoom.example/j/123, password abc" } }), vec![]),
        (json!({ "description": "We use zoom.example" }), vec![]),
    ] {
        let mut all = online.clone();
        merge(&mut all, &changes);
        assert_told(&all, &expected);
    }
}

#[test]
fn some_questions_must_not_be_asked() {
    let ask = |key: &str, label: &str| json!({ "rsvp": { "questions": [{ "key": key, "label": label, "type": "text" }] } });
    let refused: &[(&str, &str)] = &[("/rsvp/questions/0", "must_not_be_asked")];
    for label in [
        "Who is your employer?",
        "Your workplace",
        "Where do you work?",
        "Job title",
        "What is your home address?",
        "Where do you live?",
        "Date of birth",
        "How old are you?",
        "UNISON membership number",
        "Are you on strike?",
        "Will you be STRIKING?",
        "How did you vote?",
        "Your D.O.B.",
    ] {
        // "D.O.B." is three words of one letter: the key gives it away.
        let key = if label.contains("D.O.B.") { "dob" } else { "a" };
        assert_told(&ask(key, label), refused);
    }
    for label in
        ["Whose banner?", "Do you need a creche?", "Which session?", "Anything else about jobseekers?"]
    {
        assert_told(&ask("a", label), &[]);
    }
}

#[test]
fn questions_can_be_answered() {
    let ask = |questions: Value| json!({ "rsvp": { "questions": questions } });
    for (questions, expected) in [
        (
            json!([{ "key": "A b", "label": "x", "type": "text" }]),
            vec![("/rsvp/questions/0/key", "not_a_key")],
        ),
        (
            json!([{ "key": "a", "label": "x", "type": "text" }, { "key": "a", "label": "y", "type": "yes_no" }]),
            vec![("/rsvp/questions/1/key", "taken")],
        ),
        (
            json!([{ "key": "a", "label": "x", "type": "choice", "choices": ["one"] }]),
            vec![("/rsvp/questions/0/choices", "too_few")],
        ),
        (
            json!([{ "key": "a", "label": "x", "type": "choice", "choices": ["one", "one"] }]),
            vec![("/rsvp/questions/0/choices/1", "taken")],
        ),
        (
            json!([{ "key": "a", "label": "x", "type": "text", "choices": ["one", "two"] }]),
            vec![("/rsvp/questions/0/choices", "no_choices")],
        ),
    ] {
        assert_told(&ask(questions), &expected);
    }
}

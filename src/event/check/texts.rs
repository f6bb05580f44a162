//! The texts of an event: how long each may be, and what it may hold.

use entity::value::facts::{Contact, Facts, Online, Outcome, Target};

use crate::mistake::Mistakes;
use crate::outbox::address::Address;

/// The longest name, place, label, in characters.
const SHORT: usize = 200;
/// The longest one-line remark.
const LINE: usize = 500;
/// The longest statement of several lines.
const LONG: usize = 2_000;
/// The longest description.
const DESCRIPTION: usize = 20_000;

pub(super) fn check(facts: &Facts, found: &mut Mistakes) {
    found.line("/title", &facts.title, SHORT);
    let lines = [
        ("/summary", &facts.summary, LINE),
        ("/room", &facts.room, SHORT),
        ("/meeting_point", &facts.meeting_point, LINE),
        ("/area", &facts.area, SHORT),
        ("/organised_by", &facts.organised_by, SHORT),
        ("/bring", &facts.bring, LINE),
        ("/audience", &facts.audience, LINE),
        ("/external_id", &facts.external_id, SHORT),
    ];
    for (pointer, text, longest) in lines {
        line(found, pointer, text.as_ref(), longest);
    }
    text(found, "/description", facts.description.as_ref(), DESCRIPTION);
    text(found, "/access_statement", facts.access_statement.as_ref(), LONG);
    phone(found, "/on_the_day_phone", facts.on_the_day_phone.as_ref());
    if let Some(contact) = &facts.contact {
        check_contact(contact, found);
    }
    if let Some(online) = &facts.online {
        check_online(online, found);
    }
    if let Some(target) = &facts.target {
        check_target(target, found);
    }
    if let Some(outcome) = &facts.outcome {
        check_outcome(outcome, found);
    }
    check_lists(facts, found);
}

fn check_contact(contact: &Contact, found: &mut Mistakes) {
    line(found, "/contact/name", contact.name.as_ref(), SHORT);
    phone(found, "/contact/phone", contact.phone.as_ref());
    if let Some(Err(wrong)) = contact.email.as_deref().map(Address::parse) {
        found.add("/contact/email", "not_an_email", wrong.to_string());
    }
}

fn check_online(online: &Online, found: &mut Mistakes) {
    line(found, "/online/platform", online.platform.as_ref(), SHORT);
    line(found, "/online/dial_in", online.dial_in.as_ref(), SHORT);
    text(found, "/online/instructions", online.instructions.as_ref(), LONG);
    url(found, "/online/join_url", online.join_url.as_ref());
    url(found, "/online/watch_url", online.watch_url.as_ref());
}

fn check_target(target: &Target, found: &mut Mistakes) {
    line(found, "/target/body", target.body.as_ref(), SHORT);
    line(found, "/target/meeting", target.meeting.as_ref(), SHORT);
    line(found, "/target/room", target.room.as_ref(), SHORT);
}

fn check_outcome(outcome: &Outcome, found: &mut Mistakes) {
    text(found, "/outcome/text", outcome.text.as_ref(), LONG);
    line(found, "/outcome/post_reference", outcome.post_reference.as_ref(), SHORT);
    text(found, "/outcome/next", outcome.next.as_ref(), LONG);
}

fn check_lists(facts: &Facts, found: &mut Mistakes) {
    found.at_most("/deadlines", facts.deadlines.len(), 20);
    for (number, deadline) in facts.deadlines.iter().enumerate() {
        found.line(&format!("/deadlines/{number}/label"), &deadline.label, SHORT);
    }
    if let Some(who) = &facts.who_may {
        line(found, "/who_may/attend", who.attend.as_ref(), SHORT);
        line(found, "/who_may/speak", who.speak.as_ref(), SHORT);
        line(found, "/who_may/vote", who.vote.as_ref(), SHORT);
    }
    found.at_most("/menu", facts.menu.len(), 20);
    for (number, item) in facts.menu.iter().enumerate() {
        found.line(&format!("/menu/{number}"), item, SHORT);
    }
    found.at_most("/asks", facts.asks.len(), 20);
    for (number, ask) in facts.asks.iter().enumerate() {
        found.line(&format!("/asks/{number}/label"), &ask.label, SHORT);
        url(found, &format!("/asks/{number}/url"), ask.url.as_ref());
    }
    found.at_most("/documents", facts.documents.len(), 50);
    for (number, document) in facts.documents.iter().enumerate() {
        found.line(&format!("/documents/{number}/title"), &document.title, SHORT);
        found.url(&format!("/documents/{number}/url"), &document.url);
    }
}

fn line(found: &mut Mistakes, pointer: &str, text: Option<&String>, longest: usize) {
    if let Some(text) = text {
        found.line(pointer, text, longest);
    }
}

fn text(found: &mut Mistakes, pointer: &str, text: Option<&String>, longest: usize) {
    if let Some(text) = text {
        found.text(pointer, text, longest);
    }
}

fn url(found: &mut Mistakes, pointer: &str, text: Option<&String>) {
    if let Some(text) = text {
        found.url(pointer, text);
    }
}

fn phone(found: &mut Mistakes, pointer: &str, text: Option<&String>) {
    if let Some(text) = text {
        found.phone(pointer, text);
    }
}

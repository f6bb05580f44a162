//! A joining link is never public: it must not stand in any text that is. Which texts a place has, `placing` knows.

use entity::value::facts::Facts;

use crate::mistake::{Mistake, Mistakes};

/// Refuses a public text of the event that holds the joining link.
pub(super) fn check(facts: &Facts, found: &mut Mistakes) {
    let Some(link) = JoiningLink::of(facts) else { return };
    for (pointer, text) in public_texts(facts) {
        if link.is_in(text) {
            found.push(JoiningLink::in_public(pointer));
        }
    }
}

/// A joining link as it can be known again, with or without what stands before and after the path.
pub(in crate::event) struct JoiningLink(String);

impl JoiningLink {
    /// The event's, where it has one that opens something.
    pub(in crate::event) fn of(facts: &Facts) -> Option<Self> {
        address_of(facts.online.as_ref()?.join_url.as_deref()?).map(Self)
    }

    pub(in crate::event) fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.0)
    }

    /// What is said where it was found.
    pub(in crate::event) fn in_public(pointer: impl Into<String>) -> Mistake {
        let message =
            "holds the joining link, which is sent only to those who join, shortly before; take it out";
        Mistake::new(pointer, "joining_link", message)
    }
}

/// Host and path of a link in small letters: what stays the same when people copy it. `None` for a host alone, which
/// opens nothing.
fn address_of(link: &str) -> Option<String> {
    let url = url::Url::parse(link).ok()?;
    let host = url.host_str()?.trim_start_matches("www.");
    let path = url.path().trim_end_matches('/');
    let query = url.query().map(|query| format!("?{query}")).filter(|_| path.is_empty()).unwrap_or_default();
    let opens_something = !path.is_empty() || !query.is_empty();
    opens_something.then(|| format!("{host}{path}{query}").to_lowercase())
}

/// Every text of an event that may be read by anybody, with its pointer.
pub(in crate::event) fn public_texts(facts: &Facts) -> Vec<(String, &str)> {
    let online = facts.online.as_ref();
    let target = facts.target.as_ref();
    let who = facts.who_may.as_ref();
    let outcome = facts.outcome.as_ref();
    let single = [
        ("/title", Some(&facts.title)),
        ("/summary", facts.summary.as_ref()),
        ("/description", facts.description.as_ref()),
        ("/room", facts.room.as_ref()),
        ("/meeting_point", facts.meeting_point.as_ref()),
        ("/area", facts.area.as_ref()),
        ("/organised_by", facts.organised_by.as_ref()),
        ("/bring", facts.bring.as_ref()),
        ("/audience", facts.audience.as_ref()),
        ("/access_statement", facts.access_statement.as_ref()),
        ("/online/platform", online.and_then(|online| online.platform.as_ref())),
        ("/online/watch_url", online.and_then(|online| online.watch_url.as_ref())),
        ("/contact/name", facts.contact.as_ref().and_then(|contact| contact.name.as_ref())),
        ("/target/body", target.and_then(|target| target.body.as_ref())),
        ("/target/meeting", target.and_then(|target| target.meeting.as_ref())),
        ("/target/room", target.and_then(|target| target.room.as_ref())),
        ("/who_may/attend", who.and_then(|who| who.attend.as_ref())),
        ("/who_may/speak", who.and_then(|who| who.speak.as_ref())),
        ("/who_may/vote", who.and_then(|who| who.vote.as_ref())),
        ("/outcome/text", outcome.and_then(|outcome| outcome.text.as_ref())),
        ("/outcome/next", outcome.and_then(|outcome| outcome.next.as_ref())),
    ];
    let said = single.into_iter().filter_map(|(pointer, text)| Some((pointer.to_owned(), text?.as_str())));
    let mut texts: Vec<(String, &str)> = said.collect();
    texts.extend(listed_texts(facts));
    texts
}

fn listed_texts(facts: &Facts) -> Vec<(String, &str)> {
    let mut texts = Vec::new();
    for (number, item) in facts.menu.iter().enumerate() {
        texts.push((format!("/menu/{number}"), item.as_str()));
    }
    for (number, deadline) in facts.deadlines.iter().enumerate() {
        texts.push((format!("/deadlines/{number}/label"), deadline.label.as_str()));
    }
    for (number, ask) in facts.asks.iter().enumerate() {
        texts.push((format!("/asks/{number}/label"), ask.label.as_str()));
        texts.extend(ask.url.as_deref().map(|url| (format!("/asks/{number}/url"), url)));
    }
    for (number, document) in facts.documents.iter().enumerate() {
        texts.push((format!("/documents/{number}/title"), document.title.as_str()));
        texts.push((format!("/documents/{number}/url"), document.url.as_str()));
    }
    for (number, question) in facts.rsvp.questions.iter().enumerate() {
        texts.push((format!("/rsvp/questions/{number}/label"), question.label.as_str()));
        for (choice, text) in question.choices.iter().enumerate() {
            texts.push((format!("/rsvp/questions/{number}/choices/{choice}"), text.as_str()));
        }
    }
    texts
}

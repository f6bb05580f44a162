//! Replies: what they say, what they keep to themselves, and what their owner can do with them.

use std::time::Duration;

use convenor::rsvp::{self, Answer, Door, Refused, ReplyError, Wish};
use convenor::seal::TokenPurpose;
use entity::table::event;
use entity::value::{LetterKind, Response, Standing};
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::house::branch::{Branch, Lobby, party, start};

async fn pressed<T, F>(branch: &Branch, act: F) -> Result<T, ReplyError>
where
    F: for<'a> FnOnce(
            &'a mut convenor::database::Write,
        ) -> convenor::database::BoxFuture<'a, Result<T, ReplyError>>
        + Send
        + 'static,
    T: Send + 'static,
{
    branch.db.write(act).await
}

async fn comes(branch: &Branch, lobby: Lobby, email: &str) -> Uuid {
    branch.reply(lobby, party(2, email)).await.unwrap().id
}

#[tokio::test]
async fn coming_three_of_us_needs_no_name_and_gets_a_manage_link() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let taken = branch.reply(lobby, party(3, "")).await.unwrap();
    assert_eq!((taken.standing, taken.has_address), (Standing::HasPlace, false));
    let mine = branch.mine(taken.id).await.unwrap();
    assert_eq!((mine.reply.response, mine.reply.party_size), (Response::Going, 3));
    assert_eq!(branch.letters(taken.id).await, []);
    let counts = rsvp::counts(&branch.db.read(), branch.organisation, lobby.event).await.unwrap();
    assert_eq!((counts.going, counts.people, counts.in_person), (1, 3, 3));
}

#[tokio::test]
async fn what_a_replier_types_is_sealed_and_opens_for_officers() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let answer = Answer {
        name: Some("Benedikta Quixley".to_owned()),
        organisation: Some("Camden branch".to_owned()),
        message: Some("Solidarity!".to_owned()),
        access_needs: Some("a step-free way".to_owned()),
        banner: true,
        ..party(2, "ben.quixley@example.org")
    };
    let id = branch.reply(lobby, answer).await.unwrap().id;
    let (guest, _keys) = rsvp::for_letter(&branch.db.read(), &branch.seals, id).await.unwrap().unwrap();
    assert_eq!(guest.person.name.as_deref(), Some("Benedikta Quixley"));
    assert_eq!(guest.person.email.as_deref(), Some("ben.quixley@example.org"));
    assert_eq!(guest.person.access_needs.as_deref(), Some("a step-free way"));
    assert_eq!(guest.person.message.as_deref(), Some("Solidarity!"));
    assert!(guest.reply.banner);
    let row = format!("{:?}", guest.reply);
    for secret in ["Quixley", "ben.quixley", "step-free", "Solidarity", "Camden"] {
        let bytes = format!("{:?}", secret.as_bytes());
        assert!(!row.contains(secret) && !row.contains(bytes.trim_matches(['[', ']'])), "{secret}");
    }
    assert_eq!(format!("{:?}", guest.person), "Person(…)");
}

#[tokio::test]
async fn a_stranger_cannot_tell_a_known_address_from_a_new_one() {
    let branch = Branch::open().await;
    for (capacity, waiting_list) in [(None, true), (Some(4), true), (Some(2), true), (Some(2), false)] {
        let lobby = branch.lobby(capacity, waiting_list).await;
        let known = comes(&branch, lobby, "ben@example.org").await;
        let seen = |end: Result<rsvp::Taken, ReplyError>| match end {
            Ok(taken) => format!("{} {}", taken.standing, taken.has_address),
            Err(error) => error.to_string(),
        };
        let again = seen(branch.reply(lobby, party(2, "BEN@Example.org")).await);
        let before = (branch.places(lobby).await, branch.row(known).await);
        assert_eq!(before.0.0, 2, "the second answer took nothing");
        let new = seen(branch.reply(lobby, party(2, "new@example.org")).await);
        assert_eq!(again, new, "{capacity:?} {waiting_list}");
    }
}

#[tokio::test]
async fn a_second_reply_changes_nothing_and_its_owner_hears_of_both() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let known = comes(&branch, lobby, "ben@example.org").await;
    let before = branch.row(known).await;
    let second = Answer {
        response: Some(Response::NotGoing),
        name: Some("Somebody Else".to_owned()),
        ..party(1, "ben@example.org")
    };
    branch.reply(lobby, second).await.unwrap();
    assert_eq!(branch.row(known).await, before);
    assert_eq!(branch.replies(lobby).await.len(), 1);
    assert_eq!(branch.letters(known).await, [LetterKind::Confirmation, LetterKind::SecondAnswer]);
    let letters = branch.outbox().await;
    let letter = letters.iter().find(|row| row.kind == LetterKind::SecondAnswer).unwrap();
    let detail = letter.detail.clone().unwrap();
    assert_eq!(detail["first"]["party_size"], 2);
    assert_eq!(detail["second"]["response"], "not_going");
    assert!(!detail.to_string().contains("Somebody"), "numbers only");
}

#[tokio::test]
async fn a_mailbox_cannot_be_bombed_at_one_event() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let known = comes(&branch, lobby, "ben@example.org").await;
    for _ in 0..6 {
        branch.reply(lobby, party(1, "ben@example.org")).await.unwrap();
    }
    let two = [LetterKind::Confirmation, LetterKind::SecondAnswer, LetterKind::SecondAnswer];
    assert_eq!(branch.letters(known).await, two);
    let tomorrow = start() + Duration::from_hours(25);
    branch.reply_by(Door::Public, lobby, party(1, "ben@example.org"), tomorrow).await.unwrap();
    assert_eq!(branch.letters(known).await.len(), 4);
}

#[tokio::test]
async fn an_unproved_address_stands_at_five_coming_events_at_most() {
    let branch = Branch::open().await;
    let mut kept = Vec::new();
    for _ in 0..6 {
        let lobby = branch.lobby(None, true).await;
        let taken = branch.reply(lobby, party(1, "ben@example.org")).await.unwrap();
        assert!(taken.has_address, "the answer is the same");
        kept.push(branch.row(taken.id).await.unwrap().email.is_some());
    }
    assert_eq!(kept, [true, true, true, true, true, false]);
}

#[tokio::test]
async fn an_address_that_was_proved_may_stand_anywhere() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let first = comes(&branch, lobby, "ben@example.org").await;
    let mine = branch.mine(first).await.unwrap();
    assert!(branch.row(first).await.unwrap().address_proved_at.is_none(), "looking proves nothing");
    pressed(&branch, move |w| Box::pin(async move { rsvp::stop_reminders(w, &mine, start()).await }))
        .await
        .unwrap();
    assert!(branch.row(first).await.unwrap().address_proved_at.is_some());
    for _ in 0..6 {
        let lobby = branch.lobby(None, true).await;
        let id = comes(&branch, lobby, "ben@example.org").await;
        assert!(branch.row(id).await.unwrap().email.is_some());
    }
}

#[tokio::test]
async fn not_you_removes_the_reply_and_nobody_can_tell() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(4), true).await;
    let id = comes(&branch, lobby, "ben@example.org").await;
    let mine = branch.mine(id).await.unwrap();
    let seals = branch.seals.clone();
    pressed(&branch, move |w| Box::pin(async move { rsvp::not_you(w, &seals, &mine, start()).await }))
        .await
        .unwrap();
    assert_eq!(branch.row(id).await, None);
    assert_eq!(branch.places(lobby).await, (0, 0));
    assert_eq!(branch.outbox().await, [], "its letters went with it");
    let again = branch.reply(lobby, party(2, "Ben@example.org")).await.unwrap();
    assert!(again.has_address, "the answer is the same");
    assert_eq!(branch.row(again.id).await.unwrap().email, None, "and nothing is written to");
}

#[tokio::test]
async fn one_link_opens_one_thing() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let id = comes(&branch, lobby, "ben@example.org").await;
    let reply = branch.row(id).await.unwrap();
    let read = branch.db.read();
    let stop = rsvp::token(&read, &branch.seals, TokenPurpose::Stop, &reply).await.unwrap();
    assert!(rsvp::open(&read, &branch.seals, TokenPurpose::Stop, &stop).await.is_ok());
    for purpose in [TokenPurpose::Manage, TokenPurpose::NotYou, TokenPurpose::MailReply] {
        let opened = rsvp::open(&read, &branch.seals, purpose, &stop).await;
        assert!(matches!(opened, Err(ReplyError::NotFound)), "{purpose:?}");
    }
    for text in ["", "garbage", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let opened = rsvp::open(&read, &branch.seals, TokenPurpose::Manage, text).await;
        assert!(matches!(opened, Err(ReplyError::NotFound)), "{text:?}");
    }
}

#[tokio::test]
async fn delete_now_leaves_nothing_and_sends_nothing() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(2), true).await;
    let id = comes(&branch, lobby, "ben@example.org").await;
    let waiting = comes(&branch, lobby, "cem@example.org").await;
    let mine = branch.mine(id).await.unwrap();
    let token = rsvp::manage_token(&branch.db.read(), &branch.seals, id).await.unwrap();
    pressed(&branch, move |w| Box::pin(async move { rsvp::delete_mine(w, &mine, start()).await }))
        .await
        .unwrap();
    assert_eq!((branch.row(id).await, branch.letters(id).await), (None, vec![]));
    assert_eq!(branch.row(waiting).await.unwrap().standing, Standing::HasPlace, "the place went on");
    let opened = rsvp::open(&branch.db.read(), &branch.seals, TokenPurpose::Manage, &token).await;
    assert!(matches!(opened, Err(ReplyError::Gone)));
}

#[tokio::test]
async fn what_we_hold_is_mailed_three_times_a_day_at_most_and_only_to_an_address() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let id = comes(&branch, lobby, "ben@example.org").await;
    for _ in 0..5 {
        let mine = branch.mine(id).await.unwrap();
        pressed(&branch, move |w| Box::pin(async move { rsvp::send_what_we_hold(w, &mine, start()).await }))
            .await
            .unwrap();
    }
    let held = branch.letters(id).await.into_iter().filter(|kind| *kind == LetterKind::WhatWeHold).count();
    assert_eq!(held, 3);
    let nobody = branch.reply(lobby, party(1, "")).await.unwrap().id;
    let mine = branch.mine(nobody).await.unwrap();
    let asked =
        pressed(&branch, move |w| Box::pin(async move { rsvp::send_what_we_hold(w, &mine, start()).await }));
    assert!(matches!(asked.await, Err(ReplyError::NoAddress)));
}

#[tokio::test]
async fn a_closed_or_ended_event_takes_no_reply_and_still_lets_go() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(5), true).await;
    let id = comes(&branch, lobby, "ben@example.org").await;
    let after = "2026-07-09T19:00:00Z".parse().unwrap();
    let late = branch.reply_by(Door::Public, lobby, party(1, "cem@example.org"), after).await;
    assert!(matches!(late, Err(ReplyError::Refused(Refused::Ended))));
    let mine = branch.mine(id).await.unwrap();
    let more = Wish { party_size: Some(3), ..Wish::default() };
    let grown =
        pressed(&branch, move |w| Box::pin(async move { rsvp::change_mine(w, &mine, more, after).await }));
    assert!(matches!(grown.await, Err(ReplyError::Refused(Refused::Ended))));
    let mine = branch.mine(id).await.unwrap();
    pressed(&branch, move |w| Box::pin(async move { rsvp::withdraw(w, &mine, after).await })).await.unwrap();
    assert_eq!(branch.places(lobby).await, (0, 0));
}

async fn prepared(branch: &Branch, lobby: Lobby, email: &str) -> rsvp::Ready {
    let request = rsvp::Request {
        event: lobby.event,
        occurrence: None,
        door: Door::Public,
        answer: party(1, email),
        wording: "test".to_owned(),
        agreed_at: start(),
        source: "page",
        language: convenor::words::Language::En,
    };
    rsvp::prepare(&branch.db.read(), &branch.seals, &branch.reception, request, start()).await.unwrap()
}

#[tokio::test]
async fn an_event_that_changed_under_a_reply_is_asked_again() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(None, true).await;
    let ready = prepared(&branch, lobby, "ben@example.org").await;
    let cancel = "UPDATE event SET status = 'cancelled', revision = revision + 1";
    branch.sql().execute_unprepared(cancel).await.unwrap();
    let seals = branch.seals.clone();
    let ended =
        pressed(&branch, move |w| Box::pin(async move { rsvp::accept(w, &seals, ready, start()).await }));
    assert!(matches!(ended.await, Err(ReplyError::Refused(Refused::Cancelled))));
    assert_eq!(branch.replies(lobby).await, []);
}

#[tokio::test]
async fn a_waiting_list_that_was_closed_under_a_reply_takes_nobody() {
    let branch = Branch::open().await;
    let lobby = branch.lobby(Some(2), true).await;
    comes(&branch, lobby, "ben@example.org").await;
    let ready = prepared(&branch, lobby, "cem@example.org").await;
    let event = event::Entity::find_by_id(lobby.event).one(branch.sql()).await.unwrap().unwrap();
    let mut facts = event.facts.clone();
    facts.rsvp.waiting_list = Some(false);
    let change = event::ActiveModel {
        facts: Set(facts),
        revision: Set(event.revision + 1),
        ..event.into_active_model()
    };
    Box::pin(event::Entity::update(change).exec(branch.sql())).await.unwrap();
    let seals = branch.seals.clone();
    let ended =
        pressed(&branch, move |w| Box::pin(async move { rsvp::accept(w, &seals, ready, start()).await }));
    assert!(matches!(ended.await, Err(ReplyError::Refused(Refused::Full))));
    assert_eq!(branch.places(lobby).await, (2, 0));
}

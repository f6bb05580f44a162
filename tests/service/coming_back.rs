//! Who can't come, and then can after all: they reply as anybody does, and their calendar follows.

use std::time::Duration;

use entity::value::{Response, Standing};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::{Answer, Client, HEARS};

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

impl Announced {
    /// By the link in the latest letter. The letter that says so has left, and nothing is forgotten yet.
    async fn cant_come_just_now(&self) {
        let page = self.opens_their_link(BEN, "/r/").await;
        page.form("Save my answer").choose("I can't come").send().await;
        self.house.round().await;
    }

    /// The same, and what is held of them is forgotten.
    async fn cant_come(&self) {
        self.cant_come_just_now().await;
        self.house.rounds().await;
        assert!(self.replies().await.iter().all(|reply| reply.email.is_none()), "purged");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sequence_rises_under_one_uid_however_often_somebody_goes_and_comes_back() {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let (_, mut last) = lobby.entry(BEN);
    // Soon; when the withdrawn reply is forgotten; and where nothing of it is left.
    for minutes in [1, 20, 60 * 24] {
        for party in [2, 3] {
            let page = lobby.opens_their_link(BEN, "/r/").await;
            page.form("Save my answer").fill("How many of you?", &party.to_string()).send().await;
            lobby.house.rounds().await;
        }
        lobby.cant_come().await;
        let (method, off) = lobby.entry(BEN);
        assert_eq!((method.as_str(), &off.uid), ("CANCEL", &last.uid));
        assert!(off.sequence > last.sequence, "{minutes}: {off:?} after {last:?}");
        lobby.minutes_pass(minutes).await;
        lobby.coming(BEN).await;
        lobby.house.rounds().await;
        let (method, on) = lobby.entry(BEN);
        assert_eq!((method.as_str(), &on.uid), ("REQUEST", &off.uid));
        assert!(on.sequence > off.sequence, "{minutes}: {on:?} after {off:?}");
        last = on;
    }
    lobby.presses(&last, "TENTATIVE").await;
    assert_eq!(lobby.replies().await.last().unwrap().response, Response::Maybe, "and its answer fits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_reply_counts_as_soon_as_the_old_one_says_cant_come() {
    let facts = json!({ "capacity": { "in_person": 2 }, "rsvp": { "waiting_list": true } });
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let reply = lobby.replies().await.remove(0);
    lobby.cant_come_just_now().await;
    assert!(lobby.latest(BEN).text.contains("Tell us here"), "{}", lobby.latest(BEN).text);
    lobby.answers(BEN, json!({ "response": "maybe", "name": "Benjamin" })).await;
    lobby.house.rounds().await;
    let back = lobby.replies().await.remove(0);
    assert_eq!((back.id, back.response, back.withdrawn_at), (reply.id, Response::Maybe, None));
    let letter = lobby.latest(BEN);
    assert!(letter.text.contains("You said: maybe") && letter.text.contains("/n/"), "{}", letter.text);
    assert_eq!(lobby.letters(BEN).len(), 3, "{:?}", lobby.subjects(BEN));
    let shown = lobby.ada.get(&format!("/rsvps/{}", back.id)).await.json(200);
    assert_eq!(shown["name"], "Benjamin");

    // Places are as for anybody.
    lobby.cant_come_just_now().await;
    lobby.house.clock.pass(Duration::from_secs(1));
    lobby.answers(CAL, json!({ "party_size": 2 })).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let back = lobby.replies().await.remove(0);
    assert_eq!((back.response, back.standing), (Response::Going, Standing::Waiting));
    assert!(lobby.latest(BEN).subject.contains("waiting list"), "{}", lobby.latest(BEN).text);

    // While it stands it is theirs to change.
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    lobby.house.rounds().await;
    assert_eq!(lobby.replies().await[0].response, Response::Going);
    assert!(lobby.latest(BEN).text.contains("Someone replied again"), "{}", lobby.latest(BEN).text);
}

#[tokio::test(flavor = "multi_thread")]
async fn saying_again_that_one_cant_come_takes_no_letter_back() {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let page = lobby.opens_their_link(BEN, "/r/").await;
    page.form("Save my answer").choose("I can't come").send().await;
    lobby.answers(BEN, json!({ "response": "not_going" })).await;
    lobby.house.rounds().await;
    let cancels = lobby.letters(BEN).into_iter().filter_map(|letter| letter.calendar.clone());
    assert_eq!(cancels.filter(|(method, _)| method == "CANCEL").count(), 1, "{:?}", lobby.subjects(BEN));
    assert_eq!(lobby.replies().await[0].response, Response::NotGoing);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_a_calendar_that_was_long_on_its_way_undoes_nothing() {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let invitation = lobby.invitation(BEN);
    let pressed_at = lobby.house.clock.now();
    lobby.house.clock.pass(Duration::from_secs(5));
    lobby.cant_come_just_now().await;
    lobby.house.clock.pass(Duration::from_secs(5));
    let answer = |at| Answer {
        client: Client::Outlook,
        invitation: invitation.clone(),
        method: "REPLY",
        said: "ACCEPTED",
        at,
    };
    lobby.brings(&answer(pressed_at).letter()).await;
    assert_eq!((lobby.replies().await[0].response, lobby.ended("replayed").await), (Response::NotGoing, 1));
    lobby.brings(&answer(lobby.house.clock.now()).letter()).await;
    assert_eq!((lobby.replies().await[0].response, lobby.ended("changed").await), (Response::Going, 1));

    // What an officer took at the telephone since, too.
    let pressed_at = lobby.house.clock.now() + Duration::from_secs(1);
    lobby.house.clock.pass(Duration::from_secs(5));
    lobby.changes_reply(lobby.replies().await[0].id, json!({ "response": "maybe" })).await;
    lobby.brings(&answer(pressed_at).letter()).await;
    assert_eq!((lobby.replies().await[0].response, lobby.ended("replayed").await), (Response::Maybe, 2));
    lobby.house.rounds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_reply_takes_the_entry_out_of_its_owners_calendar_before_the_address_goes() {
    let facts = json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": true } });
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.answers(BEN, json!({ "message": "Solidarity" })).await;
    lobby.house.rounds().await;
    lobby.house.clock.pass(Duration::from_secs(1));
    lobby.coming(CAL).await;
    let (_, invitation) = lobby.entry(BEN);
    let manage = lobby.opens_their_link(BEN, "/r/").await.url.to_string();
    let page = lobby.opens_their_link(BEN, "/r/").await.form("Delete my reply now").send().await;
    assert!(page.text().contains("Your reply is deleted"), "{}", page.text());
    let replies = lobby.replies().await;
    let left = &replies[0];
    assert!(left.name.is_none() && left.message.is_none() && left.email.is_some(), "the address alone");
    assert_eq!(replies[1].standing, Standing::HasPlace, "its place is free at once");
    assert_eq!(lobby.house.browser().open(&manage).await.status, 410);
    lobby.presses(&invitation, "ACCEPTED").await;
    let (method, off) = lobby.entry(BEN);
    assert_eq!((method.as_str(), &off.uid), ("CANCEL", &invitation.uid));
    assert!(off.sequence > invitation.sequence, "{off:?}");
    assert!(lobby.latest(BEN).text.contains("We have deleted your reply"), "{}", lobby.latest(BEN).text);
    lobby.house.rounds().await;
    let left = lobby.replies().await;
    assert!(left.len() == 1 && left[0].standing == Standing::HasPlace, "the row is gone: {}", left.len());
    assert_eq!(lobby.letters(BEN).len(), 2, "{:?}", lobby.subjects(BEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_entry_was_sent_deleting_sends_nothing() {
    let facts = json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": true } });
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let page = lobby.opens_their_link(BEN, "/n/").await;
    page.form("Remove the reply").send().await;
    lobby.house.rounds().await;
    assert_eq!((lobby.replies().await.len(), lobby.letters(BEN).len()), (0, 1), "not you: nothing more");
}

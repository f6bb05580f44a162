//! Answers of calendars that are hard to place: what their owners are told is true, and what can be taken is.

use std::time::Duration;

use entity::value::Response;
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::mail_client::{Answer, Client, HEARS, Invitation};

const BEN: &str = "ben@example.org";

/// A lobby that Ben is coming to, and his invitation.
async fn invited(facts: Value) -> (Announced, Invitation) {
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.coming(BEN).await;
    lobby.at("2026-06-10T12:00Z").await;
    let invitation = lobby.invitation(BEN);
    (lobby, invitation)
}

impl Announced {
    async fn ben(&self) -> Response {
        self.replies().await[0].response
    }

    async fn ben_changes(&self, change: Value) {
        let ben = self.replies().await[0].id;
        self.changes_reply(ben, change).await;
        self.house.rounds().await;
    }

    /// He presses a button now, in a program whose clock is `behind` seconds behind ours.
    async fn presses_by_a_slow_clock(&self, invitation: &Invitation, said: &'static str, behind: i64) {
        let now = self.house.clock.now();
        let at = entity::Moment::from_millis(now.millis() - behind * 1_000);
        let answer =
            Answer { client: Client::Apple, invitation: invitation.clone(), method: "REPLY", said, at };
        assert_eq!(self.brings(&answer.letter()).await, 202);
        self.house.rounds().await;
    }
}

#[tokio::test]
async fn an_answer_without_a_number_is_not_told_that_the_event_has_changed() {
    let (lobby, invitation) = invited(json!({})).await;
    let unnumbered = Invitation { sequence: 0, ..invitation };
    lobby.presses(&unnumbered, "DECLINED").await;
    assert_eq!(lobby.ben().await, Response::Going);
    let text = lobby.latest(BEN).text.replace('\n', " ");
    assert!(text.contains("It does not say which of our invitations it answers."), "{text}");
    assert!(!text.contains("changed since"), "{text}");
    // Where it is off, that is what counts.
    lobby.act("postpone", json!({})).await;
    lobby.presses(&unnumbered, "DECLINED").await;
    let text = lobby.latest(BEN).text.replace('\n', " ");
    assert!(
        lobby.subjects(BEN).iter().any(|said| said.starts_with("Postponed"))
            && !text.contains("which of our"),
        "{text}"
    );
}

#[tokio::test]
async fn who_answers_what_was_before_is_told_what_it_was() {
    let (lobby, first) = invited(json!({})).await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.presses(&first, "DECLINED").await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("changed since"), "{text}");
    assert!(
        text.contains("IT WAS  Thursday 9 July 2026, 6pm, no fixed end\n\n"),
        "the place is the same: {text}"
    );
    assert!(text.contains("WHEN    Friday 10 July 2026, 6pm"), "{text}");
    assert!(lobby.latest(BEN).html.contains("Thursday 9 July 2026, 6pm"));

    let library = json!({ "name": "Hendon Library", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BQ" });
    let second = lobby.invitation(BEN);
    lobby.minutes_pass(20).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00", "venue": library })).await;
    lobby.presses(&second, "DECLINED").await;
    let text = lobby.latest(BEN).text;
    let (was, now) = text.split_once("WHAT").unwrap();
    assert!(was.contains("Friday 10 July 2026, 6pm") && was.contains("Hendon Town Hall"), "{text}");
    assert!(now.contains("Thursday 9 July 2026, 6pm") && now.contains("Hendon Library"), "{text}");
}

#[tokio::test]
async fn where_it_is_not_certain_which_day_was_answered_none_is_named() {
    let (lobby, _first) = invited(json!({})).await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.ben_changes(json!({ "party_size": 2 })).await;
    // The same number, whether it was the second letter about the second day or the first about a third.
    let second = lobby.invitation(BEN);
    lobby.minutes_pass(20).await;
    lobby.patch(json!({ "start": "2026-07-13T18:00" })).await;
    lobby.presses(&second, "DECLINED").await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("changed since") && !text.contains("IT WAS"), "{text}");
    assert_eq!(lobby.ben().await, Response::Going);
}

#[tokio::test]
async fn a_clock_a_little_behind_ours_makes_no_answer_to_the_latest_invitation_late() {
    let (lobby, first) = invited(json!({})).await;
    lobby.ben_changes(json!({ "party_size": 2 })).await;
    let latest = lobby.invitation(BEN);
    // What was given before he said so on the page undoes nothing, whenever it comes.
    lobby.presses_by_a_slow_clock(&first, "TENTATIVE", 120).await;
    assert_eq!((lobby.ben().await, lobby.ended("replayed").await), (Response::Going, 1));
    // A clock can't be that wrong.
    lobby.presses_by_a_slow_clock(&latest, "TENTATIVE", 3_600).await;
    assert_eq!((lobby.ben().await, lobby.ended("replayed").await), (Response::Going, 2));
    lobby.presses_by_a_slow_clock(&latest, "TENTATIVE", 120).await;
    assert_eq!((lobby.ben().await, lobby.ended("changed").await), (Response::Maybe, 1));
    // The same letter again is not taken again.
    lobby.ben_changes(json!({ "response": "going" })).await;
    lobby.presses_by_a_slow_clock(&latest, "TENTATIVE", 120).await;
    assert_eq!((lobby.ben().await, lobby.ended("replayed").await), (Response::Going, 3));
    lobby.house.clock.pass(Duration::from_secs(300));
    lobby.presses_by_a_slow_clock(&lobby.invitation(BEN), "DECLINED", 120).await;
    assert_eq!(lobby.ben().await, Response::NotGoing);
}

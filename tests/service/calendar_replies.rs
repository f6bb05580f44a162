//! Accept, Maybe and Decline, pressed in somebody's calendar: what counts changes their reply as the page would.

use std::time::Duration;

use entity::value::{Response, Standing};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::{Answer, Client, HEARS, Invitation};

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

async fn lobby(facts: serde_json::Value) -> Announced {
    Announced::lobby_with(HEARS, facts).await
}

/// A lobby that Ben is coming to, and his invitation.
async fn invited() -> (Announced, Invitation) {
    let lobby = lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let invitation = lobby.invitation(BEN);
    (lobby, invitation)
}

impl Announced {
    /// Cal answers, after Ben.
    async fn cal_answers(&self, answer: serde_json::Value) {
        self.house.clock.pass(Duration::from_secs(60));
        self.answers(CAL, answer).await;
        self.house.rounds().await;
    }

    async fn says(&self, email: &str) -> (Response, Standing) {
        // Oldest first: Ben, then Cal.
        let replies = self.replies().await;
        let reply = &replies[usize::from(email == CAL)];
        (reply.response, reply.standing)
    }
}

#[tokio::test]
async fn every_program_s_buttons_change_the_reply_and_each_change_is_confirmed() {
    for client in [Client::Outlook, Client::Gmail, Client::Apple] {
        let (lobby, first) = invited().await;
        for (said, response, words) in [
            ("TENTATIVE", Response::Maybe, "You now say: maybe"),
            ("ACCEPTED", Response::Going, "You now say: coming"),
            ("DECLINED", Response::NotGoing, "You are off the list."),
        ] {
            let invitation = Invitation { sequence: lobby.invitation(BEN).sequence, ..first.clone() };
            lobby.house.clock.pass(Duration::from_secs(60));
            let at = lobby.house.clock.now();
            let before = lobby.letters(BEN).len();
            let answer = Answer { client, invitation, method: "REPLY", said, at };
            assert_eq!(lobby.brings(&answer.letter()).await, 202);
            assert_eq!(lobby.says(BEN).await.0, response, "{client:?} {said}");
            lobby.house.rounds().await;
            assert_eq!(lobby.letters(BEN).len(), before + 1, "{client:?} {said}: one letter");
            let text = lobby.latest(BEN).text;
            assert!(text.contains(words), "{client:?} {said}: {text}");
        }
        assert_eq!(lobby.ended("changed").await, 3);
        assert!(lobby.house.log.text().contains("outcome=\"changed\""), "{}", lobby.house.log.text());
    }
}

#[tokio::test]
async fn the_same_answer_again_sends_nothing() {
    let (lobby, invitation) = invited().await;
    let before = lobby.letters(BEN).len();
    lobby.presses(&invitation, "ACCEPTED").await;
    lobby.presses(&invitation, "ACCEPTED").await;
    assert_eq!((lobby.letters(BEN).len(), lobby.ended("unchanged").await), (before, 2));
}

#[tokio::test]
async fn a_change_of_mind_on_the_same_invitation_counts_each_time() {
    let (lobby, invitation) = invited().await;
    for (seconds, said, response) in [
        (10, "TENTATIVE", Response::Maybe),
        (20, "DECLINED", Response::NotGoing),
        (30, "ACCEPTED", Response::Going),
    ] {
        let at = lobby.house.clock.now() + Duration::from_secs(seconds);
        let answer =
            Answer { client: Client::Apple, invitation: invitation.clone(), method: "REPLY", said, at };
        lobby.brings(&answer.letter()).await;
        assert_eq!(lobby.says(BEN).await.0, response);
    }
    lobby.house.rounds().await;
    let again = lobby.invitation(BEN);
    assert!(again.sequence > invitation.sequence && again.uid == invitation.uid, "{again:?}");
}

#[tokio::test]
async fn an_answer_to_an_invitation_from_before_the_event_moved_is_not_taken_and_its_owner_is_told() {
    let (lobby, old) = invited().await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.presses(&old, "DECLINED").await;
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("stale").await), (Response::Going, 1));
    let text = lobby.latest(BEN).text;
    assert!(text.contains("could not take the answer") && text.contains("Friday 10 July"), "{text}");
    // What came with that letter asks about the new day.
    let new = lobby.invitation(BEN);
    assert!(new.sequence > old.sequence);
    lobby.presses(&new, "TENTATIVE").await;
    assert_eq!(lobby.says(BEN).await.0, Response::Maybe);
    lobby.presses(&old, "DECLINED").await;
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("stale").await), (Response::Maybe, 2));
}

#[tokio::test]
async fn what_the_event_did_not_change_leaves_old_invitations_good() {
    let (lobby, old) = invited().await;
    let reply = lobby.replies().await.remove(0);
    lobby.changes_reply(reply.id, json!({ "party_size": 3 })).await;
    lobby.patch(json!({ "description": "A typo put right" })).await;
    lobby.house.rounds().await;
    lobby.presses(&old, "TENTATIVE").await;
    assert_eq!(lobby.says(BEN).await.0, Response::Maybe);
    // A change after a move, too: the letter of the move is as good as the one after it.
    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(30).await;
    lobby.changes_reply(reply.id, json!({ "response": "going" })).await;
    lobby.house.rounds().await;
    let moved = lobby.invitation(BEN);
    lobby.changes_reply(reply.id, json!({ "party_size": 2 })).await;
    lobby.house.rounds().await;
    lobby.presses(&moved, "DECLINED").await;
    assert_eq!(lobby.says(BEN).await.0, Response::NotGoing);
}

#[tokio::test]
async fn capacity_and_the_waiting_list_are_kept_as_on_the_page() {
    let lobby =
        lobby(json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": true, "max_party": 2 } }))
            .await;
    lobby.coming(BEN).await;
    lobby.cal_answers(json!({ "response": "maybe" })).await;
    let (ben, cal) = (lobby.invitation(BEN), lobby.invitation(CAL));
    lobby.presses(&cal, "ACCEPTED").await;
    assert_eq!(lobby.says(CAL).await, (Response::Going, Standing::Waiting));
    assert!(lobby.latest(CAL).subject.contains("waiting list"), "{}", lobby.latest(CAL).text);
    lobby.presses(&ben, "TENTATIVE").await;
    assert_eq!(lobby.says(CAL).await, (Response::Going, Standing::HasPlace), "the next one gets it at once");
    assert!(lobby.latest(CAL).subject.contains("you have a place"), "{}", lobby.latest(CAL).subject);
    lobby.presses(&ben, "ACCEPTED").await;
    assert_eq!(lobby.says(BEN).await, (Response::Going, Standing::Waiting), "behind who has it now");
}

#[tokio::test]
async fn what_the_page_would_refuse_is_refused_and_said() {
    let lobby = lobby(json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": false } })).await;
    lobby.coming(BEN).await;
    lobby.cal_answers(json!({ "response": "maybe" })).await;
    let cal = lobby.invitation(CAL);
    lobby.presses(&cal, "ACCEPTED").await;
    assert_eq!(lobby.says(CAL).await.0, Response::Maybe);
    let text = lobby.latest(CAL).text;
    assert!(text.contains("not enough\nplaces") && text.contains("maybe"), "{text}");
    lobby.patch(json!({ "rsvp": { "waiting_list": false, "closes": "2026-06-01T11:00" } })).await;
    lobby.at("2026-06-02T09:00Z").await;
    lobby.presses(&cal, "ACCEPTED").await;
    assert!(lobby.latest(CAL).text.contains("Replies are closed"), "{}", lobby.latest(CAL).text);
    let letters = lobby.letters(CAL).len();
    lobby.presses(&cal, "ACCEPTED").await;
    assert_eq!(lobby.letters(CAL).len(), letters + 1, "a new day");
    lobby.presses(&cal, "ACCEPTED").await;
    assert_eq!(lobby.letters(CAL).len(), letters + 1, "twice a day at most");
    assert_eq!(lobby.ended("not_taken").await, 4);
    // To go is always taken.
    lobby.presses(&cal, "DECLINED").await;
    assert_eq!(lobby.says(CAL).await.0, Response::NotGoing);
}

#[tokio::test]
async fn what_is_forged_replayed_or_of_another_changes_nothing() {
    let (lobby, ben) = invited().await;
    lobby.cal_answers(json!({ "response": "maybe" })).await;
    let cal = lobby.invitation(CAL);
    let before = lobby.house.postbox.letters().len();
    let manage = lobby.latest(BEN).manages();
    let token = ben.organiser.split(['+', '@']).nth(1).unwrap().to_owned();
    let last = if token.ends_with('a') { "q" } else { "a" };
    let changed = format!("{}{last}", token.strip_suffix(|_: char| true).unwrap());
    let with = |address: String| Invitation { organiser: address, ..ben.clone() };
    for (invitation, outcome) in [
        (with("reply@example.org".to_owned()), "unknown"),
        (with(format!("reply+{manage}@example.org")), "unknown"),
        (with(format!("reply+{changed}@example.org")), "unknown"),
        (with(format!("reply+{token}@example.com")), "unknown"),
        (Invitation { attendee: CAL.to_owned(), ..ben.clone() }, "not_theirs"),
        (Invitation { organiser: ben.organiser.clone(), ..cal.clone() }, "not_theirs"),
        (Invitation { uid: "another".to_owned(), ..ben.clone() }, "not_theirs"),
    ] {
        let counted = lobby.ended(outcome).await;
        assert_eq!(lobby.presses(&invitation, "DECLINED").await, 202);
        assert_eq!(lobby.ended(outcome).await, counted + 1, "{outcome} {invitation:?}");
    }
    let at = |seconds: i64| entity::Moment::from_millis(lobby.house.clock.now().millis() + seconds * 1_000);
    let answer =
        |said, at| Answer { client: Client::Outlook, invitation: ben.clone(), method: "REPLY", said, at };
    lobby.brings(&answer("DECLINED", at(3 * 86_400)).letter()).await;
    assert_eq!(lobby.says(BEN).await.0, Response::Going, "from a day that is not yet");
    for (method, said) in [("COUNTER", "DECLINED"), ("REPLY", "DELEGATED"), ("REPLY", "NEEDS-ACTION")] {
        lobby.brings(&Answer { method, ..answer(said, at(0)) }.letter()).await;
    }
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("ignored").await), (Response::Going, 3));
    assert_eq!(lobby.house.postbox.letters().len(), before, "nobody is written to");

    let (decline, earlier) = (answer("DECLINED", at(0)).letter(), answer("TENTATIVE", at(-60)).letter());
    for letter in [&decline, &decline, &earlier] {
        lobby.brings(letter).await;
    }
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("replayed").await), (Response::NotGoing, 2));
    let look = lobby.house.look().await;
    look.execute_unprepared("UPDATE rsvp SET generation = generation + 1").await.unwrap();
    let unknown = lobby.ended("unknown").await;
    lobby.presses(&ben, "ACCEPTED").await;
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("unknown").await), (Response::NotGoing, unknown + 1));
}

#[tokio::test]
async fn what_is_called_off_or_over_takes_no_answer() {
    let (lobby, ben) = invited().await;
    lobby.act("cancel", json!({})).await;
    lobby.minutes_pass(5).await;
    let ben = Invitation { sequence: lobby.invitation(BEN).sequence, ..ben };
    lobby.presses(&ben, "TENTATIVE").await;
    assert_eq!((lobby.says(BEN).await.0, lobby.ended("not_taken").await), (Response::Going, 1));
}

#[tokio::test]
async fn whoever_is_forgotten_is_unknown() {
    let (lobby, ben) = invited().await;
    lobby.at("2026-08-30T09:00Z").await;
    lobby.presses(&ben, "DECLINED").await;
    assert_eq!((lobby.replies().await.len(), lobby.ended("unknown").await), (0, 1));
}

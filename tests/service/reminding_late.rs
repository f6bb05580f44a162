//! Reminders that could not leave when they should have: nobody goes without, and nobody is woken.

use entity::table::outbox;
use entity::value::OutboxState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::postbox::{Act, Stage};

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";
const DEE: &str = "dee@example.org";

impl Announced {
    /// It is stopped until this moment.
    async fn off_until(&mut self, moment: &str) {
        self.house.stop().await;
        self.house.clock.set(moment);
        self.house.start().await;
        self.house.rounds().await;
    }

    async fn the_letter_that_waits(&self) -> outbox::Model {
        let waiting = outbox::Entity::find().filter(outbox::Column::State.eq(OutboxState::Waiting));
        waiting.one(&self.house.look().await).await.unwrap().unwrap()
    }
}

#[tokio::test]
async fn who_said_maybe_gets_the_day_before_letter_though_it_is_late_and_a_later_one_is_near() {
    let mut lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.answers(CAL, json!({ "response": "maybe" })).await;
    lobby.at("2026-07-02T17:00Z").await;
    lobby.off_until("2026-07-09T12:00Z").await;
    assert_eq!(lobby.reminders(BEN).len(), 1, "the week before's; the last one comes in three hours");
    assert_eq!(lobby.reminders(CAL), ["Today, 6pm: how to get there"]);
    lobby.minutes_pass(10).await;
    lobby.at("2026-07-09T15:00Z").await;
    assert_eq!(lobby.reminders(BEN).len(), 2);
    assert_eq!(lobby.reminders(CAL).len(), 1, "once");
}

#[tokio::test]
async fn who_comes_in_person_is_reminded_though_those_online_get_their_link_soon() {
    let mut meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "hybrid", "online": { "join_url": "https://zoom.example/j/secret" },
    }))
    .await;
    let path = format!("/events/{}/reminders", meeting.id());
    let rules =
        json!({ "rules": [{ "before_start": "P1D" }, { "before_start": "PT15M", "attendance": "online" }] });
    meeting.ada.put(&path, &rules).await.json(200);
    meeting.answers(BEN, json!({ "attendance": "in_person" })).await;
    meeting.answers(CAL, json!({ "attendance": "online" })).await;
    meeting.answers(DEE, json!({ "attendance": "online", "response": "maybe" })).await;
    meeting.at("2026-07-02T17:00Z").await;
    meeting.off_until("2026-07-09T12:00Z").await;
    assert_eq!(meeting.reminders(BEN), ["Today, 6pm: how to get there"]);
    assert_eq!(meeting.reminders(CAL), [""; 0]);
    assert_eq!(meeting.reminders(DEE), ["Today, 6pm: how to join"]);
    meeting.at("2026-07-09T16:45Z").await;
    assert_eq!(meeting.reminders(BEN).len(), 1);
    assert_eq!(meeting.reminders(CAL), ["Thursday 9 July, 6pm: your link to join"]);
    assert_eq!(meeting.reminders(DEE).len(), 1);
}

/// From 6pm in London the mail server is away, until a minute before this moment.
async fn away_until(lobby: &Announced, moments: &[&str], back: &str) {
    lobby.house.postbox.always(Stage::Greeting, Act::Answer("421 4.3.2 away"));
    for moment in moments {
        lobby.at(moment).await;
    }
    lobby.house.postbox.behave();
    lobby.at(back).await;
}

#[tokio::test]
async fn a_reminder_that_waited_for_the_mail_server_does_not_leave_at_night() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-02T17:00Z").await;
    // Tried at 6pm and at 7pm; back at 2am.
    away_until(&lobby, &["2026-07-08T17:00Z", "2026-07-08T18:00Z"], "2026-07-09T01:00Z").await;
    assert_eq!(lobby.reminders(BEN).len(), 1, "the week before's");
    let waiting = lobby.the_letter_that_waits().await;
    assert_eq!(waiting.due_at.to_string(), "2026-07-09T08:00:00Z");
    assert_eq!(waiting.attempts, 0, "in the morning it begins afresh");
    assert_eq!(waiting.expires_at.map(|end| end.to_string()).as_deref(), Some("2026-07-09T17:00:00Z"));
    lobby.at("2026-07-09T07:59Z").await;
    assert_eq!(lobby.reminders(BEN).len(), 1);
    lobby.at("2026-07-09T08:00Z").await;
    assert_eq!(lobby.reminders(BEN).split_off(1), ["Today, 6pm: how to get there"]);
}

#[tokio::test]
async fn what_would_be_too_late_in_the_morning_leaves_at_night() {
    let picket = Announced::lobby(json!({ "kind": "picket", "start": "2026-07-09T07:00" })).await;
    picket.coming(BEN).await;
    away_until(&picket, &["2026-07-08T17:00Z"], "2026-07-09T01:00Z").await;
    assert_eq!(picket.reminders(BEN), ["Today, 7am: how to get there"]);

    let late = json!({ "start": "2026-07-09T22:00", "kind": "other" });
    let vigil = Announced::lobby(late).await;
    vigil.coming(BEN).await;
    vigil.at("2026-07-08T17:00Z").await;
    away_until(&vigil, &["2026-07-09T19:00Z"], "2026-07-09T19:30Z").await;
    assert_eq!(
        vigil.reminders(BEN).len(),
        2,
        "two hours before ten in the evening: {:?}",
        vigil.subjects(BEN)
    );
}

#[tokio::test]
async fn news_of_what_is_far_off_waits_for_the_morning_too() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-06-10T18:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    away_until(&lobby, &["2026-06-10T18:10Z"], "2026-06-11T01:00Z").await;
    assert_eq!(lobby.subjects(BEN).len(), 1);
    lobby.at("2026-06-11T08:00Z").await;
    assert_eq!(lobby.subjects(BEN).split_off(1), ["Changed: now Friday 10 July, 6pm"]);
}

#[tokio::test]
async fn who_replies_before_reminders_are_planned_is_promised_the_same() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    // As it is in the moment after publishing; nothing tells the rounds to plan anew.
    entity::table::reminder::Entity::delete_many().exec(&lobby.house.look().await).await.unwrap();
    lobby.coming(CAL).await;
    lobby.house.rounds().await;
    let promise = |email| {
        let text = lobby.latest(email).text.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = text.find("We will write again 7 days before");
        found.map(|at| text.split_at(at).1.chars().take(80).collect::<String>())
    };
    assert!(promise(BEN).is_some(), "{}", lobby.latest(BEN).text);
    assert_eq!(promise(CAL), promise(BEN));
}

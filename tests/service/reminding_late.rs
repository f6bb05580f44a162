//! Reminders that could not leave when they should have: nobody goes without, and nobody is woken.

use serde_json::json;

use crate::house::announced::Announced;

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
        "kind": "branch_meeting", "attendance_mode": "hybrid", "online": { "join_url": "https://zoom.example/j/secret" },
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

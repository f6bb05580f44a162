//! People are written to before it starts: when, who, and what becomes of it when things change.

use entity::table::reminder;
use entity::value::ReminderState;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

/// In London 6pm on these days.
const WEEK_BEFORE: &str = "2026-07-02T17:00Z";
const DAY_BEFORE: &str = "2026-07-08T17:00Z";
const TWO_HOURS_BEFORE: &str = "2026-07-09T15:00Z";

impl Announced {
    /// What became of each planned reminder, by rule and start.
    async fn states(&self) -> Vec<(String, ReminderState)> {
        let rows = reminder::Entity::find()
            .filter(reminder::Column::EventId.eq(self.id()))
            .order_by_asc(reminder::Column::DueAt)
            .all(&self.house.look().await)
            .await
            .unwrap();
        rows.into_iter().map(|row| (row.rule, row.state)).collect()
    }
}

fn states(expected: &[(&str, ReminderState)]) -> Vec<(String, ReminderState)> {
    expected.iter().map(|(rule, state)| ((*rule).to_owned(), *state)).collect()
}

#[tokio::test]
async fn a_lobby_reminds_a_week_a_day_and_two_hours_before() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-02T16:59Z").await;
    assert_eq!(lobby.subjects(BEN), ["Thursday 9 July, 6pm: your reply"]);
    for (moment, count) in
        [(WEEK_BEFORE, 1), (DAY_BEFORE, 2), (TWO_HOURS_BEFORE, 3), ("2026-07-09T19:00Z", 3)]
    {
        lobby.at(moment).await;
        assert_eq!(lobby.reminders(BEN).len(), count, "at {moment}: {:?}", lobby.subjects(BEN));
    }
    assert_eq!(lobby.reminders(BEN)[1], "Tomorrow, 6pm: how to get there");
    let last = lobby.latest(BEN);
    assert!(last.text.contains("Turn right out of the station"), "{}", last.text);
    assert_eq!(last.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
}

#[tokio::test]
async fn a_moved_event_moves_its_reminders() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-01T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-16T18:00" })).await;
    lobby.minutes_pass(6).await;
    for moment in [WEEK_BEFORE, DAY_BEFORE, TWO_HOURS_BEFORE] {
        lobby.at(moment).await;
        assert_eq!(lobby.reminders(BEN), [""; 0], "the old one, at {moment}");
    }
    lobby.at("2026-07-09T17:00Z").await;
    assert_eq!(lobby.reminders(BEN), ["Thursday 16 July, 6pm: how to get there"]);
}

#[tokio::test]
async fn while_it_is_paused_reminders_stop_and_taken_up_again_they_come() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-01T12:00Z").await;
    lobby.act("suspend", json!({})).await;
    lobby.minutes_pass(2).await;
    lobby.at(WEEK_BEFORE).await;
    assert_eq!(lobby.reminders(BEN), [""; 0]);
    lobby.at("2026-07-03T12:00Z").await;
    lobby.act("reinstate", json!({})).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.reminders(BEN), [""; 0], "the one whose moment passed meanwhile does not come late");
    lobby.at(DAY_BEFORE).await;
    assert_eq!(lobby.reminders(BEN), ["Tomorrow, 6pm: how to get there"]);
}

#[tokio::test]
async fn after_a_night_off_what_is_of_use_goes_out_and_the_rest_is_noted() {
    use ReminderState::{Covered, Missed, Sent};
    // Each started again so late; what became of the day before's and the last.
    let table = [
        ("2026-07-09T08:00Z", 1, [Sent, ReminderState::Planned]),
        ("2026-07-09T12:00Z", 0, [Covered, ReminderState::Planned]),
        ("2026-07-09T16:00Z", 1, [Covered, Sent]),
        ("2026-07-09T17:30Z", 0, [Missed, Missed]),
    ];
    for (moment, letters, [day, hours]) in table {
        let mut lobby = Announced::lobby(json!({})).await;
        lobby.coming(BEN).await;
        lobby.at(WEEK_BEFORE).await;
        lobby.house.stop().await;
        lobby.house.clock.set(moment);
        lobby.house.start().await;
        lobby.house.rounds().await;
        assert_eq!(lobby.reminders(BEN).len(), 1 + letters, "at {moment}: {:?}", lobby.subjects(BEN));
        let expected = states(&[("P7D", Sent), ("P1D", day), ("PT2H", hours)]);
        assert_eq!(lobby.states().await, expected, "at {moment}");
    }
}

#[tokio::test]
async fn the_same_schedule_set_again_sends_nothing_again() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let path = format!("/events/{}/reminders", lobby.id());
    let rules = json!({ "rules": [{ "before_start": "P7D" }, { "before_start": "P1D" }] });
    lobby.ada.put(&path, &rules).await.json(200);
    lobby.at(WEEK_BEFORE).await;
    assert_eq!(lobby.reminders(BEN).len(), 1);
    lobby.ada.put(&path, &rules).await.json(200);
    lobby.minutes_pass(10).await;
    assert_eq!(lobby.reminders(BEN).len(), 1);
    lobby.at(DAY_BEFORE).await;
    lobby.at(TWO_HOURS_BEFORE).await;
    assert_eq!(lobby.reminders(BEN).len(), 2, "the kind's own last one is not in this schedule");
}

#[tokio::test]
async fn a_reminder_goes_to_those_who_are_coming_now() {
    let lobby = Announced::lobby(json!({})).await;
    let ben = lobby.coming(BEN).await;
    lobby.coming(CAL).await;
    lobby.answers("dee@example.org", json!({ "response": "not_going" })).await;
    lobby.at("2026-07-01T12:00Z").await;
    lobby.changes_reply(ben, json!({ "response": "not_going" })).await;
    lobby.at(DAY_BEFORE).await;
    assert_eq!(lobby.reminders(BEN), [""; 0], "who withdrew");
    assert_eq!(lobby.reminders("dee@example.org"), [""; 0]);
    assert_eq!(
        lobby.reminders(CAL),
        ["Tomorrow, 6pm: how to get there"],
        "the week before's was covered by it"
    );
}

#[tokio::test]
async fn who_replies_after_a_reminder_went_out_finds_it_in_the_confirmation() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.at("2026-07-08T12:00Z").await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    assert!(!lobby.latest(BEN).text.contains("Take a screenshot"), "{}", lobby.latest(BEN).text);
    lobby.at("2026-07-09T08:30Z").await;
    lobby.coming(CAL).await;
    lobby.house.rounds().await;
    assert_eq!(lobby.subjects(CAL).len(), 1);
    let confirmation = lobby.latest(CAL).text;
    assert!(confirmation.contains("Take a screenshot"), "{confirmation}");
    assert!(confirmation.contains("We will write again 2 hours before."), "{confirmation}");
    lobby.at(TWO_HOURS_BEFORE).await;
    assert_eq!(lobby.reminders(CAL).len(), 1);
}

#[tokio::test]
async fn who_said_maybe_hears_on_the_day_before_only() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    for moment in [WEEK_BEFORE, DAY_BEFORE, TWO_HOURS_BEFORE] {
        lobby.at(moment).await;
    }
    assert_eq!(lobby.reminders(BEN), ["Tomorrow, 6pm: how to get there"]);
}

#[tokio::test]
async fn the_letter_of_the_week_before_is_for_who_replied_ten_days_ahead() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.at("2026-06-29T16:59Z").await;
    lobby.coming(BEN).await;
    lobby.at("2026-06-29T17:01Z").await;
    lobby.coming(CAL).await;
    lobby.at(WEEK_BEFORE).await;
    assert_eq!(lobby.reminders(BEN).len(), 1);
    assert_eq!(lobby.reminders(CAL), [""; 0]);
    assert!(!lobby.latest(CAL).text.contains("7 days before"), "it was not promised either");
}

#[tokio::test]
async fn nobody_is_written_to_between_eight_in_the_evening_and_nine() {
    let early = json!({ "kind": "picket", "start": "2026-07-09T07:00" });
    let picket = Announced::lobby(early).await;
    picket.coming(BEN).await;
    picket.answers(CAL, json!({ "response": "maybe" })).await;
    picket.at("2026-07-08T16:59Z").await;
    assert_eq!(picket.reminders(BEN), [""; 0]);
    picket.at(DAY_BEFORE).await;
    picket.at("2026-07-09T05:30Z").await;
    assert_eq!(picket.reminders(BEN).len(), 1, "{:?}", picket.subjects(BEN));
    assert_eq!(picket.reminders(CAL).len(), 1, "the day-before letter is for maybes too");

    // Down when the day before's was due, and up again at night.
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at(WEEK_BEFORE).await;
    for (moment, count) in [("2026-07-08T21:00Z", 1), ("2026-07-09T07:59Z", 1), ("2026-07-09T08:00Z", 2)] {
        lobby.at(moment).await;
        assert_eq!(lobby.reminders(BEN).len(), count, "at {moment}: {:?}", lobby.subjects(BEN));
    }
}

#[tokio::test]
async fn who_said_maybe_hears_by_what_quiet_hours_bring_to_the_evening_before() {
    let picket = Announced::lobby(json!({ "kind": "picket", "start": "2026-07-09T07:00" })).await;
    let path = format!("/events/{}/reminders", picket.id());
    picket.ada.put(&path, &json!({ "rules": [{ "before_start": "PT1H" }] })).await.json(200);
    picket.answers(BEN, json!({ "response": "maybe" })).await;
    picket.house.rounds().await;
    let confirmation = picket.latest(BEN).text;
    assert!(confirmation.contains("We will write again the day before, with anything"), "{confirmation}");
    picket.at(DAY_BEFORE).await;
    assert_eq!(picket.reminders(BEN).len(), 1, "{:?}", picket.subjects(BEN));
}

#[tokio::test]
async fn nobody_gets_more_than_three() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let rules: Vec<_> = ["P21D", "P14D", "P7D", "P3D", "P1D", "PT2H"]
        .iter()
        .map(|rule| json!({ "before_start": rule }))
        .collect();
    let path = format!("/events/{}/reminders", lobby.id());
    lobby.ada.put(&path, &json!({ "rules": rules })).await.json(200);
    let moments = [
        "2026-06-18T17:00Z",
        "2026-06-25T17:00Z",
        WEEK_BEFORE,
        "2026-07-06T17:00Z",
        DAY_BEFORE,
        TWO_HOURS_BEFORE,
    ];
    for moment in moments {
        lobby.at(moment).await;
    }
    assert_eq!(lobby.reminders(BEN).len(), 3, "{:?}", lobby.subjects(BEN));
}

#[tokio::test]
async fn the_joining_link_stands_only_in_the_last_letter_to_who_joins_online() {
    let meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "hybrid",
        "online": { "platform": "Zoom", "join_url": "https://zoom.example/j/secret", "reveal_minutes_before": 60 },
    }))
    .await;
    meeting.answers(BEN, json!({ "attendance": "in_person" })).await;
    meeting.answers(CAL, json!({ "attendance": "online" })).await;
    for moment in [DAY_BEFORE, TWO_HOURS_BEFORE, "2026-07-09T15:59Z"] {
        meeting.at(moment).await;
    }
    let with_link = |email: &str| {
        meeting
            .letters(email)
            .iter()
            .filter(|letter| String::from_utf8_lossy(&letter.raw).contains("zoom.example"))
            .count()
    };
    assert_eq!((with_link(BEN), with_link(CAL)), (0, 0));
    meeting.at("2026-07-09T16:00Z").await;
    assert_eq!((with_link(BEN), with_link(CAL)), (0, 1), "{:?}", meeting.subjects(CAL));
    assert!(meeting.latest(CAL).text.contains("https://zoom.example/j/secret"));
    meeting.at("2026-07-09T16:30Z").await;
    meeting.answers("eve@example.org", json!({ "attendance": "online" })).await;
    meeting.house.rounds().await;
    assert!(
        meeting.latest("eve@example.org").text.contains("zoom.example/j/secret"),
        "who replies after it left"
    );
}

#[tokio::test]
async fn a_schedule_without_a_joining_letter_still_brings_the_link() {
    let meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "online",
        "online": { "join_url": "https://zoom.example/j/secret" },
    }))
    .await;
    let path = format!("/events/{}/reminders", meeting.id());
    meeting.ada.put(&path, &json!({ "rules": [{ "before_start": "P1D" }] })).await.json(200);
    meeting.answers(BEN, json!({})).await;
    meeting.at("2026-07-09T16:45Z").await;
    assert!(meeting.latest(BEN).text.contains("zoom.example/j/secret"), "{:?}", meeting.subjects(BEN));
}

//! While an event is postponed or paused, its contact hears a week before the replies to it are deleted: once, in numbers.

use entity::table::data_key;
use entity::value::Purpose;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::cast::Ada;

const OFFICE: &str = "office@example.org";
/// The lobby of 9 July has no fixed end: the replies to it go with the last moment of 7 September, sixty days later.
const LAST_DAY: &str = "Monday 7 September 2026";

/// A lobby of 9 July that three people replied to, one of whom can't come, and that was then put off or paused.
async fn off(act: &str) -> Announced {
    let lobby = Announced::lobby(json!({})).await;
    lobby.answers("ben@example.org", json!({ "name": "Ben Okafor", "party_size": 3 })).await;
    lobby.answers("cal@example.org", json!({ "response": "maybe", "name": "Cal Quick" })).await;
    lobby.answers("dee@example.org", json!({ "response": "not_going" })).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby.act(act, json!({})).await;
    lobby.at("2026-06-11T17:00Z").await;
    lobby
}

impl Announced {
    /// It becomes this moment; Ada, whose first key has expired by then, gets another.
    async fn later(&mut self, moment: &str) {
        self.at(moment).await;
        self.ada = Ada::of(&self.house).await;
    }

    /// The subjects of the warnings to the office.
    fn warnings(&self) -> Vec<String> {
        self.subjects(OFFICE).into_iter().filter(|subject| subject.contains("we delete")).collect()
    }

    async fn warned_at(&self) -> Option<String> {
        let keys = data_key::Entity::find().filter(data_key::Column::Purpose.eq(Purpose::Contact));
        let of_a_date = keys.filter(data_key::Column::OccurrenceId.is_not_null());
        let key = of_a_date.one(&self.house.look().await).await.unwrap().unwrap();
        key.warned_at.map(|moment| moment.to_string())
    }
}

#[tokio::test]
async fn a_week_before_the_replies_go_the_contact_is_told_in_numbers() {
    for (act, still) in [("postpone", "still postponed"), ("suspend", "still paused")] {
        let lobby = off(act).await;
        lobby.at("2026-08-31T22:59:59.998Z").await;
        assert_eq!(lobby.warnings(), [""; 0], "a week and a moment are left");
        lobby.at("2026-08-31T22:59:59.999Z").await;
        assert_eq!(lobby.warnings(), [""; 0], "nobody is written to at night");
        lobby.at("2026-09-01T08:00Z").await;
        assert_eq!(lobby.warnings(), [format!("Thursday 9 July, 6pm: we delete the replies on {LAST_DAY}")]);
        let letter = lobby.latest(OFFICE);
        let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(still), "{text}");
        let said = format!("On {LAST_DAY} we delete the names and addresses of the 2 people who replied.");
        assert!(text.contains(&said), "{text}");
        assert!(text.contains("take it up again with a new date"), "{text}");
        assert!(text.contains("call it off"), "{text}");
        let all = String::from_utf8_lossy(&letter.raw).into_owned();
        for personal in ["Okafor", "Quick", "ben@", "cal@"] {
            assert!(!all.contains(personal), "{all}");
        }
        lobby.at("2026-09-05T12:00Z").await;
        assert_eq!(lobby.warnings().len(), 1, "once");
    }
}

#[tokio::test]
async fn after_days_off_it_is_told_at_once_and_after_the_last_day_no_more() {
    let mut lobby = off("postpone").await;
    lobby.house.stop().await;
    lobby.house.clock.set("2026-09-05T12:00Z");
    lobby.house.start().await;
    lobby.house.rounds().await;
    assert_eq!(lobby.warnings().len(), 1, "two days are left");

    let mut late = off("postpone").await;
    late.house.stop().await;
    late.house.clock.set("2026-09-07T23:00Z");
    late.house.start().await;
    late.house.rounds().await;
    assert_eq!(late.warnings(), [""; 0]);
    assert_eq!(late.replies().await, [], "what was promised to those who replied is kept");
}

#[tokio::test]
async fn in_the_last_night_it_does_not_wait_for_the_morning() {
    let mut lobby = off("postpone").await;
    lobby.house.stop().await;
    lobby.house.clock.set("2026-09-07T21:00Z");
    lobby.house.start().await;
    lobby.house.rounds().await;
    assert_eq!(lobby.warnings().len(), 1);
}

#[tokio::test]
async fn when_the_day_moves_it_is_told_again() {
    let mut lobby = off("postpone").await;
    lobby.later("2026-09-01T08:00Z").await;
    assert_eq!(lobby.warnings().len(), 1);
    lobby.patch(json!({ "bring": "A whistle" })).await;
    assert!(lobby.warned_at().await.is_some(), "the day is the same");
    lobby.patch(json!({ "start": "2026-09-20T18:00" })).await;
    assert_eq!(lobby.warned_at().await, None);
    lobby.at("2026-09-02T08:00Z").await;
    assert_eq!(lobby.warnings().len(), 1, "the new day is far");
    lobby.at("2026-11-15T12:00Z").await;
    let subjects = lobby.warnings();
    assert_eq!(subjects.len(), 2);
    assert!(subjects[1].ends_with("Thursday 19 November 2026"), "{subjects:?}");
}

#[tokio::test]
async fn nothing_is_told_of_what_is_on_or_called_off_or_had_no_replies() {
    let on = off("postpone").await;
    on.act("reinstate", json!({ "start": "2026-08-25T18:00" })).await;
    on.at("2026-09-05T12:00Z").await;
    assert_eq!(on.warnings(), [""; 0], "it takes place, and its replies go as was said");
    assert_eq!(on.warned_at().await, None);

    let mut cancelled = off("suspend").await;
    cancelled.later("2026-08-31T12:00Z").await;
    cancelled.act("cancel", json!({})).await;
    cancelled.at("2026-09-01T08:00Z").await;
    assert_eq!(cancelled.warnings(), [""; 0], "the people were told");

    let nobody = Announced::lobby(json!({})).await;
    nobody.answers("dee@example.org", json!({ "response": "not_going" })).await;
    nobody.act("postpone", json!({})).await;
    nobody.at("2026-09-01T08:00Z").await;
    assert_eq!(nobody.warnings(), [""; 0], "nobody's name is lost");
    assert_eq!(nobody.warned_at().await, None);
}

#[tokio::test]
async fn a_warning_that_still_waits_when_it_is_taken_up_again_does_not_leave() {
    let mut lobby = off("postpone").await;
    lobby.later("2026-08-31T23:00Z").await;
    assert!(lobby.warned_at().await.is_some(), "it waits for the morning");
    lobby.act("reinstate", json!({ "start": "2026-09-20T18:00" })).await;
    lobby.at("2026-09-01T08:00Z").await;
    assert_eq!(lobby.warnings(), [""; 0]);
}

#[tokio::test]
async fn a_wrong_year_is_asked_about_and_forgets_nobody() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming("ben@example.org").await;
    let path = format!("/events/{}", lobby.id());
    let last_century = json!({ "start": "2017-07-09T18:00" });
    let refused = lobby.ada.patch(&path, &last_century).await.json(422);
    assert_eq!(refused["errors"][0]["code"], "in_the_past");
    lobby.act("suspend", json!({})).await;
    lobby.ada.patch(&path, &last_century).await.json(422);
    lobby.ada.post(&format!("{path}/reinstate"), &last_century).await.json(422);
    lobby.act("reinstate", json!({})).await;
    // After the day, when it was may be set right; what people were promised stays.
    lobby.at("2026-07-10T12:00Z").await;
    lobby.patch(json!({ "start": "2016-07-09T18:00", "notify": false })).await;
    lobby.at("2026-07-11T12:00Z").await;
    assert_eq!(lobby.replies().await.len(), 1);
    lobby.at("2026-07-24T12:00Z").await;
    assert_eq!(lobby.replies().await.len(), 0);
}

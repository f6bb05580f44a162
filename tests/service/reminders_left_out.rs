//! What a schedule names and nobody gets: which, for which date, and why. And what may never be among it.

use serde_json::{Value, json};

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";

/// The date, rule and fields named of each row.
fn rows(schedule: &Value, list: &str, fields: [&str; 3]) -> Vec<[String; 3]> {
    let of_row = |row: &Value| fields.map(|field| row[field].as_str().unwrap_or_default().to_owned());
    schedule[list].as_array().unwrap().iter().map(of_row).collect()
}

impl Announced {
    async fn reminders_said(&self) -> Value {
        self.ada.get(&format!("/events/{}/reminders", self.id())).await.json(200)
    }

    async fn set_reminders(&self, rules: &[Value]) {
        let path = format!("/events/{}/reminders", self.id());
        self.ada.put(&path, &json!({ "rules": rules })).await.json(200);
        self.house.rounds().await;
    }
}

#[tokio::test]
async fn an_organiser_sees_who_is_not_reminded_and_why() {
    let meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "hybrid",
        "online": { "join_url": "https://zoom.example/j/secret" },
    }))
    .await;
    let before = |duration: &str| json!({ "before_start": duration });
    let rules = ["P21D", "P7D", "P1D", "PT2H"].map(before);
    let late = json!({ "days_before": 0, "at": "18:30" });
    meeting.set_reminders(&[&rules[..], &[late]].concat()).await;
    let said = meeting.reminders_said().await;
    let going_out = rows(&said, "reminders", ["rule", "attendance", "state"]);
    let expected = [
        ["P7D", "", "planned"],
        ["P1D", "", "planned"],
        ["PT2H/in_person", "in_person", "withdrawn"],
        ["PT2H", "in_person", "planned"],
        // Which brings the link: an event that is attended online has one, whatever the schedule says.
        ["PT15M/online", "online", "planned"],
    ];
    let mut expected = expected.map(|row| row.map(str::to_owned));
    let mut going_out_sorted = going_out.clone();
    expected.sort();
    going_out_sorted.sort();
    assert_eq!(going_out_sorted, expected);
    let left_out = rows(&said, "left_out", ["rule", "attendance", "why"]);
    let expected =
        [["P21D", "", "over_the_most"], ["PT2H", "online", "too_near"], ["0d@18:30", "", "after_the_start"]];
    assert_eq!(left_out, expected.map(|row| row.map(str::to_owned)));
    assert_eq!(said["left_out"][1]["due_at"], "2026-07-09T15:00:00Z");
    meeting.patch(json!({ "attendance_mode": "in_person", "online": null })).await;
    meeting.set_reminders(&[json!({ "before_start": "PT15M", "attendance": "online" })]).await;
    let left_out = rows(&meeting.reminders_said().await, "left_out", ["rule", "attendance", "why"]);
    assert_eq!(left_out, [["PT15M/online", "online", "no_such_way"].map(str::to_owned)]);
}

#[tokio::test]
async fn each_date_of_an_event_that_repeats_is_told_apart() {
    let weekly = Announced::lobby(json!({ "repeats": { "every": "week", "times": 2 } })).await;
    weekly.set_reminders(&[json!({ "before_start": "PT3H" }), json!({ "before_start": "PT1H" })]).await;
    let (first, second) = (weekly.date_on("2026-07-09").await, weekly.date_on("2026-07-16").await);
    let said = weekly.reminders_said().await;
    let (first, second) = (
        [first, "PT3H".to_owned(), "2026-07-09T17:00:00Z".to_owned()],
        [second, "PT3H".to_owned(), "2026-07-16T17:00:00Z".to_owned()],
    );
    let fields = ["occurrence_id", "rule", "start_utc"];
    assert_eq!(rows(&said, "left_out", fields), [first.clone(), second.clone()]);
    let planned = said["reminders"].as_array().unwrap().iter().filter(|row| row["rule"] == "PT1H");
    let dates: Vec<_> = planned.map(|row| (row["occurrence_id"].clone(), row["start_utc"].clone())).collect();
    let expected = [&first, &second].map(|[id, _, start]| (json!(id), json!(start)));
    assert_eq!(dates, expected);
    // Of a date that is over, and of one that is called off, nothing is left out.
    weekly.at("2026-07-10T12:00Z").await;
    assert_eq!(rows(&weekly.reminders_said().await, "left_out", fields), [second]);
    weekly.act("cancel", json!({})).await;
    assert_eq!(weekly.reminders_said().await["left_out"], json!([]));
}

#[tokio::test]
async fn the_link_comes_when_the_organiser_says_whatever_else_leaves_then() {
    // On the moment of the letter of the day before; and an hour before that of the two hours.
    let table = [("branch_meeting", 24 * 60, "2026-07-08T17:00Z"), ("social", 180, "2026-07-09T14:00Z")];
    for (kind, minutes, moment) in table {
        let meeting = Announced::lobby(json!({
            "kind": kind, "visibility": "public", "attendance_mode": "online", "target": null,
            "online": { "join_url": "https://zoom.example/j/secret", "reveal_minutes_before": minutes },
        }))
        .await;
        meeting.coming(BEN).await;
        meeting.at(moment).await;
        assert!(
            meeting.latest(BEN).text.contains("zoom.example/j/secret"),
            "{kind}: {:?}",
            meeting.subjects(BEN)
        );
    }
}

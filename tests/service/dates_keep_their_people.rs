//! Whoever replied to one date stays with that date, whatever is added, left out or changed beside it.

use serde_json::{Value, json};

use crate::house::announced::Announced;

const MORNING: &str = "morning@example.org";
const EVENING: &str = "evening@example.org";

/// From Monday 1 March 2027, 7am to 10am.
async fn picket(repeats: Value) -> Announced {
    Announced::lobby(json!({
        "title": "Picket", "start": "2027-03-01T07:00", "end": "2027-03-01T10:00", "no_fixed_end": false, "target": null,
        "repeats": repeats,
    }))
    .await
}

/// The dates that it has, each with its id and its start.
async fn dates(picket: &Announced) -> Vec<(String, String)> {
    let list = picket.ada.get(&format!("/events/{}/occurrences?limit=200", picket.id())).await.json(200);
    let said = |date: &Value, name: &str| date[name].as_str().unwrap().to_owned();
    let live = list["items"].as_array().unwrap().iter().filter(|date| date["status"] != "removed");
    live.map(|date| (said(date, "id"), said(date, "start"))).collect()
}

async fn starts(picket: &Announced) -> Vec<String> {
    dates(picket).await.into_iter().map(|(_, start)| start).collect()
}

async fn date_at(picket: &Announced, at: &str) -> String {
    picket.path_of(at).await.trim_start_matches("/occurrences/").to_owned()
}

/// Somebody says yes to the date at that time.
async fn comes(picket: &Announced, email: &str, at: &str) -> String {
    let date = date_at(picket, at).await;
    picket.answers(email, json!({ "occurrence_id": date })).await;
    picket.house.rounds().await;
    date
}

async fn take_out(picket: &Announced, date: &str) {
    let answer = picket.ada.delete(&format!("/occurrences/{date}")).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
}

async fn add(picket: &Announced, start: &str) -> Value {
    let path = format!("/events/{}/occurrences", picket.id());
    picket.ada.post(&path, &json!({ "start": start })).await.json(201)
}

async fn status(picket: &Announced, date: &str) -> (String, String) {
    let read = picket.ada.get(&format!("/occurrences/{date}")).await.json(200);
    (read["status"].as_str().unwrap().to_owned(), read["start"].as_str().unwrap().to_owned())
}

fn is(status: &str, start: &str) -> (String, String) {
    (status.to_owned(), start.to_owned())
}

#[tokio::test]
async fn taking_out_the_rules_own_date_leaves_what_was_added_that_day() {
    let picket = picket(json!({ "every": "week", "times": 4, "also": ["2027-03-08T19:00"] })).await;
    let morning = comes(&picket, MORNING, "2027-03-08T07:00").await;
    let evening = comes(&picket, EVENING, "2027-03-08T19:00").await;
    take_out(&picket, &morning).await;
    assert_eq!(
        starts(&picket).await,
        ["2027-03-01T07:00", "2027-03-08T19:00", "2027-03-15T07:00", "2027-03-22T07:00"]
    );
    assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-08T19:00"));
    picket.minutes_pass(20).await;
    assert_eq!((picket.letters(MORNING).len(), picket.letters(EVENING).len()), (2, 1));
    // Taken in again, it is the same date; taken out twice is once.
    take_out(&picket, &morning).await;
    picket.ada.post(&format!("/occurrences/{morning}/reinstate"), &json!({})).await.json(200);
    assert_eq!(status(&picket, &morning).await, is("scheduled", "2027-03-08T07:00"));
    assert_eq!(dates(&picket).await.len(), 5);
}

#[tokio::test]
async fn taking_out_one_of_two_added_that_day_leaves_the_other() {
    let also = json!(["2027-03-08T12:00", "2027-03-08T19:00"]);
    let picket = picket(json!({ "every": "week", "times": 2, "also": also })).await;
    let evening = comes(&picket, EVENING, "2027-03-08T19:00").await;
    take_out(&picket, &date_at(&picket, "2027-03-08T12:00").await).await;
    assert_eq!(starts(&picket).await, ["2027-03-01T07:00", "2027-03-08T07:00", "2027-03-08T19:00"]);
    assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-08T19:00"));
}

#[tokio::test]
async fn of_a_list_of_dates_any_can_be_taken_out_but_not_the_last() {
    let picket = picket(json!({ "also": ["2027-03-01T12:00", "2027-03-02T07:00"] })).await;
    let evening = comes(&picket, EVENING, "2027-03-02T07:00").await;
    take_out(&picket, &date_at(&picket, "2027-03-01T12:00").await).await;
    take_out(&picket, &date_at(&picket, "2027-03-01T07:00").await).await;
    assert_eq!(dates(&picket).await, [(evening.clone(), "2027-03-02T07:00".to_owned())]);
    let last = picket.ada.delete(&format!("/occurrences/{evening}")).await.json(422);
    assert_eq!(last["errors"][0]["code"], "last_date");
}

#[tokio::test]
async fn what_is_left_of_a_list_is_a_single_event() {
    let picket = picket(json!({ "also": ["2027-03-01T12:00"] })).await;
    let first = comes(&picket, MORNING, "2027-03-01T07:00").await;
    take_out(&picket, &date_at(&picket, "2027-03-01T12:00").await).await;
    assert_eq!(dates(&picket).await, [(first, "2027-03-01T07:00".to_owned())]);
    let event = picket.ada.get(&format!("/events/{}", picket.id())).await.json(200);
    assert_eq!(event.get("repeats"), None, "{event}");
}

#[tokio::test]
async fn a_date_added_before_another_of_its_day_takes_nothing_from_it() {
    let picket = picket(json!({ "every": "week", "also": ["2027-03-10T19:00"] })).await;
    let evening = comes(&picket, EVENING, "2027-03-10T19:00").await;
    let noon = add(&picket, "2027-03-10T12:00").await;
    assert_eq!(noon["start"], "2027-03-10T12:00");
    assert_ne!(noon["id"], *evening);
    assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-10T19:00"));
}

#[tokio::test]
async fn a_rule_that_grows_to_a_day_takes_nothing_from_what_was_added_there() {
    let picket =
        picket(json!({ "every": "week", "on": ["mon"], "also": ["2027-03-10T19:00", "2027-03-17T07:00"] }))
            .await;
    let evening = comes(&picket, EVENING, "2027-03-10T19:00").await;
    let morning = comes(&picket, MORNING, "2027-03-17T07:00").await;
    picket.patch(json!({ "repeats": { "on": ["mon", "wed"] } })).await;
    assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-10T19:00"));
    assert_ne!(date_at(&picket, "2027-03-10T07:00").await, evening);
    assert_eq!(date_at(&picket, "2027-03-17T07:00").await, morning, "it is the rule's own now");
    picket.patch(json!({ "repeats": { "on": ["mon"] } })).await;
    assert_eq!(date_at(&picket, "2027-03-17T07:00").await, morning, "and an added one again");
}

#[tokio::test]
async fn a_date_added_in_the_place_of_one_taken_out_is_not_that_one() {
    let picket = picket(json!({ "every": "week" })).await;
    let morning = comes(&picket, MORNING, "2027-03-15T07:00").await;
    take_out(&picket, &morning).await;
    let evening = add(&picket, "2027-03-15T19:00").await;
    assert_ne!(evening["id"], *morning);
    assert_eq!(status(&picket, &morning).await, is("removed", "2027-03-15T07:00"));
    // Added at its own time, it is that one again.
    assert_eq!(add(&picket, "2027-03-15T07:00").await["id"], *morning);
}

#[tokio::test]
async fn an_entry_that_is_changed_keeps_its_people() {
    let also = json!(["2027-03-08T12:00", "2027-03-08T19:00"]);
    let picket = picket(json!({ "every": "week", "also": also })).await;
    let evening = comes(&picket, EVENING, "2027-03-08T19:00").await;
    picket.patch(json!({ "repeats": { "also": ["2027-03-08T12:00", "2027-03-08T19:30"] } })).await;
    assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-08T19:30"));
}

#[tokio::test]
async fn a_date_that_was_moved_and_taken_out_comes_back_with_its_people() {
    let picket = picket(json!({ "every": "week", "times": 3, "also": ["2027-03-08T19:00"] })).await;
    for (at, to) in [("2027-03-08T19:00", "2027-03-09T20:00"), ("2027-03-15T07:00", "2027-03-16T08:00")] {
        let date = comes(&picket, EVENING, at).await;
        let path = format!("/occurrences/{date}");
        picket.ada.patch(&path, &json!({ "start": to })).await.json(200);
        take_out(&picket, &date).await;
        assert_eq!(status(&picket, &date).await.0, "removed");
        picket.ada.post(&format!("{path}/reinstate"), &json!({})).await.json(200);
        assert_eq!(status(&picket, &date).await, is("scheduled", to));
        assert_eq!(dates(&picket).await.len(), 4, "{at}");
        // Added where it was first, it is there again.
        take_out(&picket, &date).await;
        assert_eq!(add(&picket, at).await["id"], *date);
        assert_eq!(status(&picket, &date).await, is("scheduled", at));
    }
}

#[tokio::test]
async fn a_date_of_a_day_that_the_rule_has_no_longer_can_be_taken_up_again() {
    let picket = picket(json!({ "every": "week", "on": ["mon", "wed"] })).await;
    let wednesday = comes(&picket, MORNING, "2027-03-10T07:00").await;
    let path = format!("/occurrences/{wednesday}");
    picket.ada.patch(&path, &json!({ "start": "2027-03-10T09:00" })).await.json(200);
    picket.patch(json!({ "repeats": { "on": ["mon"] } })).await;
    assert_eq!(status(&picket, &wednesday).await.0, "removed");
    picket.ada.post(&format!("{path}/reinstate"), &json!({})).await.json(200);
    assert_eq!(status(&picket, &wednesday).await, is("scheduled", "2027-03-10T09:00"));
}

#[tokio::test]
async fn nobody_is_taken_to_another_day_of_the_week() {
    for (before, change) in [
        (json!({ "every": "week", "on": ["mon", "tue"] }), json!({ "repeats": { "on": ["tue", "wed"] } })),
        (json!({ "every": "day" }), json!({})),
        (json!({ "every": "week" }), json!({})),
        (json!({ "every": "week", "also": ["2027-03-09T19:00"] }), json!({})),
        (json!({ "every": "week" }), json!({ "repeats": { "every": "week", "interval": 2 } })),
    ] {
        let picket = picket(before.clone()).await;
        let morning = comes(&picket, MORNING, "2027-03-08T07:00").await;
        let evening = match before.get("also") {
            Some(_) => Some(comes(&picket, EVENING, "2027-03-09T19:00").await),
            None => None,
        };
        let mut patch = json!({ "start": "2027-03-02T07:00", "end": "2027-03-02T10:00" });
        patch.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        picket.patch(patch).await;
        assert_eq!(status(&picket, &morning).await.1, "2027-03-08T07:00", "{before}");
        if let Some(evening) = evening {
            assert_eq!(status(&picket, &evening).await, is("scheduled", "2027-03-09T19:00"));
        }
    }
}

//! What is refused of one date of a repeating event, and with which words.

use reqwest::Method;
use reqwest::header::{ETAG, IF_MATCH};
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::cast::Answer;

/// Weekly from Monday 1 March 2027, 7am to 10am.
async fn weekly(repeats: Value) -> Announced {
    let mut all = json!({ "every": "week" });
    all.as_object_mut().unwrap().extend(repeats.as_object().unwrap().clone());
    Announced::lobby(facts(&all)).await
}

fn facts(repeats: &Value) -> Value {
    json!({
        "title": "Picket", "start": "2027-03-01T07:00", "end": "2027-03-01T10:00", "no_fixed_end": false, "target": null,
        "repeats": repeats,
    })
}

fn told(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[tokio::test]
async fn what_was_taken_out_is_not_changed() {
    let event = weekly(json!({})).await;
    let path = event.path_of("2027-03-15T07:00").await;
    let date = event.dated("2027-03-15T07:00").await["id"].clone();
    event.answers("ben@example.org", json!({ "occurrence_id": date })).await;
    event.house.rounds().await;
    assert_eq!(event.ada.delete(&path).await.status, 204);
    let answer = event.ada.patch(&path, &json!({ "start": "2027-03-15T08:00" })).await;
    assert_eq!(answer.refused(), told("", "removed"));
}

#[tokio::test]
async fn what_is_over_stays() {
    let soon = json!({ "title": "Picket", "start": "2026-07-06T07:00", "end": "2026-07-06T10:00", "no_fixed_end": false });
    let mut facts = facts(&json!({ "every": "week" }));
    facts.as_object_mut().unwrap().extend(soon.as_object().unwrap().clone());
    let event = Announced::lobby(facts).await;
    let path = event.path_of("2026-07-06T07:00").await;
    event.at("2026-07-07T12:00:00Z").await;
    assert_eq!(event.ada.delete(&path).await.refused(), told("", "is_over"));
    let read = event.ada.get(&format!("/events/{}", event.id())).await.json(200);
    assert_eq!(read["repeats"].get("except"), None, "{read}");
    let (path, past) =
        (format!("/events/{}/occurrences", event.id()), json!({ "start": "2026-07-07T07:00" }));
    assert_eq!(event.ada.post(&path, &past).await.refused(), told("/start", "in_the_past"));
}

#[tokio::test]
async fn a_date_can_not_be_added_or_moved_to_where_one_is_or_where_clocks_jump() {
    let event = weekly(json!({ "also": ["2027-03-10T12:00"] })).await;
    let add = format!("/events/{}/occurrences", event.id());
    for (start, code) in [
        ("2027-03-28T01:30", "skipped_time"),
        ("2027-02-01T07:00", "before_start"),
        ("2027-03-20", "mixed"),
        ("2027-03-15T07:00", "taken"),
    ] {
        assert_eq!(
            event.ada.post(&add, &json!({ "start": start })).await.refused(),
            told("/start", code),
            "{start}"
        );
    }
    let off = event.path_of("2027-03-22T07:00").await;
    event.ada.post(&format!("{off}/cancel"), &json!({})).await.json(200);
    let answer = event.ada.post(&add, &json!({ "start": "2027-03-22T07:00" })).await;
    assert!(answer.text.contains("is a date that is called off: reinstate it"), "{}", answer.text);
    let path = event.path_of("2027-03-08T07:00").await;
    for start in ["2027-03-15T07:00", "2027-03-10T12:00"] {
        let answer = event.ada.patch(&path, &json!({ "start": start })).await;
        assert_eq!(answer.refused(), told("/start", "taken"));
    }
    // Where a date was before it was moved, no other one is added.
    event.ada.patch(&path, &json!({ "start": "2027-03-09T07:00" })).await.json(200);
    let answer = event.ada.post(&add, &json!({ "start": "2027-03-08T07:00" })).await;
    assert_eq!(answer.refused(), told("/start", "taken"));
    let also = json!({ "repeats": { "also": ["2027-03-10T12:00", "2027-03-28T01:30"] } });
    let answer = event.ada.patch(&format!("/events/{}", event.id()), &also).await;
    assert_eq!(answer.refused(), told("/repeats/also/1", "skipped_time"));
}

#[tokio::test]
async fn a_further_date_is_not_where_a_clock_change_puts_one_of_the_rule() {
    let night = |repeats: Value| {
        let mut night = facts(&repeats);
        night["start"] = json!("2027-03-01T01:30");
        night["end"] = json!("2027-03-01T04:00");
        night
    };
    // On 28 March there is no half past one in London: the rule's date is at half past two.
    let also = json!({ "every": "day", "times": 40, "also": ["2027-03-28T02:30"] });
    let event = Announced::lobby(facts(&json!({ "every": "week" }))).await;
    let mut new = night(also);
    new["kind"] = json!("lobby");
    new["timezone"] = json!("Europe/London");
    let answer = event.ada.post("/events", &new).await;
    assert_eq!(answer.refused(), told("/repeats", "taken"), "{}", answer.text);
    let event = Announced::lobby(night(json!({ "every": "day", "times": 40 }))).await;
    let add = format!("/events/{}/occurrences", event.id());
    let answer = event.ada.post(&add, &json!({ "start": "2027-03-28T02:30" })).await;
    assert_eq!(answer.refused(), told("/start", "taken"), "{}", answer.text);
}

#[tokio::test]
async fn a_further_date_where_the_rule_comes_to_be_is_out_with_it() {
    // On 5 September 2027 there is no half past midnight in Santiago; it is further away than dates are made.
    for is_made in [false, true] {
        let mut night = facts(&json!({ "every": "week", "also": ["2027-09-05T01:30"] }));
        let when =
            json!({ "start": "2026-06-14T00:30", "end": "2026-06-14T03:00", "timezone": "America/Santiago" });
        night.as_object_mut().unwrap().extend(when.as_object().unwrap().clone());
        let event = Announced::lobby(night).await;
        let path = event.path_of("2027-09-05T01:30").await;
        if is_made {
            event.at("2026-08-15T12:00:00Z").await;
            assert_ne!(event.dated("2027-09-12T00:30").await, Value::Null);
        }
        assert_eq!(event.ada.delete(&path).await.status, 204);
        event.at("2026-08-16T12:00:00Z").await;
        assert_ne!(event.dated("2027-09-12T00:30").await, Value::Null);
        for start in ["2027-09-05T00:30", "2027-09-05T01:30"] {
            assert_eq!(event.dated(start).await, Value::Null, "{start}");
        }
    }
}

#[tokio::test]
async fn a_date_of_a_cancelled_event_is_off_with_it() {
    let event = weekly(json!({})).await;
    let path = event.path_of("2027-03-08T07:00").await;
    event.ada.post(&format!("{path}/cancel"), &json!({})).await.json(200);
    event.act("cancel", json!({})).await;
    for act in ["cancel", "reinstate"] {
        event.ada.post(&format!("{path}/{act}"), &json!({})).await.json(409);
    }
    let other = event.path_of("2027-03-15T07:00").await;
    event.ada.post(&format!("{other}/cancel"), &json!({})).await.json(409);
}

#[tokio::test]
async fn acts_on_one_date_are_refused_when_somebody_else_was_faster() {
    let event = weekly(json!({})).await;
    let path = event.path_of("2027-03-08T07:00").await;
    let seen = event.ada.get(&path).await.header(ETAG).to_owned();
    event.patch(json!({ "title": "Picket line" })).await;
    for act in ["cancel", "reinstate", "split"] {
        let request = event.ada.request(Method::POST, &format!("{path}/{act}")).header(IF_MATCH, &seen);
        let answer = Answer::to(request.json(&json!({}))).await;
        assert_eq!(answer.status, 412, "{act}: {}", answer.text);
    }
    let seen = event.ada.get(&path).await.header(ETAG).to_owned();
    let request = event.ada.request(Method::POST, &format!("{path}/cancel")).header(IF_MATCH, &seen);
    Answer::to(request.json(&json!({}))).await.json(200);
}

#[tokio::test]
async fn an_unknown_zone_is_told_once() {
    let event = weekly(json!({})).await;
    let answer =
        event.ada.patch(&format!("/events/{}", event.id()), &json!({ "timezone": "Mars/Olympus" })).await;
    assert_eq!(answer.json(422)["errors"].as_array().unwrap().len(), 1, "{}", answer.text);
}

#[tokio::test]
async fn a_date_that_was_moved_goes_into_the_events_new_zone() {
    let event = weekly(json!({ "times": 3 })).await;
    let path = event.path_of("2027-03-08T07:00").await;
    event.ada.patch(&path, &json!({ "start": "2027-03-09T08:00" })).await.json(200);
    event.patch(json!({ "timezone": "Europe/Paris" })).await;
    let read = event.ada.get(&path).await.json(200);
    assert_eq!(
        (&read["start"], &read["timezone"], &read["start_utc"], &read["end_utc"]),
        (
            &json!("2027-03-09T08:00"),
            &json!("Europe/Paris"),
            &json!("2027-03-09T07:00:00Z"),
            &json!("2027-03-09T10:00:00Z")
        )
    );
}

#[tokio::test]
async fn a_copy_of_a_series_moves_with_all_its_days() {
    let repeats = json!({
        "every": "week", "until": "2027-03-29", "except": ["2027-03-08"], "also": ["2027-03-10T19:00"]
    });
    let event = Announced::lobby(facts(&repeats)).await;
    let later = json!({ "start": "2027-05-03T08:00" });
    let copy = event.ada.post(&format!("/events/{}/duplicate", event.id()), &later).await.json(201);
    let repeats = &copy["repeats"];
    assert_eq!(
        (&repeats["until"], &repeats["except"], &repeats["also"]),
        (&json!("2027-05-31"), &json!(["2027-05-10"]), &json!(["2027-05-12T19:00"]))
    );
    let raw = json!({ "rrule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;UNTIL=20270601" });
    event.patch(json!({ "repeats": raw })).await;
    let later = json!({ "start": "2027-06-01T07:00" });
    let copy = event.ada.post(&format!("/events/{}/duplicate", event.id()), &later).await.json(201);
    assert_eq!(copy["repeats"]["rrule"], "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;UNTIL=20270901");
}

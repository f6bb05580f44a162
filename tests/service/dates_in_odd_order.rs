//! Changes of a repeating event in the odd order in which organisers make them: what they said of single dates stays said.

use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::cast::Answer;
use crate::house::subscriber::{get, unfolded};

/// Every Monday from 1 March 2027, 7pm to 9pm.
async fn mondays(repeats: Value) -> Announced {
    let mut all = json!({ "every": "week" });
    all.as_object_mut().unwrap().extend(repeats.as_object().unwrap().clone());
    Announced::lobby(json!({
        "title": "Mondays", "start": "2027-03-01T19:00", "end": "2027-03-01T21:00", "no_fixed_end": false, "target": null,
        "repeats": all,
    }))
    .await
}

impl Announced {
    async fn adds(&self, start: &str) -> Answer {
        self.ada.post(&format!("/events/{}/occurrences", self.id()), &json!({ "start": start })).await
    }

    async fn repeats(&self, repeats: Value) -> Answer {
        self.ada.patch(&format!("/events/{}", self.id()), &json!({ "repeats": repeats })).await
    }

    async fn as_read(&self) -> Value {
        self.ada.get(&format!("/events/{}", self.id())).await.json(200)
    }
}

#[tokio::test]
async fn a_date_left_out_and_taken_in_again_is_the_rules_own() {
    let event = mondays(json!({ "times": 6 })).await;
    for start in ["2027-03-01T19:00", "2027-03-15T19:00"] {
        assert_eq!(event.ada.delete(&event.path_of(start).await).await.status, 204);
        assert_eq!(event.adds(start).await.json(201)["start"], start);
    }
    let repeats = event.as_read().await["repeats"].clone();
    assert_eq!((repeats.get("except"), repeats.get("also")), (None, None), "{repeats}");
    let later = json!({ "start": "2027-03-01T12:00", "end": "2027-03-01T14:00" });
    event.patch(later).await;
    assert_eq!(event.dated("2027-03-15T12:00").await["status"], "scheduled");
    assert_eq!(event.dates().await.len(), 6);
}

#[tokio::test]
async fn what_was_called_off_does_not_come_on_again_by_itself() {
    let event = mondays(json!({ "until": "2027-05-31" })).await;
    let off = event.dated("2027-04-12T19:00").await["id"].clone();
    event.answers("ben@example.org", json!({ "occurrence_id": off })).await;
    event.house.rounds().await;
    let nobodys = event.path_of("2027-04-19T19:00").await;
    for path in [format!("/occurrences/{}", off.as_str().unwrap()), nobodys] {
        event.ada.post(&format!("{path}/cancel"), &json!({ "message": "Hall is closed." })).await.json(200);
    }
    event.minutes_pass(10).await;
    let before = event.subjects("ben@example.org");
    for until in ["2027-03-31", "2027-05-31"] {
        event.repeats(json!({ "until": until })).await.json(200);
        event.minutes_pass(10).await;
        for start in ["2027-04-12T19:00", "2027-04-19T19:00"] {
            assert_eq!(event.dated(start).await["status"], "cancelled", "until {until}");
        }
    }
    assert_eq!(event.subjects("ben@example.org"), before);
    // What is left out by name is gone.
    assert_eq!(event.ada.delete(&event.path_of("2027-04-19T19:00").await).await.status, 204);
    assert_eq!(event.dated("2027-04-19T19:00").await, Value::Null);
}

#[tokio::test]
async fn a_rule_typed_wrongly_and_put_right_loses_nothing() {
    let event = mondays(json!({ "until": "2027-05-31" })).await;
    let moved = event.path_of("2027-04-12T19:00").await;
    event.ada.patch(&moved, &json!({ "start": "2027-04-12T20:00" })).await.json(200);
    let elsewhere = event.path_of("2027-04-19T19:00").await;
    event.ada.patch(&elsewhere, &json!({ "room": "The yard" })).await.json(200);
    for until in ["2027-03-31", "2027-05-31"] {
        event.repeats(json!({ "until": until })).await.json(200);
    }
    assert_eq!(event.dated("2027-04-12T20:00").await["status"], "scheduled");
    assert_eq!(event.dated("2027-04-19T19:00").await["room"], "The yard");
    assert_eq!(event.dates().await.len(), 14);
}

#[tokio::test]
async fn no_change_puts_two_dates_at_one_moment() {
    let event = mondays(json!({ "until": "2027-05-31" })).await;
    let moved = event.path_of("2027-03-15T19:00").await;
    event.ada.patch(&moved, &json!({ "start": "2027-03-18T19:00" })).await.json(200);
    let named = event.repeats(json!({ "also": ["2027-03-18T19:00"] })).await;
    assert_eq!(named.refused(), ("/repeats".to_owned(), "taken".to_owned()));
    // The rule itself comes to be there: the moved date is the one.
    event.repeats(json!({ "on": ["mon", "thu"] })).await.json(200);
    let dates = event.dates().await;
    let there = dates.iter().filter(|date| date["start"] == "2027-03-18T19:00").count();
    assert_eq!((there, event.dated("2027-03-25T19:00").await["status"].as_str()), (1, Some("scheduled")));
    let text = unfolded(&get(&event, "/barnet/calendar.ics").await.text());
    assert!(text.contains("EXDATE;TZID=Europe/London:20270318T190000"), "{text}");
    // All others come to where one was moved.
    let other = event.path_of("2027-03-22T19:00").await;
    event.ada.patch(&other, &json!({ "start": "2027-04-05T20:00" })).await.json(200);
    let later = json!({ "start": "2027-03-01T20:00", "end": "2027-03-01T22:00" });
    let later = event.ada.patch(&format!("/events/{}", event.id()), &later).await;
    assert_eq!(later.refused(), ("/repeats".to_owned(), "taken".to_owned()));
}

#[tokio::test]
async fn a_split_where_the_clocks_skip_the_beginning_is_refused_with_words() {
    let event = Announced::lobby(json!({
        "title": "Gig", "start": "2027-03-06T20:00", "end": "2027-03-07T01:00", "no_fixed_end": false, "target": null,
        "repeats": { "every": "week", "times": 10 },
    }))
    .await;
    let answer =
        event.ada.post(&format!("{}/split", event.path_of("2027-03-27T20:00").await), &json!({})).await;
    assert_eq!(answer.refused(), (String::new(), "cannot_split".to_owned()));
    let message = answer.json(422)["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("clocks go forward") && message.contains("another date"), "{message}");
    event.ada.post(&format!("{}/split", event.path_of("2027-04-03T20:00").await), &json!({})).await.json(201);
}

#[tokio::test]
async fn a_series_is_not_off_because_its_next_date_is() {
    let event = mondays(json!({ "times": 6 })).await;
    let next = event.path_of("2027-03-01T19:00").await;
    event.ada.post(&format!("{next}/cancel"), &json!({})).await.json(200);
    assert_eq!(event.as_read().await["status"], "confirmed");
    assert_eq!(event.ada.get(&next).await.json(200)["status"], "cancelled");
    for (status, found) in [("confirmed", 1), ("cancelled", 0)] {
        let list = event.ada.get(&format!("/events?status={status}")).await.json(200);
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{status}");
    }
    let page = get(&event, "/barnet").await.text();
    assert!(page.contains("Called off on this day"), "{page}");
}

#[tokio::test]
async fn the_form_that_was_changed_counts_where_both_are_sent_back() {
    let event = mondays(json!({ "until": "2027-05-31" })).await;
    let mut repeats = event.as_read().await["repeats"].clone();
    repeats["until"] = json!("2027-04-30");
    let changed = event.repeats(repeats.clone()).await.json(200)["repeats"].clone();
    assert!(changed["rrule"].as_str().unwrap().contains("20270430"), "{changed}");
    let mut repeats = changed.clone();
    repeats["rrule"] = json!("FREQ=WEEKLY;COUNT=3");
    let changed = event.repeats(repeats).await.json(200)["repeats"].clone();
    assert_eq!((&changed["times"], changed.get("until")), (&json!(3), None), "{changed}");
    let mut both = changed.clone();
    both["times"] = json!(4);
    both["rrule"] = json!("FREQ=WEEKLY;COUNT=5");
    assert_eq!(event.repeats(both).await.refused().1, "conflict");
}

#[tokio::test]
async fn a_new_place_of_all_dates_is_told_though_the_next_has_its_own() {
    for change in ["venue_id", "room", "meeting_point"] {
        let event = mondays(json!({ "times": 6 })).await;
        let park = json!({ "name": "Open Park", "postcode": "N1 1AA" });
        let park = event.ada.post("/venues", &park).await.json(201)["id"].clone();
        let hall = json!({ "name": "New Hall", "postcode": "N2 2BB" });
        let hall = event.ada.post("/venues", &hall).await.json(201)["id"].clone();
        let next = event.path_of("2027-03-01T19:00").await;
        let own = json!({ "venue_id": park, "room": "Room 9", "meeting_point": "By the pond" });
        event.ada.patch(&next, &own).await.json(200);
        let third = event.dated("2027-03-15T19:00").await["id"].clone();
        event.answers("ben@example.org", json!({ "occurrence_id": third })).await;
        event.house.rounds().await;
        let before = event.letters("ben@example.org").len();
        let said = if change == "venue_id" { hall } else { json!("New corner") };
        event.patch(json!({ change: said })).await;
        event.minutes_pass(10).await;
        assert_eq!(event.letters("ben@example.org").len(), before + 1, "{change}");
        let letter = event.latest("ben@example.org").text;
        assert!(letter.contains("New "), "{change}: {letter}");
    }
}

#[tokio::test]
async fn the_page_of_a_series_shows_the_next_date_that_takes_place() {
    let event = mondays(json!({ "times": 6, "interval": 1 })).await;
    let next = event.path_of("2027-03-01T19:00").await;
    event.ada.post(&format!("{next}/cancel"), &json!({})).await.json(200);
    let slug = event.event["slug"].as_str().unwrap();
    let page = get(&event, &format!("/barnet/events/{slug}")).await.text();
    assert!(page.contains("8 March 2027") && !page.contains("This is not going ahead"), "{page}");
}

#[tokio::test]
async fn who_was_moved_to_where_the_rule_comes_to_is_not_called_off() {
    let event = mondays(json!({ "times": 6 })).await;
    let moved = event.dated("2027-03-15T19:00").await["id"].clone();
    let path = format!("/occurrences/{}", moved.as_str().unwrap());
    event.ada.patch(&path, &json!({ "start": "2027-03-17T19:00" })).await.json(200);
    event.answers("ben@example.org", json!({ "occurrence_id": moved })).await;
    event.house.rounds().await;
    let before = event.subjects("ben@example.org");
    let wednesdays = json!({ "start": "2027-03-03T19:00", "end": "2027-03-03T21:00" });
    event.patch(wednesdays).await;
    event.minutes_pass(10).await;
    let there = event.dated("2027-03-17T19:00").await;
    assert_eq!((&there["id"], there["status"].as_str()), (&moved, Some("scheduled")));
    assert_eq!(event.subjects("ben@example.org"), before);
}

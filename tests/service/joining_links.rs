//! A joining link stands in no place: neither in what a date says of its own, nor anywhere in a venue.

use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::cast::{Ada, Answer};

const SAID: &str = "Room 4, or ZOOM.example/j/secret#now";

async fn weekly() -> Announced {
    Announced::lobby(json!({
        "kind": "training", "target": null, "attendance_mode": "hybrid", "no_fixed_end": false, "end": "2026-07-09T20:00",
        "online": { "platform": "Zoom", "join_url": "https://www.zoom.example/j/secret/?pwd=1" }, "repeats": { "every": "week", "times": 3 },
    }))
    .await
}

/// Where the link was found.
#[track_caller]
fn refused(answer: &Answer) -> Vec<String> {
    let errors = answer.json(422)["errors"].clone();
    let one = |error: &Value| {
        assert_eq!(error["code"], "joining_link", "{error}");
        error["pointer"].as_str().unwrap().to_owned()
    };
    errors.as_array().unwrap().iter().map(one).collect()
}

async fn venue(ada: &Ada, said: Value) -> String {
    let mut venue = json!({ "name": "The hall" });
    venue.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
    ada.post("/venues", &venue).await.json(201)["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_date_of_its_own_holds_no_joining_link() {
    let weekly = weekly().await;
    let path = format!("/occurrences/{}", weekly.date_on("2026-07-16").await);
    let hall = venue(&weekly.ada, json!({ "standing_point": SAID })).await;
    for (change, at) in [
        (json!({ "room": SAID }), vec!["/room"]),
        (json!({ "meeting_point": SAID }), vec!["/meeting_point"]),
        (json!({ "venue_id": hall, "room": SAID }), vec!["/room", "/venue_id"]),
    ] {
        assert_eq!(refused(&weekly.ada.patch(&path, &change).await), at, "{change}");
    }
    let same_host = json!({ "room": "Room 4 (zoom.example works there)" });
    weekly.ada.patch(&path, &same_host).await.json(200);
}

#[tokio::test]
async fn no_event_takes_place_at_a_venue_that_holds_its_joining_link() {
    let weekly = weekly().await;
    let path = format!("/events/{}", weekly.id());
    for said in [
        json!({ "name": SAID }),
        json!({ "street": SAID }),
        json!({ "locality": SAID }),
        json!({ "directions": [{ "mode": "walk", "steps": ["Go in", SAID] }] }),
        json!({ "access": { "statement": SAID } }),
    ] {
        let hall = venue(&weekly.ada, said.clone()).await;
        assert_eq!(
            refused(&weekly.ada.patch(&path, &json!({ "venue_id": hall })).await),
            ["/venue_id"],
            "{said}"
        );
        let new = json!({
            "kind": "training", "title": "Another", "start": "2026-07-09T18:00", "timezone": "Europe/London", "attendance_mode": "hybrid",
            "online": { "join_url": "https://zoom.example/j/secret" }, "venue_id": hall,
        });
        assert_eq!(refused(&weekly.ada.post("/events", &new).await), ["/venue_id"], "{said}");
    }
}

#[tokio::test]
async fn a_venue_takes_no_joining_link_of_what_is_there() {
    let weekly = weekly().await;
    let path = format!("/venues/{}", weekly.event["venue_id"].as_str().unwrap());
    let way = json!([{ "mode": "walk", "from": "Here", "note": SAID, "steps": ["Go in", SAID] }]);
    let change = json!({ "name": SAID, "directions": way });
    let found = refused(&weekly.ada.patch(&path, &change).await);
    assert_eq!(found, ["/name", "/directions/0/note", "/directions/0/steps/1"]);
    weekly.ada.patch(&path, &json!({ "name": "The other hall" })).await.json(200);
}

#[tokio::test]
async fn a_link_that_a_date_says_already_becomes_no_joining_link() {
    let weekly = weekly().await;
    let path = format!("/occurrences/{}", weekly.date_on("2026-07-16").await);
    weekly.ada.patch(&path, &json!({ "room": "See video.example/room/7" })).await.json(200);
    let link = json!({ "online": { "join_url": "https://video.example/room/7" } });
    let found = refused(&weekly.ada.patch(&format!("/events/{}", weekly.id()), &link).await);
    assert_eq!(found, ["/online/join_url"]);
}

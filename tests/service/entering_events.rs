//! Entering events and changing them, as an organiser's program does: what is usual for a kind, and two at once.

use futures_util::future::join_all;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Ben};

fn path_of(thing: &Value, sort: &str) -> String {
    format!("/{sort}/{}", thing["id"].as_str().unwrap())
}

#[tokio::test]
async fn changes_without_a_condition_all_happen_whoever_is_faster() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let event = path_of(&lobby, "events");
    let venue = format!("/venues/{}", lobby["venue_id"].as_str().unwrap());
    let campaign = json!({ "slug": "pay", "name": "Pay", "kind": "dispute" });
    let campaign = path_of(&ada.post("/campaigns", &campaign).await.json(201), "campaigns");
    let date = format!("/occurrences/{}", lobby["occurrence_id"].as_str().unwrap());
    for (path, changes) in [
        (
            &event,
            [json!({ "bring": "Banners" }), json!({ "summary": "Lobby" }), json!({ "audience": "All" })],
        ),
        (
            &venue,
            [
                json!({ "street": "High Road" }),
                json!({ "locality": "Leeds" }),
                json!({ "postcode": "LS1 1AA" }),
            ],
        ),
        (
            &campaign,
            [json!({ "name": "Fair pay" }), json!({ "began": "2026-01-05" }), json!({ "kind": "campaign" })],
        ),
        (
            &date,
            [
                json!({ "room": "Hall" }),
                json!({ "meeting_point": "Gate" }),
                json!({ "end": "2026-07-09T21:00" }),
            ],
        ),
    ] {
        let answers = join_all(changes.iter().map(|change| ada.patch(path, change))).await;
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "{path}");
        let after = ada.get(path).await.json(200);
        for (name, value) in changes.iter().flat_map(|change| change.as_object().unwrap()) {
            assert_eq!(&after[name], value, "{path}");
        }
    }
}

#[tokio::test]
async fn a_meeting_of_members_is_for_members_unless_said_otherwise() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let with = |kind: &str, visibility: Value| json!({ "kind": kind, "title": kind, "start": "2026-07-09T18:00", "timezone": "Europe/London", "visibility": visibility });
    for (kind, said, expected) in [
        ("annual_general_meeting", Value::Null, "members"),
        ("branch_meeting", Value::Null, "members"),
        ("branch_meeting", json!("public"), "public"),
        ("meeting", Value::Null, "public"),
        ("lobby", json!("unlisted"), "unlisted"),
    ] {
        let made = ada.post("/events", &with(kind, said)).await.json(201);
        assert_eq!(made["visibility"], expected, "{kind}");
    }
    let meeting = ada.lobby(json!({ "kind": "branch_meeting" })).await;
    let path = path_of(&meeting, "events");
    ben.get(&path).await.json(404);
    assert_eq!(ada.patch(&path, &json!({ "visibility": "public" })).await.json(200)["visibility"], "public");
    ben.get(&path).await.json(200);
    let cleared = ada.patch(&path, &json!({ "visibility": null })).await.json(200);
    assert_eq!(cleared["visibility"], "members", "null is what is usual, not what everybody sees");
    ben.get(&path).await.json(404);
}

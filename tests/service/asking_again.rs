//! The same request sent again under its `Idempotency-Key`: done once, answered the same, at once or later.

use entity::table::{idempotency, venue};
use futures_util::future::join_all;
use reqwest::{Method, StatusCode};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben, Caller};

/// A POST that may be sent again.
async fn named(caller: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    Answer::to(caller.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

fn path_of(thing: &Value, sort: &str) -> String {
    format!("/{sort}/{}", thing["id"].as_str().unwrap())
}

/// A problem without what is of one request only.
fn said(answer: &Answer, status: u16) -> Value {
    let mut problem = answer.json(status);
    assert!(problem.as_object_mut().unwrap().remove("request_id").is_some(), "{problem}");
    problem
}

#[tokio::test]
async fn a_refusal_is_told_again_word_for_word() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));

    let venue = json!({ "name": " ", "postcode": "nowhere" });
    let first = said(&named(&ada, "/venues", "one", &venue).await, 422);
    assert_eq!(first["errors"].as_array().map(Vec::len), Some(2), "{first}");
    assert_eq!(said(&named(&ada, "/venues", "one", &venue).await, 422), first);

    let draft = json!({ "kind": "lobby", "title": "Lobby", "start": "2026-07-09T18:00", "timezone": "Europe/London" });
    let publish = format!("{}/publish", path_of(&ada.post("/events", &draft).await.json(201), "events"));
    let first = said(&named(&ada, &publish, "one", &json!({})).await, 422);
    assert_eq!(first["type"], "urn:problem-type:convenor:not_ready");
    assert!(!first["errors"].as_array().unwrap().is_empty(), "{first}");
    assert_eq!(said(&named(&ada, &publish, "one", &json!({})).await, 422), first);

    let lobby = ada.lobby(json!({ "capacity": { "in_person": 1 }, "rsvp": { "waiting_list": false } })).await;
    let replies = format!("{}/rsvps", path_of(&lobby, "events"));
    let wrong = json!({ "response": "going", "email": "Ben Okafor", "answers": { "Ben Okafor": "yes" } });
    let first = said(&named(&ben, &replies, "one", &wrong).await, 422);
    assert_eq!(first["errors"].as_array().map(Vec::len), Some(2), "{first}");
    assert_eq!(said(&named(&ben, &replies, "one", &wrong).await, 422), first);

    ben.reply(&lobby, json!({})).await.json(202);
    let late = json!({ "response": "going", "email": "cem@example.org" });
    let first = said(&named(&ben, &replies, "two", &late).await, 409);
    assert_eq!(first["type"], "urn:problem-type:convenor:full");
    assert_eq!(said(&named(&ben, &replies, "two", &late).await, 409), first);
    house.rounds().await;
}

#[tokio::test]
async fn what_is_kept_of_a_refusal_lies_nowhere_open() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let question = json!({ "key": "coach", "label": "Which coach?", "type": "choice", "choices": ["Colindale", "Hendon"] });
    let lobby = ada.lobby(json!({ "rsvp": { "questions": [question] } })).await;
    let replies = format!("{}/rsvps", path_of(&lobby, "events"));
    let wrong = json!({ "response": "going", "email": "Ben Okafor", "answers": { "coach": "Ben Okafor's" } });
    let first = said(&named(&ben, &replies, "one", &wrong).await, 422);
    assert!(first["errors"].to_string().contains("Colindale"), "{first}");

    let rows = idempotency::Entity::find().all(&house.look().await).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.status, row.outcome.as_deref()), (Some(422), Some("invalid")));
    let kept = String::from_utf8_lossy(row.told.as_deref().unwrap()).into_owned();
    for word in ["Okafor", "Colindale", "coach", "email", "must"] {
        assert!(!kept.contains(word), "{word}");
    }
}

#[tokio::test]
async fn the_warnings_of_a_published_event_are_told_again() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    ada.lobby(json!({})).await;
    let copy = json!({
        "kind": "lobby", "title": "At the same time", "start": "2026-07-09T18:30", "end": "2026-07-09T19:00",
        "timezone": "Europe/London", "access_statement": "not checked yet", "contact": { "phone": "020 7946 0000" },
    });
    let path = path_of(&ada.post("/events", &copy).await.json(201), "events");
    let first = named(&ada, &format!("{path}/publish"), "one", &json!({})).await.json(200);
    let codes: Vec<&str> =
        first["warnings"].as_array().unwrap().iter().filter_map(|w| w["code"].as_str()).collect();
    assert!(codes.contains(&"clash") && codes.contains(&"no_place"), "{codes:?}");
    assert_eq!(named(&ada, &format!("{path}/publish"), "one", &json!({})).await.json(200), first);
    assert_eq!(ada.get(&path).await.json(200)["revision"], first["revision"], "published once");
}

#[tokio::test]
async fn a_request_sent_twice_at_the_same_time_is_done_once() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({ "capacity": { "in_person": 50 } })).await;
    let (before, replies) = (venues(&house).await, format!("{}/rsvps", path_of(&lobby, "events")));

    let venue = json!({ "name": "Hall" });
    let answers = join_all((0..8).map(|_| named(&ada, "/venues", "one", &venue))).await;
    let made: Vec<Value> = answers.iter().map(|answer| answer.json(201)).collect();
    assert!(made.iter().all(|one| *one == made[0]), "who comes later waits, and is told the same: {made:?}");
    assert_eq!(venues(&house).await, before + 1);

    let reply = json!({ "response": "going", "party_size": 3, "email": "ben@example.org" });
    let answers = join_all((0..8).map(|_| named(&ben, &replies, "one", &reply))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::ACCEPTED));
    let counts = ada.get(&format!("{}/counts", path_of(&lobby, "events"))).await.json(200);
    assert_eq!((&counts["going"], &counts["people"]), (&json!(1), &json!(3)));
    house.rounds().await;
    assert_eq!(house.postbox.letters().len(), 1, "one confirmation");
}

async fn venues(house: &House) -> usize {
    venue::Entity::find().all(&house.look().await).await.unwrap().len()
}

//! Whatever goes wrong, the caller is told in one form: RFC 9457, with every field that needs another look.

use reqwest::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, HeaderName, IF_MATCH, WWW_AUTHENTICATE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben};

/// The word at the end of `type`, given that the answer is a problem.
#[track_caller]
fn problem(answer: &Answer, status: u16) -> String {
    let body = answer.json(status);
    assert_eq!(answer.header(CONTENT_TYPE), "application/problem+json");
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"], answer.header(HeaderName::from_static("x-request-id")));
    assert!(!body["detail"].as_str().unwrap().is_empty() && !body["title"].as_str().unwrap().is_empty());
    let kind = body["type"].as_str().unwrap();
    kind.strip_prefix("urn:problem-type:convenor:").unwrap_or_else(|| panic!("{kind}")).to_owned()
}

/// Pointer and code of each error.
fn errors(answer: &Answer) -> Vec<(String, String)> {
    let body: Value = serde_json::from_str(&answer.text).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let each = body["errors"].as_array().cloned().unwrap_or_default();
    each.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
}

async fn send(ada: &Ada, method: Method, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    let request = ada.request(method, path).body(body);
    Answer::to(if kind.is_empty() { request } else { request.header(CONTENT_TYPE, kind) }).await
}

fn least() -> Value {
    json!({ "kind": "other", "title": "A stall", "start": "2026-07-09T18:00", "timezone": "Europe/London" })
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_told_so() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let json = "application/json";
    let huge = format!("{{\"title\":\"{}\"}}", "a".repeat(10_000_000));
    for (method, path, kind, body, status, word) in [
        (Method::GET, "/nothing", "", String::new(), 404, "not_found"),
        (Method::GET, "/events/x", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?colour=red", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?kind=strike", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?from=yesterday", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?limit=0", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?limit=x", "", String::new(), 400, "bad_parameter"),
        (Method::GET, "/events?cursor=x", "", String::new(), 400, "bad_cursor"),
        (Method::GET, "/events/0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01", "", String::new(), 404, "not_found"),
        (Method::POST, "/events", json, "{".to_owned(), 400, "malformed"),
        (Method::POST, "/events", json, "hello".to_owned(), 400, "malformed"),
        (Method::POST, "/events", json, r#"{"title":"a","title":"b"}"#.to_owned(), 400, "malformed"),
        (Method::POST, "/events", json, "[".repeat(10_000), 400, "malformed"),
        (Method::POST, "/events", json, "[]".to_owned(), 422, "invalid"),
        (Method::POST, "/events", "", String::new(), 422, "invalid"),
        (Method::POST, "/events", "text/plain", "{}".to_owned(), 415, "unsupported_media_type"),
        (Method::POST, "/events", json, huge, 413, "too_large"),
        (Method::PATCH, "/events/0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01", json, "3".to_owned(), 422, "invalid"),
    ] {
        let answer = send(&ada, method.clone(), path, kind, body).await;
        assert_eq!(problem(&answer, status), word, "{method} {path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let answer = send(&ada, Method::PUT, "/events", "application/json", "{}").await;
    assert_eq!(problem(&answer, 405), "method_not_allowed");
    assert_eq!(answer.header(ALLOW), "GET, HEAD, POST, OPTIONS");
    let document = send(&ada, Method::DELETE, "/openapi.json", "", "").await;
    assert_eq!(problem(&document, 405), "method_not_allowed");
    assert_eq!(document.header(ALLOW), "GET, HEAD");
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_at_once() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let body = json!({
        "kind": "strike", "start": "tomorrow", "timezone": null, "colour": "red", "title": "a".repeat(1_000),
        "capacity": { "in_person": -1, "moon": 3 }, "asks": [{ "url": "https://example.org/" }], "venue_id": "x",
    });
    let answer = ada.post("/events", &body).await;
    assert_eq!(problem(&answer, 422), "invalid");
    let mut found = errors(&answer);
    found.sort();
    let expected = [
        ("/asks/0/label", "required"),
        ("/capacity/in_person", "out_of_range"),
        ("/capacity/moon", "unknown_field"),
        ("/colour", "unknown_field"),
        ("/kind", "not_a_choice"),
        ("/start", "wrong_format"),
        ("/timezone", "required"),
        ("/title", "too_long"),
        ("/venue_id", "wrong_format"),
    ];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
}

#[tokio::test]
async fn a_field_we_do_not_know_hides_no_other_mistake() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let event = json!({
        "kind": "lobby", "title": "two\nlines", "start": "2026-07-09T18:00", "end": "2026-07-09T17:00",
        "timezone": "Europe/London", "colour": "red", "quorum": "many",
        "venue": { "name": "Hall", "postcode": "nowhere", "moon": 1 },
    });
    let expected = [
        ("/colour", "unknown_field"),
        ("/end", "end_before_start"),
        ("/quorum", "wrong_type"),
        ("/title", "line_break"),
        ("/venue/moon", "unknown_field"),
        ("/venue/postcode", "not_a_postcode"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    let mut found = errors(&ada.post("/events", &event).await);
    found.sort();
    assert_eq!(found, expected);

    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}", lobby["id"].as_str().unwrap());
    let change = json!({ "end": "2026-07-09T17:00", "no_fixed_end": null, "colour": "red" });
    let mut found = errors(&ada.patch(&path, &change).await);
    found.sort();
    assert_eq!(found, expected[..2]);

    let campaign = json!({ "slug": "Not A Slug", "name": "Pay", "kind": "dispute", "moon": 1 });
    let mut found = errors(&ada.post("/campaigns", &campaign).await);
    found.sort();
    let expected = [("/moon", "unknown_field"), ("/slug", "not_a_slug")];
    assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_name() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let other = Ada::of_branch(&house, "camden", &[entity::value::Scope::Admin]).await;
    let theirs = other.post("/venues", &json!({ "name": "Their hall" })).await.json(201)["id"].clone();
    for (change, pointer) in [
        (json!({ "start": "2026-03-29T01:30" }), "/start"), // the clocks go forward over it
        (json!({ "end": "2026-07-09T17:00" }), "/end"),
        (json!({ "timezone": "Europe/Hendon" }), "/timezone"),
        (json!({ "venue_id": theirs }), "/venue_id"),
        (json!({ "campaign_id": theirs }), "/campaign_id"),
        (json!({ "title": "Two\nlines" }), "/title"),
        (json!({ "title": "Bell \u{7}" }), "/title"),
        (json!({ "title": "Nought \u{0}" }), "/title"),
        (json!({ "title": "" }), "/title"),
        (json!({ "contact": { "email": "a@example.org\r\nBcc: all@example.org" } }), "/contact/email"),
        (json!({ "online": { "join_url": "javascript:alert(1)" } }), "/online/join_url"),
        (json!({ "venue": { "name": "Hall", "postcode": "nowhere" } }), "/venue/postcode"),
    ] {
        let mut body = least();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = ada.post("/events", &body).await;
        assert_eq!(problem(&answer, 422), "invalid", "{change}");
        assert!(errors(&answer).iter().any(|(at, _)| at == pointer), "{change}: {}", answer.text);
    }
    let doubled = json!({ "start": "2026-10-25T01:30" }); // happens twice: the first
    let mut body = least();
    body.as_object_mut().unwrap().extend(doubled.as_object().unwrap().clone());
    assert_eq!(ada.post("/events", &body).await.json(201)["start_utc"], "2026-10-25T00:30:00Z");
}

#[tokio::test]
async fn a_reply_that_cannot_be_taken_is_told_why() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let draft = ada.post("/events", &least()).await.json(201);
    assert_eq!(problem(&ben.reply(&draft, json!({})).await, 404), "not_found");

    let lobby = ada.lobby(json!({ "capacity": { "in_person": 3 }, "rsvp": { "waiting_list": false } })).await;
    let too_many = ben.reply(&lobby, json!({ "party_size": 4 })).await;
    assert_eq!(problem(&too_many, 422), "invalid");
    assert_eq!(errors(&too_many)[0].0, "/party_size");
    for none in [-1, 0] {
        let wrong = ben.reply(&lobby, json!({ "party_size": none })).await.json(422);
        assert_eq!(wrong["errors"][0]["message"], "must be 1 or more", "{none}: {wrong}");
    }
    let injected = ben.reply(&lobby, json!({ "email": "a@example.org\r\nBcc: b@example.org" })).await;
    assert_eq!(problem(&injected, 422), "invalid");
    assert!(!injected.text.contains("Bcc"), "what was typed is not repeated");
    assert_eq!(ben.reply(&lobby, json!({ "party_size": 3 })).await.status, StatusCode::ACCEPTED);
    let other = Ben::called(&house, "cass@example.org");
    assert_eq!(problem(&other.reply(&lobby, json!({})).await, 409), "full");
    house.rounds().await;

    ada.post(&format!("/events/{}/cancel", lobby["id"].as_str().unwrap()), &json!({ "notify": false }))
        .await
        .json(200);
    assert_eq!(problem(&other.reply(&lobby, json!({})).await, 409), "closed");
}

#[tokio::test]
async fn a_flood_of_replies_is_told_when_to_come_back() {
    let house = House::open_with(&[
        ("CONVENOR_REPLIES_PER_NETWORK", "2"),
        ("CONVENOR_TRUSTED_PROXIES", "127.0.0.0/8"),
    ])
    .await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}/rsvps", lobby["id"].as_str().unwrap());
    let from = async |address: &str| {
        let request = ben.request(Method::POST, &path).header("x-forwarded-for", address);
        Answer::to(request.json(&json!({ "response": "maybe" }))).await
    };
    for left in ["1", "0"] {
        let answer = from("198.51.100.7").await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        assert_eq!(answer.header(HeaderName::from_static("ratelimit-remaining")), left);
    }
    let refused = from("1.2.3.4, 198.51.100.7").await;
    assert_eq!(problem(&refused, 429), "too_many_requests");
    assert_eq!(refused.header(HeaderName::from_static("retry-after")), "600");
    assert_eq!(from("198.51.100.8").await.status, StatusCode::ACCEPTED, "another network");
}

#[tokio::test]
async fn who_was_slower_is_told() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let made = ada.post("/events", &least()).await;
    let path = format!("/events/{}", made.json(201)["id"].as_str().unwrap());
    let tag = made.header(HeaderName::from_static("etag")).to_owned();
    let change = async |title: &str| {
        let request = ada.request(Method::PATCH, &path).header(IF_MATCH, &tag);
        Answer::to(request.json(&json!({ "title": title }))).await
    };
    assert_eq!(change("First").await.json(200)["title"], "First");
    assert_eq!(problem(&change("Second").await, 412), "changed_meanwhile");
    assert_eq!(ada.get(&path).await.json(200)["title"], "First");
}

#[tokio::test]
async fn a_key_that_is_not_good_is_told_how_to_show_one() {
    let house = House::open().await;
    let ben = Ben::of(&house);
    let nobody = ben.get("/venues").await;
    assert_eq!(problem(&nobody, 401), "unauthenticated");
    assert_eq!(nobody.header(WWW_AUTHENTICATE), "Bearer realm=\"convenor\"");
    for wrong in ["Bearer cnv_nonsense", "Bearer x", "Basic YTpi", "cnv_x"] {
        let answer = Answer::to(ben.request(Method::GET, "/events").header(AUTHORIZATION, wrong)).await;
        assert_eq!(problem(&answer, 401), "unauthenticated", "{wrong}");
        assert!(answer.header(WWW_AUTHENTICATE).contains("invalid_token"), "{wrong}");
    }
}

#[tokio::test]
async fn a_reply_that_is_sent_again_is_answered_as_before_and_not_counted() {
    let house = House::open_with(&[
        ("CONVENOR_REPLIES_PER_NETWORK", "2"),
        ("CONVENOR_TRUSTED_PROXIES", "127.0.0.0/8"),
    ])
    .await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}/rsvps", lobby["id"].as_str().unwrap());
    let named = async |key: &str, size: u32| {
        let request = ben.request(Method::POST, &path).header("idempotency-key", key);
        let request = request.header("x-forwarded-for", "198.51.100.7");
        Answer::to(request.json(&json!({ "response": "going", "party_size": size }))).await
    };
    for _ in 0..4 {
        named("first", 2).await.json(202);
    }
    assert_eq!(problem(&named("first", 3).await, 422), "key_reused");

    ada.post(&format!("/events/{}/cancel", lobby["id"].as_str().unwrap()), &json!({ "notify": false }))
        .await
        .json(200);
    named("first", 2).await.json(202);
    assert_eq!(problem(&named("late", 2).await, 409), "closed");
    ada.post(&format!("/events/{}/reinstate", lobby["id"].as_str().unwrap()), &json!({ "notify": false }))
        .await
        .json(200);
    assert_eq!(problem(&named("late", 2).await, 409), "closed", "a refusal is an answer too");
    assert_eq!(problem(&named("third", 2).await, 429), "too_many_requests", "two were counted");
    house.rounds().await;
}

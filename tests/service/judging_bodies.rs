//! What a body is told: every mistake in one answer, what is read-only, what can't be done from where it is and what can.

use entity::value::Scope;
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben};

/// Pointer and code of each error, in order of the pointers.
fn errors(answer: &Answer) -> Vec<(String, String)> {
    let told = answer.json(422);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let each = told["errors"].as_array().unwrap();
    let mut found: Vec<_> =
        each.iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect();
    found.sort();
    found
}

fn expected(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

#[tokio::test]
async fn a_needed_field_that_is_wrong_hides_no_other_mistake() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    for (body, found) in [
        (
            json!({ "kind": "strike", "title": "two\nlines", "start": "2026-07-09T18:00", "timezone": "Europe/Hendon", "colour": 1 }),
            vec![
                ("/colour", "unknown_field"),
                ("/kind", "not_a_choice"),
                ("/timezone", "unknown_zone"),
                ("/title", "line_break"),
            ],
        ),
        (
            json!({ "contact": { "phone": "call us" }, "end": "2020-07-09T18:00", "timezone": "Europe/London" }),
            vec![
                ("/contact/phone", "not_a_phone_number"),
                ("/kind", "required"),
                ("/start", "required"),
                ("/title", "required"),
            ],
        ),
        (
            json!({ "kind": "lobby", "title": "x", "start": "9999-12-31T23:59", "timezone": "America/Los_Angeles" }),
            vec![("/start", "out_of_range")],
        ),
        (
            json!({ "kind": "lobby", "title": "x", "start": 9999, "end": "2020-07-09T18:00", "timezone": "Europe/London" }),
            vec![("/start", "wrong_type")],
        ),
    ] {
        assert_eq!(errors(&ada.post("/events", &body).await), expected(&found), "{body}");
    }
    let venue = json!({ "postcode": "nowhere", "moon": 1 });
    let found = [("/moon", "unknown_field"), ("/name", "required"), ("/postcode", "not_a_postcode")];
    assert_eq!(errors(&ada.post("/venues", &venue).await), expected(&found));
    let campaign = json!({ "slug": "Not A Slug", "kind": "tea" });
    let found = [("/kind", "not_a_choice"), ("/name", "required"), ("/slug", "not_a_slug")];
    assert_eq!(errors(&ada.post("/campaigns", &campaign).await), expected(&found));
    let empty = ada.post("/venues", &json!({ "name": "" })).await.json(422);
    assert_eq!(empty["errors"][0]["message"], "needs at least 1 character");
}

#[tokio::test]
async fn who_sends_back_what_they_read_is_told_all_that_is_read_only() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}", lobby["id"].as_str().unwrap());
    let mut whole = ada.get(&path).await.json(200);
    whole["title"] = json!("Banners held higher");
    let refused = ada.patch(&path, &whole).await;
    let found = errors(&refused);
    assert!(found.iter().all(|(_, code)| code == "read_only"), "{found:?}");
    assert!(found.len() >= 9 && refused.text.contains("is read-only: leave it out"), "{}", refused.text);
    for (pointer, _) in &found {
        whole.as_object_mut().unwrap().remove(pointer.trim_start_matches('/'));
    }
    let both = errors(&ada.patch(&path, &whole).await);
    assert_eq!(
        both,
        expected(&[("/venue", "not_together")]),
        "else there would be a second venue of that name"
    );
    whole.as_object_mut().unwrap().remove("venue");
    let after = ada.patch(&path, &whole).await.json(200);
    assert_eq!((&after["title"], &after["venue_id"]), (&json!("Banners held higher"), &lobby["venue_id"]));
    assert_eq!(
        errors(&ada.patch(&path, &json!({ "colour": "red" })).await),
        expected(&[("/colour", "unknown_field")])
    );
}

#[tokio::test]
async fn what_cannot_be_done_from_where_it_is_says_what_can() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let event = json!({ "kind": "stall", "title": "Stall", "start": "2026-07-09T18:00", "timezone": "Europe/London" });
    let draft = ada.post("/events", &event).await.json(201);
    let path = |event: &Value, act: &str| format!("/events/{}{act}", event["id"].as_str().unwrap());
    let why = async |path: String, body: Value| ada.post(&path, &body).await.json(409)["detail"].clone();
    assert_eq!(
        why(path(&draft, "/cancel"), json!({})).await,
        "It is a draft that nobody was told of; delete it instead."
    );
    let lobby = ada.lobby(json!({})).await;
    assert_eq!(
        why(path(&lobby, "/publish"), json!({})).await,
        "It is published already; there is nothing to do."
    );

    let coming = json!({ "response": "going" });
    assert_eq!(
        why(path(&draft, "/rsvps"), coming.clone()).await,
        "It is a draft: publish it, then it takes replies."
    );
    let form = Ada::of_branch(&house, "barnet", &[Scope::RsvpsWrite]).await;
    form.post(&path(&draft, "/rsvps"), &coming).await.json(404);
    ben.post(&path(&draft, "/rsvps"), &coming).await.json(404);
    let other = Ada::of_branch(&house, "camden", &[Scope::Admin]).await;
    other.post(&path(&draft, "/rsvps"), &coming).await.json(404);
}

#[tokio::test]
async fn who_publishes_for_members_is_told_where_they_find_it() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let publish = async |visibility: &str| {
        let event = json!({
            "kind": "meeting", "title": "Meeting", "start": "2026-07-09T18:00", "end": "2026-07-09T19:00", "timezone": "Europe/London",
            "visibility": visibility, "access_statement": "not checked yet", "contact": { "email": "office@example.org" },
        });
        let made = ada.post("/events", &event).await.json(201);
        let path = format!("/events/{}/publish", made["id"].as_str().unwrap());
        let warned = ada.post(&path, &json!({})).await.json(200)["warnings"].clone();
        warned.as_array().unwrap().iter().find(|warning| warning["code"] == "members_only").cloned()
    };
    let warning = publish("members").await.unwrap();
    assert_eq!(warning["pointer"], "/visibility");
    let words = warning["message"].as_str().unwrap();
    assert!(
        words.contains("members' page") && words.contains("convenor organisation members barnet"),
        "{words}"
    );
    assert_eq!(publish("public").await, None);
}

#[tokio::test]
async fn a_body_in_a_coding_we_do_not_read_is_refused_as_such() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let venue = async |coding: &str| {
        let request = ada.request(Method::POST, "/venues").header(CONTENT_ENCODING, coding);
        Answer::to(request.json(&json!({ "name": "Hall" }))).await
    };
    let refused = venue("gzip").await;
    assert_eq!(refused.json(415)["detail"], "Send the body as it is, without Content-Encoding.");
    assert_eq!(refused.header(ACCEPT_ENCODING), "identity");
    venue("identity").await.json(201);
}

#[tokio::test]
async fn a_party_is_told_that_there_are_too_few_places_for_it_and_not_how_many_there_are() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let cass = Ben::called(&house, "cass@example.org");
    let detail = async |lobby: &Value, party: u32| {
        let refused = cass.reply(lobby, json!({ "party_size": party })).await.json(409);
        refused["detail"].as_str().unwrap().to_owned()
    };
    for taken in [2, 4] {
        let lobby =
            ada.lobby(json!({ "capacity": { "in_person": 4 }, "rsvp": { "waiting_list": false } })).await;
        ben.reply(&lobby, json!({ "party_size": taken })).await.json(202);
        let too_few = "There are not enough places left for 4, and there is no waiting list.";
        assert_eq!(detail(&lobby, 4).await, too_few, "the same whether some are left or none");
        if taken == 4 {
            assert_eq!(detail(&lobby, 1).await, "All places are taken, and there is no waiting list.");
        }
    }
    let single = ada.lobby(json!({ "rsvp": { "max_party": 1 } })).await;
    let wrong = ben.reply(&single, json!({ "party_size": 2 })).await.json(422);
    assert_eq!(wrong["errors"][0]["message"], "must be 1: this event takes one place a reply");
    house.rounds().await;
}

//! What a program may rely on beyond single answers: validators, pages, changes, repeats, other origins, sheets.

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_LENGTH, CONTENT_TYPE, ETAG,
    HeaderName, IF_NONE_MATCH, LINK, ORIGIN,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::House;
use crate::house::announced::Announced;
use crate::house::cast::{Ada, Answer, Ben};

fn path_of(thing: &Value, sort: &str) -> String {
    format!("/{sort}/{}", thing["id"].as_str().unwrap())
}

#[tokio::test]
async fn what_is_unchanged_is_not_sent_again() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let path = path_of(&ada.lobby(json!({})).await, "events");
    let first = ben.get(&path).await;
    let tag = first.header(ETAG).to_owned();
    let again =
        async |tag: &str| Answer::to(ben.request(Method::GET, &path).header(IF_NONE_MATCH, tag)).await;
    let unchanged = again(&tag).await;
    assert_eq!((unchanged.status, unchanged.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(unchanged.header(ETAG), tag);
    assert_eq!(again(&format!("\"x\", W/{tag}")).await.status, StatusCode::NOT_MODIFIED);
    let head = Answer::to(ben.request(Method::HEAD, &path)).await;
    assert_eq!((head.status, head.header(ETAG), head.text.as_str()), (StatusCode::OK, tag.as_str(), ""));
    ada.patch(&path, &json!({ "bring": "A flask" })).await.json(200);
    assert_eq!(again(&tag).await.json(200)["bring"], "A flask");
}

#[tokio::test]
async fn a_list_is_read_page_by_page_in_a_stable_order() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    for day in [12, 10, 11, 13, 14] {
        let event = json!({
            "kind": "other", "title": format!("On the {day}th"), "timezone": "Europe/London", "start": format!("2026-07-{day}"),
        });
        ada.post("/events", &event).await.json(201);
    }
    let mut titles = Vec::new();
    let mut path = "/events?limit=2&kind=other,stall".to_owned();
    loop {
        let answer = ada.get(&path).await;
        let page = answer.json(200);
        let items = page["items"].as_array().unwrap();
        titles.extend(items.iter().map(|event| event["title"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        let link = format!("</api/v1/events?limit=2&kind=other%2Cstall&cursor={next}>; rel=\"next\"");
        assert_eq!(answer.header(LINK), link);
        path = format!("/events?limit=2&kind=other,stall&cursor={next}");
    }
    assert_eq!(titles, [10, 11, 12, 13, 14].map(|day| format!("On the {day}th")));
    let first = ada.get("/events?limit=2").await.json(200)["next"].as_str().unwrap().to_owned();
    assert_eq!(ada.get(&format!("/events?kind=stall&cursor={first}")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn in_a_change_what_is_left_out_stays_and_null_clears() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({ "bring": "Banners", "summary": "Lobby", "attendance_mode": "hybrid", "online": { "platform": "Zoom", "join_url": "https://zoom.example/1" }, "capacity": { "in_person": 80, "online": 3 } })).await;
    let change = json!({ "bring": null, "capacity": { "online": null } });
    let after = ada.patch(&path_of(&lobby, "events"), &change).await.json(200);
    assert_eq!(after.get("bring"), None);
    assert_eq!((&after["summary"], &after["capacity"]), (&json!("Lobby"), &json!({ "in_person": 80 })));
    assert_eq!(after["revision"].as_i64(), lobby["revision"].as_i64().map(|revision| revision + 1));
    let whole =
        ada.patch(&path_of(&lobby, "events"), &json!({ "title": null, "end": "2026-07-09T20:00" })).await;
    assert_eq!(whole.json(422)["errors"][0]["pointer"], "/title");
}

#[tokio::test]
async fn the_same_request_again_does_nothing_twice() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let key = HeaderName::from_static("idempotency-key");
    let venue = async |name: &str, used: &str| {
        let request = ada.request(Method::POST, "/venues").header(&key, used);
        Answer::to(request.json(&json!({ "name": name }))).await
    };
    let first = venue("Hall", "one").await.json(201);
    assert_eq!(venue("Hall", "one").await.json(201), first);
    assert_eq!(venue("Another", "one").await.json(422)["type"], "urn:problem-type:convenor:key_reused");
    assert_ne!(venue("Hall", "two").await.json(201)["id"], first["id"]);
    assert_eq!(venue("", "three").await.json(422)["type"], venue("", "three").await.json(422)["type"]);

    let lobby = ada.lobby(json!({})).await;
    let path = format!("{}/rsvps", path_of(&lobby, "events"));
    let reply = async || {
        let request = ben.request(Method::POST, &path).header(&key, "one");
        Answer::to(request.json(&json!({ "response": "going", "party_size": 3 }))).await.json(202)
    };
    assert!(reply().await["manage_url"].as_str().unwrap().contains("/r/"));
    assert_eq!(reply().await, json!({ "received": true }), "a secret is never shown twice");
    let counts = ada.get(&format!("{}/counts", path_of(&lobby, "events"))).await.json(200);
    assert_eq!((&counts["going"], &counts["people"]), (&json!(1), &json!(3)));
}

#[tokio::test]
async fn scripts_of_other_origins_may_read_and_reply_and_nothing_else() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let path = path_of(&ada.lobby(json!({})).await, "events");
    let origin = |answer: &Answer| answer.header(ACCESS_CONTROL_ALLOW_ORIGIN).to_owned();
    assert_eq!(origin(&ben.get(&path).await), "*");
    assert_eq!(origin(&ben.get("/events/x").await), "*", "failures can be read too");
    assert_eq!(origin(&ben.post(&format!("{path}/rsvps"), &json!({ "response": "maybe" })).await), "*");
    assert_eq!(origin(&ben.post("/events", &json!({})).await), "");
    let nowhere = ben.get("/nowhere/at/all").await;
    assert_eq!((nowhere.status, origin(&nowhere).as_str()), (StatusCode::NOT_FOUND, "*"));
    let no_way = ben.get(&format!("{path}/publish")).await;
    assert_eq!((no_way.status, origin(&no_way).as_str()), (StatusCode::METHOD_NOT_ALLOWED, "*"));
    assert!(no_way.header(ACCESS_CONTROL_EXPOSE_HEADERS).contains("x-request-id"));
    assert_eq!(origin(&ada.get("/nowhere").await), "", "not with a key");
    assert_eq!(origin(&ben.get("/openapi.json").await), "*");
    assert_eq!(origin(&ada.get(&path).await), "", "not with a key");
    for (path, method, allowed) in [
        (path.clone(), "GET", "GET"),
        (format!("{path}/rsvps"), "POST", "POST"),
        (path.clone(), "PATCH", ""),
        ("/events".to_owned(), "POST", ""),
    ] {
        let request = ben.request(Method::OPTIONS, &path).header(ORIGIN, "https://elsewhere.example");
        let answer = Answer::to(request.header(ACCESS_CONTROL_REQUEST_METHOD, method)).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.header(ACCESS_CONTROL_ALLOW_METHODS), allowed, "{method} {path}");
    }
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let page = format!("/barnet/events/{}", lobby["slug"].as_str().unwrap());
    let client = reqwest::Client::builder().no_proxy().no_gzip().build().unwrap();
    let asked = async |method: Method, path: &str, coding: &str| {
        let request = client.request(method, format!("{}{path}", house.url)).header(ACCEPT_ENCODING, coding);
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let length = headers.get(CONTENT_LENGTH).map(|length| length.to_str().unwrap().to_owned());
        (status, length, headers.get(ETAG).cloned(), answer.bytes().await.unwrap().len())
    };
    let calendar = format!("{page}.ics");
    let thing = format!("/api/v1{}", path_of(&lobby, "events"));
    for path in [
        "/",
        "/barnet",
        &page,
        &calendar,
        "/barnet/calendar.ics",
        &thing,
        "/api/v1/openapi.json",
        "/api/docs",
        "/no",
    ] {
        for coding in ["identity", "gzip"] {
            let (status, length, etag, size) = asked(Method::GET, path, coding).await;
            assert_eq!(length.as_deref(), Some(size.to_string().as_str()), "GET {path}");
            assert_eq!(
                asked(Method::HEAD, path, coding).await,
                (status, length, etag, 0),
                "HEAD {path} {coding}"
            );
        }
    }
}

#[tokio::test]
async fn replies_come_as_a_sheet_that_no_spreadsheet_takes_for_a_formula() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let answer = json!({ "name": "=HYPERLINK(1) Smith", "access_needs": "A seat", "message": "a\nb" });
    assert_eq!(ben.reply(&lobby, answer).await.status, StatusCode::ACCEPTED);
    house.rounds().await;
    let path = format!("{}/rsvps", path_of(&lobby, "events"));
    let sheet = async |query: &str| {
        Answer::to(ada.request(Method::GET, &format!("{path}{query}")).header(ACCEPT, "text/csv")).await
    };
    let door = sheet("").await;
    assert!(door.header(CONTENT_TYPE).starts_with("text/csv"));
    assert!(door.text.contains("'=HYPERLINK(1) S."), "{}", door.text);
    assert!(!door.text.contains("ben@example.org") && !door.text.contains("A seat"));
    assert_eq!(sheet("?columns=contact").await.status, StatusCode::BAD_REQUEST, "why?");
    let contacts = sheet("?columns=contact&reason=to%20ring%20round").await.text;
    assert!(contacts.contains("ben@example.org") && !contacts.contains("A seat"), "{contacts}");
    let listed = ada.get(&path).await.json(200);
    assert_eq!(listed["items"][0]["access_needs"], "A seat");
    let id = &listed["items"][0];
    let changed =
        ada.patch(&path_of(id, "rsvps"), &json!({ "party_size": 2, "message": null })).await.json(200);
    assert_eq!((&changed["party_size"], changed.get("message")), (&json!(2), None));
    house.rounds().await;
    assert_eq!(ada.delete(&path_of(id, "rsvps")).await.status, StatusCode::NO_CONTENT);
    ada.get(&path_of(id, "rsvps")).await.json(404);
}

#[tokio::test]
async fn an_event_is_put_off_taken_up_and_called_off() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let path = path_of(&lobby, "events");
    assert_eq!(ada.delete(&path).await.json(409)["type"], "urn:problem-type:convenor:cancel_first");
    for (act, body, status) in [
        ("suspend", json!({ "message": "Talks have begun.", "notify": true }), "suspended"),
        ("reinstate", json!({}), "confirmed"),
        ("postpone", json!({}), "postponed"),
        ("reinstate", json!({ "start": "2026-09-10T18:00" }), "confirmed"),
        ("cancel", json!({ "notify": false }), "cancelled"),
    ] {
        let after = ada.post(&format!("{path}/{act}"), &body).await.json(200);
        assert_eq!(after["status"], status, "{act}");
    }
    assert_eq!(ada.get(&path).await.json(200)["start_utc"], "2026-09-10T17:00:00Z");
    let stays = ada.delete(&path).await.json(409);
    assert_eq!(stays["type"], "urn:problem-type:convenor:conflict");
    assert_eq!(stays["detail"], "The event was published, so it stays, cancelled.");
    let copy = ada.post(&format!("{path}/duplicate"), &json!({ "start": "2026-10-08" })).await.json(201);
    assert_eq!((&copy["status"], &copy["start"]), (&json!("draft"), &json!("2026-10-08")));
    let rules = json!({ "rules": [{ "days_before": 7, "at": "18:00" }, { "before_start": "PT2H", "attendance": "online" }] });
    let schedule = ada.put(&format!("{}/reminders", path_of(&copy, "events")), &rules).await.json(200);
    assert_eq!((&schedule["rules"], &schedule["inherited"]), (&rules["rules"], &json!(false)));
    let again = ada.put(&format!("{}/reminders", path_of(&copy, "events")), &schedule).await.json(422);
    for (place, read_only) in ["/inherited", "/left_out", "/reminders"].into_iter().enumerate() {
        let told = &again["errors"][place];
        assert_eq!((&told["pointer"], &told["code"]), (&json!(read_only), &json!("read_only")));
    }
    let wrong =
        ada.put(&format!("{path}/reminders"), &json!({ "rules": [{ "at": "18:00" }] })).await.json(422);
    assert_eq!(wrong["errors"][0]["pointer"], "/rules/0");
}

/// The event is remembered between replies: a change by its organiser counts from the next reply on.
#[tokio::test(flavor = "multi_thread")]
async fn closing_and_opening_replies_counts_at_once() {
    let lobby = Announced::lobby(json!({})).await;
    let replies = async |status| {
        let ben = Ben::called(&lobby.house, "ben@example.org");
        ben.reply(&lobby.event, json!({ "party_size": 2 })).await.json(status)
    };
    replies(202).await;
    lobby.patch(json!({ "rsvp": { "closes": "2026-06-01T00:01" } })).await;
    replies(409).await;
    lobby.patch(json!({ "rsvp": { "closes": "2026-07-09T12:00" } })).await;
    replies(202).await;
    lobby.patch(json!({ "rsvp": { "closes": "2026-07-09T12:00", "max_party": 1 } })).await;
    replies(422).await;
    lobby.house.rounds().await;
}

#[tokio::test]
async fn a_new_address_of_what_people_know_is_warned_of() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let warned = async |path: &str, change: Value| {
        let after = ada.patch(path, &change).await.json(200);
        let codes = after["warnings"].as_array().cloned().unwrap_or_default();
        codes.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let known = path_of(&ada.lobby(json!({})).await, "events");
    assert_eq!(warned(&known, json!({ "title": "Banners up" })).await, Vec::<String>::new());
    assert_eq!(warned(&known, json!({ "visibility": "unlisted" })).await, ["address_changed"]);
    assert_eq!(warned(&known, json!({ "visibility": "public" })).await, Vec::<String>::new());
    assert_eq!(warned(&known, json!({ "slug": "july" })).await, ["address_changed"]);
    let draft = json!({ "kind": "lobby", "title": "Lobby", "start": "2026-07-09T18:00", "timezone": "Europe/London" });
    let draft = path_of(&ada.post("/events", &draft).await.json(201), "events");
    assert_eq!(warned(&draft, json!({ "visibility": "unlisted" })).await, Vec::<String>::new());
}

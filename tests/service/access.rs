//! Every operation of the contract, tried by every kind of caller. An operation without a row here fails.

use std::collections::BTreeSet;

use convenor::web::api;
use entity::value::Scope;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben, Caller};

/// What one operation answers: to nobody; to a key of another organisation that has every scope; to a key without the
/// scope; to one with it.
struct Row {
    operation: &'static str,
    needs: Scope,
    answers: [u16; 4],
}

const fn row(operation: &'static str, needs: Scope, answers: [u16; 4]) -> Row {
    Row { operation, needs, answers }
}

const ROWS: &[Row] = &[
    row("get_organisation", Scope::EventsRead, [200, 200, 403, 200]),
    row("get_members_calendar", Scope::Admin, [401, 404, 403, 200]),
    row("replace_members_calendar", Scope::Admin, [401, 404, 403, 200]),
    row("list_venues", Scope::EventsRead, [401, 200, 403, 200]),
    row("create_venue", Scope::EventsWrite, [401, 201, 403, 201]),
    row("get_venue", Scope::EventsRead, [401, 404, 403, 200]),
    row("update_venue", Scope::EventsWrite, [401, 404, 403, 200]),
    row("delete_venue", Scope::EventsWrite, [401, 404, 403, 204]),
    row("list_campaigns", Scope::EventsRead, [401, 200, 403, 200]),
    row("create_campaign", Scope::EventsWrite, [401, 201, 403, 201]),
    row("get_campaign", Scope::EventsRead, [401, 404, 403, 200]),
    row("update_campaign", Scope::EventsWrite, [401, 404, 403, 200]),
    row("list_events", Scope::EventsRead, [400, 200, 403, 200]),
    row("create_event", Scope::EventsWrite, [401, 201, 403, 201]),
    row("get_event", Scope::EventsRead, [404, 404, 403, 200]),
    row("update_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("delete_event", Scope::EventsWrite, [401, 404, 403, 204]),
    row("publish_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("postpone_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("suspend_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("cancel_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("reinstate_event", Scope::EventsWrite, [401, 404, 403, 200]),
    row("duplicate_event", Scope::EventsWrite, [401, 404, 403, 201]),
    row("list_occurrences", Scope::EventsRead, [404, 404, 403, 200]),
    row("create_occurrence", Scope::EventsWrite, [401, 404, 403, 201]),
    row("delete_occurrence", Scope::EventsWrite, [401, 404, 403, 204]),
    row("get_occurrence", Scope::EventsRead, [404, 404, 403, 200]),
    row("update_occurrence", Scope::EventsWrite, [401, 404, 403, 200]),
    row("split_event", Scope::EventsWrite, [401, 404, 403, 201]),
    row("cancel_occurrence", Scope::EventsWrite, [401, 404, 403, 200]),
    row("reinstate_occurrence", Scope::EventsWrite, [401, 404, 403, 200]),
    row("create_rsvp", Scope::RsvpsCreate, [404, 404, 403, 202]),
    row("list_rsvps", Scope::RsvpsRead, [401, 404, 403, 200]),
    row("get_rsvp", Scope::RsvpsRead, [401, 404, 403, 200]),
    row("update_rsvp", Scope::RsvpsWrite, [401, 404, 403, 200]),
    row("delete_rsvp", Scope::RsvpsWrite, [401, 404, 403, 204]),
    row("get_counts", Scope::EventsRead, [404, 404, 403, 200]),
    row("get_reminders", Scope::EventsRead, [401, 404, 403, 200]),
    row("set_reminders", Scope::EventsWrite, [401, 404, 403, 200]),
    row("create_import", Scope::EventsWrite, [401, 200, 403, 200]),
    row("list_deliveries", Scope::RsvpsRead, [401, 404, 403, 200]),
    row("create_calendar_subscription", Scope::RsvpsCreate, [202, 404, 403, 202]),
    row("regenerate_calendar_subscription", Scope::RsvpsCreate, [404, 404, 403, 404]),
    row("revoke_calendar_subscription", Scope::RsvpsCreate, [404, 404, 403, 404]),
];

/// What no key opens: it is signed, and has tests of its own in `letters_that_come_back`.
const SIGNED: &str = "receive_letter";

/// One thing of each sort, all of one organisation. The event is a members' event: what is not yours is not there.
struct Things {
    venue: String,
    campaign: String,
    event: String,
    date: String,
    reply: String,
}

async fn things(ada: &Ada, operation: &str) -> Things {
    let id = |made: &Value| made["id"].as_str().unwrap().to_owned();
    let venue = id(&ada.post("/venues", &json!({ "name": "Hall" })).await.json(201));
    let campaign = json!({ "slug": format!("{}-campaign", operation.replace('_', "-")), "name": "Pay", "kind": "dispute" });
    let campaign = id(&ada.post("/campaigns", &campaign).await.json(201));
    let facts = json!({ "visibility": "members", "attendance_mode": "in_person" });
    let lobby = if operation == "publish_event" || operation == "delete_event" {
        let draft = json!({
            "kind": "lobby", "title": "Lobby", "start": "2026-07-09T18:00", "timezone": "Europe/London",
            "no_fixed_end": true, "access_statement": "not checked yet", "visibility": "members",
            "meeting_point": "By the steps", "contact": { "email": "office@example.org" },
            "venue": { "name": "Town Hall" },
        });
        ada.post("/events", &draft).await.json(201)
    } else if ["create_occurrence", "delete_occurrence", "split_event"].contains(&operation) {
        let repeats = json!({ "every": "week", "times": 3 });
        ada.lobby(json!({ "visibility": "members", "attendance_mode": "in_person", "repeats": repeats }))
            .await
    } else {
        ada.lobby(facts).await
    };
    let event = id(&lobby);
    let mut date = lobby["occurrence_id"].as_str().unwrap().to_owned();
    if operation == "split_event" {
        let dates = ada.get(&format!("/events/{event}/occurrences")).await.json(200);
        date = id(&dates["items"][1]);
    }
    let reply = ada.post(&format!("/events/{event}/rsvps"), &json!({ "response": "maybe" })).await;
    let reply =
        serde_json::from_str::<Value>(&reply.text).unwrap()["id"].as_str().unwrap_or_default().to_owned();
    match operation {
        "reinstate_event" => drop(ada.post(&format!("/events/{event}/suspend"), &json!({})).await.json(200)),
        "reinstate_occurrence" => {
            drop(ada.post(&format!("/occurrences/{date}/cancel"), &json!({})).await.json(200));
        }
        _ => {}
    }
    Things { venue, campaign, event, date, reply }
}

/// The operations of the document: id, method, path.
fn operations() -> Vec<(String, Method, String)> {
    let document = api::openapi();
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, operations)| {
        operations.as_object().unwrap().iter().map(move |(method, operation)| {
            let method = method.to_uppercase().parse().unwrap();
            (operation["operationId"].as_str().unwrap().to_owned(), method, path.clone())
        })
    });
    all.collect()
}

fn filled(path: &str, things: &Things) -> String {
    let id = match path.split('/').nth(1).unwrap() {
        "venues" => &things.venue,
        "campaigns" => &things.campaign,
        "events" => &things.event,
        "occurrences" => &things.date,
        "rsvps" => &things.reply,
        _ => "",
    };
    path.replace("{id}", id).replace("{org}", "barnet")
}

fn body(operation: &str) -> Value {
    match operation {
        "create_venue" => json!({ "name": "Another hall" }),
        "create_campaign" => json!({ "slug": "another", "name": "Another", "kind": "campaign" }),
        "create_event" => {
            json!({ "kind": "other", "title": "A stall", "start": "2026-07-09T18:00", "timezone": "Europe/London" })
        }
        "create_rsvp" => json!({ "response": "maybe" }),
        "create_occurrence" => json!({ "start": "2026-07-10T18:00" }),
        "create_calendar_subscription" => json!({ "organisation": "barnet", "email": "ben@example.org" }),
        "regenerate_calendar_subscription" | "revoke_calendar_subscription" => json!({ "token": "aaaa" }),
        "create_import" => {
            json!({ "ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20990701T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" })
        }
        "set_reminders" => json!({ "rules": [{ "before_start": "P1D" }] }),
        _ => json!({}),
    }
}

async fn ask(
    caller: &Caller,
    (operation, method, path): &(String, Method, String),
    things: &Things,
) -> Answer {
    let request = caller.request(method.clone(), &filled(path, things));
    Answer::to(if *method == Method::GET || *method == Method::DELETE {
        request
    } else {
        request.header(CONTENT_TYPE, "application/json").json(&body(operation))
    })
    .await
}

#[tokio::test]
async fn every_operation_answers_every_kind_of_caller_as_the_contract_says() {
    let mut house = House::open().await;
    house.letters_may_wait();
    let ada = Ada::of(&house).await;
    let nobody = Ben::of(&house);
    let stranger = Ada::of_branch(&house, "camden", &[Scope::Admin]).await;
    for operation in operations().into_iter().filter(|(id, ..)| id != SIGNED) {
        let row = ROWS.iter().find(|row| row.operation == operation.0);
        let row = row.unwrap_or_else(|| panic!("{} has no row in access.rs", operation.0));
        let others: Vec<Scope> =
            Scope::ALL.iter().copied().filter(|scope| !grants(*scope, row.needs)).collect();
        let without = Ada::of_branch(&house, "barnet", &others).await;
        let with = Ada::of_branch(&house, "barnet", &[row.needs]).await;
        let things = things(&ada, row.operation).await;
        let callers: [&Caller; 4] = [&nobody, &stranger, &without, &with];
        for (caller, (who, expected)) in callers
            .into_iter()
            .zip(["nobody", "a stranger", "without the scope", "with the scope"].into_iter().zip(row.answers))
        {
            let answer = ask(caller, &operation, &things).await;
            assert_eq!(answer.status.as_u16(), expected, "{} {who}: {}", row.operation, answer.text);
            if expected == 403 {
                assert!(
                    answer.text.contains(row.needs.as_str()),
                    "{} names the scope: {}",
                    row.operation,
                    answer.text
                );
            }
        }
    }
}

/// Whether a key with `scope` may do what needs `needed`.
fn grants(scope: Scope, needed: Scope) -> bool {
    scope == needed || scope == Scope::Admin || (needed, scope) == (Scope::RsvpsCreate, Scope::RsvpsWrite)
}

#[test]
fn every_row_names_an_operation_and_the_document_names_its_scope() {
    let document = api::openapi();
    let known: BTreeSet<String> = operations().into_iter().map(|(id, ..)| id).collect();
    for row in ROWS {
        assert!(known.contains(row.operation), "{} is no operation", row.operation);
    }
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            if operation["operationId"] == SIGNED {
                assert_eq!(operation["security"], json!([{ "signature": [] }]));
                continue;
            }
            let row = ROWS.iter().find(|row| operation["operationId"] == row.operation).unwrap();
            let choices = operation["security"].as_array().unwrap();
            assert!(
                choices.contains(&json!({ "key": [row.needs.as_str()] })),
                "{}: {choices:?}",
                row.operation
            );
            let open = row.answers[0] != 401;
            assert_eq!(choices.contains(&json!({})), open, "{} says whether a key is needed", row.operation);
        }
    }
}

#[tokio::test]
async fn a_key_that_only_posts_replies_reads_nothing() {
    let mut house = House::open().await;
    house.letters_may_wait();
    let ada = Ada::of(&house).await;
    let form = Ada::of_branch(&house, "barnet", &[Scope::RsvpsCreate]).await;
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}", lobby["id"].as_str().unwrap());
    let reply = json!({ "response": "going", "name": "Ben", "email": "ben@example.org" });
    assert_eq!(form.post(&format!("{path}/rsvps"), &reply).await.json(202), json!({ "received": true }));
    for read in [path.clone(), format!("{path}/rsvps"), format!("{path}/counts"), "/events".to_owned()] {
        form.get(&read).await.json(403);
    }
}

#[tokio::test]
async fn the_joining_link_is_read_back_only_by_who_reads_replies() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let reader = Ada::of_branch(&house, "barnet", &[Scope::EventsRead]).await;
    let ben = Ben::of(&house);
    let online =
        json!({ "platform": "Zoom", "join_url": "https://zoom.example/secret", "dial_in": "020 7946 0001" });
    let lobby =
        ada.lobby(json!({ "attendance_mode": "hybrid", "online": online, "external_id": "wp-1" })).await;
    let path = format!("/events/{}", lobby["id"].as_str().unwrap());
    assert_eq!(ada.get(&path).await.json(200)["online"], online);
    for (text, sees_id) in [(reader.get(&path).await.text, true), (ben.get(&path).await.text, false)] {
        assert!(!text.contains("secret") && !text.contains("7946 0001"), "{text}");
        assert_eq!(text.contains("wp-1"), sees_id, "{text}");
    }
}

//! An event that goes online, or comes back to a room: whoever said yes takes part in the way that is left.

use serde_json::{Value, json};

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

fn zoom() -> Value {
    json!({ "platform": "Zoom", "join_url": "https://zoom.example/j/1", "reveal_minutes_before": 30 })
}

async fn lobby(facts: Value) -> Announced {
    let lobby = Announced::lobby(facts).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby
}

async fn goes_online(lobby: &Announced) {
    lobby.patch(json!({ "attendance_mode": "online", "online": zoom() })).await;
}

/// People who have a place, parties that wait, people in person, people online.
async fn counts(lobby: &Announced) -> [i64; 4] {
    let counts = lobby.ada.get(&format!("/events/{}/counts", lobby.id())).await.json(200);
    ["people", "waiting", "in_person", "online"].map(|number| counts[number].as_i64().unwrap())
}

fn address<'a>(text: &'a str, path: &str) -> &'a str {
    text.split_whitespace().find(|word| word.contains(path)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_to_be_in_the_room_is_told_how_to_join_and_gets_the_link() {
    let lobby = lobby(json!({})).await;
    lobby.answers(BEN, json!({ "party_size": 3 })).await;
    goes_online(&lobby).await;
    assert_eq!(counts(&lobby).await, [3, 0, 0, 3]);
    lobby.minutes_pass(5).await;
    let letter = lobby.latest(BEN);
    assert_eq!(letter.subject, "Changed: Thursday 9 July, 6pm, now online");
    let (was, now) = letter.text.split_once("IT IS NOW").unwrap();
    assert!(was.contains("Hendon Town Hall") && now.contains("Online (Zoom)"), "{}", letter.text);
    assert!(now.contains("Your link to join comes 30 minutes before we start."), "{}", letter.text);
    assert!(!now.contains("zoom.example") && !now.contains("The way there"), "{}", letter.text);

    let slug = lobby.event["slug"].as_str().unwrap();
    let page = lobby.house.browser().open(&format!("/barnet/events/{slug}")).await;
    assert!(!page.text().contains("The Burroughs"), "{}", page.text());
    assert!(page.links().iter().all(|(_, url)| !url.as_str().contains("Hendon")), "{:?}", page.links());
    lobby.at("2026-07-09T16:30Z").await;
    assert!(lobby.latest(BEN).text.contains("https://zoom.example/j/1"), "{}", lobby.latest(BEN).text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_link_has_left_already_gets_it_with_the_news() {
    let lobby = lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-07-09T16:40Z").await;
    goes_online(&lobby).await;
    lobby.minutes_pass(1).await;
    lobby.minutes_pass(1).await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("now online") || text.contains("Online (Zoom)"), "{text}");
    assert!(text.contains("https://zoom.example/j/1"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_to_join_online_is_told_where_to_go() {
    let lobby = lobby(json!({ "attendance_mode": "online", "online": zoom(), "venue": null })).await;
    lobby.coming(BEN).await;
    let hall = json!({ "name": "Hendon Town Hall", "street": "The Burroughs", "postcode": "NW4 4BG" });
    lobby.patch(json!({ "attendance_mode": "in_person", "online": null, "venue": hall })).await;
    lobby.minutes_pass(5).await;
    let text = lobby.latest(BEN).text;
    let (was, now) = text.split_once("IT IS NOW").unwrap();
    assert!(was.contains("Online") && !was.contains("Hendon"), "{text}");
    assert!(now.contains("Hendon Town Hall, The Burroughs, NW4 4BG"), "{text}");
    assert!(now.contains("You can take part in person."), "{text}");
    assert_eq!(counts(&lobby).await, [1, 0, 1, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn yes_can_still_be_said_by_the_link_in_the_letter() {
    let lobby = lobby(json!({})).await;
    lobby.coming(BEN).await;
    goes_online(&lobby).await;
    lobby.minutes_pass(5).await;
    let letter = lobby.latest(BEN).text;
    let mut page = lobby.house.browser().open(address(&letter, "/r/")).await;
    for answer in ["Maybe", "I'm coming"] {
        page = page.form("Save my answer").choose(answer).send().await;
        assert!(page.text().contains("Your answer is saved."), "{answer}: {}", page.text());
    }
    assert_eq!(counts(&lobby).await, [1, 0, 0, 1]);
    lobby.house.rounds().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_chose_counts_again_when_both_ways_are_back() {
    let facts = json!({
        "attendance_mode": "hybrid", "online": zoom(), "capacity": { "in_person": 2, "online": 300 },
    });
    let lobby = lobby(facts).await;
    for (email, way) in [(BEN, "in_person"), ("dee@example.org", "in_person"), (CAL, "online")] {
        lobby.answers(email, json!({ "attendance": way, "party_size": 2 })).await;
    }
    assert_eq!(counts(&lobby).await, [4, 1, 2, 2], "one party waits for the room");
    lobby.patch(json!({ "attendance_mode": "online", "capacity": { "in_person": null } })).await;
    assert_eq!(counts(&lobby).await, [4, 1, 0, 4], "it waits on until its turn comes");
    lobby.minutes_pass(5).await;
    assert_eq!(counts(&lobby).await, [6, 0, 0, 6], "who waited has a place now");
    assert_eq!(lobby.subjects(CAL).len(), 1, "nothing changes for who was to join online");

    lobby.patch(json!({ "attendance_mode": "hybrid", "capacity": { "in_person": 2 } })).await;
    assert_eq!(counts(&lobby).await, [6, 0, 4, 2], "nobody is removed");
    lobby.minutes_pass(5).await;
}

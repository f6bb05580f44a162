//! Who joins online is told how to join, and nothing of the hall where the others meet.

use serde_json::json;

use crate::house::announced::Announced;
use crate::house::own_calendar::BEN;
use crate::house::subscriber::{get, unfolded};

const CAL: &str = "cal@example.org";
/// What is said of the hall, in words that nothing else has.
const HALL: [&str; 8] =
    ["Hendon", "NW4", "by the steps", "Meet:", "GEO", "Turn right", "Main hall", "Ring the bell"];

async fn hybrid() -> Announced {
    let venue = json!({
        "name": "Hendon Town Hall", "street": "The Burroughs", "postcode": "NW4 4BG", "standing_point": "Outside, by the steps",
        "latitude": 51.589, "longitude": -0.229,
        "directions": [{ "mode": "tube", "from": "Hendon Central", "minutes": 11, "steps": ["Turn right"] }],
        "access": { "statement": "Ring the bell", "step_free": true },
    });
    Announced::lobby(json!({
        "kind": "training", "target": null, "attendance_mode": "hybrid", "venue": venue, "room": "Main hall", "access_statement": null,
        "online": { "platform": "Zoom", "join_url": "https://zoom.example/j/secret" },
    }))
    .await
}

impl Announced {
    /// The entry in the latest letter to somebody, and the one in their own calendar.
    async fn entries_of(&self, email: &str) -> [String; 2] {
        let mailed = self.latest(email).calendar.unwrap().1;
        self.asks_for_calendar(email).await;
        let own = get(self, &self.calendar_in_letter(email)).await.text();
        [mailed, own].map(|text| unfolded(&text).replace("\n ", ""))
    }
}

#[tokio::test]
async fn who_joins_online_is_not_sent_to_the_hall() {
    let training = hybrid().await;
    training.answers(BEN, json!({ "attendance": "online" })).await;
    training.answers(CAL, json!({ "attendance": "in_person" })).await;
    training.house.rounds().await;
    for entry in training.entries_of(BEN).await {
        assert!(entry.contains("LOCATION:Online"), "{entry}");
        for word in HALL {
            assert!(!entry.contains(word), "{word}: {entry}");
        }
    }
    for entry in training.entries_of(CAL).await {
        for word in HALL {
            assert!(entry.contains(word), "{word}: {entry}");
        }
    }
}

#[tokio::test]
async fn the_access_that_the_event_itself_says_is_for_those_online_too() {
    let training = hybrid().await;
    training.patch(json!({ "access_statement": "There will be captions" })).await;
    training.answers(BEN, json!({ "attendance": "online" })).await;
    training.house.rounds().await;
    for entry in training.entries_of(BEN).await {
        assert!(entry.contains("Access: There will be captions"), "{entry}");
    }
}

#[tokio::test]
async fn what_went_online_says_no_more_of_its_hall() {
    let training = hybrid().await;
    training
        .patch(json!({ "attendance_mode": "online", "access_statement": "There will be captions" }))
        .await;
    let slug = training.event["slug"].as_str().unwrap();
    let feed = unfolded(&get(&training, "/barnet/calendar.ics").await.text());
    let page = get(&training, &format!("/barnet/events/{slug}")).await.text();
    assert!(!page.contains("A way in without steps"), "{page}");
    for text in [feed, page] {
        assert!(text.contains("There will be captions"), "{text}");
        for word in HALL {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

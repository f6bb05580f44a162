//! Nobody is sent to somebody's home, and a place that turns out to be one is shown no more.

use serde_json::json;

use crate::hidden_places::{assert_hidden, venue};
use crate::house::announced::Announced;
use crate::house::cast::Ben;

#[tokio::test]
async fn a_venue_becomes_no_home_while_people_are_on_their_way_to_it() {
    let lobby = Announced::lobby(json!({ "venue": venue(1) })).await;
    let path = format!("/venues/{}", lobby.event["venue_id"].as_str().unwrap());
    let home = json!({ "private_home": true });
    let refused = lobby.ada.patch(&path, &home).await.json(422);
    let said = &refused["errors"][0];
    assert_eq!((&said["pointer"], &said["code"]), (&json!("/private_home"), &json!("in_use")), "{refused}");

    // Once it is over, what everybody could read of it goes.
    lobby.house.clock.set("2026-07-10T10:00:00Z");
    let page = lobby.page_path();
    let event = format!("/events/{}", lobby.id());
    let read = async || {
        let mut texts = lobby
            .read(vec!["/barnet/calendar.ics".into(), format!("{page}.ics"), page.clone(), "/barnet".into()])
            .await;
        texts.push(("the API".into(), Ben::of(&lobby.house).get(&event).await.json(200).to_string()));
        texts
    };
    assert!(read().await.iter().any(|(_, text)| text.contains("SECRET Hall")));
    lobby.ada.patch(&path, &home).await.json(200);
    let texts = read().await;
    assert_hidden("a home", &texts);
    assert!(texts[2].1.contains("We do not show the exact place here."), "{}", texts[2].1);
    assert_eq!(
        lobby.ada.get(&event).await.json(200)["venue"]["name"],
        "SECRET Hall",
        "its own officers see it"
    );
}

#[tokio::test]
async fn a_date_that_was_at_a_home_of_its_own_says_nothing_of_it() {
    let weekly = json!({ "no_fixed_end": false, "end": "2026-07-09T20:00", "repeats": { "every": "week", "times": 2 } });
    let lobby = Announced::lobby(weekly).await;
    let home = lobby.ada.post("/venues", &venue(1)).await.json(201)["id"].clone();
    let second = format!("/occurrences/{}", lobby.date_on("2026-07-16").await);
    let there = json!({ "venue_id": home, "room": "SECRET kitchen" });
    lobby.ada.patch(&second, &there).await.json(200);
    lobby.house.clock.set("2026-07-17T10:00:00Z");
    let home = format!("/venues/{}", home.as_str().unwrap());
    lobby.ada.patch(&home, &json!({ "private_home": true })).await.json(200);
    let ben = Ben::of(&lobby.house);
    for path in [second, format!("/events/{}/occurrences", lobby.id())] {
        let text = ben.get(&path).await.json(200).to_string();
        assert_hidden("a home", &[(path, text)]);
    }
}

#[tokio::test]
async fn no_date_of_what_is_announced_is_at_a_home() {
    let facts = json!({ "no_fixed_end": false, "end": "2026-07-09T20:00", "repeats": { "every": "week", "times": 3 } });
    let lobby = Announced::lobby(facts).await;
    let mut home = venue(1);
    home["private_home"] = json!(true);
    let home = json!({ "venue_id": lobby.ada.post("/venues", &home).await.json(201)["id"] });
    let park =
        json!({ "venue_id": lobby.ada.post("/venues", &json!({ "name": "Park" })).await.json(201)["id"] });
    let first = format!("/occurrences/{}", lobby.date_on("2026-07-09").await);
    let second = format!("/occurrences/{}", lobby.date_on("2026-07-16").await);
    let event = format!("/events/{}", lobby.id());
    // The next date has a place of its own; the others would be at the home.
    lobby.ada.patch(&first, &park).await.json(200);
    for path in [&second, &event] {
        let refused = lobby.ada.patch(path, &home).await.json(422);
        assert_eq!(refused["errors"][0]["code"], "private_home", "{path}: {refused}");
    }
    let copy = lobby
        .ada
        .post(&format!("{event}/duplicate"), &json!({ "start": "2026-08-06T18:00" }))
        .await
        .json(201);
    let copy = format!("/events/{}", copy["id"].as_str().unwrap());
    lobby.ada.patch(&copy, &home).await.json(200);
    let refused = lobby.ada.post(&format!("{copy}/publish"), &json!({})).await.json(422);
    assert_eq!(refused["errors"][0]["code"], "private_home", "a draft may be anywhere: {refused}");
}

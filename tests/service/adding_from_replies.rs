//! The ways into a calendar on the page of a reply and on the one after it: no more than its letters bring.

use serde_json::json;

use crate::adding_from_letters::{BEN, enters, field, location, said, says_yes, way};
use crate::house::announced::Announced;
use crate::house::mail_client::HEARS;
use crate::house::subscriber::get;

#[tokio::test]
async fn the_page_of_a_reply_leads_to_what_its_letters_bring() {
    let hybrid =
        json!({ "attendance_mode": "hybrid", "online": { "join_url": "https://zoom.example/j/secret" } });
    let ends = json!({ "kind": "picket", "title": "Strike picket", "end": "2026-07-09T20:00", "no_fixed_end": false });
    let mut members = ends.clone();
    members["visibility"] = json!("members");
    for (facts, answer) in
        [(ends, json!({})), (members, json!({})), (hybrid, json!({ "attendance": "online" }))]
    {
        let lobby = Announced::lobby_with(HEARS, facts).await;
        enters(&lobby, answer).await;
        lobby.house.rounds().await;
        let letter = lobby.latest(BEN);
        let manage = letter.manages();
        let page = lobby.house.browser().open(&format!("/r/{manage}")).await;
        let file = page.link("Add to my calendar").path().to_owned();
        assert_eq!(file, way(&lobby, &letter, "/add/file"));
        let (file, (_, mailed)) = (get(&lobby, &file).await.text(), letter.calendar.clone().unwrap());
        for name in ["UID", "SEQUENCE", "SUMMARY", "LOCATION", "CLASS"] {
            assert_eq!(said(&file, name), said(&mailed, name), "{name}");
        }
        let is_picket = lobby.event["kind"] == "picket";
        let follows = page.links().iter().any(|(_, to)| to.scheme() == "webcal");
        assert_eq!(follows, !is_picket, "what one follows names it");
        let ics = page.links().iter().filter(|(_, to)| to.path().ends_with(".ics")).count();
        assert_eq!(ics, usize::from(follows), "{:?}", page.links());
        for (said, end) in [
            ("Google Calendar", "/add/google"),
            ("Outlook.com", "/add/outlook"),
            ("Microsoft 365", "/add/office365"),
        ] {
            way(&lobby, &letter, end);
            let there = page.link(said).to_string();
            assert!(!there.contains("Strike") && !there.contains("%2Fm%2F"), "{there}");
        }
    }
}

#[tokio::test]
async fn the_page_after_a_reply_offers_no_entry_that_says_more_than_the_letter_will() {
    let online = json!({ "join_url": "https://zoom.example/j/secret" });
    for (facts, chosen, offers) in [
        (json!({ "kind": "picket", "title": "Strike picket" }), None, false),
        (json!({ "attendance_mode": "hybrid", "online": online }), Some("Online"), false),
        (json!({ "attendance_mode": "hybrid", "online": online }), Some("In the room"), true),
        (json!({}), None, true),
    ] {
        let lobby = Announced::lobby(facts).await;
        let page = format!("/barnet/events/{}/reply", lobby.event["slug"].as_str().unwrap());
        for by_letter in [true, false] {
            let form = lobby.house.browser().open(&page).await;
            lobby.house.clock.pass(std::time::Duration::from_secs(60));
            let mut form = form.form("I'll be there");
            if let Some(way) = chosen {
                form = form.choose(way);
            }
            if by_letter {
                form = form.fill("Your email", BEN);
            }
            let thanks = form.send().await;
            let links = thanks.links();
            let file = links.iter().any(|(_, to)| to.scheme() != "webcal" && to.path().ends_with(".ics"));
            assert_eq!(file, offers && by_letter, "{chosen:?} {links:?}");
            assert_eq!(links.iter().any(|(_, to)| to.path().ends_with("/add/file")), !by_letter, "{links:?}");
            let google = thanks.link("Google Calendar").to_string();
            assert!(!google.contains("Strike"), "{google}");
            let said = "The letter brings a file for your calendar.";
            assert_eq!(thanks.text().contains(said), by_letter && !offers, "{}", thanks.text());
        }
        lobby.house.rounds().await;
    }
}

#[tokio::test]
async fn a_calendar_elsewhere_hears_the_place_that_is_shown_to_who_replied() {
    let hidden = json!({ "place_shown": "replied", "area": "Hendon" });
    let lobby = says_yes(hidden, json!({})).await;
    let page = format!("/barnet/events/{}/add/google", lobby.event["slug"].as_str().unwrap());
    let letter = lobby.latest(BEN);
    for (link, exact) in [(page, false), (way(&lobby, &letter, "/add/google"), true)] {
        let place = field(&location(&get(&lobby, &link).await), "location");
        assert_eq!(place.contains("Town Hall"), exact, "{place}");
    }
    let manage = letter.manages();
    let reply = lobby.replies().await[0].id;
    for response in ["going", "maybe"] {
        lobby.changes_reply(reply, json!({ "response": response })).await;
        let page = lobby.house.browser().open(&format!("/r/{manage}")).await;
        assert!(field(page.link("Google Calendar").as_str(), "location").contains("Town Hall"));
        assert!(page.text().contains("Town Hall"), "{response}: {}", page.text());
    }
    lobby.changes_reply(reply, json!({ "response": "not_going" })).await;
    let page = lobby.house.browser().open(&format!("/r/{manage}")).await;
    assert!(!page.text().contains("Town Hall"), "{}", page.text());
    lobby.house.rounds().await;
}

#[tokio::test]
async fn who_waits_for_a_place_is_offered_no_entry() {
    for facts in [json!({ "kind": "picket" }), json!({})] {
        let mut full = json!({ "capacity": { "in_person": 1 } });
        full.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
        let full = Announced::lobby_with(HEARS, full).await;
        full.answers("ann@example.org", json!({})).await;
        let page = format!("/barnet/events/{}/reply", full.event["slug"].as_str().unwrap());
        let form = full.house.browser().open(&page).await;
        full.house.clock.pass(std::time::Duration::from_secs(60));
        let thanks = form.form("Join the waiting list").fill("Your email", BEN).send().await;
        assert!(thanks.text().contains("waiting list"), "{}", thanks.text());
        full.house.rounds().await;
        let letter = full.latest(BEN);
        let manage = letter.manages();
        let manage = full.house.browser().open(&format!("/r/{manage}")).await;
        for page in [thanks, manage] {
            assert!(!page.text().contains("Put it in your calendar"), "{}", page.text());
        }
    }
}

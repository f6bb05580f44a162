//! Calendars that people subscribe to: what is in them for whom, and when they change.

use std::io::Read;
use std::time::Duration;

use calcard::icalendar::ICalendarProperty;
use reqwest::Method;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    VARY,
};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::subscriber::{ask, entries, get, said, titles, unfolded};

const PUBLIC: &str = "/barnet/calendar.ics";

impl Announced {
    async fn event(&self, title: &str, visibility: &str) -> serde_json::Value {
        self.ada.lobby(json!({ "title": title, "visibility": visibility })).await
    }
}

#[tokio::test]
async fn each_calendar_holds_what_its_readers_may_see() {
    let lobby = Announced::lobby(json!({ "title": "Open" })).await;
    lobby.event("Hidden", "unlisted").await;
    lobby.event("Ours", "members").await;
    lobby
        .ada
        .post("/events", &json!({ "kind": "lobby", "title": "Draft", "start": "2026-07-09T18:00", "timezone": "Europe/London" }))
        .await
        .json(201);
    assert_eq!(titles(&get(&lobby, PUBLIC).await.text()), ["Open"]);
    let mut members = titles(&get(&lobby, &lobby.members_path().await).await.text());
    members.sort();
    assert_eq!(members, ["Open", "Ours"]);
}

#[tokio::test]
async fn a_single_event_has_its_own_file_unless_it_is_for_members() {
    let lobby = Announced::lobby(json!({})).await;
    let hidden = lobby.event("Hidden", "unlisted").await;
    let ours = lobby.event("Ours", "members").await;
    let file = |event: &serde_json::Value| format!("/barnet/events/{}.ics", event["slug"].as_str().unwrap());
    let open = get(&lobby, &file(&lobby.event)).await;
    let entry = entries(&open.text()).remove(0);
    assert_eq!(said(&entry, &ICalendarProperty::Uid), lobby.id().to_string());
    let title = lobby.event["title"].as_str().unwrap();
    let text = unfolded(&open.text());
    for said in [format!("\nNAME:{title}\r"), format!("\nX-WR-CALNAME:{title}\r")] {
        assert!(text.contains(&said), "{said} in {text}");
    }
    let source = text.lines().find(|line| line.starts_with("SOURCE")).unwrap();
    assert!(
        source.ends_with(&file(&lobby.event)),
        "a client refreshes this event, not the programme: {source}"
    );
    assert_eq!(titles(&get(&lobby, &file(&hidden)).await.text()), ["Hidden"]);
    assert_eq!(get(&lobby, &file(&ours)).await.status, 404);
    let members = lobby.members_path().await;
    let path = format!("{}/events/{}.ics", members.trim_end_matches(".ics"), ours["slug"].as_str().unwrap());
    assert_eq!(titles(&get(&lobby, &path).await.text()), ["Ours"]);
    assert_eq!(get(&lobby, "/barnet/events/nothing.ics").await.status, 404);
    assert_eq!(get(&lobby, "/nobody/calendar.ics").await.status, 404);
}

#[tokio::test]
async fn an_entry_says_when_where_how_to_get_there_and_whom_to_ask() {
    let lobby = Announced::lobby(json!({ "bring": "Banners" })).await;
    let got = get(&lobby, PUBLIC).await;
    assert_eq!(got.header(CONTENT_TYPE), "text/calendar; charset=utf-8");
    let text = unfolded(&got.text());
    assert!(text.contains("METHOD:PUBLISH"), "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20260709T180000"), "{text}");
    assert!(text.contains("BEGIN:VTIMEZONE"), "{text}");
    let entry = entries(&got.text()).remove(0);
    let place = said(&entry, &ICalendarProperty::Location);
    assert!(place.contains("Hendon Town Hall") && place.contains("NW4 4BG"), "{place}");
    let about = said(&entry, &ICalendarProperty::Description);
    for words in ["Hendon Central", "Turn right out of the station", "Banners", "office@example.org"] {
        assert!(about.contains(words), "{words} in {about}");
    }
    for absent in ["ATTENDEE", "ORGANIZER"] {
        assert!(!text.contains(absent), "{text}");
    }
}

#[tokio::test]
async fn what_is_called_off_stays_and_says_so_and_what_became_private_just_goes() {
    let lobby = Announced::lobby(json!({ "title": "Open" })).await;
    lobby.event("Second", "public").await;
    lobby.act("cancel", json!({})).await;
    let text = get(&lobby, PUBLIC).await.text();
    let mut found = titles(&text);
    found.sort();
    assert_eq!(found, ["CANCELLED: Open", "Second"]);
    assert!(text.contains("STATUS:CANCELLED"), "{text}");

    let lobby = Announced::lobby(json!({ "title": "Open" })).await;
    lobby.event("Second", "public").await;
    lobby.patch(json!({ "visibility": "members" })).await;
    let text = get(&lobby, PUBLIC).await.text();
    assert_eq!(titles(&text), ["Second"]);
    assert!(!text.to_uppercase().contains("CANCELLED"), "{text}");
}

#[tokio::test]
async fn put_off_and_paused_are_tentative_and_the_sequence_rises() {
    let lobby = Announced::lobby(json!({})).await;
    let sequence = |text: &str| -> i64 {
        let line = text.lines().find_map(|line| line.strip_prefix("SEQUENCE:")).unwrap();
        line.trim().parse().unwrap()
    };
    let before = get(&lobby, PUBLIC).await.text();
    lobby.act("postpone", json!({})).await;
    let after = get(&lobby, PUBLIC).await.text();
    assert!(after.contains("STATUS:TENTATIVE"), "{after}");
    assert!(sequence(&after) > sequence(&before));
    lobby.patch(json!({ "summary": "A word more" })).await;
    let later = get(&lobby, PUBLIC).await.text();
    assert_ne!(later, after);
    assert_eq!(sequence(&later), sequence(&after), "nobody acts on a summary");
}

#[tokio::test]
async fn an_unchanged_calendar_is_the_same_to_the_byte_and_is_not_sent_again() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.house.clock.pass(Duration::from_secs(2));
    let first = get(&lobby, PUBLIC).await;
    lobby.at("2026-06-03T12:34Z").await;
    lobby.coming("ben@example.org").await;
    lobby.house.rounds().await;
    let later = get(&lobby, PUBLIC).await;
    assert_eq!(first.text(), later.text(), "replies and days change nothing");
    let (etag, modified) = (first.header(ETAG), first.header(LAST_MODIFIED));
    assert_eq!((later.header(ETAG), later.header(LAST_MODIFIED)), (etag.clone(), modified.clone()));
    assert!(etag.starts_with('"'), "a strong one: {etag}");
    for known in [(IF_NONE_MATCH, etag.as_str()), (IF_MODIFIED_SINCE, modified.as_str())] {
        let same = ask(&lobby, Method::GET, PUBLIC, std::slice::from_ref(&known)).await;
        assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0), "{known:?}");
        assert_eq!(same.header(ETAG), etag);
    }
    lobby.patch(json!({ "bring": "Banners" })).await;
    let changed = ask(&lobby, Method::GET, PUBLIC, &[(IF_NONE_MATCH, &etag)]).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header(ETAG), etag);
    let since = ask(&lobby, Method::GET, PUBLIC, &[(IF_MODIFIED_SINCE, &modified)]).await;
    assert_eq!(since.status, 200);
}

#[tokio::test]
async fn two_changes_in_one_second_are_both_seen() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.at("2026-06-03T12:34:00Z").await;
    lobby.patch(json!({ "bring": "Banners" })).await;
    let first = get(&lobby, PUBLIC).await;
    assert_eq!(first.header(LAST_MODIFIED), "", "another change could follow under the same date");
    lobby.house.clock.pass(Duration::from_millis(400));
    lobby.patch(json!({ "bring": "Drums" })).await;
    let date = "Wed, 03 Jun 2026 12:34:00 GMT";
    let second = ask(&lobby, Method::GET, PUBLIC, &[(IF_MODIFIED_SINCE, date)]).await;
    assert!(unfolded(&second.text()).contains("Drums"), "{}", second.text());
    lobby.house.clock.pass(Duration::from_secs(2));
    assert_eq!(get(&lobby, PUBLIC).await.header(LAST_MODIFIED), date);
    assert_eq!(ask(&lobby, Method::GET, PUBLIC, &[(IF_MODIFIED_SINCE, date)]).await.status, 304);
}

#[tokio::test]
async fn a_calendar_is_sent_gzipped_to_who_takes_it_and_head_sends_none() {
    let lobby = Announced::lobby(json!({})).await;
    let plain = get(&lobby, PUBLIC).await;
    let zipped = ask(&lobby, Method::GET, PUBLIC, &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(zipped.header(CONTENT_ENCODING), "gzip");
    assert_eq!(zipped.header(VARY), "Accept-Encoding");
    assert_eq!(zipped.header(ETAG), plain.header(ETAG).trim_end_matches('"').to_owned() + "-gzip\"");
    let mut text = String::new();
    flate2::read::GzDecoder::new(zipped.bytes.as_slice()).read_to_string(&mut text).unwrap();
    assert_eq!(text, plain.text());
    let head = ask(&lobby, Method::HEAD, PUBLIC, &[]).await;
    assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0));
    assert_eq!(head.header(ETAG), plain.header(ETAG));
}

#[tokio::test]
async fn a_calendar_is_narrowed_by_kind_and_campaign_and_by_nothing_else() {
    let lobby = Announced::lobby(json!({ "title": "Lobby" })).await;
    let campaign = json!({ "slug": "library", "name": "Keep the library", "kind": "campaign" });
    let campaign = lobby.ada.post("/campaigns", &campaign).await.json(201);
    lobby.ada.lobby(json!({ "title": "Stall", "kind": "stall", "campaign_id": campaign["id"] })).await;
    lobby.ada.lobby(json!({ "title": "Rally", "kind": "rally" })).await;
    let narrowed = async |query: &str| {
        let mut found = titles(&get(&lobby, &format!("{PUBLIC}{query}")).await.text());
        found.sort();
        found
    };
    assert_eq!(narrowed("?kind=stall").await, ["Stall"]);
    assert_eq!(narrowed("?kind=rally,lobby").await, ["Lobby", "Rally"]);
    assert_eq!(narrowed("?campaign=library").await, ["Stall"]);
    assert_eq!(narrowed("?kind=rally&campaign=library").await, [""; 0]);
    for (query, name) in [
        ("?kind=stall", "Barnet Branch: Stall"),
        ("?kind=lobby,rally", "Barnet Branch: Lobby, Rally"),
        ("?campaign=library", "Barnet Branch: Keep the library"),
        ("?kind=rally&campaign=library", "Barnet Branch: Keep the library, Rally"),
    ] {
        let text = unfolded(&get(&lobby, &format!("{PUBLIC}{query}")).await.text());
        let has = |line: &str| text.lines().any(|known| known.replace('\\', "") == line);
        assert!(has(&format!("NAME:{name}")) && has(&format!("X-WR-CALNAME:{name}")), "{text}");
        let own = format!("SOURCE;VALUE=URI:{}{PUBLIC}{query}", lobby.house.url);
        assert!(has(&own), "{own} in {text}");
    }
    for wrong in ["?kind=tea", "?campaign=nothing"] {
        assert_eq!(get(&lobby, &format!("{PUBLIC}{wrong}")).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn a_place_shown_on_the_day_appears_on_the_day() {
    let lobby = Announced::lobby(json!({ "place_shown": "on_the_day", "area": "Hendon" })).await;
    let path = format!("/barnet/events/{}.ics", lobby.event["slug"].as_str().unwrap());
    let place = async |moment: &str| {
        lobby.house.clock.set(moment);
        let got = get(&lobby, &path).await;
        (said(&entries(&got.text())[0], &ICalendarProperty::Location), got.header(LAST_MODIFIED), got.text())
    };
    let (before, earlier, text) = place("2026-07-08T22:59Z").await;
    assert_eq!(before, "Hendon");
    for secret in ["NW4", "Town Hall", "Turn right"] {
        assert!(!text.contains(secret), "{text}");
    }
    let (after, later, _) = place("2026-07-08T23:00:02Z").await;
    assert!(after.contains("Hendon Town Hall"), "{after}");
    assert_ne!(earlier, later);
    assert_eq!(later, "Wed, 08 Jul 2026 23:00:00 GMT");
}

#[tokio::test]
async fn no_calendar_holds_a_joining_link() {
    let lobby = Announced::lobby(json!({
        "attendance_mode": "hybrid",
        "online": { "platform": "Zoom", "join_url": "https://zoom.example/j/secret", "dial_in": "020 7946 0999" },
    }))
    .await;
    let single = format!("/barnet/events/{}.ics", lobby.event["slug"].as_str().unwrap());
    for moment in ["2026-06-01T09:00Z", "2026-07-09T16:59Z"] {
        lobby.house.clock.set(moment);
        for path in [PUBLIC, &single, &lobby.members_path().await] {
            let text = unfolded(&get(&lobby, path).await.text());
            assert!(!text.contains("zoom.example") && !text.contains("7946 0999"), "{path}: {text}");
            assert!(text.contains("15 minutes before"), "it says when the link comes: {text}");
        }
    }
    lobby.house.clock.set("2026-07-09T19:00Z");
    lobby.house.rounds().await;
}

#[tokio::test]
async fn events_of_the_past_year_stay() {
    let lobby = Announced::lobby(json!({ "title": "Long ago" })).await;
    lobby.house.clock.set("2027-07-09T12:00Z");
    assert_eq!(titles(&get(&lobby, PUBLIC).await.text()), ["Long ago"]);
    lobby.house.clock.set("2027-12-01T12:00Z");
    assert_eq!(titles(&get(&lobby, PUBLIC).await.text()), [""; 0]);
    lobby.house.rounds().await;
}

//! The ways into a calendar that letters hold: they bring what the entry in the letter brings, and open nothing else.

use entity::value::Visibility;
use reqwest::Method;
use serde_json::{Value, json};
use url::Url;

use crate::house::announced::Announced;
use crate::house::mail_client::HEARS;
use crate::house::postbox::Letter;
use crate::house::subscriber::{Got, ask, get};

pub(crate) const BEN: &str = "ben@example.org";

/// The link in a letter that ends so, without the name of the site.
#[track_caller]
pub(crate) fn way(lobby: &Announced, letter: &Letter, end: &str) -> String {
    let found = letter.text.split_whitespace().find(|word| word.ends_with(end));
    let whole = found.unwrap_or_else(|| panic!("no {end} in {}", letter.text));
    assert!(letter.html.contains(whole), "{whole} in {}", letter.html);
    whole.strip_prefix(lobby.house.url.as_str()).unwrap().to_owned()
}

/// What a calendar says under one name, unfolded; empty where it does not.
pub(crate) fn said(calendar: &str, name: &str) -> String {
    let whole = calendar.replace("\r\n ", "");
    let (_, entry) = whole.split_once("BEGIN:VEVENT").unwrap();
    let line = entry
        .lines()
        .find(|line| line.starts_with(&format!("{name}:")) || line.starts_with(&format!("{name};")));
    line.unwrap_or_default().to_owned()
}

fn number(calendar: &str) -> i64 {
    said(calendar, "SEQUENCE").trim_start_matches("SEQUENCE:").parse().unwrap()
}

pub(crate) fn field(address: &str, name: &str) -> String {
    let fields = Url::parse(address).unwrap().query_pairs().into_owned().collect::<Vec<_>>();
    fields.into_iter().find(|(field, _)| field == name).unwrap_or_else(|| panic!("{name} in {address}")).1
}

pub(crate) fn location(got: &Got) -> String {
    assert_eq!(got.status, 302);
    assert_eq!(got.header(reqwest::header::REFERRER_POLICY), "no-referrer");
    got.header(reqwest::header::LOCATION)
}

pub(crate) async fn says_yes(facts: Value, answer: Value) -> Announced {
    let lobby = Announced::lobby_with(HEARS, facts).await;
    lobby.answers(BEN, answer).await;
    lobby.house.rounds().await;
    lobby
}

/// An officer enters who comes: at members' events nobody else may.
pub(crate) async fn enters(event: &Announced, mut answer: Value) {
    answer["response"] = "going".into();
    answer["email"] = BEN.into();
    event.ada.post(&format!("/events/{}/rsvps", event.id()), &answer).await.json(201);
}

#[tokio::test]
async fn a_letter_leads_to_every_calendar_with_the_entry_as_it_is_on_the_day_of_the_click() {
    let lobby = says_yes(json!({}), json!({})).await;
    let letter = lobby.latest(BEN);
    for (word, site) in [
        ("google", "calendar.google.com"),
        ("outlook", "outlook.live.com"),
        ("office365", "outlook.office.com"),
    ] {
        let there = location(&get(&lobby, &way(&lobby, &letter, &format!("/add/{word}"))).await);
        assert!(there.starts_with(&format!("https://{site}/")), "{there}");
    }
    let page = format!("/barnet/events/{}", lobby.event["slug"].as_str().unwrap());
    assert!(
        letter
            .text
            .contains(&format!("webcal://{}{page}.ics", lobby.house.url.trim_start_matches("http://")))
    );
    lobby.patch(json!({ "start": "2026-07-10T19:00" })).await;
    let google = location(&get(&lobby, &way(&lobby, &letter, "/add/google")).await);
    assert_eq!(field(&google, "dates"), "20260710T180000Z/20260710T200000Z");
    let file = get(&lobby, &way(&lobby, &letter, "/add/file")).await.text();
    assert!(said(&file, "DTSTART").ends_with("20260710T190000"), "{file}");
    lobby.act("postpone", json!({})).await;
    let there = location(&get(&lobby, &way(&lobby, &letter, "/add/google")).await);
    assert_eq!(there, format!("{}{page}", lobby.house.url), "there is no date to put in");
    assert_eq!(
        get(&lobby, &way(&lobby, &letter, "/add/google").replace("google", "elsewhere")).await.status,
        404
    );
    assert_eq!(ask(&lobby, Method::POST, &way(&lobby, &letter, "/add/google"), &[]).await.status, 405);
}

#[tokio::test]
async fn the_file_of_a_letter_says_no_more_than_the_entry_in_it_under_the_same_number() {
    let once = json!({ "end": "2026-07-09T20:00", "no_fixed_end": false });
    let weekly = json!({ "end": "2026-07-09T20:00", "no_fixed_end": false, "repeats": { "every": "week" } });
    for (facts, visibility) in
        [(once.clone(), Visibility::Public), (weekly, Visibility::Public), (once, Visibility::Members)]
    {
        let mut picket = json!({ "title": "Strike picket", "kind": "picket", "visibility": visibility });
        picket.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
        let picket = Announced::lobby_with(HEARS, picket).await;
        let mut answer = json!({});
        if picket.event.get("repeats").is_some_and(|rule| !rule.is_null()) {
            answer["occurrence_id"] = picket.date_on("2026-07-16").await.into();
        }
        enters(&picket, answer).await;
        picket.house.rounds().await;
        let letter = picket.latest(BEN);
        let (_, mailed) = letter.calendar.clone().unwrap();
        let link = way(&picket, &letter, "/add/file");
        let file = get(&picket, &link).await;
        assert_eq!(file.status, 200);
        for name in
            ["UID", "SEQUENCE", "SUMMARY", "CLASS", "LOCATION", "DESCRIPTION", "DTSTART", "STATUS", "URL"]
        {
            assert_eq!(said(&file.text(), name), said(&mailed, name), "{name}");
        }
        assert!(said(&file.text(), "SUMMARY").contains("Hendon Town Hall"), "{}", file.text());
        assert_eq!(said(&file.text(), "CLASS"), "CLASS:PRIVATE");
        assert!(!file.text().replace("\r\n ", "").contains("Strike"), "{}", file.text());
        for holds in [&file.text(), &mailed] {
            assert!(
                !holds.replace("\r\n ", "").contains("/m/"),
                "the members' address is nobody's to pass on"
            );
            assert_eq!(said(holds, "URL").is_empty(), visibility == Visibility::Members, "{holds}");
        }
        assert!(!letter.text.contains("webcal://"), "everybody's calendar names it: {}", letter.text);

        // Whatever is mailed later, the link in the first letter brings nothing older.
        let reply = picket.replies().await[0].id;
        picket.house.clock.pass(std::time::Duration::from_secs(60));
        picket.changes_reply(reply, json!({ "party_size": 3 })).await;
        picket.house.rounds().await;
        let (_, later) = picket.latest(BEN).calendar.unwrap();
        assert!(number(&later) > number(&mailed));
        assert_eq!(number(&get(&picket, &link).await.text()), number(&later));
        // Who can't come any more is led on, and not into the members' programme.
        picket.changes_reply(reply, json!({ "response": "not_going" })).await;
        let there = location(&get(&picket, &link).await);
        assert!(!there.contains("/m/"), "{there}");
        assert_eq!(there.ends_with("/barnet"), visibility == Visibility::Members, "{there}");
        picket.house.rounds().await;
    }
}

#[tokio::test]
async fn who_joins_online_is_led_to_no_hall() {
    let online = json!({ "platform": "Zoom", "join_url": "https://zoom.example/j/secret" });
    for (attendance, hall) in [("online", false), ("in_person", true)] {
        let hybrid = json!({ "attendance_mode": "hybrid", "online": online });
        let lobby = says_yes(hybrid, json!({ "attendance": attendance })).await;
        let letter = lobby.latest(BEN);
        for (calendar, name) in [("google", "location"), ("outlook", "location"), ("office365", "location")] {
            let there = location(&get(&lobby, &way(&lobby, &letter, &format!("/add/{calendar}"))).await);
            let place = field(&there, name);
            assert_eq!(place.contains("Hendon Town Hall"), hall, "{attendance}: {place}");
            assert_eq!(place == "Online", !hall, "{attendance}: {place}");
            assert!(!there.contains("secret"), "{there}");
        }
        let file = get(&lobby, &way(&lobby, &letter, "/add/file")).await.text();
        assert_eq!(said(&file, "LOCATION").contains("Hendon Town Hall"), hall, "{file}");
    }
}

#[tokio::test]
async fn a_link_into_a_calendar_opens_nothing_else_and_goes_with_its_reply() {
    let lobby = says_yes(json!({}), json!({})).await;
    let letter = lobby.latest(BEN);
    let file = way(&lobby, &letter, "/add/file");
    let token = file.trim_start_matches("/r/").trim_end_matches("/add/file");
    for door in ["r", "u", "n"] {
        assert_eq!(get(&lobby, &format!("/{door}/{token}")).await.status, 404, "{door}");
    }
    let manage = letter.manages();
    assert!(!manage.contains('/'), "the first is the manage link");
    assert_eq!(get(&lobby, &format!("/r/{manage}/add/file")).await.status, 404);
    let reply = lobby.replies().await[0].id;
    lobby.changes_reply(reply, json!({ "response": "not_going" })).await;
    let page = format!("{}/barnet/events/{}", lobby.house.url, lobby.event["slug"].as_str().unwrap());
    assert_eq!(location(&get(&lobby, &file).await), page, "there is nothing to put in any more");
    lobby.ada.delete(&format!("/rsvps/{reply}")).await;
    lobby.house.rounds().await;
    assert_eq!(get(&lobby, &file).await.status, 410);
    assert!(!lobby.house.log.text().contains(token), "the log has the pattern of the route");
}

#[tokio::test]
async fn reminders_and_the_letter_with_the_link_to_join_lead_into_a_calendar() {
    let online = json!({ "platform": "Zoom", "join_url": "https://zoom.example/j/secret", "reveal_minutes_before": 30 });
    let hybrid = json!({ "attendance_mode": "hybrid", "online": online });
    let lobby = says_yes(hybrid, json!({ "attendance": "online" })).await;
    // A second answer by somebody without proof is told to the owner of the address.
    lobby.answers(BEN, json!({ "response": "maybe", "attendance": "online" })).await;
    lobby.house.rounds().await;
    lobby.at("2026-07-08T17:00Z").await;
    lobby.at("2026-07-09T16:46Z").await;
    let letters = lobby.letters(BEN);
    assert!(letters.iter().any(|letter| letter.text.contains("/j/secret")), "{:?}", lobby.subjects(BEN));
    assert!(letters.len() > 3, "{:?}", lobby.subjects(BEN));
    for letter in letters {
        for end in ["/add/file", "/add/google", "/add/outlook", "/add/office365"] {
            way(&lobby, &letter, end);
        }
    }
}

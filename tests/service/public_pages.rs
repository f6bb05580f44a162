//! The pages that the public reads, in a browser without scripts: replying, coming back, taking it back.

use std::time::Duration;

use entity::table::rsvp;
use poem::http::header;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::house::House;
use crate::house::announced::Announced;
use crate::house::browser::Page;
use crate::house::cast::Ada;

/// Longer than it takes to read the form, for who is quick.
const READING: Duration = Duration::from_secs(20);

async fn form_of(house: &House, event: &serde_json::Value) -> Page {
    let address = format!("/barnet/events/{}/reply", event["slug"].as_str().unwrap());
    let page = house.browser().open(&address).await;
    assert_eq!(page.status, 200, "{}", page.text());
    house.clock.pass(READING);
    page
}

fn manage_address(page: &Page) -> String {
    let links = page.links();
    let found = links.iter().find(|(_, url)| url.path().starts_with("/r/"));
    found.unwrap_or_else(|| panic!("no way back on {}", page.text())).1.path().to_owned()
}

/// How many replies there are, and of how many people.
async fn replies(house: &House) -> (usize, i64) {
    let replies = rsvp::Entity::find().all(&house.look().await).await.unwrap();
    (replies.len(), replies.iter().map(|reply| reply.party_size).sum())
}

#[tokio::test]
async fn coming_three_of_us_is_enough_and_can_be_changed_and_taken_back() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;

    let form = form_of(&house, &lobby).await;
    assert_eq!(form.header(header::CACHE_CONTROL), "no-store");
    let thanks = form.form("I'll be there").fill("How many of you?", "3").send().await;
    assert!(thanks.text().contains("You're on the list"), "{}", thanks.text());
    let mine = manage_address(&thanks);

    let page = house.browser().open(&mine).await;
    assert!(page.text().contains("You said: coming, 3 people."), "{}", page.text());
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(page.header(header::REFERRER_POLICY), "no-referrer");
    let page = page.form("Save my answer").fill("How many of you?", "5").send().await;
    assert!(
        page.text().contains("Your answer is saved.") && page.text().contains("5 people"),
        "{}",
        page.text()
    );

    let deleted = page.form("Delete my reply now").send().await;
    assert!(deleted.text().contains("Your reply is deleted"), "{}", deleted.text());
    assert_eq!(house.browser().open(&mine).await.status, 410);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_reply() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let form = form_of(&house, &lobby).await;
    let first = form.form("I'll be there").fill("How many of you?", "2").send().await;
    let second = form.form("I'll be there").fill("How many of you?", "2").send().await;
    assert_eq!(manage_address(&first), manage_address(&second));
    let other = form.form("I'll be there").fill("How many of you?", "4").send().await;
    assert!(other.title().starts_with("Error"), "{}", other.text());
    assert_eq!(replies(&house).await, (1, 2));
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let form = form_of(&house, &lobby).await;
    let page = form.form("I'll be there").fill("Your email", "ada@").fill("Your name", "Ada <3").send().await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Type an email like name@example.org"), "{}", page.text());
    let again = page.form("I'll be there");
    assert_eq!((again.value("email"), again.value("name")), (Some("ada@"), Some("Ada <3")));
    house.clock.pass(READING);
    let thanks = again.fill("Your email", "").send().await;
    assert!(thanks.text().contains("You're on the list"), "{}", thanks.text());
    assert_eq!(replies(&house).await, (1, 1));
}

#[tokio::test]
async fn hidden_characters_are_gone_when_the_form_comes_back() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let form = form_of(&house, &lobby).await;
    let hidden = "\u{FEFF}Ben \u{202A}O'Hara\u{202C}\u{2028}";
    let form = form.form("I'll be there").fill("Your name", hidden).fill("Message", "\u{2066}Solidarity\0");
    let page = form.send().await;
    assert_eq!(page.status, 422);
    assert!(page.text().contains("There was a hidden character in this."), "{}", page.text());
    let again = page.form("I'll be there");
    assert_eq!((again.value("name"), again.value("message")), (Some("Ben O'Hara"), Some("Solidarity")));
    house.clock.pass(READING);
    let thanks = again.send().await;
    assert!(thanks.text().contains("You're on the list"), "{}", thanks.text());
    assert_eq!(replies(&house).await, (1, 1));
}

#[tokio::test]
async fn a_form_filled_in_by_a_program_is_no_reply_and_nobody_is_told() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let trapped =
        form_of(&house, &lobby).await.form("I'll be there").fill("Leave this empty", "x").send().await;
    assert!(trapped.text().contains("You're on the list"), "{}", trapped.text());
    assert_eq!(replies(&house).await, (0, 0));
}

#[tokio::test]
async fn a_members_event_has_no_page_in_public() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let meeting = ada.lobby(json!({ "visibility": "members", "title": "Our own meeting" })).await;
    let address = format!("/barnet/events/{}", meeting["slug"].as_str().unwrap());
    assert_eq!(house.browser().open(&address).await.status, 404);
    assert_eq!(house.browser().open(&format!("{address}/reply")).await.status, 404);
    assert!(!house.browser().open("/barnet").await.text().contains("Our own meeting"));
}

#[tokio::test]
async fn a_place_that_is_hidden_today_is_not_told_by_what_was() {
    let lobby = Announced::lobby(json!({ "room": "Room 1" })).await;
    let address = format!("/barnet/events/{}", lobby.event["slug"].as_str().unwrap());
    lobby.minutes_pass(30).await;
    lobby.patch(json!({ "room": "Room 4" })).await;
    let open = lobby.house.browser().open(&address).await.text();
    assert!(open.contains("Room 1") && open.contains("It was"), "{open}");
    lobby.minutes_pass(30).await;
    lobby.patch(json!({ "place_shown": "replied", "area": "Hendon" })).await;
    let hidden = lobby.house.browser().open(&address).await.text();
    for secret in ["Room 1", "Room 4", "Town Hall", "It was"] {
        assert!(!hidden.contains(secret), "{secret}: {hidden}");
    }
    lobby.minutes_pass(30).await;
}

#[tokio::test]
async fn another_room_or_meeting_point_is_news_on_the_page() {
    let lobby = Announced::lobby(json!({ "room": "1", "meeting_point": "By the steps." })).await;
    let address = format!("/barnet/events/{}", lobby.event["slug"].as_str().unwrap());
    let page = async || lobby.house.browser().open(&address).await.text();
    for (change, title, was, now, history) in [
        (
            json!({ "meeting_point": "By the fountain" }),
            "The meeting point has changed",
            "By the steps.",
            "By the fountain",
            "the meeting point changed from “By the steps” to “By the fountain”.",
        ),
        (
            json!({ "room": "2" }),
            "The room has changed",
            "Room 1",
            "Room 2",
            "the room changed from Room 1 to Room 2.",
        ),
        (
            json!({ "room": null }),
            "The room has changed",
            "Room 2",
            "No room is set",
            "no room is set any more.",
        ),
    ] {
        lobby.patch(change).await;
        lobby.minutes_pass(30).await;
        let page = page().await;
        let (before, after) = page.split_once("It is now").unwrap_or_else(|| panic!("no banner: {page}"));
        let banner = before.split_once(title).unwrap_or_else(|| panic!("{title}: {page}")).1;
        assert!(banner.contains(was) && after.contains(now) && after.contains(history), "{history}: {page}");
    }
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_page() {
    let house = House::open().await;
    Ada::of(&house).await;
    let answer = house.browser().open("/barnet/").await;
    assert_eq!((answer.status.as_u16(), answer.url.path()), (200, "/barnet"));
}

#[tokio::test]
async fn who_is_quick_presses_twice_and_is_done() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let address = format!("/barnet/events/{}/reply", lobby["slug"].as_str().unwrap());
    let form = house.browser().open(&address).await;
    let asked = form.form("I'll be there").fill("How many of you?", "3").send().await;
    assert_eq!(asked.status, 422);
    assert_eq!(replies(&house).await, (0, 0));
    let thanks = asked.form("I'll be there").send().await;
    assert!(thanks.text().contains("You're on the list"), "{}", thanks.text());
    assert_eq!(replies(&house).await, (1, 3));
}

#[tokio::test]
async fn the_page_that_thanks_who_gave_no_address_can_be_opened_again() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let thanks = form_of(&house, &lobby).await.form("I'll be there").send().await;
    assert!(thanks.text().contains("Please look at this page again"), "{}", thanks.text());
    house.clock.pass(READING);
    ada.patch(&format!("/events/{}", lobby["id"].as_str().unwrap()), &json!({ "start": "2026-07-09T19:00" }))
        .await
        .json(200);
    let again = house.browser().open(thanks.url.as_str()).await;
    assert_eq!((again.status.as_u16(), again.header(header::CACHE_CONTROL)), (200, "no-store"));
    for said in ["You're on the list", "The time has changed", "Thursday 9 July 2026, 7pm"] {
        assert!(again.text().contains(said), "{said}: {}", again.text());
    }
    assert_eq!(replies(&house).await, (1, 1));
}

#[tokio::test]
async fn programs_find_the_two_files_that_they_look_for_by_name() {
    let house = House::open().await;
    let robots = house.browser().open("/robots.txt").await;
    assert_eq!(
        (robots.status.as_u16(), robots.header(header::CONTENT_TYPE)),
        (200, "text/plain; charset=utf-8")
    );
    for private in ["/r/", "/u/", "/n/", "/c/", "/*/m/"] {
        assert!(robots.html.contains(&format!("\nDisallow: {private}\n")), "{private}");
    }
    for calendar in ["/c/*.ics$", "/*/m/*.ics$"] {
        assert!(
            robots.html.contains(&format!("\nAllow: {calendar}\n")),
            "{calendar}: people subscribe to it"
        );
    }
    let icon = house.browser().open("/favicon.ico").await;
    assert_eq!((icon.status.as_u16(), icon.header(header::CONTENT_TYPE)), (200, "image/x-icon"));
}

#[tokio::test]
async fn what_we_hold_is_told_in_words_for_people() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    form_of(&house, &lobby).await.form("I'll be there").fill("Your email", "ben@example.org").send().await;
    house.rounds().await;
    let letter = house.postbox.letters_to("ben@example.org").remove(0).text;
    let manage = letter.lines().find(|line| line.contains("/r/")).unwrap();
    let page = house.browser().open(manage.split_whitespace().next().unwrap()).await;
    page.form("Send me what you hold about me").send().await;
    house.rounds().await;
    let held = house.postbox.letters_to("ben@example.org").pop().unwrap().text;
    let words = held.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("By giving them I agree to this. I know it may show that I support a union."),
        "{held}"
    );
    assert!(!words.contains("reply-") && !words.contains("union. ("), "{held}");
}

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
async fn a_slash_too_many_leads_to_the_page() {
    let house = House::open().await;
    Ada::of(&house).await;
    let answer = house.browser().open("/barnet/").await;
    assert_eq!((answer.status.as_u16(), answer.url.path()), (200, "/barnet"));
}

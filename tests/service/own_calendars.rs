//! A calendar of one's own: asked for by address, brought by letter, right, private, and forgotten.

use calcard::icalendar::ICalendarProperty;
use entity::value::OutboxState;
use reqwest::Method;
use reqwest::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    REFERRER_POLICY,
};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::cast::{Ada, Ben};
use crate::house::own_calendar::BEN;
use crate::house::subscriber::{Got, ask, entries, get, said, titles, unfolded};

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

fn about(got: &Got, title: &str) -> String {
    let found = entries(&got.text()).into_iter();
    let mut found = found.filter(|entry| said(entry, &ICalendarProperty::Summary).contains(title));
    let entry = found.next().unwrap_or_else(|| panic!("no {title} in {}", got.text()));
    said(&entry, &ICalendarProperty::Description)
}

#[tokio::test]
async fn a_letter_brings_a_calendar_of_what_somebody_said_yes_or_maybe_to() {
    let lobby = Announced::lobby(json!({ "title": "Lobby", "attendance_mode": "hybrid", "online": {
        "platform": "Zoom", "join_url": "https://zoom.example/j/secret", "dial_in": "020 7946 0999" } }))
    .await;
    let stall = lobby.ada.lobby(json!({ "title": "Stall", "kind": "stall" })).await;
    let ours = lobby.ada.lobby(json!({ "title": "Ours", "visibility": "members" })).await;
    lobby.ada.lobby(json!({ "title": "Not answered" })).await;
    lobby.answers(BEN, json!({ "attendance": "online" })).await;
    let ben = Ben::of(&lobby.house);
    ben.reply(&stall, json!({ "response": "maybe" })).await.json(202);
    let key = Ada::of_branch(&lobby.house, "barnet", &[entity::value::Scope::RsvpsWrite]).await;
    let members = json!({ "response": "going", "email": BEN });
    let path = format!("/events/{}/rsvps", ours["id"].as_str().unwrap());
    key.post(&path, &members).await.json(201);

    let path = lobby.bens_calendar().await;
    let got = get(&lobby, &path).await;
    let mut found = titles(&got.text());
    found.sort();
    assert_eq!(found, ["Hendon Town Hall, London NW4 4BG", "Lobby", "Stall"], "a discreet one says where");
    let text = unfolded(&got.text());
    assert!(!text.contains("zoom.example") && !text.contains("7946 0999"), "no link to join: {text}");
    assert!(!text.contains(BEN) && !text.contains("Okafor"), "no person: {text}");
    assert_eq!(text.matches("CLASS:PRIVATE").count(), 3, "{text}");
    assert_eq!(text.matches("STATUS:TENTATIVE").count(), 1, "{text}");
    assert!(about(&got, "Lobby").starts_with("You said: joining online."), "{text}");
    assert!(about(&got, "Stall").starts_with("You said: maybe."), "{text}");
    assert!(text.contains("LOCATION:Online"), "{text}");
    assert!(text.contains("X-WR-CALNAME:Barnet"), "{text}");
    assert!(text.contains(&format!("SOURCE;VALUE=URI:{}{path}", lobby.house.url)), "{text}");
}

#[tokio::test]
async fn what_changes_shows_and_what_was_withdrawn_is_gone() {
    let lobby = Announced::lobby(json!({ "title": "Lobby" })).await;
    let other = lobby.ada.lobby(json!({ "title": "Other" })).await;
    Ben::of(&lobby.house).reply(&other, json!({})).await.json(202);
    let reply = lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    let sequence = |text: &str| -> i64 {
        let own = text
            .split("BEGIN:VEVENT")
            .find(|entry| entry.contains("SUMMARY:Lobby") || entry.contains("SUMMARY:CANCELLED: Lobby"));
        own.unwrap().lines().find_map(|line| line.strip_prefix("SEQUENCE:")).unwrap().trim().parse().unwrap()
    };
    let first = get(&lobby, &path).await.text();
    lobby.act("postpone", json!({})).await;
    let second = get(&lobby, &path).await.text();
    assert!(second.contains("STATUS:TENTATIVE") && sequence(&second) > sequence(&first), "{second}");
    lobby.act("cancel", json!({})).await;
    let third = get(&lobby, &path).await.text();
    assert!(third.contains("SUMMARY:CANCELLED: Lobby") && sequence(&third) > sequence(&second), "{third}");
    lobby.changes_reply(reply, json!({ "response": "not_going" })).await;
    assert_eq!(titles(&get(&lobby, &path).await.text()), ["Other"]);
    lobby.house.rounds().await;
}

#[tokio::test]
async fn an_unchanged_calendar_is_the_same_to_the_byte_and_a_changed_answer_another() {
    let lobby = Announced::lobby(json!({ "title": "Lobby" })).await;
    let reply = lobby.coming(BEN).await;
    let path = lobby.bens_calendar().await;
    get(&lobby, &path).await.text();
    lobby.minutes_pass(5).await;
    let first = get(&lobby, &path).await;
    lobby.coming("cem@example.org").await;
    lobby.at("2026-06-03T12:34Z").await;
    let later = get(&lobby, &path).await;
    assert_eq!(first.text(), later.text(), "what others answer changes nothing");
    let (etag, modified) = (first.header(ETAG), first.header(LAST_MODIFIED));
    assert_eq!((later.header(ETAG), later.header(LAST_MODIFIED)), (etag.clone(), modified.clone()));
    for known in [(IF_NONE_MATCH, etag.as_str()), (IF_MODIFIED_SINCE, modified.as_str())] {
        let same = ask(&lobby, Method::GET, &path, std::slice::from_ref(&known)).await;
        assert_eq!((same.status.as_u16(), same.bytes.len()), (304, 0), "{known:?}");
    }
    let zipped = ask(&lobby, Method::GET, &path, &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(zipped.header(ETAG), etag.trim_end_matches('"').to_owned() + "-gzip\"");
    for (header, value) in [
        (CACHE_CONTROL, "private, no-cache"),
        (REFERRER_POLICY, "no-referrer"),
        (ROBOTS, "noindex, nofollow"),
    ] {
        assert_eq!(first.header(header.clone()), value, "{header}");
    }

    lobby.changes_reply(reply, json!({ "response": "maybe" })).await;
    for known in [(IF_NONE_MATCH, etag.as_str()), (IF_MODIFIED_SINCE, modified.as_str())] {
        let changed = ask(&lobby, Method::GET, &path, std::slice::from_ref(&known)).await;
        assert!(changed.text().contains("STATUS:TENTATIVE"), "{known:?}: {}", changed.text());
    }
    lobby.minutes_pass(1).await;
    let modified = get(&lobby, &path).await.header(LAST_MODIFIED);
    // A reply that was deleted leaves nothing behind from which it could be told when.
    lobby.ada.delete(&format!("/rsvps/{reply}")).await;
    let gone = ask(&lobby, Method::GET, &path, &[(IF_MODIFIED_SINCE, &modified)]).await;
    assert_eq!(titles(&gone.text()), [""; 0]);
    lobby.house.rounds().await;
}

#[tokio::test]
async fn asking_again_brings_the_same_and_nobody_can_tell_whose_address_is_known() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let first = lobby.bens_calendar().await;
    let letters = lobby.letters(BEN).len();
    lobby.asks_for_calendar("Ben@Example.org").await;
    assert_eq!(lobby.letters(BEN).len(), letters + 1);
    assert_eq!(lobby.calendar_in_letter(BEN), first);
    assert_eq!(lobby.subscriptions().await.len(), 1);

    lobby.asks_for_calendar("stranger@example.org").await;
    assert_eq!(lobby.letters("stranger@example.org").len(), 0, "nobody is bothered who never replied");
    assert_eq!(
        lobby.calendar_letters().await,
        [OutboxState::Sent, OutboxState::Sent, OutboxState::Withdrawn],
        "what is done for both is the same until a letter would leave"
    );
    assert_eq!(lobby.subscriptions().await.len(), 2);
}

#[tokio::test]
async fn too_many_letters_to_one_address_are_silent_and_too_many_from_one_network_loud() {
    let proxy = ("CONVENOR_TRUSTED_PROXIES", "127.0.0.0/8");
    let lobby = Announced::lobby_with(&[proxy, ("CONVENOR_REPLIES_PER_NETWORK", "5")], json!({})).await;
    lobby.coming(BEN).await;
    for _ in 0..5 {
        lobby.asks_for_calendar(BEN).await;
    }
    assert_eq!(
        lobby.calendar_letters().await,
        [OutboxState::Sent; 3],
        "three, then none, and nothing is said"
    );
    let asked = json!({ "organisation": "barnet", "email": BEN });
    let sixth = Ben::of(&lobby.house).post("/calendar_subscriptions", &asked).await;
    assert_eq!(sixth.status, 429, "{}", sixth.text);
    assert!(sixth.headers.contains_key("retry-after"));
    lobby.at("2026-06-02T12:00Z").await;
    lobby.asks_for_calendar(BEN).await;
    assert_eq!(lobby.calendar_letters().await, [OutboxState::Sent], "those of the day before are forgotten");
    let nowhere = json!({ "organisation": "nowhere", "email": BEN });
    Ben::of(&lobby.house).post("/calendar_subscriptions", &nowhere).await.json(404);
    let wrong = json!({ "organisation": "barnet", "email": "ben" });
    let wrong = Ben::of(&lobby.house).post("/calendar_subscriptions", &wrong).await.json(422);
    assert_eq!(wrong["errors"][0]["pointer"], "/email");
}

#[tokio::test]
async fn a_request_that_is_repeated_brings_one_letter() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let asked = json!({ "organisation": "barnet", "email": BEN });
    for _ in 0..2 {
        let request = Ben::of(&lobby.house).request(Method::POST, "/calendar_subscriptions");
        let answer = request.header("idempotency-key", "once").json(&asked).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        lobby.house.rounds().await;
    }
    assert_eq!(lobby.calendar_letters().await, [OutboxState::Sent]);
}

#[tokio::test]
async fn its_page_gives_a_new_address_by_letter_and_switches_it_off() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let first = lobby.bens_calendar().await;
    let page = lobby.house.browser().open(first.trim_end_matches(".ics")).await;
    assert_eq!((page.header(REFERRER_POLICY), page.header(CACHE_CONTROL)), ("no-referrer", "no-store"));
    assert_eq!(page.header(ROBOTS), "noindex, nofollow");
    assert!(!page.text().contains(BEN), "{}", page.text());
    let renewed = page.form("Give me a new address").send().await;
    assert!(renewed.text().contains("We have sent you a new address"), "{}", renewed.text());
    assert!(!renewed.text().contains("/c/"), "whoever holds an old address learns no new one");
    lobby.house.rounds().await;
    let second = lobby.calendar_in_letter(BEN);
    assert_ne!(first, second);
    let stopped = get(&lobby, &first).await;
    assert_eq!(stopped.status, 410);
    assert_eq!(stopped.header(ROBOTS), "noindex, nofollow");
    assert!(String::from_utf8_lossy(&stopped.bytes).contains("Ask for it again"), "{:?}", stopped.bytes);
    let page = lobby.house.browser().open(first.trim_end_matches(".ics")).await;
    assert_eq!(page.status, 410);
    assert!(page.text().contains("Ask for it again"), "{}", page.text());
    assert_eq!(titles(&get(&lobby, &second).await.text()).len(), 1);

    let page = lobby.house.browser().open(second.trim_end_matches(".ics")).await;
    let off = page.form("Switch it off").send().await;
    assert!(off.text().contains("Your calendar is switched off"), "{}", off.text());
    assert_eq!(get(&lobby, &second).await.status, 410);
    assert!(lobby.subscriptions().await.is_empty(), "nothing of it is kept");
    assert_eq!(get(&lobby, "/c/aaaaaaaaaaaaaaaa.ics").await.status, 404);
    assert_eq!(titles(&get(&lobby, &lobby.bens_calendar().await).await.text()).len(), 1, "asked for anew");
}

#[tokio::test]
async fn a_program_gives_a_new_address_and_switches_off_by_what_its_holder_has() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    let held = |path: &str| json!({ "token": path.trim_start_matches("/c/").trim_end_matches(".ics") });
    let first = lobby.bens_calendar().await;
    let ben = Ben::of(&lobby.house);
    let renewed = ben.post("/calendar_subscriptions/regenerate", &held(&first)).await.json(202);
    assert_eq!(renewed, json!({ "received": true }), "no answer holds a token");
    lobby.house.rounds().await;
    let second = lobby.calendar_in_letter(BEN);
    ben.post("/calendar_subscriptions/revoke", &held(&first)).await.json(410);
    assert_eq!(ben.post("/calendar_subscriptions/revoke", &held(&second)).await.status, 204);
    ben.post("/calendar_subscriptions/revoke", &held(&second)).await.json(410);
    assert!(lobby.subscriptions().await.is_empty());
}

#[tokio::test]
async fn a_person_asks_for_it_on_the_page_that_says_how_to_subscribe() {
    let lobby = Announced::lobby(json!({ "title": "Lobby" })).await;
    lobby.coming(BEN).await;
    let browser = lobby.house.browser();
    let page = browser.open("/barnet").await.follow("How to do it, step by step").await;
    for words in ["iPhone", "Google Calendar", "Outlook", "Thunderbird", "ICSx5", "every 8 to 24 hours"] {
        assert!(page.text().contains(words), "{words} in {}", page.text());
    }
    let wrong = page.form("Send me my calendar").fill("Your email address", "ben@").send().await;
    assert_eq!(wrong.status, 422);
    let done = wrong.form("Send me my calendar").fill("Your email address", BEN).send().await;
    assert!(done.text().contains("is on its way"), "{}", done.text());
    lobby.house.rounds().await;
    assert_eq!(titles(&get(&lobby, &lobby.calendar_in_letter(BEN)).await.text()), ["Lobby"]);
    let stranger = page.form("Send me my calendar").fill("Your email address", "x@example.org").send().await;
    assert_eq!(stranger.text(), done.text(), "nobody learns whether an address is known");
    lobby.house.rounds().await;
}

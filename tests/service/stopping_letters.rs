//! Who stops the reminders of an event still gets what they need to take part; who stops everything is told so.

use entity::value::Scope;
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::browser::Page;
use crate::house::cast::{Ada, Ben};
use crate::house::postbox::{Act, Stage};

const BEN: &str = "ben@example.org";
const EVE: &str = "eve@example.org";

const LINK: &str = "https://zoom.example/j/secret";

/// A meeting online and in a room, to which somebody has answered so; the letter of the day before has come.
async fn meeting(answer: Value) -> Announced {
    let meeting = Announced::lobby(json!({
        "kind": "branch_meeting", "visibility": "public", "attendance_mode": "hybrid", "online": { "join_url": LINK },
    }))
    .await;
    meeting.answers(BEN, answer).await;
    meeting.house.rounds().await;
    meeting.at("2026-07-08T17:00Z").await;
    meeting
}

impl Announced {
    /// The page that the latest letter's header leads to.
    async fn stop_page(&self) -> Page {
        let letter = self.latest(BEN);
        let header = letter.header("List-Unsubscribe").unwrap();
        let address = header.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        assert!(letter.text.contains(&address), "the letter says it too: {}", letter.text);
        self.house.browser().open(&address).await
    }
}

#[tokio::test]
async fn who_joins_online_and_stops_reminders_still_gets_the_link() {
    let meeting = meeting(json!({ "attendance": "online" })).await;
    let page = meeting.stop_page().await;
    assert!(page.text().contains("We still send you the link to join"), "{}", page.text());
    let stopped = page.form("Stop reminders").send().await;
    assert!(stopped.text().contains("We still send you the link to join"), "{}", stopped.text());
    meeting.at("2026-07-09T16:45Z").await;
    let letter = meeting.latest(BEN);
    assert!(letter.text.contains(LINK), "{:?}", meeting.subjects(BEN));
    assert_eq!(letter.header("List-Unsubscribe"), None, "it is no reminder");
    assert_eq!(letter.header("List-Unsubscribe-Post"), None);
    assert!(!letter.text.contains("Stop reminders"), "{}", letter.text);
}

#[tokio::test]
async fn a_link_that_waits_to_leave_leaves_after_reminders_are_stopped() {
    let meeting = meeting(json!({ "attendance": "online" })).await;
    let page = meeting.stop_page().await;
    meeting.house.postbox.always(Stage::Greeting, Act::Drop);
    meeting.at("2026-07-09T16:45Z").await;
    page.form("Stop reminders").send().await;
    meeting.house.postbox.behave();
    meeting.at("2026-07-09T16:50Z").await;
    assert!(meeting.latest(BEN).text.contains(LINK), "{:?}", meeting.subjects(BEN));
}

#[tokio::test]
async fn who_stops_everything_gets_no_link_and_is_told_so() {
    let meeting = meeting(json!({ "attendance": "online" })).await;
    let page = meeting.stop_page().await.form("Stop reminders").send().await;
    let page = page.form("Stop those too").send().await;
    assert!(page.text().contains("the link to join will not reach you"), "{}", page.text());
    let before = meeting.subjects(BEN);
    meeting.at("2026-07-09T16:45Z").await;
    assert_eq!(meeting.subjects(BEN), before);
}

#[tokio::test]
async fn who_comes_in_person_and_stops_reminders_gets_no_more() {
    let meeting = meeting(json!({ "attendance": "in_person" })).await;
    let page = meeting.stop_page().await;
    assert!(!page.text().contains("link to join"), "{}", page.text());
    page.form("Stop reminders").send().await;
    let before = meeting.subjects(BEN);
    for moment in ["2026-07-09T15:00Z", "2026-07-09T16:45Z"] {
        meeting.at(moment).await;
    }
    assert_eq!(meeting.subjects(BEN), before);
}

#[tokio::test]
async fn who_said_maybe_and_stops_reminders_hears_of_any_move_and_is_promised_so() {
    let meeting = meeting(json!({ "attendance": "in_person", "response": "maybe" })).await;
    let page = meeting.stop_page().await;
    assert!(page.text().contains("we still write if it moves or is called off"), "{}", page.text());
    assert!(!page.text().contains("You stay on the list"), "{}", page.text());
    let stopped = page.form("Stop reminders").send().await;
    assert!(stopped.text().contains("If this moves or is called off, we still write"), "{}", stopped.text());
    for (start, told) in [
        ("2026-07-23T18:00", "Changed: now Thursday 23 July, 6pm"),
        // No letter of the day before will say it to them.
        ("2026-07-23T20:00", "Changed: now Thursday 23 July, 8pm"),
    ] {
        meeting.patch(json!({ "start": start })).await;
        meeting.at(if told.ends_with("6pm") { "2026-07-08T18:30Z" } else { "2026-07-09T09:00Z" }).await;
        assert_eq!(meeting.latest(BEN).subject, told);
    }
}

impl Announced {
    /// How many letters somebody has got about the event of that title.
    fn letters_about(&self, who: &str, title: &str) -> usize {
        self.letters(who).into_iter().filter(|letter| letter.text.contains(title)).count()
    }
}

/// What an organiser reads of the letters of one kind about an event: state, reason, the server's answer.
async fn ends(ada: &Ada, event: &Value, kind: &str) -> Vec<[String; 3]> {
    let path = format!("/events/{}/deliveries", event["id"].as_str().unwrap());
    let list = ada.get(&path).await.json(200);
    let of_kind = list["items"].as_array().unwrap().iter().filter(|letter| letter["kind"] == kind);
    let word = |letter: &Value, name: &str| letter[name].as_str().unwrap_or_default().to_owned();
    let mut ends: Vec<_> =
        of_kind.map(|letter| ["state", "last_error", "last_answer"].map(|name| word(letter, name))).collect();
    ends.sort();
    ends
}

#[tokio::test]
async fn not_you_at_one_event_stops_the_letters_about_every_other_of_that_branch() {
    let lobby = Announced::lobby(json!({})).await;
    let stall = lobby.ada.lobby(json!({ "title": "Tea at the depot", "kind": "stall" })).await;
    let camden = Ada::of_branch(&lobby.house, "camden", &[Scope::Admin]).await;
    let camdens = camden.lobby(json!({ "title": "Leaflets in the square" })).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let page = lobby.opens_their_link(BEN, "/n/").await;
    assert!(page.text().contains("no more letters, about this or any other event"), "{}", page.text());
    // These letters are in the outbox already, and wait for the mail server.
    lobby.house.postbox.always(Stage::Greeting, Act::Drop);
    for (who, event) in [(BEN, &stall), (EVE, &stall), (BEN, &camdens)] {
        Ben::called(&lobby.house, who).reply(event, json!({})).await.json(202);
    }
    lobby.house.round().await;
    page.form("Remove the reply").send().await;
    lobby.house.postbox.behave();
    lobby.minutes_pass(5).await;
    lobby.at("2026-07-08T17:00Z").await;
    assert_eq!(lobby.letters_about(BEN, "Banners held high"), 1, "{:?}", lobby.subjects(BEN));
    assert_eq!(lobby.letters_about(BEN, "Tea at the depot"), 0, "{:?}", lobby.subjects(BEN));
    assert_eq!(lobby.letters_about(EVE, "Tea at the depot"), 2, "{:?}", lobby.subjects(EVE));
    assert_eq!(
        lobby.letters_about(BEN, "Leaflets in the square"),
        2,
        "another branch's: {:?}",
        lobby.subjects(BEN)
    );
    for kind in ["confirmation", "reminder"] {
        let sent = ["sent", "", "250 2.0.0"].map(str::to_owned);
        let why = "its owner asked for no more letters from this organisation";
        let stopped = ["withdrawn", why, ""].map(str::to_owned);
        assert_eq!(ends(&lobby.ada, &stall, kind).await, [sent, stopped], "{kind}");
    }
}

#[tokio::test]
async fn who_said_not_you_and_asks_what_we_hold_of_another_reply_gets_that() {
    let lobby = Announced::lobby(json!({})).await;
    let stall = lobby.ada.lobby(json!({ "title": "Tea at the depot", "kind": "stall" })).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let not_you = lobby.opens_their_link(BEN, "/n/").await;
    Ben::of(&lobby.house).reply(&stall, json!({})).await.json(202);
    lobby.house.rounds().await;
    let reply = lobby.opens_their_link(BEN, "/r/").await;
    not_you.form("Remove the reply").send().await;
    reply.form("Send me what you hold about me").send().await;
    lobby.house.rounds().await;
    let letter = lobby.latest(BEN);
    assert!(letter.subject.ends_with("what we hold about you"), "{:?}", lobby.subjects(BEN));
    assert!(letter.text.contains(BEN), "{}", letter.text);
}

//! What a letter carries when it leaves: the calendar entry and its numbers, the same at every try; the evening numbers.

use serde_json::json;

use crate::house::announced::Announced;
use crate::house::postbox::{Act, Letter, Stage};

const BEN: &str = "ben@example.org";
const OFFICE: &str = "office@example.org";

/// A calendar entry that came with a letter: its method, and its properties by name.
struct Entry {
    method: String,
    text: String,
}

impl Entry {
    #[track_caller]
    fn of(letter: &Letter) -> Self {
        let (method, text) =
            letter.calendar.clone().unwrap_or_else(|| panic!("no entry with {}", letter.subject));
        Self { method, text: text.replace("\r\n ", "").replace("\n ", "") }
    }

    /// The value of a property of the event, without its parameters.
    #[track_caller]
    fn get(&self, name: &str) -> String {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {}", self.text))
    }

    fn find(&self, name: &str) -> Option<String> {
        let event = self.text.split("BEGIN:VEVENT").nth(1)?;
        let values = event.lines().filter_map(|line| line.strip_prefix(name));
        values.filter(|value| value.starts_with([':', ';'])).map(str::to_owned).next()
    }

    fn sequence(&self) -> i64 {
        self.get("SEQUENCE").trim_start_matches(':').trim().parse().unwrap()
    }
}

const REPLY_ADDRESS: &[(&str, &str)] = &[("CONVENOR_REPLY_ADDRESS", "reply@example.org")];

#[tokio::test]
async fn without_a_reply_address_the_entry_is_published_and_asks_nothing() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let letter = lobby.latest(BEN);
    let entry = Entry::of(&letter);
    assert_eq!(entry.method, "PUBLISH");
    assert!(entry.text.contains("METHOD:PUBLISH"), "{}", entry.text);
    assert_eq!(entry.get("UID"), format!(":{}", lobby.id()));
    assert_eq!(entry.find("ATTENDEE"), None);
    assert!(entry.get("ORGANIZER").ends_with("mailto:no-reply@example.org"), "{}", entry.text);
    assert_eq!(entry.get("CLASS").trim(), ":PRIVATE");
    assert!(letter.header("Reply-To").unwrap().contains(OFFICE), "whoever answers reaches a person");
}

#[tokio::test]
async fn with_a_reply_address_the_entry_is_an_invitation_to_one_person() {
    let lobby = Announced::lobby_with(REPLY_ADDRESS, json!({})).await;
    lobby.coming("Ben@Example.org").await;
    lobby.answers("cal@example.org", json!({ "response": "maybe" })).await;
    lobby.house.rounds().await;
    let letters = lobby.house.postbox.letters();
    let to = |start: &str| letters.iter().find(|l| l.to.to_lowercase().starts_with(start)).unwrap();
    let (ben, cal) = (Entry::of(to("ben")), Entry::of(to("cal")));
    assert_eq!(ben.method, "REQUEST");
    assert!(ben.get("ATTENDEE").contains("PARTSTAT=ACCEPTED"), "{}", ben.text);
    assert!(ben.get("ATTENDEE").contains("mailto:Ben@"), "as it was typed: {}", ben.text);
    assert!(cal.get("ATTENDEE").contains("PARTSTAT=TENTATIVE"), "{}", cal.text);
    assert_eq!(ben.text.matches("ATTENDEE").count(), 1);
    let organiser = ben.get("ORGANIZER");
    assert!(organiser.contains("mailto:reply+"), "{organiser}");
    let mailbox = organiser.rsplit("mailto:").next().unwrap().trim().to_owned();
    assert!(to("ben").header("Reply-To").unwrap().contains(&mailbox));
    assert_ne!(organiser, cal.get("ORGANIZER"), "each their own");
}

#[tokio::test]
async fn the_sequence_rises_with_every_entry_and_the_organiser_stays() {
    let lobby = Announced::lobby_with(REPLY_ADDRESS, json!({})).await;
    let ben = lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let mut entries = vec![Entry::of(&lobby.latest(BEN))];
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.house.rounds().await;
    entries.push(Entry::of(&lobby.latest(BEN)));
    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(6).await;
    entries.push(Entry::of(&lobby.latest(BEN)));
    lobby.act("cancel", json!({})).await;
    lobby.minutes_pass(2).await;
    entries.push(Entry::of(&lobby.latest(BEN)));
    let numbers: Vec<i64> = entries.iter().map(Entry::sequence).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
    let methods: Vec<&str> = entries.iter().map(|entry| entry.method.as_str()).collect();
    assert_eq!(methods, ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]);
    assert!(entries.iter().all(|entry| entry.get("ORGANIZER") == entries[0].get("ORGANIZER")));
    assert!(entries.iter().all(|entry| entry.get("UID") == entries[0].get("UID")));
    assert!(entries[3].get("STATUS").contains("CANCELLED"));
}

#[tokio::test]
async fn who_withdraws_gets_the_entry_taken_out() {
    let lobby = Announced::lobby_with(REPLY_ADDRESS, json!({})).await;
    let ben = lobby.coming(BEN).await;
    lobby.house.rounds().await;
    let before = Entry::of(&lobby.latest(BEN));
    lobby.changes_reply(ben, json!({ "response": "not_going" })).await;
    lobby.house.rounds().await;
    let after = Entry::of(&lobby.latest(BEN));
    assert_eq!(after.method, "CANCEL");
    assert_eq!(after.get("UID"), before.get("UID"));
    assert!(after.sequence() > before.sequence());
}

#[tokio::test]
async fn a_changed_reply_is_told_with_what_was_answered_before() {
    let lobby = Announced::lobby(json!({})).await;
    let ben = lobby.answers(BEN, json!({ "party_size": 2 })).await;
    lobby.house.rounds().await;
    lobby.changes_reply(ben, json!({ "party_size": 3 })).await;
    lobby.house.rounds().await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("You said: coming, 2 people."), "{text}");
    assert!(text.contains("You now say: coming, 3 people."), "{text}");
}

#[tokio::test]
async fn a_letter_tried_again_says_the_same_under_the_same_name() {
    let lobby = Announced::lobby_with(REPLY_ADDRESS, json!({})).await;
    lobby.coming(BEN).await;
    // The server takes the letter and breaks the connection before it answers: tried again, it comes twice.
    lobby.house.postbox.next(1, Stage::Dot, Act::KeepAndDrop);
    lobby.house.round().await;
    lobby.house.postbox.behave();
    for _ in 0..4 {
        lobby.minutes_pass(30).await;
    }
    let letters = lobby.letters(BEN);
    assert_eq!(letters.len(), 2, "{:?}", lobby.subjects(BEN));
    assert_eq!(letters[0].message_id, letters[1].message_id);
    let (first, second) = (Entry::of(&letters[0]), Entry::of(&letters[1]));
    assert_eq!(first.sequence(), second.sequence());
    assert_eq!(first.get("DTSTAMP"), second.get("DTSTAMP"));
    assert_eq!(letters[0].header("Date"), letters[1].header("Date"));
}

#[tokio::test]
async fn in_the_evening_the_contact_gets_numbers_and_no_names() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.answers(BEN, json!({ "party_size": 3, "name": "Ben Okafor", "access_needs": "A seat" })).await;
    lobby.answers("cal@example.org", json!({ "response": "not_going" })).await;
    lobby.at("2026-06-01T16:59Z").await;
    assert_eq!(lobby.subjects(OFFICE), [""; 0]);
    lobby.at("2026-06-01T17:00Z").await;
    let letter = lobby.latest(OFFICE);
    assert!(letter.text.contains("Since yesterday: 2 replies, 3 people, 1 access need."), "{}", letter.text);
    let all = String::from_utf8_lossy(&letter.raw).into_owned();
    for personal in ["Okafor", "ben@", "seat"] {
        assert!(!all.contains(personal), "{all}");
    }
    lobby.minutes_pass(60).await;
    assert_eq!(lobby.subjects(OFFICE).len(), 1, "once an evening");
    lobby.at("2026-06-02T17:00Z").await;
    assert_eq!(lobby.subjects(OFFICE).len(), 1, "none on a day without news");
    lobby.coming("dee@example.org").await;
    lobby.at("2026-06-03T17:00Z").await;
    assert_eq!(lobby.subjects(OFFICE).len(), 2);
    assert!(
        lobby.latest(OFFICE).text.contains("Since yesterday: 1 reply, 1 person."),
        "{}",
        lobby.latest(OFFICE).text
    );
}

#[tokio::test]
async fn the_members_address_is_nobodys_to_pass_on() {
    let meeting = Announced::lobby(json!({ "visibility": "members", "slug": "our-meeting" })).await;
    let key = json!({ "response": "going", "email": "ben@example.org" });
    meeting.ada.post(&format!("/events/{}/rsvps", meeting.id()), &key).await.json(201);
    meeting.house.rounds().await;
    let letter = &meeting.letters("ben@example.org")[0];
    assert!(letter.text.contains("This link is only for you."), "{}", letter.text);
    for said in [&letter.text, &letter.html] {
        assert!(!said.contains("friend"), "{said}");
        // The ways into a calendar are their own as well.
        assert_eq!(said.matches("/m/").count(), 0, "{said}");
    }
}

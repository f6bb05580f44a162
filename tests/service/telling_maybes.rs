//! Who said maybe hears of a change by the letter of the day before, which puts their calendar right, and at once where that letter would
//! come too late.

use serde_json::json;

use crate::house::announced::Announced;
use crate::house::mail_client::{HEARS, Invitation};
use crate::house::postbox::{Act, Letter, Stage};

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

/// A lobby on Thursday 9 July at 6pm that Ben may come to, on a working day long before.
async fn lobby() -> Announced {
    let lobby = Announced::lobby_with(HEARS, json!({})).await;
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby
}

impl Announced {
    async fn sets_reminders(&self, rules: serde_json::Value) {
        let path = format!("/events/{}/reminders", self.id());
        self.ada.put(&path, &json!({ "rules": rules })).await.json(200);
        self.house.rounds().await;
    }

    /// What came after the confirmation.
    fn heard(&self, email: &str) -> Vec<String> {
        self.subjects(email).split_off(1)
    }
}

/// The entry of `letter` asks anew about the one of `first`.
#[track_caller]
fn replaces(letter: &Letter, first: &Invitation, start: &str) {
    let (method, text) = letter.calendar.as_ref().unwrap_or_else(|| panic!("no entry: {}", letter.text));
    let entry = Invitation::of(letter);
    assert_eq!(method, "REQUEST");
    assert!(entry.uid == first.uid && entry.sequence > first.sequence, "{first:?} {entry:?}");
    assert!(text.contains(&format!("DTSTART;TZID=Europe/London:{start}")), "{text}");
}

#[tokio::test]
async fn a_day_that_comes_before_the_letter_of_the_new_one_is_told_to_who_said_maybe_too() {
    for (start, told, entry, day_before) in [
        ("2026-07-10T18:00", "Changed: now Friday 10 July, 6pm", "20260710T180000", "2026-07-09T17:00Z"),
        ("2026-07-23T18:00", "Changed: now Thursday 23 July, 6pm", "20260723T180000", "2026-07-22T17:00Z"),
    ] {
        let lobby = lobby().await;
        let first = lobby.invitation(BEN);
        lobby.patch(json!({ "start": start })).await;
        lobby.minutes_pass(6).await;
        assert_eq!(lobby.heard(BEN), [told]);
        replaces(&lobby.latest(BEN), &first, entry);
        lobby.at(day_before).await;
        let letters = lobby.letters(BEN);
        assert_eq!(lobby.heard(BEN)[1..], ["Tomorrow, 6pm: how to get there"]);
        assert!(letters[2].calendar.is_none(), "their calendar is right: {}", letters[2].text);
        assert!(letters[2].text.starts_with("Tomorrow at 6pm."), "{}", letters[2].text);
    }
}

#[tokio::test]
async fn a_letter_on_the_day_that_they_know_is_too_late() {
    // Told at 10 in the morning for what was to begin at 1pm.
    let lobby = Announced::lobby(json!({ "start": "2026-07-09T13:00" })).await;
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T10:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.heard(BEN), ["Changed: now Friday 10 July, 10am"]);
}

#[tokio::test]
async fn what_the_letter_of_the_day_before_says_in_time_is_left_to_it_and_it_puts_the_calendar_right() {
    for (start, moments, said, entry) in [
        (
            "2026-07-09T20:00",
            ["2026-07-08T17:00Z", "2026-07-09T18:00Z"],
            "The time has changed.",
            "20260709T200000",
        ),
        (
            "2026-07-07T18:00",
            ["2026-07-06T17:00Z", "2026-07-07T15:00Z"],
            "The day has changed.",
            "20260707T180000",
        ),
    ] {
        let lobby = lobby().await;
        let first = lobby.invitation(BEN);
        lobby.patch(json!({ "start": start })).await;
        lobby.minutes_pass(30).await;
        assert_eq!(lobby.heard(BEN), [""; 0], "{start}");
        lobby.at(moments[0]).await;
        assert_eq!(lobby.heard(BEN).len(), 1, "{start}: {:?}", lobby.subjects(BEN));
        let letter = lobby.latest(BEN);
        assert!(letter.subject.starts_with("Changed: now "), "{}", letter.subject);
        assert!(letter.text.starts_with(said), "{}", letter.text);
        let (was, now) = letter.text.split_once("IT IS NOW").unwrap();
        assert!(was.contains("Thursday 9 July 2026, 6pm"), "{}", letter.text);
        assert!(now.contains("Here is all you need."), "{}", letter.text);
        assert!(letter.header("List-Unsubscribe").is_some(), "it is the reminder");
        replaces(&letter, &first, entry);
        lobby.minutes_pass(90).await;
        lobby.at(moments[1]).await;
        assert_eq!(lobby.heard(BEN).len(), 1, "once: {:?}", lobby.subjects(BEN));
    }
}

#[tokio::test]
async fn from_the_letter_of_the_day_before_on_they_know_the_change() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.at("2026-07-08T17:00Z").await;
    lobby.patch(json!({ "start": "2026-07-09T21:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.heard(BEN)[1..], ["Changed: now Thursday 9 July, 9pm"]);
    let text = lobby.latest(BEN).text;
    assert!(text.contains("IT WAS      Thursday 9 July 2026, 8pm"), "{text}");
}

#[tokio::test]
async fn where_no_letter_of_the_day_before_will_come_they_are_told_at_once() {
    let lobby = lobby().await;
    lobby.sets_reminders(json!([])).await;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.heard(BEN), ["Changed: now Thursday 9 July, 8pm"]);
}

#[tokio::test]
async fn where_the_letter_of_the_day_before_is_switched_off_after_the_change_they_are_told_all_the_same() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.minutes_pass(6).await;
    lobby.sets_reminders(json!([{ "before_start": "PT2H" }])).await;
    lobby.at("2026-07-08T18:00Z").await;
    assert_eq!(lobby.heard(BEN), ["Changed: now Thursday 9 July, 8pm"]);
}

#[tokio::test]
async fn who_says_that_they_come_after_all_hears_at_once_what_was_left_to_the_letter_of_the_day_before() {
    let lobby = lobby().await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.heard(BEN), [""; 0]);
    lobby.changes_reply(ben, json!({ "response": "going" })).await;
    lobby.minutes_pass(1).await;
    assert_eq!(lobby.heard(BEN).len(), 2, "{:?}", lobby.subjects(BEN));
    assert!(lobby.heard(BEN).contains(&"Changed: now Thursday 9 July, 8pm".to_owned()));
    lobby.at("2026-07-08T19:00Z").await;
    assert_eq!(lobby.heard(BEN)[2..].iter().filter(|said| said.starts_with("Changed")).count(), 0, "once");
}

#[tokio::test]
async fn a_move_that_is_undone_is_told_to_who_said_maybe_and_was_shown_it_by_any_letter() {
    let lobby = lobby().await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-08T18:00" })).await;
    lobby.changes_reply(ben, json!({ "party_size": 2 })).await;
    lobby.house.rounds().await;
    assert!(lobby.latest(BEN).text.contains("Wednesday 8 July 2026"), "{}", lobby.latest(BEN).text);
    // Their first answer: the confirmation shows them the new day.
    lobby.answers(CAL, json!({ "response": "maybe" })).await;
    lobby.house.rounds().await;
    let first = [BEN, CAL].map(|email| lobby.invitation(email));
    lobby.minutes_pass(1).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
    lobby.minutes_pass(20).await;
    for (email, first) in [BEN, CAL].into_iter().zip(first) {
        let letter = lobby.latest(email);
        assert_eq!(letter.subject, "Changed: now Thursday 9 July, 6pm", "{email}");
        assert!(letter.text.contains("IT WAS      Wednesday 8 July 2026, 6pm"), "{}", letter.text);
        replaces(&letter, &first, "20260709T180000");
    }
    let letters = [BEN, CAL].map(|email| lobby.letters(email).len());
    lobby.minutes_pass(60).await;
    assert_eq!([BEN, CAL].map(|email| lobby.letters(email).len()), letters, "once");
}

#[tokio::test]
async fn a_later_day_that_is_undone_is_told_at_once_to_who_first_said_maybe_in_between() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.answers(CAL, json!({ "response": "maybe" })).await;
    lobby.house.rounds().await;
    lobby.minutes_pass(1).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
    lobby.minutes_pass(20).await;
    assert_eq!(lobby.heard(CAL), ["Changed: now Thursday 9 July, 6pm"]);
    assert_eq!(lobby.heard(BEN), [""; 0], "he knows no other");
}

#[tokio::test]
async fn who_says_that_they_come_after_the_letter_of_the_day_before_has_told_them_hears_nothing_twice() {
    let lobby = lobby().await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.minutes_pass(6).await;
    lobby.at("2026-07-08T17:00Z").await;
    assert!(lobby.heard(BEN)[0].starts_with("Changed: now "), "{:?}", lobby.heard(BEN));
    lobby.changes_reply(ben, json!({ "response": "going" })).await;
    lobby.minutes_pass(5).await;
    lobby.minutes_pass(90).await;
    let changed = lobby.heard(BEN).iter().filter(|said| said.starts_with("Changed")).count();
    assert_eq!(changed, 1, "{:?}", lobby.heard(BEN));
    // What is changed then is told them as it was said there.
    lobby.patch(json!({ "start": "2026-07-09T21:00" })).await;
    lobby.minutes_pass(6).await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("IT WAS      Thursday 9 July 2026, 8pm"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_says_that_they_come_while_the_letter_of_the_day_before_is_leaving_hears_nothing_twice() {
    let lobby = lobby().await;
    let ben = lobby.replies().await[0].id;
    lobby.patch(json!({ "start": "2026-07-09T20:00" })).await;
    lobby.minutes_pass(6).await;
    lobby.house.clock.set("2026-07-08T17:00Z");
    lobby.house.postbox.next(1, Stage::Dot, Act::Hold);
    let meanwhile = async {
        lobby.house.postbox.wait_until_held().await;
        lobby.changes_reply(ben, json!({ "response": "going" })).await;
        lobby.house.postbox.let_go();
    };
    tokio::join!(lobby.house.rounds(), meanwhile);
    lobby.minutes_pass(5).await;
    lobby.minutes_pass(90).await;
    let changed = lobby.heard(BEN).iter().filter(|said| said.starts_with("Changed")).count();
    assert_eq!(changed, 1, "{:?}", lobby.heard(BEN));
}

#[tokio::test]
async fn the_reminder_of_who_was_coming_tells_of_no_change_to_whoever_says_maybe_then() {
    let lobby = lobby().await;
    lobby.coming(CAL).await;
    let cal = lobby.replies().await[1].id;
    // The reminder leaves while the change settles.
    lobby.at("2026-07-08T16:59Z").await;
    lobby.patch(json!({ "end": "2026-07-09T21:00", "no_fixed_end": false })).await;
    lobby.at("2026-07-08T17:00Z").await;
    lobby.changes_reply(cal, json!({ "response": "maybe" })).await;
    lobby.minutes_pass(10).await;
    let changed = lobby.heard(CAL).iter().filter(|said| said.starts_with("Changed")).count();
    assert_eq!(changed, 1, "{:?}", lobby.heard(CAL));
}

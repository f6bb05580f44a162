//! Those who are coming are told where it is now: another house, another room, another spot to meet at.

use serde_json::json;

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

/// A lobby that Ben is coming to, on a working day long before.
async fn lobby(facts: serde_json::Value) -> Announced {
    let lobby = Announced::lobby(facts).await;
    lobby.coming(BEN).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby
}

/// The subjects of what Ben got beside his confirmation.
fn news(lobby: &Announced) -> Vec<String> {
    lobby.subjects(BEN).split_off(1)
}

#[tokio::test]
async fn a_new_place_is_told_as_a_new_place() {
    let lobby = lobby(json!({})).await;
    let library = json!({ "name": "Hendon Library", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BQ" });
    lobby.patch(json!({ "venue": library })).await;
    lobby.minutes_pass(5).await;
    assert_eq!(news(&lobby), ["Changed: Thursday 9 July, 6pm, new place"]);
    let text = lobby.latest(BEN).text;
    assert!(text.contains("Hendon Library") && text.contains("Hendon Town Hall"), "{text}");
}

#[tokio::test]
async fn a_new_meeting_point_is_no_new_place() {
    let lobby = lobby(json!({ "meeting_point": "By the steps" })).await;
    lobby.patch(json!({ "meeting_point": "By the fountain" })).await;
    lobby.minutes_pass(5).await;
    assert_eq!(news(&lobby), ["Changed: Thursday 9 July, 6pm, new meeting point"]);
    let text = lobby.latest(BEN).text;
    let (was, now) = text.split_once("IT IS NOW").unwrap();
    assert!(was.contains("Hendon Town Hall") && was.contains("By the steps."), "{text}");
    assert!(now.contains("Same place: ") && now.contains("NEW MEETING POINT: By the fountain."), "{text}");
    assert!(!text.contains("NEW PLACE"), "{text}");
}

#[tokio::test]
async fn a_new_room_is_no_new_place() {
    let lobby = lobby(json!({ "room": "1" })).await;
    lobby.patch(json!({ "room": "2" })).await;
    lobby.minutes_pass(5).await;
    assert_eq!(news(&lobby), ["Changed: Thursday 9 July, 6pm, new room"]);
    let text = lobby.latest(BEN).text;
    let (was, now) = text.split_once("IT IS NOW").unwrap();
    assert!(was.contains("Hendon Town Hall, Room 1,") && now.contains("NEW ROOM: Room 2"), "{text}");
}

#[tokio::test]
async fn who_joins_online_is_not_told_of_another_room() {
    let lobby = Announced::lobby(json!({ "attendance_mode": "hybrid", "room": "1" })).await;
    lobby.answers(BEN, json!({ "attendance": "online" })).await;
    lobby.answers(CAL, json!({ "attendance": "in_person" })).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby.patch(json!({ "room": "2" })).await;
    lobby.minutes_pass(5).await;
    assert_eq!((news(&lobby).len(), lobby.subjects(CAL).len()), (0, 2));
}

#[tokio::test]
async fn what_to_bring_is_told_with_a_move_and_by_itself_to_nobody() {
    let lobby = lobby(json!({ "bring": "Placards" })).await;
    lobby.patch(json!({ "bring": "Flags" })).await;
    lobby.minutes_pass(30).await;
    assert_eq!(news(&lobby), [""; 0]);
    lobby.patch(json!({ "start": "2026-07-09T19:00" })).await;
    lobby.minutes_pass(5).await;
    let text = lobby.latest(BEN).text;
    assert!(
        text.contains("The way there is the same.\nPlease bring: Flags."),
        "they know of placards: {text}"
    );
}

#[tokio::test]
async fn a_meeting_point_or_a_room_that_is_no_more_is_not_called_new() {
    for (facts, gone, subject, words) in [
        (
            json!({ "meeting_point": "By the fountain" }),
            "meeting_point",
            "no meeting point",
            "There is no meeting point any more: come straight",
        ),
        (json!({ "room": "Room 1" }), "room", "no room set", "No room is set any more."),
    ] {
        let lobby = Announced::lobby(facts).await;
        lobby.patch(json!({ "venue": { "name": "Hendon Town Hall" } })).await;
        lobby.minutes_pass(30).await;
        lobby.coming(BEN).await;
        lobby.at("2026-06-10T12:00Z").await;
        lobby.patch(json!({ gone: null })).await;
        lobby.minutes_pass(5).await;
        assert_eq!(news(&lobby), [format!("Changed: Thursday 9 July, 6pm, {subject}")]);
        assert!(lobby.latest(BEN).text.contains(words), "{}", lobby.latest(BEN).text);
    }
}

#[tokio::test]
async fn a_place_that_becomes_known_is_told_with_what_was_known_and_no_old_promise() {
    let anywhere = json!({ "kind": "day_of_action", "venue": null });
    for (facts, was, opening, subject) in [
        (anywhere.clone(), "Wherever you are", "The place has changed.", "new place"),
        (
            json!({ "venue": null, "area": "Hendon" }),
            "Hendon",
            "The place is now known.",
            "the place is now known",
        ),
        (
            json!({ "venue": null }),
            "The place was not known yet.",
            "The place is now known.",
            "the place is now known",
        ),
    ] {
        let event = lobby(facts).await;
        event.patch(json!({ "venue": { "name": "Hendon Library" } })).await;
        event.minutes_pass(5).await;
        assert_eq!(news(&event), [format!("Changed: Thursday 9 July, 6pm, {subject}")]);
        let text = event.latest(BEN).text;
        let (before, now) = text.split_once("IT IS NOW").unwrap();
        assert!(before.starts_with(opening) && before.trim_end().ends_with(was), "{text}");
        assert!(!before.contains("We will write") && now.contains("NEW PLACE: Hendon Library"), "{text}");
    }
}

//! Those who said that they are coming are told when it moves, pauses or is called off: once, what was and what is.

use std::time::Duration;

use entity::table::{announcement, outbox};
use entity::value::LetterKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::house::announced::Announced;

const BEN: &str = "ben@example.org";
const CAL: &str = "cal@example.org";

/// A lobby that Ben is coming to, on a working day long before.
async fn lobby() -> Announced {
    let lobby = Announced::lobby(json!({})).await;
    lobby.coming(BEN).await;
    lobby.at("2026-06-10T12:00Z").await;
    lobby
}

impl Announced {
    /// The subjects of what Ben got beside his confirmation.
    fn news(&self) -> Vec<String> {
        self.subjects(BEN).split_off(1)
    }
}

#[tokio::test]
async fn a_moved_event_tells_what_was_and_what_is() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T19:00" })).await;
    lobby.minutes_pass(4).await;
    assert_eq!(lobby.news(), [""; 0], "a change settles for five minutes");
    lobby.minutes_pass(1).await;
    assert_eq!(lobby.news(), ["Changed: now Friday 10 July, 7pm"]);
    let text = lobby.latest(BEN).text;
    assert!(text.contains("Thursday 9 July 2026, 6pm"), "{text}");
    assert!(text.contains("Friday 10 July 2026, 7pm"), "{text}");
    lobby.minutes_pass(60).await;
    assert_eq!(lobby.news().len(), 1, "once");
}

#[tokio::test]
async fn several_edits_settle_into_one_letter() {
    let lobby = lobby().await;
    for hour in [19, 20, 17] {
        lobby.patch(json!({ "start": format!("2026-07-09T{hour}:00") })).await;
        lobby.minutes_pass(3).await;
    }
    assert_eq!(lobby.news(), [""; 0]);
    lobby.minutes_pass(3).await;
    assert_eq!(lobby.news(), ["Changed: now Thursday 9 July, 5pm"]);
    lobby.minutes_pass(30).await;
    assert_eq!(lobby.news().len(), 1);
}

#[tokio::test]
async fn changed_and_changed_back_sends_nothing() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(2).await;
    lobby.patch(json!({ "start": "2026-07-09T18:00" })).await;
    lobby.minutes_pass(30).await;
    assert_eq!(lobby.news(), [""; 0]);
    lobby.patch(json!({ "start": "2026-07-09T18:30" })).await;
    lobby.minutes_pass(30).await;
    let text = lobby.latest(BEN).text;
    assert!(text.contains("Thursday 9 July 2026, 6pm"), "what he knew: {text}");
}

#[tokio::test]
async fn whoever_asks_for_no_letter_gets_none_and_a_later_one_says_it_all() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00", "notify": false })).await;
    lobby.minutes_pass(30).await;
    assert_eq!(lobby.news(), [""; 0]);
    lobby.patch(json!({ "start": "2026-07-10T19:00" })).await;
    lobby.minutes_pass(30).await;
    assert_eq!(lobby.news().len(), 1);
    let text = lobby.latest(BEN).text;
    assert!(text.contains("Thursday 9 July 2026, 6pm"), "what he was last told: {text}");
}

#[tokio::test]
async fn a_typing_mistake_put_right_tells_nobody() {
    let lobby = lobby().await;
    lobby.patch(json!({ "title": "Banners held higher", "bring": "Banners" })).await;
    lobby.minutes_pass(30).await;
    assert_eq!(lobby.news(), [""; 0]);
}

#[tokio::test]
async fn postponed_paused_on_again_and_called_off_are_told_with_the_organisers_words() {
    let lobby = lobby().await;
    let said = |words: &str| json!({ "message": words });
    lobby.act("postpone", said("The council moved its meeting.")).await;
    lobby.house.clock.pass(Duration::from_secs(59));
    lobby.house.rounds().await;
    assert_eq!(lobby.news(), [""; 0], "a slip can be undone for a minute");
    lobby.minutes_pass(1).await;
    assert_eq!(lobby.news(), ["Postponed: Thursday 9 July, 6pm"]);
    assert!(lobby.latest(BEN).text.contains("The council moved its meeting."), "{}", lobby.latest(BEN).text);

    lobby.act("reinstate", json!({ "start": "2026-07-14T18:00" })).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news()[1], "On again: Tuesday 14 July, 6pm");
    assert!(!lobby.latest(BEN).text.contains("The council moved"), "words belong to their own letter");

    lobby.act("suspend", said("Talks go on.")).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news()[2], "Paused: Tuesday 14 July, 6pm");
    lobby.act("cancel", said("We won.")).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news()[3..], ["Called off: Tuesday 14 July, 6pm"]);
    assert!(lobby.latest(BEN).text.contains("We won."), "{}", lobby.latest(BEN).text);
}

#[tokio::test]
async fn an_act_undone_within_the_minute_tells_nobody() {
    let lobby = lobby().await;
    lobby.act("cancel", json!({ "message": "Oh no" })).await;
    lobby.act("reinstate", json!({})).await;
    lobby.minutes_pass(10).await;
    assert_eq!(lobby.news(), [""; 0]);
}

#[tokio::test]
async fn at_night_a_far_change_waits_for_the_morning_and_one_on_the_day_does_not() {
    let lobby = lobby().await;
    lobby.at("2026-07-06T22:00Z").await;
    let before = lobby.news().len();
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.news().len(), before, "it waits for 9am");
    // And now it is a change of what is tomorrow: the one that waits must not hold it up.
    lobby.patch(json!({ "start": "2026-07-07T18:00" })).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news()[before..], ["Changed: now Tuesday 7 July, 6pm"]);
    lobby.at("2026-07-07T08:00Z").await;
    assert_eq!(lobby.news().iter().filter(|said| said.starts_with("Changed")).count(), 1);
}

#[tokio::test]
async fn a_notice_that_waits_for_the_morning_does_not_hold_up_that_it_is_off() {
    let lobby = lobby().await;
    lobby.at("2026-07-06T22:00Z").await;
    let before = lobby.news().len();
    // 37 hours ahead: it can wait. Two hours and a half later it can't.
    lobby.patch(json!({ "start": "2026-07-08T12:10" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.news().len(), before, "it waits for 9am");
    lobby.at("2026-07-07T00:30Z").await;
    lobby.act("cancel", json!({})).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news()[before..], ["Called off: Thursday 9 July, 6pm"]);
}

#[tokio::test]
async fn a_change_on_the_day_makes_the_notice_that_is_in_the_queue_as_urgent_and_of_use_as_long() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-06-20T18:00" })).await;
    lobby.house.clock.pass(Duration::from_secs(6 * 60));
    let db = lobby.house.service().app.db.clone();
    convenor::notice::tell(&db, lobby.house.clock.now()).await.unwrap();
    let waiting = async || {
        let rows = outbox::Entity::find().filter(outbox::Column::Kind.eq(LetterKind::Notice));
        rows.one(&lobby.house.look().await).await.unwrap().unwrap()
    };
    let first = waiting().await;
    let told_again = async |start: &str| {
        lobby.patch(json!({ "start": start })).await;
        lobby.house.clock.pass(Duration::from_secs(2 * 60));
        convenor::notice::tell(&db, lobby.house.clock.now()).await.unwrap();
        waiting().await
    };
    let second = told_again("2026-06-11T11:00").await;
    assert_eq!(second.id, first.id, "one waits");
    assert_eq!((first.urgency, second.urgency), (1, 0));
    assert_eq!(first.due_at, second.due_at, "not put off");
    let third = told_again("2026-07-20T18:00").await;
    assert_eq!((third.id, third.urgency), (first.id, 0));
    assert!(second.expires_at < third.expires_at);
    lobby.house.rounds().await;
}

#[tokio::test]
async fn a_change_made_at_night_is_told_at_nine() {
    let lobby = lobby().await;
    lobby.at("2026-06-10T22:00Z").await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(6).await;
    lobby.at("2026-06-11T07:59Z").await;
    assert_eq!(lobby.news(), [""; 0]);
    lobby.at("2026-06-11T08:00Z").await;
    assert_eq!(lobby.news(), ["Changed: now Friday 10 July, 6pm"]);
}

#[tokio::test]
async fn who_said_maybe_is_told_only_where_no_letter_of_the_day_before_will_say_it() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.answers(BEN, json!({ "response": "maybe" })).await;
    lobby.at("2026-06-10T12:00Z").await;
    for start in ["2026-07-09T20:00", "2026-07-08T18:00"] {
        lobby.patch(json!({ "start": start })).await;
        lobby.minutes_pass(6).await;
        assert_eq!(lobby.news(), [""; 0], "the letter of the day before will say it");
    }
    lobby.act("cancel", json!({})).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.news().len(), 1, "{:?}", lobby.subjects(BEN));
}

#[tokio::test]
async fn who_replied_after_the_change_is_not_told_of_it() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.coming(CAL).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.news().len(), 1);
    assert_eq!(lobby.subjects(CAL), ["Friday 10 July, 6pm: your reply"]);
}

#[tokio::test]
async fn who_withdrew_hears_no_more_of_it() {
    let lobby = Announced::lobby(json!({})).await;
    let ben = lobby.coming(BEN).await;
    lobby.changes_reply(ben, json!({ "response": "not_going" })).await;
    lobby.house.rounds().await;
    let letters = lobby.subjects(BEN).len();
    lobby.act("cancel", json!({})).await;
    lobby.minutes_pass(2).await;
    assert_eq!(lobby.subjects(BEN).len(), letters);
}

#[tokio::test]
async fn a_notice_that_another_node_puts_a_second_time_is_not_sent_again() {
    let lobby = lobby().await;
    lobby.patch(json!({ "start": "2026-07-10T18:00" })).await;
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.news().len(), 1);
    // Another node read the announcement before this one had noted that it was told.
    let untold = announcement::Entity::update_many()
        .col_expr(announcement::Column::ToldAt, Expr::value(Option::<i64>::None))
        .filter(announcement::Column::EventId.eq(lobby.id()));
    untold.exec(&lobby.house.look().await).await.unwrap();
    let db = lobby.house.service().app.db.clone();
    let now = lobby.house.clock.now();
    let (one, other) = tokio::join!(convenor::notice::tell(&db, now), convenor::notice::tell(&db, now));
    one.unwrap();
    other.unwrap();
    lobby.minutes_pass(6).await;
    assert_eq!(lobby.news().len(), 1);
}

//! "This and following" at the edges: at once with replies, at once with itself, on a day with two dates, on a moved day.

use convenor::event::{self, EventError, Shown};
use convenor::occurrence;
use entity::value::{OccurrenceStatus, Response};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::announced::Announced;
use crate::house::branch::{Branch, Lobby, party, start};
use crate::house::programme::{codes, mistakes};
use crate::house::subscriber::{get, unfolded};

/// Weekly from Monday 1 March 2027, 7am to 10am.
fn weekly(repeats: &Value) -> Value {
    let mut all = json!({ "every": "week" });
    all.as_object_mut().unwrap().extend(repeats.as_object().unwrap().clone());
    json!({
        "kind": "picket", "title": "Picket", "start": "2027-03-01T07:00", "end": "2027-03-01T10:00",
        "no_fixed_end": false, "target": null, "repeats": all,
    })
}

async fn dates(branch: &Branch, event: Uuid) -> Vec<occurrence::Occurrence> {
    let dates =
        occurrence::of_event(&branch.db.read(), branch.organisation, event, None, None).await.unwrap();
    dates.into_iter().filter(|date| date.status != OccurrenceStatus::Removed).collect()
}

async fn starts(branch: &Branch, event: Uuid) -> Vec<String> {
    dates(branch, event).await.into_iter().map(|date| date.start.to_string()).collect()
}

async fn date_at(branch: &Branch, event: Uuid, start: &str) -> Uuid {
    let dates = dates(branch, event).await;
    dates
        .iter()
        .find(|date| date.start.to_string() == start)
        .unwrap_or_else(|| panic!("no date at {start}"))
        .id
}

async fn splits(branch: &Branch, (event, date): (Uuid, Uuid)) -> Result<Shown, EventError> {
    let order = branch.order(event);
    let work = branch
        .db
        .write(move |w| Box::pin(async move { Box::pin(event::split(w, &order, date, start())).await }));
    work.await
}

#[tokio::test]
async fn replies_that_meet_a_split_go_with_their_date() {
    let branch = Branch::open().await;
    let event = branch.published(&weekly(&json!({ "times": 4 }))).await.event.id;
    let date = date_at(&branch, event, "2027-03-22T07:00").await;
    let from = date_at(&branch, event, "2027-03-15T07:00").await;
    let guests = (0..12).map(|number| {
        let guest = party(1, &format!("ben-{number}@example.org"));
        branch.reply(Lobby { event, date }, guest)
    });
    let (answers, split) = join(join_all(guests), splits(&branch, (event, from))).await;
    let second = split.unwrap().event.id;
    // Whoever asks after the split finds no such date in the first half, and looks again.
    let taken = answers.iter().filter(|answer| answer.is_ok()).count();
    let late = branch.reply(Lobby { event: second, date }, party(1, "late@example.org")).await;
    late.unwrap();
    let of_second = branch.replies(Lobby { event: second, date }).await;
    assert_eq!(of_second.len(), taken + 1, "each belongs to the event of its date");
    assert!(of_second.iter().all(|reply| reply.response == Response::Going && reply.occurrence_id == date));
    assert_eq!(branch.replies(Lobby { event, date }).await.len(), 0);
}

#[tokio::test]
async fn a_reply_that_was_read_before_a_split_is_taken_after_it() {
    let branch = Branch::open().await;
    let event = branch.published(&weekly(&json!({ "times": 4 }))).await.event.id;
    let date = date_at(&branch, event, "2027-03-22T07:00").await;
    let from = date_at(&branch, event, "2027-03-15T07:00").await;
    let ready = branch.prepared(Lobby { event, date }, party(1, "ben@example.org")).await;
    let second = splits(&branch, (event, from)).await.unwrap().event.id;
    let seals = branch.seals.clone();
    let work = branch
        .db
        .write(move |w| Box::pin(async move { convenor::rsvp::accept(w, &seals, ready, start()).await }));
    let taken = work.await.unwrap();
    assert_eq!(branch.row(taken.id).await.unwrap().event_id, second);
}

#[tokio::test]
async fn what_was_added_on_the_day_of_the_split_goes_with_that_day() {
    let branch = Branch::open().await;
    let shifts = weekly(&json!({ "times": 4, "also": ["2027-03-15T05:00", "2027-03-15T19:00"] }));
    let event = branch.published(&shifts).await.event.id;
    let early = date_at(&branch, event, "2027-03-15T05:00").await;
    branch.reply(Lobby { event, date: early }, party(1, "ben@example.org")).await.unwrap();
    let from = date_at(&branch, event, "2027-03-15T07:00").await;
    let second = splits(&branch, (event, from)).await.unwrap();
    let later = ["2027-03-15T05:00", "2027-03-15T07:00", "2027-03-15T19:00", "2027-03-22T07:00"];
    assert_eq!(starts(&branch, event).await, ["2027-03-01T07:00", "2027-03-08T07:00"]);
    assert_eq!(starts(&branch, second.event.id).await, later);
    // An edit of either half leaves all as it is.
    for half in [event, second.event.id] {
        branch.patch(half, &json!({ "summary": "At the gate" }), start()).await.unwrap();
    }
    assert_eq!(starts(&branch, event).await, ["2027-03-01T07:00", "2027-03-08T07:00"]);
    assert_eq!(starts(&branch, second.event.id).await, later);
    assert_eq!(date_at(&branch, second.event.id, "2027-03-15T05:00").await, early);
}

#[tokio::test]
async fn a_date_before_the_first_of_the_rule_has_an_entry_of_its_own() {
    let picket = Announced::lobby(weekly(&json!({ "times": 2, "also": ["2027-03-01T05:00"] }))).await;
    let text = unfolded(&get(&picket, "/barnet/calendar.ics").await.text());
    assert!(text.contains("DTSTART;TZID=Europe/London:20270301T050000") && !text.contains("RDATE"), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
    let uids: std::collections::BTreeSet<_> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 2, "{text}");
}

#[tokio::test]
async fn a_working_day_that_a_holiday_moved_splits_like_any_other() {
    let branch = Branch::open().await;
    let event = branch
        .published(&json!({
            "kind": "meeting", "target": null, "start": "2027-04-30T07:00", "end": "2027-04-30T10:00",
            "repeats": { "every": "month", "on": ["last_working_day"], "times": 4, "except_bank_holidays": "england-and-wales" },
        }))
        .await
        .event
        .id;
    let all = ["2027-04-30T07:00", "2027-05-28T07:00", "2027-06-30T07:00", "2027-07-30T07:00"];
    assert_eq!(starts(&branch, event).await, all);
    let moved = date_at(&branch, event, "2027-05-28T07:00").await;
    branch.reply(Lobby { event, date: moved }, party(1, "ben@example.org")).await.unwrap();
    let second = splits(&branch, (event, moved)).await.unwrap().event.id;
    for half in [event, second] {
        branch.patch(half, &json!({ "summary": "At the gate" }), start()).await.unwrap();
    }
    assert_eq!(starts(&branch, event).await, all[..1]);
    assert_eq!(starts(&branch, second).await, all[1..]);
    assert_eq!(date_at(&branch, second, "2027-05-28T07:00").await, moved);
}

#[tokio::test]
async fn where_no_earlier_date_is_left_there_is_nothing_to_split() {
    let branch = Branch::open().await;
    let event = branch.published(&weekly(&json!({ "except": ["2027-03-01", "2027-03-08"] }))).await.event.id;
    let first = date_at(&branch, event, "2027-03-15T07:00").await;
    assert_eq!(codes(&mistakes(splits(&branch, (event, first)).await)), [("", "cannot_split")]);
}

#[tokio::test]
async fn who_splits_at_once_with_others_hears_that_it_was_done() {
    let picket = Announced::lobby(weekly(&json!({ "times": 6 }))).await;
    let list = picket.ada.get(&format!("/events/{}/occurrences", picket.id())).await.json(200);
    let date = list["items"][3]["id"].as_str().unwrap().to_owned();
    let path = format!("/occurrences/{date}/split");
    let answers = join_all((0..8).map(|_| async { picket.ada.post(&path, &json!({})).await })).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    // Too late, or asked when it was the first of its event already.
    assert!(statuses[1..].iter().all(|status| matches!(status, 412 | 422)), "{statuses:?}");
}

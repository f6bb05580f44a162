//! Events that repeat: a date for each of the rule's, kept through changes of the rule.

use std::time::Duration;

use convenor::event::{self, DateChange, EventError, Shown, Telling};
use convenor::occurrence;
use entity::Moment;
use entity::value::{Act, EventStatus, OccurrenceStatus};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::branch::{Branch, Lobby, party, start};
use crate::house::programme::{Does, codes, mistakes};

const DAY: Duration = Duration::from_hours(24);

/// Every weekday from 13 July to 11 September 2026, 7am to 10am, but not on the bank holiday of 31 August.
fn picket() -> Value {
    json!({
        "kind": "picket", "title": "Picket", "start": "2026-07-13T07:00", "end": "2026-07-13T10:00", "target": null,
        "repeats": {
            "every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": "2026-09-11",
            "except_bank_holidays": "england-and-wales"
        },
    })
}

/// The dates that an event has, by start.
async fn dates(branch: &Branch, event: Uuid) -> Vec<occurrence::Occurrence> {
    let conn = branch.db.read();
    occurrence::of_event(&conn, branch.organisation, event, None, None).await.unwrap()
}

async fn starts(branch: &Branch, event: Uuid) -> Vec<String> {
    let live = |date: &occurrence::Occurrence| date.status != OccurrenceStatus::Removed;
    dates(branch, event).await.iter().filter(|date| live(date)).map(|date| date.start.to_string()).collect()
}

async fn date_on(branch: &Branch, event: Uuid, day: &str) -> occurrence::Occurrence {
    let found = dates(branch, event).await.into_iter().find(|date| date.slot.starts_with(day));
    found.unwrap_or_else(|| panic!("no date on {day}"))
}

/// Somebody says yes to the date of that day.
async fn comes(branch: &Branch, event: Uuid, day: &str) -> Uuid {
    let date = date_on(branch, event, day).await.id;
    branch.reply(Lobby { event, date }, party(1, &format!("ben-{day}@example.org"))).await.unwrap();
    date
}

async fn changes_date(
    branch: &Branch,
    (event, date): (Uuid, Uuid),
    change: DateChange,
    now: Moment,
) -> Result<Shown, EventError> {
    let (seals, order) = (branch.seals.clone(), branch.order(event));
    let work = branch.db.write(move |w| {
        Box::pin(async move { event::change_date(w, &seals, &order, date, (change, true), now).await })
    });
    work.await
}

async fn turns_date(branch: &Branch, (event, date): (Uuid, Uuid), act: Act) -> Result<Shown, EventError> {
    let (seals, order) = (branch.seals.clone(), branch.order(event));
    let work = branch.db.write(move |w| {
        Box::pin(async move {
            event::turn_date(w, &seals, &order, (date, act), Telling::silently(true), start()).await
        })
    });
    work.await
}

fn with(change: &Value) -> Value {
    let mut repeats = picket()["repeats"].clone();
    for (name, value) in change.as_object().unwrap() {
        repeats[name] = value.clone();
    }
    json!({ "repeats": repeats })
}

#[tokio::test]
async fn a_picket_of_nine_weeks_has_a_date_for_each_working_day() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let dates = dates(&branch, event).await;
    assert_eq!(dates.len(), 44);
    assert!(dates.iter().all(|date| date.slot != "2026-08-31/0"));
    assert_eq!(dates[0].id, event, "the first date has the event's own id");
    assert_eq!(dates[0].start_utc.to_string(), "2026-07-13T06:00:00Z");
    assert_eq!(dates[43].end.unwrap().to_string(), "2026-09-11T10:00");
    // Each has its own places and its own keys.
    let places = occurrence::places_of(&branch.db.read(), &[dates[0].id, dates[43].id]).await.unwrap();
    assert_eq!(places.len(), 2);
    assert!(branch.seals.of_date(&branch.db.read(), dates[43].id).await.unwrap().contact_until().is_some());
}

#[tokio::test]
async fn half_an_hour_later_keeps_everybody() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let date = comes(&branch, event, "2026-07-15").await;
    let later = json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" });
    let moved = branch.patch(event, &later, start()).await.unwrap();
    assert_eq!(dates(&branch, event).await.len(), 44);
    let same = date_on(&branch, event, "2026-07-15").await;
    assert_eq!((same.id, same.start.to_string().as_str()), (date, "2026-07-15T07:30"));
    // Only who replied is told, of their own date.
    let told = branch.announced(event).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].occurrence_id, told[0].act), (Some(date), Act::Changed));
    assert_eq!(told[0].before.start.to_string(), "2026-07-15T07:00");
    assert_eq!(told[0].sequence, moved.event.sequence);
}

#[tokio::test]
async fn a_date_taken_out_of_the_rule_is_called_off_for_its_people_and_gone_for_nobodys() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let date = comes(&branch, event, "2026-07-15").await;
    let kept = branch.kept_until_of(date).await;
    let skip = with(&json!({ "except": ["2026-07-15", "2026-07-16"] }));
    branch.patch(event, &skip, start()).await.unwrap();
    assert_eq!(starts(&branch, event).await.len(), 42);
    let left = dates(&branch, event).await;
    assert_eq!(left.len(), 43, "the one that nobody replied to is gone");
    let off = date_on(&branch, event, "2026-07-15").await;
    assert_eq!((off.id, off.status), (date, OccurrenceStatus::Removed));
    let told = branch.announced(event).await;
    assert_eq!((told.len(), told[0].act, told[0].occurrence_id), (1, Act::Cancelled, Some(date)));
    assert!(
        branch.kept_until_of(date).await < kept,
        "its replies are forgotten a week after people were told"
    );

    // Back in the rule, it is the same date with the same people.
    branch.patch(event, &with(&json!({})), start() + DAY).await.unwrap();
    let back = date_on(&branch, event, "2026-07-15").await;
    assert_eq!((back.id, back.status), (date, OccurrenceStatus::Scheduled));
    assert_eq!(starts(&branch, event).await.len(), 44);
    assert_eq!(branch.announced(event).await[1].act, Act::Reinstated);
    assert_eq!(branch.kept_until_of(date).await, kept);
}

#[tokio::test]
async fn a_date_moved_by_hand_stays_where_it_was_put() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let date = comes(&branch, event, "2026-07-15").await;
    let saturday = DateChange { start: Some("2026-07-18T11:00".parse().unwrap()), ..DateChange::default() };
    let moved = changes_date(&branch, (event, date), saturday, start()).await.unwrap();
    assert_eq!(moved.occurrence.end.unwrap().to_string(), "2026-07-18T14:00", "as long as before");
    assert_eq!(moved.facts().start.to_string(), "2026-07-13T07:00", "the rule is as it was");
    assert_eq!(branch.announced(event).await.len(), 1);
    let later = json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" });
    branch.patch(event, &later, start()).await.unwrap();
    let same = date_on(&branch, event, "2026-07-15").await;
    assert_eq!((same.id, same.start.to_string().as_str()), (date, "2026-07-18T11:00"));
    assert_eq!(branch.announced(event).await.len(), 1, "nobody of the moved date has anything to hear");
}

#[tokio::test]
async fn one_date_elsewhere_is_told_to_its_people_alone() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let date = comes(&branch, event, "2026-07-15").await;
    comes(&branch, event, "2026-07-16").await;
    let spot = Some(Some("By the depot".to_owned()));
    let change = DateChange { meeting_point: spot, ..DateChange::default() };
    let before = branch.sequence_of(event).await;
    changes_date(&branch, (event, date), change, start()).await.unwrap();
    assert_eq!(branch.sequence_of(event).await, before + 1);
    let told = branch.announced(event).await;
    assert_eq!((told.len(), told[0].occurrence_id), (1, Some(date)));
}

#[tokio::test]
async fn one_date_is_called_off_and_the_others_go_on() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let date = comes(&branch, event, "2026-07-15").await;
    let off = turns_date(&branch, (event, date), Act::Cancelled).await.unwrap();
    assert_eq!((off.status(), off.event.status), (EventStatus::Cancelled, EventStatus::Confirmed));
    assert!(matches!(
        turns_date(&branch, (event, date), Act::Cancelled).await,
        Err(EventError::DoesNotFit { act: Act::Cancelled, .. })
    ));
    // A change of the rule does not take it up again.
    let later = json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" });
    branch.patch(event, &later, start()).await.unwrap();
    assert_eq!(date_on(&branch, event, "2026-07-15").await.status, OccurrenceStatus::Cancelled);
    let on = turns_date(&branch, (event, date), Act::Reinstated).await.unwrap();
    assert_eq!(on.status(), EventStatus::Confirmed);
}

#[tokio::test]
async fn all_dates_are_called_off_together_and_each_hears_of_its_own() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let dates = [comes(&branch, event, "2026-07-15").await, comes(&branch, event, "2026-08-20").await];
    branch.act_saying(event, Does::Cancel, Some("Talks have begun."), start()).await.unwrap();
    let mut told = branch.announced(event).await;
    told.sort_by_key(|one| one.before.start);
    let of: Vec<_> = told.iter().filter_map(|one| one.occurrence_id).collect();
    assert_eq!(of, dates);
    assert_eq!(told[1].before.start.to_string(), "2026-08-20T07:00");
    for one in &told {
        let words = event::words(&branch.db.read(), &branch.seals, one).await.unwrap();
        assert_eq!(words.as_deref(), Some("Talks have begun."));
    }
}

#[tokio::test]
async fn dates_are_made_as_they_come_into_sight() {
    let branch = Branch::open().await;
    let weekly = json!({
        "kind": "meeting", "target": null, "start": "2026-07-07T18:30", "end": "2026-07-07T20:00",
        "repeats": { "every": "week" },
    });
    let event = branch.published(&weekly).await.event.id;
    let at_first = dates(&branch, event).await.len();
    assert_eq!(at_first, 58, "400 days hold 58 Tuesdays");
    let extend = |now: Moment| event::extend(&branch.db, &branch.seals, now);
    assert_eq!(extend(start()).await.unwrap(), 0);
    assert_eq!(extend(start() + 14 * DAY).await.unwrap(), 2);
    assert_eq!(extend(start() + 14 * DAY).await.unwrap(), 0, "twice is once");
    assert_eq!(dates(&branch, event).await.len(), at_first + 2);
    // What is called off does not grow.
    branch.act(event, Does::Cancel, start() + 15 * DAY).await.unwrap();
    assert_eq!(extend(start() + 60 * DAY).await.unwrap(), 0);
}

#[tokio::test]
async fn no_more_than_five_hundred_dates_are_made_ahead() {
    let branch = Branch::open().await;
    let also: Vec<String> =
        (0..300).map(|n| format!("2026-08-{:02}T{:02}:00", n % 28 + 1, n / 28 + 10)).collect();
    let often = json!({
        "kind": "stall", "target": null, "start": "2026-07-07T09:00", "end": "2026-07-07T09:30",
        "repeats": { "every": "day", "also": also },
    });
    let event = branch.published(&often).await.event.id;
    assert_eq!(dates(&branch, event).await.len(), 500);
}

#[tokio::test]
async fn a_night_without_that_hour_starts_later_and_one_with_two_at_the_first() {
    let branch = Branch::open().await;
    let vigil = json!({
        "kind": "other", "target": null, "start": "2026-10-24T01:30", "end": "2026-10-24T02:00",
        "repeats": { "every": "day", "until": "2027-03-30" },
    });
    let event = branch.published(&vigil).await.event.id;
    for (night, from, to) in [
        ("2026-10-24", "2026-10-24T00:30:00Z", "2026-10-24T01:00:00Z"),
        // 1:30am happens twice.
        ("2026-10-25", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z"),
        ("2026-10-26", "2026-10-26T01:30:00Z", "2026-10-26T02:00:00Z"),
        // 1:30am does not happen: the clocks show 2:30am then, and half an hour is left.
        ("2027-03-28", "2027-03-28T01:30:00Z", "2027-03-28T02:00:00Z"),
        ("2027-03-29", "2027-03-29T00:30:00Z", "2027-03-29T01:00:00Z"),
    ] {
        let date = date_on(&branch, event, night).await;
        assert_eq!(
            (date.start_utc.to_string().as_str(), date.end_utc.to_string().as_str()),
            (from, to),
            "{night}"
        );
    }
}

#[tokio::test]
async fn an_event_can_begin_to_repeat_and_cease_to() {
    let branch = Branch::open().await;
    let single = branch.published(&json!({})).await;
    let (event, date) = (single.event.id, single.occurrence.id);
    branch.reply(Lobby { event, date }, party(1, "ben@example.org")).await.unwrap();
    branch.patch(event, &json!({ "repeats": { "every": "week", "times": 3 } }), start()).await.unwrap();
    assert_eq!(starts(&branch, event).await, ["2026-07-09T18:00", "2026-07-16T18:00", "2026-07-23T18:00"]);
    assert_eq!(branch.announced(event).await.len(), 0, "who said yes to the first is not bothered");
    branch.patch(event, &json!({ "repeats": null }), start()).await.unwrap();
    let left = dates(&branch, event).await;
    assert_eq!((left.len(), left[0].id), (1, date));
}

#[tokio::test]
async fn what_is_over_stays_as_it_was() {
    let branch = Branch::open().await;
    let event = branch.published(&picket()).await.event.id;
    let week_two = "2026-07-20T12:00:00Z".parse().unwrap();
    let tuesdays = with(&json!({ "on": ["tue"] }));
    let refused = mistakes(branch.patch(event, &tuesdays, week_two).await);
    assert_eq!(codes(&refused), [("/start", "not_a_date_of_the_rule")]);
    let later = json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" });
    branch.patch(event, &later, week_two).await.unwrap();
    let starts = starts(&branch, event).await;
    assert_eq!((starts[5].as_str(), starts[6].as_str()), ("2026-07-20T07:00", "2026-07-21T07:30"));
    let over = mistakes(branch.patch(event, &with(&json!({ "until": "2026-07-17" })), week_two).await);
    assert_eq!(codes(&over), [("/repeats", "in_the_past")]);
}

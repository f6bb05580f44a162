//! How far ahead the dates of a repeating event are made, and what the beat that makes them leaves alone.

use std::time::Duration;

use convenor::{event, occurrence};
use entity::table::event::Entity as Events;
use entity::value::OccurrenceStatus;
use entity::value::facts::Facts;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::json;
use uuid::Uuid;

use crate::house::announced::Announced;
use crate::house::branch::{Branch, Lobby, party, start};
use crate::house::programme::{codes, mistakes};
use crate::house::subscriber::{get, unfolded};

const DAY: Duration = Duration::from_hours(24);

async fn on_day(branch: &Branch, event: Uuid, day: &str) -> Option<occurrence::Occurrence> {
    let dates =
        occurrence::of_event(&branch.db.read(), branch.organisation, event, None, None).await.unwrap();
    dates.into_iter().find(|date| date.slot.starts_with(day))
}

/// Facts that changed by themselves, as far as the event can tell: a new release knows more bank holidays.
async fn becomes(branch: &Branch, event: Uuid, change: impl Fn(&mut Facts)) {
    let row = Events::find_by_id(event).one(branch.sql()).await.unwrap().unwrap();
    let mut facts = row.facts.clone();
    change(&mut facts);
    let mut row = row.into_active_model();
    row.facts = Set(facts);
    row.update(branch.sql()).await.unwrap();
}

#[tokio::test]
async fn the_beat_takes_no_date_away_and_moves_none() {
    let branch = Branch::open().await;
    let weekly = json!({
        "kind": "meeting", "target": null, "start": "2026-07-06T18:30", "end": "2026-07-06T20:00",
        "repeats": { "every": "week" },
    });
    let event = branch.published(&weekly).await.event.id;
    let date = on_day(&branch, event, "2026-08-31").await.unwrap().id;
    branch.reply(Lobby { event, date }, party(1, "ben@example.org")).await.unwrap();
    becomes(&branch, event, |facts| {
        facts.repeats.as_mut().unwrap().except_bank_holidays = Some(entity::value::Nation::EnglandAndWales);
        facts.start = "2026-07-06T19:00".parse().unwrap();
    })
    .await;
    assert_eq!(event::extend(&branch.db, &branch.seals, start() + 14 * DAY).await.unwrap(), 2);
    let holiday = on_day(&branch, event, "2026-08-31").await.unwrap();
    assert_eq!(
        (holiday.id, holiday.status, holiday.start.to_string().as_str()),
        (date, OccurrenceStatus::Scheduled, "2026-08-31T18:30")
    );
    assert_eq!(on_day(&branch, event, "2027-08-23").await.unwrap().start.to_string(), "2027-08-23T19:00");
}

#[tokio::test]
async fn a_round_that_makes_no_date_leaves_no_trace() {
    let branch = Branch::open().await;
    let monthly = json!({
        "kind": "meeting", "target": null, "start": "2026-07-07T18:30", "end": "2026-07-07T20:00",
        "repeats": { "every": "month", "on": ["first_tue"] },
    });
    let event = branch.published(&monthly).await.event.id;
    let before = (branch.organisation_revision().await, branch.journal(event).await);
    for days in 1..=3 {
        assert_eq!(event::extend(&branch.db, &branch.seals, start() + days * DAY).await.unwrap(), 0);
    }
    assert_eq!((branch.organisation_revision().await, branch.journal(event).await), before);
    assert_eq!(event::extend(&branch.db, &branch.seals, start() + 30 * DAY).await.unwrap(), 1);
    assert_eq!(branch.organisation_revision().await, before.0 + 1);
}

#[tokio::test]
async fn a_series_that_begins_earlier_keeps_the_dates_that_were_made() {
    let branch = Branch::open().await;
    let far = json!({
        "kind": "meeting", "target": null, "start": "2028-06-01T18:30", "end": "2028-06-01T20:00",
        "repeats": { "every": "week" },
    });
    let event = branch.published(&far).await.event.id;
    let date = on_day(&branch, event, "2029-07-05").await.unwrap().id;
    branch.reply(Lobby { event, date }, party(1, "ben@example.org")).await.unwrap();
    let earlier = json!({ "start": "2028-05-18T18:30", "end": "2028-05-18T20:00" });
    branch.patch(event, &earlier, start()).await.unwrap();
    let kept = on_day(&branch, event, "2029-07-05").await.unwrap();
    assert_eq!((kept.id, kept.status), (date, OccurrenceStatus::Scheduled));
    assert_eq!(branch.announced(event).await.len(), 0);
    assert!(on_day(&branch, event, "2028-05-18").await.is_some());
    // And once more, a day after the next: what there is stays.
    branch.patch(event, &json!({ "summary": "In the hall" }), start() + DAY).await.unwrap();
    assert_eq!(on_day(&branch, event, "2029-07-05").await.unwrap().status, OccurrenceStatus::Scheduled);
}

#[tokio::test]
async fn a_series_with_many_dates_behind_it_has_those_to_come() {
    let branch = Branch::open().await;
    let daily = |start: &str| {
        json!({
            "kind": "meeting", "target": null, "start": format!("{start}T18:30"), "end": format!("{start}T20:00"),
            "repeats": { "every": "day" },
        })
    };
    let event = branch.published(&daily("2024-06-01")).await.event.id;
    for day in ["2024-06-01", "2026-08-31", "2027-08-01"] {
        assert!(on_day(&branch, event, day).await.is_some(), "{day}");
    }
    assert_eq!(event::extend(&branch.db, &branch.seals, start() + 14 * DAY).await.unwrap(), 14);
    branch.patch(event, &json!({ "summary": "In the hall" }), start() + 14 * DAY).await.unwrap();
    assert!(on_day(&branch, event, "2026-08-31").await.is_some());
    let too_early = mistakes(branch.draft(&daily("2012-06-01")).await);
    assert_eq!(codes(&too_early), [("/start", "too_early")]);
}

#[tokio::test]
async fn a_date_is_added_however_far_ahead_and_calendars_go_on_by_the_rule() {
    let weekly = Announced::lobby(json!({
        "title": "Surgery", "start": "2026-07-13T18:00", "end": "2026-07-13T20:00", "no_fixed_end": false, "target": null,
        "repeats": { "every": "week" },
    }))
    .await;
    let path = format!("/events/{}/occurrences", weekly.id());
    let added = weekly.ada.post(&path, &json!({ "start": "2028-12-22T18:00" })).await.json(201);
    assert_eq!(added["start"], "2028-12-22T18:00");
    let text = unfolded(&get(&weekly, "/barnet/calendar.ics").await.text());
    assert!(text.contains("RDATE;TZID=Europe/London:20281222T180000"), "{text}");
    assert!(!text.contains("EXDATE"), "what is not made yet takes place all the same: {text}");
}

//! A repeating event in the calendars that people subscribe to, from entering it to each change of one date.

use calcard::icalendar::{ICalendarComponent, ICalendarProperty};
use serde_json::{Value, json};

use crate::house::announced::Announced;
use crate::house::subscriber::{entries, get, said, unfolded};

const FEED: &str = "/barnet/calendar.ics";

/// Every weekday from 13 July to 24 July 2026, 7am to 10am.
async fn picket() -> Announced {
    Announced::lobby(json!({
        "title": "Picket", "start": "2026-07-13T07:00", "end": "2026-07-13T10:00", "no_fixed_end": false, "target": null,
        "repeats": { "every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": "2026-07-24" },
    }))
    .await
}

impl Announced {
    async fn dates(&self) -> Vec<Value> {
        let list = self.ada.get(&format!("/events/{}/occurrences", self.id())).await.json(200);
        list["items"].as_array().unwrap().clone()
    }

    async fn date_on(&self, day: &str) -> String {
        let dates = self.dates().await;
        let found = dates.iter().find(|date| date["start"].as_str().unwrap().starts_with(day));
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// The master and the overrides of the feed.
    async fn in_calendars(&self) -> (String, Vec<ICalendarComponent>) {
        let text = get(self, FEED).await.text();
        (unfolded(&text), entries(&text))
    }
}

/// Which dates are told apart from the rule.
fn recurrence_ids(text: &str) -> Vec<&str> {
    text.lines()
        .filter_map(|line| line.trim_end().strip_prefix("RECURRENCE-ID;TZID=Europe/London:"))
        .collect()
}

#[tokio::test]
async fn an_event_that_repeats_is_one_entry_with_its_rule() {
    let picket = picket().await;
    let (text, entries) = picket.in_calendars().await;
    assert_eq!(entries.len(), 1);
    assert_eq!(said(&entries[0], &ICalendarProperty::Uid), picket.id().to_string());
    assert!(text.contains("DTSTART;TZID=Europe/London:20260713T070000"), "{text}");
    assert!(text.contains("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260724T225959Z"), "{text}");
    assert!(!text.contains("EXDATE") && !text.contains("RDATE"), "{text}");
    assert_eq!(picket.dates().await.len(), 10);
    // The file of the event alone is the same series.
    let slug = picket.event["slug"].as_str().unwrap();
    assert!(get(&picket, &format!("/barnet/events/{slug}.ics")).await.text().contains("RRULE"));
}

#[tokio::test]
async fn each_change_of_one_date_is_an_override_or_an_exception() {
    let picket = picket().await;
    let (moved, off, elsewhere) = (
        picket.date_on("2026-07-14").await,
        picket.date_on("2026-07-15").await,
        picket.date_on("2026-07-16").await,
    );
    picket
        .ada
        .patch(&format!("/occurrences/{moved}"), &json!({ "start": "2026-07-14T08:00" }))
        .await
        .json(200);
    picket.ada.post(&format!("/occurrences/{off}/cancel"), &json!({})).await.json(200);
    picket.ada.patch(&format!("/occurrences/{elsewhere}"), &json!({ "room": "The yard" })).await.json(200);
    let left_out = picket.date_on("2026-07-17").await;
    assert_eq!(picket.ada.delete(&format!("/occurrences/{left_out}")).await.status, 204);
    let added = json!({ "start": "2026-07-18T09:00" });
    let added = picket.ada.post(&format!("/events/{}/occurrences", picket.id()), &added).await.json(201);
    assert_eq!(added["end"], "2026-07-18T12:00");

    let (text, entries) = picket.in_calendars().await;
    assert!(text.contains("EXDATE;TZID=Europe/London:20260717T070000"), "{text}");
    assert!(text.contains("RDATE;TZID=Europe/London:20260718T090000"), "{text}");
    let ids = recurrence_ids(&text);
    assert_eq!(ids, ["20260714T070000", "20260715T070000", "20260716T070000"], "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20260714T080000"), "{text}");
    assert!(said(&entries[2], &ICalendarProperty::Summary).starts_with("CANCELLED"), "{text}");
    assert!(said(&entries[3], &ICalendarProperty::Location).contains("yard"), "{text}");
    let sequence = said(&entries[0], &ICalendarProperty::Sequence);
    assert_eq!(sequence, "6", "publishing it, and each of the five changes, is something that people act on");
    assert!(entries.iter().all(|entry| said(entry, &ICalendarProperty::Sequence) == sequence));
}

#[tokio::test]
async fn a_date_of_the_past_stays_in_calendars_as_it_was() {
    let picket = picket().await;
    picket.at("2026-07-15T12:00:00Z").await;
    picket.patch(json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30" })).await;
    let (text, _entries) = picket.in_calendars().await;
    let ids = recurrence_ids(&text);
    assert_eq!(ids, ["20260713T073000", "20260714T073000", "20260715T073000"], "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20260714T070000"), "{text}");
}

#[tokio::test]
async fn bank_holidays_beyond_the_dates_that_are_made_are_left_out_too() {
    let weekly = Announced::lobby(json!({
        "title": "Surgery", "start": "2026-07-13T18:00", "end": "2026-07-13T20:00", "no_fixed_end": false, "target": null,
        "repeats": { "every": "week", "except_bank_holidays": "england-and-wales" },
    }))
    .await;
    let (text, entries) = weekly.in_calendars().await;
    assert_eq!(entries.len(), 1);
    assert!(text.contains("20260831T180000") && text.contains("20290528T180000"), "{text}");
}

#[tokio::test]
async fn both_forms_of_the_rule_are_answered_and_either_is_taken() {
    let picket = picket().await;
    let path = format!("/events/{}", picket.id());
    let read = picket.ada.get(&path).await.json(200);
    let rrule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260724";
    assert_eq!(read["repeats"]["rrule"], rrule);
    assert_eq!(read["repeats"]["on"], json!(["mon", "tue", "wed", "thu", "fri"]));
    // Sent back as it was read, it is the same.
    let again = picket.ada.patch(&path, &json!({ "repeats": read["repeats"] })).await.json(200);
    assert_eq!(again["repeats"], read["repeats"]);
    // One form takes the place of the other.
    let daily = json!({ "repeats": { "rrule": "FREQ=DAILY;COUNT=3" } });
    let daily = picket.ada.patch(&path, &daily).await.json(200);
    assert_eq!((&daily["repeats"]["every"], &daily["repeats"]["times"]), (&json!("day"), &json!(3)));
    let until = picket.ada.patch(&path, &json!({ "repeats": { "times": 4 } })).await.json(200);
    assert_eq!(until["repeats"]["rrule"], "FREQ=DAILY;COUNT=4");
    // What the fields can't say has the rule alone.
    let set = json!({ "repeats": { "rrule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2;COUNT=5" }, "start": "2026-07-07T07:00", "end": "2026-07-07T10:00" });
    let set = picket.ada.patch(&path, &set).await.json(200);
    assert_eq!(set["repeats"].get("every"), None);
    // A list shows the event once.
    let list = picket.ada.get("/events").await.json(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_reply_to_an_event_that_repeats_names_its_date() {
    let picket = picket().await;
    let path = format!("/events/{}/rsvps", picket.id());
    let without = picket.ada.post(&path, &json!({ "response": "going" })).await.json(422);
    assert_eq!(
        (&without["errors"][0]["pointer"], &without["errors"][0]["code"]),
        (&json!("/occurrence_id"), &json!("required"))
    );
    let date = picket.date_on("2026-07-16").await;
    let reply =
        picket.ada.post(&path, &json!({ "response": "going", "occurrence_id": date })).await.json(201);
    assert_eq!(reply["occurrence_id"], *date);
}

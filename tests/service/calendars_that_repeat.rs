//! A repeating event in the calendars that people subscribe to, from entering it to each change of one date.

use std::time::Duration;

use calcard::icalendar::{ICalendarComponent, ICalendarProperty};
use serde_json::json;

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
    let numbered = text.lines().filter(|line| line.trim_end() == "SEQUENCE:6").count();
    assert_eq!(
        numbered, 4,
        "publishing it, and each of the five changes, is something that people act on: {text}"
    );
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
    let wrong = picket.ada.patch(&path, &json!({ "repeats": { "on": ["mon", "tues"] } })).await.json(422);
    assert_eq!(wrong["errors"][0]["pointer"], "/repeats/on/1");
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

#[tokio::test]
async fn this_and_following_becomes_an_event_of_its_own_and_keeps_its_people() {
    let picket = picket().await;
    let (early, late) = (picket.date_on("2026-07-14").await, picket.date_on("2026-07-21").await);
    picket.answers("early@example.org", json!({ "occurrence_id": early })).await;
    picket.answers("late@example.org", json!({ "occurrence_id": late })).await;
    picket.house.rounds().await;
    let from = picket.date_on("2026-07-20").await;
    let second = picket.ada.post(&format!("/occurrences/{from}/split"), &json!({})).await.json(201);
    assert_eq!(
        (second["start"].as_str(), &second["continues"]),
        (Some("2026-07-20T07:00"), &json!(picket.id()))
    );
    let first = picket.ada.get(&format!("/events/{}", picket.id())).await.json(200);
    assert_eq!((&first["continued_by"], &first["repeats"]["until"]), (&second["id"], &json!("2026-07-19")));
    assert_eq!(picket.dates().await.len(), 5);
    let path = format!("/events/{}", second["id"].as_str().unwrap());
    let later = picket.ada.get(&format!("{path}/occurrences")).await.json(200);
    assert_eq!(later["items"].as_array().unwrap().len(), 5);
    assert_eq!(later["items"][1]["id"], *late, "a date is the same after the split");
    let counts = picket.ada.get(&format!("{path}/counts")).await.json(200);
    assert_eq!(counts["going"], 1);

    // Nobody hears of the split; those of the second half hear of its change.
    picket.minutes_pass(20).await;
    assert_eq!(picket.letters("late@example.org").len(), 1);
    let afternoon = json!({ "start": "2026-07-20T15:00", "end": "2026-07-20T18:00" });
    picket.ada.patch(&path, &afternoon).await.json(200);
    picket.minutes_pass(20).await;
    assert_eq!(picket.letters("early@example.org").len(), 1);
    assert_eq!(picket.letters("late@example.org").len(), 2);
    assert!(
        picket.latest("late@example.org").text.contains("Tuesday 21 July 2026, 3pm"),
        "{}",
        picket.latest("late@example.org").text
    );

    // Two series in the calendar, each with its own rule.
    let (text, entries) = picket.in_calendars().await;
    assert_eq!(entries.len(), 2, "{text}");
    assert!(
        text.contains("UNTIL=20260719T225959Z")
            && text.contains("DTSTART;TZID=Europe/London:20260720T150000"),
        "{text}"
    );
    // A link to a date from before the split leads to where it went on.
    let there = picket.house.browser().open("/barnet/events/picket?date=2026-07-21").await;
    assert!(there.text().contains("Tuesday 21 July 2026, 3pm"), "{}", there.text());
    // The first date, and one that was added, split nothing.
    let refused = picket
        .ada
        .post(&format!("/occurrences/{}/split", picket.date_on("2026-07-13").await), &json!({}))
        .await;
    assert_eq!(refused.json(422)["errors"][0]["code"], "cannot_split");
}

#[tokio::test]
async fn letters_about_one_date_carry_an_entry_of_its_own() {
    let picket = picket().await;
    let date = picket.date_on("2026-07-15").await;
    picket.answers("ben@example.org", json!({ "occurrence_id": date })).await;
    picket.house.rounds().await;
    let letter = picket.latest("ben@example.org");
    let entry = unfolded(&letter.calendar.as_ref().unwrap().1);
    assert!(entry.contains(&format!("UID:{date}")) && !entry.contains("FREQ=WEEKLY"), "{entry}");
    assert!(entry.contains("DTSTART;TZID=Europe/London:20260715T070000"), "{entry}");
    // `adding_from_letters` opens the way into a calendar.
    for said in ["?date=2026-07-15", "/add/file", "subscribe to all its dates"] {
        assert!(letter.text.contains(said), "{said}: {}", letter.text);
    }
}

#[tokio::test]
async fn a_supporter_sees_one_date_picks_another_and_replies_to_that() {
    let picket = picket().await;
    let browser = picket.house.browser();
    let home = browser.open("/barnet").await;
    assert_eq!(home.text().matches("Picket").count(), 1, "a list shows it once: {}", home.text());
    assert!(home.text().contains("Every Monday to Friday until Friday 24 July 2026"), "{}", home.text());
    let next = home.follow("Picket").await;
    assert!(next.text().contains("Monday 13 July 2026, 7am to 10am"), "{}", next.text());
    let wednesday = next.follow("Wednesday 15 July, 7am").await;
    assert!(wednesday.text().contains("Wednesday 15 July 2026, 7am to 10am"), "{}", wednesday.text());
    let form = wednesday.follow("Tell us you're coming").await;
    picket.house.clock.pass(Duration::from_secs(20));
    let thanks = form.form("I'll be there").fill("Your email", "ben@example.org").send().await;
    assert_eq!(thanks.status, 200, "{}", thanks.text());
    assert_eq!(picket.replies().await[0].occurrence_id.to_string(), picket.date_on("2026-07-15").await);
    assert_eq!(browser.open("/barnet/events/picket?date=2026-07-19").await.status, 404);
    assert_eq!(browser.open("/barnet/events/picket?date=sunday").await.status, 400);
    // Behind a date that is off there is still its page.
    let off = picket.date_on("2026-07-16").await;
    picket.ada.post(&format!("/occurrences/{off}/cancel"), &json!({})).await.json(200);
    let off = browser.open("/barnet/events/picket?date=2026-07-16").await;
    assert!(off.text().contains("Called off"), "{}", off.text());
    let other = browser.open("/barnet/events/picket?date=2026-07-17").await;
    assert!(!other.text().contains("What changed"), "{}", other.text());
    picket.house.rounds().await;
}

#[tokio::test]
async fn who_takes_every_shift_of_a_picket_gets_a_letter_for_each() {
    let picket = picket().await;
    for date in picket.dates().await.iter().take(7) {
        picket.answers("ben@example.org", json!({ "occurrence_id": date["id"] })).await;
    }
    picket.house.rounds().await;
    assert_eq!(picket.letters("ben@example.org").len(), 7);
}

#[tokio::test]
async fn reminders_keep_to_their_date_when_the_hour_changes() {
    let picket = picket().await;
    let date = picket.date_on("2026-07-16").await;
    picket.answers("ben@example.org", json!({ "occurrence_id": date })).await;
    picket.patch(json!({ "start": "2026-07-13T07:30", "end": "2026-07-13T10:30", "notify": false })).await;
    for moment in ["2026-07-14T17:00:00Z", "2026-07-15T17:00:00Z", "2026-07-16T08:00:00Z"] {
        picket.at(moment).await;
    }
    let reminders = picket.reminders("ben@example.org");
    assert!(!reminders.is_empty(), "of that date");
    let letter = picket.latest("ben@example.org");
    assert!(letter.text.contains("7:30am") && letter.text.contains("Thursday 16 July"), "{}", letter.text);
}

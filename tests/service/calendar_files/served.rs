//! Repeating events as a branch makes and changes them, in zones that change their clocks differently, followed for two
//! years: the calendar that members then get, laid ready for other readers beside the dates that the API lists.

use entity::value::local::LocalTime;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::fs;
use super::series::within;
use crate::house::House;
use crate::house::cast::Ada;

const ZONES: &[&str] = &[
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Africa/Casablanca",
    "Etc/UTC",
];

/// Between these days the calendars are compared.
const FROM: Date = date(2026, 6, 15);
const TO: Date = date(2028, 6, 10);

const TOWN_HALL: &str = "Hendon Town Hall, The Burroughs, London NW4 4BG";
const YARD: &str = "Hendon Town Hall, The yard, The Burroughs, London NW4 4BG";

/// How they repeat, from when to when; each in a way that some clocks or readers take otherwise.
fn series() -> Vec<Value> {
    let weekdays = json!(["mon", "tue", "wed", "thu", "fri"]);
    let series = [
        ("2026-06-16T01:30", "2026-06-16T03:30", json!({ "every": "day" })),
        ("2026-06-16T22:45", "2026-06-17T02:15", json!({ "every": "week", "on": ["tue", "sat", "sun"] })),
        (
            "2026-06-16T07:00",
            "2026-06-16T10:00",
            json!({ "every": "week", "on": weekdays, "until": "2027-12-31", "except_bank_holidays": "england-and-wales" }),
        ),
        (
            "2026-06-30T12:00",
            "2026-06-30T13:00",
            json!({ "every": "month", "on": ["last_working_day"], "except_bank_holidays": "scotland" }),
        ),
        ("2026-07-07", "2026-07-08", json!({ "every": "month", "on": ["first_tue", "third_sat"] })),
        ("2026-06-18T18:30", "2026-06-18T20:00", json!({ "every": "week", "interval": 2 })),
        ("2026-06-28T02:15", "2026-06-28T02:45", json!({ "rrule": "FREQ=MONTHLY;BYDAY=-1SU,1SU" })),
    ];
    let event = |(start, end, repeats): (&str, &str, Value)| json!({ "kind": "meeting", "start": start, "end": end, "no_fixed_end": false, "repeats": repeats });
    series.into_iter().map(event).collect()
}

/// The dates of an event that the API lists, those that were taken out too.
async fn listed(ada: &Ada, event: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = ada.get(&format!("/events/{event}/occurrences?limit=200{cursor}")).await.json(200);
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return all };
        cursor = format!("&cursor={next}");
    }
}

/// A date is moved, one is called off, one left out, one added, one takes place in the yard.
async fn change_single_dates(ada: &Ada, event: &str) {
    let dates = listed(ada, event).await;
    let path = |number: usize| format!("/occurrences/{}", dates[number]["id"].as_str().unwrap());
    let at = |number: usize, hours: i64| {
        let start: LocalTime = dates[number]["start"].as_str().unwrap().parse().unwrap();
        match start {
            LocalTime::Day(day) => day.saturating_add(jiff::Span::new().days(hours / 3)).to_string(),
            LocalTime::At(at) => LocalTime::At(at.saturating_add(jiff::Span::new().hours(hours))).to_string(),
        }
    };
    ada.patch(&path(3), &json!({ "start": at(3, 4) })).await.json(200);
    ada.post(&format!("{}/cancel", path(4)), &json!({})).await.json(200);
    assert_eq!(ada.delete(&path(5)).await.status, 204);
    ada.post(&format!("/events/{event}/occurrences"), &json!({ "start": at(6, 5) })).await.json(201);
    ada.patch(&path(7), &json!({ "room": "The yard" })).await.json(200);
}

/// As other readers must see it.
fn expected(date: &Value, zone: &TimeZone) -> Value {
    let text = |name: &str| date[name].as_str().unwrap();
    let instant = |name: &str| json!(text(name).parse::<jiff::Timestamp>().unwrap().as_second());
    let (start, end) = match text("start").parse().unwrap() {
        LocalTime::At(_) => (instant("start_utc"), instant("end_utc")),
        LocalTime::Day(day) => {
            let end: jiff::Timestamp = text("end_utc").parse().unwrap();
            (json!(day.to_string()), json!(zone.to_datetime(end).date().to_string()))
        }
    };
    let prefix = if date["status"] == "cancelled" { "CANCELLED: " } else { "" };
    let location = if date["room"].is_null() { TOWN_HALL } else { YARD };
    let uid = &date["event_id"];
    json!({
        "uid": uid, "start": start, "end": end, "summary": format!("{prefix}Banners held high"), "location": location,
    })
}

/// Makes the events of a branch in that zone, changes them, and follows them for a year. Answers their ids.
async fn follow(house: &House, ada: &Ada, zone: &str) -> Vec<String> {
    let mut events = Vec::new();
    for mut facts in series() {
        facts["timezone"] = json!(zone);
        let event = ada.lobby(facts).await["id"].as_str().unwrap().to_owned();
        change_single_dates(ada, &event).await;
        events.push(event);
    }
    // Every second week begins half an hour later, and from a day in autumn on at another time altogether.
    let fortnightly = &events[5];
    let later = json!({ "start": "2026-06-18T19:00", "end": "2026-06-18T20:30" });
    ada.patch(&format!("/events/{fortnightly}"), &later).await.json(200);
    let dates = listed(ada, fortnightly).await;
    let split = dates.iter().find(|date| date["start"] == "2026-10-22T19:00").unwrap();
    let path = format!("/occurrences/{}/split", split["id"].as_str().unwrap());
    let following = ada.post(&path, &json!({})).await.json(201)["id"].as_str().unwrap().to_owned();
    let earlier = json!({ "start": "2026-10-22T17:00", "end": "2026-10-22T18:00" });
    ada.patch(&format!("/events/{following}"), &earlier).await.json(200);
    events.push(following);
    for months in ["2026-12-01T09:00:00Z", "2027-05-20T09:00:00Z"] {
        house.clock.set(months);
        let app = &house.service().app;
        convenor::event::extend(&app.db, &app.seals, house.clock.now()).await.unwrap();
    }
    events
}

#[tokio::test]
async fn what_members_get_after_two_years_of_changes_lies_ready_for_other_readers() {
    for zone in ZONES {
        let house = House::open().await;
        let ada = Ada::of(&house).await;
        let events = follow(&house, &ada, zone).await;
        // Keys last a year.
        let ada = Ada::of(&house).await;
        let clocks = TimeZone::get(zone).unwrap();
        let mut dates = Vec::new();
        for event in &events {
            let live = listed(&ada, event).await.into_iter().filter(|date| date["status"] != "removed");
            dates.extend(live.map(|date| expected(&date, &clocks)));
        }
        let second = |day: Date| day.to_zoned(TimeZone::UTC).unwrap().timestamp().as_second();
        let (from, to) = (second(FROM), second(TO));
        let expected = json!({ "from": from, "to": to, "dates": within(dates, from..to) });
        assert!(expected["dates"].as_array().unwrap().len() > 1_000, "{zone}");
        let text =
            reqwest::get(format!("{}/barnet/calendar.ics", house.url)).await.unwrap().text().await.unwrap();
        let name = super::folder().join(format!("served-{}", zone.replace('/', "-")));
        fs::write(name.with_extension("ics"), text).unwrap();
        fs::write(name.with_extension("dates.json"), expected.to_string()).unwrap();
    }
}

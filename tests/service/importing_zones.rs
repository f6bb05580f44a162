//! Times of other calendars in zones that programs name in their own way: the instant is kept, or the entry left for the true reason.

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

/// An entry that starts so, and lasts two hours.
fn entry(uid: usize, start: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}@example.org\r\nSUMMARY:{uid}\r\n{start}\r\nDURATION:PT2H\r\nEND:VEVENT\r\n"
    )
}

/// What becomes of entries that start so, in order: the report's line and the event.
async fn imported(starts: &[&str]) -> Vec<(Value, Value)> {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let entries: String = starts.iter().enumerate().map(|(uid, start)| entry(uid, start)).collect();
    let ics = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n");
    let report = ada.post("/imports", &json!({ "ics": ics })).await.json(200);
    let mut all = Vec::new();
    for uid in 0..starts.len() {
        let title = uid.to_string();
        let lines = report["entries"].as_array().unwrap();
        let line = lines.iter().find(|line| line["title"].as_str() == Some(title.as_str())).unwrap().clone();
        let event = match line["event_id"].as_str() {
            Some(id) => ada.get(&format!("/events/{id}")).await.json(200),
            None => Value::Null,
        };
        all.push((line, event));
    }
    all
}

/// How a start is written; what it comes to on London's clocks, and in UTC; and what the report says, where that is worth a look.
const STARTS: [(&str, &str, &str, Option<&str>); 11] = [
    // The zone of WordPress where nobody has set one: in winter it agrees with London, in summer it does not.
    ("DTSTART;TZID=\"UTC+0\":20270205T190000", "2027-02-05T19:00", "2027-02-05T19:00:00Z", None),
    (
        "DTSTART;TZID=UTC+0:20270405T190000",
        "2027-04-05T20:00",
        "2027-04-05T19:00:00Z",
        Some("19:00 there is 20:00 here"),
    ),
    ("DTSTART;TZID=UTC+1:20270405T190000", "2027-04-05T19:00", "2027-04-05T18:00:00Z", None),
    ("DTSTART;TZID=UTC-5:20270205T190000", "2027-02-06T00:00", "2027-02-06T00:00:00Z", Some("UTC-05")),
    ("DTSTART;TZID=UTC+5.5:20270205T190000", "2027-02-05T13:30", "2027-02-05T13:30:00Z", Some("UTC+05:30")),
    (
        "DTSTART;TZID=\"tzone://Microsoft/Utc\":20270405T190000",
        "2027-04-05T20:00",
        "2027-04-05T19:00:00Z",
        None,
    ),
    (
        "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20270405T190000",
        "2027-04-05T19:00",
        "2027-04-05T18:00:00Z",
        None,
    ),
    (
        "DTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/London:20270405T190000",
        "2027-04-05T19:00",
        "2027-04-05T18:00:00Z",
        None,
    ),
    (
        "DTSTART;TZID=(UTC+00:00) Dublin\\, Edinburgh\\, Lisbon\\, London:20270405T190000",
        "2027-04-05T19:00",
        "2027-04-05T18:00:00Z",
        None,
    ),
    (
        "DTSTART;TZID=\"(UTC+00:00) Dublin, Edinburgh, Lisbon, London\":20270405T190000",
        "2027-04-05T19:00",
        "2027-04-05T18:00:00Z",
        None,
    ),
    (
        "DTSTART;TZID=(UTC+00:00) Dublin\\, Edinburgh\\, \r\n Lisbon\\, London;VALUE=DATE-TIME:20270405T190000",
        "2027-04-05T19:00",
        "2027-04-05T18:00:00Z",
        None,
    ),
];

#[tokio::test]
async fn the_instant_is_kept_whatever_a_zone_is_called() {
    let all = imported(&STARTS.map(|(start, ..)| start)).await;
    for ((line, event), (said, start, instant, note)) in all.iter().zip(STARTS) {
        assert_eq!(line["what"], "taken", "{said}: {line}");
        assert_eq!(
            (&event["start"], &event["start_utc"], &event["timezone"]),
            (&json!(start), &json!(instant), &json!("Europe/London")),
            "{said}"
        );
        let notes = line["notes"].to_string();
        assert_eq!(note.is_some(), notes.contains("Look whether that is meant"), "{said}: {notes}");
        assert!(notes.contains(note.unwrap_or_default()), "{said}: {notes}");
    }
}

#[tokio::test]
async fn what_cannot_be_told_is_left_for_the_true_reason() {
    let starts = [
        ("DTSTART;TZID=GMT+5:20270405T190000", "no name that is known"),
        ("DTSTART;TZID=(UTC+00:00) Nowhere\\, Atall:20270405T190000", "no name that is known"),
        ("DTSTART;TZID=UTC+0:next week", "when it starts can't be read"),
        ("DTSTART:99\r\nDESCRIPTION:a\\;TZID=(b):c", "when it starts can't be read"),
        ("DTEND:20270405T190000Z", "it does not say when it starts"),
        ("DTSTART;TZID=UTC+10:20270405T070000\r\nRRULE:FREQ=WEEKLY;COUNT=9", "falls on another day"),
    ];
    for ((line, _), (said, why)) in imported(&starts.map(|(start, _)| start)).await.iter().zip(starts) {
        assert_eq!(line["what"], "left", "{said}: {line}");
        assert!(line["notes"].to_string().contains(why), "{said}: {line}");
    }
}

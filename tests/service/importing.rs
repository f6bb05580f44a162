//! Events from other calendars, as the programs write them that branches really use: they become drafts, once.

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::{Ada, Answer};

/// What was imported, by title.
struct Imported {
    _house: House,
    ada: Ada,
    report: Value,
}

impl Imported {
    async fn from(file: &str) -> Self {
        let house = House::open().await;
        let ada = Ada::of(&house).await;
        let venue = json!({ "name": "Hendon Town Hall", "postcode": "NW4 4BG" });
        ada.post("/venues", &venue).await.json(201);
        let report = ada.post("/imports", &json!({ "ics": sample(file) })).await.json(200);
        Self { _house: house, ada, report }
    }

    fn entry(&self, title: &str) -> &Value {
        let found = self.report["entries"].as_array().unwrap().iter().find(|entry| entry["title"] == title);
        found.unwrap_or_else(|| panic!("no {title} in {:#}", self.report))
    }

    async fn event(&self, title: &str) -> Value {
        let entry = self.entry(title);
        assert_eq!(entry["what"], "taken", "{entry}");
        let event = self.ada.get(&format!("/events/{}", entry["event_id"].as_str().unwrap())).await.json(200);
        assert_eq!(event["status"], "draft", "nothing is announced");
        event
    }

    fn notes(&self, title: &str) -> String {
        self.entry(title)["notes"].to_string()
    }

    async fn again(&self, ics: &str) -> Value {
        self.ada.post("/imports", &json!({ "ics": ics })).await.json(200)
    }
}

fn sample(file: &str) -> String {
    let path = format!("{}/tests/service/imports/{file}.ics", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn counts(report: &Value) -> [u64; 4] {
    ["taken", "changed", "unchanged", "left"].map(|word| report[word].as_u64().unwrap())
}

#[tokio::test]
async fn the_events_calendar_of_wordpress() {
    let branch = Imported::from("wordpress").await;
    assert_eq!(counts(&branch.report), [2, 0, 0, 1], "{:#}", branch.report);
    let meeting = branch.event("Members’ meeting: pay").await;
    assert_eq!(
        (&meeting["start"], &meeting["end"]),
        (&json!("2026-07-14T18:30"), &json!("2026-07-14T20:30"))
    );
    assert_eq!((&meeting["timezone"], &meeting["kind"]), (&json!("Europe/London"), &json!("branch_meeting")));
    let words = meeting["description"].as_str().unwrap();
    assert!(
        words.contains("All members welcome.\n\nSee [the offer](https://branch.example.org/pay) & bring"),
        "{words}"
    );
    assert!(words.ends_with("More: https://branch.example.org/event/members-meeting-pay/"), "{words}");
    assert_eq!(meeting["venue"]["name"], "Hendon Town Hall", "{meeting:#}");
    let school = branch.event("Weekend school").await;
    assert_eq!(
        (&school["start"], &school["end"]),
        (&json!("2026-09-05"), &json!("2026-09-06")),
        "to its last day"
    );
    assert!(branch.notes("Last year's meeting").contains("It is over."));
}

#[tokio::test]
async fn google_with_a_series_a_moved_date_and_a_link_to_join() {
    let branch = Imported::from("google").await;
    assert_eq!(counts(&branch.report), [2, 0, 0, 2], "{:#}", branch.report);
    let series = branch.event("Committee").await;
    let repeats = &series["repeats"];
    assert_eq!(repeats["except"], json!(["2026-08-06", "2026-09-03"]), "{repeats:#}");
    assert_eq!(repeats["also"], json!(["2026-09-02T19:00"]), "{repeats:#}");
    assert_eq!((&repeats["every"], &repeats["on"]), (&json!("month"), &json!(["first_thu"])), "{repeats:#}");
    assert_eq!(series["description"], "Agenda to follow.", "nothing of how to join");
    assert_eq!(
        (&series["online"]["join_url"], &series["attendance_mode"]),
        (&json!("https://meet.google.com/abc-defg-hij"), &json!("hybrid"))
    );
    assert_eq!(series["meeting_point"], "Trades Hall");
    let notes = branch.notes("Committee");
    assert!(notes.contains("kept private") && notes.contains("choose a venue"), "{notes}");
    let leaflets = branch.event("Leafleting").await;
    assert_eq!(
        (&leaflets["start"], &leaflets["timezone"]),
        (&json!("2026-06-18T18:00"), &json!("Europe/London")),
        "UTC on the clocks here"
    );
    assert!(branch.notes("Stall").contains("called off") && branch.notes("Dentist").contains("private"));
    let list = format!("{:#} {series:#}", branch.report);
    assert!(
        !list.contains("private.example") && !list.contains("Okafor") && !list.contains("group.calendar"),
        "{list}"
    );
}

#[tokio::test]
async fn outlook_with_zones_that_only_microsoft_knows() {
    let branch = Imported::from("outlook").await;
    let picket = branch.event("Picket at the depot").await;
    assert_eq!(
        (&picket["timezone"], &picket["start"]),
        (&json!("Europe/London"), &json!("2026-07-01T07:00"))
    );
    assert_eq!(picket["repeats"]["on"], json!(["mon", "wed", "fri"]), "{picket:#}");
    assert_eq!(picket["repeats"]["except"], json!(["2026-07-06"]));
    assert_eq!(picket["description"], Value::Null);
    let custom = branch.event("In a zone of its own").await;
    assert_eq!(custom["timezone"], "Europe/London");
    assert!(branch.notes("In a zone of its own").contains("agrees with the organisation's"));
    assert!(branch.notes("In a zone of nobody's").contains("no name that is known"));
}

#[tokio::test]
async fn mobilizon_and_meetup() {
    let branch = Imported::from("mobilizon").await;
    let march = branch.event("March for pay").await;
    assert_eq!((&march["start"], &march["end"]), (&json!("2026-07-25T13:00"), &json!("2026-07-25T16:00")));
    assert!(
        march["description"].as_str().unwrap().starts_with("Bring a friend\n\n- Placards\n\n- Water"),
        "{march:#}"
    );
    let online = branch.event("Online assembly").await;
    assert_eq!((&online["attendance_mode"], &online["no_fixed_end"]), (&json!("online"), &json!(true)));
    assert_eq!(
        (&online["online"]["join_url"], &online["meeting_point"]),
        (&json!("https://meet.example.org/barnet"), &Value::Null)
    );

    let branch = Imported::from("meetup").await;
    let rights = branch.event("Know your rights at work").await;
    assert_eq!(rights["meeting_point"], "Trades Hall (1 High Street, London, United Kingdom)");
    let words = rights["description"].as_str().unwrap();
    assert_eq!(words.matches("https://www.meetup.com").count(), 1, "its page is named once: {words}");
}

#[tokio::test]
async fn the_same_calendar_again_does_nothing_twice_and_takes_what_is_new() {
    let branch = Imported::from("wordpress").await;
    let ics = sample("wordpress");
    assert_eq!(counts(&branch.again(&ics).await), [0, 0, 2, 1]);
    let id = branch.entry("Weekend school")["event_id"].clone();
    let later = ics.replace("DTEND;VALUE=DATE:20260907", "DTEND;VALUE=DATE:20260908");
    let report = branch.again(&later).await;
    assert_eq!(counts(&report), [0, 1, 1, 1], "{report:#}");
    let path = format!("/events/{}", id.as_str().unwrap());
    assert_eq!(branch.ada.get(&path).await.json(200)["end"], "2026-09-07");

    // Somebody here has changed the draft, so it is theirs.
    branch.ada.patch(&path, &json!({ "title": "School of the branch" })).await.json(200);
    let report = branch.again(&ics).await;
    assert_eq!(counts(&report), [0, 0, 1, 2]);
    assert!(
        report.to_string().contains("somebody has changed its draft “School of the branch” here"),
        "{report:#}"
    );

    // What is announced is never changed from outside.
    let meeting = format!("/events/{}", branch.entry("Members’ meeting: pay")["event_id"].as_str().unwrap());
    let whole =
        json!({ "access_statement": "not checked yet", "contact": { "email": "office@example.org" } });
    branch.ada.patch(&meeting, &whole).await.json(200);
    branch.ada.post(&format!("{meeting}/publish"), &json!({})).await.json(200);
    let report = branch.again(&ics.replace("T183000", "T190000")).await;
    assert!(report.to_string().contains("is announced here"), "{report:#}");
    assert_eq!(branch.ada.get(&meeting).await.json(200)["start"], "2026-07-14T18:30");
    // A draft that was deleted stays away, unless it is asked for.
    branch.ada.delete(&path).await;
    let report = branch.again(&ics).await;
    assert_eq!(counts(&report), [0, 0, 1, 2]);
    assert!(report.to_string().contains("You deleted its draft here"), "{report:#}");
    let back = json!({ "ics": ics, "take_deleted": true });
    assert_eq!(counts(&branch.ada.post("/imports", &back).await.json(200)), [1, 0, 1, 1]);
    assert_eq!(counts(&branch.again(&ics).await), [0, 0, 2, 1]);
}

#[tokio::test]
async fn a_trial_says_what_would_be_done_and_writes_nothing() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let trial = json!({ "ics": sample("wordpress"), "dry_run": true });
    assert_eq!(counts(&ada.post("/imports", &trial).await.json(200)), [2, 0, 0, 1]);
    assert_eq!(ada.get("/events").await.json(200)["items"], json!([]));
    let other = Ada::of_branch(&house, "camden", &[entity::value::Scope::EventsWrite]).await;
    other.post("/imports", &json!({ "ics": sample("wordpress") })).await.json(200);
    assert_eq!(ada.get("/events").await.json(200)["items"], json!([]), "of another branch");
}

#[tokio::test]
async fn what_was_made_to_stop_us_is_refused_in_bounded_time() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let began = std::time::Instant::now();
    let sent = async |ics: String| -> Answer { ada.post("/imports", &json!({ "ics": ics })).await };
    let deep = format!("BEGIN:VCALENDAR\r\n{}", "BEGIN:VEVENT\r\n".repeat(10_000));
    assert!(sent(deep).await.json(422).to_string().contains("deep within each other"));
    let line = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{}\r\n", "a".repeat(4_000_000));
    assert!(sent(line).await.json(422).to_string().contains("line is longer"));
    assert_eq!(sent("a".repeat(12 * 1024 * 1024)).await.status, 413);
    let event = |rule: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Often\r\nDTSTART:20260701T100000\r\n{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    for rule in [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;INTERVAL=1",
        "RRULE:FREQ=DAILY;COUNT=99999999",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=WEEKLY\r\nRRULE:FREQ=DAILY",
        "RRULE:nonsense",
    ] {
        let report = sent(event(rule)).await.json(200);
        assert_eq!(counts(&report), [0, 0, 0, 1], "{rule}: {report:#}");
        assert!(report["entries"][0]["notes"].to_string().contains("rule"), "{rule}: {report:#}");
    }
    let many = format!("BEGIN:VCALENDAR\r\n{}", "BEGIN:VEVENT\r\nEND:VEVENT\r\n".repeat(30_000));
    assert!(sent(many).await.json(422).to_string().contains("more than 20000"));
    for nothing in ["", "<html>", "BEGIN:VCARD\r\nEND:VCARD\r\n"] {
        assert!(sent(nothing.to_owned()).await.json(422).to_string().contains("no calendar"), "{nothing}");
    }
    for body in [json!({}), json!({ "url": "https://a.org", "ics": "a" }), json!({ "ics": 1 })] {
        ada.post("/imports", &body).await.json(422);
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(60), "{:?}", began.elapsed());
}

mod bytes {
    //! The reader ends, whatever it is given: what `fuzz/` tries without end, here in bounds.

    use convenor::import;
    use entity::Moment;
    use proptest::prelude::*;

    use super::sample;

    const PIECES: [&str; 12] = [
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "BEGIN:VTIMEZONE\r\n",
        "DTSTART;TZID=",
        "RRULE:FREQ=DAILY;BYDAY=-53MO",
        "\r\n ",
        ":",
        ";",
        "=",
        "\"",
        "99999999T999999Z",
        "\u{1F3F4}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_calendar_stops_the_reader(
            which in 0_usize..5,
            changes in proptest::collection::vec((any::<usize>(), 0_usize..60, 0_usize..PIECES.len(), 1_usize..4), 1..12),
        ) {
            let mut text = sample(["wordpress", "google", "outlook", "mobilizon", "meetup"][which]);
            for (at, len, piece, times) in changes {
                let at = text.floor_char_boundary(at % (text.len() + 1));
                let end = text.floor_char_boundary((at + len).min(text.len()));
                text.replace_range(at..end, &PIECES[piece].repeat(times));
            }
            let now: Moment = "2026-06-01T09:00:00Z".parse().unwrap();
            prop_assert!(import::survives(&text, "Europe/London", now) <= 2_000);
        }
    }
}

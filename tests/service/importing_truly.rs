//! What entries of other calendars say is taken, kept private, or named in the report: never lost without a word.

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

/// A branch that imported something.
struct Imported {
    _house: House,
    ada: Ada,
    report: Value,
}

impl Imported {
    async fn from(ics: &str) -> Self {
        let house = House::open().await;
        let ada = Ada::of(&house).await;
        let report = ada.post("/imports", &json!({ "ics": ics })).await.json(200);
        Self { _house: house, ada, report }
    }

    async fn file(file: &str) -> Self {
        let path = format!("{}/tests/service/imports/{file}.ics", env!("CARGO_MANIFEST_DIR"));
        Self::from(&std::fs::read_to_string(path).unwrap()).await
    }

    fn entry(&self, title: &str) -> &Value {
        let found = self.report["entries"].as_array().unwrap().iter().find(|entry| entry["title"] == title);
        found.unwrap_or_else(|| panic!("no {title} in {:#}", self.report))
    }

    fn notes(&self, title: &str) -> String {
        self.entry(title)["notes"].to_string()
    }

    async fn event(&self, title: &str) -> Value {
        let id = self.entry(title)["event_id"].as_str().unwrap_or_else(|| panic!("{:#}", self.report));
        self.ada.get(&format!("/events/{id}")).await.json(200)
    }

    async fn again(&self, ics: &str) -> Value {
        self.ada.post("/imports", &json!({ "ics": ics })).await.json(200)["entries"][0].clone()
    }
}

/// A calendar with one entry of these lines.
fn calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nSUMMARY:One\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[tokio::test]
async fn a_teams_meeting_comes_in_with_its_link_kept_private() {
    let branch = Imported::file("teams").await;
    let briefing = branch.event("Members' briefing").await;
    assert_eq!(briefing["description"], "Agenda: pay and pensions.", "{briefing:#}");
    assert_eq!((&briefing["attendance_mode"], &briefing["meeting_point"]), (&json!("online"), &Value::Null));
    let online = &briefing["online"];
    assert!(
        online["join_url"].as_str().unwrap().starts_with("https://teams.microsoft.com/l/meetup-join/"),
        "{online}"
    );
    let codes = online["instructions"].as_str().unwrap();
    assert!(codes.contains("Passcode: aB3xYz") && codes.contains("+44 20 3321 5200"), "{codes}");
    let notes = branch.notes("Members' briefing");
    assert!(notes.contains("look whether any of it is left") && notes.contains("kept private"), "{notes}");
    let all = format!("{briefing} {}", branch.report);
    assert!(
        !all.contains("private.example") && !all.contains("Okafor") && !all.contains("Ann Person"),
        "{all}"
    );
}

#[tokio::test]
async fn midnight_to_midnight_is_all_day() {
    let branch = Imported::file("teams").await;
    let week = branch.event("Recruitment week").await;
    assert_eq!((&week["start"], &week["end"]), (&json!("2026-07-20"), &json!("2026-07-24")), "{week:#}");
    let first = branch.event("Every first of the month").await;
    assert_eq!((&first["start"], &first["end"]), (&json!("2026-08-01"), &Value::Null), "{first:#}");
    assert!(first["repeats"]["rrule"].as_str().unwrap().contains("COUNT=6"), "{first:#}");
    assert!(branch.notes("Recruitment week").contains("all day"));
}

#[tokio::test]
async fn a_zoom_meeting_comes_in_with_its_codes_kept_private() {
    let branch = Imported::file("zoom").await;
    let meeting = branch.event("Open meeting on pay").await;
    assert_eq!(
        (&meeting["timezone"], &meeting["start"]),
        (&json!("America/New_York"), &json!("2026-07-16T18:30")),
        "on the clocks that its calendar names"
    );
    assert!(branch.notes("Open meeting on pay").contains("America/New_York"));
    let words = meeting["description"].as_str().unwrap();
    assert!(words.contains("Come with your questions."), "{words}");
    for private in ["zoom.us", "812 3456", "987654", "+44", "Ann Person", "+1 646", "local number"] {
        assert!(!words.contains(private), "{private}: {words}");
    }
    let online = &meeting["online"];
    assert_eq!(online["join_url"], "https://us02web.zoom.us/j/81234567890?pwd=secretAbc");
    assert!(online["instructions"].as_str().unwrap().contains("Passcode: 987654"), "{online}");
    assert_eq!((&meeting["attendance_mode"], &meeting["meeting_point"]), (&json!("online"), &Value::Null));

    let words = branch.event("Only in words").await;
    assert_eq!(words["online"]["join_url"], "https://branch.zoom.us/j/98765432109", "{words:#}");
    assert_eq!(
        (&words["attendance_mode"], &words["meeting_point"]),
        (&json!("hybrid"), &json!("Trades Hall"))
    );
    let public = words["description"].to_string();
    assert!(!public.contains("4455") && !public.contains("zoom.us"), "{public}");
    let html = branch.event("In HTML").await;
    assert_eq!(html["description"], "All welcome.", "{html:#}");
    assert_eq!(html["online"]["join_url"], "https://meet.google.com/abc-defg-hij");
    assert!(html["online"]["instructions"].to_string().contains("tea"), "{html:#}");
}

#[tokio::test]
async fn who_can_be_reached_by_what_words_say_is_pointed_out() {
    let branch = Imported::file("zoom").await;
    assert!(branch.notes("Only in words").contains("an e-mail address or a telephone number"));
    assert!(!branch.notes("In HTML").contains("e-mail address"), "{}", branch.notes("In HTML"));
}

#[tokio::test]
async fn what_differs_on_single_dates_is_kept_or_named() {
    let one =
        |lines: &str| format!("BEGIN:VEVENT\r\nUID:one@example.org\r\nSUMMARY:One\r\n{lines}END:VEVENT\r\n");
    let series = "DTSTART:20260701T100000\r\nDTEND:20260701T110000\r\nRRULE:FREQ=DAILY;COUNT=9\r\nEXRULE:FREQ=WEEKLY\r\n\
                  RDATE;VALUE=PERIOD:20260801T100000/PT3H\r\n";
    let text = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}END:VCALENDAR\r\n",
        one(series),
        one("RECURRENCE-ID:20260702T100000\r\nDTSTART:20260702T100000\r\nDTEND:20260702T123000\r\n"),
        one("RECURRENCE-ID:20260703T100000\r\nDTSTART:20260703T140000\r\nDURATION:PT2H\r\n"),
        one(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260706T100000\r\nDTSTART:20260706T120000\r\nDTEND:20260706T130000\r\n"
        ),
    );
    let branch = Imported::from(&text).await;
    let event = branch.event("One").await;
    assert_eq!(event["repeats"]["except"], json!(["2026-07-03", "2026-07-06"]), "{event:#}");
    let also = json!(["2026-07-03T14:00", "2026-07-06T12:00", "2026-08-01T10:00"]);
    assert_eq!(event["repeats"]["also"], also, "{event:#}");
    let notes = branch.notes("One");
    for said in ["2 of its dates have another end", "From 2026-07-06 on", "EXRULE", "an end of their own"] {
        assert!(notes.contains(said), "{said}: {notes}");
    }
    let lone = one("RECURRENCE-ID:20260702T100000\r\nDTSTART:20260702T150000\r\n");
    let twice =
        calendar("DTSTART:20260701T100000\r\n").replace("END:VCALENDAR", &format!("{lone}END:VCALENDAR"));
    assert!(Imported::from(&twice).await.notes("One").contains("other dates beside the one taken"));
    let doubled = one("DTSTART:20260702T100000\r\n");
    let doubled = format!("BEGIN:VCALENDAR\r\n{doubled}{doubled}END:VCALENDAR\r\n");
    assert!(Imported::from(&doubled).await.notes("One").contains("more than once"));
}

#[tokio::test]
async fn a_series_that_began_long_ago_comes_in_from_last_year_on() {
    let daily = calendar("DTSTART:20120106T190000\r\nDTEND:20120106T210000\r\nRRULE:FREQ=DAILY\r\n");
    let branch = Imported::from(&daily).await;
    let event = branch.event("One").await;
    assert_eq!(event["start"], "2025-01-01T19:00", "{event:#}");
    assert_eq!(event["end"], "2025-01-01T21:00");
    assert!(branch.notes("One").contains("from 2025-01-01 on"), "{}", branch.notes("One"));
    assert_eq!(branch.again(&daily).await["what"], "unchanged");
    let monthly = daily.replace("DAILY", "MONTHLY");
    assert_eq!(Imported::from(&monthly).await.event("One").await["start"], "2012-01-06T19:00", "whole");
}

#[tokio::test]
async fn what_is_called_off_there_names_our_event_and_what_to_do() {
    let text = calendar("DTSTART:20260701T100000\r\n");
    let off = calendar("DTSTART:20260701T100000\r\nSTATUS:CANCELLED\r\n");
    let branch = Imported::from(&text).await;
    let id = branch.entry("One")["event_id"].clone();
    let path = format!("/events/{}", id.as_str().unwrap());
    let draft = branch.again(&off).await;
    assert_eq!((&draft["what"], &draft["event_id"]), (&json!("left"), &id));
    assert!(draft["notes"][0].as_str().unwrap().contains("delete it"), "{draft}");
    let whole = json!({
        "title": "Our own name for it", "kind": "meeting", "access_statement": "not checked yet",
        "contact": { "email": "office@example.org" }, "meeting_point": "By the gate",
    });
    branch.ada.patch(&path, &json!({ "title": whole["title"] })).await.json(200);
    let changed = branch.ada.patch(&path, &json!({ "access_statement": "not checked yet", "contact": whole["contact"], "meeting_point": "By the gate" })).await;
    changed.json(200);
    branch.ada.post(&format!("{path}/publish"), &json!({})).await.json(200);
    let announced = branch.again(&off).await;
    assert_eq!((&announced["what"], &announced["event_id"]), (&json!("left"), &id));
    let note = announced["notes"][0].as_str().unwrap();
    assert!(
        note.contains("called off there")
            && note.contains("Our own name for it")
            && note.contains("cancel it"),
        "{note}"
    );
    assert_eq!(
        branch.ada.get(&path).await.json(200)["status"],
        "confirmed",
        "nothing that is announced is changed"
    );
}

#[tokio::test]
async fn lines_may_end_as_any_program_ends_them() {
    let text = calendar("DTSTART:20260701T100000\r\n");
    for ends in ["\r", "\n", "\r\n"] {
        let branch = Imported::from(&text.replace("\r\n", ends)).await;
        assert_eq!(branch.report["taken"], 1, "{ends:?}: {:#}", branch.report);
    }
}

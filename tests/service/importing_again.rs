//! A calendar that is imported again: what moved in it, what is no longer in it, and how much of it is taken at once.

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;
use crate::house::program::Program;

/// A calendar of entries: a UID, a title and a start each.
fn calendar(entries: &[(&str, &str, &str)]) -> String {
    let entries = entries.iter().map(|(uid, title, start)| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\nDTSTART;TZID=Europe/London:{start}\r\nEND:VEVENT\r\n")
    });
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", entries.collect::<String>())
}

fn counts(report: &Value) -> [u64; 5] {
    ["taken", "changed", "unchanged", "left", "gone"].map(|word| report[word].as_u64().unwrap())
}

/// The titles of events that are gone from a calendar, and what is said of them.
fn gone(report: &Value) -> Vec<(String, String)> {
    let entries = report["entries"].as_array().unwrap().iter().filter(|entry| entry["what"] == "gone");
    entries.map(|entry| (entry["title"].as_str().unwrap().to_owned(), entry["notes"].to_string())).collect()
}

#[tokio::test]
async fn an_entry_of_the_events_calendar_that_moved_is_the_same() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let sent =
        async |ics: String| ada.post("/imports", &json!({ "ics": ics, "name": "council" })).await.json(200);
    let next = ("1202-1802372400-1802379600@example.org", "Stall", "20270211T190000");
    let was = ("1201-1801767600-1801774800@example.org", "Rally", "20270204T190000");
    let first = sent(calendar(&[was, next])).await;
    assert_eq!(counts(&first), [2, 0, 0, 0, 0], "{first:#}");
    let is = ("1201-1801854000-1801861200@example.org", "Rally", "20270205T190000");
    let moved = sent(calendar(&[is, next])).await;
    assert_eq!(counts(&moved), [0, 1, 1, 0, 0], "{moved:#}");
    let events = ada.get("/events").await.json(200);
    assert_eq!(events["items"].as_array().unwrap().len(), 2);
    assert_eq!(events["items"][0]["start"], "2027-02-05T19:00");
}

#[tokio::test]
async fn what_is_no_longer_in_a_calendar_is_said_and_nothing_is_deleted() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let sent = async |ics: &str, name: Value, dry_run: bool| {
        let sent = json!({ "ics": ics, "name": name, "dry_run": dry_run });
        ada.post("/imports", &sent).await.json(200)
    };
    let (council, other) = (json!("council"), json!("other"));
    let stays = ("a@example.org", "Stays", "20270205T190000");
    let goes = ("b@example.org", "Goes", "20270206T190000");
    let told = ("c@example.org", "Told", "20270207T190000");
    let soon = ("d@example.org", "Over soon", "20260602T190000");
    let first = sent(&calendar(&[stays, goes, told, soon]), council.clone(), false).await;
    assert_eq!(counts(&first), [4, 0, 0, 0, 0], "{first:#}");
    let event = |title: &str| {
        let entries = first["entries"].as_array().unwrap();
        entries.iter().find(|entry| entry["title"] == title).unwrap()["event_id"].as_str().unwrap().to_owned()
    };
    let whole =
        json!({ "access_statement": "not checked yet", "contact": { "email": "office@example.org" } });
    ada.patch(&format!("/events/{}", event("Told")), &whole).await.json(200);
    ada.post(&format!("/events/{}/publish", event("Told")), &json!({})).await.json(200);

    let less = calendar(&[stays]);
    assert_eq!(gone(&sent(&less, other, false).await), [], "of another calendar");
    assert_eq!(gone(&sent(&less, Value::Null, false).await), [], "of one without a name");
    // What was last seen in another calendar is that one's now.
    assert_eq!(counts(&sent(&calendar(&[stays]), council.clone(), false).await), [0, 0, 1, 0, 3]);
    house.clock.set("2026-06-10T09:00:00Z");
    for dry_run in [true, false] {
        let report = sent(&less, council.clone(), dry_run).await;
        assert_eq!(counts(&report), [0, 0, 1, 0, 2], "{report:#}");
        let mut gone = gone(&report);
        gone.sort();
        assert_eq!(gone.iter().map(|(title, _)| title.as_str()).collect::<Vec<_>>(), ["Goes", "Told"]);
        assert!(gone[0].1.contains("delete it if you don't want it"), "{gone:?}");
        assert!(gone[1].1.contains("cancel it if it is off"), "{gone:?}");
    }
    ada.post(&format!("/events/{}/cancel", event("Told")), &json!({ "notify": false })).await.json(200);
    ada.delete(&format!("/events/{}", event("Goes"))).await;
    assert_eq!(gone(&sent(&less, council.clone(), false).await), [], "both are settled");
    let empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n";
    assert_eq!(gone(&sent(empty, council, false).await).len(), 1);
    let kept = ada.get(&format!("/events/{}", event("Stays"))).await.json(200);
    assert_eq!(kept["status"], "draft");
}

#[tokio::test]
async fn a_trial_says_what_is_then_done_however_much_it_is() {
    let entries: Vec<(String, String)> =
        (0..301).map(|n| (format!("{n}@example.org"), format!("No {n}"))).collect();
    let entries: Vec<_> =
        entries.iter().map(|(uid, title)| (uid.as_str(), title.as_str(), "20270205T190000")).collect();
    let ics = calendar(&entries);
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let mut reports = Vec::new();
    for dry_run in [true, false] {
        reports.push(ada.post("/imports", &json!({ "ics": ics, "dry_run": dry_run })).await.json(200));
    }
    assert_eq!((counts(&reports[0]), counts(&reports[1])), ([300, 0, 0, 1, 0], [300, 0, 0, 1, 0]));
    assert!(reports[0].to_string().contains("import again to take it"));
    // Nobody waits for the command's answer over HTTP, so it goes on by itself.
    let program = Program::new().await;
    let made = program.run(&["organisation", "create", "barnet", "--name", "Barnet Branch"]).await;
    assert_eq!(made.status, 0, "{}", made.err);
    let file = program.folder().join("many.ics");
    std::fs::write(&file, &ics).unwrap();
    let import = ["import", "ics", file.to_str().unwrap(), "--organisation", "barnet", "--named", "council"];
    let trial = program.run(&[&import[..], &["--dry-run"]].concat()).await;
    assert!(
        trial.err.contains("301 taken, 0 changed, 0 unchanged, 0 left, 0 gone: nothing"),
        "{}",
        trial.err
    );
    let said = program.run(&import).await;
    assert!(said.err.contains("301 taken, 0 changed, 0 unchanged, 0 left, 0 gone."), "{}", said.err);
    std::fs::write(&file, calendar(&entries[1..])).unwrap();
    let said = program.run(&import).await;
    assert!(said.err.contains("300 unchanged, 0 left, 1 gone."), "{}", said.err);
    assert!(
        said.out.contains("gone\t2027-02-05T19:00\tNo 0\tIt is no longer in that calendar."),
        "{}",
        said.out
    );
}

#[tokio::test]
async fn what_is_not_certain_there_is_said_and_what_stands_for_signs_is_read() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let ics = calendar(&[("a@example.org", "Perhaps", "20270205T190000")]).replace(
        "SUMMARY",
        "STATUS:TENTATIVE\r\nDESCRIPTION:Europe&#8217;s day\\n\\n&nbsp;\\n\\nBread &amp; roses\r\nSUMMARY",
    );
    let report = ada.post("/imports", &json!({ "ics": ics })).await.json(200);
    let entry = &report["entries"][0];
    assert!(entry["notes"].to_string().contains("marked as not certain there"), "{entry}");
    let event = ada.get(&format!("/events/{}", entry["event_id"].as_str().unwrap())).await.json(200);
    assert_eq!(event["description"], "Europe’s day\n\nBread & roses");
}

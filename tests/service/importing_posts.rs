//! Calendars of The Events Calendar, whose UIDs change when an entry moves: over any order of files, an entry stays the event that it is,
//! and no date is lost.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

/// Two dates of a post, and the first of them when it has moved: start and end in seconds since 1970, and the start.
const A: (&str, &str) = ("1801767600-1801774800", "20270204T190000");
const B: (&str, &str) = ("1802372400-1802379600", "20270211T190000");
const A_MOVED: (&str, &str) = ("1801854000-1801861200", "20270205T190000");
const FILES: [&[(&str, &str)]; 5] = [&[A], &[A, B], &[B], &[A_MOVED], &[A_MOVED, B]];

fn entry((uid, title, start): (&str, &str, &str)) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}@example.org\r\nSUMMARY:{title}\r\nDTSTART;TZID=Europe/London:{start}\r\nEND:VEVENT\r\n"
    )
}

fn file(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n")
}

fn stalls(post: usize, entries: &[(&str, &str)]) -> String {
    entries.iter().map(|(at, start)| entry((&format!("{post}-{at}"), "Stall", start))).collect()
}

/// What else is in a whole calendar: an entry before those of the post, and one after them.
fn others(post: usize) -> String {
    let [first, last] = [format!("first-{post}"), format!("last-{post}")];
    entry((&first, "First", "20270201T190000")) + &entry((&last, "Last", "20270301T190000"))
}

/// A file's entries: what became of each, its event and what is said of it.
async fn sent(ada: &Ada, name: &str, ics: &str) -> Vec<(String, String, String)> {
    let report = ada.post("/imports", &json!({ "ics": file(ics), "name": name })).await.json(200);
    let word = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let entries = report["entries"].as_array().unwrap().iter();
    entries.map(|entry| (word(entry, "what"), word(entry, "event_id"), entry["notes"].to_string())).collect()
}

/// What became of each entry of the post in a whole calendar, and its event, in the order of the file.
async fn imported(ada: &Ada, post: usize, entries: &[(&str, &str)], how: Value) -> Vec<(String, String)> {
    of_post(ada, post, stalls(post, entries) + &others(post), how).await
}

async fn of_post(ada: &Ada, post: usize, entries: String, how: Value) -> Vec<(String, String)> {
    let mut sent = json!({ "ics": file(&entries), "name": format!("site {post}") });
    sent.as_object_mut().unwrap().extend(how.as_object().unwrap().clone());
    let report = ada.post("/imports", &sent).await.json(200);
    let word = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let entries = report["entries"].as_array().unwrap().iter().filter(|entry| entry["title"] == "Stall");
    entries.map(|entry| (word(entry, "what"), word(entry, "event_id"))).collect()
}

#[tokio::test]
async fn over_any_order_of_files_an_entry_stays_its_event_and_two_are_two() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let orders =
        FILES.iter().flat_map(|one| FILES.iter().flat_map(move |two| FILES.map(|three| [*one, *two, three])));
    // In a whole calendar, what was and is alone has moved; a file of its own may be one of another month.
    let orders = orders.flat_map(|order| [(order, true), (order, false)]);
    for (post, (order, whole)) in orders.enumerate() {
        let (mut is, mut all) = (BTreeMap::new(), BTreeSet::new());
        let mut before: Option<&[(&str, &str)]> = None;
        for file in order {
            let beside = if whole { others(post) } else { String::new() };
            let lines = of_post(&ada, post, stalls(post, file) + &beside, json!({})).await;
            for ((uid, _), (what, event)) in file.iter().zip(&lines) {
                let expected = match (is.get(uid), before) {
                    (Some(known), _) => ("unchanged", Some(known)),
                    (None, Some([(alone, _)])) if whole && file.len() == 1 => ("changed", is.get(alone)),
                    (None, _) => ("taken", None),
                };
                assert_eq!(what, expected.0, "{order:?} {file:?} {lines:?}");
                assert!(expected.1.is_none_or(|known| known == event), "{order:?} {file:?} {lines:?}");
                assert_eq!(all.insert(event.clone()), what == "taken", "{order:?} {file:?} {lines:?}");
                is.retain(|_, known| known != event);
                is.insert(*uid, event.clone());
            }
            let here: BTreeSet<_> = lines.iter().take(file.len()).map(|(_, event)| event.clone()).collect();
            assert_eq!(here.len(), file.len(), "{order:?} {lines:?}");
            let gone: BTreeSet<_> = lines.iter().skip(file.len()).map(|(_, event)| event.clone()).collect();
            assert_eq!(gone, &all - &here, "{order:?} {file:?} {lines:?}");
            before = Some(file);
        }
        let beside = if whole { others(post) } else { String::new() };
        let again = of_post(&ada, post, stalls(post, order[2]) + &beside, json!({})).await;
        assert!(
            again.iter().all(|(what, _)| ["unchanged", "gone"].contains(&what.as_str())),
            "{order:?} {again:?}"
        );
    }
}

#[tokio::test]
async fn what_is_announced_or_deleted_here_stays_what_it_is_when_it_moves_and_gets_company() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let only = |lines: Vec<(String, String)>| <[(String, String); 1]>::try_from(lines).unwrap();
    let [(_, told)] = only(imported(&ada, 1, &[A], json!({})).await);
    let whole =
        json!({ "access_statement": "not checked yet", "contact": { "email": "office@example.org" } });
    ada.patch(&format!("/events/{told}"), &whole).await.json(200);
    ada.post(&format!("/events/{told}/publish"), &json!({})).await.json(200);
    let left = ("left".to_owned(), told);
    for dry_run in [true, false] {
        let moved = imported(&ada, 1, &[A_MOVED], json!({ "dry_run": dry_run })).await;
        assert_eq!(only(moved)[0], left, "it is there, though it is not changed here");
    }
    let [first, second] = <[_; 2]>::try_from(imported(&ada, 1, &[A_MOVED, B], json!({})).await).unwrap();
    assert_eq!((first, second.0.as_str()), (left.clone(), "taken"));
    assert_eq!(
        imported(&ada, 1, &[B], json!({})).await,
        [("unchanged".to_owned(), second.1), ("gone".to_owned(), left.1)]
    );

    let [(_, draft)] = only(imported(&ada, 2, &[A], json!({})).await);
    ada.delete(&format!("/events/{draft}")).await;
    for (file, became) in [(&[A_MOVED][..], &["left"][..]), (&[A_MOVED, B], &["left", "taken"])] {
        let lines = imported(&ada, 2, file, json!({})).await;
        assert_eq!(lines.iter().map(|(what, _)| what.as_str()).collect::<Vec<_>>(), became, "{file:?}");
    }
}

#[tokio::test]
async fn the_next_date_of_one_that_is_over_is_another() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let first = imported(&ada, 1, &[("1780596000-1780603200", "20260604T190000")], json!({})).await;
    house.clock.set("2026-06-05T09:00:00Z");
    let next = imported(&ada, 1, &[("1781200800-1781208000", "20260611T190000")], json!({})).await;
    assert_eq!((next.len(), next[0].0.as_str()), (1, "taken"));
    assert_ne!(next[0].1, first[0].1);
    // A trial says what is then done.
    let moved = [("1781287200-1781294400", "20260612T190000")];
    for dry_run in [true, true, false] {
        let lines = imported(&ada, 1, &moved, json!({ "dry_run": dry_run })).await;
        assert_eq!(lines, [("changed".to_owned(), next[0].1.clone())]);
    }
}

/// A monthly meeting: its dates, and what a line of a report says of each.
const MONTHS: [(&str, &str, &str); 3] = [
    ("4711-1796151600-1796158800", "Meeting", "20261201T190000"),
    ("4711-1799175600-1799182800", "Meeting", "20270105T190000"),
    ("4711-1801594800-1801602000", "Meeting", "20270202T190000"),
];

#[tokio::test]
async fn a_monthly_meeting_from_a_file_for_each_month_keeps_each_date() {
    // The same name or three; alone, or beside what takes place all the time, or on a day that two files have.
    let all_the_time = "BEGIN:VEVENT\r\nUID:hall@example.org\r\nSUMMARY:Exhibition\r\nDTSTART;VALUE=DATE:20261110\r\nDTEND;VALUE=DATE:20270401\r\nEND:VEVENT\r\n";
    let between = entry(("walk", "Walk", "20270131T110000"));
    for (names, beside) in [
        (["branch"; 3], ""),
        (["December", "January", "February"], ""),
        (["branch"; 3], all_the_time),
        (["branch"; 3], &between),
    ] {
        let house = House::open().await;
        let ada = Ada::of(&house).await;
        let mut events = BTreeSet::new();
        let files: Vec<_> = names.iter().zip(MONTHS).collect();
        for (name, month) in &files {
            let lines = sent(&ada, name, &(entry(*month) + beside)).await;
            assert_eq!(lines[0].0, "taken", "{names:?} {beside:?} {lines:?}");
            assert_eq!(
                lines[0].2.contains("of the same post was taken before: “Meeting”, Tuesday"),
                !events.is_empty(),
                "{lines:?}"
            );
            if events.is_empty() {
                let whole = json!({ "access_statement": "not checked yet", "contact": { "email": "office@example.org" } });
                ada.patch(&format!("/events/{}", lines[0].1), &whole).await.json(200);
                ada.post(&format!("/events/{}/publish", lines[0].1), &json!({})).await.json(200);
            }
            assert!(events.insert(lines[0].1.clone()), "{lines:?}");
        }
        for (name, month) in files {
            let lines = sent(&ada, name, &(entry(month) + beside)).await;
            assert_eq!(lines[0].0, "unchanged", "{names:?} {beside:?} {lines:?}");
        }
    }
}

#[tokio::test]
async fn a_deleted_draft_keeps_no_later_date_of_its_post_away() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let all_the_time = "BEGIN:VEVENT\r\nUID:hall@example.org\r\nSUMMARY:Exhibition\r\nDTSTART;VALUE=DATE:20261110\r\nDTEND;VALUE=DATE:20270401\r\nEND:VEVENT\r\n";
    let mut events = BTreeSet::new();
    for month in MONTHS {
        let lines = sent(&ada, "branch", &(entry(month) + all_the_time)).await;
        assert_eq!(lines[0].0, "taken", "{lines:?}");
        assert_eq!(lines[0].2.contains("of the same post was deleted here"), !events.is_empty(), "{lines:?}");
        ada.delete(&format!("/events/{}", lines[0].1)).await;
        assert!(events.insert(lines[0].1.clone()));
        let again = sent(&ada, "branch", &(entry(month) + all_the_time)).await;
        assert_eq!(again[0].0, "left", "{again:?}");
    }
}

#[tokio::test]
async fn the_first_of_a_calendar_that_moves_is_the_same_and_it_is_said_from_when_to_when() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let next = entry(("next", "Next", "20270218T190000"));
    let first = sent(&ada, "site", &(stalls(1, &[A]) + &next)).await;
    // Under another name, or none, it may be another calendar.
    let moved = stalls(1, &[B]) + &next;
    for name in [json!("other"), Value::Null] {
        let trial = json!({ "ics": file(&(moved.clone() + &others(1))), "name": name, "dry_run": true });
        let report = ada.post("/imports", &trial).await.json(200);
        assert_eq!(report["entries"][0]["what"], "taken", "{report:#}");
    }
    let lines = sent(&ada, "site", &moved).await;
    assert_eq!((lines[0].0.as_str(), &lines[0].1), ("changed", &first[0].1), "{lines:?}");
    let said = "It moved from Thursday 4 February 2027, 7pm to Thursday 11 February 2027, 7pm.";
    assert!(lines[0].2.contains(said), "{lines:?}");
    let again = sent(&ada, "site", &moved).await;
    assert_eq!(again.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(), ["unchanged"; 2]);
}

#[tokio::test]
async fn a_deleted_draft_that_was_brought_back_is_no_longer_deleted() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let [(_, draft)] = <[_; 1]>::try_from(imported(&ada, 1, &[A], json!({})).await).unwrap();
    ada.delete(&format!("/events/{draft}")).await;
    assert_eq!(imported(&ada, 1, &[A_MOVED], json!({})).await[0].0, "left");
    let back = imported(&ada, 1, &[A_MOVED], json!({ "take_deleted": true })).await;
    assert_eq!(back[0].0, "taken");
    for file in [A, B, A_MOVED] {
        let lines = imported(&ada, 1, &[file], json!({})).await;
        assert_eq!(lines, [("changed".to_owned(), back[0].1.clone())], "{file:?}");
    }
}

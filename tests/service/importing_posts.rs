//! Calendars of The Events Calendar, whose UIDs change when an entry moves: over any order of files, an entry stays the event that it is.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

/// Two dates of a post, and the first of them when it has moved: start and end in seconds since 1970, and the start.
const A: (&str, &str) = ("1801767600-1801774800", "20270204T190000");
const B: (&str, &str) = ("1802372400-1802379600", "20270211T190000");
const A_MOVED: (&str, &str) = ("1801854000-1801861200", "20270205T190000");
const FILES: [&[(&str, &str)]; 5] = [&[A], &[A, B], &[B], &[A_MOVED], &[A_MOVED, B]];

fn calendar(post: usize, entries: &[(&str, &str)]) -> String {
    let entries = entries.iter().map(|(at, start)| {
        format!("BEGIN:VEVENT\r\nUID:{post}-{at}@example.org\r\nSUMMARY:Stall\r\nDTSTART;TZID=Europe/London:{start}\r\nEND:VEVENT\r\n")
    });
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", entries.collect::<String>())
}

/// What became of each entry, and its event, in the order of the file.
async fn imported(ada: &Ada, post: usize, entries: &[(&str, &str)], how: Value) -> Vec<(String, String)> {
    let mut sent = json!({ "ics": calendar(post, entries), "name": format!("site {post}") });
    sent.as_object_mut().unwrap().extend(how.as_object().unwrap().clone());
    let report = ada.post("/imports", &sent).await.json(200);
    let word = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let entries = report["entries"].as_array().unwrap().iter();
    entries.map(|entry| (word(entry, "what"), word(entry, "event_id"))).collect()
}

#[tokio::test]
async fn over_any_order_of_files_an_entry_stays_its_event_and_two_are_two() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let orders =
        FILES.iter().flat_map(|one| FILES.iter().flat_map(move |two| FILES.map(|three| [*one, *two, three])));
    for (post, order) in orders.enumerate() {
        let (mut is, mut all) = (BTreeMap::new(), BTreeSet::new());
        let mut before: Option<&[(&str, &str)]> = None;
        for file in order {
            let lines = imported(&ada, post, file, json!({})).await;
            for ((uid, _), (what, event)) in file.iter().zip(&lines) {
                let expected = match (is.get(uid), before) {
                    (Some(known), _) => ("unchanged", Some(known)),
                    (None, Some([(alone, _)])) if file.len() == 1 => ("changed", is.get(alone)),
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
        let again = imported(&ada, post, order[2], json!({})).await;
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

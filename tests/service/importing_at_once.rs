//! Imports that are made to be heavy keep nobody waiting, and imports that run at once take an entry once.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;

/// A calendar of so many entries that begin in July 2026, each with these lines.
fn calendar(entries: usize, lines: &str) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\n");
    for n in 0..entries {
        write!(
            text,
            "BEGIN:VEVENT\r\nUID:{n}@example.org\r\nSUMMARY:Meeting {n}\r\nDTSTART:20260701T100000\r\n{lines}END:VEVENT\r\n"
        )
        .unwrap();
    }
    text + "END:VCALENDAR\r\n"
}

/// The longest that anybody waited for `/healthz` while the work went on.
async fn longest_wait(house: &House, work: impl Future<Output = ()>) -> Duration {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/healthz", house.url);
    let mut work = std::pin::pin!(work);
    let mut longest = Duration::ZERO;
    loop {
        let asked = Instant::now();
        let answered = async { client.get(&url).send().await.unwrap().error_for_status().unwrap() };
        let mut answered = std::pin::pin!(answered);
        let ended = tokio::select! {
            biased;
            () = &mut work => true,
            _ = &mut answered => false,
        };
        if ended {
            return longest;
        }
        longest = longest.max(asked.elapsed());
    }
}

#[tokio::test]
async fn rules_that_never_happen_keep_nobody_waiting() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let hard = calendar(1_000, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n");
    let hard = json!({ "ics": hard, "dry_run": true });
    let all = async {
        for answer in join_all((0..2).map(|_| ada.post("/imports", &hard))).await {
            let refused = (answer.status.as_u16(), answer.text.contains("too long to read"));
            let busy = (answer.status.as_u16(), answer.header(RETRY_AFTER)) == (429, "60");
            assert!(refused == (422, true) || busy, "{}", answer.text);
        }
    };
    let longest = longest_wait(&house, all).await;
    assert!(longest < Duration::from_secs(5), "waited {longest:?}");
}

#[tokio::test]
async fn imports_at_once_take_an_entry_once() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let same = json!({ "ics": calendar(40, "") });
    let reports = join_all((0..4).map(|_| ada.post("/imports", &same))).await;
    let taken: u64 = reports.iter().map(|report| report.json(200)["taken"].as_u64().unwrap()).sum();
    let events = ada.get("/events?limit=200").await.json(200);
    assert_eq!((taken, events["items"].as_array().unwrap().len()), (40, 40));
}

#[tokio::test]
async fn a_report_of_many_entries_is_of_bounded_size() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let long = format!("LOCATION:{}\r\n", "Hall ".repeat(30));
    let many = json!({ "ics": calendar(4_000, &long), "dry_run": true });
    let answer = ada.post("/imports", &many).await;
    let report = answer.json(200);
    assert_eq!((&report["taken"], &report["left"]), (&json!(300), &json!(3_700)), "as the run would take");
    assert!(answer.text.len() < 4_000 * 400, "{} bytes", answer.text.len());
}

#[tokio::test]
async fn what_is_hidden_from_a_count_is_counted() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let sent = async |ics: String| -> Value { ada.post("/imports", &json!({ "ics": ics })).await.json(422) };
    for begin in ["B\r\n EGIN:VEVENT\r\n", "BE\rGIN:VEVENT\r\n", "BEG\\IN:VEVENT\r\n", "\"BEGIN\":VEVENT\r\n"]
    {
        let many = format!("BEGIN:VCALENDAR\r\n{}", format!("{begin}END:VEVENT\r\n").repeat(100_000));
        let said = sent(many).await.to_string();
        assert!(
            said.contains("more than 20000") || said.contains("deep within each other"),
            "{begin}: {said}"
        );
    }
    let swallowed = "BEGIN:VEVENT\r\nX-A;ENCODING=QUOTED-PRINTABLE:=\r\nEND:VEVENT\r\n".repeat(1_000);
    let said = sent(format!("BEGIN:VCALENDAR\r\n{swallowed}")).await.to_string();
    assert!(said.contains("deep within each other"), "{said}");
}

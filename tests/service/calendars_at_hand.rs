//! Calendars that are kept ready: the same answer by every way, and no more memory than was allowed.

use calcard::icalendar::ICalendarProperty;
use entity::value::Kind;
use entity::value::Scope;
use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, ETAG, HeaderMap, IF_NONE_MATCH, LAST_MODIFIED};
use serde_json::json;

use crate::house::announced::Announced;
use crate::house::cast::Ada;
use crate::house::subscriber::{ask, entries, get, said, titles, unfolded};

const PUBLIC: &str = "/barnet/calendar.ics";

fn comparable(headers: &HeaderMap) -> Vec<(String, String)> {
    let own = headers.iter().filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    let mut all: Vec<(String, String)> =
        own.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    all.sort();
    all
}

#[tokio::test]
async fn what_is_answered_before_the_routes_is_what_they_answer() {
    let lobby = Announced::lobby(json!({})).await;
    lobby.house.clock.pass(std::time::Duration::from_secs(5));
    let etag = get(&lobby, PUBLIC).await.header(ETAG);
    for (method, headers) in [
        (Method::GET, vec![]),
        (Method::GET, vec![(ACCEPT_ENCODING, "gzip")]),
        (Method::HEAD, vec![]),
        (Method::GET, vec![(IF_NONE_MATCH, etag.as_str())]),
    ] {
        let quick = ask(&lobby, method.clone(), PUBLIC, &headers).await;
        // What else stands in the query is passed over, but nothing is at hand for it.
        let routed = ask(&lobby, method.clone(), &format!("{PUBLIC}?1"), &headers).await;
        assert_eq!(quick.status, routed.status, "{method} {headers:?}");
        assert_eq!(comparable(&quick.headers), comparable(&routed.headers), "{method} {headers:?}");
        assert_eq!(quick.bytes, routed.bytes);
        for told in ["x-request-id", "x-content-type-options", "referrer-policy"] {
            assert!(quick.headers.contains_key(told), "{told}: {:?}", quick.headers);
        }
    }
    let metrics = get(&lobby, "/metrics").await.text();
    let counted = metrics
        .lines()
        .find(|line| line.contains("/{org}/calendar.ics") && line.contains("GET") && line.contains("200"));
    assert!(counted.is_some_and(|line| line.ends_with(" 5")), "{metrics}");
    let log = lobby.house.log.text();
    let logged = |level: &str| {
        let of_it = log.lines().filter(|line| line.contains("route=/{org}/calendar.ics"));
        of_it.filter(|line| line.contains(level)).count()
    };
    assert_eq!((logged(" INFO "), logged("DEBUG ")), (5, 4), "what is at hand is no news: {log}");
    assert_eq!(ask(&lobby, Method::POST, PUBLIC, &[]).await.status, 405);
}

#[tokio::test]
async fn the_calendars_of_many_organisations_stay_within_their_memory() {
    let most = 1024 * 1024;
    let lobby = Announced::lobby_with(&[("CONVENOR_FEED_MEMORY", "1 MiB")], json!({})).await;
    let feeds = &lobby.house.service().app.feeds;
    for number in 0..12 {
        let slug = format!("branch-{number}");
        let ada = Ada::of_branch(&lobby.house, &slug, &[Scope::Admin]).await;
        ada.lobby(json!({ "title": slug, "bring": "Banners and drums. ".repeat(20) })).await;
        for kind in Kind::ALL {
            for other in [Kind::Lobby, Kind::Rally] {
                let path = format!("/{slug}/calendar.ics?kind=lobby,{kind},{other}");
                assert_eq!(titles(&get(&lobby, &path).await.text()), [slug.as_str()]);
                assert!(feeds.bytes() <= most, "{} bytes", feeds.bytes());
            }
        }
    }
    assert!(feeds.bytes() > most / 2, "what may be kept is: {} bytes", feeds.bytes());
}

/// A lobby every Thursday from 9 July 2026 on, at a place that is told on the day.
async fn told_on_the_day() -> Announced {
    let weekly = json!({ "every": "week", "until": "2026-07-30" });
    Announced::lobby(json!({
        "place_shown": "on_the_day", "area": "Hendon", "no_fixed_end": false, "end": "2026-07-09T20:00", "repeats": weekly,
    }))
    .await
}

#[tokio::test]
async fn a_repeating_event_shows_a_place_on_its_day_and_for_that_day_alone() {
    let lobby = told_on_the_day().await;
    for (moment, places, changed) in [
        ("2026-07-08T22:00Z", vec!["Hendon"], ""),
        ("2026-07-09T10:00Z", vec!["Hendon", "Hendon Town Hall"], "Wed, 08 Jul 2026 23:00:00 GMT"),
        ("2026-07-10T10:00Z", vec!["Hendon"], "Thu, 09 Jul 2026 19:00:00 GMT"),
        ("2026-07-16T10:00Z", vec!["Hendon", "Hendon Town Hall"], "Wed, 15 Jul 2026 23:00:00 GMT"),
        ("2026-07-30T10:00Z", vec!["Hendon", "Hendon Town Hall"], "Wed, 29 Jul 2026 23:00:00 GMT"),
        ("2026-07-31T10:00Z", vec!["Hendon"], "Thu, 30 Jul 2026 19:00:00 GMT"),
    ] {
        lobby.house.clock.set(moment);
        let got = get(&lobby, PUBLIC).await;
        let entries = entries(&got.text());
        let shown: Vec<String> =
            entries.iter().map(|entry| said(entry, &ICalendarProperty::Location)).collect();
        assert_eq!(shown.len(), places.len(), "{moment}: {shown:?}");
        assert!(shown.iter().zip(&places).all(|(is, place)| is.starts_with(place)), "{moment}: {shown:?}");
        assert_eq!(shown[0], "Hendon", "{moment}");
        let day = moment.split('T').next().unwrap().replace('-', "");
        let day = format!("RECURRENCE-ID;TZID=Europe/London:{day}T");
        assert_eq!(unfolded(&got.text()).contains(&day), places.len() > 1, "{moment}");
        assert!(changed.is_empty() || got.header(LAST_MODIFIED) == changed, "{moment}");
    }
}

#[tokio::test]
async fn a_new_year_is_a_change_for_who_asks_by_time() {
    let lobby = Announced::lobby(json!({ "repeats": { "every": "week" } })).await;
    lobby.house.clock.set("2026-12-31T23:00:00Z");
    get(&lobby, PUBLIC).await;
    lobby.house.clock.set("2027-01-01T00:30:00Z");
    assert_eq!(get(&lobby, PUBLIC).await.header(LAST_MODIFIED), "Fri, 01 Jan 2027 00:00:00 GMT");
}

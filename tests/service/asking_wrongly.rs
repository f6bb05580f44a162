//! What was asked can't be read, or makes no sense: whoever asks gets a body that says so, and what they named is named.

use reqwest::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG,
    HeaderName, IF_NONE_MATCH,
};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::house::House;
use crate::house::cast::{Ada, Answer, Ben};

/// Sends these bytes over a connection of their own, and reads all that comes until it is closed.
async fn said(house: &House, bytes: &str) -> (String, String) {
    let mut line = TcpStream::connect(house.url.trim_start_matches("http://")).await.unwrap();
    line.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn what_is_no_request_gets_a_body_too() {
    let house = House::open().await;
    let long = "a".repeat(70_000);
    let many = (0..200).fold(String::new(), |all, n| format!("{all}x-{n}: 1\r\n"));
    for (path, status, word) in [
        (format!("/api/v1/events?q={long} HTTP/1.1\r\nhost: x\r\n\r\n"), 414, "address_too_long"),
        (format!("/api/v1/events HTTP/1.1\r\nhost: x\r\n{many}\r\n"), 431, "headers_too_large"),
        ("/api/v1/events HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n".to_owned(), 400, "bad_request"),
        ("/api/v1/events HTTP/1.1\r\nho st: x\r\n\r\n".to_owned(), 400, "bad_request"),
    ] {
        let (head, body) = said(&house, &format!("GET {path}")).await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert_eq!(header(&head, "content-type"), Some("application/problem+json"));
        assert_eq!(header(&head, "content-length"), Some(body.len().to_string().as_str()));
        let told: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (&told["status"], &told["type"]),
            (&json!(status), &json!(format!("urn:problem-type:convenor:{word}")))
        );
        assert_eq!(told["request_id"].as_str(), header(&head, "x-request-id"));
        assert!(house.log.text().contains(told["request_id"].as_str().unwrap()), "it is in the log");

        let (head, body) = said(&house, &format!("GET {}", path.replace("/api/v1/events", "/barnet"))).await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert_eq!(header(&head, "content-type"), Some("text/html; charset=utf-8"));
        assert!(header(&head, "content-security-policy").is_some(), "{head}");
        assert!(body.contains("<h1"), "{body}");
    }
    // One connection, a good request and then one that is none.
    let good = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    let (_, rest) = said(&house, &format!("{good}GET /api/v1/{long} HTTP/1.1\r\n\r\n")).await;
    assert!(rest.starts_with("alive\nHTTP/1.1 414 "), "{rest:.200}");
}

#[tokio::test]
async fn every_failure_has_a_body() {
    let house = House::open().await;
    drop(Ada::of(&house).await);
    let client = Client::builder().no_proxy().build().unwrap();
    let odd = Method::from_bytes(b"FETCH").unwrap();
    for method in
        [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE, odd]
    {
        for path in [
            "/",
            "/nothing/at/all",
            "/barnet",
            "/barnet/events/nothing",
            "/barnet/campaigns/%ff",
            "/r/%ff",
            "/%ff",
            "/assets/nothing",
            "/assets/%ff",
            "/barnet//",
            "/api",
            "/api/v1",
            "/api/v1/",
            "/api/v1/nothing",
            "/api/v1/events/%ff",
            "/api//v1/events",
            "/api/v1/openapi.json",
            "/api/docs/nothing",
            "/healthz",
            "/barnet/calendar.ics",
            "/barnet/calendar.ics?kind=%ff",
        ] {
            for accept in ["*/*", "application/json", "text/html", "image/png"] {
                let request = client.request(method.clone(), format!("{}{path}", house.url));
                let answer = request.header("accept", accept).send().await.unwrap();
                if !answer.status().is_client_error() && !answer.status().is_server_error() {
                    continue;
                }
                let asked = format!("{method} {path} {accept}: {}", answer.status());
                assert!(answer.headers().contains_key("x-request-id"), "{asked}");
                let kind = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
                let wants_json = accept == "application/json" || path.starts_with("/api/");
                let is_right = match kind.as_str() {
                    "application/problem+json" => wants_json,
                    "text/plain; charset=utf-8" => !wants_json && path.contains(".ics"),
                    _ => !wants_json && kind == "text/html; charset=utf-8",
                };
                assert!(is_right, "{asked}: {kind}");
                assert!(!answer.text().await.unwrap().is_empty(), "{asked}");
            }
        }
    }
}

#[tokio::test]
async fn a_parameter_that_cannot_be_taken_is_named() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let event = format!("/events/{}", lobby["id"].as_str().unwrap());
    for (path, named) in [
        ("/events/%ff".to_owned(), "A part of the address, such as an id, cannot be read"),
        ("/organisations/%ff".to_owned(), "A part of the address, such as an id, cannot be read"),
        ("/events?q=%ff".to_owned(), "`q` cannot be read"),
        ("/events?limit=1&limit=2".to_owned(), "`limit` is given twice"),
        ("/events?from=2026-07-10&to=2026-07-09".to_owned(), "`from` must not be later than `to`"),
        (
            "/events?from=2026-07-09T17:00:00.001Z&to=2026-07-09T17:00:00Z".to_owned(),
            "`from` must not be later than `to`",
        ),
        (format!("{event}/occurrences?from=2026-07-10&to=2026-07-09"), "`from` must not be later than `to`"),
        (format!("{event}/occurrences?from=today"), "`from` must be an instant like"),
    ] {
        let answer = ada.get(&path).await;
        assert_eq!(answer.status, 400, "{path}");
        let told = answer.json(400);
        assert_eq!(told["type"], "urn:problem-type:convenor:bad_parameter", "{path}");
        assert!(told["detail"].as_str().unwrap().starts_with(named), "{path}: {told}");
    }
    ada.get("/events?from=2026-07-09&to=2026-07-09").await.json(200);
}

#[tokio::test]
async fn the_dates_of_an_event_are_asked_for_by_day_as_events_are() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}/occurrences", lobby["id"].as_str().unwrap());
    for (query, found) in [
        ("", 1),
        ("?from=2026-07-09", 1),
        ("?from=2026-07-10", 0),
        ("?to=2026-07-09", 0),
        ("?from=2026-07-09&to=2026-07-10", 1),
        ("?from=2028-01-01", 0),
    ] {
        let dates = ada.get(&format!("{path}{query}")).await.json(200);
        assert_eq!(dates["items"].as_array().unwrap().len(), found, "{query}");
        let events = ada.get(&format!("/events{query}")).await.json(200);
        assert_eq!(events["items"].as_array().unwrap().len(), found, "the same of events: {query}");
    }
}

#[tokio::test]
async fn a_calendar_that_cannot_be_narrowed_so_says_what_is_allowed() {
    let house = House::open().await;
    drop(Ada::of(&house).await);
    let client = Client::builder().no_proxy().build().unwrap();
    for (query, words) in [
        ("kind=tea", "`kind` must be one of "),
        ("kind=lobby&kind=picket", "`kind` is given twice"),
        ("kind=%ff", "`kind` cannot be read"),
        ("campaign=nothing", "`campaign` must be the slug of a campaign of this organisation"),
    ] {
        let asked = client.get(format!("{}/barnet/calendar.ics?{query}", house.url));
        let answer = Answer::to(asked.try_clone().unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header(CONTENT_TYPE)), (400, "text/plain; charset=utf-8"));
        assert!(answer.text.starts_with(words), "{}", answer.text);
        let told = Answer::to(asked.header("accept", "application/json")).await.json(400);
        assert!(told["detail"].as_str().unwrap().starts_with(words), "{told}");
    }
    let all = Answer::to(client.get(format!("{}/barnet/calendar.ics?kind=tea", house.url))).await.text;
    assert!(all.contains("lobby") && all.contains("picket"), "{all}");
}

#[tokio::test]
async fn the_log_and_the_metrics_name_the_route_and_never_what_stands_in_it() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let id = lobby["id"].as_str().unwrap();
    let page = format!("/barnet/events/{}", lobby["slug"].as_str().unwrap());
    let before = house.log.text().len();
    ben.get(&format!("/events/{id}")).await.json(200);
    ben.get("/events/unreadable-id").await.json(400);
    ben.get(&format!("/events/{id}?colour=red")).await.json(400);
    ben.post(&format!("/events/{id}/rsvps"), &json!({})).await.json(422);
    ben.patch(&format!("/venues/{id}"), &json!({})).await.json(401);
    ben.put(&format!("/events/{id}"), &json!({})).await.json(405);
    let asks_first = ben.request(Method::OPTIONS, &format!("/events/{id}/counts"));
    assert_eq!(Answer::to(asks_first.header("origin", "https://example.org")).await.status, 204);
    assert_eq!(house.browser().open(&page).await.status, 200);
    assert_eq!(house.browser().open("/barnet/events/nothing").await.status, 404);
    let log = house.log.text().split_off(before);
    for (route, times) in [
        ("/api/v1/events/{id} ", 4),
        ("/api/v1/events/{id}/rsvps ", 1),
        ("/api/v1/venues/{id} ", 1),
        ("/api/v1/events/{id}/counts ", 1),
        ("/{org}/events/{slug} ", 2),
    ] {
        assert_eq!(log.matches(&format!("route={route}")).count(), times, "{route}: {log}");
    }
    for value in [id, "unreadable-id", "barnet", "colour", ":param", "route=/api/v1 "] {
        assert!(!log.contains(value), "{value}: {log}");
    }
    let metrics = house.browser().open("/metrics").await.html;
    for row in [
        r#"http_answers_total{route="/api/v1/events/{id}",method="GET",status="400"} 2"#,
        r#"http_answers_total{route="/{org}/events/{slug}",method="GET",status="404"} 1"#,
    ] {
        assert!(metrics.contains(row), "{row}: {metrics}");
    }
    assert!(!metrics.contains(id) && !metrics.contains("barnet"), "{metrics}");
}

#[tokio::test]
async fn the_document_of_the_api_is_sent_once_and_small() {
    let house = House::open().await;
    let client = Client::builder().no_proxy().no_gzip().build().unwrap();
    for path in ["/api/v1/openapi.json", "/api/v1/openapi.yaml"] {
        let ask = async |method: Method, coding: &str, known: &str| {
            let request =
                client.request(method, format!("{}{path}", house.url)).header(ACCEPT_ENCODING, coding);
            let answer = request.header(IF_NONE_MATCH, known).send().await.unwrap();
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            (status, headers, answer.bytes().await.unwrap().len())
        };
        let (_, plain, whole) = ask(Method::GET, "identity", "\"x\"").await;
        assert!(plain[CACHE_CONTROL].to_str().unwrap().contains("no-cache"));
        let (_, small, size) = ask(Method::GET, "gzip", "\"x\"").await;
        assert!(small[CONTENT_ENCODING] == "gzip" && size * 4 < whole, "{size} of {whole}");
        assert_ne!(plain[ETAG], small[ETAG]);
        for (coding, headers) in [("identity", &plain), ("gzip", &small)] {
            let etag = headers[ETAG].to_str().unwrap();
            let (status, again, size) = ask(Method::GET, coding, etag).await;
            assert_eq!((status, size, &again[ETAG]), (304, 0, &headers[ETAG]));
            assert_eq!(ask(Method::HEAD, coding, "\"x\"").await.1[ETAG], headers[ETAG]);
        }
    }
}

#[tokio::test]
async fn scripts_of_other_origins_may_read_every_header_that_helps_them() {
    let house = House::open().await;
    let (ada, ben) = (Ada::of(&house).await, Ben::of(&house));
    let lobby = ada.lobby(json!({})).await;
    let path = format!("/events/{}", lobby["id"].as_str().unwrap());
    let replied = ben.reply(&lobby, json!({ "email": null })).await;
    let listed = ben.get("/events?organisation=barnet&limit=1").await;
    for answer in [replied, listed, ben.get(&path).await, ben.get(&format!("{path}/publish")).await] {
        let exposed = answer.header(ACCESS_CONTROL_EXPOSE_HEADERS).to_owned();
        let open = |name: &HeaderName| exposed.split(", ").any(|known| known == name.as_str());
        let usual =
            ["cache-control", "content-length", "content-type", "date", "vary", "x-content-type-options"];
        for name in answer.headers.keys().filter(|name| !name.as_str().starts_with("access-control")) {
            assert!(usual.contains(&name.as_str()) || open(name), "{name} is not among {exposed}");
        }
        for name in
            ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after", "link", "location"]
        {
            assert!(open(&HeaderName::from_static(name)), "{name}");
        }
    }
}

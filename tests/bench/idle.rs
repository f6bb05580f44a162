//! How big it is when nothing happens, and how soon it is there.

use std::time::Duration;

use super::branch::{self, BRANCH, Service};
use super::http::{self, Client};
use super::replies;

/// How long it is left alone before its memory is read: its beats have had their turns.
const ALONE: Duration = Duration::from_secs(15);
const STARTS: usize = 5;
const REPLIES: usize = 300;
const LOOKS: usize = 1_000;
const CLIENTS: usize = 8;

pub(crate) fn run() {
    let size = std::fs::metadata(branch::program()).unwrap().len();
    println!("  the release binary has {:.1} MB", size as f64 / 1024.0 / 1024.0);
    let mut service = Service::new(&[]);
    std::thread::sleep(ALONE);
    println!("  resident, idle: {:.1} MB", service.resident());
    evening(&service);
    println!(
        "  resident, after an evening of {REPLIES} replies and {LOOKS} looks: {:.1} MB",
        service.resident()
    );
    let mut starts: Vec<_> = (0..STARTS)
        .map(|_start| {
            service.kill();
            service.start()
        })
        .collect();
    starts.sort();
    println!(
        "  from start to the first 200, on an existing database: {} ms (of {STARTS}: {} to {} ms)",
        starts[STARTS / 2].as_millis(),
        starts[0].as_millis(),
        starts[STARTS - 1].as_millis(),
    );
}

/// What a branch's busiest evening asks: replies with their letters, and pages, lists and calendars by several at once.
fn evening(service: &Service) {
    let event = replies::announce(service);
    let reply = |name| {
        http::request("POST", &format!("/api/v1/events/{event}/rsvps"), None, Some(&replies::reply_of(name)))
    };
    let paths = [
        format!("/{BRANCH}"),
        format!("/{BRANCH}/events/banners-held-high"),
        format!("/{BRANCH}/events/banners-held-high/reply"),
        format!("/{BRANCH}/calendar.ics"),
        format!("/api/v1/events?organisation={BRANCH}"),
        "/api/v1/openapi.json".to_owned(),
    ];
    let looks: Vec<Vec<u8>> = paths.iter().map(|path| http::request("GET", path, None, None)).collect();
    std::thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (reply, looks) = (&reply, &looks);
            scope.spawn(move || {
                let mut connection = Client::connect(service.port).unwrap();
                let replies = (client..REPLIES).step_by(CLIENTS).map(reply);
                let looks = (client..LOOKS).step_by(CLIENTS).map(|look| looks[look % looks.len()].clone());
                for request in replies.chain(looks) {
                    let (status, said) = connection.send(&request).unwrap();
                    assert!(status < 300, "{status}: {}", String::from_utf8_lossy(said));
                }
            });
        }
    });
    std::thread::sleep(ALONE);
}

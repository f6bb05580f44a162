//! Reminders a second through a mail server on this machine, beside a loop that builds and sends and keeps nothing.

use std::cell::Cell;
use std::time::Duration;

use convenor::clock::Clock;
use entity::Moment;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use serde_json::json;

use super::branch::Service;
use super::http::{self, Client};
use super::sink::Sink;
use super::{bare, turns};

const LETTERS: usize = 2_000;
const CONNECTIONS: usize = 4;
const TURNS: usize = 3;
/// A reminder has to lie ahead when it is planned, and planning takes a moment.
const AHEAD: Duration = Duration::from_secs(5);
/// How long a mail server may take that keeps letters safe.
const ITS_DISK: Duration = Duration::from_millis(5);
/// How long before the start it leaves, at most: it is counted in minutes from there.
const START_IN: Duration = Duration::from_hours(4);

pub(crate) fn run() {
    against(&Sink::usual(), "as programs are");
    against(&Sink::at_once(), "that also acknowledges at once each packet that it reads");
    against(&Sink::slow(ITS_DISK), "that besides takes 5 ms a letter, as one that writes it to its disk");
}

fn against(sink: &Sink, what: &str) {
    println!("  a mail server {what}:");
    let service = Service::new(&[("CONVENOR_SMTP_URL", &sink.url())]);
    let mut client = Client::connect(service.port).unwrap();
    let start = later(START_IN);
    // One for each turn: nobody is reminded twice within six hours.
    let mut events: Vec<String> =
        (0..TURNS).map(|turn| announce(&service, &mut client, start, turn)).collect();
    let confirmed = sink.wait_for(TURNS * LETTERS);
    println!("    confirmations, while the replies came in: {:.0} a second", confirmed.a_second());
    let (ours_size, bare_size) = (Cell::new(0), Cell::new(0));
    let ours = || {
        remind_soon(&service, &mut client, &events.pop().unwrap(), start);
        let come = sink.wait_for(LETTERS);
        ours_size.set(come.bytes / come.letters);
        come.a_second()
    };
    let other = || {
        bare::send(sink.port, LETTERS, ours_size.get(), CONNECTIONS);
        let come = sink.wait_for(LETTERS);
        bare_size.set(come.bytes / come.letters);
        come.a_second()
    };
    let rates = turns::take(TURNS, ours, other);
    rates.say(&format!("  {LETTERS} reminders over {CONNECTIONS} connections"), "a bare lettre loop");
    println!(
        "    a reminder has {} bytes, a bare letter {}; resident afterwards: {:.1} MB",
        ours_size.get(),
        bare_size.get(),
        service.resident()
    );
}

/// An event with its replies; nothing is planned for it yet.
fn announce(service: &Service, client: &mut Client, start: Timestamp, turn: usize) -> String {
    let noon = noon();
    let event = json!({
        "kind": "lobby", "title": format!("Banners held high {turn}"), "no_fixed_end": true,
        "start": start.to_zoned(noon.clone()).strftime("%Y-%m-%dT%H:%M").to_string(),
        "timezone": noon.iana_name().unwrap(),
        "venue": {
            "name": "Town Hall", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BG",
            "standing_point": "By the steps",
            "directions": [{
                "mode": "tube", "from": "Hendon Central (Northern line)", "minutes": 11,
                "steps": ["Turn right out of the station", "Follow The Burroughs up the hill"],
            }],
        },
        "bring": "Banners and placards", "access_statement": "not checked yet",
        "contact": { "name": "Branch office", "email": "office@example.org" },
    });
    let event = service.announce(client, &event);
    service.call(client, "PUT", &format!("/events/{event}/reminders"), Some(&json!({ "rules": [] })));
    for guest in 0..LETTERS {
        let reply = json!({
            "response": "going", "name": format!("Guest {guest}"), "email": format!("g{guest}@{turn}.example.org"),
        });
        let ask = http::request("POST", &format!("/api/v1/events/{event}/rsvps"), None, Some(&reply));
        let (status, said) = client.send(&ask).unwrap();
        assert_eq!(status, 202, "{}", String::from_utf8_lossy(said));
    }
    event
}

/// Plans the event's one reminder for the next whole minute.
fn remind_soon(service: &Service, client: &mut Client, event: &str, start: Timestamp) {
    let minutes = start.duration_since(later(AHEAD)).as_mins();
    let rules = json!({ "rules": [{ "before_start": format!("PT{minutes}M") }] });
    service.call(client, "PUT", &format!("/events/{event}/reminders"), Some(&rules));
}

/// The first whole minute after `wait`.
fn later(wait: Duration) -> Timestamp {
    let minutes = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Ceil);
    (now() + wait).timestamp().round(minutes).unwrap()
}

/// A zone in which it is about noon: reminders rest at night.
fn noon() -> TimeZone {
    let hour = now().timestamp().to_zoned(TimeZone::UTC).hour();
    // The names of these zones count westward.
    TimeZone::get(&format!("Etc/GMT{:+}", hour - 12)).unwrap()
}

fn now() -> Moment {
    Clock::System.now()
}

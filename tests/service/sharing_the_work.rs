//! Several processes on one PostgreSQL database share the work; one process on a file does it alone. Either way
//! every letter arrives, and none twice.

use std::collections::BTreeMap;
use std::time::Duration;

use convenor::clock::Clock;
use convenor::database::Engine;
use convenor::journal::Actor;
use convenor::reminder::{self, ScheduleOf};
use convenor::rsvp::{self, Answer, Door, Request};
use convenor::words::Language;
use entity::value::Response;
use futures_util::StreamExt;
use futures_util::stream;
use serde_json::{Value, json};

use crate::house::House;
use crate::house::cast::Ada;
use crate::house::databases::engine;
use crate::house::program::Program;

const GUESTS: usize = 1000;

#[tokio::test]
async fn a_thousand_reminders_all_arrive_and_none_twice() {
    // The processes live by the system's clock, so everything up to now is played three hours ago: the event is
    // announced, a thousand say that they come, and the reminder is planned for ten minutes ago.
    let now = Clock::System.now();
    let mut house = House::open().await;
    house.clock.set(&(now - Duration::from_secs(3 * 60 * 60)).to_string());
    let ada = Ada::of(&house).await;
    let start = (now + Duration::from_secs(20 * 60)).timestamp().to_zoned(jiff::tz::TimeZone::UTC);
    let start = start.strftime("%Y-%m-%dT%H:%M").to_string();
    let event =
        ada.lobby(json!({ "start": start, "timezone": "UTC", "rsvp": { "waiting_list": false } })).await;
    remind_half_an_hour_before(&house, &ada, &event).await;
    let replies = stream::iter(0..GUESTS).map(|number| reply(&house, &event, number));
    replies.buffer_unordered(16).collect::<Vec<()>>().await;
    assert_eq!(house.rounds().await.sent, u64::try_from(GUESTS).unwrap(), "confirmations");
    let confirmed = house.postbox.letters().len();
    house.stop().await;

    let number = if engine() == Engine::Sqlite { 1 } else { 2 };
    let mut processes = Vec::new();
    for _ in 0..number {
        let mut program = Program::new().await;
        for setting in
            ["CONVENOR_DATABASE_URL", "CONVENOR_SMTP_URL", "CONVENOR_MAIL_FROM", "CONVENOR_PUBLIC_URL"]
        {
            program.set(setting, &house.settings()[setting]);
        }
        program.set("CONVENOR_KEY_FILE", house.data().join("data/key").to_str().unwrap());
        processes.push((program.serve().await, program));
    }
    for came in (100..=GUESTS).step_by(100) {
        house.postbox.wait_for(confirmed + came).await;
    }
    for (serving, _program) in processes {
        assert_eq!(serving.stop().await.0, 0);
    }

    let letters = house.postbox.letters();
    let mut reminded = BTreeMap::<String, usize>::new();
    // In the evening the numbers of the day go to the branch office as well.
    for letter in letters[confirmed..].iter().filter(|letter| letter.to.starts_with("guest")) {
        *reminded.entry(letter.to.clone()).or_default() += 1;
    }
    assert_eq!(reminded.len(), GUESTS);
    assert!(reminded.values().all(|count| *count == 1), "somebody was reminded twice");
    if number > 1 {
        let most = house.postbox.connections().most_at_once;
        assert!(most > 4, "each process has four connections; at most {most} were open: only one worked");
    }
}

/// An own schedule: the kind's would fall into the quiet hours of whoever runs the test at night.
async fn remind_half_an_hour_before(house: &House, ada: &Ada, event: &Value) {
    let app = &house.service().app;
    let of =
        ScheduleOf { organisation: ada.organisation, event: event["id"].as_str().unwrap().parse().unwrap() };
    let (rules, now) = (vec!["PT30M".parse().unwrap()], house.clock.now());
    let set = app.db.write(move |w| {
        Box::pin(async move { reminder::set_schedule(w, of, rules, Actor::CommandLine, now).await })
    });
    set.await.unwrap();
}

/// One reply, straight to its room: a thousand requests would only say how fast the door opens.
async fn reply(house: &House, event: &Value, number: usize) {
    let app = &house.service().app;
    let now = house.clock.now();
    let request = Request {
        event: event["id"].as_str().unwrap().parse().unwrap(),
        occurrence: None,
        door: Door::Public,
        answer: Answer {
            response: Some(Response::Going),
            email: Some(format!("guest{number}@example.org")),
            ..Answer::default()
        },
        wording: "test".to_owned(),
        agreed_at: now,
        source: "page",
        language: Language::En,
    };
    let ready = rsvp::prepare(&app.db.read(), &app.seals, &app.reception, request, now).await.unwrap();
    let seals = app.seals.clone();
    app.db.write(move |w| Box::pin(async move { rsvp::accept(w, &seals, ready, now).await })).await.unwrap();
}

//! A branch and its events, as tests of the pages show them.

use entity::Moment;
use entity::value::EventStatus;
use entity::value::facts::{Contact, Facts};
use serde_json::{Value, json};

use crate::web::public::addresses::Addresses;
use crate::web::public::announced::{Announced, Host, Place, Replies, Turnout};

pub(super) fn addresses() -> Addresses {
    Addresses { public_url: "https://events.example.org".into(), members: None }
}

pub(super) fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// A week before the lobby.
pub(super) fn now() -> Moment {
    moment("2024-07-02T09:00:00Z")
}

pub(super) fn host() -> Host {
    Host {
        slug: "barnet-unison".into(),
        name: "Barnet UNISON".into(),
        contact: Contact {
            name: None,
            email: Some("contactus@barnetunison.org.uk".into()),
            phone: Some("020 8359 2088".into()),
        },
    }
}

pub(super) fn town_hall() -> Place {
    Place {
        name: "Hendon Town Hall".into(),
        street: Some("The Burroughs".into()),
        locality: Some("London".into()),
        postcode: Some("NW4 4BG".into()),
        latitude: Some(51.589),
        longitude: Some(-0.229),
        standing_point: Some("Outside the Town Hall".into()),
        directions: serde_json::from_value(json!([
            { "mode": "tube", "from": "Hendon Central (Northern line)", "minutes": 11, "note": "uphill",
              "steps": ["Turn right out of the station.", "Walk up the hill for about 10 minutes.",
                        "Turn right at the top. The Town Hall is 1 minute on, on the left."] },
            { "mode": "bus", "from": "The Burroughs (routes 183 and 326)", "minutes": 2, "steps": ["The stop is across the road from the Town Hall."] },
            { "mode": "tube", "from": "Colindale (Northern line)", "closed_from": "2024-06-07", "closed_until": "2024-12-20" },
            { "mode": "step_free", "from": "the car park in Watford Way", "minutes": 5, "steps": ["Take the ramp on the left of the main door."] },
        ]))
        .unwrap(),
        access: serde_json::from_value(json!({
            "statement": "Step-free from the square. The pavement is narrow.", "step_free": true, "accessible_toilet": true,
            "hearing_loop": false, "seating": true, "contact": "access@barnetunison.org.uk", "checked_on": "2024-03-01",
        }))
        .unwrap(),
    }
}

pub(super) fn lobby_facts() -> Value {
    json!({
        "kind": "lobby", "title": "Banners Held High: lobby of Barnet Council", "start": "2024-07-09T18:00",
        "timezone": "Europe/London", "no_fixed_end": true, "meeting_point": "Outside Hendon Town Hall",
        "summary": "In solidarity on the 40th anniversary of the miners' strike, and to mark the end of nine weeks of strike action.",
        "description": "Bring your **branch banner** and stand with the mental health social workers.\n\n- Speeches at 6:30pm\n- Music from 6pm\n\nRead [what it is about](https://www.example.org/why).",
        "target": { "body": "Barnet Council", "meeting": "Full Council", "meeting_start": "2024-07-09T19:00", "room": "Council chamber" },
        "bring": "Banners and placards", "audience": "Trade unionists and supporters across the country",
        "on_the_day_phone": "07700 900123", "on_the_day_phone_shown": "everyone",
        "asks": [{ "label": "Sign and share our solidarity statement", "url": "https://www.example.org/sign" },
                 { "label": "Ask a striker to speak at one of your meetings" }],
        "documents": [{ "title": "Our letter to the Leader of the Council", "url": "https://www.example.org/letter.pdf" }],
    })
}

pub(super) fn announced(slug: &str, facts: Value) -> Announced {
    let facts: Facts = serde_json::from_value(facts).unwrap();
    let zone = jiff::tz::TimeZone::get(&facts.timezone).unwrap();
    let last = facts.end.unwrap_or(facts.start).datetime();
    let ends = zone.to_ambiguous_zoned(last).compatible().unwrap().timestamp();
    Announced {
        slug: slug.into(),
        status: EventStatus::Confirmed,
        facts,
        place: None,
        ends: ends.into(),
        moved: None,
        turnout: Turnout::default(),
        replies: Replies::Open,
    }
}

pub(super) fn lobby() -> Announced {
    Announced {
        place: Some(town_hall()),
        turnout: Turnout { at_least: Some(50), few_left: false },
        ..announced("banners-held-high", lobby_facts())
    }
}

/// A members' meeting in a room and online.
pub(super) fn meeting() -> Announced {
    announced(
        "annual-general-meeting",
        json!({
            "kind": "annual_general_meeting", "title": "Annual General Meeting", "start": "2024-07-24T16:00",
            "end": "2024-07-24T18:00", "timezone": "Europe/London", "attendance_mode": "hybrid", "quorum": 80,
            "meeting_point": "2 Bristol Avenue, London NW9 4EW", "room": "Conference rooms",
            "online": { "platform": "Zoom", "join_url": "https://zoom.example/j/1", "reveal_minutes_before": 60,
                        "instructions": "Passcode 1234" },
            "who_may": { "attend": "Members", "speak": "Members", "vote": "Members" },
            "deadlines": [{ "label": "Motions", "at": "2024-07-01T00:00" }],
        }),
    )
}

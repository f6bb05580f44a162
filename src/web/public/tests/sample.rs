//! A branch and its events, as tests of the pages show them.

use std::sync::Arc;

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::{Attendance, EventStatus, OccurrenceStatus, Response, Standing};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::event::{Event, Shown, kind};
use crate::links::Links;
use crate::occurrence::{Occurrence, times};
use crate::organisation::Organisation;
use crate::rsvp::count::{Left, PublicNumbers};
use crate::rsvp::terms::Terms;
use crate::rsvp::{Mine, Reply};
use crate::venue::Venue;
use crate::web::public::addresses::Addresses;
use crate::web::public::announced::Announced;
use crate::words::Language;

pub(super) fn addresses() -> Addresses {
    Addresses::public(&Links::under("https://events.example.org"))
}

/// A week before the lobby.
pub(super) fn now() -> Moment {
    "2024-07-02T09:00:00Z".parse().unwrap()
}

pub(super) fn host() -> Organisation {
    Organisation {
        id: Uuid::from_u128(1),
        slug: "barnet-unison".into(),
        name: "Barnet UNISON".into(),
        timezone: "Europe/London".into(),
        language: "en".into(),
        email: Some("contactus@barnetunison.org.uk".into()),
        phone: Some("020 8359 2088".into()),
        phone_note: None,
        website: None,
        mail_name: None,
        members_generation: 0,
        members_replaced_at: None,
        revision: 1,
        created_at: now(),
        updated_at: now(),
    }
}

pub(super) fn town_hall() -> Venue {
    Venue {
        id: Uuid::from_u128(2),
        organisation_id: Uuid::from_u128(1),
        country: Some("GB".into()),
        private_home: false,
        revision: 1,
        created_at: now(),
        updated_at: now(),
        deleted_at: None,
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

/// What is announced with these facts.
pub(super) fn announced(slug: &str, facts: Value) -> Announced {
    let facts: Facts = serde_json::from_value(facts).unwrap();
    let length = kind::rules(facts.kind).usual_length;
    let times = times::stated(facts.start, facts.end, &facts.timezone, length).unwrap();
    let (organisation_id, event_id) = (Uuid::from_u128(1), Uuid::from_u128(3));
    let event = Event {
        id: event_id,
        organisation_id,
        campaign_id: None,
        venue_id: None,
        slug: slug.into(),
        kind: facts.kind,
        status: EventStatus::Confirmed,
        visibility: facts.visibility,
        title: facts.title.clone(),
        external_id: None,
        made_until: None,
        continues: None,
        continued_by: None,
        published_at: Some(now()),
        revision: 1,
        sequence: 0,
        changed_at: now(),
        created_at: now(),
        updated_at: now(),
        facts,
    };
    let occurrence = Occurrence {
        id: Uuid::from_u128(4),
        organisation_id,
        event_id,
        slot: String::new(),
        status: OccurrenceStatus::Scheduled,
        start: times.start,
        end: times.end,
        timezone: times.timezone.clone(),
        start_utc: times.start_utc,
        end_utc: times.end_utc,
        moved: false,
        venue_id: None,
        room: None,
        meeting_point: None,
        final_counts: None,
        purged_at: None,
        revision: 1,
        created_at: now(),
        updated_at: now(),
    };
    let organisation = Arc::new(host());
    let shown = Shown { organisation, event, occurrence, places: Vec::new(), venue: None, campaign: None };
    Announced::new(shown, Language::En, now())
}

/// The same at the Town Hall.
pub(super) fn at_town_hall(mut event: Announced) -> Announced {
    event.shown.venue = Some(town_hall());
    event
}

/// The same in another state.
pub(super) fn in_state(mut event: Announced, status: EventStatus) -> Announced {
    event.shown.event.status = status;
    Announced { moved: event.moved, ..Announced::new(event.shown, Language::En, now()) }
}

pub(super) fn lobby() -> Announced {
    Announced {
        numbers: Some(PublicNumbers { coming: Some("50+"), left: Left::Enough }),
        ..at_town_hall(announced("banners-held-high", lobby_facts()))
    }
}

/// A reply to the lobby: three are coming.
pub(super) fn mine(event: &Announced) -> Mine {
    let reply = Reply {
        id: Uuid::from_u128(5),
        organisation_id: Uuid::from_u128(1),
        event_id: event.shown.event.id,
        occurrence_id: event.shown.occurrence.id,
        response: Response::Going,
        attendance: Attendance::InPerson,
        party_size: 3,
        standing: Standing::HasPlace,
        queued_at: None,
        name: None,
        email: Some(Vec::new()),
        email_tag: None,
        address_proved_at: None,
        organisation_name: None,
        banner: false,
        message: None,
        answers: None,
        access_needs: None,
        wording: String::new(),
        agreed_at: now(),
        source: "page".into(),
        language: "en".into(),
        generation: 0,
        told: 0,
        asked_sequence: 0,
        asked_revision: 1,
        answered_at: None,
        reminders_stopped_at: None,
        letters_stopped_at: None,
        withdrawn_at: None,
        forgotten_at: None,
        checked_in_at: None,
        attendance_chosen: None,
        revision: 1,
        created_at: now(),
        updated_at: now(),
    };
    let (occurrence, held) = (event.shown.occurrence.clone(), event.shown.event.clone());
    let terms = Terms::of(&held, &occurrence, Language::En);
    Mine { reply, event: held, occurrence, terms }
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

pub(super) fn campaign() -> crate::campaign::Campaign {
    crate::campaign::Campaign {
        id: Uuid::from_u128(6),
        organisation_id: Uuid::from_u128(1),
        slug: "social-workers".into(),
        name: "Social workers' dispute".into(),
        kind: entity::value::CampaignKind::Dispute,
        began: None,
        asks: entity::value::lists::Links::default(),
        strike_days: None,
        suspended_on: Some("2024-07-15".into()),
        revision: 1,
        created_at: now(),
        updated_at: now(),
    }
}

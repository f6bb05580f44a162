//! Loading the branch, through the same doors that an organiser uses.

use std::collections::HashMap;
use std::time::Duration;

use entity::Moment;
use entity::value::facts::{Contact, Facts, Link, Online, Outcome, Target};
use entity::value::place::{Access, Direction, Directions};
use entity::value::{Attendance, Response, Visibility};
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::super::out::Failure;
use super::branch::{Block, Branch, Event, Venue, Way};
use super::dates;
use crate::event::{self, Order, kind};
use crate::journal::Actor;
use crate::organisation::{self, NewOrganisation};
use crate::reminder::{self, Agreed};
use crate::rsvp::{self, Answer, Door};
use crate::server::Opened;
use crate::words::Language;
use crate::{campaign, venue};

/// An event is announced this long before it, at the latest.
const ANNOUNCED: Duration = Duration::from_secs(21 * 24 * 60 * 60);

/// Where the strikers stand.
const VENUE_OF_THE_STRIKE: &str = "colindale";

/// Ids by the keys of the file.
#[derive(Clone, Debug, Default)]
struct Known {
    organisation: Uuid,
    campaign: Uuid,
    venues: HashMap<String, Uuid>,
}

/// Makes the organisation, its venues, its campaign and its events, and a few replies to the lobby.
pub(super) async fn load(opened: &Opened, branch: &Branch) -> Result<(), Failure> {
    let now = opened.clock.now();
    let zone = jiff::tz::TimeZone::get(&branch.organisation.timezone)?;
    let today = now.timestamp().to_zoned(zone).date();
    let mut known = Known { organisation: make_organisation(opened, branch, now).await?, ..Known::default() };
    for place in &branch.venues {
        let said = described(place, today)?;
        let owner = known.organisation;
        let made = opened.db.write(move |write| {
            Box::pin(async move { venue::create(write, owner, &Actor::CommandLine, said, now).await })
        });
        known.venues.insert(place.key.clone(), made.await?.id);
    }
    known.campaign = make_campaign(opened, branch, known.organisation, now).await?;
    for one in &branch.events {
        let made = make_event(opened, &known, facts(one, branch, &known, today)?, now).await?;
        if one.key == "banners-held-high" {
            // Planned before the first letter is written, which names the reminders that are to come.
            reminder::replan(&opened.db, &Agreed::default(), now).await?;
            replies(opened, made, now).await?;
        }
    }
    for days in &branch.campaign.strike_days.blocks {
        make_event(opened, &known, strike_days(days, branch, &known, today)?, now).await?;
    }
    Ok(())
}

async fn make_organisation(opened: &Opened, branch: &Branch, now: Moment) -> Result<Uuid, Failure> {
    let said = &branch.organisation;
    let new = NewOrganisation {
        slug: said.slug.clone(),
        name: said.name.clone(),
        timezone: said.timezone.clone(),
        email: Some(said.email.clone()),
        phone: Some(said.phone.clone()),
        phone_note: Some(said.phone_note.clone()),
        website: Some(said.website.clone()),
    };
    let seals = opened.seals.clone();
    let made = opened
        .db
        .write(move |write| Box::pin(async move { organisation::create(write, &seals, new, now).await }));
    Ok(made.await?.id)
}

fn described(place: &Venue, today: Date) -> Result<venue::Description, Failure> {
    let ways: Result<Vec<Direction>, jiff::Error> =
        place.directions.iter().map(|way| direction(way, today)).collect();
    Ok(venue::Description {
        name: place.name.clone(),
        street: place.street.clone(),
        locality: place.locality.clone(),
        postcode: place.postcode.clone(),
        country: Some("GB".to_owned()),
        latitude: place.lat,
        longitude: place.lng,
        standing_point: place.standing_point.clone(),
        directions: Directions(ways?),
        access: Access { statement: Some("not checked yet".to_owned()), ..Access::default() },
        private_home: false,
    })
}

fn direction(way: &Way, today: Date) -> Result<Direction, jiff::Error> {
    let closed = way.notice.as_ref().map(|_| dates::closure(today)).transpose()?;
    Ok(Direction {
        mode: way.mode,
        from: way.from.clone(),
        minutes: way.minutes,
        steps: way.steps.clone(),
        note: way.gradient.clone(),
        closed_from: closed.map(|(from, _)| from),
        closed_until: closed.map(|(_, until)| until),
    })
}

async fn make_campaign(opened: &Opened, branch: &Branch, owner: Uuid, now: Moment) -> Result<Uuid, Failure> {
    let said = &branch.campaign;
    let said = campaign::Description {
        slug: said.slug.clone(),
        name: said.name.clone(),
        kind: said.kind,
        began: Some(said.began),
        asks: said.asks.iter().map(|ask| Link { label: ask.label.clone(), url: None }).collect(),
        strike_days: None,
    };
    let made = opened.db.write(move |write| {
        Box::pin(async move { campaign::create(write, owner, &Actor::CommandLine, said, now).await })
    });
    Ok(made.await?.id)
}

/// What the file says, in the words of the contract; what it does not say is left out, not made up.
fn facts(one: &Event, branch: &Branch, known: &Known, today: Date) -> Result<Facts, Failure> {
    let start = dates::moved(one.kind, one.start, today)?;
    let basics = json!({
        "kind": one.kind, "title": one.title, "start": start, "timezone": branch.organisation.timezone,
        "slug": one.key, "attendance_mode": one.attendance_mode,
    });
    let mut facts: Facts = serde_json::from_value(basics)?;
    facts.visibility = one.visibility.unwrap_or(kind::rules(one.kind).visibility);
    if facts.visibility != Visibility::Public {
        // A members' event gets an address that nobody guesses.
        facts.slug = None;
    }
    facts.no_fixed_end = !start.is_all_day();
    facts.start_is_approximate = one.start_is_approximate;
    facts.summary.clone_from(&one.summary);
    facts.venue_id = known.venues.get(&one.venue).copied();
    facts.room.clone_from(&one.room);
    facts.meeting_point.clone_from(&one.meeting_point);
    facts.online = one.online.as_ref().map(|online| Online {
        platform: Some(online.platform.clone()),
        instructions: online.note.clone(),
        ..Online::default()
    });
    facts.target = one.target.clone().map(|target| Target { meeting_start: None, ..target });
    facts.bring.clone_from(&one.bring);
    facts.audience.clone_from(&one.audience);
    facts.contact = Some(Contact {
        name: Some(branch.organisation.name.clone()),
        email: Some(branch.organisation.email.clone()),
        phone: Some(branch.organisation.phone.clone()),
    });
    facts.menu.clone_from(&one.menu);
    facts.campaign_id = one.campaign.as_ref().map(|_| known.campaign);
    facts.outcome = one.outcome.as_ref().map(|outcome| Outcome {
        result: outcome.result,
        on: Some(start.date()),
        text: outcome.then.clone(),
        post_reference: None,
        headcount: None,
        next: None,
    });
    Ok(facts)
}

/// A block of strike days as one event that repeats.
fn strike_days(days: &Block, branch: &Branch, known: &Known, today: Date) -> Result<Facts, Failure> {
    let (first, last) = dates::block((days.from, days.to), today)?;
    let said = json!({
        "kind": "picket", "title": "Strike days", "start": first, "timezone": branch.organisation.timezone,
        "slug": "strike-days", "campaign_id": known.campaign, "venue_id": known.venues.get(VENUE_OF_THE_STRIKE),
        "repeats": {
            "every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": last,
            "except_bank_holidays": "england-and-wales",
        },
        "contact": { "name": branch.organisation.name, "email": branch.organisation.email },
    });
    Ok(serde_json::from_value(said)?)
}

/// Makes and publishes an event: what lies behind was announced in its own time.
async fn make_event(opened: &Opened, known: &Known, facts: Facts, now: Moment) -> Result<Uuid, Failure> {
    let zone = jiff::tz::TimeZone::get(&facts.timezone)?;
    let start = zone.to_ambiguous_timestamp(facts.start.datetime()).compatible()?;
    let announced = now.min(Moment::from(start) - ANNOUNCED);
    let (seals, organisation) = (opened.seals.clone(), known.organisation);
    let made = opened.db.write(move |write| {
        Box::pin(async move {
            let actor = Actor::CommandLine;
            let draft = event::create(write, &seals, organisation, &actor, facts, announced).await?;
            let order = Order { organisation, event: draft.event.id, seen: None, actor };
            event::publish(write, &seals, &order, announced).await
        })
    });
    Ok(made.await?.0.event.id)
}

/// Four replies: three without a name, one that gets a letter.
async fn replies(opened: &Opened, event: Uuid, now: Moment) -> Result<(), Failure> {
    let party =
        |size: i64| Answer { response: Some(Response::Going), party_size: Some(size), ..Answer::default() };
    let ben = Answer {
        attendance: Some(Attendance::InPerson),
        name: Some("Ben".to_owned()),
        email: Some("ben@example.org".to_owned()),
        ..party(2)
    };
    let reception = rsvp::Reception::new(None);
    for answer in [party(3), party(5), party(4), ben] {
        let request = rsvp::Request {
            event,
            occurrence: None,
            door: Door::Public,
            answer,
            wording: "demonstration".to_owned(),
            agreed_at: now,
            source: "page",
            language: Language::En,
        };
        let ready = rsvp::prepare(&opened.db.read(), &opened.seals, &reception, request, now).await?;
        let seals = opened.seals.clone();
        opened
            .db
            .write(move |write| Box::pin(async move { rsvp::accept(write, &seals, ready, now).await }))
            .await?;
    }
    Ok(())
}

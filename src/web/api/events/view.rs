//! What is shown of an event, and to whom.
//!
//! Guarantees: the joining link, the number to dial in and the instructions are read back only with `rsvps:read`; the exact
//! place and the telephone number for the day keep to what the organiser set.

use entity::Moment;
use entity::value::{EventStatus, Scope, Visibility};
use poem_openapi::Object;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::kept::{Kept, Links};
use super::super::words;
use super::{NewEvent, repeats};
use crate::access::Caller;
use crate::event::{self, EventError, Shown, Viewer};
use crate::mistake::Mistake;
use crate::venue;
use crate::web::app::App;
use crate::web::problem::{self, Problem};

/// An event, as it is kept.
#[derive(Object)]
pub(in crate::web::api) struct Event {
    /// Its id
    id: Uuid,
    /// The slug of its organisation
    organisation: String,
    #[oai(flatten)]
    said: NewEvent,
    /// Where it is in its life; of an event that repeats, as a whole: whether one of its dates is off, the date says
    status: words::EventStatus,
    /// Whether it is over; of an event that repeats, with its last date
    ended: bool,
    /// The id of its date, which a reply may name; of an event that repeats, of the next one
    occurrence_id: Uuid,
    /// The instant at which that date starts
    start_utc: words::Instant,
    /// The instant at which that date ends; left out without a fixed end
    end_utc: Option<words::Instant>,
    /// The event whose later dates it took over
    continues: Option<Uuid>,
    /// The event that took over its later dates
    continued_by: Option<Uuid>,
    /// What is worth another look; told when it is published, and when a change gives it another address
    warnings: Option<Vec<Warning>>,
    /// Raised by every change; the first part of its `ETag`
    revision: i64,
    /// When it was entered
    created_at: words::Instant,
    /// When it was last changed
    updated_at: words::Instant,
    /// Where more is
    links: Links,
}

/// Something worth another look.
#[derive(Debug, Object, Serialize)]
pub(in crate::web::api) struct Warning {
    /// A fixed word
    code: String,
    /// Where, as a JSON pointer
    pointer: String,
    /// The same for a person
    message: String,
}

impl From<Mistake> for Warning {
    fn from(mistake: Mistake) -> Self {
        Self { code: mistake.code.into_owned(), pointer: mistake.pointer, message: mistake.message }
    }
}

/// With whose eyes an event is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::web::api) struct Eyes {
    viewer: Viewer,
    sees_joining_link: bool,
}

impl Eyes {
    /// Of the holder of a key, for what is their organisation's; else of anybody.
    pub(in crate::web::api) fn of(caller: Option<&Caller>, organisation: Uuid) -> Self {
        match caller.filter(|caller| caller.organisation == organisation) {
            Some(caller) => Self { viewer: Viewer::Officer, sees_joining_link: caller.may(Scope::RsvpsRead) },
            None => Self { viewer: Viewer::Anybody, sees_joining_link: false },
        }
    }

    /// Whether they are the organisation's own.
    pub(in crate::web::api) fn are_officers(self) -> bool {
        self.viewer == Viewer::Officer
    }

    /// Whether they are shown the exact place at `now`.
    pub(in crate::web::api) fn see_place(self, date: &Shown, now: Moment) -> bool {
        date.shows_place(self.viewer, now)
    }

    /// Whether these eyes may see it at all: drafts and members' events are the organisation's own.
    pub(in crate::web::api) fn may_see(self, event: &event::Event) -> bool {
        self.viewer == Viewer::Officer
            || (event.status != EventStatus::Draft && event.visibility != Visibility::Members)
    }
}

/// What is said of an event, and what follows from it.
#[derive(Debug, Serialize)]
pub(in crate::web::api) struct Said {
    #[serde(flatten)]
    facts: Map<String, Value>,
    status: EventStatus,
    ended: bool,
    occurrence_id: Uuid,
    pub(in crate::web::api) start_utc: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_utc: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continued_by: Option<Uuid>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
}

impl Said {
    /// The key by which lists of events are ordered.
    pub(in crate::web::api) fn key(&self) -> (Moment, Uuid) {
        (self.start_utc, self.occurrence_id)
    }
}

/// An event as `eyes` see it at `now`.
pub(in crate::web::api) fn view<'a>(
    shown: &'a Shown,
    eyes: Eyes,
    warnings: Vec<Mistake>,
    app: &App,
    now: Moment,
) -> Result<Kept<'a, Said>, Problem> {
    let (event, date, organisation) = (&shown.event, &shown.occurrence, shown.organisation.slug.as_str());
    let said = Said {
        facts: facts(shown, eyes, now)?,
        status: shown.status_of_all(),
        ended: shown.has_ended(now),
        occurrence_id: date.id,
        start_utc: date.start_utc,
        end_utc: date.end.map(|_| date.end_utc),
        continues: event.continues,
        continued_by: event.continued_by,
        warnings: warnings.into_iter().map(Warning::from).collect(),
    };
    Ok(Kept {
        id: event.id,
        organisation,
        said,
        revision: event.revision,
        created_at: event.created_at,
        updated_at: event.updated_at,
        links: links(shown, app),
    })
}

fn links(shown: &Shown, app: &App) -> Links {
    let (event, organisation) = (&shown.event, shown.organisation.slug.as_str());
    let links = Links::to(&app.links, &format!("/events/{}", event.id));
    if event.status == EventStatus::Draft || event.visibility == Visibility::Members {
        return links;
    }
    let links = links
        .page(app.links.event(organisation, &event.slug))
        .calendar(app.links.event_ics(organisation, &event.slug));
    if shown.takes_replies() { links.reply(app.links.reply(organisation, &event.slug)) } else { links }
}

fn facts(shown: &Shown, eyes: Eyes, now: Moment) -> Result<Map<String, Value>, Problem> {
    let value = serde_json::to_value(shown.facts()).map_err(Problem::broken)?;
    let Value::Object(mut facts) = value else { return Err(Problem::broken("facts are an object")) };
    if let Some(repeats) = repeats::in_both_forms(shown.facts()) {
        facts.insert("repeats".to_owned(), repeats);
    }
    let place = place(shown, eyes, now)?;
    facts.retain(|name, _| !PLACE.contains(&name.as_str()));
    facts.extend(place);
    let mut hidden = Vec::new();
    if shown.on_the_day_phone(eyes.viewer).is_none() {
        hidden.push("on_the_day_phone");
    }
    if eyes.viewer == Viewer::Anybody {
        hidden.extend(["external_id", "minimum"]);
    }
    facts.retain(|name, _| !hidden.contains(&name.as_str()));
    if let Some(Value::Object(online)) = facts.get_mut("online").filter(|_| !eyes.sees_joining_link) {
        online.retain(|name, _| !["join_url", "dial_in", "instructions"].contains(&name.as_str()));
    }
    Ok(facts)
}

/// What says where an event is.
const PLACE: [&str; 4] = ["venue_id", "venue", "room", "meeting_point"];

/// Where the date is, which may have a place of its own: all of one place, or nothing where `eyes` are not shown it. Officers are told the
/// place of the event as a whole.
fn place(shown: &Shown, eyes: Eyes, now: Moment) -> Result<Map<String, Value>, Problem> {
    let mut place = Map::new();
    if !eyes.see_place(shown, now) {
        return Ok(place);
    }
    let (facts, own) = (shown.facts(), shown.occurrence.venue_id.is_some());
    let (id, venue, room, spot) = if eyes.are_officers() && facts.repeats.is_some() {
        // What they read they write back, and that is of all dates: a date's own place is read with the date.
        let venue = shown.venue.as_ref().filter(|_| !own);
        (facts.venue_id, venue, facts.room.as_deref(), facts.meeting_point.as_deref())
    } else {
        let venue = shown.venue_for(eyes.viewer, now);
        (venue.map(|venue| venue.id), venue, shown.room(), shown.meeting_point())
    };
    let mut put = |name: &str, value: Value| drop(place.insert(name.to_owned(), value));
    if let Some(id) = id {
        put("venue_id", Value::from(id.to_string()));
    }
    if let Some(venue) = venue {
        put("venue", serde_json::to_value(venue::Description::from(venue)).map_err(Problem::broken)?);
    }
    for (name, said) in [("room", room), ("meeting_point", spot)] {
        if let Some(said) = said {
            put(name, Value::from(said));
        }
    }
    Ok(place)
}

impl From<EventError> for Problem {
    fn from(error: EventError) -> Self {
        match error {
            EventError::NotFound => Self::not_found(),
            EventError::Invalid(mistakes) => Self::invalid(mistakes),
            EventError::Refused(errors) => {
                let detail = "It cannot be published as it is: see `errors`.";
                Self::new(problem::NOT_READY, detail).with_errors(errors)
            }
            EventError::ChangedMeanwhile { .. } => Self::changed_meanwhile(),
            EventError::CancelFirst => {
                Self::new(problem::CANCEL_FIRST, "It was published, so people may hold its address.")
            }
            EventError::DoesNotFit { .. } | EventError::Stays => {
                Self::conflict(format!("{}.", capitalised(&error.to_string())))
            }
            EventError::StartNeeded => Self::field("/start", "required", "is needed: the old date is past"),
            EventError::Organisation(error) => error.into(),
            EventError::Venue(error) => error.into(),
            EventError::Seal(_) | EventError::Database(_) => Self::broken(error),
        }
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

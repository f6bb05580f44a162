//! What is shown of a reply.

use std::collections::BTreeMap;

use entity::Moment;
use entity::value;
use poem_openapi::Object;
use serde::Serialize;
use uuid::Uuid;

use super::super::kept::Links;
use super::super::words::{Attendance, Instant, Response, Standing};
use crate::rsvp::{Guest, Refused, ReplyError};
use crate::web::app::App;
use crate::web::problem::{self, Problem};

/// A reply, as it is kept. Names, addresses and messages only with `rsvps:read`, access needs only with
/// `access_needs:read`, and only until they are deleted.
#[derive(Object)]
pub(super) struct Rsvp {
    /// Its id
    id: Uuid,
    /// The event
    event_id: Uuid,
    /// The date
    occurrence_id: Uuid,
    /// The answer
    response: Response,
    /// In the room or online
    attendance: Attendance,
    /// How many people
    party_size: i64,
    /// Whether it holds places
    standing: Standing,
    /// What to call them
    name: Option<String>,
    /// Where to write to
    email: Option<String>,
    /// The organisation they come with
    organisation: Option<String>,
    /// Whether they bring its banner
    banner: bool,
    /// A message to the organisers
    message: Option<String>,
    /// What they need to take part
    access_needs: Option<String>,
    /// Answers to the event's own questions, by their keys
    answers: Option<BTreeMap<String, String>>,
    /// When they were seen at the door
    checked_in_at: Option<Instant>,
    /// When personal fields were deleted
    forgotten_at: Option<Instant>,
    /// Where it came from: page, api, officer
    source: String,
    /// For a reply without an address, once: the link by which its owner manages it
    manage_url: Option<String>,
    /// Raised by every change; the first part of its `ETag`
    revision: i64,
    /// When it came
    created_at: Instant,
    /// When it was last changed
    updated_at: Instant,
    /// Where more is
    links: Links,
}

#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    pub(super) id: Uuid,
    event_id: Uuid,
    occurrence_id: Uuid,
    response: value::Response,
    attendance: value::Attendance,
    party_size: i64,
    standing: value::Standing,
    #[serde(flatten)]
    person: Person<'a>,
    banner: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_in_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forgotten_at: Option<Moment>,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) manage_url: Option<String>,
    pub(super) revision: i64,
    created_at: Moment,
    updated_at: Moment,
    links: Links,
}

#[derive(Debug, Default, Serialize)]
struct Person<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_needs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<&'a BTreeMap<String, String>>,
}

impl<'a> View<'a> {
    /// A reply; with the person behind it only where `reads_people`.
    pub(super) fn of(guest: &'a Guest, reads_people: bool, app: &App) -> Self {
        let Guest { reply, person } = guest;
        let person = if reads_people {
            Person {
                name: person.name.as_deref(),
                email: person.email.as_deref(),
                organisation: person.organisation.as_deref(),
                message: person.message.as_deref(),
                access_needs: person.access_needs.as_deref(),
                answers: Some(&person.answers).filter(|answers| !answers.is_empty()),
            }
        } else {
            Person::default()
        };
        Self {
            id: reply.id,
            event_id: reply.event_id,
            occurrence_id: reply.occurrence_id,
            response: reply.response,
            attendance: reply.attendance,
            party_size: reply.party_size,
            standing: reply.standing,
            person,
            banner: reply.banner,
            checked_in_at: reply.checked_in_at,
            forgotten_at: reply.forgotten_at,
            source: &reply.source,
            manage_url: None,
            revision: reply.revision,
            created_at: reply.created_at,
            updated_at: reply.updated_at,
            links: Links::to(&app.links, &format!("/rsvps/{}", reply.id)),
        }
    }
}

impl From<ReplyError> for Problem {
    fn from(error: ReplyError) -> Self {
        match error {
            ReplyError::Refused(refused) => refused.into(),
            ReplyError::Invalid(mistakes) => Self::invalid(mistakes),
            ReplyError::NotFound => Self::not_found(),
            ReplyError::Gone => Self::new(problem::GONE, "This reply has been deleted."),
            ReplyError::NoRoom => {
                Self::new(problem::FULL, "There are not enough places; nothing has changed.")
            }
            ReplyError::Forgotten | ReplyError::NoAddress => {
                Self::conflict("This reply has no address any more; send a new one.")
            }
            ReplyError::AddressTaken => Self::conflict("Another reply to this event has that address."),
            ReplyError::ChangedMeanwhile => Self::changed_meanwhile(),
            ReplyError::Seal(_) | ReplyError::Database(_) => Self::broken(error),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match &refused {
            Refused::NotFound => Self::not_found(),
            Refused::Full => Self::new(problem::FULL, "All places are taken, and there is no waiting list."),
            Refused::TooFew { party } => {
                let detail =
                    format!("There are not enough places left for {party}, and there is no waiting list.");
                Self::new(problem::FULL, detail)
            }
            Refused::NotYetOpen { opens_at } => {
                Self::new(problem::CLOSED, format!("Replies open at {opens_at}."))
            }
            Refused::Closed { closed_at } => {
                Self::new(problem::CLOSED, format!("Replies closed at {closed_at}."))
            }
            Refused::Cancelled => Self::new(problem::CLOSED, "The event is cancelled."),
            Refused::Ended => Self::new(problem::CLOSED, "The event has ended."),
            Refused::RepliesOff { .. } => Self::new(problem::CLOSED, "Replies are not taken here."),
        }
    }
}

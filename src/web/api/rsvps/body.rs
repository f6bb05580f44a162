//! What is said in a reply.

use std::collections::BTreeMap;

use poem_openapi::Object;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::words::{Attendance, Response};
use crate::web::exchange::sent::{Patchable, Sent};

/// A reply to an event.
#[derive(Object)]
pub struct NewRsvp {
    /// The answer
    response: Response,
    /// Which date, for an event that repeats
    occurrence_id: Option<Uuid>,
    /// In the room or online; needed where both exist
    attendance: Option<Attendance>,
    /// How many people; 1 when left out
    #[oai(validator(minimum(value = "1"), maximum(value = "1000")))]
    party_size: Option<u32>,
    /// A name, or a first name
    #[oai(validator(max_length = 200))]
    name: Option<String>,
    /// An e-mail address; needed where places are limited
    #[oai(validator(max_length = 254))]
    email: Option<String>,
    /// The organisation they come with
    #[oai(validator(max_length = 200))]
    organisation: Option<String>,
    /// Whether they bring its banner
    banner: Option<bool>,
    /// A message to the organisers
    #[oai(validator(max_length = 2000))]
    message: Option<String>,
    /// What they need to take part; kept apart, read by few, deleted early
    #[oai(validator(max_length = 2000))]
    access_needs: Option<String>,
    /// Answers to the event's own questions, by their keys
    #[oai(validator(max_properties = 30))]
    answers: Option<BTreeMap<String, String>>,
}

impl Sent for NewRsvp {
    const ANSWERED_AS: &'static str = "Rsvp";
}

impl Patchable for NewRsvp {}

/// A reply with every field filled in.
#[must_use]
pub fn example() -> Value {
    json!({
        "response": "going", "occurrence_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03", "attendance": "in_person",
        "party_size": 3, "name": "Ben", "email": "ben@example.org", "organisation": "Camden branch", "banner": true,
        "message": "Solidarity!", "access_needs": "A seat near the door", "answers": { "banner": "Camden" },
    })
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 5] {
    let reply = json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b04", "event_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01",
        "occurrence_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03", "response": "going", "attendance": "in_person",
        "party_size": 3, "standing": "has_place", "name": "Ben", "email": "ben@example.org",
        "organisation": "Camden branch", "banner": true, "message": "Solidarity!", "source": "page", "revision": 1,
        "created_at": "2026-07-01T17:30:00Z", "updated_at": "2026-07-01T17:30:00Z",
        "links": { "self": "https://events.example.org/api/v1/rsvps/0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b04" },
    });
    [
        ("NewRsvp", example()),
        ("NewRsvpPatch", json!({ "party_size": 4, "message": null })),
        ("Receipt", json!({ "received": true })),
        ("RsvpList", json!({ "items": [reply], "next": null })),
        ("Rsvp", reply),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::change::Change;
    use super::super::create::Typed;
    use super::*;
    use crate::web::api::agreement;

    #[test]
    fn the_documented_shape_and_what_is_read_of_a_reply_agree_in_both_directions() {
        agreement::holds::<NewRsvp, Typed>(&example());
    }

    #[test]
    fn a_change_may_say_what_a_reply_says() {
        agreement::holds::<NewRsvp, Change>(&example());
    }
}

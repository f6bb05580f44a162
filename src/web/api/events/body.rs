//! What is said of an event: the documented shape of `entity::value::facts::Facts`.
//!
//! These types are documentation and check. The value itself is read by serde into `Facts`; a test holds the two together.

use poem_openapi::Object;
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::Type;
use serde_json::Value;
use uuid::Uuid;

use super::super::venues::NewVenue;
use super::super::words::{AttendanceMode, Kind, Local, PhoneShown, PlaceShown, Visibility};
use super::below;
use super::parts::{Ask, Capacity, Contact, Deadline, Online, Outcome, Paper, RsvpSettings, Target, WhoMay};
use super::repeats::{self, Repeats};
use crate::event;
use crate::mistake::Mistake;
use crate::web::exchange::sent::{Patchable, Sent, StandIn, meant};

/// An event, as its organiser states it.
#[derive(Object)]
pub struct NewEvent {
    /// What sort of happening it is; sets defaults, questions, checks and reminders
    kind: Kind,
    /// Its name
    #[oai(validator(max_length = 200, min_length = 1))]
    title: String,
    /// When it starts, on the clocks of its zone; a date alone is all day
    start: Local,
    /// The IANA name of the zone, such as Europe/London
    #[oai(validator(max_length = 60))]
    timezone: String,
    /// When it ends; for an all-day event the last day
    end: Option<Local>,
    /// It has no end that anybody could name
    no_fixed_end: Option<bool>,
    /// How it repeats; start and end are then those of the first date. At another hour its dates keep their replies. A day that a changed rule
    /// or start no longer has is off, and who replied to it is told: nobody is taken to another day of the week
    repeats: Option<Repeats>,
    /// Around the start
    start_is_approximate: Option<bool>,
    /// Its part of the address; made from the title when left out
    #[oai(validator(max_length = 80, min_length = 1))]
    slug: Option<String>,
    /// One line
    #[oai(validator(max_length = 300))]
    summary: Option<String>,
    /// Markdown
    #[oai(validator(max_length = 20000))]
    description: Option<String>,
    /// Who may find it; when left out, members for a branch meeting or an annual general meeting, else the public
    visibility: Option<Visibility>,
    /// How it can be attended; in person when left out
    attendance_mode: Option<AttendanceMode>,
    /// One of your venues; in an answer, where the date is that it shows, with its room and spot
    venue_id: Option<Uuid>,
    /// A whole new venue, kept in your library; not together with `venue_id`
    venue: Option<NewVenue>,
    /// The room in the venue
    #[oai(validator(max_length = 200))]
    room: Option<String>,
    /// The exact spot
    #[oai(validator(max_length = 300))]
    meeting_point: Option<String>,
    /// When the exact place is shown; to everyone when left out
    place_shown: Option<PlaceShown>,
    /// The part of town, for when the exact place is not shown
    #[oai(validator(max_length = 200))]
    area: Option<String>,
    /// Another body that organises it; replies are off then
    #[oai(validator(max_length = 200))]
    organised_by: Option<String>,
    /// The online part
    online: Option<Online>,
    /// Who is lobbied, and at which meeting
    target: Option<Target>,
    /// What to bring
    #[oai(validator(max_length = 500))]
    bring: Option<String>,
    /// Whom it is for
    #[oai(validator(max_length = 300))]
    audience: Option<String>,
    /// Access on the day, where it differs from the venue's
    #[oai(validator(max_length = 2000))]
    access_statement: Option<String>,
    /// Whom to ask; public
    contact: Option<Contact>,
    /// The telephone number for who is lost or late
    #[oai(validator(max_length = 40))]
    on_the_day_phone: Option<String>,
    /// Who is shown that number; those who replied when left out
    on_the_day_phone_shown: Option<PhoneShown>,
    /// Dates by which something must be in
    #[oai(validator(max_items = 20))]
    deadlines: Option<Vec<Deadline>>,
    /// How many must be there to decide
    quorum: Option<u32>,
    /// Who may attend, speak and vote, in words
    who_may: Option<WhoMay>,
    /// What one can do on a day of action
    #[oai(validator(max_items = 50))]
    menu: Option<Vec<String>>,
    /// Other things one can do
    #[oai(validator(max_items = 20))]
    asks: Option<Vec<Ask>>,
    /// Papers
    #[oai(validator(max_items = 50))]
    documents: Option<Vec<Paper>>,
    /// How many can take part
    capacity: Option<Capacity>,
    /// Below this many it is not worth holding
    minimum: Option<u32>,
    /// How replies are taken
    rsvp: Option<RsvpSettings>,
    /// The campaign it belongs to
    campaign_id: Option<Uuid>,
    /// Your own id for it
    #[oai(validator(max_length = 200))]
    external_id: Option<String>,
    /// How it went
    outcome: Option<Outcome>,
}

impl Sent for NewEvent {
    const STAND_INS: &'static [StandIn] = &[
        StandIn { field: "kind", value: "other", unsure: &[] },
        StandIn { field: "title", value: "x", unsure: &[] },
        StandIn {
            field: "start",
            value: "2026-01-01T12:00",
            unsure: &["/end", "/no_fixed_end", "/rsvp/opens", "/rsvp/closes"],
        },
        StandIn { field: "timezone", value: "UTC", unsure: &[] },
    ];
    const ANSWERED_AS: &'static str = "Event";

    fn mistakes(sent: &Value) -> Vec<Mistake> {
        let mut event = sent.clone();
        let venue = event.as_object_mut().and_then(|fields| fields.remove("venue"));
        let mut found = meant(event, event::check);
        found.extend(venue.into_iter().flat_map(|venue| below("/venue", NewVenue::mistakes(&venue))));
        found
    }
}

impl Patchable for NewEvent {
    fn beside() -> Vec<(&'static str, MetaSchemaRef)> {
        vec![("notify", bool::schema_ref())]
    }

    fn complete(change: &mut Value, present: &Value) {
        repeats::in_one_form(change, present);
    }
}

/// An event with every field filled in that can stand beside the others.
#[must_use]
pub fn example() -> Value {
    serde_json::from_str(include_str!("example.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use entity::value::facts::Facts;
    use poem_openapi::registry::Registry;
    use serde_json::json;

    use super::*;
    use crate::web::api::agreement;
    use crate::web::exchange::shape::differences;

    #[test]
    fn the_documented_shape_and_the_facts_agree_in_both_directions() {
        agreement::holds::<NewEvent, Facts>(&example());
    }

    #[test]
    fn the_least_that_is_documented_is_the_least_that_the_facts_need() {
        let mut registry = Registry::new();
        NewEvent::register(&mut registry);
        let least =
            json!({ "kind": "other", "title": "x", "start": "2026-07-09", "timezone": "Europe/London" });
        assert_eq!(differences(&registry, &NewEvent::schema_ref(), &least), []);
        assert!(serde_json::from_value::<Facts>(least.clone()).is_ok());
        for name in ["kind", "title", "start", "timezone"] {
            let mut short = least.clone();
            short.as_object_mut().unwrap().remove(name);
            assert!(!differences(&registry, &NewEvent::schema_ref(), &short).is_empty(), "{name}");
            assert!(serde_json::from_value::<Facts>(short).is_err(), "{name}");
        }
    }
}

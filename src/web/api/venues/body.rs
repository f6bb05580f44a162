//! What is said of a venue: the documented shape of `venue::Description`.

use poem_openapi::Object;
use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::Type;
use serde_json::{Value, json};

use super::super::words::{Day, TravelMode};
use crate::mistake::Mistake;
use crate::venue;
use crate::web::exchange::sent::{Patchable, Sent, StandIn, meant};

/// A place, how to get there, and how accessible it is.
#[derive(Object)]
pub struct NewVenue {
    /// Its name
    #[oai(validator(max_length = 200, min_length = 1))]
    name: String,
    /// Street and number
    #[oai(validator(max_length = 200))]
    street: Option<String>,
    /// Town
    #[oai(validator(max_length = 100))]
    locality: Option<String>,
    /// Postcode
    #[oai(validator(max_length = 20))]
    postcode: Option<String>,
    /// Two letters (ISO 3166-1)
    #[oai(validator(max_length = 2, min_length = 2))]
    country: Option<String>,
    /// Degrees north
    #[oai(validator(minimum(value = "-90"), maximum(value = "90")))]
    latitude: Option<f64>,
    /// Degrees east
    #[oai(validator(minimum(value = "-180"), maximum(value = "180")))]
    longitude: Option<f64>,
    /// Where exactly people stand
    #[oai(validator(max_length = 300))]
    standing_point: Option<String>,
    /// The ways there
    #[oai(validator(max_items = 30))]
    directions: Option<Vec<Direction>>,
    /// Getting in and taking part
    access: Option<Access>,
    /// It is somebody's home: an event there cannot be published
    private_home: Option<bool>,
}

/// One way to a venue.
#[derive(Object)]
struct Direction {
    /// By what
    mode: TravelMode,
    /// The stop, station or place it starts from, with its line
    #[oai(validator(max_length = 200))]
    from: Option<String>,
    /// How long it takes from there
    minutes: Option<u32>,
    /// One turn or landmark each, in order
    #[oai(validator(max_items = 30))]
    steps: Option<Vec<String>>,
    /// A remark: a gradient, a crossing
    #[oai(validator(max_length = 300))]
    note: Option<String>,
    /// The first day on which this way is closed
    closed_from: Option<Day>,
    /// The last day on which it is closed
    closed_until: Option<Day>,
}

/// What is known about getting in and taking part; what is left out is not known.
#[derive(Object)]
struct Access {
    /// In words; `not checked yet` is an honest statement
    #[oai(validator(max_length = 2000))]
    statement: Option<String>,
    /// A way in without steps
    step_free: Option<bool>,
    /// An accessible toilet
    accessible_toilet: Option<bool>,
    /// A hearing loop
    hearing_loop: Option<bool>,
    /// Somewhere to sit
    seating: Option<bool>,
    /// British Sign Language
    bsl: Option<bool>,
    /// Captions
    captions: Option<bool>,
    /// Parking for disabled people
    parking: Option<bool>,
    /// A quiet space
    quiet_space: Option<bool>,
    /// Whom to ask: an e-mail address or a telephone number
    #[oai(validator(max_length = 254))]
    contact: Option<String>,
    /// When somebody last looked
    checked_on: Option<Day>,
}

impl Sent for NewVenue {
    const STAND_INS: &'static [StandIn] = &[StandIn { field: "name", value: "x", unsure: &[] }];
    const ANSWERED_AS: &'static str = "Venue";

    fn mistakes(sent: &Value) -> Vec<Mistake> {
        meant(sent.clone(), venue::check)
    }
}

impl Patchable for NewVenue {
    fn beside() -> Vec<(&'static str, MetaSchemaRef)> {
        vec![("notify", bool::schema_ref())]
    }
}

/// A venue with every field filled in.
#[must_use]
pub fn example() -> Value {
    json!({
        "name": "Hendon Town Hall", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BG", "country": "GB",
        "latitude": 51.589, "longitude": -0.229, "standing_point": "Outside the Town Hall",
        "directions": [{ "mode": "tube", "from": "Hendon Central (Northern line)", "minutes": 11,
            "steps": ["Turn right out of the station.", "Walk up the hill for about 10 minutes."], "note": "uphill",
            "closed_from": "2026-06-07", "closed_until": "2026-06-20" }],
        "access": { "statement": "Level way in at the side", "step_free": true, "accessible_toilet": true,
            "hearing_loop": false, "seating": true, "bsl": false, "captions": false, "parking": true,
            "quiet_space": false, "contact": "access@example.org", "checked_on": "2026-03-01" },
        "private_home": false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::venue::Description;
    use crate::web::api::agreement;

    #[test]
    fn the_documented_shape_and_the_venue_agree_in_both_directions() {
        agreement::holds::<NewVenue, Description>(&example());
    }
}

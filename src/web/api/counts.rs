//! `/events/{id}/counts`: numbers, no people.

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tag;
use super::events::visible;
use crate::rsvp::{self, count};
use crate::web::app::App;
use crate::web::caller::{Anybody, EventsRead};
use crate::web::exchange::answer::Shown;
use crate::web::problem::Problem;

/// How many answered what. With a key of the organisation: exact numbers. Without: only `coming` and `places_left`, coarse,
/// and nothing where the organisers or the kind want it so.
#[derive(Object)]
struct Counts {
    /// Replies that say yes and have their places
    going: Option<i64>,
    /// Replies that say perhaps
    maybe: Option<i64>,
    /// Replies that say no
    not_going: Option<i64>,
    /// Replies that wait for places
    waiting: Option<i64>,
    /// People of the replies that say yes
    people: Option<i64>,
    /// Of these, at the place
    in_person: Option<i64>,
    /// Of these, online
    online: Option<i64>,
    /// Replies seen at the door
    checked_in: Option<i64>,
    /// How many people come, in steps: 10+, 20+, 50+, 100+; left out below ten
    coming: Option<String>,
    /// enough, few or none
    places_left: Option<String>,
}

/// The resource.
pub struct CountsOf;

#[OpenApi(tag = "Tag::Rsvps")]
impl CountsOf {
    /// Count replies
    #[oai(path = "/events/:id/counts", method = "get", operation_id = "get_counts")]
    async fn get(
        &self,
        caller: Anybody<EventsRead>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
    ) -> Result<Shown<Counts>, Problem> {
        let conn = app.db.read();
        let (shown, eyes) = visible(&conn, caller.caller.as_ref(), *id, app.clock.now()).await?;
        if eyes.are_officers() {
            return Shown::of(&rsvp::counts(&conn, shown.event.organisation_id, *id).await?);
        }
        let numbers = rsvp::public_numbers(&app.numbers, &shown, app.clock.now());
        let mut coarse = json!({});
        if let Some(numbers) = numbers {
            coarse = json!({ "places_left": left(numbers.left) });
            if let Some(coming) = numbers.coming {
                coarse = json!({ "coming": coming, "places_left": left(numbers.left) });
            }
        }
        Shown::of(&coarse)
    }
}

fn left(left: count::Left) -> &'static str {
    match left {
        count::Left::Enough => "enough",
        count::Left::Few => "few",
        count::Left::NoneFree => "none",
    }
}

/// An example for the document.
#[must_use]
pub fn example() -> Value {
    json!({
        "going": 12, "maybe": 3, "not_going": 1, "waiting": 0, "people": 31, "in_person": 25, "online": 6, "checked_in": 0,
    })
}

//! `/events/{id}/rsvps` and `/rsvps/{id}`: who is coming.

mod body;

pub use body::{NewRsvp, example};

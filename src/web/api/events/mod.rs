//! `/events`: what is announced.

mod body;

pub use body::{Ask, NewEvent, example};

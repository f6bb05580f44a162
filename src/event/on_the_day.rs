//! Times beside start and end, for each date of an event that repeats.
//!
//! What an organiser says of the first date (replies close at noon, the council meets at 7pm) is meant for every date: it moves
//! along by whole days. From when on replies are taken is said once for all of them.

use entity::value::local::LocalTime;

use super::Event;
use crate::occurrence::{Occurrence, times};

/// What was said of the first date, for `date`.
#[must_use]
pub fn on_the_day(event: &Event, date: &Occurrence, said: LocalTime) -> LocalTime {
    if event.facts.repeats.is_none() {
        return said;
    }
    let days = event.facts.start.date().until(date.start.date());
    days.map_or(said, |days| times::on_another_day(said, days.get_days()))
}

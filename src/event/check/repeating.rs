//! What may be said of how an event repeats, beyond what the rule itself allows.

use entity::value::facts::{Facts, Repeats};
use jiff::SignedDuration;

use crate::mistake::Mistakes;
use crate::occurrence::Times;
use crate::recurrence::Recurrence;

/// A date of an event that repeats lasts no longer than this: what lasts longer overlaps itself.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(super) fn check(repeats: &Repeats, facts: &Facts, times: Option<&Times>, found: &mut Mistakes) {
    if let Err(mistakes) = Recurrence::new(repeats, facts.start, &facts.timezone) {
        mistakes.into_iter().for_each(|mistake| found.push(mistake));
    }
    let Some(times) = times else { return };
    if times.end_utc.since(times.start_utc) > LONGEST.unsigned_abs() {
        found.add("/end", "too_long", "must be within a week of the start, since it repeats");
    }
}

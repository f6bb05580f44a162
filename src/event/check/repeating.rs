//! What may be said of how an event repeats, beyond what the rule itself allows.

use entity::value::facts::{Facts, Repeats};
use jiff::SignedDuration;

use crate::mistake::Mistakes;
use crate::occurrence::{Times, times};
use crate::recurrence::Recurrence;

/// A date of an event that repeats lasts no longer than this: what lasts longer overlaps itself.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// So many further dates are looked at: more are refused.
const MOST_FURTHER: usize = 500;

pub(super) fn check(repeats: &Repeats, facts: &Facts, times: Option<&Times>, found: &mut Mistakes) {
    if let Err(mistakes) = Recurrence::new(repeats, facts.start, &facts.timezone) {
        // A zone that is unknown is told with the times.
        let of_the_rule = mistakes.into_iter().filter(|mistake| mistake.pointer != "/timezone");
        of_the_rule.for_each(|mistake| found.push(mistake));
    }
    check_further_dates(repeats, facts, found);
    let Some(times) = times else { return };
    if times.end_utc.since(times.start_utc) > LONGEST.unsigned_abs() {
        found.add("/end", "too_long", "must be within a week of the start, since it repeats");
    }
}

/// A further date is typed as a start is: it may not fall where the clocks jump. What the rule leads there moves forward.
fn check_further_dates(repeats: &Repeats, facts: &Facts, found: &mut Mistakes) {
    let Some(zone) = times::zone(&facts.timezone) else { return };
    for (place, at) in repeats.also.iter().enumerate().take(MOST_FURTHER) {
        if let Some(resumes) = times::skipped(*at, &zone) {
            found.skipped(&format!("/repeats/also/{place}"), &facts.timezone, resumes);
        }
    }
}

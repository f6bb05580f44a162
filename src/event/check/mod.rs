//! What may be said of an event. Pure: every mistake at once, each with its pointer, before anything is asked of the database.
//!
//! Left to the verbs: whether a slug is free, whether a venue or a campaign is the organisation's own. Left to
//! [`super::ready`]: what a draft may lack and an announcement may not.

mod private;
mod repeating;
mod replies;
mod texts;

#[cfg(test)]
pub(crate) mod tests;

pub(super) use private::{JoiningLink, public_texts};

use entity::value::AttendanceMode;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use jiff::tz::TimeZone;

use super::kind;
use crate::mistake::{Mistake, Mistakes};
use crate::occurrence::Times;
use crate::occurrence::times::{self, TimeError};
use crate::organisation;

/// The longest event, in days: what lasts longer is a campaign.
const LONGEST_DAYS: i64 = 366;

/// The first and last year of a start: what lies outside is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// Checks all that is said of an event, and answers its times.
///
/// # Errors
/// Every mistake, each with its pointer.
pub fn check(facts: &Facts) -> Result<Times, Vec<Mistake>> {
    let mut found = Mistakes::new();
    let times = check_times(facts, &mut found);
    if let Some(slug) = &facts.slug
        && let Err(rule) = organisation::check_slug(slug)
    {
        found.add("/slug", "not_a_slug", rule.to_string());
    }
    if let Some(repeats) = &facts.repeats {
        repeating::check(repeats, facts, times.as_ref(), &mut found);
    }
    texts::check(facts, &mut found);
    check_numbers(facts, &mut found);
    check_online(facts, &mut found);
    if let Some(zone) = times::zone(&facts.timezone) {
        check_other_times(facts, &zone, &mut found);
        replies::check_window(facts, &zone, times.as_ref(), &mut found);
    }
    replies::check_questions(&facts.rsvp, &mut found);
    private::check(facts, &mut found);
    match (times, found.is_empty()) {
        (Some(times), true) => Ok(times),
        _ => Err(found.into_vec()),
    }
}

fn check_times(facts: &Facts, found: &mut Mistakes) -> Option<Times> {
    if facts.no_fixed_end && facts.end.is_some() {
        found.add(
            "/no_fixed_end",
            "contradiction",
            "give an end, or say that there is no fixed end, not both",
        );
    }
    let is_far = !YEARS.contains(&facts.start.date().year());
    if is_far {
        let message = format!("must be in the years {} to {}", YEARS.start(), YEARS.end());
        found.add("/start", "out_of_range", message);
    }
    let usual = kind::rules(facts.kind).usual_length;
    let times = match times::stated(facts.start, facts.end, &facts.timezone, usual) {
        Ok(times) => times,
        Err(TimeError::TooFar) if is_far => return None, // told above
        Err(error) => {
            tell_time_error(&error, &facts.timezone, found);
            return None;
        }
    };
    if (times.end_utc.millis() - times.start_utc.millis()) > LONGEST_DAYS * 24 * 3_600_000 {
        found.add("/end", "too_long_ahead", format!("must be within {LONGEST_DAYS} days of the start"));
    }
    Some(times)
}

pub(super) fn tell_time_error(error: &TimeError, timezone: &str, found: &mut Mistakes) {
    match error {
        TimeError::UnknownZone => {
            found.add(
                "/timezone",
                "unknown_zone",
                "must be the IANA name of a time zone, such as Europe/London",
            );
        }
        TimeError::SkippedStart { resumes } => found.skipped("/start", timezone, *resumes),
        TimeError::SkippedEnd { resumes } => found.skipped("/end", timezone, *resumes),
        TimeError::Mixed => {
            let message = "must be a date alone where start is one, and have a time where start has one";
            found.add("/end", "mixed_times", message);
        }
        TimeError::EndBeforeStart => {
            let message = "must be after the start; for an event that lasts whole days it is the last day";
            found.add("/end", "end_before_start", message);
        }
        TimeError::TooFar => found.add("/start", "out_of_range", "is too far away"),
    }
}

/// Times beside start and end: none may fall where the clocks jump.
fn check_other_times(facts: &Facts, zone: &TimeZone, found: &mut Mistakes) {
    let mut check = |pointer: &str, local: Option<LocalTime>| {
        if let Some(resumes) = local.and_then(|local| times::skipped(local, zone)) {
            found.skipped(pointer, &facts.timezone, resumes);
        }
    };
    check("/target/meeting_start", facts.target.as_ref().and_then(|target| target.meeting_start));
    check("/rsvp/opens", facts.rsvp.opens);
    check("/rsvp/closes", facts.rsvp.closes);
    for (number, deadline) in facts.deadlines.iter().enumerate() {
        check(&format!("/deadlines/{number}/at"), Some(deadline.at));
    }
}

fn check_numbers(facts: &Facts, found: &mut Mistakes) {
    const MOST: u32 = 1_000_000;
    let capacity = facts.capacity.clone().unwrap_or_default();
    let numbers = [
        ("/quorum", facts.quorum),
        ("/minimum", facts.minimum),
        ("/capacity/in_person", capacity.in_person),
        ("/capacity/online", capacity.online),
    ];
    for (pointer, number) in numbers {
        if let Some(number) = number {
            found.within(pointer, number, 1, MOST);
        }
    }
    if let Some(party) = facts.rsvp.max_party {
        found.within("/rsvp/max_party", party, 1, 100);
    }
    let headcount = facts.outcome.as_ref().and_then(|outcome| outcome.headcount.clone()).unwrap_or_default();
    let heads = [
        ("/outcome/headcount/in_person", headcount.in_person),
        ("/outcome/headcount/online", headcount.online),
    ];
    for (pointer, number) in heads {
        if let Some(number) = number {
            found.within(pointer, number, 0, MOST);
        }
    }
    let mode = facts.attendance_mode;
    if mode == AttendanceMode::Online && capacity.in_person.is_some() {
        found.add(
            "/capacity/in_person",
            "not_in_person",
            "the event is online only: there are no places in a room",
        );
    }
    if mode == AttendanceMode::InPerson && capacity.online.is_some() {
        found.add(
            "/capacity/online",
            "not_online",
            "the event is not online: make it hybrid or online first",
        );
    }
}

/// What one needs to join is said only of what can be joined. A broadcast may be watched of anything.
fn check_online(facts: &Facts, found: &mut Mistakes) {
    let Some(online) = &facts.online else { return };
    if facts.attendance_mode == AttendanceMode::InPerson {
        let parts = [
            ("/online/join_url", online.join_url.is_some()),
            ("/online/dial_in", online.dial_in.is_some()),
            ("/online/instructions", online.instructions.is_some()),
            ("/online/reveal_minutes_before", online.reveal_minutes_before.is_some()),
        ];
        for (pointer, said) in parts {
            if said {
                let message = "the event is not online: set attendance_mode to hybrid or online first";
                found.add(pointer, "not_online", message);
            }
        }
    }
    if let Some(minutes) = online.reveal_minutes_before {
        found.within("/online/reveal_minutes_before", minutes, 5, 7 * 24 * 60);
    }
}

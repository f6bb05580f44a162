//! Which dates an event should have, against those it has. Pure.
//!
//! A date keeps to what named it ([`matching`]): whoever replied to the Tuesday is still coming on the Tuesday when it starts
//! half an hour later. What is over stays as it was; what somebody moved by hand stays where they put it.

use entity::Moment;
use entity::value::OccurrenceStatus;
use jiff::SignedDuration;

use super::matching;
use crate::occurrence::{Occurrence, Times, times, times_of};

/// A date that the facts of an event name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::event) struct Wanted {
    /// Its slot.
    pub(super) slot: String,
    /// Its times.
    pub(super) times: Times,
}

/// What becomes of the dates of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Plan {
    /// Dates that are new.
    pub(super) add: Vec<Wanted>,
    /// Dates that stay, each as it should stand; some are as they were.
    pub(super) keep: Vec<Occurrence>,
    /// Dates that the event no longer has.
    pub(super) drop: Vec<Occurrence>,
}

/// How an event's dates follow from its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// There is one date, whichever day it is on.
    Single,
    /// By a rule, a date for each slot.
    Rule {
        /// Whether nobody was told of it yet: what is past may still be put right.
        unknown: bool,
    },
}

/// What must be done so that an event that `has` these dates has those `wanted`.
pub(super) fn plan(wanted: Vec<Wanted>, has: &[Occurrence], follow: Follow, now: Moment) -> Plan {
    match follow {
        Follow::Single => single(wanted, has, now),
        Follow::Rule { unknown } => by_rule(wanted, has, unknown, now),
    }
}

/// The one date moves with its event. Where there were several, it is the one of that slot, else the one at that start, else the
/// first that is not over.
fn single(wanted: Vec<Wanted>, has: &[Occurrence], now: Moment) -> Plan {
    let Some(wanted) = wanted.into_iter().next() else { return Plan::default() };
    let live = |date: &&Occurrence| date.status != OccurrenceStatus::Removed;
    let of_slot = has.iter().find(|date| date.slot == wanted.slot);
    let of_slot = of_slot.or_else(|| has.iter().filter(live).find(|date| date.start == wanted.times.start));
    let chosen = match has {
        [only] => Some(only),
        _ => of_slot.or_else(|| has.iter().filter(live).find(|date| date.end_utc > now)).or(has.last()),
    };
    let Some(chosen) = chosen else { return Plan { add: vec![wanted], ..Plan::default() } };
    let (past, drop) =
        has.iter().filter(|date| date.id != chosen.id).cloned().partition(|date| is_over(date, now));
    let mut keep: Vec<Occurrence> = past;
    keep.push(Occurrence { moved: false, ..at(chosen.clone(), wanted) });
    Plan { add: Vec::new(), keep, drop }
}

fn by_rule(wanted: Vec<Wanted>, has: &[Occurrence], unknown: bool, now: Moment) -> Plan {
    let mut plan = Plan::default();
    let matched = matching::matched(wanted, has, unknown, now);
    for (date, meant) in matched.dates {
        let is_history = is_over(&date, now) && !unknown;
        match meant {
            _ if is_history => plan.keep.push(date),
            Some(meant) => plan.keep.push(followed(date, meant)),
            None => plan.drop.push(date),
        }
    }
    let ahead = |one: &Wanted| unknown || one.times.end_utc > now;
    plan.add = matched.left.into_iter().filter(ahead).collect();
    plan
}

pub(super) fn is_over(date: &Occurrence, now: Moment) -> bool {
    date.end_utc <= now
}

/// A date as its rule says; what was moved by hand stays where it is on the wall, in the zone of its event, and what had
/// been taken out is back.
fn followed(date: Occurrence, wanted: Wanted) -> Occurrence {
    let status = match date.status {
        OccurrenceStatus::Removed => OccurrenceStatus::Scheduled,
        other => other,
    };
    // What was moved back, or is where its rule has come to, goes on with the rule.
    let moved = date.moved && (date.start, date.end) != (wanted.times.start, wanted.times.end);
    let date = Occurrence { status, moved, ..date };
    if moved { in_zone(date, wanted) } else { at(date, wanted) }
}

/// A date that was moved by hand, in the zone of its event.
fn in_zone(date: Occurrence, Wanted { slot, times }: Wanted) -> Occurrence {
    let kept = Times { timezone: times.timezone, ..times_of(&date) };
    let length = SignedDuration::from_millis(kept.end_utc.millis() - kept.start_utc.millis());
    match times::recomputed(&kept, length) {
        Ok(there) if there.timezone != date.timezone => at(date, Wanted { slot, times: there }),
        _ => Occurrence { slot, ..date },
    }
}

fn at(date: Occurrence, Wanted { slot, times }: Wanted) -> Occurrence {
    Occurrence {
        slot,
        start: times.start,
        end: times.end,
        timezone: times.timezone,
        start_utc: times.start_utc,
        end_utc: times.end_utc,
        ..date
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Moment = Moment::from_millis(0);

    fn wanted(start: &str) -> Wanted {
        let length = SignedDuration::from_hours(3);
        let times = times::stated(start.parse().unwrap(), None, "Europe/London", length).unwrap();
        Wanted { slot: "2026-07-15/0".to_owned(), times }
    }

    fn date(start: &str, moved: bool) -> Occurrence {
        let Wanted { slot, times } = wanted(start);
        Occurrence {
            id: Uuid::nil(),
            organisation_id: Uuid::nil(),
            event_id: Uuid::nil(),
            slot,
            status: OccurrenceStatus::Scheduled,
            start: times.start,
            end: times.end,
            timezone: times.timezone,
            start_utc: times.start_utc,
            end_utc: times.end_utc,
            moved,
            venue_id: None,
            room: None,
            meeting_point: None,
            final_counts: None,
            purged_at: None,
            revision: 1,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// Where the date is, and whether it is still away from its rule, once the rule has it at 7am.
    fn kept(date: Occurrence) -> (String, bool) {
        let rule = Follow::Rule { unknown: false };
        let kept = plan(vec![wanted("2026-07-15T07:00")], &[date], rule, NOW).keep;
        (kept[0].start.to_string(), kept[0].moved)
    }

    #[test]
    fn a_date_follows_its_rule_until_it_is_moved_and_from_when_it_is_back() {
        for (start, moved, is) in [
            ("2026-07-15T06:00", false, ("2026-07-15T07:00", false)),
            ("2026-07-18T11:00", true, ("2026-07-18T11:00", true)),
            ("2026-07-15T07:00", true, ("2026-07-15T07:00", false)),
        ] {
            assert_eq!(kept(date(start, moved)), (is.0.to_owned(), is.1), "{start}");
        }
    }
}

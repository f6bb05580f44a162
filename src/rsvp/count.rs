//! The numbers that anybody may see: coarse, late, and never where they could point at people.
//!
//! Pure but for its memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use entity::Moment;
use entity::value::known::Counts;
use entity::value::{Kind, Visibility};
use uuid::Uuid;

use crate::event::kind;

/// For how long a public number stands still, so that nobody sees it move with one reply.
const STANDS_FOR: Duration = Duration::from_mins(10);
/// From how many free places on they are no longer "a few".
const FEW: i64 = 10;
/// The steps at which a number is said, the highest first.
const STEPS: [(i64, &str); 4] = [(100, "100+"), (50, "50+"), (20, "20+"), (10, "10+")];

/// How many places are left, as far as that is said; where there are two sorts, of the one with more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// Without limit, or more than a few.
    Enough,
    /// A few.
    Few,
    /// None: newcomers wait, or are turned away.
    NoneFree,
}

/// What anybody may see of an event's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicNumbers {
    /// How many people come: `10+`, `20+`, `50+`, `100+`; nothing below ten.
    pub coming: Option<&'static str>,
    /// The places left.
    pub left: Left,
}

/// How many people come, coarsely. Nothing below ten.
#[must_use]
pub fn coarse(people: i64) -> Option<&'static str> {
    STEPS.iter().find(|(step, _)| people >= *step).map(|(_, words)| *words)
}

/// Whether numbers of an event like this are ever public. `show_count` is what the organiser set.
#[must_use]
pub fn may_be_shown(kind: Kind, visibility: Visibility, show_count: Option<bool>) -> bool {
    kind::rules(kind).public_counts && visibility != Visibility::Members && show_count.unwrap_or(true)
}

/// The places left of `capacity` when `taken` are taken and `waiting` people wait.
#[must_use]
pub fn left(capacity: Option<i64>, taken: i64, waiting: i64) -> Left {
    match capacity {
        None => Left::Enough,
        Some(places) if waiting > 0 || taken >= places => Left::NoneFree,
        Some(places) if places - taken < FEW => Left::Few,
        Some(_) => Left::Enough,
    }
}

/// Sums the counts of several dates.
#[must_use]
pub fn sum<'a>(all: impl IntoIterator<Item = &'a Counts>) -> Counts {
    all.into_iter().fold(Counts::default(), |a, b| Counts {
        going: a.going + b.going,
        maybe: a.maybe + b.maybe,
        not_going: a.not_going + b.not_going,
        waiting: a.waiting + b.waiting,
        people: a.people + b.people,
        in_person: a.in_person + b.in_person,
        online: a.online + b.online,
        checked_in: a.checked_in + b.checked_in,
    })
}

/// The public numbers as they were last computed, at most ten minutes old, in one process.
#[derive(Debug, Default)]
pub struct Shown {
    known: Mutex<HashMap<Uuid, (Moment, PublicNumbers)>>,
}

impl Shown {
    /// The numbers of `event`, if they still stand.
    #[must_use]
    pub fn get(&self, event: Uuid, now: Moment) -> Option<PublicNumbers> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known
            .get(&event)
            .filter(|(at, _)| now.since(*at) < STANDS_FOR && *at <= now)
            .map(|(_, numbers)| *numbers)
    }

    /// Lets `numbers` stand for the next ten minutes.
    pub fn put(&self, event: Uuid, numbers: PublicNumbers, now: Moment) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_event, (at, _)| now.since(*at) < STANDS_FOR);
        known.insert(event, (now, numbers));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_numbers_are_coarse_and_silent_below_ten() {
        let cases = [
            (0, None),
            (9, None),
            (10, Some("10+")),
            (19, Some("10+")),
            (20, Some("20+")),
            (50, Some("50+")),
            (99, Some("50+")),
            (100, Some("100+")),
            (12_000, Some("100+")),
        ];
        for (people, words) in cases {
            assert_eq!(coarse(people), words, "{people}");
        }
    }

    #[test]
    fn pickets_and_members_events_show_no_number_whatever_is_set() {
        assert!(!may_be_shown(Kind::Picket, Visibility::Public, Some(true)));
        assert!(!may_be_shown(Kind::Lobby, Visibility::Members, Some(true)));
        assert!(!may_be_shown(Kind::Lobby, Visibility::Public, Some(false)));
        assert!(may_be_shown(Kind::Lobby, Visibility::Public, None));
    }

    #[test]
    fn places_left_are_said_in_three_words() {
        assert_eq!(left(None, 5_000, 0), Left::Enough);
        assert_eq!(left(Some(80), 70, 0), Left::Enough);
        assert_eq!(left(Some(80), 71, 0), Left::Few);
        assert_eq!(left(Some(80), 80, 0), Left::NoneFree);
        assert_eq!(left(Some(80), 78, 4), Left::NoneFree);
        assert_eq!(left(Some(60), 80, 0), Left::NoneFree);
    }

    #[test]
    fn a_public_number_stands_still_for_ten_minutes() {
        let shown = Shown::default();
        let (event, start) = (Uuid::from_u128(1), Moment::from_millis(0));
        let ten = PublicNumbers { coming: Some("10+"), left: Left::Enough };
        shown.put(event, ten, start);
        assert_eq!(shown.get(event, Moment::from_millis(599_999)), Some(ten));
        assert_eq!(shown.get(event, Moment::from_millis(600_000)), None);
        assert_eq!(shown.get(Uuid::from_u128(2), start), None);
    }
}

//! What a page is told of one date of an event: what the room says of it, and what was found out for this moment.

use entity::Moment;
use entity::value::EventStatus;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;

use super::named::Named;
use crate::event::{Shown, Whereabouts};
use crate::organisation::Organisation;
use crate::recurrence::Recurrence;
use crate::rsvp::Refused;
use crate::rsvp::count::{self, Left, PublicNumbers};
use crate::rsvp::terms::Terms;
use crate::words::{Language, When, capitalised};

/// Whether a reply is taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replies {
    /// Yes.
    Open,
    /// Yes, onto the waiting list.
    Waiting,
    /// From then on, local time.
    OpenFrom(LocalTime),
    /// All places are taken, and nobody waits.
    Full,
    /// No longer, or not while things stand as they do.
    Closed,
    /// Never: replies are off, or another body organises it.
    Off,
}

/// How a date has moved, for "it was, it is now".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The start before, where it differs.
    pub(crate) start: Option<LocalTime>,
    /// Where it was, where that differs and everybody was shown it.
    pub(crate) place: Option<MovedPlace>,
}

/// Where it was and where it is, both shown to everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MovedPlace {
    pub(crate) was: Whereabouts,
    pub(crate) now: Whereabouts,
}

/// One date of an event.
#[derive(Clone, Debug)]
pub(crate) struct Announced {
    /// What the room says of it.
    pub(crate) shown: Shown,
    /// Whether a reply is taken.
    pub(crate) replies: Replies,
    /// What anybody may see of the numbers.
    pub(crate) numbers: Option<PublicNumbers>,
    /// The last move, while it is news.
    pub(crate) moved: Option<Moved>,
    /// All moves and acts, the latest first, in words.
    pub(crate) changes: Vec<String>,
    /// What the address of the page names.
    pub(crate) named: Named,
    /// All dates of its event, by start, where it repeats and they were read.
    pub(crate) dates: Vec<Shown>,
    /// The events that it continues and that continue it, with the dates that they show first.
    pub(crate) parts: Parts,
}

/// What came before an event that was split, and what comes after it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) before: Option<Box<Shown>>,
    pub(crate) after: Option<Box<Shown>>,
}

impl Announced {
    /// As it stands at `now`, without numbers and history.
    pub(crate) fn new(shown: Shown, words: Language, now: Moment) -> Self {
        let replies = Replies::of(&shown, &Terms::of(&shown.event, &shown.occurrence, words), now);
        Self {
            shown,
            replies,
            numbers: None,
            moved: None,
            changes: Vec::new(),
            named: Named::Here,
            dates: Vec::new(),
            parts: Parts::default(),
        }
    }

    /// How it repeats, in words.
    pub(crate) fn rule_in_words(&self, words: Language) -> Option<String> {
        let facts = self.facts();
        let rule = Recurrence::new(facts.repeats.as_ref()?, facts.start, &facts.timezone).ok()?;
        Some(capitalised(&rule.in_words(words)))
    }

    pub(crate) fn organisation(&self) -> &Organisation {
        &self.shown.organisation
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.shown.event.facts
    }

    /// On the clocks of its zone.
    pub(crate) fn start(&self) -> LocalTime {
        self.shown.occurrence.start
    }

    pub(crate) fn status(&self) -> EventStatus {
        self.shown.status()
    }

    /// When it is, to be said.
    pub(crate) fn when(&self) -> When {
        When {
            start: self.shown.occurrence.start,
            end: self.shown.occurrence.end,
            no_fixed_end: self.facts().no_fixed_end,
            approximate: self.facts().start_is_approximate,
        }
    }

    /// Whether it takes place as announced: not called off, postponed or paused.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self.status(), EventStatus::Confirmed | EventStatus::Draft)
    }

    /// Whether it is over. What was called off or has no date does not end.
    pub(crate) fn has_ended(&self, now: Moment) -> bool {
        self.status() == EventStatus::Confirmed && self.shown.has_ended(now)
    }
}

impl Replies {
    fn of(shown: &Shown, terms: &Terms, now: Moment) -> Self {
        match terms.takes_replies(now) {
            Ok(()) if !all_taken(shown) => Self::Open,
            Ok(()) if terms.waiting_list => Self::Waiting,
            Ok(()) => Self::Full,
            Err(Refused::NotYetOpen { opens_at }) => {
                Self::OpenFrom(LocalTime::At(shown.zone().to_datetime(opens_at.timestamp())))
            }
            Err(Refused::RepliesOff { .. }) => Self::Off,
            Err(
                Refused::NotFound
                | Refused::Closed { .. }
                | Refused::Cancelled
                | Refused::Ended
                | Refused::Full
                | Refused::TooFew { .. },
            ) => Self::Closed,
        }
    }
}

/// Whether no way of attending has a place left.
fn all_taken(shown: &Shown) -> bool {
    let left = |place: &crate::occurrence::Place| count::left(place.capacity, place.taken, place.waiting);
    !shown.places.is_empty() && shown.places.iter().all(|place| left(place) == Left::NoneFree)
}

//! What an event asks of a reply, and whether it takes replies at a given moment.
//!
//! Pure. One value made of the event's facts, so that the form, the API and the door decide alike.

use entity::Moment;
use entity::value::facts::Question;
use entity::value::local::LocalTime;
use entity::value::{Attendance, AttendanceMode, EventStatus, OccurrenceStatus};

use super::{Event, Occurrence, Refused};
use crate::event::{self, kind};
use crate::mistake::Mistakes;
use crate::occurrence;
use crate::words::Language;

/// What an event asks of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Where the event is in its life; cancelled too when this date alone is.
    pub status: EventStatus,
    /// Whether replies are taken at all.
    pub enabled: bool,
    /// Another body organises it and takes the replies.
    pub organised_by: Option<String>,
    /// From when on.
    pub opens: Option<Moment>,
    /// Until when.
    pub closes: Option<Moment>,
    /// When it is over.
    pub ends: Moment,
    /// How it can be attended, in the order shown.
    pub modes: Vec<Attendance>,
    /// How many can be at the place; none is without limit.
    pub in_person: Option<i64>,
    /// How many can be online; none is without limit.
    pub online: Option<i64>,
    /// The largest party of one reply.
    pub max_party: i64,
    /// Whether people may wait for a place.
    pub waiting_list: bool,
    /// What else is asked.
    pub questions: Vec<Question>,
}

impl Terms {
    /// Terms of an event that takes any reply in these `modes`, and never ends. The rest is filled in by its facts.
    #[must_use]
    pub fn open(modes: &[Attendance]) -> Self {
        Self {
            status: EventStatus::Confirmed,
            enabled: true,
            organised_by: None,
            opens: None,
            closes: None,
            ends: Moment::from_millis(i64::MAX),
            modes: modes.to_vec(),
            in_person: None,
            online: None,
            max_party: 10,
            waiting_list: true,
            questions: Vec::new(),
        }
    }

    /// What `event` asks of a reply to its date `date`, with the questions in the reader's language.
    #[must_use]
    pub fn of(event: &Event, date: &Occurrence, language: Language) -> Self {
        let facts = &event.facts;
        let settings = &facts.rsvp;
        let zone = occurrence::times::zone(&date.timezone);
        let at = |local: Option<LocalTime>| {
            local.zip(zone.as_ref()).and_then(|(local, zone)| occurrence::times::instant(local, zone))
        };
        let capacity = facts.capacity.clone().unwrap_or_default();
        let status = match date.status {
            OccurrenceStatus::Cancelled | OccurrenceStatus::Removed => EventStatus::Cancelled,
            OccurrenceStatus::Scheduled => event.status,
        };
        Self {
            status,
            enabled: settings.enabled.unwrap_or(true),
            organised_by: facts.organised_by.clone(),
            opens: at(settings.opens),
            closes: settings
                .closes
                .map(|closes| event::on_the_day(event, date, closes))
                .zip(zone.as_ref())
                .and_then(|(local, zone)| occurrence::times::end_instant(local, zone)),
            ends: date.purged_at.map_or(date.end_utc, |purged_at| purged_at.min(date.end_utc)),
            modes: offered(facts.attendance_mode),
            in_person: capacity.in_person.map(i64::from),
            online: capacity.online.map(i64::from),
            max_party: settings.max_party.unwrap_or(kind::rules(facts.kind).max_party).into(),
            waiting_list: settings.waiting_list.unwrap_or(true),
            questions: event::questions(facts, language),
        }
    }

    /// How many places there are; none is without limit.
    #[must_use]
    pub fn capacity(&self, mode: Attendance) -> Option<i64> {
        match mode {
            Attendance::InPerson => self.in_person,
            Attendance::Online => self.online,
        }
    }

    /// Whether there is a number of places that could run out.
    #[must_use]
    pub fn limited(&self, mode: Attendance) -> bool {
        self.capacity(mode).is_some()
    }

    /// The largest party that could be taken if everything were free; at least one.
    #[must_use]
    pub fn largest_party(&self, mode: Attendance) -> i64 {
        self.capacity(mode).map_or(self.max_party, |places| places.min(self.max_party)).max(1)
    }

    /// Notes that a party of `size` is none that could be taken, if it is so.
    pub fn check_party(&self, mode: Attendance, size: i64, found: &mut Mistakes) {
        match self.largest_party(mode) {
            1 if size != 1 => {
                let message = "must be 1: this event takes one place a reply";
                found.add("/party_size", "out_of_range", message);
            }
            most => found.within("/party_size", size, 1, most),
        }
    }

    /// Whether a new reply, or a bigger one, is taken at `now`.
    ///
    /// # Errors
    /// Why not.
    pub fn takes_replies(&self, now: Moment) -> Result<(), Refused> {
        match self.status {
            EventStatus::Draft => return Err(Refused::NotFound),
            EventStatus::Cancelled => return Err(Refused::Cancelled),
            EventStatus::Confirmed | EventStatus::Postponed | EventStatus::Suspended => {}
        }
        if !self.enabled || self.organised_by.is_some() {
            return Err(Refused::RepliesOff { organised_by: self.organised_by.clone() });
        }
        if now >= self.ends {
            return Err(Refused::Ended);
        }
        if let Some(closed_at) = self.closes.filter(|closes| now >= *closes) {
            return Err(Refused::Closed { closed_at });
        }
        match self.opens.filter(|opens| now < *opens) {
            Some(opens_at) => Err(Refused::NotYetOpen { opens_at }),
            None => Ok(()),
        }
    }

    /// Whether places that come free are still given to who waits: not once it is called off or over. The window for
    /// new replies does not matter: they asked in time.
    #[must_use]
    pub fn fills(&self, now: Moment) -> bool {
        self.enabled && now < self.ends && !matches!(self.status, EventStatus::Draft | EventStatus::Cancelled)
    }
}

fn offered(mode: AttendanceMode) -> Vec<Attendance> {
    Attendance::ALL.iter().copied().filter(|sort| occurrence::offers(mode, *sort)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment::from_millis(12_000);
    const ONE: Moment = Moment::from_millis(13_000);

    fn terms() -> Terms {
        Terms { ends: Moment::from_millis(20_000), ..Terms::open(&[Attendance::InPerson]) }
    }

    #[test]
    fn a_state_that_takes_no_replies_says_which() {
        let cases = [
            (Terms { status: EventStatus::Draft, ..terms() }, Refused::NotFound),
            (Terms { status: EventStatus::Cancelled, ..terms() }, Refused::Cancelled),
            (Terms { enabled: false, ..terms() }, Refused::RepliesOff { organised_by: None }),
            (
                Terms { organised_by: Some("TUC".to_owned()), ..terms() },
                Refused::RepliesOff { organised_by: Some("TUC".to_owned()) },
            ),
            (Terms { ends: NOON, ..terms() }, Refused::Ended),
            (Terms { closes: Some(NOON), ..terms() }, Refused::Closed { closed_at: NOON }),
            (Terms { opens: Some(ONE), ..terms() }, Refused::NotYetOpen { opens_at: ONE }),
        ];
        for (terms, refused) in cases {
            assert_eq!(terms.takes_replies(NOON), Err(refused));
        }
    }

    #[test]
    fn replies_are_taken_from_opening_until_just_before_closing() {
        let terms = Terms { opens: Some(NOON), closes: Some(ONE), ..terms() };
        assert_eq!(terms.takes_replies(NOON), Ok(()));
        assert_eq!(terms.takes_replies(Moment::from_millis(12_999)), Ok(()));
        assert!(terms.takes_replies(ONE).is_err());
    }

    #[test]
    fn a_paused_event_still_takes_replies() {
        for status in [EventStatus::Postponed, EventStatus::Suspended] {
            assert_eq!(Terms { status, ..terms() }.takes_replies(NOON), Ok(()));
        }
    }

    #[test]
    fn places_go_to_the_waiting_after_closing_and_not_after_cancelling() {
        assert!(Terms { closes: Some(NOON), ..terms() }.fills(ONE));
        assert!(!Terms { status: EventStatus::Cancelled, ..terms() }.fills(NOON));
        assert!(!Terms { ends: NOON, ..terms() }.fills(NOON));
    }

    #[test]
    fn a_party_fits_the_smaller_of_both_limits() {
        let terms = Terms { in_person: Some(3), max_party: 10, ..terms() };
        assert_eq!(terms.largest_party(Attendance::InPerson), 3);
        assert_eq!(terms.largest_party(Attendance::Online), 10);
        assert_eq!(Terms { in_person: Some(0), ..terms }.largest_party(Attendance::InPerson), 1);
    }
}

//! Until when replies are kept: the dates on which the data keys of a date must be destroyed.

use std::time::Duration;

use entity::Moment;
use entity::value::{EventStatus, Kind};

use super::kind;
use crate::occurrence::{Times, times};
use crate::seal::DestroyOn;

/// Access needs are kept this many days after the end.
const ACCESS_DAYS: i64 = 3;
/// While no new date is known, replies are kept this many days after the last known end.
const PAUSED_DAYS: i64 = 60;
/// Of what is called off, replies are kept this many days after people were told.
const CANCELLED_DAYS: i64 = 7;

/// When the keys of a date must be destroyed. A status other than `Cancelled`: see [`when_cancelled`].
///
/// Days are counted on the calendar of the zone. Without a fixed end, and for whole days, they count from the last moment of
/// the (last) day, so that the date printed is the same as for an event that ends in its evening.
pub(super) fn destroy_on(kind: Kind, status: EventStatus, times: &Times) -> DestroyOn {
    let zone = times::zone(&times.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let end = if times.start.is_all_day() {
        times.end_utc - Duration::from_millis(1)
    } else if times.end.is_none() {
        times::last_of_day(times.end_utc, &zone).unwrap_or(times.end_utc)
    } else {
        times.end_utc
    };
    let (contact, access) = match status {
        EventStatus::Postponed | EventStatus::Suspended => (PAUSED_DAYS, PAUSED_DAYS),
        EventStatus::Draft | EventStatus::Confirmed | EventStatus::Cancelled => {
            (kind::rules(kind).keeps_days, ACCESS_DAYS)
        }
    };
    DestroyOn {
        contact: times::days_later(end, contact, &zone),
        access: times::days_later(end, access, &zone),
    }
}

/// When the keys of a date that is called off must be destroyed; `told_at` is when its people are told.
pub(super) fn when_cancelled(told_at: Moment, timezone: &str) -> DestroyOn {
    let zone = times::zone(timezone).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = times::days_later(told_at, CANCELLED_DAYS, &zone);
    DestroyOn { contact: day, access: day }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    fn at(start: &str, end: Option<&str>) -> Times {
        let end = end.map(|end| end.parse().unwrap());
        times::stated(start.parse().unwrap(), end, "Europe/London", SignedDuration::from_hours(2)).unwrap()
    }

    /// `contact` and `access`: when the keys go.
    fn assert_kept(kind: Kind, status: EventStatus, times: &Times, contact: &str, access: &str) {
        let on = destroy_on(kind, status, times);
        assert_eq!(on.contact.to_string(), contact, "{kind} {status} {}", times.start);
        assert_eq!(on.access.to_string(), access, "{kind} {status} {}", times.start);
    }

    #[test]
    fn replies_go_as_many_days_after_the_end_as_the_kind_says() {
        use EventStatus::Confirmed;
        // The letters' own example: a lobby on 9 July is forgotten on 23 July, access needs on 12 July.
        let evening = at("2024-07-09T18:00", Some("2024-07-09T20:00"));
        assert_kept(Kind::Lobby, Confirmed, &evening, "2024-07-23T19:00:00Z", "2024-07-12T19:00:00Z");
        assert_kept(Kind::Picket, Confirmed, &evening, "2024-07-16T19:00:00Z", "2024-07-12T19:00:00Z");
        // By the calendar, over the change of the clocks.
        let agm = at("2024-02-28T16:00", Some("2024-02-28T18:00"));
        let kind = Kind::AnnualGeneralMeeting;
        assert_kept(kind, Confirmed, &agm, "2024-05-28T17:00:00Z", "2024-03-02T18:00:00Z");
    }

    #[test]
    fn without_a_fixed_end_the_days_count_from_the_end_of_the_day() {
        use EventStatus::Confirmed;
        let (contact, access) = ("2024-07-23T22:59:59.999Z", "2024-07-12T22:59:59.999Z");
        assert_kept(Kind::Lobby, Confirmed, &at("2024-07-09T18:00", None), contact, access);
        assert_kept(Kind::Lobby, Confirmed, &at("2024-07-09", None), contact, access);
        assert_kept(Kind::Lobby, Confirmed, &at("2024-07-08", Some("2024-07-09")), contact, access);
        // Past midnight the effective end's day counts.
        let night = at("2024-07-08T23:00", None);
        assert_kept(Kind::Lobby, Confirmed, &night, contact, access);
    }

    #[test]
    fn while_no_date_is_known_replies_are_kept_for_sixty_days() {
        let evening = at("2024-07-09T18:00", Some("2024-07-09T20:00"));
        let day = "2024-09-07T19:00:00Z";
        assert_kept(Kind::Lobby, EventStatus::Postponed, &evening, day, day);
        assert_kept(Kind::Picket, EventStatus::Suspended, &evening, day, day);
    }

    #[test]
    fn what_is_called_off_is_forgotten_a_week_after_people_were_told() {
        let on = when_cancelled("2024-10-25T12:00:00Z".parse().unwrap(), "Europe/London");
        assert_eq!(on.contact.to_string(), "2024-11-01T13:00:00Z");
        assert_eq!(on.access, on.contact);
    }
}

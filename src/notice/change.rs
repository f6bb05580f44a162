//! What differs between what somebody knows and what is. Pure.

use entity::value::known::Known;

/// Which facts that people act on have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each fact changes or not, apart from the others")]
pub struct Changed {
    /// Whether it goes ahead.
    pub status: bool,
    /// The day it starts on.
    pub day: bool,
    /// The time of day it starts at.
    pub time: bool,
    /// When it ends.
    pub end: bool,
    /// Where it is.
    pub place: bool,
    /// How it can be attended.
    pub mode: bool,
}

impl Changed {
    /// Whether anything has.
    #[must_use]
    pub fn anything(self) -> bool {
        self != Self::default()
    }
}

/// What differs.
#[must_use]
pub fn changed(before: &Known, after: &Known) -> Changed {
    Changed {
        status: before.status != after.status,
        day: before.start.date() != after.start.date() || before.timezone != after.timezone,
        time: before.start.datetime().time() != after.start.datetime().time()
            || before.start.is_all_day() != after.start.is_all_day(),
        end: before.end != after.end,
        place: before.venue_id != after.venue_id || before.place != after.place || before.spot != after.spot,
        mode: before.mode != after.mode,
    }
}

#[cfg(test)]
mod tests {
    use entity::value::{AttendanceMode, EventStatus};

    use super::*;

    fn known() -> Known {
        Known {
            status: EventStatus::Confirmed,
            start: "2026-07-09T18:00".parse().unwrap(),
            end: None,
            timezone: "Europe/London".to_owned(),
            mode: AttendanceMode::InPerson,
            venue_id: None,
            place: Some("Hendon Town Hall".to_owned()),
            room: None,
            spot: None,
        }
    }

    #[test]
    fn changed_and_changed_back_is_nothing() {
        assert!(!changed(&known(), &known()).anything());
    }

    #[test]
    fn each_fact_is_told_apart() {
        let later = Known { start: "2026-07-09T19:00".parse().unwrap(), ..known() };
        assert_eq!(changed(&known(), &later), Changed { time: true, ..Changed::default() });
        let next_day = Known { start: "2026-07-10T18:00".parse().unwrap(), ..known() };
        assert_eq!(changed(&known(), &next_day), Changed { day: true, ..Changed::default() });
        let elsewhere = Known { spot: Some("By the steps".to_owned()), ..known() };
        assert_eq!(changed(&known(), &elsewhere), Changed { place: true, ..Changed::default() });
        let off = Known { status: EventStatus::Cancelled, ..known() };
        assert_eq!(changed(&known(), &off), Changed { status: true, ..Changed::default() });
    }
}

//! What to do with a reminder whose moment has come: send it, to everybody or to those whom no other reminder reaches, or
//! let it be. Pure.
//!
//! Only one that is late can be covered: the plan keeps those that are on time apart. It is decided for each audience apart,
//! so that nobody goes without: who said maybe is reached by the letter of the day before alone, and no other stands in for
//! the joining link.

use entity::Moment;
use entity::table::reminder::Model;
use entity::value::{Attendance, AttendanceMode, ReminderState};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::is_for_maybes;
use super::plan::Limits;
use super::rule::Rule;
use crate::occurrence;

/// The date of a reminder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Date<'a> {
    /// Its reminders, the one in question among them.
    pub(super) all: &'a [Model],
    /// From when on they are of no more use.
    pub(super) begins: Moment,
    /// Where it is.
    pub(super) zone: &'a TimeZone,
    /// How it can be attended.
    pub(super) mode: AttendanceMode,
}

/// Some of those whom a reminder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Audience {
    /// Those who attend so.
    pub(super) attendance: Attendance,
    /// Those who said maybe; else those who are coming.
    pub(super) maybes: bool,
}

/// What to do with a reminder whose moment has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Send it.
    Send,
    /// Send it to these alone; the others are reached by another within six hours.
    Only(Vec<Audience>),
    /// The start is past: it is of no more use.
    Missed,
    /// Another was sent, or is due, within six hours for the same people.
    Covered,
}

/// What to do with `row` now.
pub(super) fn due(row: &Model, date: &Date<'_>, now: Moment) -> Due {
    if now >= date.begins {
        return Due::Missed;
    }
    let all = audiences(row, date);
    let left: Vec<Audience> =
        all.iter().copied().filter(|audience| !is_covered(row, *audience, date, now)).collect();
    match left.len() {
        0 => Due::Covered,
        some if some == all.len() => Due::Send,
        _ => Due::Only(left),
    }
}

fn audiences(row: &Model, date: &Date<'_>) -> Vec<Audience> {
    let maybes_too = is_for_maybes(row, date.all, date.zone);
    [Attendance::InPerson, Attendance::Online]
        .into_iter()
        .filter(|sort| occurrence::offers(date.mode, *sort) && is_for(row, *sort))
        .flat_map(|attendance| [false, true].map(|maybes| Audience { attendance, maybes }))
        .filter(|audience| maybes_too || !audience.maybes)
        .collect()
}

fn is_for(row: &Model, sort: Attendance) -> bool {
    row.attendance.is_none_or(|only| only == sort)
}

fn is_covered(row: &Model, audience: Audience, date: &Date<'_>, now: Moment) -> bool {
    let joins = audience.attendance == Attendance::Online && !audience.maybes;
    if joins && row.rule.parse::<Rule>().is_ok_and(|rule| rule.brings_the_link()) {
        return false;
    }
    let reaches_them = |other: &&Model| {
        other.id != row.id
            && other.start_utc == row.start_utc
            && is_for(other, audience.attendance)
            && (!audience.maybes || is_for_maybes(other, date.all, date.zone))
    };
    let near = |a: Moment, b: Moment| {
        let apart = a.timestamp().duration_since(b.timestamp());
        (SignedDuration::ZERO..Limits::default().apart).contains(&apart)
    };
    date.all.iter().filter(reaches_them).any(|other| match other.state {
        ReminderState::Sent => near(now, other.updated_at),
        ReminderState::Planned => {
            other.due_at > row.due_at && (other.due_at <= now || near(other.due_at, now))
        }
        ReminderState::Missed
        | ReminderState::NotApplicable
        | ReminderState::Covered
        | ReminderState::Withdrawn => false,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn moment(text: &str) -> Moment {
        format!("2026-07-{text}:00Z").parse().unwrap()
    }

    /// A reminder of what starts on 9 July at 6pm.
    fn row(rule: &str, due_at: &str, state: ReminderState) -> Model {
        Model {
            id: Uuid::from_u128(rule.bytes().fold(0, |sum, byte| sum * 31 + u128::from(byte))),
            organisation_id: Uuid::nil(),
            event_id: Uuid::nil(),
            occurrence_id: Uuid::nil(),
            rule: rule.to_owned(),
            attendance: rule.parse::<Rule>().unwrap().attendance,
            start_utc: moment("09T18:00"),
            due_at: moment(due_at),
            state,
            position: None,
            letters: 0,
            created_at: moment("01T00:00"),
            updated_at: moment(due_at),
        }
    }

    fn planned(rule: &str, due_at: &str) -> Model {
        row(rule, due_at, ReminderState::Planned)
    }

    /// What to do with the first of `all`.
    fn first(all: &[Model], mode: AttendanceMode, now: &str) -> Due {
        let date = Date { all, begins: moment("09T18:00"), zone: &TimeZone::UTC, mode };
        due(&all[0], &date, moment(now))
    }

    const ROOM: Audience = Audience { attendance: Attendance::InPerson, maybes: false };
    const ONLINE: Audience = Audience { attendance: Attendance::Online, maybes: false };
    const MAYBES: Audience = Audience { maybes: true, ..ROOM };
    const MAYBES_ONLINE: Audience = Audience { maybes: true, ..ONLINE };

    #[test]
    fn after_a_night_off() {
        let room = AttendanceMode::InPerson;
        let (day, hours) = (planned("P1D", "08T18:00"), planned("PT2H", "09T16:00"));
        let both = [day.clone(), hours.clone()];
        assert_eq!(first(&both, room, "08T18:00"), Due::Send, "on time");
        assert_eq!(first(&both, room, "09T08:00"), Due::Send, "late, and still of use");
        let maybes = Due::Only(vec![MAYBES]);
        assert_eq!(first(&both, room, "09T11:00"), maybes, "the next is five hours off, and not for them");
        assert_eq!(first(&both, room, "09T16:30"), maybes, "the next is due too, and not for them");
        assert_eq!(first(&both, room, "09T18:00"), Due::Missed, "it has begun");
        let hours_first = [hours.clone(), day.clone()];
        assert_eq!(first(&hours_first, room, "09T16:30"), Due::Send);
        let sent = Model { state: ReminderState::Sent, updated_at: moment("09T11:00"), ..day };
        assert_eq!(first(&[hours, sent], room, "09T16:00"), Due::Covered);
    }

    #[test]
    fn what_reaches_those_online_alone_leaves_the_others_uncovered() {
        let day = planned("P1D", "08T18:00");
        let link = planned("PT15M/online", "09T17:45");
        let hours = planned("PT2H/in_person", "09T16:00");
        let hybrid = AttendanceMode::Hybrid;
        let expected = Due::Only(vec![ROOM, MAYBES, MAYBES_ONLINE]);
        assert_eq!(first(&[day.clone(), link.clone()], hybrid, "09T13:00"), expected);
        let expected = Due::Only(vec![MAYBES, ONLINE, MAYBES_ONLINE]);
        assert_eq!(first(&[day.clone(), link.clone(), hours.clone()], hybrid, "09T11:00"), expected);
        let expected = Due::Only(vec![MAYBES, MAYBES_ONLINE]);
        assert_eq!(first(&[day.clone(), link, hours.clone()], hybrid, "09T13:00"), expected);
        let room = AttendanceMode::InPerson;
        assert_eq!(first(&[day, hours], room, "09T13:00"), Due::Only(vec![MAYBES]), "nobody is online");
    }

    #[test]
    fn two_letters_for_those_who_said_maybe_cover_each_other() {
        let week = planned("P2D", "08T17:30");
        let day = planned("P1D", "08T18:00");
        let both = [week, day];
        assert_eq!(first(&both, AttendanceMode::InPerson, "08T18:30"), Due::Covered, "the later is for all");
    }

    #[test]
    fn nothing_stands_in_for_the_joining_link() {
        let sent = Model { updated_at: moment("09T15:00"), ..row("P1D", "08T18:00", ReminderState::Sent) };
        let link = [planned("PT15M/online", "09T17:45"), sent.clone()];
        assert_eq!(first(&link, AttendanceMode::Online, "09T17:45"), Due::Send);
        let quarter = [planned("PT15M", "09T17:45"), sent];
        assert_eq!(first(&quarter, AttendanceMode::Hybrid, "09T17:45"), Due::Only(vec![ONLINE]));
    }
}

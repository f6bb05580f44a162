//! The one reminder for those who said maybe. Pure.

use entity::Moment;
use entity::value::{Attendance, ReminderState};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::rule::Rule;
use super::{Reminder, reaches};

/// Whether `row` goes to those who said maybe too, among `all` of its date, which is in `zone`.
///
/// They hear once: by the last letter of the day before the start, by its own day, for quiet hours bring a letter of
/// the early morning there. The rule of a day before that quiet hours took further back is theirs only when none is left on
/// that day.
#[must_use]
pub fn is_for_maybes(row: &Reminder, all: &[Reminder], zone: &TimeZone) -> bool {
    let better = |other: &Reminder| {
        other.start_utc == row.start_utc
            && other.state != ReminderState::Withdrawn
            && other.due_at > row.due_at
            && (other.attendance.is_none() || other.attendance == row.attendance)
            && is_day_before(other, zone)
    };
    is_day_before(row, zone) && !all.iter().any(better)
}

/// The reminder still to come, among `all` of a date that starts at `start` in `zone`, for somebody who said maybe at `replied_at` and
/// would attend so.
#[must_use]
pub fn to_come_for_maybes<'a>(
    all: &'a [Reminder],
    (start, zone): (Moment, &TimeZone),
    (attendance, replied_at): (Attendance, Moment),
) -> Option<&'a Reminder> {
    all.iter().find(|row| {
        row.start_utc == start
            && row.state == ReminderState::Planned
            && row.attendance.is_none_or(|only| only == attendance)
            && row.rule.parse::<Rule>().is_ok_and(|rule| reaches(row, &rule, replied_at))
            && is_for_maybes(row, all, zone)
    })
}

/// Whether it leaves on the day before, or was meant to.
fn is_day_before(row: &Reminder, zone: &TimeZone) -> bool {
    let day = |moment: Moment| -> Date { moment.timestamp().to_zoned(zone.clone()).date() };
    let before = day(row.start_utc).checked_sub(1.day()).ok();
    before == Some(day(row.due_at)) || row.rule.parse::<Rule>().is_ok_and(|rule| rule.days() == 1)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// A reminder of what starts on 9 July at that time; times are London's.
    fn row(rule: &str, due_at: &str, start: &str) -> Reminder {
        let moment = |text: &str| format!("2026-07-{text}:00+01:00").parse::<Moment>().unwrap();
        Reminder {
            id: Uuid::nil(),
            organisation_id: Uuid::nil(),
            event_id: Uuid::nil(),
            occurrence_id: Uuid::nil(),
            rule: rule.to_owned(),
            attendance: rule.parse::<Rule>().unwrap().attendance,
            start_utc: moment(&format!("09T{start}")),
            due_at: moment(due_at),
            state: ReminderState::Planned,
            position: None,
            letters: 0,
            created_at: moment("01T09:00"),
            updated_at: moment("01T09:00"),
        }
    }

    #[track_caller]
    fn check(start: &str, reminders: &[(&str, &str)], expected: &[&str]) {
        let zone = TimeZone::get("Europe/London").unwrap();
        let all: Vec<Reminder> = reminders.iter().map(|(rule, due_at)| row(rule, due_at, start)).collect();
        let theirs = all.iter().filter(|row| is_for_maybes(row, &all, &zone));
        assert_eq!(theirs.map(|row| row.rule.as_str()).collect::<Vec<_>>(), expected, "at {start}");
    }

    #[test]
    fn it_is_the_last_that_leaves_on_the_day_before() {
        check("18:00", &[("P7D", "02T18:00"), ("P1D", "08T18:00"), ("PT2H", "09T16:00")], &["P1D"]);
        check("18:00", &[("1d@10:00", "08T10:00"), ("1d@18:00", "08T18:00")], &["1d@18:00"]);
        check("18:00", &[("P3D", "06T18:00"), ("PT2H", "09T16:00")], &[]);
    }

    #[test]
    fn a_letter_that_quiet_hours_brought_to_the_evening_before_is_it() {
        check("07:00", &[("PT1H", "08T18:00")], &["PT1H"]);
        check("07:00", &[("P1D", "07T18:00"), ("PT2H", "08T18:00")], &["PT2H"]);
    }

    #[test]
    fn the_rule_of_a_day_before_stays_theirs_though_it_leaves_earlier() {
        check("08:30", &[("P7D", "01T18:00"), ("P1D", "07T18:00")], &["P1D"]);
    }

    #[test]
    fn a_letter_for_those_online_alone_leaves_the_others_theirs() {
        check("07:00", &[("P1D", "07T18:00"), ("PT2H/online", "08T18:00")], &["P1D", "PT2H/online"]);
    }
}

//! What is planned against what should be: which rows to add, move, or withdraw. Pure.

use entity::Moment;
use entity::table::reminder::Model;
use entity::value::{Attendance, ReminderState};
use jiff::SignedDuration;
use uuid::Uuid;

use super::plan::{CLOSEST, Planned};

/// One change that brings the rows into agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A row that is not there.
    Add { planned: Planned, state: ReminderState },
    /// A row that stands at another moment, or for other people, or was withdrawn.
    Set { id: Uuid, due_at: Moment, attendance: Option<Attendance>, state: ReminderState },
    /// A row that should not go out.
    Withdraw { id: Uuid },
}

/// The changes for one date, whose present start is `start`. `wanted` is empty when nobody is expected at it.
pub(super) fn changes(wanted: &[Planned], rows: &[Model], start: Moment, now: Moment) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for row in rows.iter().filter(|row| row.state == ReminderState::Planned) {
        let still = row.start_utc == start && wanted.iter().any(|w| w.rule.to_string() == row.rule);
        if !still {
            changes.push(Change::Withdraw { id: row.id });
        }
    }
    for planned in wanted {
        let text = planned.rule.to_string();
        match rows.iter().find(|row| row.start_utc == start && row.rule == text) {
            None => {
                let state = at_first(planned.due_at, now);
                changes.push(Change::Add { planned: planned.clone(), state });
            }
            Some(row) => changes.extend(set(row, planned, now)),
        }
    }
    changes
}

fn at_first(due_at: Moment, now: Moment) -> ReminderState {
    if due_at > now { ReminderState::Planned } else { ReminderState::NotApplicable }
}

fn set(row: &Model, planned: &Planned, now: Moment) -> Option<Change> {
    let state = match row.state {
        ReminderState::Planned => ReminderState::Planned,
        ReminderState::Withdrawn => at_first(planned.due_at, now),
        ReminderState::Sent
        | ReminderState::Missed
        | ReminderState::NotApplicable
        | ReminderState::Covered => return None,
    };
    let same = state == row.state && row.due_at == planned.due_at && row.attendance == planned.attendance;
    let set = Change::Set { id: row.id, due_at: planned.due_at, attendance: planned.attendance, state };
    (!same).then_some(set)
}

/// What to do with a reminder whose moment has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Send it.
    Send,
    /// The start is past: it is of no more use.
    Missed,
    /// Another was sent, or is due, within six hours for the same people.
    Covered,
}

/// What to do with `row` now, among the others of its date, which begins at `begins`. Only one that is late can be
/// covered: the plan keeps those that are on time apart.
pub(super) fn due(row: &Model, others: &[Model], begins: Moment, now: Moment) -> Due {
    if now >= begins {
        return Due::Missed;
    }
    let same_people = |other: &&Model| {
        other.id != row.id
            && other.start_utc == row.start_utc
            && (other.attendance.is_none() || row.attendance.is_none() || other.attendance == row.attendance)
    };
    let near = |a: Moment, b: Moment| {
        let apart = a.timestamp().duration_since(b.timestamp());
        (SignedDuration::ZERO..CLOSEST).contains(&apart)
    };
    let covered = others.iter().filter(same_people).any(|other| match other.state {
        ReminderState::Sent => near(now, other.updated_at),
        ReminderState::Planned => {
            other.due_at > row.due_at && (other.due_at <= now || near(other.due_at, now))
        }
        ReminderState::Missed
        | ReminderState::NotApplicable
        | ReminderState::Covered
        | ReminderState::Withdrawn => false,
    });
    if covered { Due::Covered } else { Due::Send }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        format!("2026-07-{text}:00Z").parse().unwrap()
    }

    fn row(rule: &str, due_at: &str, state: ReminderState) -> Model {
        Model {
            id: Uuid::from_u128(
                u128::try_from(rule.len()).unwrap() * 31 + u128::try_from(moment(due_at).millis()).unwrap(),
            ),
            organisation_id: Uuid::nil(),
            event_id: Uuid::nil(),
            occurrence_id: Uuid::nil(),
            rule: rule.to_owned(),
            attendance: None,
            start_utc: moment("09T18:00"),
            due_at: moment(due_at),
            state,
            position: None,
            letters: 0,
            created_at: moment("01T00:00"),
            updated_at: moment(due_at),
        }
    }

    fn wanted(rule: &str, due_at: &str) -> Planned {
        Planned { rule: rule.parse().unwrap(), attendance: None, due_at: moment(due_at) }
    }

    #[test]
    fn rows_that_agree_are_left_alone() {
        let rows =
            [row("P1D", "08T18:00", ReminderState::Planned), row("P7D", "02T18:00", ReminderState::Sent)];
        let both = [wanted("P7D", "02T18:00"), wanted("P1D", "08T18:00")];
        assert_eq!(changes(&both, &rows, moment("09T18:00"), moment("05T12:00")), []);
    }

    #[test]
    fn a_move_withdraws_and_plans_anew() {
        let rows = [row("P1D", "08T18:00", ReminderState::Planned)];
        let moved = [wanted("P1D", "09T19:00")];
        let changes = changes(&moved, &rows, moment("10T19:00"), moment("05T12:00"));
        assert_eq!(
            changes,
            [
                Change::Withdraw { id: rows[0].id },
                Change::Add { planned: moved[0].clone(), state: ReminderState::Planned }
            ]
        );
    }

    #[test]
    fn what_is_past_when_first_planned_is_not_applicable() {
        let late = [wanted("P7D", "02T18:00")];
        let changes = changes(&late, &[], moment("09T18:00"), moment("05T12:00"));
        assert_eq!(changes, [Change::Add { planned: late[0].clone(), state: ReminderState::NotApplicable }]);
    }

    #[test]
    fn suspended_and_taken_up_again() {
        let rows = [row("P1D", "08T18:00", ReminderState::Planned)];
        let start = moment("09T18:00");
        assert_eq!(changes(&[], &rows, start, moment("05T12:00")), [Change::Withdraw { id: rows[0].id }]);
        let withdrawn = [row("P1D", "08T18:00", ReminderState::Withdrawn)];
        let again = changes(&[wanted("P1D", "08T18:00")], &withdrawn, start, moment("06T12:00"));
        assert!(matches!(again[..], [Change::Set { state: ReminderState::Planned, .. }]));
        let too_late = changes(&[wanted("P1D", "08T18:00")], &withdrawn, start, moment("09T12:00"));
        assert!(matches!(too_late[..], [Change::Set { state: ReminderState::NotApplicable, .. }]));
    }

    #[test]
    fn after_a_night_off() {
        let day = row("P1D", "08T18:00", ReminderState::Planned);
        let hours = row("PT2H", "09T16:00", ReminderState::Planned);
        let both = [day.clone(), hours.clone()];
        let due = |row: &Model, others: &[Model], now| due(row, others, moment("09T18:00"), now);
        assert_eq!(due(&day, &both, moment("08T18:00")), Due::Send, "on time");
        assert_eq!(due(&day, &both, moment("09T08:00")), Due::Send, "late, and still of use");
        assert_eq!(due(&day, &both, moment("09T11:00")), Due::Covered, "the next is five hours off");
        assert_eq!(due(&day, &both, moment("09T16:30")), Due::Covered, "the next is due too");
        assert_eq!(due(&hours, &both, moment("09T16:30")), Due::Send);
        assert_eq!(due(&hours, &both, moment("09T18:00")), Due::Missed, "it has begun");
        let sent = Model { state: ReminderState::Sent, updated_at: moment("09T11:00"), ..day };
        assert_eq!(due(&hours, &[sent, hours.clone()], moment("09T16:00")), Due::Covered);
    }
}

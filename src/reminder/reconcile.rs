//! What is planned against what should be: which rows to add, move, or withdraw. Pure.

use entity::Moment;
use entity::table::reminder::Model;
use entity::value::{Attendance, ReminderState};
use uuid::Uuid;

use super::plan::Planned;

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

pub(super) fn at_first(due_at: Moment, now: Moment) -> ReminderState {
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
        Planned { rule: rule.parse().unwrap(), attendance: None, due_at: moment(due_at), left_out: None }
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
}

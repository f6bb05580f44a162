//! Which reminders somebody who replies now will still get, and what they have missed.

use entity::Moment;
use entity::table::reminder::Model as Reminder;
use entity::value::{Attendance, ReminderState, Response};

use super::facts;
use crate::event::Shown;
use crate::letters::Ahead;
use crate::reminder::rule::{Rule, When};
use crate::words::Before;

/// Reminders this short bring the joining link.
const JOINING_LINK_MINUTES: i64 = 30;

/// Whether a reminder by this rule is the letter with the joining link.
pub(super) fn brings_the_link(rule: &Rule) -> bool {
    rule.exactly().is_some_and(|ahead| ahead.as_mins() <= JOINING_LINK_MINUTES)
}

/// What is still to come for somebody with this answer, and what they have missed. A reminder takes the replies that
/// were made before its moment, so one whose moment has passed is part of the confirmation instead.
pub(super) fn ahead(
    shown: &Shown,
    reminders: &[Reminder],
    (response, attendance): (Response, Attendance),
    now: Moment,
) -> Ahead {
    let mine: Vec<(&Reminder, Rule)> = reminders
        .iter()
        .filter(|row| row.start_utc == shown.occurrence.start_utc)
        .filter(|row| row.attendance.is_none_or(|only| only == attendance))
        .filter_map(|row| Some((row, row.rule.parse::<Rule>().ok()?)))
        .filter(|(_, rule)| response == Response::Going || rule.days() == 1)
        .collect();
    let mut coming: Vec<&(&Reminder, Rule)> =
        mine.iter().filter(|(row, _)| row.state == ReminderState::Planned && row.due_at > now).collect();
    coming.sort_by_key(|(row, _)| row.due_at);
    let missed = |rule: &Rule, row: &Reminder| {
        row.due_at <= now && row.state != ReminderState::Withdrawn && rule.days() < 7
    };
    let link_left = mine.iter().any(|(row, rule)| brings_the_link(rule) && missed(rule, row));
    let online = attendance == Attendance::Online && response == Response::Going;
    Ahead {
        reminders: coming.iter().map(|(row, rule)| before(rule, row)).collect(),
        caught_up: mine.iter().any(|(row, rule)| missed(rule, row)),
        joining: if link_left && online { facts::joining(shown) } else { None },
    }
}

/// How long before the start the reminder leaves, as it is said. One that was moved out of the quiet hours leaves on the
/// evening before.
fn before(rule: &Rule, row: &Reminder) -> Before {
    let minutes = row.start_utc.since(row.due_at).as_secs() / 60;
    match rule.when {
        When::Before { days: 0, exactly } => {
            let said = u64::try_from(exactly.as_mins()).unwrap_or(0);
            if minutes == said {
                Before::Minutes(u32::try_from(said).unwrap_or(u32::MAX))
            } else {
                Before::Days(1)
            }
        }
        When::Before { days, .. } | When::DaysBefore { days, .. } => Before::Days(days.max(1)),
    }
}

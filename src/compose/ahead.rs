//! Which reminders somebody who replies now will still get, and what they have missed.

use entity::Moment;
use entity::table::reminder::Model as Reminder;
use entity::value::{Attendance, ReminderState, Response};
use jiff::tz::TimeZone;

use super::facts;
use crate::event::Shown;
use crate::letters::Ahead;
use crate::reminder::rule::{Rule, When};
use crate::reminder::{is_for_maybes, reaches};
use crate::rsvp::Reply;
use crate::words::Before;

/// A reminder so many days ahead holds nothing that a later one does not say again.
const LONG_BEFORE: u32 = 7;

/// What is still to come for this reply, and what it has missed. A reminder takes the replies that were made before its
/// moment, so one whose moment has passed is part of this letter instead.
pub(super) fn ahead(shown: &Shown, reminders: &[Reminder], reply: &Reply, now: Moment) -> Ahead {
    let whose = Whose {
        response: reply.response,
        attendance: reply.attendance,
        replied_at: reply.created_at,
        stopped: reply.reminders_stopped_at.is_some(),
    };
    let found = still(reminders, (shown.occurrence.start_utc, &shown.zone()), &whose, now);
    let online = reply.attendance == Attendance::Online && reply.response == Response::Going;
    let link_left = found.missed.iter().any(Rule::brings_the_link);
    Ahead {
        caught_up: !found.missed.is_empty(),
        joining: if link_left && online { facts::joining(shown) } else { None },
        reminders: found.coming,
    }
}

struct Whose {
    response: Response,
    attendance: Attendance,
    replied_at: Moment,
    /// They asked for no more reminders: only the link to join still comes.
    stopped: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Still {
    coming: Vec<Before>,
    missed: Vec<Rule>,
}

fn still(reminders: &[Reminder], (start, zone): (Moment, &TimeZone), whose: &Whose, now: Moment) -> Still {
    let mut mine: Vec<(&Reminder, Rule)> = reminders
        .iter()
        .filter(|row| row.start_utc == start)
        .filter(|row| row.attendance.is_none_or(|only| only == whose.attendance))
        .filter_map(|row| Some((row, row.rule.parse::<Rule>().ok()?)))
        .filter(|(row, _)| whose.response == Response::Going || is_for_maybes(row, reminders, zone))
        .collect();
    mine.sort_by_key(|(row, _)| row.due_at);
    let joins = whose.attendance == Attendance::Online && whose.response == Response::Going;
    let mut still = Still::default();
    for (row, rule) in mine {
        if row.due_at > now {
            let wanted = !whose.stopped || (joins && rule.brings_the_link());
            let comes =
                wanted && row.state == ReminderState::Planned && reaches(row, &rule, whose.replied_at);
            still.coming.extend(comes.then(|| before(&rule, row, zone)));
        } else if row.state != ReminderState::Withdrawn && rule.days() < LONG_BEFORE {
            still.missed.push(rule);
        }
    }
    still
}

/// How long before the start the reminder leaves, as it is said: by the calendar where the event is, since one that was moved
/// out of the quiet hours leaves on an evening before.
fn before(rule: &Rule, row: &Reminder, zone: &TimeZone) -> Before {
    let minutes = row.start_utc.since(row.due_at).as_secs() / 60;
    if let When::Before { days: 0, exactly } = rule.when
        && u64::try_from(exactly.as_mins()).is_ok_and(|said| said == minutes)
    {
        return Before::Minutes(u32::try_from(minutes).unwrap_or(u32::MAX));
    }
    let day = |moment: Moment| moment.timestamp().to_zoned(zone.clone()).date();
    let days = day(row.due_at).until(day(row.start_utc)).map_or(1, |span| span.get_days());
    Before::Days(u32::try_from(days).unwrap_or(1).max(1))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn moment(text: &str) -> Moment {
        format!("2026-{text}:00Z").parse().unwrap()
    }

    fn row(rule: &str, due_at: &str, state: ReminderState) -> Reminder {
        Reminder {
            id: Uuid::nil(),
            organisation_id: Uuid::nil(),
            event_id: Uuid::nil(),
            occurrence_id: Uuid::nil(),
            rule: rule.to_owned(),
            attendance: rule.parse::<Rule>().unwrap().attendance,
            start_utc: moment("07-09T17:00"),
            due_at: moment(due_at),
            state,
            position: None,
            letters: 0,
            created_at: moment("06-01T09:00"),
            updated_at: moment("06-01T09:00"),
        }
    }

    /// What somebody is told who replies at `at` to what starts on 9 July at 6pm in London.
    fn told(rows: &[Reminder], response: Response, attendance: Attendance, at: &str) -> Still {
        let whose = Whose { response, attendance, replied_at: moment(at), stopped: false };
        let london = TimeZone::get("Europe/London").unwrap();
        still(rows, (moment("07-09T17:00"), &london), &whose, moment(at))
    }

    fn missed(still: &Still) -> Vec<String> {
        still.missed.iter().map(ToString::to_string).collect()
    }

    const ROOM: Attendance = Attendance::InPerson;

    fn lobby(state: ReminderState) -> Vec<Reminder> {
        let rules = [("PT2H", "07-09T15:00"), ("P7D", "07-02T17:00"), ("P1D", "07-08T17:00")];
        rules.map(|(rule, due_at)| row(rule, due_at, state)).to_vec()
    }

    #[test]
    fn who_replies_early_hears_of_all_that_come() {
        let told = told(&lobby(ReminderState::Planned), Response::Going, ROOM, "06-20T12:00");
        assert_eq!(told.coming, [Before::Days(7), Before::Days(1), Before::Minutes(120)]);
        assert_eq!(missed(&told), [""; 0]);
    }

    #[test]
    fn the_seven_day_letter_is_not_promised_to_who_replies_eight_days_ahead() {
        let told = told(&lobby(ReminderState::Planned), Response::Going, ROOM, "07-01T12:00");
        assert_eq!(told.coming, [Before::Days(1), Before::Minutes(120)]);
    }

    #[test]
    fn who_replies_late_has_what_went_out_already() {
        let mut rows = lobby(ReminderState::Sent);
        rows[0].state = ReminderState::Planned;
        let late = told(&rows, Response::Going, ROOM, "07-09T10:00");
        assert_eq!(late.coming, [Before::Minutes(120)]);
        assert_eq!(
            missed(&late),
            ["P1D"],
            "the one a week before held nothing that the day before's does not"
        );
    }

    #[test]
    fn maybes_hear_of_the_day_before_only() {
        let told = told(&lobby(ReminderState::Planned), Response::Maybe, ROOM, "06-20T12:00");
        assert_eq!(told.coming, [Before::Days(1)]);
    }

    #[test]
    fn maybes_are_promised_what_quiet_hours_bring_to_the_day_before() {
        let rows = [row("PT1H", "07-08T17:00", ReminderState::Planned)];
        assert_eq!(told(&rows, Response::Maybe, ROOM, "07-01T12:00").coming, [Before::Days(1)]);
    }

    #[test]
    fn an_early_event_is_announced_by_the_evenings_on_which_its_letters_leave() {
        let early = [
            row("P1D", "07-07T17:00", ReminderState::Planned),
            row("PT2H", "07-08T17:00", ReminderState::Planned),
        ];
        let told = told(&early, Response::Going, ROOM, "07-01T12:00");
        assert_eq!(told.coming, [Before::Days(2), Before::Days(1)]);
    }

    #[test]
    fn a_withdrawn_reminder_is_neither_to_come_nor_missed() {
        let rows = lobby(ReminderState::Withdrawn);
        assert_eq!(told(&rows, Response::Going, ROOM, "07-09T10:00"), Still::default());
    }

    #[test]
    fn the_joining_link_is_missed_by_who_joins_after_it_left() {
        let rows = [row("PT15M/online", "07-09T16:45", ReminderState::Sent)];
        let online = told(&rows, Response::Going, Attendance::Online, "07-09T16:50");
        assert!(online.missed.iter().any(Rule::brings_the_link));
        assert_eq!(told(&rows, Response::Going, ROOM, "07-09T16:50"), Still::default());
    }

    #[test]
    fn who_stopped_reminders_is_promised_the_link_alone() {
        let mut rows = lobby(ReminderState::Planned);
        rows.push(row("PT15M/online", "07-09T16:45", ReminderState::Planned));
        let london = TimeZone::get("Europe/London").unwrap();
        let coming = |attendance, response| {
            let whose = Whose { response, attendance, replied_at: moment("06-20T12:00"), stopped: true };
            still(&rows, (moment("07-09T17:00"), &london), &whose, moment("06-21T12:00")).coming
        };
        assert_eq!(coming(ROOM, Response::Going), []);
        assert_eq!(coming(Attendance::Online, Response::Going), [Before::Minutes(15)]);
        assert_eq!(coming(Attendance::Online, Response::Maybe), []);
    }

    #[test]
    fn one_moved_out_of_the_night_comes_the_day_before() {
        let rows = [row("PT1H", "07-08T17:00", ReminderState::Planned)];
        assert_eq!(told(&rows, Response::Going, ROOM, "07-01T12:00").coming, [Before::Days(1)]);
    }
}

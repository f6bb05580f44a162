//! A reminder, or the letter with the joining link, for one person.

use entity::table::reminder::Model as ReminderRow;
use entity::value::{Attendance, EventStatus, ReminderState, Response, Standing};

use super::notice::differs;
use super::of_reply::Case;
use super::{Composer, Outcome, Written, facts};
use crate::database::Conn;
use crate::event::Viewer;
use crate::letters::joining::JoiningLink;
use crate::letters::notice::Notice;
use crate::letters::reminder::Reminder;
use crate::outbox::ComposeError;
use crate::reminder::{self, plan, rule::Rule};
use crate::rsvp::Guest;

impl Composer {
    pub(super) async fn reminder(&self, conn: &Conn<'_>, case: Case<'_>) -> Result<Outcome, ComposeError> {
        let own = &case.guest.reply;
        let date = &case.shown.occurrence;
        let all = reminder::of_occurrence(conn, own.occurrence_id).await?;
        let Some(row) = all.iter().find(|row| Some(row.id) == case.row.reminder_id) else {
            return Ok(Outcome::TooLate("the reminder is no longer planned"));
        };
        if row.start_utc != date.start_utc || case.shown.status() != EventStatus::Confirmed {
            return Ok(Outcome::TooLate("the event has moved or is not on"));
        }
        let zone = case.shown.zone();
        let Some(begins) = plan::begins(date.start, &zone).filter(|begins| case.now < *begins) else {
            return Ok(Outcome::TooLate("the event has begun"));
        };
        let brings = row.rule.parse::<Rule>().is_ok_and(|rule| rule.brings_the_link());
        let online = own.attendance == Attendance::Online && own.response == Response::Going;
        let joining = facts::joining(case.shown).filter(|_| brings && online);
        // Whoever wants no reminders still needs the link to come.
        let wants = (own.reminders_stopped_at.is_none() || joining.is_some()) && is_coming(case.guest);
        if !wants || row.attendance.is_some_and(|only| only != own.attendance) {
            return Ok(Outcome::NotWanted("its owner is not coming so, or asked for no reminders"));
        }
        // It may have waited for the mail server until now.
        let morning = plan::not_at_night(case.now, begins, &zone);
        if morning > case.now {
            return Ok(Outcome::NotBefore(morning));
        }
        if let Some(joining) = joining {
            let (event, reply) = (case.event.clone(), self.reply(conn, &case, false).await?);
            let letter = JoiningLink { event, reply, joining }.letter(case.language);
            return self.written(case, letter, false);
        }
        let changed = self.unsaid(conn, &case).await?;
        let calendar = if changed.is_some() { Some(self.entry_of(&case)?) } else { None };
        let reply = self.reply(conn, &case, calendar.is_some()).await?;
        let stop = Some(reply.links.stop.to_string());
        let (event, today) = (case.event.clone(), facts::day_of(case.shown, case.now));
        let last = is_last(row, &all, own.attendance);
        let letter = Reminder { event, reply, changed, today, last }.letter(case.language);
        Ok(Outcome::Letter(Box::new(Written { letter, event: case.event, calendar, stop })))
    }

    /// What has changed for somebody who said maybe: this letter tells them, and brings their calendar the entry as it is now. Those
    /// who are coming get letters of their own about that.
    async fn unsaid(&self, conn: &Conn<'_>, case: &Case<'_>) -> Result<Option<Notice>, ComposeError> {
        let own = &case.guest.reply;
        if own.response != Response::Maybe {
            return Ok(None);
        }
        let after = case.shown.known(Viewer::Replied, case.now);
        match differs(conn, own, &after).await? {
            Some(differs) => self.what_changed(conn, case, differs, true).await.map(Some),
            None => Ok(None),
        }
    }
}

fn is_coming(guest: &Guest) -> bool {
    let reply = &guest.reply;
    reply.response == Response::Maybe
        || (reply.response == Response::Going && reply.standing == Standing::HasPlace)
}

/// Whether no later reminder follows for somebody who attends so.
fn is_last(row: &ReminderRow, all: &[ReminderRow], attendance: Attendance) -> bool {
    !all.iter().any(|other| {
        other.start_utc == row.start_utc
            && other.due_at > row.due_at
            && other.state != ReminderState::Withdrawn
            && other.attendance.is_none_or(|only| only == attendance)
    })
}

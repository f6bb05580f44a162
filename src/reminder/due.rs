//! Reminders whose moment has come, handed to the outbox page by page.

use std::time::Duration;

use entity::Moment;
use entity::value::{AttendanceMode, LetterKind, ReminderState};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::cover::{Audience, Date, Due, due};
use super::rule::Rule;
use super::{Reminder, is_for_maybes, plan, store};
use crate::database::{self, Database, Write};
use crate::event::ahead::{Ahead, ahead_of};
use crate::occurrence::{self, times};
use crate::outbox::{self, NewLetter, Urgency};
use crate::rsvp::recipients::{Recipients, Stopped, recipients};

/// How many letters one write puts.
const PAGE: u64 = 1000;
/// How many reminders are read at once.
const ROUND: u64 = 100;
/// Reminders a week or more ahead go only to those who replied at least this much earlier than they go out: whoever
/// has just replied has the same in their confirmation.
const FRESH: Duration = Duration::from_hours(3 * 24);
/// From how many days ahead on that holds.
const FAR_AHEAD: u32 = 7;

/// Hands every reminder whose moment has come to the outbox. Answers how many letters were put.
///
/// One whose moment passed while nobody was there goes out if it is still of use, in the morning if that is soon enough;
/// else it is noted as missed, or as covered by another, and then goes to those alone whom the other does not reach. A crash in the middle goes on where it stopped: the position is
/// kept with each page.
///
/// # Errors
/// When the database fails; what was put stays put.
pub async fn send_due(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let (mut letters, mut after) = (0, None);
    loop {
        let rows = store::due(&db.read(), now, after, ROUND).await?;
        // Those that wait for the morning stay due: whatever comes after them is looked at too.
        let Some(last) = rows.last() else { return Ok(letters) };
        after = Some((last.due_at, last.id));
        for row in rows {
            letters += send(db, row, now).await?;
        }
    }
}

/// From when on a reminder of this date is of no more use, and the zone in which people sleep.
pub(super) fn begins(date: &Ahead) -> (Moment, TimeZone) {
    let zone = times::zone(&date.occurrence.timezone).unwrap_or(TimeZone::UTC);
    let begins = plan::begins(date.occurrence.start, &zone).unwrap_or(date.occurrence.start_utc);
    (begins, zone)
}

/// Whether a reminder is for a reply made at `replied_at`: it was made in time, and for one that goes out long before,
/// well ahead of it.
#[must_use]
pub fn reaches(reminder: &Reminder, rule: &Rule, replied_at: Moment) -> bool {
    replied_at < replied_before(reminder, rule)
}

fn replied_before(reminder: &Reminder, rule: &Rule) -> Moment {
    if rule.days() >= FAR_AHEAD { reminder.due_at - FRESH } else { reminder.due_at }
}

async fn send(db: &Database, row: Reminder, now: Moment) -> Result<u64, database::Error> {
    let Some(date) = ahead_of(&db.read(), row.occurrence_id).await? else { return Ok(0) };
    let (begins, zone) = begins(&date);
    let all = store::of_occurrences(&db.read(), &[row.occurrence_id]).await?;
    let mode = date.event.facts.attendance_mode;
    // Once it has begun to go out it goes on, whatever has come near since.
    let begun = row.position.is_some();
    let due = match due(&row, &Date { all: &all, begins, zone: &zone, mode }, now) {
        Due::Covered | Due::Only(_) if begun => Due::Send,
        due => due,
    };
    match due {
        Due::Missed => end(db, row.id, ReminderState::Missed, now).await,
        Due::Covered => end(db, row.id, ReminderState::Covered, now).await,
        Due::Send | Due::Only(_) if plan::not_at_night(now, begins, &zone) > now => Ok(0),
        Due::Send => hand_over(db, row, now).await,
        Due::Only(audiences) => {
            let letters = hand_over_to(db, &row, &audiences, now).await?;
            end(db, row.id, ReminderState::Covered, now).await?;
            Ok(letters)
        }
    }
}

async fn end(db: &Database, id: Uuid, state: ReminderState, now: Moment) -> Result<u64, database::Error> {
    let ended =
        db.write(move |write| Box::pin(async move { store::end(&write.conn(), id, state, now).await }));
    ended.await.map(|()| 0)
}

async fn hand_over(db: &Database, row: Reminder, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    loop {
        let id = row.id;
        let page = db.write(move |write| Box::pin(put_page(write, id, To::All, now))).await?;
        letters += page.letters;
        if page.next.is_none() {
            return Ok(letters);
        }
    }
}

/// To some of those whom it is for. No position is kept: after a crash it begins anew, and nobody gets it twice, for a
/// reminder and a reply make one letter.
async fn hand_over_to(
    db: &Database,
    row: &Reminder,
    audiences: &[Audience],
    now: Moment,
) -> Result<u64, database::Error> {
    let (mut letters, id) = (0, row.id);
    for audience in audiences.iter().copied() {
        let mut after = None;
        loop {
            let to = To::Only { audience, after };
            let page = db.write(move |write| Box::pin(put_page(write, id, to, now))).await?;
            letters += page.letters;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(letters)
}

/// To whom a page of letters goes.
#[derive(Clone, Copy)]
enum To {
    /// Everybody it is for, from the position of its row on.
    All,
    /// These, after that reply.
    Only { audience: Audience, after: Option<Uuid> },
}

struct Page {
    letters: u64,
    /// The last reply of the page, when there may be more.
    next: Option<Uuid>,
}

/// Puts the next page of letters. The date is locked, so that no reply changes meanwhile; the row is read anew, so
/// that one that was withdrawn, or sent by another node, is left alone.
async fn put_page(write: &mut Write, id: Uuid, to: To, now: Moment) -> Result<Page, database::Error> {
    let nothing = Page { letters: 0, next: None };
    let Some(row) = store::by_id(&write.conn(), id).await? else { return Ok(nothing) };
    let locked = occurrence::lock(write, row.occurrence_id).await?;
    let Some(row) = store::by_id(&write.conn(), row.id).await? else { return Ok(nothing) };
    if row.state != ReminderState::Planned || locked.is_none() {
        return Ok(nothing);
    }
    let date = ahead_of(&write.conn(), row.occurrence_id).await?;
    let agrees = |date: &Ahead| date.is_on() && date.occurrence.start_utc == row.start_utc;
    let Some(date) = date.filter(agrees) else {
        // It moved or is off since this was planned; if it should go out after all, `replan` says so.
        store::end(&write.conn(), row.id, ReminderState::Withdrawn, now).await?;
        return Ok(nothing);
    };
    let (expires_at, zone) = begins(&date);
    let (who, after) = match to {
        To::All => {
            let all = store::of_occurrences(&write.conn(), &[row.occurrence_id]).await?;
            (whom(&row, is_for_maybes(&row, &all, &zone)), row.position)
        }
        To::Only { audience, after } => (whom_of(&row, audience, date.event.facts.attendance_mode), after),
    };
    let ids = recipients(&write.conn(), &who, after, PAGE).await?;
    let rows = ids.iter().map(|rsvp| letter(&row, *rsvp, expires_at, now)).collect();
    let letters = outbox::put_all(write, rows, now).await?;
    let full = u64::try_from(ids.len()).unwrap_or(0) == PAGE;
    let last = ids.last().copied();
    if last.is_some() {
        let position = last.filter(|_| matches!(to, To::All));
        store::advance(&write.conn(), &row, position, i64::try_from(letters).unwrap_or(0)).await?;
    }
    if !full && matches!(to, To::All) {
        store::end(&write.conn(), row.id, ReminderState::Sent, now).await?;
    }
    Ok(Page { letters, next: last.filter(|_| full) })
}

fn whom(row: &Reminder, maybes: bool) -> Recipients {
    let rule = row.rule.parse::<Rule>().ok();
    let brings_the_link = rule.is_some_and(|rule| rule.brings_the_link());
    Recipients {
        occurrence: row.occurrence_id,
        attendance: row.attendance,
        going: true,
        maybes,
        waiting: false,
        stopped: if brings_the_link { Stopped::Joining } else { Stopped::Out },
        knows_less_than: None,
        knows_at_least: None,
        replied_before: rule.map_or(row.due_at, |rule| replied_before(row, &rule)),
    }
}

/// Where there is one way to attend, all are taken to attend so.
fn whom_of(row: &Reminder, audience: Audience, mode: AttendanceMode) -> Recipients {
    let both_ways = mode == AttendanceMode::Hybrid;
    Recipients {
        attendance: if both_ways { Some(audience.attendance) } else { row.attendance },
        going: !audience.maybes,
        ..whom(row, audience.maybes)
    }
}

fn letter(row: &Reminder, rsvp: Uuid, expires_at: Moment, now: Moment) -> NewLetter {
    NewLetter {
        organisation_id: row.organisation_id,
        event_id: Some(row.event_id),
        occurrence_id: Some(row.occurrence_id),
        rsvp_id: Some(rsvp),
        reminder_id: Some(row.id),
        kind: LetterKind::Reminder,
        detail: None,
        urgency: Urgency::Reminder,
        due_at: now,
        expires_at: Some(expires_at),
    }
}

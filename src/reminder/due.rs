//! Reminders whose moment has come, handed to the outbox page by page.

use std::time::Duration;

use entity::Moment;
use entity::value::{LetterKind, ReminderState};
use uuid::Uuid;

use super::reconcile::{Due, due};
use super::rule::Rule;
use super::{Reminder, store};
use crate::database::{self, Database, Write};
use crate::event::ahead::ahead_of;
use crate::occurrence;
use crate::outbox::{self, NewLetter, Urgency};
use crate::rsvp::recipients::{Recipients, recipients};

/// How many letters one write puts.
const PAGE: u64 = 1000;
/// How many reminders one round looks at.
const ROUND: u64 = 100;
/// Reminders a week or more ahead go only to those who replied at least this much earlier than they go out: whoever
/// has just replied has the same in their confirmation.
const FRESH: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Hands every reminder whose moment has come to the outbox. Answers how many letters were put.
///
/// One whose moment passed while nobody was there goes out if it is still of use; else it is noted as missed, or as
/// covered by another. A crash in the middle goes on where it stopped: the position is kept with each page.
///
/// # Errors
/// When the database fails; what was put stays put.
pub async fn send_due(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    for row in store::due(&db.read(), now, ROUND).await? {
        let others = store::of_occurrences(&db.read(), &[row.occurrence_id]).await?;
        match due(&row, &others, now) {
            // Once it has begun to go out it goes on, whatever has come near since.
            Due::Covered if row.position.is_none() => end(db, row.id, ReminderState::Covered, now).await?,
            Due::Missed => end(db, row.id, ReminderState::Missed, now).await?,
            Due::Send | Due::Covered => letters += hand_over(db, row, now).await?,
        }
    }
    Ok(letters)
}

async fn end(db: &Database, id: Uuid, state: ReminderState, now: Moment) -> Result<(), database::Error> {
    db.write(move |write| Box::pin(async move { store::end(&write.conn(), id, state, now).await })).await
}

async fn hand_over(db: &Database, row: Reminder, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    loop {
        let id = row.id;
        let page = db.write(move |write| Box::pin(put_page(write, id, now))).await?;
        letters += page.letters;
        if page.last {
            return Ok(letters);
        }
    }
}

struct Page {
    letters: u64,
    last: bool,
}

/// Puts the next page of letters. The date is locked, so that no reply changes meanwhile; the row is read anew, so
/// that one that was withdrawn, or sent by another node, is left alone.
async fn put_page(write: &mut Write, id: Uuid, now: Moment) -> Result<Page, database::Error> {
    let nothing = Page { letters: 0, last: true };
    let Some(row) = store::by_id(&write.conn(), id).await? else { return Ok(nothing) };
    let locked = occurrence::lock(write, row.occurrence_id).await?;
    let Some(row) = store::by_id(&write.conn(), row.id).await? else { return Ok(nothing) };
    let date = ahead_of(&write.conn(), row.occurrence_id).await?;
    let agrees = date.is_some_and(|date| date.is_on() && date.occurrence.start_utc == row.start_utc);
    if row.state != ReminderState::Planned || locked.is_none() || !agrees {
        return Ok(nothing);
    }
    let who = whom(&row);
    let ids = recipients(&write.conn(), &who, row.position, PAGE).await?;
    let put = outbox::put_all(write, ids.iter().map(|rsvp| letter(&row, *rsvp, now)).collect(), now).await?;
    if let Some(last) = ids.last() {
        store::advance(&write.conn(), &row, *last, i64::try_from(put).unwrap_or(0)).await?;
    }
    let last = u64::try_from(ids.len()).unwrap_or(0) < PAGE;
    if last {
        store::end(&write.conn(), row.id, ReminderState::Sent, now).await?;
    }
    Ok(Page { letters: put, last })
}

fn whom(row: &Reminder) -> Recipients {
    let days = row.rule.parse::<Rule>().map_or(0, |rule| rule.days());
    Recipients {
        occurrence: row.occurrence_id,
        attendance: row.attendance,
        // Whoever said maybe hears once, on the day before.
        maybes: days == 1,
        waiting: false,
        reminders: true,
        knows_less_than: None,
        replied_before: if days >= 7 { row.due_at - FRESH } else { row.due_at },
    }
}

fn letter(row: &Reminder, rsvp: Uuid, now: Moment) -> NewLetter {
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
        expires_at: Some(row.start_utc),
    }
}

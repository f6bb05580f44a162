//! The warning before people are forgotten: what is postponed or paused loses its replies sixty days after its last known
//! end, and a week before that its contact is told, while it can still be taken up again or called off.

use std::time::Duration;

use entity::Moment;
use entity::value::LetterKind;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::store::{self, SoonForgotten};
use crate::database::{self, Database, Write};
use crate::occurrence::times;
use crate::outbox::{self, NewLetter, Urgency};
use crate::reminder::plan::after_quiet;

/// So long before the replies go their event's contact is told.
const AHEAD: Duration = Duration::from_hours(7 * 24);
/// How many dates one write takes.
const PAGE: u64 = 500;

/// Whether what goes at `destroy_on` goes so soon that somebody should know.
#[must_use]
pub fn is_near(destroy_on: Moment, now: Moment) -> bool {
    destroy_on > now && destroy_on <= now + AHEAD
}

/// Puts a letter to the contact of every event that is postponed or suspended and whose replies go within a week. Answers
/// how many.
///
/// Each is told once of one moment: the key of the date remembers it, in the same transaction, and forgets it when the
/// moment moves. Where nobody replied there is nothing to tell. At night it waits for the morning, if that is in time.
///
/// # Errors
/// When the database fails; what was put stays put.
pub async fn warn(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    loop {
        let soon = store::soon_forgotten(&db.read(), (now, now + AHEAD), PAGE).await?;
        if soon.is_empty() {
            return Ok(letters);
        }
        letters += db.write(move |write| Box::pin(put(write, soon, now))).await?;
    }
}

/// Only those that nobody else has warned of meanwhile.
async fn put(write: &mut Write, soon: Vec<SoonForgotten>, now: Moment) -> Result<u64, database::Error> {
    let keys: Vec<Uuid> = soon.iter().map(|one| one.key).collect();
    let ours = store::note_warned(&write.conn(), keys, now).await?;
    let letters = soon.into_iter().filter(|one| ours.contains(&one.key)).map(|one| letter(&one, now));
    outbox::put_all(write, letters.collect(), now).await
}

fn letter(one: &SoonForgotten, now: Moment) -> NewLetter {
    let zone = times::zone(&one.timezone).unwrap_or(TimeZone::UTC);
    let morning = after_quiet(now, &zone);
    NewLetter {
        organisation_id: one.organisation,
        event_id: Some(one.event),
        occurrence_id: Some(one.occurrence),
        rsvp_id: None,
        reminder_id: None,
        kind: LetterKind::DeletionWarning,
        detail: None,
        urgency: Urgency::Whenever,
        due_at: if morning < one.destroy_on { morning } else { now },
        expires_at: Some(one.destroy_on),
    }
}

//! What we keep and how long: the beat that forgets, and the one that warns before.
//!
//! | what | until |
//! | --- | --- |
//! | replies, their letters, tags and keys | their date's `destroy_on`: the end and the kind's days; postponed or suspended 60 days, cancelled 7 |
//! | access needs and their key | 3 days after the end |
//! | personal fields of who can't come | their last letter is settled, 24 hours at most |
//! | answers to repeated requests | 24 hours |
//! | addresses not to write to | 12 months |
//! | letters in files | 24 hours; at once when their reply is deleted |
//! | addresses of who has a calendar of their own | none of their replies is left, and it was not fetched for 90 days, or never, or there was nothing in it for 400 days (`feed::personal`) |
//!
//! Where an event is postponed or suspended, its contact is told seven days before ([`warn`]): until then it can be taken
//! up again or called off.
//!
//! Guarantees: what is past its date is gone from the database, from SQLite's log and from the data folder after one
//! run; numbers stay. It takes no input and may run twice. When a date's keys must go is set by the room that moves
//! the date; copies of the database become unreadable as the key file turns over (`seal`).

mod store;
mod warning;

use std::time::Duration;

use entity::Moment;
use entity::value::{LetterKind, Purpose};
use uuid::Uuid;

use crate::database::{self, Database, Write};
use crate::feed::personal;
use crate::journal::{self, Actor};
use crate::outbox::delivery::Mailer;
use crate::outbox::{self, FILED_FOR, is_letter_of};
use crate::seal::{SealError, Seals};
use crate::{occurrence, rsvp};

pub use warning::{is_near, warn};

/// For how long the personal fields of who can't come wait for a letter to leave.
const LETTERS_HAVE: Duration = Duration::from_hours(24);
/// How many dates, and how many withdrawn replies, one run takes.
const AT_ONCE: u64 = 1_000;
const ACTOR: Actor = Actor::Beat("purge");

/// What one run removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Dates whose replies were deleted.
    pub dates: u64,
    /// Dates whose access needs were deleted.
    pub access: u64,
    /// Replies whose owners can't come.
    pub withdrawn: u64,
    /// Answers to repeated requests, and addresses that may be written to again.
    pub expired: u64,
    /// People's own calendars that are of no more use.
    pub calendars: u64,
    /// Letters in files.
    pub files: u64,
}

/// Why something could not be removed. It is tried again at the next run.
#[derive(Debug, thiserror::Error)]
pub enum PurgeError {
    /// The database refused.
    #[error("the database refused")]
    Database(#[from] database::Error),
    /// A key does not open what it closed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The folder of letters refused.
    #[error("the folder of letters in files refused")]
    Files(#[from] std::io::Error),
}

/// What went wrong first, while the rest goes on: one date that can't be removed must not keep the others.
#[derive(Default)]
struct Troubles {
    first: Option<PurgeError>,
}

impl Troubles {
    fn or_none<T>(&mut self, done: Result<T, impl Into<PurgeError>>) -> Option<T> {
        match done {
            Ok(value) => Some(value),
            Err(error) => {
                self.first.get_or_insert_with(|| error.into());
                None
            }
        }
    }
}

/// Removes all that is past its date.
///
/// # Errors
/// The first thing that could not be removed. All else was; the rest waits for the next run.
pub async fn purge(db: &Database, seals: &Seals, mailer: &Mailer, now: Moment) -> Result<Purged, PurgeError> {
    let (mut purged, mut troubles) = (Purged::default(), Troubles::default());
    let due = Seals::due_for_destruction(&db.read(), Purpose::Contact, now, AT_ONCE).await?;
    for date in due {
        if let Some(files) = troubles.or_none(purge_date(db, seals, mailer, date, now).await) {
            purged.dates += 1;
            purged.files += files;
        }
    }
    let due = Seals::due_for_destruction(&db.read(), Purpose::Access, now, AT_ONCE).await?;
    for date in due {
        purged.access += u64::from(troubles.or_none(forget_access(db, seals, date, now).await).is_some());
    }
    for (reply, since) in store::withdrawn(&db.read(), AT_ONCE).await? {
        let forgotten = troubles.or_none(forget_withdrawn(db, reply, since, now).await);
        purged.withdrawn += u64::from(forgotten == Some(true));
    }
    purged.calendars = troubles.or_none(personal::forget(db, seals, now).await).unwrap_or(0);
    purged.expired = troubles.or_none(delete_expired(db, now).await).unwrap_or(0);
    let old = mailer.remove_filed_before(now - FILED_FOR);
    purged.files += troubles.or_none(old).unwrap_or(0);
    purged.files += troubles.or_none(remove_orphans(db, mailer).await).unwrap_or(0);
    // Each time: what owners and officers delete by hand must leave the log too.
    troubles.or_none(db.truncate_log().await);
    troubles.first.map_or(Ok(purged), Err)
}

/// Answers how many letters in files went with the date.
async fn purge_date(
    db: &Database,
    seals: &Seals,
    mailer: &Mailer,
    date: Uuid,
    now: Moment,
) -> Result<u64, PurgeError> {
    let seals = seals.clone();
    let letters: Vec<Uuid> =
        db.write(move |write| Box::pin(async move { forget_date(write, &seals, date, now).await })).await?;
    Ok(mailer.remove_filed_of(|left| letters.iter().any(|letter| is_letter_of(left, *letter)))?)
}

async fn forget_date(
    write: &mut Write,
    seals: &Seals,
    date: Uuid,
    now: Moment,
) -> Result<Vec<Uuid>, database::Error> {
    let Some(occurrence) = occurrence::lock(write, date).await? else { return Ok(Vec::new()) };
    let counts = match occurrence.final_counts.clone() {
        Some(counts) => counts,
        None => rsvp::counts_of_date(&write.conn(), date).await?,
    };
    let letters = outbox::forget_occurrence(write, date).await?;
    store::delete_replies(&write.conn(), date).await?;
    store::close_date(&write.conn(), date, counts, now).await?;
    for purpose in [Purpose::Contact, Purpose::Access] {
        seals.destroy(write, date, purpose).await?;
    }
    noted(write, &occurrence, "occurrence.purged", now).await?;
    Ok(letters)
}

async fn forget_access(db: &Database, seals: &Seals, date: Uuid, now: Moment) -> Result<(), PurgeError> {
    let seals = seals.clone();
    let done = db.write(move |write| {
        Box::pin(async move {
            let Some(occurrence) = occurrence::lock(write, date).await? else { return Ok(()) };
            store::delete_access_needs(&write.conn(), date).await?;
            seals.destroy(write, date, Purpose::Access).await?;
            noted(write, &occurrence, "occurrence.access_needs_purged", now).await
        })
    });
    Ok(done.await?)
}

/// Forgets who withdrew once nothing waits to be sent to them. After a day it no longer matters what waits.
async fn forget_withdrawn(
    db: &Database,
    reply: Uuid,
    since: Moment,
    now: Moment,
) -> Result<bool, database::Error> {
    db.write(move |write| {
        Box::pin(async move {
            if now >= since + LETTERS_HAVE {
                let why = "its owner withdrew a day ago, and is forgotten";
                outbox::withdraw(write, reply, LetterKind::ALL, (why, now)).await?;
            } else if outbox::has_waiting(&write.conn(), reply).await? {
                return Ok(false);
            }
            if rsvp::finish_deletion(write, reply).await? {
                return Ok(true);
            }
            store::forget_person(&write.conn(), reply, now).await
        })
    })
    .await
}

async fn delete_expired(db: &Database, now: Moment) -> Result<u64, database::Error> {
    db.write(move |write| Box::pin(async move { store::delete_expired(&write.conn(), now).await })).await
}

/// Removes the files of letters whose rows are gone: their replies were deleted by hand.
async fn remove_orphans(db: &Database, mailer: &Mailer) -> Result<u64, PurgeError> {
    let mut filed = Vec::new();
    let seen = std::cell::RefCell::new(&mut filed);
    mailer.remove_filed_of(|left| {
        seen.borrow_mut().extend(letter_of(left));
        false
    })?;
    let known = store::known_letters(&db.read(), &filed).await?;
    // Only those that were looked up: a file that came since belongs to a row that was not asked for.
    let is_orphan = |left: &str| {
        letter_of(left).is_some_and(|letter| filed.contains(&letter) && !known.contains(&letter))
    };
    Ok(mailer.remove_filed_of(is_orphan)?)
}

/// The outbox row that the left part of a Message-ID names; `None` for letters of other sorts.
fn letter_of(left: &str) -> Option<Uuid> {
    let letter = Uuid::try_parse(left.split_once('.')?.0).ok()?;
    is_letter_of(left, letter).then_some(letter)
}

async fn noted(
    write: &Write,
    occurrence: &occurrence::Occurrence,
    act: &str,
    now: Moment,
) -> Result<(), database::Error> {
    let entry = journal::Entry {
        organisation: occurrence.organisation_id,
        revision: None,
        at: now,
        actor: &ACTOR,
        act,
        event: Some(occurrence.event_id),
        subject: occurrence.id,
        detail: None,
    };
    journal::write(write, entry).await
}

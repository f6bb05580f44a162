//! Telling people what changed since we last told them.
//!
//! An act on the programme writes an announcement; when it has settled, [`tell`] puts one letter for each reply that
//! knows less. The letter says everything since that person was last told ([`news()`]): what a letter said counts from the
//! moment at which it is settled as sent, so several nodes may put letters at once and nobody is told twice. If things are
//! back as that person knew them, there is no letter; what any other letter has shown them meanwhile counts as known. Who said maybe
//! is told by the letter of the day before, where that is in time ([`waits_until`]). What an act is, and when it has settled,
//! is `event`'s; the words are `letters`'.

mod change;
pub mod digest;
mod maybes;
mod news;
mod silent;
mod store;

use std::time::Duration;

use entity::Moment;
use entity::table::announcement::Model as Announcement;
use entity::table::{event, occurrence};
use entity::value::known::Known;
use entity::value::{Act, LetterKind};
use jiff::tz::TimeZone;
use uuid::Uuid;

pub use change::{Changed, changed};
pub use maybes::waits_until;
pub use news::{News, known_between, news};

use crate::database::{self, Conn, Database, Write};
use crate::event::ahead::ahead_of;
use crate::event::{EventError, Viewer, by_date, new_until};
use crate::occurrence::times;
use crate::outbox::{self, NewLetter, Urgency};
use crate::reminder::plan::after_quiet;
use crate::rsvp::recipients::{Recipients, Stopped, recipients};

/// How many letters one write puts.
const PAGE: u64 = 1000;
/// How many announcements one round looks at.
const ROUND: u64 = 100;
/// A start nearer than this makes a change urgent.
const SAME_DAY: Duration = Duration::from_hours(24);
/// Only when both starts, old and new, are further off than this does a letter wait for the morning.
const FAR: Duration = Duration::from_hours(36);

/// For so long after it settled, what was announced of a date that nobody has replied to is kept.
const UNREAD_FOR: Duration = Duration::from_hours(24);
/// How many of those one turn removes: a year of a daily series, five times over.
const UNREAD_AT_ONCE: u64 = 2_000;

/// Puts a letter for everybody who should be told of what has settled. Answers how many.
///
/// # Errors
/// When the database fails; what was put stays put.
pub async fn tell(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let mut letters = 0;
    for announcement in store::due(&db.read(), now, ROUND).await? {
        if announcement.act != Act::Published {
            for date in store::dates_of(&db.read(), &announcement).await? {
                letters += tell_of(db, &announcement, date, now).await?;
            }
        }
        let id = announcement.id;
        db.write(move |write| Box::pin(async move { store::told(&write.conn(), id, now).await })).await?;
    }
    Ok(letters)
}

/// Removes what was announced of dates that nobody has replied to, a while after it settled. Answers how many rows went.
///
/// A series leaves a row for each of its dates at each act. Whoever replies later is shown the date as it is then, and asks for
/// nothing older. What is left goes at the next turn.
///
/// # Errors
/// When the database fails.
pub async fn drop_unread(db: &Database, now: Moment) -> Result<u64, database::Error> {
    let settled = now - UNREAD_FOR;
    db.write(move |w| Box::pin(async move { store::drop_unread(&w.conn(), settled, UNREAD_AT_ONCE).await }))
        .await
}

/// Whether another letter than `letter` is leaving for the owner of `reply` at this moment, so that what it shows them is not known yet.
///
/// # Errors
/// When the database can't be read.
pub async fn is_another_leaving(
    conn: &Conn<'_>,
    reply: Uuid,
    letter: Uuid,
    now: Moment,
) -> Result<bool, database::Error> {
    store::is_another_leaving(conn, reply, letter, now).await
}

async fn tell_of(
    db: &Database,
    announcement: &Announcement,
    occurrence: Uuid,
    now: Moment,
) -> Result<u64, database::Error> {
    let knows = match announcement.notify {
        true => None,
        false => match shown_from(db, announcement, occurrence, now).await? {
            Some(from) => Some(from),
            None => return Ok(0),
        },
    };
    while db.write(move |w| Box::pin(async move { store::note_told(&w.conn(), occurrence).await })).await? {}
    let mut letters = 0;
    let mut after = None;
    loop {
        let (of, from) = (announcement.clone(), after);
        let page =
            db.write(move |write| Box::pin(put_page(write, of, (occurrence, knows), from, now))).await?;
        letters += page.letters;
        after = page.last;
        if after.is_none() {
            return Ok(letters);
        }
    }
}

/// Of an act without a word: whom it is told to all the same, by what they know at least ([`silent`]).
async fn shown_from(
    db: &Database,
    announcement: &Announcement,
    occurrence: Uuid,
    now: Moment,
) -> Result<Option<i64>, database::Error> {
    let done = store::of_date(&db.read(), announcement.event_id, occurrence).await?;
    let shown = match by_date(&db.read(), occurrence).await {
        Ok(shown) => shown,
        Err(EventError::Database(error)) => return Err(error),
        Err(_gone) => return Ok(None),
    };
    let known = shown.known(Viewer::Replied, now);
    Ok(silent::shown_from(&done, announcement, new_until(&shown), &known))
}

struct Page {
    letters: u64,
    /// The last reply looked at, when there may be more.
    last: Option<Uuid>,
}

async fn put_page(
    write: &mut Write,
    announcement: Announcement,
    (occurrence, knows): (Uuid, Option<i64>),
    after: Option<Uuid>,
    now: Moment,
) -> Result<Page, database::Error> {
    let locked = crate::occurrence::lock(write, occurrence).await?;
    let date = ahead_of(&write.conn(), occurrence).await?.filter(|_| locked.is_some());
    let Some(date) = date else { return Ok(Page { letters: 0, last: None }) };
    let timing = timing(&announcement.before, &date.occurrence, now);
    let who = whom(&announcement, (occurrence, knows), now);
    let ids = recipients(&write.conn(), &who, after, PAGE).await?;
    let rows = ids.iter().map(|rsvp| letter(&date.event, &date.occurrence, *rsvp, &timing)).collect();
    let letters = outbox::put_all(write, rows, now).await?;
    if after.is_none() {
        // Who was to be told of something else in the morning is told of this too, and of this perhaps at once.
        let letters = (occurrence, LetterKind::Notice);
        outbox::hasten(write, letters, (timing.urgency, timing.due_at), timing.expires_at).await?;
    }
    let full = u64::try_from(ids.len()).unwrap_or(0) == PAGE;
    Ok(Page { letters, last: ids.last().copied().filter(|_| full) })
}

/// Everybody who comes, may come or waits. Of those who said maybe, whom the letter of the day before tells in time is found
/// when theirs would leave ([`waits_until`]): what each knows, and which letters they get, is their own.
fn whom(announcement: &Announcement, (occurrence, knows): (Uuid, Option<i64>), now: Moment) -> Recipients {
    Recipients {
        occurrence,
        attendance: None,
        going: true,
        maybes: true,
        waiting: true,
        stopped: Stopped::In,
        knows_less_than: Some(announcement.sequence),
        knows_at_least: knows,
        replied_before: now,
    }
}

/// From when on somebody who knows the date as `before` may be told of how it is: now, or in the morning when nothing is near.
#[must_use]
pub fn not_before(before: &Known, date: &occurrence::Model, now: Moment) -> Moment {
    timing(before, date, now).due_at
}

struct Timing {
    urgency: Urgency,
    due_at: Moment,
    expires_at: Moment,
}

fn timing(before: &Known, date: &occurrence::Model, now: Moment) -> Timing {
    let zone = times::zone(&date.timezone).unwrap_or(TimeZone::UTC);
    let old_start = times::instant(before.start, &zone).unwrap_or(date.start_utc);
    let near = |start: Moment| start <= now + SAME_DAY;
    let far = |start: Moment| start > now + FAR;
    Timing {
        urgency: if near(old_start) || near(date.start_utc) { Urgency::AtOnce } else { Urgency::Notice },
        due_at: if far(old_start) && far(date.start_utc) { after_quiet(now, &zone) } else { now },
        expires_at: date.end_utc.max(old_start),
    }
}

fn letter(event: &event::Model, date: &occurrence::Model, rsvp: Uuid, timing: &Timing) -> NewLetter {
    NewLetter {
        organisation_id: event.organisation_id,
        event_id: Some(event.id),
        occurrence_id: Some(date.id),
        rsvp_id: Some(rsvp),
        reminder_id: None,
        kind: LetterKind::Notice,
        detail: None,
        urgency: timing.urgency,
        due_at: timing.due_at,
        expires_at: Some(timing.expires_at),
    }
}

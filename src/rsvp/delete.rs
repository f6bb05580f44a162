//! Deleting a reply: by its owner, by whom it was never from, by an officer.
//!
//! Guarantees: what was said of a person, their answer and their places go at once. Where we put an entry into the calendar of who deletes
//! their own reply, one last letter takes it out again, and until that has left, or a day has passed, their address is kept for it, and
//! nothing else; nobody opens the reply any more.
//!
//! "Not you?" mails nothing. It is pressed by somebody who never asked for our letters, or by a stranger's mistake got one: the promise
//! on that page is that nothing more comes, and one more letter about an event that they have nothing to do with would break it. The
//! page tells them to delete the entry themselves, should their calendar have taken it.

use std::time::Duration;

use entity::Moment;
use entity::table::suppression;
use entity::value::{LetterKind, Purpose, Response, Standing};
use serde_json::{Value, json};
use uuid::Uuid;

use super::change::{self, Locked};
use super::mine::Mine;
use super::sealed::Keys;
use super::waiting::{self, Party};
use super::{Reply, ReplyError, new_letter, noted, places, store};
use crate::database::{Conn, Error, Write};
use crate::journal::Actor;
use crate::outbox;
use crate::outbox::address::Address;
use crate::seal::{Owner, Seals};
use crate::secret;

/// For how long an address that said "not you" is not written to.
const SUPPRESSED_FOR: Duration = Duration::from_hours(24 * 365);
/// What a letter's row says of a reply that its owner deleted.
const DELETED: &str = "deleted";

/// Deletes a reply as its owner asks.
///
/// # Errors
/// [`ReplyError::Gone`] when somebody was faster.
pub async fn delete_mine(write: &mut Write, mine: &Mine, now: Moment) -> Result<(), ReplyError> {
    let locked = change::lock(write, mine.reply.occurrence_id, mine.reply.id).await?;
    if now < locked.terms.ends && has_entry(&write.conn(), &locked.reply).await? {
        return empty(write, locked, now).await;
    }
    remove(write, locked, (&Actor::Public, now)).await
}

/// Whether an entry of ours is in the calendar of this reply's owner, and they take letters.
async fn has_entry(conn: &Conn<'_>, reply: &Reply) -> Result<bool, Error> {
    if reply.email.is_none() || reply.letters_stopped_at.is_some() {
        return Ok(false);
    }
    store::entry_is_out(conn, reply).await
}

/// Leaves of a locked reply the address alone, for the letter that takes the entry out of its owner's calendar.
async fn empty(write: &mut Write, locked: Locked, now: Moment) -> Result<(), ReplyError> {
    let freed = give_up_places(write, &locked).await?;
    let Locked { reply, date, terms } = locked;
    let reply = Reply {
        response: Response::NotGoing,
        party_size: 1,
        standing: Standing::None,
        queued_at: None,
        name: None,
        organisation_name: None,
        banner: false,
        message: None,
        answers: None,
        access_needs: None,
        withdrawn_at: Some(reply.withdrawn_at.unwrap_or(now)),
        checked_in_at: None,
        revision: reply.revision + 1,
        updated_at: now,
        ..reply
    };
    store::update(&write.conn(), reply.clone()).await?;
    store::forget_request(&write.conn(), reply.id).await?;
    outbox::withdraw(write, reply.id, LetterKind::ALL, ("its owner deleted the reply", now)).await?;
    let detail = json!({ DELETED: true });
    outbox::put(write, new_letter(&reply, LetterKind::Withdrawn, Some(detail), now), now).await?;
    noted(write, &reply, "rsvp.deleted", &Actor::Public, now).await?;
    if freed {
        places::fill(write, date.id, &terms, &Actor::Public, now).await?;
    }
    Ok(())
}

/// Whether what a letter's row holds says that its reply was deleted.
#[must_use]
pub fn says_deleted(detail: Option<&Value>) -> bool {
    detail.and_then(|detail| detail.get(DELETED)).and_then(Value::as_bool) == Some(true)
}

/// Whether the owner of a reply that is still here for its last letter has deleted it.
///
/// # Errors
/// The database's.
pub(super) async fn is_deleted(conn: &Conn<'_>, reply: &Reply) -> Result<bool, Error> {
    let Some(since) = reply.withdrawn_at.filter(|_since| reply.email.is_some()) else { return Ok(false) };
    let details = store::details_since(conn, reply.id, LetterKind::Withdrawn, since).await?;
    Ok(details.iter().any(|detail| says_deleted(detail.as_ref())))
}

/// Removes the row of a deleted reply whose last letter has ended; false when it is none.
///
/// # Errors
/// The database's.
pub async fn finish_deletion(write: &mut Write, id: Uuid) -> Result<bool, Error> {
    let Some(reply) = store::by_id(&write.conn(), id).await? else { return Ok(false) };
    let deleted = is_deleted(&write.conn(), &reply).await?;
    if deleted {
        store::delete(&write.conn(), id).await?;
    }
    Ok(deleted)
}

/// "Not you?": removes the reply at once, sends nothing, and notes that this organisation writes to its address no more for a year.
///
/// # Errors
/// [`ReplyError::Gone`] when somebody was faster.
pub async fn not_you(write: &mut Write, seals: &Seals, mine: &Mine, now: Moment) -> Result<(), ReplyError> {
    let locked = change::lock(write, mine.reply.occurrence_id, mine.reply.id).await?;
    let organisation = locked.reply.organisation_id;
    let keys = Keys::of(seals, &write.conn(), locked.reply.occurrence_id).await?;
    if let Some(Ok(address)) = keys.address(&locked.reply)?.map(|text| Address::parse(&text)) {
        let key = seals.key(&write.conn(), Owner::Organisation(organisation), Purpose::Suppression).await?;
        let row = suppression::Model {
            id: secret::new_id(now),
            organisation_id: organisation,
            tag: key.tag(&address.normal()),
            reason: "not_you".to_owned(),
            created_at: now,
            expires_at: now + SUPPRESSED_FOR,
        };
        store::suppress(&write.conn(), row).await?;
    }
    remove(write, locked, (&Actor::Public, now)).await
}

/// Deletes a locked reply with its letters, and gives its places to who waits.
pub(super) async fn remove(
    write: &mut Write,
    locked: Locked,
    (actor, now): (&Actor, Moment),
) -> Result<(), ReplyError> {
    let freed = give_up_places(write, &locked).await?;
    let Locked { reply, date, terms } = locked;
    store::delete(&write.conn(), reply.id).await?;
    noted(write, &reply, "rsvp.deleted", actor, now).await?;
    if freed {
        places::fill(write, date.id, &terms, actor, now).await?;
    }
    Ok(())
}

/// Whether that may have freed places for who waits.
async fn give_up_places(write: &Write, locked: &Locked) -> Result<bool, ReplyError> {
    let Locked { reply, date, terms } = locked;
    let had = Party { mode: reply.attendance, size: reply.party_size };
    let step = waiting::decide(reply.standing, had, Response::NotGoing, had);
    places::carry_out(write, date.id, step, reply.standing, terms.waiting_list).await?;
    Ok(step.may_free_places())
}

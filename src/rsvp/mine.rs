//! What the owner of a reply may do with it, by the links in their letters.
//!
//! Guarantees: a token opens one thing only; looking changes nothing; pressing anything proves the address; after the
//! purge every link says "gone".

use std::time::Duration;

use entity::Moment;
use entity::value::{LetterKind, Purpose, Response};
use uuid::Uuid;

use super::change::{self, Locked, Wish};
use super::sequence::FIRST_REPLIES;
use super::terms::Terms;
use super::{Event, Occurrence, Reply, ReplyError, delete, noted, store};
use crate::database::{Conn, Write};
use crate::journal::Actor;
use crate::occurrence;
use crate::outbox;
use crate::seal::{Owner, SealError, Seals, TokenPurpose, parse_token};
use crate::words::Language;

/// How many letters about what we hold a reply gets in a day.
const HELD_LETTERS: u64 = 3;
/// Why a letter to who stopped all about an event does not leave.
pub const NO_MORE_LETTERS: &str = "its owner asked for no more letters about this event";
const DAY: Duration = Duration::from_hours(24);

/// A reply that a link opened, with its event. Nothing personal in it is open.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The reply.
    pub reply: Reply,
    /// Its event.
    pub event: Event,
    /// Its date.
    pub occurrence: Occurrence,
    /// What the event asks.
    pub terms: Terms,
}

/// The reply that `text` opens for `purpose`. Changes nothing.
///
/// # Errors
/// [`ReplyError::Gone`] when it was deleted, [`ReplyError::NotFound`] when it was never one of our links.
pub async fn open(
    conn: &Conn<'_>,
    seals: &Seals,
    purpose: TokenPurpose,
    text: &str,
) -> Result<Mine, ReplyError> {
    let token = parse_token(text).ok_or(ReplyError::NotFound)?;
    let missing = || if is_an_id_of_ours(token.id()) { ReplyError::Gone } else { ReplyError::NotFound };
    let reply = store::by_id(conn, token.id()).await?.ok_or_else(missing)?;
    let key = match seals.key(conn, Owner::Occurrence(reply.occurrence_id), Purpose::Contact).await {
        Err(SealError::Destroyed) => return Err(ReplyError::Gone),
        other => other?,
    };
    if !key.verifies(&token, purpose, reply.generation) {
        return Err(ReplyError::NotFound);
    }
    if delete::is_deleted(conn, &reply).await? {
        return Err(ReplyError::Gone);
    }
    let event = store::event(conn, reply.event_id).await?.ok_or(ReplyError::Gone)?;
    let occurrence = occurrence::by_id(conn, reply.occurrence_id).await?.ok_or(ReplyError::Gone)?;
    let terms = Terms::of(&event, &occurrence, Language::from_code(&reply.language));
    Ok(Mine { reply, event, occurrence, terms })
}

/// Whether an id could have been a reply's: a UUIDv7 (RFC 9562, section 5.7) of a time at which there were replies.
/// Once a reply is deleted nothing else is left to tell an old link from a made-up one.
#[must_use]
pub fn is_an_id_of_ours(id: Uuid) -> bool {
    let millis = id.as_u128() >> 80;
    id.get_version_num() == 7 && millis >= u128::from(FIRST_REPLIES) * 1_000
}

/// The token that opens a reply for `purpose`.
///
/// # Errors
/// [`SealError::Destroyed`] after the purge.
pub async fn token(
    conn: &Conn<'_>,
    seals: &Seals,
    purpose: TokenPurpose,
    reply: &Reply,
) -> Result<String, SealError> {
    let key = seals.key(conn, Owner::Occurrence(reply.occurrence_id), Purpose::Contact).await?;
    Ok(key.token(purpose, reply.id, reply.generation))
}

/// The manage token of a reply that was just taken.
///
/// # Errors
/// [`ReplyError::NotFound`], or that its key is gone.
pub async fn manage_token(conn: &Conn<'_>, seals: &Seals, id: Uuid) -> Result<String, ReplyError> {
    let reply = store::by_id(conn, id).await?.ok_or(ReplyError::NotFound)?;
    Ok(token(conn, seals, TokenPurpose::Manage, &reply).await?)
}

/// Changes a reply as its owner wishes; "can't come" withdraws it.
///
/// # Errors
/// By field, [`ReplyError::NoRoom`], or why the event takes no more.
pub async fn change_mine(
    write: &mut Write,
    mine: &Mine,
    wish: Wish,
    now: Moment,
) -> Result<Reply, ReplyError> {
    let mut locked = proved(write, mine, now).await?;
    locked.answered(now);
    change::apply(write, locked, wish, (&Actor::Public, now)).await
}

/// "Can't come": the place is free at once, personal fields go when the last letter is settled.
///
/// # Errors
/// [`ReplyError::Gone`].
pub async fn withdraw(write: &mut Write, mine: &Mine, now: Moment) -> Result<Reply, ReplyError> {
    let wish = Wish { response: Some(Response::NotGoing), ..Wish::default() };
    change_mine(write, mine, wish, now).await
}

/// Stops reminders for this event. The reply stands; moved and called-off letters still come.
///
/// So does the joining link of who comes online: what is a reminder is decided when a letter leaves, so nothing is taken
/// out of the outbox here.
///
/// # Errors
/// [`ReplyError::Gone`].
pub async fn stop_reminders(write: &mut Write, mine: &Mine, now: Moment) -> Result<(), ReplyError> {
    let mut reply = proved(write, mine, now).await?.reply;
    reply.reminders_stopped_at = reply.reminders_stopped_at.or(Some(now));
    save(write, reply, "rsvp.reminders_stopped", now).await
}

/// Stops every letter about this event, moved and called-off ones too.
///
/// # Errors
/// [`ReplyError::Gone`].
pub async fn stop_letters(write: &mut Write, mine: &Mine, now: Moment) -> Result<(), ReplyError> {
    let mut reply = proved(write, mine, now).await?.reply;
    reply.reminders_stopped_at = reply.reminders_stopped_at.or(Some(now));
    reply.letters_stopped_at = reply.letters_stopped_at.or(Some(now));
    outbox::withdraw(write, reply.id, LetterKind::ALL, (NO_MORE_LETTERS, now)).await?;
    save(write, reply, "rsvp.letters_stopped", now).await
}

async fn save(write: &mut Write, mut reply: Reply, act: &str, now: Moment) -> Result<(), ReplyError> {
    reply.revision += 1;
    reply.updated_at = now;
    store::update(&write.conn(), reply.clone()).await?;
    Ok(noted(write, &reply, act, &Actor::Public, now).await?)
}

/// Mails what we hold to the address held, three times a day at most.
///
/// # Errors
/// [`ReplyError::Gone`]; [`ReplyError::NoAddress`] when there is none to mail it to.
pub async fn send_what_we_hold(write: &mut Write, mine: &Mine, now: Moment) -> Result<(), ReplyError> {
    let reply = proved(write, mine, now).await?.reply;
    if reply.email.is_none() {
        return Err(ReplyError::NoAddress);
    }
    store::update(&write.conn(), reply.clone()).await?;
    let lately = store::letters_since(&write.conn(), reply.id, LetterKind::WhatWeHold, now - DAY).await?;
    if lately < HELD_LETTERS {
        outbox_now(write, &reply, now).await?;
    }
    Ok(())
}

/// Even who stopped our letters gets the one they ask for.
async fn outbox_now(write: &mut Write, reply: &Reply, now: Moment) -> Result<(), ReplyError> {
    let letter = super::new_letter(reply, LetterKind::WhatWeHold, None, now);
    outbox::put(write, letter, now).await?;
    Ok(noted(write, reply, "rsvp.asked_what_we_hold", &Actor::Public, now).await?)
}

/// Locks the reply; whoever presses a button in a letter reads the mail of its address.
pub(super) async fn proved(write: &Write, mine: &Mine, now: Moment) -> Result<Locked, ReplyError> {
    let mut locked = change::lock(write, mine.reply.occurrence_id, mine.reply.id).await?;
    if locked.reply.email.is_some() {
        locked.reply.address_proved_at = locked.reply.address_proved_at.or(Some(now));
    }
    Ok(locked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret;

    #[test]
    fn an_id_that_could_have_been_a_reply_is_told_from_a_made_up_one() {
        let now: Moment = "2026-11-22T00:00:00Z".parse().unwrap();
        assert!(is_an_id_of_ours(secret::new_id(now)));
        assert!(!is_an_id_of_ours(secret::new_id(Moment::from_millis(1_000))));
        assert!(!is_an_id_of_ours(Uuid::max()));
        assert!(!is_an_id_of_ours(Uuid::nil()));
    }
}

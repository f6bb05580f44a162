//! What officers see of replies, and do with them.
//!
//! Guarantees: nobody of another organisation is shown; access needs open only for who may read them; each reading of
//! people is in the journal, once an hour for a caller and an event.

use entity::Moment;
use entity::value::Scope;
use uuid::Uuid;

use super::answer::{Answer, Said};
use super::change::{self, Wish};
use super::sealed::{Keys, Person};
use super::{Reply, ReplyError, answer, store};
use crate::access::Caller;
use crate::database::{Conn, Error, Write};
use crate::journal::{self, Actor};
use crate::seal::{DateKeys, SealError, Seals};

const HOUR: i64 = 60 * 60 * 1000;

/// A reply with the person behind it.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The reply.
    pub reply: Reply,
    /// What it says of them; empty once it was forgotten.
    pub person: Person,
}

/// A page of an event's replies, in the order in which they came, after the one named. Opens access needs only for who
/// may read them. Whoever shows it calls [`note_reading`] first.
///
/// # Errors
/// When a value does not open, or the database fails.
pub async fn list(
    conn: &Conn<'_>,
    seals: &Seals,
    caller: &Caller,
    event: Uuid,
    (after, limit): (Option<Uuid>, u64),
) -> Result<Vec<Guest>, ReplyError> {
    let with_access = caller.may(Scope::AccessNeedsRead);
    let replies = store::page(conn, (caller.organisation, event), after, limit).await?;
    let mut guests = Vec::with_capacity(replies.len());
    for reply in replies {
        guests.push(opened(conn, seals, reply, with_access).await?);
    }
    Ok(guests)
}

/// One reply with the person behind it.
///
/// # Errors
/// [`ReplyError::NotFound`] when it is another organisation's.
pub async fn find(conn: &Conn<'_>, seals: &Seals, caller: &Caller, id: Uuid) -> Result<Guest, ReplyError> {
    let reply = store::find(conn, caller.organisation, id).await?.ok_or(ReplyError::NotFound)?;
    opened(conn, seals, reply, caller.may(Scope::AccessNeedsRead)).await
}

/// One reply, whosever it is, for what its own address is told or asked; with the keys of its date.
///
/// # Errors
/// When a value does not open, or the database fails.
pub async fn for_letter(
    conn: &Conn<'_>,
    seals: &Seals,
    id: Uuid,
) -> Result<Option<(Guest, DateKeys)>, ReplyError> {
    match store::by_id(conn, id).await? {
        Some(reply) => with_keys(conn, seals, reply).await.map(Some),
        None => Ok(None),
    }
}

/// All that a reply holds, opened, and the keys of its date.
pub(super) async fn with_keys(
    conn: &Conn<'_>,
    seals: &Seals,
    reply: Reply,
) -> Result<(Guest, DateKeys), ReplyError> {
    let keys = seals.of_date(conn, reply.occurrence_id).await?;
    let person = person(&keys, &reply, true)?;
    Ok((Guest { reply, person }, keys))
}

async fn opened(
    conn: &Conn<'_>,
    seals: &Seals,
    reply: Reply,
    with_access: bool,
) -> Result<Guest, ReplyError> {
    let keys = seals.of_date(conn, reply.occurrence_id).await?;
    let person = person(&keys, &reply, with_access)?;
    Ok(Guest { reply, person })
}

/// What a reply says of a person; nothing once its key was destroyed.
fn person(keys: &DateKeys, reply: &Reply, with_access: bool) -> Result<Person, SealError> {
    match Keys::among(keys) {
        Ok(keys) => keys.open(reply, with_access),
        Err(SealError::Destroyed) => Ok(Person::default()),
        Err(error) => Err(error),
    }
}

/// Notes that `caller` reads the people of `event` at `now`: one line an hour. `act` is `rsvps.read`,
/// `rsvps.exported` or `access_needs.read`.
///
/// # Errors
/// When the database refuses.
pub async fn note_reading(
    write: &mut Write,
    caller: &Caller,
    event: Uuid,
    act: &str,
    now: Moment,
) -> Result<(), Error> {
    let actor = Actor::Key(caller.key);
    let hour = Moment::from_millis(now.millis() - now.millis().rem_euclid(HOUR));
    if store::was_noted(&write.conn(), (&actor.to_string(), act), event, hour).await? {
        return Ok(());
    }
    let entry = journal::Entry {
        organisation: caller.organisation,
        revision: None,
        at: now,
        actor: &actor,
        act,
        event: Some(event),
        subject: event,
        detail: None,
    };
    journal::write(write, entry).await
}

/// A change by an officer. The outer `None` leaves a field as it is; the inner one clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// Answer, way and size.
    pub wish: Wish,
    /// What to call them.
    pub name: Option<Option<String>>,
    /// Where to write to.
    pub email: Option<Option<String>>,
    /// For whom they come.
    pub organisation: Option<Option<String>>,
    /// They bring a banner.
    pub banner: Option<bool>,
    /// A message to the organisers.
    pub message: Option<Option<String>>,
    /// What they need to take part.
    pub access_needs: Option<Option<String>>,
    /// Answers to the event's own questions; all of them together.
    pub answers: Option<std::collections::BTreeMap<String, String>>,
}

/// Changes a reply. `expected` is the revision its caller has seen, if they said.
///
/// # Errors
/// [`ReplyError::ChangedMeanwhile`], by field, [`ReplyError::NoRoom`], or [`ReplyError::AddressTaken`].
pub async fn patch(
    write: &mut Write,
    seals: &Seals,
    (caller, id): (&Caller, Uuid),
    (patch, expected): (Patch, Option<i64>),
    now: Moment,
) -> Result<Reply, ReplyError> {
    let reply = store::find(&write.conn(), caller.organisation, id).await?.ok_or(ReplyError::NotFound)?;
    let mut locked = change::lock(write, reply.occurrence_id, id).await?;
    if expected.is_some_and(|revision| revision != locked.reply.revision) {
        return Err(ReplyError::ChangedMeanwhile);
    }
    let actor = Actor::Key(caller.key);
    let wish = patch.wish;
    if patch == (Patch { wish, ..Patch::default() }) {
        locked.answered(now);
        return change::apply(write, locked, wish, (&actor, now)).await;
    }
    let keys = Keys::of(seals, &write.conn(), locked.reply.occurrence_id).await?;
    let person = keys.open(&locked.reply, true)?;
    let said = merged(&locked.reply, person, patch, &locked.terms)?;
    let tag = said.email.as_ref().map(|address| keys.contact.tag(&address.normal()));
    if let Some(tag) = tag.filter(|tag| locked.reply.email_tag.as_ref() != Some(tag))
        && store::by_tag(&write.conn(), locked.reply.occurrence_id, &tag).await?.is_some()
    {
        return Err(ReplyError::AddressTaken);
    }
    locked = change::lock(write, reply.occurrence_id, id).await?;
    change::replace(write, seals, locked.reply, &said, (&actor, now)).await
}

/// What the reply says after the patch, checked as a new one is.
fn merged(
    reply: &Reply,
    person: Person,
    patch: Patch,
    terms: &super::terms::Terms,
) -> Result<Said, ReplyError> {
    let answer = Answer {
        response: Some(patch.wish.response.unwrap_or(reply.response)),
        attendance: Some(patch.wish.attendance.unwrap_or(reply.attendance)),
        party_size: Some(patch.wish.party_size.unwrap_or(reply.party_size)),
        name: patch.name.unwrap_or(person.name),
        email: patch.email.unwrap_or(person.email),
        organisation: patch.organisation.unwrap_or(person.organisation),
        banner: patch.banner.unwrap_or(reply.banner),
        message: patch.message.unwrap_or(person.message),
        access_needs: patch.access_needs.unwrap_or(person.access_needs),
        answers: patch.answers.unwrap_or(person.answers),
    };
    answer::read(&answer, terms, true).map_err(ReplyError::Invalid)
}

/// Deletes a reply at once; no letter is sent.
///
/// # Errors
/// [`ReplyError::NotFound`] when it is another organisation's.
pub async fn delete(write: &mut Write, caller: &Caller, id: Uuid, now: Moment) -> Result<(), ReplyError> {
    let reply = store::find(&write.conn(), caller.organisation, id).await?.ok_or(ReplyError::NotFound)?;
    let locked = change::lock(write, reply.occurrence_id, id).await?;
    super::delete::remove(write, locked, (&Actor::Key(caller.key), now)).await
}

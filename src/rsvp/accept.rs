//! Taking a reply that is ready.
//!
//! Guarantees: somebody without proof gets the answer that a new address would get, after the same statements, whether
//! we know the address or not. What a second answer of theirs does is left to [`super::again`]. A reply is one to its date, and
//! belongs to the event that the date has when it is taken.

use entity::Moment;
use entity::value::{LetterKind, Response, Standing};
use uuid::Uuid;

use super::answer::{self, Said};
use super::prepare::Ready;
use super::terms::Terms;
use super::waiting::{Move, Party};
use super::{Refused, Reply, ReplyError, again, change, new_letter, noted, places, store};
use crate::database::{Engine, Write};
use crate::occurrence;
use crate::outbox;
use crate::seal::Seals;

/// A reply that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The reply; for a second answer an id that names nothing.
    pub id: Uuid,
    /// How it stands; for a second answer how a new one would.
    pub standing: Standing,
    /// Whether an address was typed. Without one, the answer to this request is the only way to the manage link.
    pub has_address: bool,
}

/// Takes a reply that is ready: whole or not at all.
///
/// # Errors
/// [`Refused::Full`], or that the event has changed since it was read.
pub async fn accept(
    write: &mut Write,
    seals: &Seals,
    mut ready: Ready,
    now: Moment,
) -> Result<Taken, ReplyError> {
    // SQLite has one writer, who needs no lock.
    if write.engine() == Engine::Postgres {
        occurrence::lock(write, ready.occurrence).await?;
    }
    let numbers = store::numbers(&write.conn(), ready.occurrence).await?.ok_or(Refused::NotFound)?;
    // Since it was read the date may have gone on under another event, from a split on: the reply goes with it.
    let split = ready.request.event != numbers.event;
    ready.request.event = numbers.event;
    if split || (numbers.event_revision, numbers.date_revision) != ready.revisions {
        ready.waiting_list = still_holds(write, &ready, now).await?.waiting_list;
    }
    let sequence = numbers.sequence;
    let known = match &ready.sealed.email_tag {
        Some(tag) => store::by_tag(&write.conn(), ready.occurrence, tag).await?,
        None => None,
    };
    match known {
        None => first_answer(write, ready, sequence, now).await,
        Some(known) if ready.request.door.is_officers() => {
            let (id, actor) = (known.id, ready.request.door.actor());
            let changed = change::replace(write, seals, known, &ready.said, (&actor, now)).await?;
            Ok(Taken { id, standing: changed.standing, has_address: true })
        }
        Some(known) if known.response == Response::NotGoing => {
            again::comes_back(write, seals, ready, (known, sequence), now).await
        }
        Some(known) => again::second_answer(write, ready, &known, now).await,
    }
}

/// Asks again what was asked before the write: the event was changed in between, or split. Answers the terms of today.
async fn still_holds(write: &Write, ready: &Ready, now: Moment) -> Result<Terms, ReplyError> {
    let date = occurrence::by_id(&write.conn(), ready.occurrence).await?.ok_or(Refused::NotFound)?;
    let event = store::event(&write.conn(), ready.request.event).await?;
    let event = event.filter(|event| ready.request.door.shows(event)).ok_or(Refused::NotFound)?;
    let terms = Terms::of(&event, &date, ready.request.language);
    terms.takes_replies(now)?;
    answer::read(&ready.request.answer, &terms, ready.request.door.is_officers())
        .map_err(ReplyError::Invalid)?;
    Ok(terms)
}

/// What an answer that comes in asks of the places.
pub(super) fn move_of(said: &Said) -> Move {
    match said.response {
        Response::Going => Move::Enter(Party { mode: said.attendance, size: said.party_size }),
        Response::Maybe | Response::NotGoing => Move::Stay,
    }
}

async fn first_answer(
    write: &mut Write,
    ready: Ready,
    sequence: i64,
    now: Moment,
) -> Result<Taken, ReplyError> {
    let step = move_of(&ready.said);
    let standing =
        places::carry_out(write, ready.occurrence, step, Standing::None, ready.waiting_list).await?;
    let has_address = ready.said.email.is_some();
    let (actor, letters) = (ready.request.door.actor(), ready.letters);
    let reply = row(ready, standing, sequence, now);
    store::insert(&write.conn(), reply.clone()).await?;
    // A reply whose address may not be kept gets its row too, so that its answer takes as long: it finds no address
    // when it leaves, and ends there.
    if has_address && letters {
        outbox::put(write, new_letter(&reply, LetterKind::Confirmation, None, now), now).await?;
    }
    noted(write, &reply, "rsvp.created", &actor, now).await?;
    Ok(Taken { id: reply.id, standing, has_address })
}

/// The row of a first answer.
pub(super) fn row(ready: Ready, standing: Standing, sequence: i64, now: Moment) -> Reply {
    let Ready { id, request, said, sealed, organisation, occurrence, .. } = ready;
    let officers = request.door.is_officers();
    Reply {
        id,
        organisation_id: organisation,
        event_id: request.event,
        occurrence_id: occurrence,
        response: said.response,
        attendance: said.attendance,
        attendance_chosen: None,
        party_size: said.party_size,
        standing,
        queued_at: (standing == Standing::Waiting).then_some(now),
        name: sealed.name,
        address_proved_at: sealed.email.as_ref().filter(|_address| officers).map(|_address| now),
        email: sealed.email,
        email_tag: sealed.email_tag,
        organisation_name: sealed.organisation_name,
        banner: said.banner,
        message: sealed.message,
        answers: sealed.answers,
        access_needs: sealed.access_needs,
        wording: request.wording,
        agreed_at: request.agreed_at,
        source: request.source.to_owned(),
        language: request.language.code().to_owned(),
        generation: 0,
        told: sequence,
        asked_sequence: sequence,
        asked_revision: 1,
        answered_at: None,
        reminders_stopped_at: None,
        letters_stopped_at: None,
        withdrawn_at: (said.response == Response::NotGoing).then_some(now),
        forgotten_at: None,
        checked_in_at: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

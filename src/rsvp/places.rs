//! Taking, waiting for and giving back places, and giving those that come free to who waits.
//!
//! The counts are kept by the single statements of `occurrence`; which of them, and in which order, says
//! [`super::waiting`]. The date is locked by the caller, so nobody comes between.

use entity::Moment;
use entity::value::{Attendance, LetterKind, OccurrenceStatus, Standing};
use uuid::Uuid;

use super::terms::Terms;
use super::waiting::{Move, Party, who_gets};
use super::{Refused, Reply, ReplyError, letter, noted, store};
use crate::database::{Database, Error, Write};
use crate::journal::Actor;
use crate::occurrence;
use crate::words::Language;

/// Carries out `step` and answers how the reply stands then.
///
/// # Errors
/// [`Refused::Full`] or [`Refused::TooFew`] where there is no place and no waiting list; [`ReplyError::NoRoom`] when a change would need places
/// that there are not: nothing has changed then.
pub(super) async fn carry_out(
    write: &Write,
    date: Uuid,
    step: Move,
    standing: Standing,
    waiting_list: bool,
) -> Result<Standing, ReplyError> {
    match step {
        Move::Stay => Ok(standing),
        Move::Enter(party) => enter(write, date, party, waiting_list).await,
        Move::Swap { take, give_back, stop_waiting } => {
            if !occurrence::take(write, date, take.mode, take.size).await? {
                return Err(ReplyError::NoRoom);
            }
            if let Some(party) = give_back {
                occurrence::give_back(write, date, party.mode, party.size).await?;
            }
            if let Some(party) = stop_waiting {
                occurrence::stop_waiting(write, date, party.mode, party.size).await?;
            }
            Ok(Standing::HasPlace)
        }
        Move::Shrink(party) => {
            occurrence::give_back(write, date, party.mode, party.size).await?;
            Ok(Standing::HasPlace)
        }
        Move::Leave(party) => {
            occurrence::give_back(write, date, party.mode, party.size).await?;
            Ok(Standing::None)
        }
        Move::StopWaiting(party) => {
            occurrence::stop_waiting(write, date, party.mode, party.size).await?;
            Ok(Standing::None)
        }
        Move::Resize { mode, by } => {
            occurrence::wait(write, date, mode, by).await?;
            Ok(Standing::Waiting)
        }
    }
}

async fn enter(write: &Write, date: Uuid, party: Party, waiting_list: bool) -> Result<Standing, ReplyError> {
    if occurrence::take(write, date, party.mode, party.size).await? {
        return Ok(Standing::HasPlace);
    }
    if !waiting_list {
        let refused = if party.size == 1 { Refused::Full } else { Refused::TooFew { party: party.size } };
        return Err(refused.into());
    }
    occurrence::wait(write, date, party.mode, party.size).await?;
    Ok(Standing::Waiting)
}

/// Gives the free places of a date to who waits for them, whole parties, first come first, and writes to them.
/// Answers how many parties got theirs.
///
/// # Errors
/// When the database refuses.
pub(super) async fn fill(
    write: &mut Write,
    date: Uuid,
    terms: &Terms,
    actor: &Actor,
    now: Moment,
) -> Result<u64, Error> {
    if !terms.fills(now) {
        return Ok(0);
    }
    let mut filled = 0;
    for place in occurrence::places(&write.conn(), date).await? {
        let sort = Attendance::ALL.iter().copied().find(|sort| sort.as_str() == place.key);
        let Some(sort) = sort.filter(|_sort| place.waiting > 0) else { continue };
        let queue = store::queue(&write.conn(), date, sort).await?;
        let sizes: Vec<(Uuid, i64)> = queue.iter().map(|reply| (reply.id, reply.party_size)).collect();
        let lucky = who_gets(place.capacity.map(|capacity| capacity - place.taken), &sizes);
        for reply in queue {
            if lucky.iter().any(|(id, _size)| *id == reply.id)
                && occurrence::take_from_waiting(write, date, sort, reply.party_size).await?
            {
                give(write, reply, actor, now).await?;
                filled += 1;
            }
        }
    }
    Ok(filled)
}

async fn give(write: &mut Write, mut reply: Reply, actor: &Actor, now: Moment) -> Result<(), Error> {
    reply.standing = Standing::HasPlace;
    reply.queued_at = None;
    reply.revision += 1;
    reply.updated_at = now;
    store::update(&write.conn(), reply.clone()).await?;
    letter(write, &reply, LetterKind::PlaceFound, None, now).await?;
    noted(write, &reply, "rsvp.place_found", actor, now).await
}

/// The beat: fills the waiting lists of dates where places came free without anybody's leaving, after a raised
/// capacity. May run twice. Answers how many parties got their places.
///
/// # Errors
/// When the database refuses.
pub async fn fill_places(db: &Database, now: Moment) -> Result<u64, ReplyError> {
    let mut filled = 0;
    for date in store::dates_to_fill(&db.read(), now).await? {
        filled += db.write(move |write| Box::pin(fill_date(write, date, now))).await?;
    }
    Ok(filled)
}

async fn fill_date(write: &mut Write, date: Uuid, now: Moment) -> Result<u64, ReplyError> {
    let Some(occurrence) = occurrence::lock(write, date).await? else { return Ok(0) };
    let Some(event) = store::event(&write.conn(), occurrence.event_id).await? else { return Ok(0) };
    if occurrence.status != OccurrenceStatus::Scheduled {
        return Ok(0);
    }
    let terms = Terms::of(&event, &occurrence, Language::default());
    Ok(fill(write, date, &terms, &Actor::Beat("fill_places"), now).await?)
}

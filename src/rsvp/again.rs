//! An answer with an address that replied to this date before, from somebody without proof.
//!
//! Guarantees: it is answered as a first one would be, after as many statements, so that a stranger learns nothing. While the reply stands
//! as coming or maybe, nothing changes, and the owner of the address is written to with both answers, twice a day at most. Where the
//! reply stands as "can't come" they come back, as the letter that confirmed it told them to. Anybody could do that with their address a
//! little later, when the withdrawn reply is forgotten: to refuse it would protect nobody.

use std::time::Duration;

use entity::Moment;
use entity::value::{LetterKind, Response, Standing};
use serde_json::json;

use super::accept::{Taken, move_of, row};
use super::prepare::Ready;
use super::sealed::Keys;
use super::waiting::Move;
use super::{Reply, ReplyError, change, letter, new_letter, noted, places, store};
use crate::database::Write;
use crate::occurrence;
use crate::outbox;
use crate::seal::Seals;

/// How many letters about second answers one reply gets in a day.
const SECOND_ANSWERS: u64 = 2;
const DAY: Duration = Duration::from_hours(24);

/// The new answer in the row of the one that said "can't come", so that what they are mailed goes on from there: the same UID, and
/// a SEQUENCE above that of the letter which took the entry out of their calendar.
pub(super) async fn comes_back(
    write: &mut Write,
    seals: &Seals,
    mut ready: Ready,
    (known, sequence): (Reply, i64),
    now: Moment,
) -> Result<Taken, ReplyError> {
    let step = move_of(&ready.said);
    let standing =
        places::carry_out(write, ready.occurrence, step, Standing::None, ready.waiting_list).await?;
    let keys = Keys::of(seals, &write.conn(), ready.occurrence).await?;
    ready.sealed = keys.close(known.id, &ready.said, ready.said.email.as_ref())?;
    let (id, actor, letters) = (ready.id, ready.request.door.actor(), ready.letters);
    let reply = Reply {
        id: known.id,
        address_proved_at: known.address_proved_at,
        generation: known.generation,
        answered_at: change::answered(known.answered_at, now),
        revision: known.revision + 1,
        created_at: known.created_at,
        ..row(ready, standing, sequence, now)
    };
    store::update(&write.conn(), reply.clone()).await?;
    if reply.response != Response::NotGoing {
        // What still waits to say "you are off the list" would only say the same as this.
        let said_anew = [LetterKind::Withdrawn, LetterKind::Confirmation];
        outbox::withdraw(write, reply.id, &said_anew, ("its owner has replied anew", now)).await?;
    }
    if letters {
        outbox::put(write, new_letter(&reply, LetterKind::Confirmation, None, now), now).await?;
    }
    noted(write, &reply, "rsvp.updated", &actor, now).await?;
    Ok(Taken { id, standing, has_address: true })
}

/// Does the work of a first answer and leaves everything as it was, but for a letter to the owner of the address.
pub(super) async fn second_answer(
    write: &mut Write,
    ready: Ready,
    known: &Reply,
    now: Moment,
) -> Result<Taken, ReplyError> {
    let step = move_of(&ready.said);
    let date = ready.occurrence;
    let standing = places::carry_out(write, date, step, Standing::None, ready.waiting_list).await?;
    if let Move::Enter(party) = step {
        match standing {
            Standing::Waiting => occurrence::stop_waiting(write, date, party.mode, party.size).await?,
            Standing::HasPlace | Standing::None => {
                occurrence::give_back(write, date, party.mode, party.size).await?;
            }
        }
    }
    let lately = store::letters_since(&write.conn(), known.id, LetterKind::SecondAnswer, now - DAY).await?;
    if ready.letters && lately < SECOND_ANSWERS && known.letters_stopped_at.is_none() {
        let detail = json!({
            "first": change::numbers(known.response, known.attendance, known.party_size),
            "second": change::numbers(ready.said.response, ready.said.attendance, ready.said.party_size),
        });
        letter(write, known, LetterKind::SecondAnswer, Some(detail), now).await?;
    }
    noted(write, known, "rsvp.answered_again", &ready.request.door.actor(), now).await?;
    Ok(Taken { id: ready.id, standing, has_address: true })
}

//! Changing a reply that is there: its answer, its way, its size, and who it is from.
//!
//! Guarantees: new places are taken before the old are given back, and without room nothing changes; places that come
//! free go on to who waits, in the same transaction.

use entity::Moment;
use entity::value::{Attendance, LetterKind, Response, Standing};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Said;
use super::sealed::Keys;
use super::terms::Terms;
use super::waiting::{self, Party};
use super::{Occurrence, Refused, Reply, ReplyError, letter, noted, places, store};
use crate::database::Write;
use crate::journal::Actor;
use crate::mistake::Mistakes;
use crate::occurrence;
use crate::outbox;
use crate::seal::Seals;
use crate::words::Language;

/// What a reply becomes. `None` leaves as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Coming, perhaps, can't.
    pub response: Option<Response>,
    /// In the room or online.
    pub attendance: Option<Attendance>,
    /// How many people.
    pub party_size: Option<i64>,
}

/// An answer in choices and numbers, as a letter's row may hold it.
pub(super) fn numbers(response: Response, attendance: Attendance, party_size: i64) -> Value {
    json!({ "response": response, "attendance": attendance, "party_size": party_size })
}

/// Letters that make no sense any more once somebody can't come.
const OVERTAKEN: &[LetterKind] = &[
    LetterKind::Confirmation,
    LetterKind::SecondAnswer,
    LetterKind::AnswerNotTaken,
    LetterKind::ReplyChanged,
    LetterKind::PlaceFound,
    LetterKind::Reminder,
    LetterKind::Notice,
];

/// A reply under lock, with what its event asks.
pub(super) struct Locked {
    pub(super) reply: Reply,
    pub(super) date: Occurrence,
    pub(super) terms: Terms,
}

impl Locked {
    /// Notes that the owner answers at `now`, by the page or by an officer.
    pub(super) fn answered(&mut self, now: Moment) {
        self.reply.answered_at = answered(self.reply.answered_at, now);
    }
}

/// When a reply that its owner changes at `now` was last answered: calendars' answers from before come too late. Those say when in
/// whole seconds, so one given within the same second does not.
pub(super) fn answered(last: Option<Moment>, now: Moment) -> Option<Moment> {
    last.max(Some(Moment::from_millis(now.seconds() * 1_000 - 1)))
}

/// Whether that is when [`answered`] says, by our clock: calendars name whole seconds.
pub(super) fn is_of_ours(last: Moment) -> bool {
    last.millis() % 1_000 != 0
}

/// Locks the date of a reply, then reads the reply.
///
/// # Errors
/// [`ReplyError::Gone`] when it was deleted meanwhile.
pub(super) async fn lock(write: &Write, date: Uuid, reply: Uuid) -> Result<Locked, ReplyError> {
    let date = occurrence::lock(write, date).await?.ok_or(ReplyError::Gone)?;
    let reply = store::by_id(&write.conn(), reply).await?.ok_or(ReplyError::Gone)?;
    let event = store::event(&write.conn(), date.event_id).await?.ok_or(ReplyError::Gone)?;
    let terms = Terms::of(&event, &date, Language::from_code(&reply.language));
    Ok(Locked { reply, date, terms })
}

/// Makes a locked reply what `wish` says, moves its places, and writes to its owner.
///
/// # Errors
/// By field; [`ReplyError::NoRoom`]; or why the event takes no more.
pub(super) async fn apply(
    write: &mut Write,
    locked: Locked,
    wish: Wish,
    (actor, now): (&Actor, Moment),
) -> Result<Reply, ReplyError> {
    let Locked { mut reply, date, terms } = locked;
    let response = wish.response.unwrap_or(reply.response);
    let wants = Party {
        mode: wish.attendance.unwrap_or(reply.attendance),
        size: if response == Response::NotGoing { 1 } else { wish.party_size.unwrap_or(reply.party_size) },
    };
    let had = Party { mode: reply.attendance, size: reply.party_size };
    let before = numbers(reply.response, reply.attendance, reply.party_size);
    let same = response == reply.response && wants == had;
    let comes_now = reply.response == Response::Maybe && response == Response::Going;
    let step = waiting::decide(reply.standing, had, response, wants);
    check(&reply, &terms, (response, wants), step.asks_for_more(), now)?;
    let standing = places::carry_out(write, date.id, step, reply.standing, terms.waiting_list).await?;
    reply.queued_at = match standing {
        Standing::Waiting => reply.queued_at.or(Some(now)),
        Standing::HasPlace | Standing::None => None,
    };
    reply.standing = standing;
    reply.response = response;
    if wish.attendance.is_some() {
        reply.attendance_chosen = None;
    }
    reply.attendance = wants.mode;
    reply.party_size = wants.size;
    reply.withdrawn_at = (response == Response::NotGoing).then_some(reply.withdrawn_at.unwrap_or(now));
    reply.revision += 1;
    reply.updated_at = now;
    store::update(&write.conn(), reply.clone()).await?;
    if !same {
        told(write, &reply, before, (actor, now)).await?;
    }
    if comes_now {
        // What a notice left to the letter of the day before is told to those who come at once.
        outbox::hasten_to(write, (reply.id, LetterKind::Notice), now).await?;
    }
    if step.may_free_places() {
        places::fill(write, date.id, &terms, actor, now).await?;
    }
    Ok(reply)
}

fn check(
    reply: &Reply,
    terms: &Terms,
    (response, wants): (Response, Party),
    asks_for_more: bool,
    now: Moment,
) -> Result<(), ReplyError> {
    if response == Response::NotGoing {
        return Ok(());
    }
    let mut found = Mistakes::new();
    if !terms.modes.contains(&wants.mode) {
        found.add("/attendance", "not_offered", "is no way to attend this event");
    }
    terms.check_party(wants.mode, wants.size, &mut found);
    found.into_result().map_err(ReplyError::Invalid)?;
    if asks_for_more || reply.response == Response::NotGoing {
        terms.takes_replies(now)?;
    } else if now >= terms.ends {
        return Err(Refused::Ended.into());
    }
    if asks_for_more && reply.email.is_none() && reply.forgotten_at.is_some() && terms.limited(wants.mode) {
        return Err(ReplyError::Forgotten);
    }
    Ok(())
}

/// Tells the owner of a reply what it is now, and what it was `before`.
async fn told(
    write: &mut Write,
    reply: &Reply,
    before: Value,
    (actor, now): (&Actor, Moment),
) -> Result<(), ReplyError> {
    let withdrawn = reply.response == Response::NotGoing;
    if withdrawn {
        outbox::withdraw(write, reply.id, OVERTAKEN, ("its owner can't come after all", now)).await?;
    }
    let (kind, act) = match withdrawn {
        true => (LetterKind::Withdrawn, "rsvp.withdrawn"),
        false => (LetterKind::ReplyChanged, "rsvp.updated"),
    };
    letter(write, reply, kind, Some(json!({ "first": before })), now).await?;
    Ok(noted(write, reply, act, actor, now).await?)
}

/// Puts a whole new answer in the place of `known`, as an officer who takes it at the telephone may.
///
/// # Errors
/// As [`apply`].
pub(super) async fn replace(
    write: &mut Write,
    seals: &Seals,
    known: Reply,
    said: &Said,
    (actor, now): (&Actor, Moment),
) -> Result<Reply, ReplyError> {
    let mut locked = lock(write, known.occurrence_id, known.id).await?;
    locked.answered(now);
    let keys = Keys::of(seals, &write.conn(), known.occurrence_id).await?;
    let sealed = keys.close(known.id, said, said.email.as_ref())?;
    let reply = &mut locked.reply;
    reply.name = sealed.name;
    reply.email = sealed.email;
    reply.email_tag = sealed.email_tag;
    reply.organisation_name = sealed.organisation_name;
    reply.banner = said.banner;
    reply.message = sealed.message;
    reply.answers = sealed.answers;
    reply.access_needs = sealed.access_needs;
    reply.address_proved_at = reply.email.as_ref().map(|_address| reply.address_proved_at.unwrap_or(now));
    reply.forgotten_at = None;
    let wish = Wish {
        response: Some(said.response),
        attendance: Some(said.attendance),
        party_size: Some(said.party_size),
    };
    apply(write, locked, wish, (actor, now)).await
}

//! An answer from somebody's calendar: Accept, Maybe and Decline, pressed in Outlook, Gmail or Apple's Calendar.
//!
//! Guarantees: what counts changes the reply exactly as the page would, places and waiting list included, and is confirmed by the
//! same letter; what does not count changes nothing. An answer that was theirs and could not be taken is answered by a letter that
//! says why, twice a day at most, since their calendar shows it as given.
//!
//! # When it counts
//!
//! - Its ATTENDEE is the address that was invited (RFC 5546, section 3.2.3: a reply is one attendee's own).
//! - Its DTSTAMP is newer than that of the last one taken, so that a letter delivered twice is taken once; and newer than what the owner
//!   last said by the page or to an officer, so that a letter which was long on its way undoes nothing; there the clock of their calendar may be
//!   a quarter of an hour behind ours, if it answers the invitation that was written after that. One from the future would stop
//!   all that follow, so it may be a day ahead at most.
//! - Its SEQUENCE is none from before the date last changed in time, place or status. Each invitation carries the event's sequence and the
//!   reply's revision added up (and when the reply began, see [`super::sequence()`]), and both only rise. The sum rises with the reply alone, too: by "stop reminders", by a
//!   place found, by the last answer. That asks nothing new, and whoever answers an invitation from before it is
//!   understood. But when the date changed, an older answer was to another question (RFC 5546, section 2.1.5). So with
//!   the reply is kept what revision it had when its date last changed, and the least that an invitation from since then can
//!   carry follows from the sequence of that change and that revision. A higher one than we ever sent comes from
//!   a client that counts by itself, and counts.
//!
//! Once "can't come" has been confirmed, the address is forgotten, and what comes later can't be told to be theirs: they come back
//! by the page, as that letter says.
//!
//! That the token is genuine and the UID the date's own is seen to before, by `inbox`.

use std::time::Duration;

use entity::Moment;
use entity::value::{EventStatus, LetterKind, Response};
use serde_json::{Value, json};

use super::change::{self, Wish};
use super::mine::{Mine, proved};
use super::sealed::Keys;
use super::{Refused, Reply, ReplyError, event_sequences, letter, sequence, store};
use crate::database::{Error, Write};
use crate::journal::Actor;
use crate::outbox::address::Address;
use crate::seal::Seals;

/// How far the clock of a client may be ahead.
const AHEAD: Duration = Duration::from_hours(24);
/// How far it may be behind, where the invitation itself shows that the answer is the later one.
const BEHIND: Duration = Duration::from_mins(15);
/// How many letters about answers that could not be taken a reply gets in a day.
const LETTERS: u64 = 2;
const DAY: Duration = Duration::from_hours(24);

/// What a calendar answered.
#[derive(Clone, Debug)]
pub struct CalendarAnswer {
    /// The answer.
    pub response: Response,
    /// Whose it says it is.
    pub attendee: Address,
    /// Which state of the invitation it answers.
    pub sequence: i64,
    /// When it was given.
    pub stamp: Moment,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The reply is changed.
    Changed,
    /// The reply said so already.
    Same,
    /// It is not from who was invited, or from a day that is not yet.
    NotTheirs,
    /// It was taken before, or one given later was.
    Replayed,
    /// It answers the date as it was before a change.
    Stale,
    /// The event takes no such answer now, as the page would say.
    NotTaken,
}

/// Why an answer that was theirs was not taken, as the letter says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The date has changed since the invitation that was answered.
    Stale,
    /// It does not say which invitation it answers: its SEQUENCE is none of ours.
    Unclear,
    /// There are not enough places.
    Full,
    /// Replies are not taken, or not like this.
    Closed,
}

impl Why {
    /// The word in the letter's row.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Unclear => "unclear",
            Self::Full => "full",
            Self::Closed => "closed",
        }
    }

    /// From the letter's row.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "stale" => Self::Stale,
            "unclear" => Self::Unclear,
            "full" => Self::Full,
            _ => Self::Closed,
        }
    }
}

/// Takes the answer of somebody's calendar, if it counts.
///
/// # Errors
/// [`ReplyError::Gone`], or that the database or a key fails. What the event does not take is no error.
pub async fn answer_from_calendar(
    write: &mut Write,
    seals: &Seals,
    mine: &Mine,
    answer: &CalendarAnswer,
    now: Moment,
) -> Result<Heard, ReplyError> {
    let mut locked = proved(write, mine, now).await?;
    let reply = &mut locked.reply;
    let keys = Keys::of(seals, &write.conn(), reply.occurrence_id).await?;
    let invited = keys.address(reply)?.and_then(|text| Address::parse(&text).ok());
    if invited.is_none_or(|invited| invited.normal() != answer.attendee.normal())
        || answer.stamp > now + AHEAD
    {
        return Ok(Heard::NotTheirs);
    }
    let latest = sequence(mine.event.sequence, reply, reply.revision);
    if reply.answered_at.is_some_and(|last| !is_newer(answer, last, latest)) {
        return Ok(Heard::Replayed);
    }
    reply.answered_at = reply.answered_at.max(Some(answer.stamp));
    // Before all else: what is called off has nothing left to answer, however old the invitation is.
    if locked.terms.status == EventStatus::Cancelled && answer.response != Response::NotGoing {
        say_why(write, reply, (Why::Closed, answer), now).await?;
        return Ok(Heard::NotTaken);
    }
    let least = least_sequence(reply, store::date_sequence(&write.conn(), reply.id).await?);
    if answer.sequence < least {
        let why = if event_sequences(answer.sequence, reply).is_some() { Why::Stale } else { Why::Unclear };
        say_why(write, reply, (why, answer), now).await?;
        return Ok(Heard::Stale);
    }
    if answer.response == reply.response {
        store::update(&write.conn(), reply.clone()).await?;
        return Ok(Heard::Same);
    }
    let (before, wish) = (reply.clone(), Wish { response: Some(answer.response), ..Wish::default() });
    match change::apply(write, locked, wish, (&Actor::Public, now)).await {
        Ok(_changed) => Ok(Heard::Changed),
        Err(refused) => {
            // All these are said before anything is written.
            say_why(write, &before, (why(refused)?, answer), now).await?;
            Ok(Heard::NotTaken)
        }
    }
}

/// Whether an answer was given after `last`, when the one before it was. By its own calendar's clock; but what was last said by the page is
/// known by ours, and a calendar's may be a little behind: there the invitation tells, where it is the `latest`, written after that.
fn is_newer(answer: &CalendarAnswer, last: Moment, latest: i64) -> bool {
    let after_it = change::is_of_ours(last) && answer.sequence >= latest && answer.stamp + BEHIND > last;
    answer.stamp > last || after_it
}

/// The least SEQUENCE of an invitation to the date as it is. `changed` is the event's sequence when the date last changed.
fn least_sequence(reply: &Reply, changed: i64) -> i64 {
    if changed > reply.asked_sequence {
        sequence(changed, reply, reply.revision)
    } else {
        sequence(reply.asked_sequence, reply, reply.asked_revision)
    }
}

/// # Errors
/// What is no refusal goes on.
fn why(refused: ReplyError) -> Result<Why, ReplyError> {
    match refused {
        ReplyError::NoRoom | ReplyError::Refused(Refused::Full | Refused::TooFew { .. }) => Ok(Why::Full),
        ReplyError::Refused(_) | ReplyError::Invalid(_) | ReplyError::Forgotten => Ok(Why::Closed),
        other => Err(other),
    }
}

/// Keeps when it was answered, and tells them that nothing has changed.
async fn say_why(
    write: &mut Write,
    reply: &Reply,
    (why, answer): (Why, &CalendarAnswer),
    now: Moment,
) -> Result<(), ReplyError> {
    store::update(&write.conn(), reply.clone()).await?;
    let detail = json!({ "why": why.word(), "sequence": answer.sequence });
    tell(write, reply, detail, now).await?;
    Ok(())
}

/// Why nobody reads what somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The event's contact can't be reached by mail.
    Nobody,
    /// They wrote too often in a day.
    TooMany,
    /// Their words can't be told from the letter of ours that they quote.
    Untold,
}

impl Unread {
    /// The word in the letter's row.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody_reads",
            Self::TooMany => "too_many",
            Self::Untold => "untold",
        }
    }

    /// From the letter's row; none where that is about an answer of a calendar.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Nobody, Self::TooMany, Self::Untold].into_iter().find(|one| one.word() == word)
    }
}

/// Tells the owner of a reply, at the address that replied, that nobody reads what was written.
///
/// False when there is no address, its owner wants no letters, or they were told twice today.
///
/// # Errors
/// [`ReplyError::Gone`], or the database's.
pub async fn say_unread(
    write: &mut Write,
    mine: &Mine,
    why: Unread,
    now: Moment,
) -> Result<bool, ReplyError> {
    let reply = store::by_id(&write.conn(), mine.reply.id).await?.ok_or(ReplyError::Gone)?;
    Ok(tell(write, &reply, json!({ "why": why.word() }), now).await?)
}

async fn tell(write: &mut Write, reply: &Reply, detail: Value, now: Moment) -> Result<bool, Error> {
    let lately = store::letters_since(&write.conn(), reply.id, LetterKind::AnswerNotTaken, now - DAY).await?;
    if lately >= LETTERS || reply.email.is_none() || reply.letters_stopped_at.is_some() {
        return Ok(false);
    }
    letter(write, reply, LetterKind::AnswerNotTaken, Some(detail), now).await?;
    Ok(true)
}

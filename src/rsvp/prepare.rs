//! Getting a reply ready: from the form, from another site, from an officer at the telephone.
//!
//! Here it is read, checked and sealed, before the write begins. An address may not be kept after "not you?", nor where
//! strangers use it for one event after another; nobody is told, and the reply is taken without it.

use entity::Moment;
use entity::value::{OccurrenceStatus, Scope, Visibility};
use uuid::Uuid;

use super::answer::{self, Answer, Said};
use super::reception::Reception;
use super::sealed::{Keys, Sealed};
use super::terms::Terms;
use super::unproved::may_keep;
use super::{Event, Occurrence, Refused, ReplyError};
use crate::access::Caller;
use crate::database::Conn;
use crate::journal::Actor;
use crate::mistake::Mistake;
use crate::seal::{SealError, Seals};
use crate::secret;
use crate::words::Language;

/// By which door a reply comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// Anybody's.
    Public,
    /// The members' page, whose token was checked.
    Members,
    /// Another program's, which may post replies; with `rsvps:write` it is an officer's.
    Key(Caller),
}

impl Door {
    pub(super) fn is_officers(&self) -> bool {
        matches!(self, Self::Key(caller) if caller.may(Scope::RsvpsWrite))
    }

    pub(super) fn shows(&self, event: &Event) -> bool {
        match self {
            Self::Public => event.visibility != Visibility::Members,
            Self::Members => true,
            Self::Key(caller) => caller.organisation == event.organisation_id,
        }
    }

    pub(super) fn actor(&self) -> Actor {
        match self {
            Self::Public | Self::Members => Actor::Public,
            Self::Key(caller) => Actor::Key(caller.key),
        }
    }
}

/// A reply that somebody sends.
#[derive(Clone, Debug)]
pub struct Request {
    /// To which event.
    pub event: Uuid,
    /// To which of its dates; needed where there are several.
    pub occurrence: Option<Uuid>,
    /// By which door.
    pub door: Door,
    /// What they typed.
    pub answer: Answer,
    /// Which words were shown beside the button.
    pub wording: String,
    /// When they agreed to them.
    pub agreed_at: Moment,
    /// Where it came from: `page`, `api`, `officer`.
    pub source: &'static str,
    /// The language of its letters.
    pub language: Language,
}

/// A reply that is read, checked and sealed. Only the places are not asked yet.
#[derive(Clone, Debug)]
pub struct Ready {
    pub(super) id: Uuid,
    pub(super) request: Request,
    pub(super) said: Said,
    pub(super) sealed: Sealed,
    pub(super) waiting_list: bool,
    pub(super) organisation: Uuid,
    pub(super) occurrence: Uuid,
    pub(super) revisions: (i64, i64),
    pub(super) letters: bool,
}

impl Ready {
    /// The date it is for.
    #[must_use]
    pub fn occurrence(&self) -> Uuid {
        self.occurrence
    }
}

/// Reads, checks and seals a reply. Asks the database, changes nothing.
///
/// # Errors
/// Why it can't be taken: in the event's state, or by field.
pub async fn prepare(
    conn: &Conn<'_>,
    seals: &Seals,
    reception: &Reception,
    request: Request,
    now: Moment,
) -> Result<Ready, ReplyError> {
    let present = reception.memory.at(conn, now).await?;
    let answered = present.event(conn, request.event).await?;
    let answered =
        answered.filter(|answered| request.door.shows(&answered.event)).ok_or(Refused::NotFound)?;
    let event = &answered.event;
    let occurrence = date_of(&answered.dates, request.occurrence)?;
    let terms = Terms::of(event, occurrence, request.language);
    terms.takes_replies(now)?;
    let said =
        answer::read(&request.answer, &terms, request.door.is_officers()).map_err(ReplyError::Invalid)?;
    let keys = match Keys::of(seals, conn, occurrence.id).await {
        Err(SealError::Destroyed) => return Err(Refused::Ended.into()),
        other => other?,
    };
    let id = secret::new_id(now);
    let unproved = said.email.as_ref().filter(|_address| !request.door.is_officers());
    let letters = unproved.is_none_or(|address| reception.limits.letter_to(address, now));
    let kept = match &said.email {
        Some(address)
            if may_keep((conn, seals, &present), (event, occurrence), (address, unproved.is_none()), now)
                .await? =>
        {
            Some(address)
        }
        _ => None,
    };
    let sealed = keys.close(id, &said, kept)?;
    Ok(Ready {
        id,
        sealed,
        waiting_list: terms.waiting_list,
        organisation: event.organisation_id,
        occurrence: occurrence.id,
        revisions: (event.revision, occurrence.revision),
        letters,
        said,
        request,
    })
}

fn date_of(dates: &[Occurrence], named: Option<Uuid>) -> Result<&Occurrence, ReplyError> {
    let live = || dates.iter().filter(|date| date.status != OccurrenceStatus::Removed);
    let several = live().nth(1).is_some();
    let mistake = |code, message| ReplyError::Invalid(vec![Mistake::new("/occurrence_id", code, message)]);
    match named {
        Some(id) => dates
            .iter()
            .find(|date| date.id == id)
            .ok_or_else(|| mistake("unknown", "is no date of this event")),
        None if several => Err(mistake("required", "say which date: this event has several")),
        None => live().next().or(dates.first()).ok_or_else(|| Refused::NotFound.into()),
    }
}

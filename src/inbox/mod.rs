//! Letters that come back: answers of calendars, and what people write to us.
//!
//! Every letter about a reply has an address of its own to answer to, `reply+TOKEN@…`. What comes there is told by its
//! headers. An answer of a calendar changes the reply, if it counts (`rsvp` says when). What a person wrote goes to the event's contact.
//! What a machine sent is dropped.
//!
//! Guarantees: one genuine token, and none for another purpose, opens one reply; nothing of a letter is kept but a number, by what
//! became of it; who sent it never learns from us whether anything was known. A letter that fails for a reason that passes is
//! an error: whoever brought it keeps it and brings it again, so it is not lost with us. Passing on what somebody wrote is
//! therefore done while they wait, by one of those who bring it at a time, and twice only if it left and could not be noted; both
//! copies then have one Message-ID. Where nobody is there to read it, or their words can't be told from the letter of ours that they quote, its
//! writer is told, at the address that replied.

mod forward;
mod html;
mod incoming;
mod left_out;
mod machine;
mod ours;
mod outcome;
mod phrases;
mod pieces;
mod private;
mod proposed;
mod quoted;
mod store;
mod tokens;
mod words;

use std::fmt;
use std::sync::Arc;

use entity::Moment;
use entity::value::Response;

pub use outcome::Outcome;

use crate::calendar::{Answered, Instance, Said};
use crate::compose::Composer;
use crate::database::{Conn, Database, Error, Write};
use crate::event::{self, EventError, Shown};
use crate::feed;
use crate::outbox::address::Address;
use crate::outbox::delivery::Mailer;
use crate::rsvp::{self, CalendarAnswer, Heard, Mine, ReplyError};
use crate::seal::{SealError, Seals, TokenPurpose};
use incoming::{Incoming, Sort};
use tokens::tokens;

/// The largest letter that is read, in bytes. What follows is left out: words and calendars stand first, files last.
pub const MOST_BYTES: usize = 1024 * 1024;

/// Why a letter could not be dealt with now: it must be brought again.
#[derive(Debug, thiserror::Error)]
pub enum InboxError {
    /// The setting is not there.
    #[error("no letter can come in: CONVENOR_REPLY_ADDRESS is not set")]
    NoAddress,
    /// What somebody wrote could not be passed on now.
    #[error("what somebody wrote could not be passed on for now: {0}")]
    NotPassedOn(String),
    /// A reply could not be read or changed.
    #[error(transparent)]
    Reply(#[from] ReplyError),
    /// An event could not be read.
    #[error(transparent)]
    Event(#[from] EventError),
    /// A key could not be read.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] Error),
}

/// What takes letters in. Cheap to clone.
#[derive(Clone)]
pub struct Inbox {
    db: Database,
    seals: Seals,
    composer: Composer,
    mailer: Arc<Mailer>,
    /// The mailbox and the domain of the address that tokens are added to, in small letters.
    own: Option<(String, String)>,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbox(…)")
    }
}

impl Inbox {
    /// Takes letters for the address that `composer` prints.
    #[must_use]
    pub fn new(composer: Composer, mailer: Arc<Mailer>) -> Self {
        let own = composer.reply_address.as_deref().and_then(|text| {
            let (mailbox, domain) = text.split_once('@')?;
            Some((mailbox.to_ascii_lowercase(), domain.to_ascii_lowercase()))
        });
        Self { db: composer.db.clone(), seals: composer.seals.clone(), composer, mailer, own }
    }

    /// Deals with one letter. `recipient` is whom the mail server says it is for, where it does.
    ///
    /// # Errors
    /// What may pass: the letter is to be brought again.
    pub async fn receive(
        &self,
        letter: &[u8],
        recipient: Option<&str>,
        now: Moment,
    ) -> Result<Outcome, InboxError> {
        let outcome = Box::pin(self.dealt_with(letter, recipient, now)).await?;
        tracing::info!(outcome = outcome.as_str(), "a letter came in");
        Ok(outcome)
    }

    async fn dealt_with(
        &self,
        letter: &[u8],
        recipient: Option<&str>,
        now: Moment,
    ) -> Result<Outcome, InboxError> {
        let (mailbox, domain) = self.own.as_ref().ok_or(InboxError::NoAddress)?;
        let letter = letter.get(..MOST_BYTES).unwrap_or(letter);
        let Some(incoming) = incoming::read_safely(letter) else {
            return self.counted(Outcome::Unreadable).await;
        };
        let named = format!("{}\n{}", recipient.unwrap_or_default(), incoming.recipients);
        let Some(mine) = self.opened(&tokens(&named, mailbox, domain)).await? else {
            return self.counted(Outcome::Unknown).await;
        };
        match &incoming.sort {
            Sort::Answer(answers, words) => {
                let outcome = self.answer(&mine, answers, now).await?;
                // What they wrote with it is for a person, whatever became of the answer.
                if let Some(words) = words {
                    Box::pin(self.pass_on(&mine, &incoming, words, now)).await?;
                }
                Ok(outcome)
            }
            Sort::OtherCalendar => self.counted(Outcome::Ignored).await,
            Sort::Unreadable => self.counted(Outcome::Unreadable).await,
            Sort::Bounce => self.counted(Outcome::Bounce).await,
            Sort::Automatic => self.counted(Outcome::Automatic).await,
            Sort::Unsubscribe => Box::pin(self.unsubscribe(mine, &incoming, now)).await,
            Sort::Words(written) if written.proposed.is_some() => {
                Box::pin(self.hear_proposed(&mine, &incoming, written, now)).await
            }
            Sort::Words(written) => Box::pin(self.pass_on(&mine, &incoming, written, now)).await,
        }
    }

    /// The reply that one of the tokens opens.
    async fn opened(&self, tokens: &[String]) -> Result<Option<Mine>, InboxError> {
        for token in tokens {
            match rsvp::open(&self.db.read(), &self.seals, TokenPurpose::MailReply, token).await {
                Ok(mine) => return Ok(Some(mine)),
                Err(ReplyError::NotFound | ReplyError::Gone) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(None)
    }

    async fn answer(&self, mine: &Mine, answers: &[Answered], now: Moment) -> Result<Outcome, InboxError> {
        if answers.is_empty() {
            return self.counted(Outcome::Ignored).await;
        }
        let shown = event::by_date(&self.db.read(), mine.occurrence.id).await?;
        let uid = feed::mailed_uid(&shown);
        let ours = answers.iter().filter(|one| one.uid == uid && is_that_date(one.instance, &shown));
        let Some(latest) = ours.max_by_key(|one| (one.sequence, one.stamp)) else {
            return self.counted(Outcome::NotTheirs).await;
        };
        let response = match latest.said {
            Said::Accepted => Response::Going,
            Said::Tentative => Response::Maybe,
            Said::Declined => Response::NotGoing,
            Said::Other => return self.counted(Outcome::Ignored).await,
        };
        let (Ok(attendee), Some(stamp)) = (Address::parse(&latest.attendee), latest.stamp) else {
            return self.counted(Outcome::NotTheirs).await;
        };
        let answer = CalendarAnswer { response, attendee, sequence: latest.sequence, stamp };
        let (seals, mine) = (self.seals.clone(), mine.clone());
        let work = self.db.write(move |write| {
            Box::pin(async move {
                let heard = rsvp::answer_from_calendar(write, &seals, &mine, &answer, now).await?;
                count(write, of(heard)).await?;
                Ok::<_, ReplyError>(of(heard))
            })
        });
        match work.await {
            Err(ReplyError::Gone) => self.counted(Outcome::Unknown).await,
            other => Ok(other?),
        }
    }

    /// Stops reminders, the least that "unsubscribe" can mean, for who wrote from the address that was written to. Anybody else's
    /// word goes to the event's contact, a person who can ask.
    async fn unsubscribe(&self, mine: Mine, incoming: &Incoming, now: Moment) -> Result<Outcome, InboxError> {
        if !self.is_from_owner(&self.db.read(), &mine, incoming).await? {
            let asked = incoming::Written {
                text: incoming.subject.clone().unwrap_or_default(),
                ..incoming::Written::default()
            };
            return self.pass_on(&mine, incoming, &asked, now).await;
        }
        let work = self.db.write(move |write| {
            Box::pin(async move {
                rsvp::stop_reminders(write, &mine, now).await?;
                count(write, Outcome::Stopped).await?;
                Ok::<_, ReplyError>(Outcome::Stopped)
            })
        });
        Ok(work.await?)
    }

    /// Whether a letter says that it is from the address that replied.
    async fn is_from_owner(
        &self,
        conn: &Conn<'_>,
        mine: &Mine,
        incoming: &Incoming,
    ) -> Result<bool, InboxError> {
        let guest = rsvp::for_letter(conn, &self.seals, mine.reply.id).await?;
        let held = guest.and_then(|(guest, _keys)| Address::parse(&guest.person.email?).ok());
        let from = incoming.from.as_ref().map(|from| from.address.normal());
        Ok(held.is_some_and(|held| from == Some(held.normal())))
    }

    async fn counted(&self, outcome: Outcome) -> Result<Outcome, InboxError> {
        self.db.write(move |write| Box::pin(count(write, outcome))).await?;
        Ok(outcome)
    }
}

/// How many letters came in since ever, by what became of them.
///
/// # Errors
/// When the database can't be read.
pub async fn counts(conn: &Conn<'_>) -> Result<Vec<(String, i64)>, Error> {
    store::counts(conn).await
}

/// Whether any bytes are a letter: for tests that try to stop the reader.
#[must_use]
pub fn survives(letter: &[u8]) -> bool {
    incoming::read(letter).is_some()
}

async fn count(write: &mut Write, outcome: Outcome) -> Result<(), Error> {
    store::count(&write.conn(), outcome.as_str()).await
}

fn of(heard: Heard) -> Outcome {
    match heard {
        Heard::Changed => Outcome::Changed,
        Heard::Same => Outcome::Unchanged,
        Heard::NotTheirs => Outcome::NotTheirs,
        Heard::Replayed => Outcome::Replayed,
        Heard::Stale => Outcome::Stale,
        Heard::NotTaken => Outcome::NotTaken,
    }
}

/// An invitation is for one date, and names none of a series; a client that does so all the same must mean that date.
fn is_that_date(instance: Option<Instance>, shown: &Shown) -> bool {
    let Some(instance) = instance else { return true };
    let date = &shown.occurrence;
    let start = if instance.utc {
        date.start_utc.timestamp().to_zoned(jiff::tz::TimeZone::UTC).datetime()
    } else {
        date.start.datetime()
    };
    instance.at == start
}

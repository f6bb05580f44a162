//! Passing on what somebody wrote to the event's contact.

use std::time::Duration;

use entity::Moment;
use serde_json::json;

use super::incoming::{Incoming, Written};
use super::{Inbox, InboxError, Outcome, count, store, words};
use crate::compose::Words;
use crate::database::Error;
use crate::event;
use crate::journal::{self, Actor};
use crate::outbox::message::Message;
use crate::outbox::verdict::Verdict;
use crate::rsvp::Mine;
use crate::secret;

/// How many letters about one reply are passed on in a day.
const MOST: usize = 10;
const DAY: Duration = Duration::from_hours(24);
/// How long the contact's letter may take to leave: whoever brought us the words waits for it, and brings them again when it fails.
const PATIENCE: Duration = Duration::from_secs(25);
/// What the journal calls it.
const ACT: &str = "rsvp.words_passed_on";

impl Inbox {
    /// Sends `written` to the event's contact, ten times a day for one reply at most.
    pub(super) async fn pass_on(
        &self,
        mine: &Mine,
        incoming: &Incoming,
        written: &Written,
        now: Moment,
    ) -> Result<Outcome, InboxError> {
        if written.text.is_empty() && !written.files {
            return self.counted(Outcome::Empty).await;
        }
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let which = (mine.reply.event_id, mine.reply.id);
        let lately = store::noted_since(&conn, which, ACT, now - DAY).await?;
        let id = id_of(mine, incoming, written);
        let shown = event::by_date(&conn, mine.occurrence.id).await?;
        let is_owner = self.is_from_owner(&conn, mine, incoming).await?;
        drop(snapshot);
        if lately.contains(&Some(json!({ "letter": id }))) {
            return self.counted(Outcome::Replayed).await;
        }
        if lately.len() >= MOST {
            return self.counted(Outcome::TooMany).await;
        }
        let Some(from) = incoming.from.clone() else { return self.counted(Outcome::Empty).await };
        let base = self.composer.links.absolute("");
        let words = Words {
            from,
            other_address: !is_owner,
            subject: incoming.subject.clone(),
            text: words::without_links(&written.text, &base),
            cut: written.cut,
            files: written.files,
            id: id.clone(),
        };
        let Some(letter) = self.composer.passed_on(&shown, words, now) else {
            return self.counted(Outcome::Nobody).await;
        };
        if !self.send(letter).await? {
            return self.counted(Outcome::Nobody).await;
        }
        self.note(mine, id, now).await?;
        Ok(Outcome::PassedOn)
    }

    /// False when it will never be taken.
    async fn send(&self, letter: Message) -> Result<bool, InboxError> {
        let to = letter.to.clone();
        let mut connection = self.mailer.connection();
        let sent = tokio::time::timeout(PATIENCE, connection.send(letter)).await;
        let not_taken = match sent {
            Ok(Ok(_taken)) => {
                connection.close().await;
                return Ok(true);
            }
            Ok(Err(not_taken)) => not_taken.verdict(&to),
            Err(_elapsed) => Verdict::Again("the mail server did not answer in time".to_owned()),
        };
        match not_taken {
            Verdict::Again(why) => Err(InboxError::NotPassedOn(why)),
            Verdict::Never(why) | Verdict::Unsendable(why) => {
                tracing::warn!(why, "the contact of an event can't be written to");
                Ok(false)
            }
        }
    }

    /// Notes it under the hash that is its Message-ID, by which it is known when it is brought again.
    async fn note(&self, mine: &Mine, id: String, now: Moment) -> Result<(), InboxError> {
        let reply = mine.reply.clone();
        let work = self.db.write(move |write| {
            Box::pin(async move {
                let entry = journal::Entry {
                    organisation: reply.organisation_id,
                    revision: None,
                    at: now,
                    actor: &Actor::Public,
                    act: ACT,
                    event: Some(reply.event_id),
                    subject: reply.id,
                    detail: Some(json!({ "letter": id })),
                };
                journal::write(write, entry).await?;
                count(write, Outcome::PassedOn).await?;
                Ok::<_, Error>(())
            })
        });
        Ok(work.await?)
    }
}

/// The left part of a Message-ID: the same whenever the same letter comes.
fn id_of(mine: &Mine, incoming: &Incoming, written: &Written) -> String {
    let what = incoming.id.as_deref().unwrap_or(&written.text);
    let mut name = secret::base32(&secret::hash(format!("{} {what}", mine.reply.id).as_bytes()));
    name.truncate(32);
    format!("words-{name}")
}

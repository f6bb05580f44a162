//! Passing on what somebody wrote to the event's contact.

use std::time::Duration;

use entity::Moment;
use serde_json::json;

use super::incoming::{Incoming, Written};
use super::left_out::Known;
use super::store::Claim;
use super::words::Own;
use super::{Inbox, InboxError, Outcome, count, private, proposed, store};
use crate::compose::Words;
use crate::database::{Conn, Error};
use crate::event::{self, Shown};
use crate::journal::{self, Actor};
use crate::outbox::message::Message;
use crate::outbox::verdict::Verdict;
use crate::rsvp::{self, Mine, ReplyError, Unread};
use crate::secret;

/// How many letters about one reply are passed on in a day.
const MOST: u64 = 10;
const DAY: Duration = Duration::from_hours(24);
/// How long the contact's letter may take to leave: whoever brought us the words waits for it, and brings them again when it fails.
const PATIENCE: Duration = Duration::from_secs(25);
/// What the journal calls it.
const ACT: &str = "rsvp.words_passed_on";

/// For how long whoever passes a letter on has it to themselves: longer than that may take.
const CLAIMED: Duration = Duration::from_secs(60);

/// What was left out of a letter as quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// Nothing but what is marked.
    Nothing,
    /// A letter of ours, without marks.
    Quoted,
    /// Something that its writer may have written.
    Unsure,
}

impl Inbox {
    /// Sends `written` to the event's contact, ten times a day for one reply at most; where that can't be, its writer is told. The
    /// letter is claimed before: brought several times at once, it leaves once.
    pub(super) async fn pass_on(
        &self,
        mine: &Mine,
        incoming: &Incoming,
        written: &Written,
        now: Moment,
    ) -> Result<Outcome, InboxError> {
        let (written, rest) = self.looked_through(mine, written, now).await?;
        let written = &written;
        if written.is_empty() && rest != Rest::Unsure {
            return self.counted(Outcome::Empty).await;
        }
        let key = key_of(mine, incoming, written);
        match self.claim(mine, &key, now).await? {
            Claim::Ours => {}
            Claim::Done => return self.counted(Outcome::Replayed).await,
            Claim::Others => {
                return Err(InboxError::NotPassedOn("it is being passed on at this moment".to_owned()));
            }
        }
        let passed_on = self.claimed(mine, incoming, (written, rest), (&key, now)).await;
        if passed_on.is_err() {
            let key = key.clone();
            self.db
                .write(move |write| Box::pin(async move { store::give_back(&write.conn(), &key).await }))
                .await?;
        }
        passed_on
    }

    /// The same with another time that is proposed. A proposal of the time that it has is none.
    pub(super) async fn hear_proposed(
        &self,
        mine: &Mine,
        incoming: &Incoming,
        written: &Written,
        now: Moment,
    ) -> Result<Outcome, InboxError> {
        let shown = event::by_date(&self.db.read(), mine.occurrence.id).await?;
        if written.proposed.as_ref().is_some_and(|time| proposed::is_another(time, &shown)) {
            return self.pass_on(mine, incoming, written, now).await;
        }
        let words = Written { proposed: None, ..written.clone() };
        if words.is_empty() {
            return self.counted(Outcome::Ignored).await;
        }
        self.pass_on(mine, incoming, &words, now).await
    }

    /// The same with what stands below a letter of ours that is quoted without marks; and what else it holds.
    async fn looked_through(
        &self,
        mine: &Mine,
        written: &Written,
        now: Moment,
    ) -> Result<(Written, Rest), InboxError> {
        let mut written = written.clone();
        let (quoted, below) = (std::mem::take(&mut written.quoted), std::mem::take(&mut written.below));
        if quoted.is_empty() && below.is_empty() {
            return Ok((written, Rest::Nothing));
        }
        let conn = self.db.read();
        let shown = event::by_date(&conn, mine.occurrence.id).await?;
        let is_unmarked = !below.is_empty();
        let own = Own { text: written.text, cut: written.cut, quoted, below };
        let Own { text, cut, mut quoted, below } = own.further(&self.composer.signed(&shown, now));
        quoted.extend(below);
        let is_ours = self.known(&conn, mine, &shown, now).await?.is_all(&quoted);
        let rest = match (is_ours, is_unmarked) {
            (false, _) => Rest::Unsure,
            (true, true) => Rest::Quoted,
            (true, false) => Rest::Nothing,
        };
        Ok((Written { text, cut, ..written }, rest))
    }

    /// What a letter of ours about a reply may say.
    async fn known(
        &self,
        conn: &Conn<'_>,
        mine: &Mine,
        shown: &Shown,
        now: Moment,
    ) -> Result<Known, InboxError> {
        let mut known = Known::default();
        known.add(&self.composer.signed(shown, now));
        known.add(&shown.organisation.name);
        known.add_all(&json!([shown.facts(), shown.contact()]));
        if let Some(venue) = &shown.venue {
            let place =
                [Some(&venue.name), venue.street.as_ref(), venue.locality.as_ref(), venue.postcode.as_ref()];
            let line = shown.place_line();
            let stand = [venue.standing_point.as_ref(), line.as_ref()];
            place.into_iter().chain(stand).flatten().for_each(|said| known.add(said));
            known.add_all(&json!([venue.directions, venue.access]));
        }
        if let Some((guest, _keys)) = rsvp::for_letter(conn, &self.seals, mine.reply.id).await? {
            let person = guest.person;
            let said = [person.name, person.organisation, person.message, person.access_needs];
            said.into_iter().flatten().chain(person.answers.into_values()).for_each(|said| known.add(&said));
        }
        Ok(known)
    }

    async fn claim(&self, mine: &Mine, key: &[u8], now: Moment) -> Result<Claim, Error> {
        let reply = (mine.reply.id, mine.reply.occurrence_id);
        let key = key.to_owned();
        let work = self.db.write(move |write| {
            Box::pin(async move { store::claim(&write.conn(), &key, reply, (now, now + CLAIMED)).await })
        });
        work.await
    }

    async fn claimed(
        &self,
        mine: &Mine,
        incoming: &Incoming,
        (written, rest): (&Written, Rest),
        (key, now): (&[u8], Moment),
    ) -> Result<Outcome, InboxError> {
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let which = (mine.reply.event_id, mine.reply.id);
        let lately = store::noted_since(&conn, which, ACT, now - DAY).await?;
        let shown = event::by_date(&conn, mine.occurrence.id).await?;
        let is_owner = self.is_from_owner(&conn, mine, incoming).await?;
        drop(snapshot);
        if lately >= MOST {
            return self.not_passed_on(mine, Unread::TooMany, (key, now)).await;
        }
        if written.is_empty() {
            return self.not_passed_on(mine, Unread::Untold, (key, now)).await;
        }
        let Some(from) = incoming.from.clone() else { return self.counted(Outcome::Empty).await };
        let base = self.composer.links.absolute("");
        let own = self.own.as_ref().map(|(mailbox, domain)| (mailbox.as_str(), domain.as_str()));
        let mut text = private::without_links(&written.text, &base, own);
        if let Some(said) = written.proposed.as_ref().and_then(|time| proposed::said(time, &shown)) {
            text = if text.is_empty() { said } else { format!("{text}\n\n{said}") };
        }
        let words = Words {
            from,
            other_address: !is_owner,
            subject: incoming.subject.as_deref().map(|subject| private::without_links(subject, &base, own)),
            text,
            cut: written.cut,
            quoted: rest != Rest::Nothing,
            files: written.files,
            id: id_of(key),
        };
        let sent = match self.composer.passed_on(&shown, words, now) {
            Some(letter) => self.send(letter).await?,
            None => false,
        };
        if !sent {
            return self.not_passed_on(mine, Unread::Nobody, (key, now)).await;
        }
        self.note(mine, key, now).await?;
        Ok(Outcome::PassedOn)
    }

    /// Tells the owner of the reply that nobody reads what was written. Where there is no way to, whoever brought the letter must.
    async fn not_passed_on(
        &self,
        mine: &Mine,
        why: Unread,
        (key, now): (&[u8], Moment),
    ) -> Result<Outcome, InboxError> {
        let (mine, key) = (mine.clone(), key.to_owned());
        let work = self.db.write(move |write| {
            Box::pin(async move {
                let told = rsvp::say_unread(write, &mine, why, now).await?;
                let outcome = match (told, why) {
                    (false, _) => Outcome::Lost,
                    (true, Unread::Nobody) => Outcome::Nobody,
                    (true, Unread::TooMany) => Outcome::TooMany,
                    (true, Unread::Untold) => Outcome::Untold,
                };
                store::settle(&write.conn(), &key, now + DAY).await?;
                count(write, outcome).await?;
                Ok::<_, ReplyError>(outcome)
            })
        });
        match work.await {
            Err(ReplyError::Gone) => self.counted(Outcome::Unknown).await,
            other => Ok(other?),
        }
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

    /// Notes that it left.
    async fn note(&self, mine: &Mine, key: &[u8], now: Moment) -> Result<(), InboxError> {
        let (reply, key) = (mine.reply.clone(), key.to_owned());
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
                    detail: None,
                };
                journal::write(write, entry).await?;
                store::settle(&write.conn(), &key, now + DAY).await?;
                count(write, Outcome::PassedOn).await?;
                Ok::<_, Error>(())
            })
        });
        Ok(work.await?)
    }
}

/// By what a letter is known when it is brought again: a hash of its Message-ID, or of its words where it has none.
fn key_of(mine: &Mine, incoming: &Incoming, written: &Written) -> Vec<u8> {
    let what = incoming.id.as_deref().unwrap_or(&written.text);
    secret::hash(format!("{} {what}", mine.reply.id).as_bytes()).to_vec()
}

/// The left part of a Message-ID: the same whenever the same letter comes.
fn id_of(key: &[u8]) -> String {
    let mut name = secret::base32(key);
    name.truncate(32);
    format!("words-{name}")
}

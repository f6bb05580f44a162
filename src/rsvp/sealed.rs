//! What a reply says of a person, closed and opened.
//!
//! Names, addresses, messages and answers are closed by the date's contact key, access needs by its access key, which
//! is destroyed first. An address is found again by its tag, which dies with the contact key.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Reply;
use super::answer::Said;
use crate::database::Conn;
use crate::outbox::address::Address;
use crate::seal::{DataKey, DateKeys, SealError, Seals};

const TABLE: &str = "rsvp";

/// The keys of one date.
pub(super) struct Keys {
    pub(super) contact: DataKey,
    /// None once it was destroyed.
    access: Option<DataKey>,
}

/// The sealed columns of a reply.
#[derive(Clone, Debug, Default)]
pub(super) struct Sealed {
    pub(super) name: Option<Vec<u8>>,
    pub(super) email: Option<Vec<u8>>,
    pub(super) email_tag: Option<Vec<u8>>,
    pub(super) organisation_name: Option<Vec<u8>>,
    pub(super) message: Option<Vec<u8>>,
    pub(super) answers: Option<Vec<u8>>,
    pub(super) access_needs: Option<Vec<u8>>,
}

/// What a reply says of a person, opened. Print it nowhere but where its reader may read it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What to call them.
    pub name: Option<String>,
    /// Where to write to.
    pub email: Option<String>,
    /// For whom they come.
    pub organisation: Option<String>,
    /// A message to the organisers.
    pub message: Option<String>,
    /// What they need to take part; only for who may read it, and until three days after the end.
    pub access_needs: Option<String>,
    /// Answers to the event's own questions, by key.
    pub answers: BTreeMap<String, String>,
}

/// Prints nobody: it would end up in a log.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Person(…)")
    }
}

impl Keys {
    /// # Errors
    /// [`SealError::Destroyed`] after the purge.
    pub(super) async fn of(seals: &Seals, conn: &Conn<'_>, occurrence: Uuid) -> Result<Self, SealError> {
        Self::among(&seals.of_date(conn, occurrence).await?)
    }

    /// # Errors
    /// [`SealError::Destroyed`] after the purge.
    pub(super) fn among(keys: &DateKeys) -> Result<Self, SealError> {
        Ok(Self { contact: keys.contact()?.clone(), access: keys.access().cloned() })
    }

    /// Closes what was said for the row `id`. `address` is `said.email`, unless it may not be kept.
    pub(super) fn close(
        &self,
        id: Uuid,
        said: &Said,
        address: Option<&Address>,
    ) -> Result<Sealed, SealError> {
        let text = |column: &str, words: Option<&String>| {
            words.map(|words| self.contact.seal(TABLE, column, id, words.as_bytes())).transpose()
        };
        let answers = (!said.answers.is_empty()).then(|| written(&said.answers));
        let access_needs = match (&self.access, &said.access_needs) {
            (Some(key), Some(words)) => Some(key.seal(TABLE, "access_needs", id, words.as_bytes())?),
            _ => None,
        };
        Ok(Sealed {
            name: text("name", said.name.as_ref())?,
            email: address
                .map(|address| self.contact.seal_padded(TABLE, "email", id, address.as_str()))
                .transpose()?,
            email_tag: address.map(|address| self.contact.tag(&address.normal())),
            organisation_name: text("organisation_name", said.organisation.as_ref())?,
            message: text("message", said.message.as_ref())?,
            answers: text("answers", answers.as_ref())?,
            access_needs,
        })
    }

    /// Opens a reply. Access needs only `with_access`, and while their key lives.
    pub(super) fn open(&self, reply: &Reply, with_access: bool) -> Result<Person, SealError> {
        let text = |column: &str, sealed: &Option<Vec<u8>>| {
            sealed.as_ref().map(|sealed| self.contact.open_text(TABLE, column, reply.id, sealed)).transpose()
        };
        let answers = text("answers", &reply.answers)?;
        let access_needs = match (&self.access, &reply.access_needs) {
            (Some(key), Some(sealed)) if with_access => {
                Some(key.open_text(TABLE, "access_needs", reply.id, sealed)?)
            }
            _ => None,
        };
        Ok(Person {
            name: text("name", &reply.name)?,
            email: self.address(reply)?,
            organisation: text("organisation_name", &reply.organisation_name)?,
            message: text("message", &reply.message)?,
            access_needs,
            answers: answers.as_deref().map(read).transpose()?.unwrap_or_default(),
        })
    }

    /// The address of a reply.
    pub(super) fn address(&self, reply: &Reply) -> Result<Option<String>, SealError> {
        reply
            .email
            .as_ref()
            .map(|sealed| self.contact.open_padded(TABLE, "email", reply.id, sealed))
            .transpose()
    }
}

fn written(answers: &BTreeMap<String, String>) -> String {
    serde_json::to_string(answers).unwrap_or_default()
}

fn read(json: &str) -> Result<BTreeMap<String, String>, SealError> {
    serde_json::from_str(json).map_err(|_error| SealError::Damaged)
}

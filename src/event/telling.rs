//! What people are told of an act, beside the facts: the organisers' words, kept sealed.

use std::fmt;

use entity::value::Purpose;
use uuid::Uuid;

use super::{Announcement, EventError};
use crate::database::Conn;
use crate::mistake::Mistakes;
use crate::seal::{DataKey, Owner, SealError, Seals};

/// The longest message, in characters.
const LONGEST: usize = 2_000;

/// Whether people are told of an act, and with which words.
#[derive(Clone, Debug)]
pub struct Telling {
    pub(super) notify: bool,
    words: Option<Words>,
}

/// The organisers' words, and the key that closes them.
#[derive(Clone)]
struct Words {
    text: String,
    key: DataKey,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words")
    }
}

impl Telling {
    /// Without words of the organisers.
    #[must_use]
    pub fn silently(notify: bool) -> Self {
        Self { notify, words: None }
    }

    /// With words to those who said yes. Made before the write begins: nothing but the database is awaited inside.
    ///
    /// # Errors
    /// [`EventError::Invalid`] for words that can't be sent, or that the organisation's key can't be read.
    pub async fn with_words(
        conn: &Conn<'_>,
        seals: &Seals,
        organisation: Uuid,
        notify: bool,
        words: Option<&str>,
    ) -> Result<Self, EventError> {
        let Some(words) = words else { return Ok(Self::silently(notify)) };
        let mut found = Mistakes::new();
        found.text("/message", words, LONGEST);
        found.into_result().map_err(EventError::Invalid)?;
        let key = seals.key(conn, Owner::Organisation(organisation), Purpose::Organisation).await?;
        Ok(Self { notify, words: Some(Words { text: words.to_owned(), key }) })
    }

    /// The words, closed so that only that announcement opens them.
    pub(super) fn sealed(&self, announcement: Uuid) -> Result<Option<Vec<u8>>, SealError> {
        let seal =
            |words: &Words| words.key.seal("announcement", "message", announcement, words.text.as_bytes());
        self.words.as_ref().map(seal).transpose()
    }
}

/// The organisers' words of an announcement.
///
/// # Errors
/// When the organisation's key can't be read or does not open them.
pub async fn words(
    conn: &Conn<'_>,
    seals: &Seals,
    announcement: &Announcement,
) -> Result<Option<String>, SealError> {
    let Some(sealed) = &announcement.message else { return Ok(None) };
    let key =
        seals.key(conn, Owner::Organisation(announcement.organisation_id), Purpose::Organisation).await?;
    let plain = key.open("announcement", "message", announcement.id, sealed)?;
    String::from_utf8(plain).map(Some).map_err(|_error| SealError::Damaged)
}

//! One data key: closing, opening, finding an address again.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use uuid::Uuid;

use super::token::{Token, TokenPurpose};
use crate::{database, secret};

/// The form of a sealed value: this byte, the data key's id, the nonce, the ciphertext.
const VERSION: u8 = 1;

/// Sealed addresses tell their length only to the next multiple of this.
const PAD: usize = 64;

/// Why a value could not be closed or opened.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SealError {
    /// Its key was destroyed.
    #[error("the key of this value has been destroyed")]
    Destroyed,
    /// It was changed, moved, or closed with another key.
    #[error("a sealed value does not open: it was changed or moved")]
    Damaged,
    /// The key file is not the one it was closed with.
    #[error("the key file does not open the data keys of this database")]
    WrongKeyFile,
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
}

/// A data key, unwrapped.
#[derive(Clone)]
pub struct DataKey {
    id: Uuid,
    key: [u8; 32],
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DataKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl DataKey {
    pub(super) fn new(id: Uuid, key: [u8; 32]) -> Self {
        Self { id, key }
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// Closes `plain` for one column of one row.
    ///
    /// # Errors
    /// Only when `plain` is absurdly long.
    pub fn seal(&self, table: &str, column: &str, row: Uuid, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut sealed = vec![VERSION];
        sealed.extend_from_slice(self.id.as_bytes());
        sealed.extend(close(&self.key, &place(table, column, row), plain)?);
        Ok(sealed)
    }

    /// Opens what [`Self::seal`] closed for the same column and row.
    ///
    /// # Errors
    /// [`SealError::Damaged`] when it was changed, moved, or closed with another key.
    pub fn open(&self, table: &str, column: &str, row: Uuid, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (version, rest) = sealed.split_first().ok_or(SealError::Damaged)?;
        let (id, rest) = rest.split_at_checked(16).ok_or(SealError::Damaged)?;
        if *version != VERSION || id != self.id.as_bytes() {
            return Err(SealError::Damaged);
        }
        open(&self.key, &place(table, column, row), rest)
    }

    /// As [`Self::seal`], hiding the length of an address to the next multiple of 64.
    ///
    /// # Errors
    /// As [`Self::seal`].
    pub fn seal_padded(
        &self,
        table: &str,
        column: &str,
        row: Uuid,
        plain: &str,
    ) -> Result<Vec<u8>, SealError> {
        let mut padded = plain.as_bytes().to_vec();
        padded.push(0xff);
        padded.resize(padded.len().next_multiple_of(PAD), 0);
        self.seal(table, column, row, &padded)
    }

    /// Opens what [`Self::seal_padded`] closed.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_padded(
        &self,
        table: &str,
        column: &str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<String, SealError> {
        let mut plain = self.open(table, column, row, sealed)?;
        while plain.pop().ok_or(SealError::Damaged)? == 0 {}
        String::from_utf8(plain).map_err(|_error| SealError::Damaged)
    }

    /// Opens a value that is text.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_text(
        &self,
        table: &str,
        column: &str,
        row: Uuid,
        sealed: &[u8],
    ) -> Result<String, SealError> {
        String::from_utf8(self.open(table, column, row, sealed)?).map_err(|_error| SealError::Damaged)
    }

    /// What finds an address again among those closed with this key. Takes the address's normal form.
    #[must_use]
    pub fn tag(&self, normal_address: &str) -> Vec<u8> {
        secret::mac(&self.subkey("tag"), &[normal_address.as_bytes()]).to_vec()
    }

    /// A standing address's token: derived, not kept. Raising `generation` revokes it.
    #[must_use]
    pub fn token(&self, purpose: TokenPurpose, id: Uuid, generation: i32) -> String {
        Token::derive(&self.subkey("token"), purpose, id, generation).to_string()
    }

    /// Whether `token` is the one for this purpose and generation.
    #[must_use]
    pub fn verifies(&self, token: &Token, purpose: TokenPurpose, generation: i32) -> bool {
        Token::derive(&self.subkey("token"), purpose, token.id(), generation).is(token)
    }

    /// A keyed hash for a named use, so that no two uses share a key.
    #[must_use]
    pub fn mac(&self, usage: &str, parts: &[&[u8]]) -> [u8; 32] {
        secret::mac(&self.subkey(usage), parts)
    }

    fn subkey(&self, usage: &str) -> [u8; 32] {
        secret::mac(&self.key, &[b"convenor", usage.as_bytes()])
    }
}

fn place(table: &str, column: &str, row: Uuid) -> Vec<u8> {
    [table.as_bytes(), b"\0", column.as_bytes(), b"\0", row.as_bytes()].concat()
}

/// Nonce and ciphertext of `plain`.
pub(super) fn close(key: &[u8; 32], associated: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; 24] = secret::random();
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload { msg: plain, aad: associated };
    let closed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_error| SealError::Damaged)?;
    Ok([nonce.as_slice(), &closed].concat())
}

/// The plain text of what [`close`] made.
pub(super) fn open(key: &[u8; 32], associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (nonce, closed) = sealed.split_first_chunk::<24>().ok_or(SealError::Damaged)?;
    let cipher = XChaCha20Poly1305::new(&Key::from(*key));
    let payload = Payload { msg: closed, aad: associated };
    cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_error| SealError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> DataKey {
        DataKey::new(Uuid::from_u128(u128::from(n)), [n; 32])
    }

    #[test]
    fn a_value_opens_only_where_it_was_closed() {
        let row = Uuid::from_u128(9);
        let sealed = key(1).seal("rsvp", "name", row, b"Ben").unwrap();
        assert_eq!(key(1).open("rsvp", "name", row, &sealed).unwrap(), b"Ben");
        assert!(key(1).open("rsvp", "message", row, &sealed).is_err());
        assert!(key(1).open("rsvp", "name", Uuid::from_u128(8), &sealed).is_err());
        assert!(key(2).open("rsvp", "name", row, &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(key(1).open("rsvp", "name", row, &changed).is_err());
        for cut in [0, 1, 10, 17, 30, sealed.len() - 1] {
            assert!(key(1).open("rsvp", "name", row, &sealed[..cut]).is_err());
        }
    }

    #[test]
    fn padding_hides_the_length_of_an_address() {
        let row = Uuid::from_u128(9);
        let short = key(1).seal_padded("rsvp", "email", row, "a@b.org").unwrap();
        let long = key(1).seal_padded("rsvp", "email", row, "benjamin.longer.name@example.org").unwrap();
        assert_eq!(short.len(), long.len());
        assert_eq!(key(1).open_padded("rsvp", "email", row, &short).unwrap(), "a@b.org");
    }

    #[test]
    fn a_tag_is_stable_and_dies_with_its_key() {
        assert_eq!(key(1).tag("ben@example.org"), key(1).tag("ben@example.org"));
        assert_ne!(key(1).tag("ben@example.org"), key(2).tag("ben@example.org"));
    }
}

//! Unguessable values, ids, and comparison that leaks nothing.
//!
//! The one place that asks the operating system for chance. A failure of its random source ends the process:
//! nothing safe can be done without it.

use entity::Moment;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// `N` bytes from the operating system's random source.
///
/// # Panics
/// When the system has no random source.
#[must_use]
#[expect(clippy::expect_used, reason = "without chance no token or key is safe: better to stop")]
#[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A fresh id (UUIDv7, RFC 9562 section 5.7): sorted by the time it was made, random for the rest.
#[must_use]
pub fn new_id(now: Moment) -> Uuid {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random::<10>()).into_uuid()
}

/// A number in `0.0..1.0`, for spreading retries.
#[must_use]
pub fn roll() -> f64 {
    f64::from(u32::from_le_bytes(random::<4>())) / (f64::from(u32::MAX) + 1.0)
}

/// Ten characters that nobody guesses, for the addresses of unlisted events (50 bits).
#[must_use]
pub fn ten_characters() -> String {
    let mut text = base32(&random::<8>());
    text.truncate(10);
    text
}

/// Lower-case base32 without padding: survives mail systems that fold case.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    data_encoding::BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

/// Reads what [`base32`] wrote, in any case. `None` when it is something else.
#[must_use]
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    data_encoding::BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).ok()
}

/// SHA-256 of a high-entropy secret, for keeping it where it need not be read again.
#[must_use]
pub fn hash(secret: &[u8]) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// Compares without telling by its duration where two values differ.
#[must_use]
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    bool::from(a.ct_eq(b))
}

/// HMAC-SHA256 of `parts` under `key`. Each part is preceded by its length, so that no two lists of parts
/// give the same text.
#[must_use]
pub fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    use hmac::{Hmac, KeyInit, Mac};
    // HMAC fills a short key up with noughts to the hash's block (RFC 2104, section 2).
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut hmac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        hmac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

/// HMAC-SHA256 (RFC 2104) of the `parts` one after another, with a secret that another program holds too.
#[must_use]
pub fn signature(secret: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    use hmac::{Hmac, KeyInit, Mac};
    // A key of any length will do; the error is of the trait's other algorithms.
    let Ok(mut hmac) = Hmac::<Sha256>::new_from_slice(secret) else { return [0; 32] };
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_their_time() {
        let early = new_id(Moment::from_millis(1_000));
        let late = new_id(Moment::from_millis(2_000));
        assert!(early < late);
        assert_ne!(new_id(Moment::from_millis(1_000)), early);
    }

    #[test]
    fn base32_survives_a_change_of_case() {
        let bytes = random::<32>();
        assert_eq!(from_base32(&base32(&bytes).to_uppercase()), Some(bytes.to_vec()));
        assert_eq!(from_base32("not base32!"), None);
    }

    #[test]
    fn parts_are_not_confused() {
        let key = [7; 32];
        assert_ne!(mac(&key, &[b"ab", b"c"]), mac(&key, &[b"a", b"bc"]));
    }
}

//! The reply form's own token: signed, good for 24 hours, and only after the time it takes to read the form.
//!
//! Pure. Guarantees: a token made for one date serves no other, and nobody but this house makes one. That it is used
//! once is left to the page, which hands [`Token::once`] to the same table that answers repeated requests.

use std::time::Duration;

use entity::Moment;
use uuid::Uuid;

use crate::seal::DataKey;
use crate::secret;

/// The name of the field that people do not see and programs fill in.
pub const HONEYPOT: &str = "website";
/// How long a form may lie open.
const GOOD_FOR: Duration = Duration::from_hours(24);
/// No person reads the form and fills it in faster.
pub const READING_TAKES: Duration = Duration::from_secs(2);
/// Before the signature: when it was made and chance, eight bytes each.
const HEAD: usize = 16;
/// The signature's length.
const SIGNATURE: usize = 16;

/// A form that came back in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Names this one form; a second use of it is the same reply sent again.
    pub once: String,
    /// When the form, and the wording on it, was shown.
    pub shown_at: Moment,
}

/// Why a form is shown again, with what was typed. None of these is told to a program that fell into the trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// It lay open too long, or was changed on the way.
    TooOld,
    /// It came back faster than anybody reads.
    TooFast,
}

/// The key of a date's forms. Every node knows it, and it dies with the replies.
#[must_use]
pub fn key(contact: &DataKey) -> [u8; 32] {
    contact.mac("reply form", &[])
}

/// A token for the form of `occurrence`, shown at `now`, under its [`key`].
#[must_use]
pub fn issue(key: &[u8; 32], occurrence: Uuid, now: Moment) -> String {
    let mut head = Vec::with_capacity(HEAD + SIGNATURE);
    head.extend_from_slice(&now.millis().to_be_bytes());
    head.extend_from_slice(&secret::random::<8>());
    let signature = sign(key, occurrence, &head);
    head.extend_from_slice(&signature);
    secret::base32(&head)
}

/// Reads a token that came back with a form.
///
/// # Errors
/// [`Stale`]: show the form again with a new token and what was typed.
pub fn read(key: &[u8; 32], occurrence: Uuid, text: &str, now: Moment) -> Result<Token, Stale> {
    let bytes = secret::from_base32(text).ok_or(Stale::TooOld)?;
    let (head, signature) = bytes.split_at_checked(HEAD).ok_or(Stale::TooOld)?;
    if !secret::equal(signature, &sign(key, occurrence, head)) {
        return Err(Stale::TooOld);
    }
    let millis = head.first_chunk::<8>().map_or(0, |first| i64::from_be_bytes(*first));
    let shown_at = Moment::from_millis(millis);
    if now < shown_at + READING_TAKES {
        return Err(Stale::TooFast);
    }
    if now >= shown_at + GOOD_FOR {
        return Err(Stale::TooOld);
    }
    Ok(Token { once: secret::base32(&secret::hash(&bytes)), shown_at })
}

/// Whether something filled in the field that people do not see.
#[must_use]
pub fn is_trapped(honeypot: Option<&str>) -> bool {
    honeypot.is_some_and(|text| !text.is_empty())
}

fn sign(key: &[u8; 32], occurrence: Uuid, head: &[u8]) -> [u8; SIGNATURE] {
    let mut short = [0; SIGNATURE];
    for (to, from) in short.iter_mut().zip(secret::mac(key, &[occurrence.as_bytes(), head])) {
        *to = from;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const DATE: Uuid = Uuid::from_u128(5);
    const SHOWN: Moment = Moment::from_millis(1_700_000_000_000);

    fn after(seconds: u64) -> Moment {
        SHOWN + Duration::from_secs(seconds)
    }

    #[test]
    fn a_form_is_good_from_a_moment_after_it_was_shown_until_a_day_later() {
        let token = issue(&KEY, DATE, SHOWN);
        assert_eq!(read(&KEY, DATE, &token, after(1)), Err(Stale::TooFast));
        assert_eq!(read(&KEY, DATE, &token, after(2)).unwrap().shown_at, SHOWN);
        assert!(read(&KEY, DATE, &token, after(86_399)).is_ok());
        assert_eq!(read(&KEY, DATE, &token, after(86_400)), Err(Stale::TooOld));
    }

    #[test]
    fn a_form_of_another_date_or_another_house_is_not_taken() {
        let token = issue(&KEY, DATE, SHOWN);
        assert!(read(&KEY, Uuid::from_u128(6), &token, after(60)).is_err());
        assert!(read(&[8; 32], DATE, &token, after(60)).is_err());
    }

    #[test]
    fn a_changed_form_is_not_taken() {
        let token = issue(&KEY, DATE, SHOWN);
        for at in 0..token.len() {
            let mut changed: Vec<char> = token.chars().collect();
            changed[at] = if changed[at] == 'a' { 'b' } else { 'a' };
            let changed: String = changed.into_iter().collect();
            // The last character carries bits beyond the last byte; both spellings may name the same bytes.
            if secret::from_base32(&changed) != secret::from_base32(&token) {
                assert!(read(&KEY, DATE, &changed, after(60)).is_err(), "{at}");
            }
        }
        for text in ["", "a", "not base32!", token.get(..26).unwrap()] {
            assert!(read(&KEY, DATE, text, after(60)).is_err(), "{text}");
        }
    }

    #[test]
    fn two_forms_are_told_apart_and_one_is_itself() {
        let (one, two) = (issue(&KEY, DATE, SHOWN), issue(&KEY, DATE, SHOWN));
        let once = |token: &str| read(&KEY, DATE, token, after(60)).unwrap().once;
        assert_eq!(once(&one), once(&one.to_uppercase()));
        assert_ne!(once(&one), once(&two));
    }

    #[test]
    fn whatever_fills_in_the_hidden_field_is_trapped() {
        assert!(is_trapped(Some("https://spam.example")));
        assert!(!is_trapped(Some("")));
        assert!(!is_trapped(None));
    }
}

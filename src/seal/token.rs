//! Standing tokens: the addresses by which somebody manages a reply, stops reminders, or reads a members' page.
//!
//! A token is lower-case base32 of a row's id and 16 bytes of HMAC over purpose, id and generation. It is derived
//! from a data key, so nothing that opens a door is stored, and all of a date's doors close when its key is destroyed.

use std::fmt;

use uuid::Uuid;

use crate::secret;

/// What a token opens. One for one purpose opens nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPurpose {
    /// `/r/…`: manage my reply.
    Manage,
    /// `/u/…`: stop reminders.
    Stop,
    /// `/n/…`: not you?
    NotYou,
    /// `reply+…@`: a calendar's answer by mail.
    MailReply,
    /// `/{org}/m/…`: the members' page.
    Members,
    /// `/c/…`: a person's own calendar.
    Calendar,
    /// `/r/…/add/…`: one date on its way into a calendar. Opens nothing else, so that nothing is lost when it is passed on.
    Add,
}

impl TokenPurpose {
    fn word(self) -> &'static [u8] {
        match self {
            Self::Manage => b"manage",
            Self::Stop => b"stop",
            Self::NotYou => b"not_you",
            Self::MailReply => b"mail_reply",
            Self::Members => b"members",
            Self::Calendar => b"calendar",
            Self::Add => b"add",
        }
    }
}

/// A token as it came in, not yet checked against a key.
#[derive(Clone, Debug)]
pub struct Token {
    id: Uuid,
    mac: [u8; 16],
}

impl Token {
    pub(super) fn derive(key: &[u8; 32], purpose: TokenPurpose, id: Uuid, generation: i32) -> Self {
        let full = secret::mac(key, &[purpose.word(), id.as_bytes(), &generation.to_le_bytes()]);
        let mut mac = [0; 16];
        for (to, from) in mac.iter_mut().zip(full) {
            *to = from;
        }
        Self { id, mac }
    }

    /// The row it names. Nothing may be said of that row before the token is verified.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.id == other.id && secret::equal(&self.mac, &other.mac)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&secret::base32(&[self.id.as_bytes().as_slice(), &self.mac].concat()))
    }
}

/// Reads a token, in any case. `None` when the text is none.
#[must_use]
pub fn parse_token(text: &str) -> Option<Token> {
    let bytes = secret::from_base32(text)?;
    let (id, mac) = bytes.split_first_chunk::<16>()?;
    Some(Token { id: Uuid::from_bytes(*id), mac: mac.try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::super::DataKey;
    use super::*;

    #[test]
    fn a_token_opens_one_door_of_one_generation() {
        let key = DataKey::new(Uuid::from_u128(1), [1; 32]);
        let text = key.token(TokenPurpose::Manage, Uuid::from_u128(7), 0);
        assert!("reply+@".len() + text.len() <= 64, "fits the local part of an address");
        let token = parse_token(&text.to_uppercase()).unwrap();
        assert_eq!(token.id(), Uuid::from_u128(7));
        assert!(key.verifies(&token, TokenPurpose::Manage, 0));
        assert!(!key.verifies(&token, TokenPurpose::Stop, 0));
        assert!(!key.verifies(&token, TokenPurpose::Manage, 1));
        assert!(!DataKey::new(Uuid::from_u128(2), [2; 32]).verifies(&token, TokenPurpose::Manage, 0));
    }

    #[test]
    fn garbage_is_no_token() {
        for text in ["", "abc", "not a token", &"a".repeat(51), &"a".repeat(53), "é"] {
            assert!(parse_token(text).is_none(), "{text:?}");
        }
    }
}

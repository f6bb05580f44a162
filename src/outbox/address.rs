//! Addresses that letters go to and come from.
//!
//! Guarantees: an [`Address`] can be written into an SMTP command and a header as it stands: ASCII, without
//! quotes, spaces or control characters, its domain in the form that DNS knows (RFC 5890). Whether anybody
//! reads mail there is left to the letter itself.

use std::fmt;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// The longest address that fits an SMTP path (RFC 5321 §4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;
/// The longest part before the @ (RFC 5321 §4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;

/// An address for e-mail, checked once.
///
/// Two that differ only in upper and lower case before the @ are different addresses to a mail server, so the
/// case is kept; [`Address::normal`] is the form to compare and to hash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    text: String,
    at: usize,
}

/// Why a text is no address that we write to. Its texts never repeat what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// Nothing was given.
    #[error("is missing")]
    Empty,
    /// There is no @, or more than one.
    #[error("must be one address with one @, like name@example.org")]
    Shape,
    /// The part before the @.
    #[error("has something before the @ that an address can't have, like a space, a quote or an accent")]
    Local,
    /// The part after the @.
    #[error("must have a name like example.org after the @")]
    Domain,
    /// It is longer than a mail server takes.
    #[error("is too long for an address")]
    TooLong,
}

impl Address {
    /// Reads an address that somebody typed.
    ///
    /// Space around it is dropped, and a domain in other letters is turned into its ASCII form. Refused are
    /// forms that are legal and nearly always a slip or an attack: quoted parts, comments, address literals
    /// (`[192.0.2.1]`), a domain without a dot, and letters beyond ASCII before the @ (few servers take them).
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let address = Self::parse_any_domain(text)?;
        let top = address.domain().rsplit('.').next().unwrap_or_default();
        if !address.domain().contains('.') || top.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAnAddress::Domain);
        }
        Ok(address)
    }

    /// As [`Address::parse`], with a domain of one label allowed: our own `no-reply@localhost`.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse_any_domain(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}'));
        if text.is_empty() {
            return Err(NotAnAddress::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(NotAnAddress::Shape)?;
        if domain.contains('@') {
            return Err(NotAnAddress::Shape);
        }
        if !is_dot_atom(local) {
            return Err(NotAnAddress::Local);
        }
        let domain = Uts46::new()
            .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::Allow, DnsLength::Verify)
            .map_err(|_error| NotAnAddress::Domain)?;
        let address = Self { at: local.len(), text: format!("{local}@{domain}") };
        if local.len() > LONGEST_LOCAL || address.text.len() > LONGEST {
            return Err(NotAnAddress::TooLong);
        }
        Ok(address)
    }

    /// The address as letters are sent to it: the domain in lower-case ASCII.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What stands behind the @.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.text.get(self.at + 1..).unwrap_or_default()
    }

    /// The form by which an address is found again: all lower case. Dots and plus signs stay; what they mean is
    /// the receiving server's affair.
    #[must_use]
    pub fn normal(&self) -> String {
        self.text.to_ascii_lowercase()
    }
}

/// RFC 5322 §3.2.3, in ASCII: the form without quotes.
fn is_dot_atom(text: &str) -> bool {
    text.split('.').all(|atom| {
        !atom.is_empty()
            && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
    })
}

/// Prints no address: it would end up in a log.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// An address with the name of whoever is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name that readers see. Cleaned when it is written into a header.
    pub name: Option<String>,
    /// The address.
    pub address: Address,
}

impl Mailbox {
    /// Reads `Name <name@example.org>`, `"Name" <…>` or an address alone, as a setting gives it.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        let Some(inner) = text.strip_suffix('>') else {
            return Ok(Self { name: None, address: Address::parse_any_domain(text)? });
        };
        let (name, address) = inner.rsplit_once('<').ok_or(NotAnAddress::Shape)?;
        let name = name.trim().trim_matches('"').trim();
        Ok(Self {
            name: (!name.is_empty()).then(|| name.to_owned()),
            address: Address::parse_any_domain(address)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_what_servers_take() {
        for (typed, sent) in [
            ("ben@example.org", "ben@example.org"),
            ("  Ben.Smith@Example.ORG\n", "Ben.Smith@example.org"),
            ("\u{200B}ben@example.org\u{FEFF}", "ben@example.org"),
            ("ben+picket@example.org", "ben+picket@example.org"),
            ("o'neill@example.org", "o'neill@example.org"),
            ("user@bücher.example", "user@xn--bcher-kva.example"),
            ("user@BÜCHER.example", "user@xn--bcher-kva.example"),
            ("user@bu\u{308}cher.example", "user@xn--bcher-kva.example"),
            ("ben@sub.example.co.uk", "ben@sub.example.co.uk"),
        ] {
            assert_eq!(Address::parse(typed).unwrap().as_str(), sent, "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_or_an_attack_is_refused() {
        use NotAnAddress::{Domain, Empty, Local, Shape, TooLong};
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long = format!("ben@{}org", "abcdefghi.".repeat(25));
        for (typed, why) in [
            ("", Empty),
            (" \u{200B} ", Empty),
            ("ben", Shape),
            ("ben@one@example.org", Shape),
            ("@example.org", Local),
            (".ben@example.org", Local),
            ("b..en@example.org", Local),
            ("ben smith@example.org", Local),
            ("\"ben\"@example.org", Local),
            ("Ben <ben@example.org>", Local),
            ("ben@example.org>", Domain),
            ("bén@example.org", Local),
            ("ben\r\nBcc: eve@example.org", Local),
            ("ben@example.org\r\nBcc:eve", Domain),
            ("ben@example.org\r\nRCPT TO:<eve@example.org>", Shape),
            ("ben\0@example.org", Local),
            ("ben,eve@example.org", Local),
            ("ben@localhost", Domain),
            ("ben@[127.0.0.1]", Domain),
            ("ben@127.0.0.1", Domain),
            ("ben@exa mple.org", Domain),
            ("ben@.example.org", Domain),
            ("ben@example..org", Domain),
            ("ben@example_x.org", Domain),
            (&long_local, TooLong),
            (&long, TooLong),
        ] {
            assert_eq!(Address::parse(typed).unwrap_err(), why, "{typed}");
        }
    }

    #[test]
    fn one_person_is_found_again_however_they_type() {
        let forms = ["Ben@Example.org", "ben@example.org", " BEN@EXAMPLE.ORG "];
        assert!(forms.iter().all(|f| Address::parse(f).unwrap().normal() == "ben@example.org"));
        assert_ne!(Address::parse("b.en@example.org").unwrap().normal(), "ben@example.org");
    }

    #[test]
    fn a_sender_is_read_from_its_setting() {
        let sender = Mailbox::parse("Convenor <no-reply@localhost>").unwrap();
        assert_eq!(
            (sender.name.as_deref(), sender.address.as_str()),
            (Some("Convenor"), "no-reply@localhost")
        );
        assert_eq!(
            Mailbox::parse("\"Unison, Barnet\" <a@b.org>").unwrap().name.as_deref(),
            Some("Unison, Barnet")
        );
        assert_eq!(Mailbox::parse("a@b.org").unwrap().name, None);
        assert_eq!(Mailbox::parse("Convenor").unwrap_err(), NotAnAddress::Shape);
    }

    #[test]
    fn an_address_is_not_printed_by_debug() {
        assert!(!format!("{:?}", Mailbox::parse("a@b.org").unwrap()).contains('@'));
    }
}

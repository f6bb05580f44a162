//! What an organisation may be called.

use std::fmt;

use super::NewOrganisation;
use crate::mistake::{Mistake, Mistakes};
use crate::outbox::address::Address;

/// Slugs that an address of our own begins with.
pub const RESERVED_SLUGS: &[&str] = &[
    "m",
    "c",
    "r",
    "u",
    "n",
    "api",
    "embed",
    "oembed",
    "organise",
    "assets",
    "healthz",
    "readyz",
    "metrics",
    "robots.txt",
    "sitemap.xml",
    "favicon.ico",
    ".well-known",
];

/// What a part of an address looks like, for who typed another.
const SLUG_RULE: &str = "must have 2 to 80 small letters, digits and single hyphens, begin and end with a letter or digit, \
                         and be none of the words that addresses of Convenor begin with";

/// A text that can't be a part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASlug;

impl fmt::Display for NotASlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SLUG_RULE)
    }
}

impl std::error::Error for NotASlug {}

/// Whether `text` can be a part of an address.
///
/// # Errors
/// [`NotASlug`] when it can't.
pub fn check_slug(text: &str) -> Result<(), NotASlug> {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let edges = !text.starts_with('-') && !text.ends_with('-') && !text.contains("--");
    let length = (2..=80).contains(&text.len());
    if plain && edges && length && !RESERVED_SLUGS.contains(&text) { Ok(()) } else { Err(NotASlug) }
}

/// The organisation with its texts trimmed and its zone filled in.
///
/// # Errors
/// Every mistake, each with its pointer.
pub(super) fn checked(mut new: NewOrganisation) -> Result<NewOrganisation, Vec<Mistake>> {
    let mut found = Mistakes::new();
    if check_slug(&new.slug).is_err() {
        found.add("/slug", "not_a_slug", SLUG_RULE);
    }
    new.name = new.name.trim().to_owned();
    found.line("/name", &new.name, 200);
    if new.timezone.is_empty() {
        new.timezone = "Europe/London".to_owned();
    }
    if jiff::tz::TimeZone::get(&new.timezone).is_err() {
        let message = "must be the IANA name of a time zone, such as Europe/London";
        found.add("/timezone", "unknown_zone", message);
    }
    if let Some(Err(error)) = new.email.as_deref().map(Address::parse) {
        found.add("/email", "not_an_address", error.to_string());
    }
    if let Some(phone) = &new.phone {
        found.phone("/phone", phone);
    }
    if let Some(website) = &new.website {
        found.url("/website", website);
    }
    found.into_result()?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = NewOrganisation {
            slug: "Not A Slug".to_owned(),
            name: " ".to_owned(),
            timezone: "foo".to_owned(),
            email: Some("nobody".to_owned()),
            phone: Some("call us".to_owned()),
            phone_note: None,
            website: Some("example.org".to_owned()),
        };
        let found = checked(wrong).unwrap_err();
        let places: Vec<&str> = found.iter().map(|mistake| mistake.pointer.as_str()).collect();
        assert_eq!(places, ["/slug", "/name", "/timezone", "/email", "/phone", "/website"]);
    }

    #[test]
    fn slugs() {
        for good in ["barnet-unison", "a1", "42"] {
            assert!(check_slug(good).is_ok(), "{good}");
        }
        let long = "a".repeat(81);
        for bad in ["", "a", "Barnet", "-a", "a-", "a--b", "a b", "api", "m", "é2", "a/b", &long] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }
}

//! What an organisation may be called.

use std::fmt;

use super::{NewOrganisation, OrganisationError};

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

/// A text that can't be a part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASlug;

impl fmt::Display for NotASlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a slug has 2 to 80 small letters, digits and single hyphens, begins and ends with a letter or digit, \
             and is none of the words that addresses of Convenor begin with",
        )
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
pub(super) fn checked(mut new: NewOrganisation) -> Result<NewOrganisation, OrganisationError> {
    check_slug(&new.slug)?;
    new.name = new.name.trim().to_owned();
    let length = new.name.chars().count();
    if !(1..=200).contains(&length) || new.name.chars().any(char::is_control) {
        return Err(OrganisationError::Name);
    }
    if new.timezone.is_empty() {
        new.timezone = "Europe/London".to_owned();
    }
    if jiff::tz::TimeZone::get(&new.timezone).is_err() {
        return Err(OrganisationError::UnknownZone);
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

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

//! An event's part of the address: from its title, when nobody chose one.
//!
//! Slugs of unlisted and members' events end in ten random characters, so that nobody guesses them; chance is an argument.

use entity::value::facts::Facts;
use entity::value::{Kind, Visibility};

use super::Event;
use crate::mistake::Mistake;
use crate::organisation::RESERVED_SLUGS;

/// The longest slug made from a title, without what is added to it.
const LONGEST: usize = 60;

/// What a slug is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// As it is.
    Keep(String),
    /// Exactly this: somebody chose it.
    Exactly(String),
    /// This, with a number behind it where it is taken.
    Like(String),
    /// This, with ten random characters behind it.
    Hidden(String),
}

/// What the slug of an event that says `facts` is to be; `old` is the event as it stands.
pub(super) fn wish(facts: &Facts, old: Option<&Event>) -> Wish {
    let said = facts.slug.as_deref().filter(|said| old.is_none_or(|old| old.slug != *said));
    let hidden = facts.visibility != Visibility::Public;
    let was_hidden = old.is_some_and(|old| old.visibility != Visibility::Public);
    match (said, old) {
        // What was public may be known to many: going out of sight needs a new one.
        (None, Some(old)) if hidden && !was_hidden => Wish::Hidden(old.slug.clone()),
        (None, Some(old)) => Wish::Keep(old.slug.clone()),
        (Some(said), _) if hidden => Wish::Hidden(said.to_owned()),
        (Some(said), _) => Wish::Exactly(said.to_owned()),
        (None, None) if hidden => Wish::Hidden(from_title(&facts.title, facts.kind)),
        (None, None) => Wish::Like(from_title(&facts.title, facts.kind)),
    }
}

/// What to tell whoever changed an event that people know: links to its old address are in letters and calendars already.
///
/// The old address is not kept for it. An event goes out of sight because some who know the address should not find
/// it any more, search engines among them; an address that led on to the new one would give that away.
#[must_use]
pub fn moved_away(before: &Event, after: &Event) -> Vec<Mistake> {
    if before.published_at.is_none() || before.slug == after.slug {
        return Vec::new();
    }
    let message = "is another now: links to the old address, in letters too, no longer work; tell those who need the new one";
    vec![Mistake::new("/slug", "address_changed", message)]
}

/// A slug that nobody guesses; `chance` is what makes it so.
pub(super) fn hidden(base: &str, chance: &str) -> String {
    const LONGEST_BASE: usize = 80 - 1 - 10;
    let base = base.get(..LONGEST_BASE).unwrap_or(base).trim_end_matches('-');
    format!("{base}-{chance}")
}

/// The first of `base`, `base-2`, `base-3` … that is neither taken nor a word of ours.
pub(super) fn numbered(base: &str, taken: &[String]) -> String {
    let is_free = |slug: &String| !taken.contains(slug) && !RESERVED_SLUGS.contains(&slug.as_str());
    let candidates =
        std::iter::once(base.to_owned()).chain((2_u64..).map(|number| format!("{base}-{number}")));
    // There are fewer taken ones than numbers.
    candidates.into_iter().find(is_free).unwrap_or_default()
}

/// A title as a part of an address: small letters, digits, single hyphens.
fn from_title(title: &str, kind: Kind) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => slug.push_str(letters),
            None if c.is_ascii_alphanumeric() => slug.push(c),
            // "miners' strike" is one word and another.
            None if matches!(c, '\'' | '\u{2019}') => {}
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
    }
    let cut = match slug.get(..LONGEST) {
        // Cut between words where there is more than one.
        Some(start) if slug.get(LONGEST..).is_some_and(|rest| !rest.starts_with('-')) => {
            start.rsplit_once('-').map_or(start, |(words, _)| words)
        }
        Some(start) => start,
        None => slug.as_str(),
    };
    let cut = cut.trim_matches('-');
    if cut.len() < 2 { kind.hyphenated() } else { cut.to_owned() }
}

/// The plain letters of one that has a mark, in the languages around us.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' | 'ġ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        '&' => "and",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::event::check::tests::facts;

    #[test]
    fn a_hidden_slug_is_within_the_rule() {
        let slug = hidden(&"x".repeat(80), "abcdefghij");
        assert!(crate::organisation::check_slug(&slug).is_ok(), "{slug}");
        assert_eq!(hidden("agm", "abcdefghij"), "agm-abcdefghij");
    }

    #[test]
    fn who_chose_a_slug_gets_it() {
        let wished = |said: &serde_json::Value| wish(&facts(said), None);
        assert_eq!(wished(&json!({})), Wish::Like("banners-held-high".into()));
        assert_eq!(wished(&json!({ "slug": "july" })), Wish::Exactly("july".into()));
        assert_eq!(wished(&json!({ "visibility": "members" })), Wish::Hidden("banners-held-high".into()));
        assert_eq!(wished(&json!({ "slug": "july", "visibility": "unlisted" })), Wish::Hidden("july".into()));
    }

    #[test]
    fn titles_become_addresses() {
        for (title, expected) in [
            ("Banners Held High: lobby of Barnet Council", "banners-held-high-lobby-of-barnet-council"),
            ("  Miners' strike – 40 years!  ", "miners-strike-40-years"),
            ("Ärzte & Pfleger für Köln", "arzte-and-pfleger-fur-koln"),
            ("Łódź, señor", "lodz-senor"),
            ("наш день", "lobby"),
            ("!", "lobby"),
            ("A", "lobby"),
            (
                "a very long title that goes on and on about everything that will be said there",
                "a-very-long-title-that-goes-on-and-on-about-everything-that",
            ),
        ] {
            assert_eq!(from_title(title, Kind::Lobby), expected);
        }
        assert_eq!(from_title(&"x".repeat(500), Kind::Lobby).len(), LONGEST);
    }

    #[test]
    fn a_taken_or_reserved_slug_gets_a_number() {
        let taken = ["rally".to_owned(), "rally-2".to_owned()];
        assert_eq!(numbered("rally", &taken), "rally-3");
        assert_eq!(numbered("march", &taken), "march");
        assert_eq!(numbered("embed", &[]), "embed-2");
    }
}

//! Every sentence a person reads, by language, and how dates, times and numbers are said.
//!
//! A sentence lives in a Fluent file under its language's folder; code and templates name it by its key:
//! `language.say("letter-thank-you")`, `language.say("letter-delete-on").with("day", day)`. What comes out has no
//! isolation marks (mail headers and calendar titles would show them) and the arguments as they are: a page
//! escapes them, because the sentence reaches the template as a value like any other.
//!
//! Guarantees, held by `tests/service/words.rs`: every key named in `src` exists, every message is used, a caller
//! fills exactly the variables of its message, and all languages have the same messages with the same variables.
//! A key is therefore always written out where it is said, never put together.

mod dates;
#[cfg(test)]
mod dates_tests;
mod kinds;
mod rooms;
mod sentences;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::types::{FluentNumber, FluentValue};
use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use dates::{Before, When, capitalised};
pub use sentences::sentences;

/// The files of English, by theme. A new file is a line here.
const ENGLISH: &[&str] = &[
    include_str!("en/dates.ftl"),
    include_str!("en/feed.ftl"),
    include_str!("en/kinds.ftl"),
    include_str!("en/letters.ftl"),
    include_str!("en/pages.ftl"),
    include_str!("en/questions.ftl"),
    include_str!("en/repeats.ftl"),
];

static ENGLISH_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en-GB", ENGLISH));

/// A language we write in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// British English.
    #[default]
    En,
}

impl Language {
    /// The language of a stored code, such as `rsvp.language`; English for one we do not speak.
    #[must_use]
    pub fn from_code(_code: &str) -> Self {
        Self::En
    }

    /// Its code, as it is stored and as HTML's `lang` wants it (BCP 47).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
        }
    }

    /// The sentence of that key. Its variables, if it has any, are filled by [`Said::with`] and [`Said::count`].
    pub fn say(self, key: &'static str) -> Said {
        Said { language: self, key, args: FluentArgs::new() }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::En => &ENGLISH_BUNDLE,
        }
    }
}

/// A sentence to be: its key and what fills it. Displaying it gives the words.
#[must_use]
pub struct Said {
    language: Language,
    key: &'static str,
    args: FluentArgs<'static>,
}

impl Said {
    /// Fills a variable with words, as they are.
    pub fn with(mut self, name: &'static str, words: impl fmt::Display) -> Self {
        self.args.set(name, FluentValue::from(words.to_string()));
        self
    }

    /// Fills a variable with a number, which may choose between singular and plural. Thousands get a comma.
    pub fn count(mut self, name: &'static str, number: impl Into<FluentNumber>) -> Self {
        self.args.set(name, FluentValue::Number(number.into()));
        self
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = self.language.bundle();
        let Some(pattern) = bundle.get_message(self.key).and_then(|message| message.value()) else {
            return f.write_str(self.key);
        };
        // What could be missing is a variable; the test over all callers rules that out.
        let mut missing = Vec::new();
        f.write_str(&bundle.format_pattern(pattern, Some(&self.args), &mut missing))
    }
}

impl From<Said> for String {
    fn from(said: Said) -> Self {
        said.to_string()
    }
}

fn bundle(name: &str, files: &[&str]) -> FluentBundle<FluentResource> {
    let name: LanguageIdentifier = name.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![name]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(with_commas(&number.as_string())),
        _ => None,
    }));
    for file in files {
        // A file with a mistake still gives what could be read; a test reads every file strictly.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// `12345` as `12,345`. Numbers with a fraction stay as they are.
fn with_commas(number: &str) -> String {
    let mut grouped = String::new();
    for (position, digit) in number.chars().enumerate() {
        if position > 0 && (number.len() - position).is_multiple_of(3) && !number.contains('.') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_sound_and_no_key_stands_twice() {
        let mut bundle = FluentBundle::new_concurrent(vec![LanguageIdentifier::default()]);
        for file in ENGLISH {
            let resource = FluentResource::try_new((*file).to_owned()).expect("a file with a mistake");
            bundle.add_resource(resource).expect("a key that stands twice");
        }
    }

    #[test]
    fn numbers_choose_the_plural_and_get_commas() {
        assert_eq!(Language::En.people(1), "1 person");
        assert_eq!(Language::En.people(3), "3 people");
        assert_eq!(Language::En.people(12_345), "12,345 people");
        assert_eq!(with_commas("999"), "999");
        assert_eq!(with_commas("1000000"), "1,000,000");
    }

    #[test]
    fn words_go_in_as_they_are_without_marks_around_them() {
        let said =
            Language::En.say("date-list-and").with("first", "{ $x } <b>").with("last", "007").to_string();
        assert_eq!(said, "{ $x } <b> and 007");
    }

    #[test]
    fn a_code_we_do_not_know_is_english() {
        assert_eq!(Language::from_code("xx"), Language::En);
        assert_eq!(Language::from_code(Language::En.code()), Language::En);
    }
}

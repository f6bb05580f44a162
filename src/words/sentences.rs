//! Our own sentences, to know them again where somebody quotes them.

use fluent_bundle::resolver::errors::ReferenceKind;
use fluent_bundle::types::FluentValue;
use fluent_bundle::{FluentArgs, FluentError, resolver::ResolverError};

use super::{ENGLISH, ENGLISH_BUNDLE};

/// The sentences whose key is wanted, in every language: each as the words between what fills it.
///
/// A piece is empty where a sentence begins or ends with what fills it. Of one that has forms for one and for many, both are there.
#[must_use]
pub fn sentences(wanted: fn(&str) -> bool) -> Vec<Vec<String>> {
    let keys = ENGLISH.iter().flat_map(|file| file.lines()).filter_map(|line| {
        let (key, _) = line.split_once(" =")?;
        (key.starts_with(|c: char| c.is_ascii_lowercase()) && wanted(key)).then_some(key)
    });
    let mut found: Vec<Vec<String>> = keys.flat_map(forms).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn forms(key: &str) -> Vec<Vec<String>> {
    let Some(pattern) = ENGLISH_BUNDLE.get_message(key).and_then(|message| message.value()) else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    let many = ENGLISH_BUNDLE.format_pattern(pattern, None, &mut missing).into_owned();
    let mut one = FluentArgs::new();
    for error in missing {
        if let FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) = error {
            one.set(id, FluentValue::from(1));
        }
    }
    let one = ENGLISH_BUNDLE.format_pattern(pattern, Some(&one), &mut Vec::new()).into_owned();
    let mut forms = vec![pieces(&many)];
    if forms.concat().join("1") != one {
        forms.push(pieces(&one));
    }
    forms
}

/// The words between `{$…}`, as a variable that nothing fills stands there.
fn pieces(words: &str) -> Vec<String> {
    let mut rest = words;
    let mut pieces = Vec::new();
    while let Some((before, after)) = rest.split_once("{$") {
        pieces.push(before.to_owned());
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    pieces.push(rest.to_owned());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_known_by_the_words_between_what_fills_it() {
        let of = |key: fn(&str) -> bool| sentences(key);
        assert_eq!(
            of(|key| key == "letter-foot"),
            [["", ". If you reply to this message, a person reads it."]]
        );
        assert_eq!(
            of(|key| key == "letter-place-found"),
            [
                vec!["Good news: there is room for all ", " of you. Everything you need is below."],
                vec!["Good news: you have a place. Everything you need is below."],
            ]
        );
        assert!(of(|key| key == "letter-no-such").is_empty());
    }
}

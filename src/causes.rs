//! What lies behind an error: the errors that caused it, outermost first.

use std::error::Error;
use std::iter::successors;

/// The error itself, and what caused it.
pub fn of<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |error: &&'a (dyn Error + 'static)| (*error).source())
}

/// What each of them says. Libraries like to repeat the cause in their own words: what was said already is left out.
pub fn sentences<'a>(errors: impl Iterator<Item = &'a (dyn Error + 'static)>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for error in errors {
        let words = error.to_string();
        if !said.iter().any(|before| before.contains(&words)) {
            said.push(words);
        }
    }
    said
}

/// All of it on one line.
#[must_use]
pub fn on_one_line(error: &(dyn Error + 'static)) -> String {
    sentences(of(error)).join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{words}")]
    struct Failed {
        words: &'static str,
        source: Option<Box<Failed>>,
    }

    #[test]
    fn what_was_said_already_is_not_said_again() {
        let chain =
            ["it can't start", "query failed: no such table", "query failed: no such table", "no such table"];
        let built = chain.iter().rev().fold(None, |source, words| Some(Box::new(Failed { words, source })));
        let outermost = built.unwrap();
        assert_eq!(of(outermost.as_ref()).count(), 4);
        assert_eq!(on_one_line(outermost.as_ref()), "it can't start: query failed: no such table");
    }
}

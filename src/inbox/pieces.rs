//! What our letters say, as far as it is known again word by word: whole sentences with what stands between what fills them, labels, answers.
//!
//! Pure. How they follow each other in a letter is left to `left_out`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::phrases::{is_mark, words_of};
use crate::words;

/// What our letters say, by the beginning of the key.
const SAYS: [&str; 7] = ["letter-", "date-", "travel-", "place-", "room-", "kind-", "feed-"];
/// What of it are answers, which stand where one is named alone.
const ANSWERS: [&str; 2] = ["letter-answer-", "letter-action-answer"];
/// What of it stands within a sentence alone, for anybody may write it too: a way to take part or to travel, what has changed.
const WITHIN: [&str; 8] = [
    "letter-mode-",
    "letter-the-",
    "letter-a-",
    "letter-no-room-now",
    "letter-no-spot-now",
    "letter-access-with-",
    "travel-",
    "letter-online",
];
/// What names a row or a link.
const LABELS: [&str; 2] = ["letter-label-", "letter-link-"];
/// How the way to a place is said, which is put together of all others.
const WAYS: [&str; 2] = ["letter-way", "feed-way"];

/// What is in no letter about a reply, or in no text of one.
const ELSEWHERE: [&str; 5] =
    ["letter-subject-", "letter-replies", "letter-access-needs", "letter-since-", "letter-so-far"];

/// What our letters say, in every language.
pub(super) static OURS: LazyLock<Ours> = LazyLock::new(|| {
    let said = words::sentences(|key| SAYS.iter().any(|says| key.starts_with(says))).concat();
    let whole = |wanted: fn(&str) -> bool| -> Vec<Vec<String>> {
        let alone = words::sentences(wanted).into_iter().filter(|pieces| pieces.len() == 1);
        alone.map(|pieces| words_of(&pieces.concat())).collect()
    };
    Ours {
        sentences: words::sentences(is_sentence)
            .iter()
            .map(|pieces| Sentence::of(pieces))
            .filter(Sentence::is_telling)
            .collect(),
        labels: whole(|key| LABELS.iter().any(|one| key.starts_with(one))),
        answers: whole(|key| ANSWERS.iter().any(|one| key.starts_with(one))),
        within: whole(|key| WITHIN.iter().any(|one| key.starts_with(one))),
        travel: whole(|key| key.starts_with("travel-")),
        places: whole(|key| ["letter-online", "place-"].iter().any(|one| key.starts_with(one))),
        said: said.iter().map(|piece| words_of(piece)).collect(),
    }
});

/// What our letters say.
pub(super) struct Ours {
    pub(super) sentences: Vec<Sentence>,
    pub(super) labels: Vec<Vec<String>>,
    pub(super) answers: Vec<Vec<String>>,
    pub(super) within: Vec<Vec<String>>,
    pub(super) travel: Vec<Vec<String>>,
    pub(super) places: Vec<Vec<String>>,
    /// All of it, as it stands between what fills it.
    pub(super) said: BTreeSet<Vec<String>>,
}

/// A sentence of ours: the words between what fills it.
#[derive(Debug)]
pub(super) struct Sentence(pub(super) Vec<Vec<String>>);

impl Sentence {
    fn of(pieces: &[String]) -> Self {
        let mut fixed: Vec<Vec<String>> = Vec::new();
        for piece in pieces {
            // Where a sentence has a form for one, `1` stands in the place of what fills it.
            fixed.extend(words_of(piece).split(|word| word == "1").map(<[String]>::to_vec));
        }
        Self(fixed)
    }

    /// Whether it has words of its own, and more than one.
    fn is_telling(&self) -> bool {
        self.0.iter().flatten().any(|word| !is_mark(word)) && self.0.iter().flatten().count() > 1
    }
}

/// Whether a text of ours stands alone.
fn is_sentence(key: &str) -> bool {
    let begins = |all: &[&str]| all.iter().any(|one| key.starts_with(one));
    begins(&["letter-", "place-", "feed-"])
        && ![&WAYS[..], &ANSWERS, &WITHIN, &ELSEWHERE].into_iter().any(begins)
}

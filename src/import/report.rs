//! What became of each entry of a calendar.

use entity::value::local::LocalTime;
use uuid::Uuid;

use super::plain;

/// The longest title in a report, in characters.
const TITLE: usize = 200;

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It is a draft now.
    Taken,
    /// Its draft says what is new.
    Changed,
    /// Its draft says so already.
    Unchanged,
    /// Nothing was done.
    Left,
    /// It came from this calendar earlier, and is no longer in it. Nothing was done.
    Gone,
}

impl What {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Left => "left",
            Self::Gone => "gone",
        }
    }
}

/// One entry, and what became of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is called.
    pub title: String,
    /// When it starts, on its own clocks.
    pub start: Option<LocalTime>,
    /// What became of it.
    pub what: What,
    /// Its event.
    pub event: Option<Uuid>,
    /// Why, and what of it could not be taken as it is; a sentence each.
    pub notes: Vec<String>,
}

/// What an entry is called, on one line and of bounded length: a report has one for each entry of a large calendar.
pub(super) fn title(said: &str) -> String {
    plain::line(said).chars().take(TITLE).collect()
}

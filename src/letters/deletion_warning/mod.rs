//! The letter to an event's contact before the replies to what is postponed or paused are deleted: numbers, no names.

use entity::value::EventStatus;
use jiff::civil::Date;

use super::{EventFacts, Line};
use crate::words::Language;

/// What an event's contact is told a week before nobody can be written to any more.
#[derive(Clone, Debug, PartialEq)]
pub struct DeletionWarning {
    /// The event, at the time that was last known.
    pub event: EventFacts,
    /// `Postponed` or `Suspended`.
    pub status: EventStatus,
    /// Replies of those who come, may come or wait for a place.
    pub replies: u32,
    /// The day on which they are deleted.
    pub delete_on: Date,
    /// The event's page.
    pub page: Line,
}

impl DeletionWarning {
    /// `This is still postponed.`
    fn still(&self, w: Language) -> String {
        match self.status {
            EventStatus::Suspended => w.say("letter-still-suspended").into(),
            _ => w.say("letter-still-postponed").into(),
        }
    }

    /// `On Saturday 7 September 2024 we delete the names and addresses of the 12 people who replied. …`
    fn soon_deleted(&self, w: Language) -> String {
        w.say("letter-soon-deleted").with("day", w.day(self.delete_on)).count("replies", self.replies).into()
    }
}

templates!(
    DeletionWarning,
    8,
    "letters/deletion_warning/subject.txt",
    "letters/deletion_warning/body.txt",
    "letters/deletion_warning/body.html"
);

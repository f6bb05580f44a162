//! A reminder before the start.

use entity::value::local::LocalTime;
use jiff::civil::Date;

use super::notice::{News, Notice};
use super::{EventFacts, Reply};
use crate::words::Language;

/// What a reminder says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reminder {
    /// The event.
    pub event: EventFacts,
    /// The reply: coming, or maybe (who gets the day-before letter only).
    pub reply: Reply,
    /// What changed since its reader was last told, for who said maybe and was left to this letter: it stands first, and the calendar part
    /// replaces the entry they have.
    pub changed: Option<Notice>,
    /// The day on which it leaves, in the event's zone: "tomorrow" follows from it.
    pub today: Date,
    /// It is the last one: the reader may be on the way, so the way stands first.
    pub last: bool,
}

impl Reminder {
    /// `Tomorrow, 6pm: how to get there`; what changed, where that is said first.
    fn subject(&self, w: Language) -> String {
        if let Some(changed) = &self.changed {
            return changed.subject(w);
        }
        let when = self.subject_when(w);
        let said = if self.event.place.is_online() {
            w.say("letter-subject-reminder-online").with("when", when)
        } else if self.reply.answer.takes_part {
            w.say("letter-action-subject-reminder").with("when", when)
        } else if self.event.ways.is_empty() {
            w.say("letter-subject-reminder-no-way").with("when", when)
        } else {
            w.say("letter-subject-reminder").with("when", when)
        };
        said.into()
    }

    /// `Tomorrow, 6pm`; the date when it is further off.
    fn subject_when(&self, w: Language) -> String {
        let start = self.event.when.start;
        let day = match days_until(start, self.today) {
            0 => w.say("letter-today"),
            1 => w.say("letter-tomorrow"),
            _ => return w.short(start),
        };
        match w.starting_time(&self.event.when) {
            None => day.into(),
            Some(time) => w.say("date-day-and-time").with("day", day).with("time", time).into(),
        }
    }

    /// Whether the way stands before all else.
    fn way_first(&self) -> bool {
        self.last && self.event.place.is_somewhere()
    }

    /// `Tomorrow at 6pm. Here is all you need.`
    fn opening(&self, w: Language) -> String {
        let start = self.event.when.start;
        let time = w.starting_time(&self.event.when);
        let said = match (days_until(start, self.today), time) {
            (0, None) => w.say("letter-opening-today"),
            (0, Some(time)) => w.say("letter-opening-today-at").with("time", time),
            (1, None) => w.say("letter-opening-tomorrow"),
            (1, Some(time)) => w.say("letter-opening-tomorrow-at").with("time", time),
            (days, _) => w.say("letter-opening-in-days").count("days", days).with("when", w.short(start)),
        };
        said.into()
    }
}

fn days_until(start: LocalTime, today: Date) -> i32 {
    start.date().since(today).map_or(0, |span| span.get_days())
}

templates!(
    Reminder,
    7,
    "letters/reminder/subject.txt",
    "letters/reminder/body.txt",
    "letters/reminder/body.html"
);

//! The dates of an event that repeats, on the page of one of them: how it repeats, the next ones, and all that are known.

use entity::Moment;
use entity::value::{EventStatus, OccurrenceStatus};

use super::addresses::Addresses;
use super::announced::Announced;
use super::calling;
use super::said::Link;
use crate::event::Shown;
use crate::words::Language;

/// How many dates stand open; the others are folded away.
const OPEN: usize = 6;
/// How many of them may come before the one that the page is about.
const BEFORE: usize = 2;

/// What a page tells of the other dates.
#[derive(Clone, Debug)]
pub(crate) struct Dates {
    /// How it repeats, in words.
    pub(crate) rule: Option<String>,
    /// Those to come before the ones that stand open.
    pub(crate) earlier: Vec<DateLine>,
    /// The next ones; with one further on, those around it.
    pub(crate) next: Vec<DateLine>,
    /// Those after them.
    pub(crate) later: Vec<DateLine>,
    /// To the events that it continues and that continue it.
    pub(crate) parts: Vec<Link>,
}

/// One date in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateLine {
    pub(crate) link: Link,
    /// Whether the page is about it.
    pub(crate) here: bool,
    /// That it is off, or put off, in a word.
    pub(crate) off: Option<String>,
}

/// The dates of an event that repeats, seen from the page of one of them at `now`.
pub(crate) fn dates(words: Language, to: &Addresses, event: &Announced, now: Moment) -> Option<Dates> {
    event.facts().repeats.as_ref()?;
    let ahead =
        |shown: &&Shown| !shown.has_ended(now) && shown.occurrence.status != OccurrenceStatus::Removed;
    let line = |shown: &Shown| DateLine {
        link: Link::new(words.short(shown.occurrence.start), to.event(shown)),
        here: shown.occurrence.id == event.shown.occurrence.id,
        // What holds for all dates stands at the top of the page.
        off: Some(shown.status())
            .filter(|_| shown.event.status == EventStatus::Confirmed)
            .and_then(|status| calling::state(words, status)),
    };
    let mut earlier: Vec<DateLine> = event.dates.iter().filter(ahead).map(line).collect();
    let here = earlier.iter().position(|line| line.here).unwrap_or(0);
    let from = if here < OPEN { 0 } else { (here - BEFORE).min(earlier.len() - OPEN) };
    let mut next = earlier.split_off(from);
    let later = next.split_off(next.len().min(OPEN));
    let part = |shown: &Option<Box<Shown>>, words| {
        shown.as_ref().map(|shown| Link::new(words, to.whole_event(shown)))
    };
    let before = part(&event.parts.before, words.say("page-event-dates-before"));
    let after = part(&event.parts.after, words.say("page-event-dates-after"));
    let parts = before.into_iter().chain(after).collect();
    Some(Dates { rule: event.rule_in_words(words), earlier, next, later, parts })
}

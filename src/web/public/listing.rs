//! Events in a list, month by month.

use entity::Moment;
use entity::value::EventStatus;

use super::addresses::Addresses;
use super::announced::Announced;
use super::way_there::spot_or_online;
use crate::event::Viewer;
use crate::words::Language;

/// The events of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Month {
    /// `July 2024`.
    pub(crate) name: String,
    pub(crate) entries: Vec<Entry>,
}

/// One event in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) href: String,
    pub(crate) title: String,
    pub(crate) weekday: String,
    pub(crate) day_number: i8,
    pub(crate) month: String,
    /// For machines.
    pub(crate) machine: String,
    /// `Tuesday 9 July, 6pm`.
    pub(crate) when: String,
    pub(crate) place: Option<String>,
    /// How it repeats.
    pub(crate) repeats: Option<String>,
    pub(crate) kind: String,
    /// Whose it is, in a list of several organisations.
    pub(crate) host: Option<String>,
    pub(crate) tag: Option<Tag>,
    /// It does not take place as listed.
    pub(crate) off: bool,
}

/// A word that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

/// Whether a list says whose each event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hosts {
    Named,
    Unnamed,
}

/// The events by month, in the order given. An event in its members' list keeps its members' address.
pub(crate) fn months<'a>(
    words: Language,
    to: &Addresses,
    events: impl IntoIterator<Item = &'a Announced>,
    hosts: Hosts,
    now: Moment,
) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for event in events {
        let name = words.month_and_year(event.start().date());
        let entry = entry(words, to, event, hosts, now);
        match months.last_mut() {
            Some(month) if month.name == name => month.entries.push(entry),
            _ => months.push(Month { name, entries: vec![entry] }),
        }
    }
    months
}

/// One event, as a list tells it.
pub(super) fn entry(words: Language, to: &Addresses, event: &Announced, hosts: Hosts, now: Moment) -> Entry {
    let start = event.start();
    let date = start.date();
    Entry {
        href: to.event(&event.shown),
        title: event.facts().title.clone(),
        weekday: words.weekday_short(date),
        day_number: date.day(),
        month: words.month_short(date),
        machine: start.to_string(),
        when: words.short_or_around(&event.when()),
        place: spot_or_online(words, event, Viewer::Anybody, now),
        repeats: event.rule_in_words(words),
        kind: words.kind(event.facts().kind),
        host: (hosts == Hosts::Named).then(|| event.organisation().name.clone()),
        tag: tag(words, event),
        off: !event.is_on(),
    }
}

fn tag(words: Language, event: &Announced) -> Option<Tag> {
    let tag = |class, said: crate::words::Said| Some(Tag { class, text: said.into() });
    match event.status() {
        EventStatus::Cancelled if event.shown.status_of_all() == EventStatus::Cancelled => {
            tag("off", words.say("page-cancelled"))
        }
        EventStatus::Cancelled => tag("off", words.say("page-cancelled-date")),
        EventStatus::Postponed => tag("held", words.say("page-postponed")),
        EventStatus::Suspended => tag("held", words.say("page-suspended")),
        EventStatus::Draft => tag("held", words.say("page-draft")),
        EventStatus::Confirmed => match &event.moved {
            Some(moved) if moved.start.is_some_and(|start| start.date() != event.start().date()) => {
                tag("held", words.say("page-moved-day"))
            }
            Some(moved) if moved.start.is_some() => tag("held", words.say("page-moved-time")),
            Some(moved) => tag("held", super::news::moved_place(words, moved)),
            None if event.facts().visibility == entity::value::Visibility::Members => {
                tag("", words.say("page-members-only"))
            }
            None => None,
        },
    }
}

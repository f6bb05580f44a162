//! A repeating event as a calendar shows it: one master with its rule, and an override for each date that differs.
//!
//! The dates that are kept decide: what the rule has and they have not is left out, what they have and the rule has not is
//! added, whatever rule they were made by. So a subscriber sees the past as it was, also when the rule was changed later.

use std::collections::{BTreeSet, HashMap};

use entity::Moment;
use entity::value::OccurrenceStatus;
use entity::value::local::LocalTime;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::calendar::{Entry, Item, Series, When};
use crate::event::Shown;
use crate::occurrence::{day_of_slot, times};
use crate::recurrence::{Instance, Recurrence};

/// For so many years after this one a rule that goes on is told which of its dates are left out: bank holidays ahead of
/// the dates that are made.
const YEARS_AHEAD: i16 = 3;
/// The most dates of one rule that are looked at.
const MOST: usize = 20_000;

/// The items of a calendar: of an event that repeats one, where its first date stands. `dates` are by start, and whole
/// for events that repeat.
pub(super) fn items(dates: &[Shown], entry: impl Fn(&Shown) -> Entry, now: Moment) -> Vec<Item> {
    let mut groups: Vec<Vec<&Shown>> = Vec::with_capacity(dates.len());
    let mut series: HashMap<uuid::Uuid, usize> = HashMap::new();
    for shown in dates {
        let repeats = shown.facts().repeats.is_some();
        match series.get(&shown.event.id).and_then(|at| groups.get_mut(*at)) {
            Some(group) if repeats => group.push(shown),
            _ => {
                if repeats {
                    series.insert(shown.event.id, groups.len());
                }
                groups.push(vec![shown]);
            }
        }
    }
    groups.iter().flat_map(|group| of_event(group, &entry, now)).collect()
}

fn of_event(dates: &[&Shown], entry: &impl Fn(&Shown) -> Entry, now: Moment) -> Vec<Item> {
    let Some(any) = dates.first() else { return Vec::new() };
    let facts = any.facts();
    let rule = facts.repeats.as_ref().map(|repeats| Recurrence::new(repeats, facts.start, &facts.timezone));
    match rule {
        Some(Ok(rule)) => vec![Item::Series(series(&rule, (any, dates), entry, now))],
        // What an older release took and this one does not is shown date by date.
        Some(Err(_)) | None => dates.iter().map(|shown| Item::from(entry(shown))).collect(),
    }
}

fn series(
    rule: &Recurrence,
    (any, dates): (&Shown, &[&Shown]),
    entry: &impl Fn(&Shown) -> Entry,
    now: Moment,
) -> Series {
    let master = master((any, dates), entry);
    let made = dates.iter().filter_map(|shown| day_of_slot(&shown.occurrence.slot)).max();
    let first = any.facts().start.date();
    let made = made.unwrap_or(first);
    let year = TimeZone::UTC.to_datetime(now.timestamp()).year().max(made.year());
    let last = Date::new(year.saturating_add(YEARS_AHEAD), 12, 31).unwrap_or(Date::MAX);
    let by_slot = |dates: Vec<Instance>| dates.into_iter().map(|date| (date.slot, date.start)).collect();
    let of_rule: HashMap<String, LocalTime> = by_slot(rule.rule_dates(first..=last, MOST));
    let held: HashMap<String, LocalTime> = by_slot(rule.dates(first..=last, MOST));

    let live = || dates.iter().filter(|shown| shown.occurrence.status != OccurrenceStatus::Removed);
    let slots: BTreeSet<&str> = live().map(|shown| shown.occurrence.slot.as_str()).collect();
    let is_made = |slot: &str| day_of_slot(slot).is_some_and(|day| day <= made);
    let takes_place = |slot: &str| if is_made(slot) { slots.contains(slot) } else { held.contains_key(slot) };
    let except: BTreeSet<LocalTime> =
        of_rule.iter().filter(|(slot, _)| !takes_place(slot)).map(|(_, start)| *start).collect();
    let later = held.iter().filter(|(slot, _)| !is_made(slot) && !of_rule.contains_key(*slot));
    let mut also: BTreeSet<LocalTime> = later.map(|(_, start)| *start).collect();
    let mut known = Vec::with_capacity(slots.len());
    for shown in live() {
        let slot = &shown.occurrence.slot;
        let date = match (of_rule.get(slot), held.get(slot)) {
            (Some(start), _) => *start,
            (None, added) => {
                let start = added.copied().unwrap_or(shown.occurrence.start);
                also.insert(start);
                start
            }
        };
        known.push((date, entry(shown)));
    }
    let whole = Series {
        master,
        rule: rule.rrule(),
        last: rule.ends(),
        except: except.into_iter().collect(),
        also: also.into_iter().collect(),
        overrides: Vec::new(),
    };
    whole.differing(known)
}

/// The first date of the rule, and what holds for every date that has nothing of its own.
fn master((any, dates): (&Shown, &[&Shown]), entry: &impl Fn(&Shown) -> Entry) -> Entry {
    // With the venue of the event, where any date has it.
    let mut shown =
        dates.iter().copied().rfind(|shown| shown.occurrence.venue_id.is_none()).unwrap_or(any).clone();
    let usual = shown.rules().usual_length;
    if let Ok(first) = times::stated(shown.facts().start, shown.facts().end, &shown.facts().timezone, usual) {
        shown.occurrence.start = first.start;
        shown.occurrence.end = first.end;
        (shown.occurrence.start_utc, shown.occurrence.end_utc) = (first.start_utc, first.end_utc);
    }
    shown.occurrence.status = OccurrenceStatus::Scheduled;
    shown.occurrence.room = None;
    shown.occurrence.meeting_point = None;
    let entry = entry(&shown);
    Entry { when: on_the_wall(&shown, entry.when), ..entry }
}

/// The times of the first date as readers reckon the others from them.
fn on_the_wall(shown: &Shown, when: When) -> When {
    let LocalTime::At(start) = shown.facts().start else { return when };
    let zone = shown.zone();
    let length = shown.rules().usual_length;
    let end = match shown.facts().end {
        Some(end) => Some(end.datetime()),
        None => start.checked_add(length).ok(),
    };
    end.map_or(when, |end| When::Walls { start, end, zone })
}

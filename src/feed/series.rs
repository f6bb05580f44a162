//! A repeating event as a calendar shows it: one master with its rule, and an override for each date that differs.
//!
//! The dates that are kept decide: what the rule has and they have not is left out, what they have and the rule has not is
//! added, whatever rule they were made by. So a subscriber sees the past as it was, also when the rule was changed later.
//! The master says what holds for a date that has nothing of its own and is still to come.

use std::collections::{BTreeSet, HashMap};

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{OccurrenceStatus, PlaceShown};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::entry::mailed_uid;
use crate::calendar::{Entry, Item, Series, When};
use crate::event::{Shown, Viewer, Whole};
use crate::occurrence::{Occurrence, day_of_slot, slot_of, times};
use crate::recurrence::{Instance, Recurrence};

/// For so many years after this one a rule that goes on is told which of its dates are left out: bank holidays ahead of
/// the dates that are made.
const YEARS_AHEAD: i16 = 3;
/// The most dates of one rule that are looked at.
const MOST: usize = 20_000;

/// The items of a calendar that shows everybody's view, in the order of the events.
pub(super) fn items(events: &[Whole], entry: impl Fn(&Shown) -> Entry, now: Moment) -> Vec<Item> {
    events.iter().flat_map(|event| of_event(event, &entry, now)).collect()
}

fn of_event(event: &Whole, entry: &impl Fn(&Shown) -> Entry, now: Moment) -> Vec<Item> {
    let facts = event.first().facts();
    let rule = facts.repeats.as_ref().map(|repeats| Recurrence::new(repeats, facts.start, &facts.timezone));
    if let Some(Ok(rule)) = rule {
        return series(&rule, event, entry, now);
    }
    // What an older release took and this one does not is shown date by date.
    let mut dates = Vec::new();
    event.each(|shown| dates.push(Item::from(entry(shown))));
    dates
}

fn series(rule: &Recurrence, event: &Whole, entry: &impl Fn(&Shown) -> Entry, now: Moment) -> Vec<Item> {
    let Named { of_rule, held, made } = named(rule, event, now);
    let slots: BTreeSet<&str> =
        event.dates().filter(|date| is_live(date.status)).map(|d| d.slot.as_str()).collect();
    let is_made = |slot: &str| made.is_none_or(|made| day_of_slot(slot).is_some_and(|day| day <= made));
    let takes_place = |slot: &str| slots.contains(slot) || (!is_made(slot) && held.contains_key(slot));
    let mut except: BTreeSet<LocalTime> =
        of_rule.iter().filter(|(slot, _)| !takes_place(slot)).map(|(_, start)| *start).collect();
    let is_to_be_made = |slot: &str| takes_place(slot) && !slots.contains(slot);
    let later = held.iter().filter(|(slot, _)| is_to_be_made(slot) && !of_rule.contains_key(*slot));
    let mut also: BTreeSet<LocalTime> = later.map(|(_, start)| *start).collect();
    let (begins, mut items) = (event.first().facts().start, Vec::with_capacity(1));
    let usual = usual(event);
    let said = entry(&usual);
    let mut alike: HashMap<Like, Entry> = HashMap::from([(Like::of(&usual, now), said.clone())]);
    let mut whole = Series {
        master: master(&usual, said),
        rule: rule.rrule(),
        last: rule.ends(),
        except: Vec::new(),
        also: Vec::new(),
        overrides: Vec::new(),
    };
    event.each(|shown| {
        let date = &shown.occurrence;
        if !is_live(date.status) {
            return;
        }
        // Before the first date of a rule programs look for none: `ical.js` passes over such an RDATE. One that was added there,
        // on the day of the first, has an entry of its own; the first itself, where a holiday moved it, is told as moved.
        let held = held.get(&date.slot).copied();
        let early = held.filter(|at| *at < begins);
        if early.is_some() && slot_of(date).is_added() {
            items.push(Item::from(Entry { uid: mailed_uid(shown), ..entry(shown) }));
            return;
        }
        let by_rule = of_rule.get(&date.slot).copied().or(early.map(|_at| begins));
        let start = by_rule.or(held).unwrap_or(date.start);
        // Left out of the rule and added again, it is the rule's.
        if !except.remove(&start) && by_rule.is_none() {
            also.insert(start);
        }
        let known = alike.entry(Like::of(shown, now)).or_insert_with(|| entry(shown));
        let when = When::new(date.start, &shown.zone(), date.end_utc);
        whole.note(start, Entry { when, ..known.clone() });
    });
    (whole.except, whole.also) = (except.into_iter().collect(), also.into_iter().collect());
    items.push(Item::Series(whole));
    items
}

/// What a rule names.
struct Named {
    /// Its own dates, by slot.
    of_rule: HashMap<String, LocalTime>,
    /// What takes place by it, by slot.
    held: HashMap<String, LocalTime>,
    /// Up to which day its dates are made; none when all are.
    made: Option<Date>,
}

fn named(rule: &Recurrence, event: &Whole, now: Moment) -> Named {
    let shown = event.first();
    let zone = times::zone(&shown.organisation.timezone).unwrap_or(TimeZone::UTC);
    let made = shown.event.made_until.map(|until| shown.zone().to_datetime(until.timestamp()).date());
    let last_kept = event.dates().filter_map(|date| day_of_slot(&date.slot)).max();
    let today = zone.to_datetime(now.timestamp()).date();
    let furthest = [made, last_kept, rule.ends()].into_iter().flatten().fold(today, Date::max);
    // A holiday may have moved the first to before the start.
    let days = Date::MIN..=Date::new(year_after(furthest), 12, 31).unwrap_or(Date::MAX);
    let by_slot = |dates: Vec<Instance>| dates.into_iter().map(|date| (date.slot, date.start)).collect();
    Named {
        of_rule: by_slot(rule.rule_dates(days.clone(), MOST)),
        held: by_slot(rule.dates(days, MOST)),
        made,
    }
}

fn year_after(day: Date) -> i16 {
    day.year().saturating_add(YEARS_AHEAD)
}

fn is_live(status: OccurrenceStatus) -> bool {
    status != OccurrenceStatus::Removed
}

/// All in which the dates of one event can differ, but for when they are: what is alike in these says the same.
#[derive(PartialEq, Eq, Hash)]
struct Like {
    status: OccurrenceStatus,
    venue: Option<Uuid>,
    room: Option<String>,
    spot: Option<String>,
    /// Whether the place is told.
    exact: bool,
    /// Which ways to the place are closed on the day.
    closed: Vec<bool>,
    /// One that was moved, for what follows from its time.
    moved: Option<Uuid>,
}

impl Like {
    fn of(shown: &Shown, now: Moment) -> Self {
        let (date, day) = (&shown.occurrence, shown.occurrence.start.date());
        let ways = shown.venue.iter().flat_map(|venue| &venue.directions.0);
        Self {
            status: date.status,
            venue: date.venue_id,
            room: date.room.clone(),
            spot: date.meeting_point.clone(),
            exact: shown.shows_place(Viewer::Anybody, now),
            closed: ways.map(|way| way.is_closed_on(day)).collect(),
            moved: date.moved.then_some(date.id),
        }
    }
}

/// The event on the last of its dates that has nothing of its own: what it says holds for all the others, so it never says a place
/// that is told on one day.
fn usual(event: &Whole) -> Shown {
    let plain = |date: &&Occurrence| date.venue_id.is_none() && is_live(date.status);
    let last = event.dates().filter(plain).last().map(|date| date.id);
    let mut usual = event.first().clone();
    event.each(|shown| {
        if Some(shown.occurrence.id) == last {
            usual = shown.clone();
        }
    });
    if usual.facts().place_shown == PlaceShown::OnTheDay {
        usual.event.facts.place_shown = PlaceShown::Replied;
    }
    usual.occurrence.status = OccurrenceStatus::Scheduled;
    usual.occurrence.room = None;
    usual.occurrence.meeting_point = None;
    usual.occurrence.moved = false;
    usual
}

/// The first date of the rule, saying what the usual one says.
fn master(usual: &Shown, said: Entry) -> Entry {
    let (facts, length) = (usual.facts(), usual.rules().usual_length);
    // Where the clocks skip its start or its end (they were changed since), its wall times say when it is all the same.
    let when = times::stated(facts.start, facts.end, &facts.timezone, length).map_or_else(
        |_skipped| said.when.clone(),
        |first| When::new(first.start, &usual.zone(), first.end_utc),
    );
    Entry { when: on_the_wall(usual, when), ..said }
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

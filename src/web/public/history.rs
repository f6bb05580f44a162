//! What became of an event since it was announced, from the journal: times, place and status, never anybody's words.
//! Of places nothing is told while the place of today is not for everybody.

use entity::Moment;
use entity::value::EventStatus;
use entity::value::local::LocalTime;
use serde::Deserialize;
use uuid::Uuid;

use super::announced::{Moved, MovedPlace};
use crate::event::{Shown, Viewer, Whereabouts};
use crate::journal::Line;
use crate::occurrence::day_of;
use crate::words::Language;

/// The changes that people act on, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History(Vec<Change>);

#[derive(Clone, Debug, PartialEq)]
struct Change {
    at: Moment,
    /// On the clocks of the event.
    day: jiff::civil::Date,
    was: State,
    now: State,
}

/// The facts of a line of the journal that we tell.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct State {
    status: EventStatus,
    start: LocalTime,
    at: Option<Whereabouts>,
}

#[derive(Deserialize)]
struct Detail {
    was: Option<State>,
    now: State,
    /// The one date of several that was acted on.
    date: Option<Uuid>,
    /// The dates that an act on all of them called off.
    #[serde(default)]
    off: Vec<Uuid>,
    /// Those that are on again by it.
    #[serde(default)]
    on: Vec<Uuid>,
}

impl Detail {
    fn read(line: &Line) -> Option<Self> {
        serde_json::from_value(line.detail.clone()?).ok()
    }
}

/// A date on the way back through what was done: with each line that is about it, as it stood before.
struct Backwards<'a> {
    shown: &'a Shown,
    start: LocalTime,
    /// Since when it has times of its own.
    moved: Own,
    /// Since when it has a place of its own.
    placed: Own,
}

/// Whether a date had something of its own, and since when: what was done to the others since then was not done to it.
enum Own {
    Never,
    Since(Option<Moment>),
}

impl Own {
    fn follows(&self, at: Moment) -> bool {
        match self {
            Self::Never => true,
            Self::Since(first) => first.is_some_and(|first| at < first),
        }
    }
}

impl<'a> Backwards<'a> {
    fn new(shown: &'a Shown, lines: &[Line]) -> Self {
        let date = &shown.occurrence;
        let first = |differs: fn(&State, &State) -> bool| {
            let did = |line: &&Line| {
                let detail = Detail::read(line).filter(|detail| detail.date == Some(date.id));
                detail.is_some_and(|detail| detail.was.is_some_and(|was| differs(&was, &detail.now)))
            };
            lines.iter().find(did).map(|line| line.at)
        };
        let own = |is_own: bool, differs: fn(&State, &State) -> bool| {
            if is_own { Own::Since(first(differs)) } else { Own::Never }
        };
        let placed = date.venue_id.is_some() || date.room.is_some() || date.meeting_point.is_some();
        Self {
            shown,
            start: date.start,
            moved: own(date.moved, |was, now| was.start != now.start),
            placed: own(placed, |was, now| was.at != now.at),
        }
    }

    /// How the date stood and stands by what a line tells, as far as it is news of this date: what was done to another is none.
    fn step(&mut self, detail: Detail, at: Moment) -> Option<(State, State)> {
        let (was, now) = (detail.was?, detail.now);
        let date = &self.shown.occurrence;
        if self.shown.facts().repeats.is_none() {
            return Some((was, now));
        }
        if let Some(acted_on) = detail.date {
            self.start = if acted_on == date.id { was.start } else { self.start };
            return (acted_on == date.id).then_some((was, now));
        }
        let (from, to) = self.with_all((was.start, now.start), at);
        let (was, now) = (State { start: from, ..was }, State { start: to, ..now });
        let (was, now) = if self.is_there(at) && self.placed.follows(at) {
            (was, now)
        } else {
            (was.placeless(), now.placeless())
        };
        let off = |state: State| State { status: EventStatus::Cancelled, ..state };
        match (detail.off.contains(&date.id), detail.on.contains(&date.id)) {
            (true, _) => Some((was, off(now))),
            (_, true) => Some((off(was), now)),
            _ => Some((was, now)),
        }
    }

    /// The start before and after, where all dates have another time of day. Each keeps to its own day.
    fn with_all(&mut self, (was, now): (LocalTime, LocalTime), at: Moment) -> (LocalTime, LocalTime) {
        let day = day_of(&self.shown.occurrence);
        let on_its_day = |start: LocalTime| {
            let days = start.date().until(day).map_or(0, |span| span.get_days());
            start.days_later(days)
        };
        let (was, now) = (on_its_day(was), on_its_day(now));
        let after = self.start;
        // A date that was added keeps to a time of its own.
        if self.is_there(at) && self.moved.follows(at) && after == now {
            self.start = was;
        }
        (self.start, after)
    }

    /// Whether there was such a date then, and not over yet.
    fn is_there(&self, at: Moment) -> bool {
        let date = &self.shown.occurrence;
        date.created_at < at && at < date.end_utc
    }
}

/// Where single dates were before they were moved.
pub(super) fn stood(lines: &[Line]) -> Vec<(Uuid, LocalTime)> {
    let one = |line: &Line| {
        let detail = Detail::read(line)?;
        Some((detail.date?, detail.was?.start))
    };
    lines.iter().filter_map(one).collect()
}

impl State {
    fn placeless(self) -> Self {
        Self { at: None, ..self }
    }
}

/// A place that was hidden before or after has not moved, it was shown or hidden: that is no news.
fn told(was: State, now: State) -> (State, State) {
    if was.at.is_some() && now.at.is_some() { (was, now) } else { (was.placeless(), now.placeless()) }
}

impl History {
    /// From the journal's lines on an event, oldest first. What was done before it was announced is nobody's business.
    pub(super) fn read(shown: &Shown, lines: &[Line], now: Moment) -> Self {
        let shows_place = shown.shows_place(Viewer::Anybody, now);
        let zone = shown.zone();
        let announced = shown.event.published_at;
        let mut date = Backwards::new(shown, lines);
        let mut change = |line: &Line| {
            let (was, now) = date.step(Detail::read(line)?, line.at)?;
            let (was, now) = if shows_place { told(was, now) } else { (was.placeless(), now.placeless()) };
            if was.status == EventStatus::Draft || was == now {
                return None;
            }
            let day = zone.to_datetime(line.at.timestamp()).date();
            Some(Change { at: line.at, day, was, now })
        };
        let mut changes: Vec<Change> = lines.iter().rev().filter_map(&mut change).collect();
        changes.retain(|change| announced.is_some_and(|at| change.at >= at));
        changes.reverse();
        Self(changes)
    }

    /// The last move whose result still stands.
    pub(super) fn moved(&self, shown: &Shown, now: Moment) -> Option<Moved> {
        let change = self.0.iter().rev().find(|c| c.was.start != c.now.start || c.was.at != c.now.at)?;
        let start = Some(change.was.start).filter(|was| *was != shown.occurrence.start);
        let was = change.was.at.clone().filter(|_| change.was.at != change.now.at);
        let place = was.zip(Whereabouts::of(shown, now)).filter(|(was, now)| was != now);
        let place = place.map(|(was, now)| MovedPlace { was, now });
        (start.is_some() || place.is_some()).then_some(Moved { start, place })
    }

    /// All of it, the latest first, a sentence each.
    pub(super) fn said(&self, words: Language) -> Vec<String> {
        self.0.iter().rev().flat_map(|change| change.said(words)).collect()
    }
}

impl Change {
    fn said(&self, words: Language) -> Vec<String> {
        let day = words.day_without_year(self.day);
        let mut said: Vec<String> = Vec::new();
        if self.was.status != self.now.status {
            let what = match self.now.status {
                EventStatus::Cancelled => words.say("page-history-cancelled").with("day", &day),
                EventStatus::Postponed => words.say("page-history-postponed").with("day", &day),
                EventStatus::Suspended => words.say("page-history-suspended").with("day", &day),
                EventStatus::Confirmed | EventStatus::Draft => {
                    words.say("page-history-on-again").with("day", &day)
                }
            };
            said.push(what.into());
        }
        if self.was.start != self.now.start {
            let (from, to) = (words.short(self.was.start), words.short(self.now.start));
            said.push(
                words.say("page-history-moved").with("day", &day).with("from", from).with("to", to).into(),
            );
        }
        if let (Some(from), Some(to)) = (&self.was.at, &self.now.at) {
            said.extend(whereabouts(words, &day, from, to));
        }
        said
    }
}

/// Another place, or another room or spot of the same.
fn whereabouts(words: Language, day: &str, from: &Whereabouts, to: &Whereabouts) -> Vec<String> {
    let moved = from.moved_to(to);
    let in_line = |at: &Whereabouts| at.place.as_ref().or(at.spot.as_ref()).cloned().unwrap_or_default();
    let place = || {
        let (from, to) = (in_line(from), in_line(to));
        words.say("page-history-place").with("day", day).with("from", from).with("to", to)
    };
    let room = || match (&from.room, &to.room) {
        (Some(from), Some(to)) => {
            words.say("page-history-room").with("day", day).with("from", from).with("to", to)
        }
        (_, Some(to)) => words.say("page-history-room-set").with("day", day).with("to", to),
        (_, None) => words.say("page-history-no-room").with("day", day),
    };
    // An organiser may have written the spot as a sentence.
    let plain = |spot: &String| spot.trim_end_matches('.').to_owned();
    let spot = || match (from.spot.as_ref().map(plain), to.spot.as_ref().map(plain)) {
        (Some(from), Some(to)) => {
            words.say("page-history-spot").with("day", day).with("from", from).with("to", to)
        }
        (_, Some(to)) => words.say("page-history-spot-set").with("day", day).with("to", to),
        (_, None) => words.say("page-history-no-spot").with("day", day),
    };
    let said = [moved.place.then(place), moved.room.then(room), moved.spot.then(spot)];
    said.into_iter().flatten().map(String::from).collect()
}

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
use crate::occurrence::times;
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
}

impl Detail {
    /// As far as it is news of the date shown: what was done to another date is none, and what was done to all of them was
    /// written down for one.
    fn of(self, shown: &Shown) -> Option<(State, State)> {
        let (was, now) = (self.was?, self.now);
        if shown.facts().repeats.is_none() || self.date == Some(shown.occurrence.id) {
            return Some((was, now));
        }
        if self.date.is_some() {
            return None;
        }
        let start = shown.occurrence.start;
        let days = now.start.date().until(start.date()).map_or(0, |span| span.get_days());
        let there = |state: State| State { start: times::on_another_day(state.start, days), ..state };
        let (was, now) = (there(was), there(now));
        // A date that has times of its own did not move with the others.
        let was = if shown.occurrence.moved { State { start: now.start, ..was } } else { was };
        Some((was, now))
    }
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
        let change = |line: &Line| {
            let detail: Detail = serde_json::from_value(line.detail.clone()?).ok()?;
            let (was, now) = detail.of(shown)?;
            let (was, now) = if shows_place { told(was, now) } else { (was.placeless(), now.placeless()) };
            if was.status == EventStatus::Draft || was == now {
                return None;
            }
            let day = zone.to_datetime(line.at.timestamp()).date();
            Some(Change { at: line.at, day, was, now })
        };
        Self(
            lines
                .iter()
                .filter_map(change)
                .filter(|change| announced.is_some_and(|at| change.at >= at))
                .collect(),
        )
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

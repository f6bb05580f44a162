//! What stands above everything else on an event's page: called off, postponed, paused, moved, over.

use entity::Moment;
use entity::value::EventStatus;
use entity::value::local::LocalTime;
use jiff::civil::Time;

use super::announced::Announced;
use super::calling;
use super::said::{Banner, Pair};
use crate::words::Language;

/// The news of an event, the gravest first.
pub(crate) fn banners(words: Language, event: &Announced, now: Moment) -> Vec<Banner> {
    let mut banners: Vec<Banner> = state(words, event).into_iter().collect();
    if event.has_ended(now) {
        banners.push(plain(
            "",
            words.say("page-ended").into(),
            vec![words.say("page-ended-on").with("day", words.day(event.start().date())).into()],
        ));
    } else if event.status() == EventStatus::Confirmed {
        banners.extend(moved(words, event));
    }
    banners
}

/// That an event doesn't take place as announced, and what that means for who said they would come.
pub(crate) fn state(words: Language, event: &Announced) -> Option<Banner> {
    let was = words.short(event.start());
    let (class, title, lines) = match event.status() {
        EventStatus::Cancelled => (
            "off",
            words.say("page-cancelled"),
            // Where nobody can be brought along, there is nobody to tell.
            [words.say("page-cancelled-what").with("when", was)]
                .into_iter()
                .chain((event.shown.max_party() > 1).then(|| words.say("page-cancelled-tell")))
                .collect(),
        ),
        EventStatus::Postponed => (
            "held",
            words.say("page-postponed"),
            vec![words.say("page-postponed-what").with("when", was), words.say("page-postponed-keep")],
        ),
        EventStatus::Suspended => (
            "held",
            words.say("page-suspended"),
            vec![calling::paused(words, event.facts().kind), words.say("page-suspended-keep")],
        ),
        EventStatus::Draft => ("held", words.say("page-draft"), vec![words.say("page-draft-what")]),
        EventStatus::Confirmed => return None,
    };
    Some(plain(class, title.into(), lines.into_iter().map(String::from).collect()))
}

/// Old and new, side by side.
fn moved(words: Language, event: &Announced) -> Option<Banner> {
    let moved = event.moved.as_ref()?;
    let now = event.start();
    let day = moved.start.is_some_and(|start| start.date() != now.date());
    let time = moved.start.is_some_and(|start| clock(start) != clock(now));
    let title = match (day, time, moved.place.is_some()) {
        (false, false, false) => return None,
        (true, false, false) => words.say("page-moved-day"),
        (true, true, false) => words.say("page-moved-day-and-time"),
        (true, true, true) => words.say("page-moved-all"),
        (true, false, true) => words.say("page-moved-day-and-place"),
        (false, true, false) => words.say("page-moved-time"),
        (false, false, true) => words.say("page-moved-place"),
        (false, true, true) => words.say("page-moved-both"),
    };
    let said = |start: Option<LocalTime>, place: Option<String>| {
        let lines: Vec<String> =
            start.map(|start| words.day_and_time(start)).into_iter().chain(place).collect();
        lines.join("\n")
    };
    let was = said(moved.start, moved.place.clone());
    let place_now = event.shown.place_line().filter(|_| moved.place.is_some());
    let is_now = said(moved.start.map(|_| now), place_now);
    let pairs =
        vec![Pair::new(words.say("page-it-was"), was), Pair::new(words.say("page-it-is-now"), is_now)];
    Some(Banner { class: "held", title: title.into(), lines: Vec::new(), pairs })
}

/// The time of day; none for a whole day.
fn clock(start: LocalTime) -> Option<Time> {
    (!start.is_all_day()).then(|| start.datetime().time())
}

fn plain(class: &'static str, title: String, lines: Vec<String>) -> Banner {
    Banner { class, title, lines, pairs: Vec::new() }
}

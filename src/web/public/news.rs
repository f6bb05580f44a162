//! What stands above everything else on an event's page: called off, postponed, paused, moved, over.

use entity::Moment;
use entity::value::EventStatus;
use entity::value::local::LocalTime;
use jiff::civil::Time;

use super::announced::{Announced, Moved};
use super::calling;
use super::said::{Banner, Pair};
use crate::event::MovedTo;
use crate::words::{Language, Said, capitalised};

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
    let place = moved_to(moved);
    let things = [
        moved.start.is_some_and(|start| start.date() != now.date()).then(|| words.say("page-the-day")),
        moved.start.is_some_and(|start| clock(start) != clock(now)).then(|| words.say("page-the-time")),
        place.place.then(|| words.say("page-the-place")),
        place.room.then(|| words.say("page-the-room")),
        place.spot.then(|| words.say("page-the-spot")),
    ];
    let things: Vec<String> = things.into_iter().flatten().map(String::from).collect();
    if things.is_empty() {
        return None;
    }
    let title = words
        .say("page-moved")
        .with("things", capitalised(&words.list(&things)))
        .count("count", things.len())
        .into();
    let said = |start: Option<LocalTime>, place: Vec<String>| {
        let when = start.map(|start| words.day_and_time(start));
        when.into_iter().chain(place).collect::<Vec<_>>().join("\n")
    };
    let was = said(moved.start, moved.place.iter().flat_map(|place| place.was.lines()).collect());
    let is_now = said(moved.start.map(|_| now), place_now(words, moved));
    let pairs =
        vec![Pair::new(words.say("page-it-was"), was), Pair::new(words.say("page-it-is-now"), is_now)];
    Some(Banner { class: "held", title, lines: Vec::new(), pairs })
}

fn moved_to(moved: &Moved) -> MovedTo {
    moved.place.as_ref().map(|place| place.was.moved_to(&place.now)).unwrap_or_default()
}

/// Where it is now, and that there is no room or spot any more where there was one.
fn place_now(words: Language, moved: &Moved) -> Vec<String> {
    let Some(place) = &moved.place else { return Vec::new() };
    let to = moved_to(moved);
    let no_room = (to.room && place.now.room.is_none()).then(|| words.say("page-no-room").into());
    let no_spot = (to.spot && place.now.spot.is_none()).then(|| words.say("page-no-spot").into());
    place.now.lines().into_iter().chain(no_room).chain(no_spot).collect()
}

/// `The room has changed`: the most that is new about where it is.
pub(crate) fn moved_place(words: Language, moved: &Moved) -> Said {
    match moved_to(moved) {
        MovedTo { place: false, room: true, .. } => words.say("page-moved-room"),
        MovedTo { place: false, spot: true, .. } => words.say("page-moved-spot"),
        _ => words.say("page-moved-place"),
    }
}

/// The time of day; none for a whole day.
fn clock(start: LocalTime) -> Option<Time> {
    (!start.is_all_day()).then(|| start.datetime().time())
}

fn plain(class: &'static str, title: String, lines: Vec<String>) -> Banner {
    Banner { class, title, lines, pairs: Vec::new() }
}

//! What stands above everything else on an event's page: called off, postponed, paused, moved, over.

use entity::Moment;
use entity::value::EventStatus;

use super::announced::Announced;
use super::said::{Banner, Pair};
use super::way_there::spot_line;
use crate::event::Viewer;
use crate::words::Language;

/// The news of an event, the gravest first.
pub(crate) fn banners(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Vec<Banner> {
    let mut banners: Vec<Banner> = state(words, event).into_iter().collect();
    if event.has_ended(now) {
        banners.push(plain(
            "",
            words.say("page-ended").into(),
            vec![words.say("page-ended-on").with("day", words.day(event.start().date())).into()],
        ));
    } else if event.status() == EventStatus::Confirmed {
        banners.extend(moved(words, event, reader, now));
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
            vec![words.say("page-suspended-what"), words.say("page-suspended-keep")],
        ),
        EventStatus::Draft => ("held", words.say("page-draft"), vec![words.say("page-draft-what")]),
        EventStatus::Confirmed => return None,
    };
    Some(plain(class, title.into(), lines.into_iter().map(String::from).collect()))
}

/// Old and new, side by side.
fn moved(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Option<Banner> {
    let moved = event.moved.as_ref()?;
    let mut pairs = Vec::new();
    let title = match (moved.start, &moved.place) {
        (None, None) => return None,
        (Some(start), None) if start.date() != event.start().date() => words.say("page-moved-day"),
        (Some(start), Some(_)) if start.date() != event.start().date() => {
            words.say("page-moved-day-and-place")
        }
        (Some(_), None) => words.say("page-moved-time"),
        (None, Some(_)) => words.say("page-moved-place"),
        (Some(_), Some(_)) => words.say("page-moved-both"),
    };
    if let Some(start) = moved.start {
        pairs.push(Pair::new(words.say("page-it-was"), words.day_and_time(start)));
        pairs.push(Pair::new(words.say("page-it-is-now"), words.day_and_time(event.start())));
    }
    if let Some(place) = &moved.place {
        pairs.push(Pair::new(words.say("page-it-was"), place));
        pairs.extend(
            spot_line(words, event, reader, now).map(|line| Pair::new(words.say("page-it-is-now"), line)),
        );
    }
    Some(Banner { class: "held", title: title.into(), lines: Vec::new(), pairs })
}

fn plain(class: &'static str, title: String, lines: Vec<String>) -> Banner {
    Banner { class, title, lines, pairs: Vec::new() }
}

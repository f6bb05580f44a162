//! What changed, and what is off: the letters to those who had said yes.

use entity::value::AttendanceMode;
use jiff::civil::date;

use super::hendon::{
    at, coming, full_lobby, joining, line, lobby, maybe, moved, news, online, picket, place, reply, some,
};
use crate::letters::notice::{AsTold, News, Notice};
use crate::letters::{Entry, EventFacts, Letter, Line, Place, Reply, Where};
use crate::words::Language;

pub(super) fn notices(w: Language) -> Vec<(&'static str, Letter)> {
    let same_day = |start: &str, end| EventFacts { when: at(start, end), ..lobby() };
    let elsewhere = Place {
        at: line("Colindale Gardens"),
        spot: some("By the fountain"),
        postcode: some("NW9 4EW"),
        ..Place::default()
    };
    let there = EventFacts { place: Where::Place(elsewhere), ..full_lobby() };
    let no_way = EventFacts {
        when: at("2024-07-09T18:00", None),
        ways: vec![],
        closed: vec![],
        access: None,
        meeting: None,
        ..there.clone()
    };
    vec![
        ("notice-day-and-time", moved().letter(w)),
        ("notice-all-lines", everything_moved(there.clone()).letter(w)),
        ("notice-day", Notice { event: same_day("2024-07-10T18:00", None), ..moved() }.letter(w)),
        (
            "notice-time",
            Notice { event: same_day("2024-07-09T17:30", None), ..news(News::Changed) }.letter(w),
        ),
        (
            "notice-end",
            Notice { event: same_day("2024-07-09T18:00", Some("2024-07-09T20:00")), ..news(News::Changed) }
                .letter(w),
        ),
        (
            "notice-place",
            Notice {
                event: EventFacts { when: at("2024-07-09T18:00", None), ..there },
                way_changed: true,
                ..news(News::Changed)
            }
            .letter(w),
        ),
        ("notice-spot", within(Some("By the fountain"), None).letter(w)),
        ("notice-spot-no-more", within(None, None).letter(w)),
        ("notice-room", within(Some("By the steps"), some("Room 2")).letter(w)),
        ("notice-place-no-way", Notice { event: no_way, way_changed: true, ..news(News::Changed) }.letter(w)),
        ("notice-waiting", Notice { waiting: true, ..moved() }.letter(w)),
        ("notice-maybe", Notice { reply: reply(maybe()), ..moved() }.letter(w)),
    ]
}

/// From a room to online, also when the link has left already, and back to a room.
pub(super) fn other_ways(w: Language) -> Vec<(&'static str, Letter)> {
    let from_online = AsTold {
        when: at("2024-07-09T18:00", None),
        place: Where::Online(None),
        same_house: false,
        mode: AttendanceMode::Online,
    };
    let from_a_room =
        AsTold { place: Where::Place(place()), mode: AttendanceMode::InPerson, ..from_online.clone() };
    let goes_online = Notice {
        event: online(),
        mode: AttendanceMode::Online,
        was: from_a_room,
        way_changed: true,
        ..news(News::Changed)
    };
    vec![
        ("notice-mode", goes_online.clone().letter(w)),
        ("notice-mode-link-left", Notice { joining: Some(joining()), ..goes_online }.letter(w)),
        (
            "notice-mode-to-a-room",
            Notice { was: from_online, way_changed: true, ..news(News::Changed) }.letter(w),
        ),
    ]
}

pub(super) fn places_found(w: Language) -> Vec<(&'static str, Letter)> {
    let unsure = found(Where::NotKnown(None));
    let earlier = AsTold { when: at("2024-07-09T17:00", None), ..unsure.was.clone() };
    vec![
        ("notice-place-found", found(Where::NotKnown(some("Hendon"))).letter(w)),
        ("notice-place-found-and-time", Notice { was: earlier, ..unsure }.letter(w)),
        ("notice-place-for-a-day-of-action", found(Where::Anywhere(None)).letter(w)),
    ]
}

/// A place, where before there was none.
fn found(was: Where) -> Notice {
    Notice {
        event: EventFacts { when: at("2024-07-09T18:00", None), ..lobby() },
        was: AsTold { place: was, ..moved().was },
        way_changed: true,
        ..news(News::Changed)
    }
}

/// The same house, where people stood by the steps; now another spot, or another room.
fn within(spot: Option<&str>, room: Option<Line>) -> Notice {
    let hall = Place { at: line("Hendon Town Hall"), ..place() };
    let was =
        Place { spot: some("By the steps"), room: room.as_ref().map(|_| line("Room 1")), ..hall.clone() };
    let now = Place { spot: spot.and_then(some), room, ..hall };
    let was = AsTold { place: Where::Place(was), same_house: true, ..moved().was };
    Notice { event: EventFacts { place: Where::Place(now), ..lobby() }, was, ..news(News::Changed) }
}

/// Day, time, place and words at once, with an invitation.
fn everything_moved(event: EventFacts) -> Notice {
    Notice {
        event: EventFacts { when: at("2024-07-10T19:00", Some("2024-07-10T21:00")), meeting: None, ..event },
        way_changed: true,
        words: some("The Town Hall is closed for repairs.\nWe are sorry."),
        reply: Reply { entry: Entry::Invitation, ..reply(coming(3)) },
        ..moved()
    }
}

pub(super) fn called_off(w: Language) -> Vec<(&'static str, Letter)> {
    let off = |what: News| Notice { now_delete_on: Some(date(2024, 7, 16)), ..news(what) };
    let invited = Reply { entry: Entry::Invitation, ..reply(coming(3)) };
    let without = Reply { entry: Entry::None, ..reply(coming(3)) };
    let discreet = |what: News| {
        let was = AsTold { when: picket().when, place: picket().place, ..moved().was };
        Notice { event: picket(), was, words: some("SECRET talks"), ..news(what) }.letter(w)
    };
    vec![
        ("notice-postponed", news(News::Postponed).letter(w)),
        ("notice-suspended", news(News::Suspended).letter(w)),
        ("notice-on-again", news(News::OnAgain).letter(w)),
        ("notice-on-again-moved", Notice { news: News::OnAgain, ..moved() }.letter(w)),
        (
            "notice-cancelled",
            Notice { reply: invited, words: some("Talks go on."), ..off(News::Cancelled) }.letter(w),
        ),
        ("notice-cancelled-no-entry", Notice { reply: without, ..off(News::Cancelled) }.letter(w)),
        ("notice-cancelled-discreet", discreet(News::Cancelled)),
        ("notice-postponed-discreet", discreet(News::Postponed)),
        ("notice-suspended-discreet", discreet(News::Suspended)),
        ("notice-on-again-discreet", discreet(News::OnAgain)),
    ]
}

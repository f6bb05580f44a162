//! The lobby at Hendon Town Hall, which all letters are tried on.

use entity::value::{Attendance, AttendanceMode, Response, TravelMode};
use jiff::civil::{Date, date};

use crate::letters::notice::{AsTold, News, Notice};
use crate::letters::reminder::Reminder;
use crate::letters::{
    Access, Ahead, Answer, CalendarElsewhere, Closure, Entry, EventFacts, Joining, Line, Links, Place, Reply,
    TargetMeeting, Way, Where,
};
use crate::links::Elsewhere;
use crate::words::{Before, When};

pub(super) fn line(words: &str) -> Line {
    Line::from(words)
}

pub(super) fn some(words: &str) -> Option<Line> {
    Line::some(Some(words))
}

pub(super) fn at(start: &str, end: Option<&str>) -> When {
    When {
        start: start.parse().unwrap(),
        end: end.map(|end| end.parse().unwrap()),
        no_fixed_end: false,
        approximate: false,
    }
}

pub(super) fn place() -> Place {
    Place {
        at: line("outside Hendon Town Hall"),
        room: None,
        street: some("The Burroughs"),
        town: some("London"),
        postcode: some("NW4 4BG"),
        spot: None,
    }
}

/// The event, with as little as letters.md's examples show.
pub(super) fn lobby() -> EventFacts {
    EventFacts {
        title: line("Banners Held High"),
        discreet: false,
        when: at("2024-07-09T18:00", None),
        place: Where::Place(place()),
        bring: some("Banners and placards"),
        meeting: None,
        ways: vec![Way {
            mode: TravelMode::Tube,
            from: some("Hendon Central (Northern line)"),
            minutes: Some(11),
            note: some("uphill"),
            steps: [
                "Turn right out of the station",
                "Walk up the hill for about 10 minutes",
                "Turn right at the top. The Town Hall is 1 minute on, on the left.",
            ]
            .map(line)
            .into(),
        }],
        closed: vec![],
        access: None,
        on_the_day_phone: None,
        link_comes: None,
        organisation: line("Barnet UNISON"),
        contact_phone: some("020 8359 2088"),
    }
}

/// The event, with all that can stand in a letter.
pub(super) fn full_lobby() -> EventFacts {
    EventFacts {
        when: at("2024-07-09T18:00", Some("2024-07-09T20:00")),
        place: Where::Place(Place { spot: some("Stand by the steps."), ..place() }),
        meeting: Some(TargetMeeting {
            name: line("the council meeting"),
            start: "2024-07-09T19:00".parse().unwrap(),
        }),
        closed: vec![Closure { what: line("Colindale (Northern line)"), until: Some(date(2024, 12, 20)) }],
        access: Some(Access { statement: None, ask: some("access@example.org") }),
        on_the_day_phone: some("07700 900123"),
        link_comes: Some(Before::Minutes(15)),
        ..lobby()
    }
}

/// A branch meeting online.
pub(super) fn online() -> EventFacts {
    EventFacts {
        title: line("Branch meeting"),
        place: Where::Online(some("Zoom")),
        bring: None,
        ways: vec![],
        link_comes: Some(Before::Minutes(15)),
        ..lobby()
    }
}

/// A picket, with nothing that a letter could do without.
pub(super) fn picket() -> EventFacts {
    EventFacts {
        title: line("SECRET picket"),
        discreet: true,
        when: at("2024-06-21", None),
        place: Where::Place(Place { at: line("Colindale"), ..Place::default() }),
        bring: some("SECRET flags"),
        ways: vec![],
        organisation: line("SECRET union"),
        contact_phone: None,
        ..lobby()
    }
}

pub(super) fn coming(party_size: u32) -> Answer {
    Answer { response: Response::Going, attendance: None, party_size, takes_part: false, alone: false }
}

pub(super) fn maybe() -> Answer {
    Answer { response: Response::Maybe, attendance: None, party_size: 2, takes_part: false, alone: false }
}

pub(super) fn joining_online() -> Answer {
    Answer {
        response: Response::Going,
        attendance: Some(Attendance::Online),
        party_size: 1,
        takes_part: false,
        alone: false,
    }
}

pub(super) fn cannot() -> Answer {
    Answer { response: Response::NotGoing, attendance: None, party_size: 1, takes_part: false, alone: false }
}

/// The same for a day of action.
pub(super) fn pledged(answer: Answer) -> Reply {
    reply(Answer { takes_part: true, alone: true, ..answer })
}

/// A day of action.
pub(super) fn day_of_action() -> EventFacts {
    EventFacts {
        title: line("Wear a ribbon"),
        when: at("2024-07-09", None),
        place: Where::Anywhere(None),
        bring: some("A ribbon"),
        ways: vec![],
        ..lobby()
    }
}

fn elsewhere() -> Vec<(CalendarElsewhere, Line)> {
    let page = "events.example.org/barnet-unison/events/banners-held-high";
    let apple = (CalendarElsewhere::Apple { all: false }, line(&format!("webcal://{page}.ics")));
    let adds = "https://events.example.org/r/h5t8d2w6n3/add";
    let site = |site: Elsewhere| (CalendarElsewhere::Site(site), line(&format!("{adds}/{}", site.word())));
    [apple].into_iter().chain(Elsewhere::ALL.map(site)).collect()
}

pub(super) fn reply(answer: Answer) -> Reply {
    let address = |path: &str| line(&format!("https://events.example.org/{path}"));
    Reply {
        answer,
        links: Links {
            manage: address("r/k3f7q2m9x4"),
            public: address("barnet-unison/events/banners-held-high"),
            may_be_shared: true,
            calendar: address("r/h5t8d2w6n3/add/file"),
            elsewhere: elsewhere(),
            stop: address("u/k3f7q2m9x4"),
            not_you: address("n/k3f7q2m9x4"),
        },
        entry: Entry::Attached,
        delete_on: date(2024, 7, 23),
    }
}

pub(super) fn ahead() -> Ahead {
    Ahead { reminders: vec![Before::Days(1), Before::Minutes(120)], ..Ahead::default() }
}

pub(super) fn joining() -> Joining {
    Joining {
        link: some("https://zoom.example.org/j/123"),
        dial_in: some("020 7946 0000"),
        instructions: some("Please show your own name"),
    }
}

pub(super) fn reminder(event: EventFacts, today: Date, last: bool) -> Reminder {
    Reminder { event, reply: reply(coming(3)), changed: None, today, last }
}

/// The lobby, one day and one hour later.
pub(super) fn moved() -> Notice {
    Notice {
        event: EventFacts { when: at("2024-07-10T19:00", None), ..lobby() },
        mode: AttendanceMode::InPerson,
        news: News::Changed,
        was: AsTold {
            when: at("2024-07-09T18:00", None),
            place: Where::Place(place()),
            same_house: false,
            mode: AttendanceMode::InPerson,
        },
        way_changed: false,
        joining: None,
        waiting: false,
        words: None,
        reply: reply(coming(3)),
        now_delete_on: Some(date(2024, 7, 24)),
    }
}

/// What happened to an event whose date stays what people were told.
pub(super) fn news(news: News) -> Notice {
    Notice { event: lobby(), news, now_delete_on: None, ..moved() }
}

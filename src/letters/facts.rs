//! What letters are told: plain values, filled by `compose` from the rooms above.
//!
//! None of these holds a word that a replier typed. The one letter that repeats such words has its own type for
//! them, `what_we_hold::Typed`, and a test keeps it there.

use entity::value::local::LocalTime;
use entity::value::{Attendance, Response, TravelMode};
use jiff::civil::Date;

use super::Line;
use crate::words::{Before, Language, When, capitalised};

/// An event as one reader may be told of it now.
#[derive(Clone, Debug, PartialEq)]
pub struct EventFacts {
    /// The name of the event.
    pub title: Line,
    /// For pickets, members' events and what the organisation marks: what shows on a locked phone says only when
    /// and where.
    pub discreet: bool,
    /// When it is, on its own clocks.
    pub when: When,
    /// Where this reader goes.
    pub place: Where,
    /// What to bring.
    pub bring: Option<Line>,
    /// The meeting that is lobbied, where it starts at a time of its own.
    pub meeting: Option<TargetMeeting>,
    /// The ways that are open on the day, in the order to be told. Empty for who joins online.
    pub ways: Vec<Way>,
    /// What is closed on the day.
    pub closed: Vec<Closure>,
    /// Access to the place. `None` for who joins online.
    pub access: Option<Access>,
    /// The telephone number for who is lost or late.
    pub on_the_day_phone: Option<Line>,
    /// How long before the start the joining link is sent; `None` where nobody joins online, or this reader has
    /// said that they come in person.
    pub link_comes: Option<Before>,
    /// The organisation's name.
    pub organisation: Line,
    /// The contact's telephone number.
    pub contact_phone: Option<Line>,
}

/// Where a reader goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// To a place.
    Place(Place),
    /// To a place that is told on the day; until then the part of town, if that is known.
    ToldOnTheDay(Option<Line>),
    /// Nobody knows yet; the part of town, if that is known.
    NotKnown(Option<Line>),
    /// Wherever one is, or where those words say, such as "Every workplace in Barnet": a day of action.
    Anywhere(Option<Line>),
    /// Online, by that platform.
    Online(Option<Line>),
}

impl Where {
    /// The title of a calendar entry that says no more than when and where: the place alone, or the day.
    #[must_use]
    pub fn as_title(&self, start: LocalTime, language: Language) -> String {
        match self {
            Self::Place(place) => capitalised(&place.in_short()),
            Self::ToldOnTheDay(Some(area)) | Self::NotKnown(Some(area)) | Self::Anywhere(Some(area)) => {
                area.to_string()
            }
            Self::ToldOnTheDay(None) | Self::NotKnown(None) | Self::Anywhere(None) | Self::Online(_) => {
                language.short(start)
            }
        }
    }
}

/// A place in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The venue, or where to stand at it, as it reads inside a sentence: `outside Hendon Town Hall`.
    pub at: Line,
    /// The room in it.
    pub room: Option<Line>,
    /// Street, with number.
    pub street: Option<Line>,
    /// Town.
    pub town: Option<Line>,
    /// Postcode.
    pub postcode: Option<Line>,
    /// The exact spot as the organiser says it: `Stand by the steps.`
    pub spot: Option<Line>,
}

impl Place {
    /// `outside Hendon Town Hall, The Burroughs, London NW4 4BG`.
    #[must_use]
    pub fn in_full(&self) -> String {
        self.joined(&[Some(&self.at), self.room.as_ref(), self.street.as_ref()])
    }

    /// `outside Hendon Town Hall, London NW4 4BG`.
    #[must_use]
    pub fn in_short(&self) -> String {
        self.joined(&[Some(&self.at)])
    }

    fn joined(&self, first: &[Option<&Line>]) -> String {
        let town = match (&self.town, &self.postcode) {
            (Some(town), Some(postcode)) => Some(format!("{town} {postcode}")),
            (town, postcode) => town.as_ref().or(postcode.as_ref()).map(ToString::to_string),
        };
        first.iter().copied().flatten().map(ToString::to_string).chain(town).collect::<Vec<_>>().join(", ")
    }
}

/// The meeting of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetMeeting {
    /// Its name as a sentence begins with it: `The council meeting`.
    pub name: Line,
    /// When it starts.
    pub start: LocalTime,
}

/// One way to the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// By what.
    pub mode: TravelMode,
    /// From which stop or station, with its line: `Hendon Central (Northern line)`.
    pub from: Option<Line>,
    /// How long it takes from there.
    pub minutes: Option<u32>,
    /// A remark: `uphill`.
    pub note: Option<Line>,
    /// One turn or landmark each, in order.
    pub steps: Vec<Line>,
}

/// Something on the way that is closed on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// What: `Colindale (Northern line)`.
    pub what: Line,
    /// The last day of the closure, when that is known.
    pub until: Option<Date>,
}

/// What is known about getting in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// In words; `None` is "not checked yet".
    pub statement: Option<Line>,
    /// Whom to ask: an address or a telephone number.
    pub ask: Option<Line>,
}

/// What somebody answered. Choices and a number, no words of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Coming, maybe, can't.
    pub response: Response,
    /// In which way, where the event offers both; `None` where it does not.
    pub attendance: Option<Attendance>,
    /// How many of them.
    pub party_size: u32,
    /// They take part wherever they are, in a day of action; else they come.
    pub takes_part: bool,
    /// One reply is for one person: nobody can be brought along.
    pub alone: bool,
}

/// Addresses printed in letters about a reply. All are whole addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Manage this reply. Only for its owner.
    pub manage: Line,
    /// The event's page.
    pub public: Line,
    /// Whether that may be passed on: a members' page may not.
    pub may_be_shared: bool,
    /// The calendar entry.
    pub calendar: Line,
    /// Where it leads into calendars elsewhere, each with its name.
    pub elsewhere: Vec<(CalendarElsewhere, Line)>,
    /// Stop reminders for this event.
    pub stop: Line,
    /// "Not you?".
    pub not_you: Line,
}

/// A calendar that can be given an entry by a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarElsewhere {
    /// On an Apple device, which then follows the event.
    Apple {
        /// Whether it has several dates: it follows all of them.
        all: bool,
    },
    /// Google's, or one of Microsoft's.
    Site(crate::links::Elsewhere),
}

/// Which calendar part travels with the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// None.
    None,
    /// An entry to add (`METHOD:PUBLISH`).
    Attached,
    /// An invitation that can be accepted (`METHOD:REQUEST`).
    Invitation,
}

/// A reply, as the letters about it need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// What was answered, as it counts now.
    pub answer: Answer,
    /// Its addresses.
    pub links: Links,
    /// The calendar part of this letter.
    pub entry: Entry,
    /// The day on which the reply is deleted.
    pub delete_on: Date,
}

/// What is still to come, and what has been missed, for somebody who has just got a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead {
    /// The reminders this person will get, the earliest first.
    pub reminders: Vec<Before>,
    /// A reminder has gone out already: its content stands in this letter.
    pub caught_up: bool,
    /// The joining link, when the letter with it has gone out already.
    pub joining: Option<Joining>,
}

/// How to join online. Private.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joining {
    /// The link.
    pub link: Option<Line>,
    /// A telephone number to dial in.
    pub dial_in: Option<Line>,
    /// What else one needs to know.
    pub instructions: Option<Line>,
}

impl Joining {
    /// The link, when a browser opens it: what is no web address stays plain text.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.link.as_deref().is_some_and(|link| link.starts_with("https://") || link.starts_with("http://"))
    }
}

impl EventFacts {
    /// The name of the calendar file: the same for all, so that it tells nothing.
    pub const FILE_NAME: &'static str = "invite.ics";

    /// The title of the calendar entry in a letter: the place alone, where the event is discreet.
    #[must_use]
    pub fn calendar_title(&self, language: Language) -> String {
        if self.discreet { self.place.as_title(self.when.start, language) } else { self.title.to_string() }
    }

    /// The name beside the sender's address: none where the event is discreet, the address alone.
    #[must_use]
    pub fn sender_name(&self, mail_name: &str) -> Option<Line> {
        if self.discreet { None } else { Line::some(Some(mail_name)) }
    }
}

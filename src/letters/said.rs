//! How the facts of a letter are said; used by the templates.

use entity::value::{Attendance, AttendanceMode, Response, TravelMode};

use super::{
    Access, Answer, CalendarElsewhere, Closure, Entry, EventFacts, Line, Place, Reply, TargetMeeting, Way,
    Where,
};
use crate::links::Elsewhere;
use crate::words::{Before, Language, capitalised};

impl Language {
    /// `Tuesday 9 July, 6pm`: what the subject begins with.
    pub(super) fn short_when(self, event: &EventFacts) -> String {
        self.short(event.when.start)
    }

    /// `Outside Hendon Town Hall, The Burroughs, London NW4 4BG`; `Online (Zoom)`.
    pub(super) fn place(self, place: &Where) -> String {
        match place {
            Where::Place(place) => capitalised(&place.in_full()),
            Where::ToldOnTheDay(Some(area)) => {
                self.say("letter-place-told-on-the-day-in").with("area", area).into()
            }
            Where::ToldOnTheDay(None) => self.say("letter-place-told-on-the-day").into(),
            Where::NotKnown(Some(area)) => self.say("letter-place-not-known-in").with("area", area).into(),
            Where::NotKnown(None) => self.say("letter-place-not-known").into(),
            Where::Anywhere(Some(area)) => area.to_string(),
            Where::Anywhere(None) => self.say("place-anywhere").into(),
            Where::Online(Some(platform)) => self.say("letter-online-by").with("platform", platform).into(),
            Where::Online(None) => self.say("letter-online").into(),
        }
    }

    /// Where it was to be: what was known of it, without what was promised then.
    pub(super) fn place_was(self, place: &Where) -> String {
        match place {
            Where::ToldOnTheDay(Some(area)) | Where::NotKnown(Some(area)) => area.to_string(),
            Where::ToldOnTheDay(None) | Where::NotKnown(None) => {
                self.say("letter-place-was-not-known").into()
            }
            known => self.place(known),
        }
    }

    /// A place inside a sentence.
    pub(super) fn place_within(self, place: &Where) -> String {
        match place {
            Where::Place(place) => place.in_full(),
            other => self.place(other),
        }
    }

    /// The same inside a sentence, without the street, for a place that is known already.
    pub(super) fn place_again(self, place: &Where) -> String {
        match place {
            Where::Place(place) => place.in_short(),
            other => self.place(other),
        }
    }

    /// `coming, 3 people`; `can't come`.
    pub(super) fn answer(self, answer: &Answer) -> String {
        let said = match (answer.response, answer.attendance) {
            (Response::NotGoing, _) if answer.takes_part => {
                return self.say("letter-action-answer-cannot").into();
            }
            (Response::Going, _) if answer.takes_part => self.say("letter-action-answer"),
            (Response::NotGoing, _) => return self.say("letter-answer-cannot").into(),
            (Response::Going, None) => self.say("letter-answer-going"),
            (Response::Going, Some(Attendance::InPerson)) => self.say("letter-answer-going-in-person"),
            (Response::Going, Some(Attendance::Online)) => self.say("letter-answer-going-online"),
            (Response::Maybe, _) => self.say("letter-answer-maybe"),
        };
        self.list_with_comma(&said.to_string(), &self.people(answer.party_size))
    }

    /// `From Hendon Central (Northern line): 11 minutes, uphill.`
    pub(super) fn way(self, way: &Way) -> String {
        let beginning = match (&way.from, way.mode) {
            (Some(from), TravelMode::StepFree | TravelMode::Cycle | TravelMode::Car) => self
                .say("letter-way-by-from")
                .with("travel", self.travel(way.mode))
                .with("from", from)
                .to_string(),
            (Some(from), _) => self.say("letter-way-from").with("from", from).into(),
            (None, mode) => self.travel(mode),
        };
        // A remark that is a sentence stands as one: "From A: 5 minutes. Cross at the lights."
        let sentence = way.note.as_deref().is_some_and(|note| note.starts_with(char::is_uppercase));
        let minutes = way.minutes.map(|minutes| self.minutes(minutes));
        let short = way.note.as_ref().filter(|_| !sentence).map(ToString::to_string);
        let about = match (minutes, short) {
            (Some(minutes), Some(note)) => Some(self.list_with_comma(&minutes, &note)),
            (minutes, note) => minutes.or(note),
        };
        let line = match about {
            Some(about) => self.say("letter-way").with("way", beginning).with("about", about),
            None => self.say("letter-way-alone").with("way", beginning),
        };
        match &way.note {
            Some(note) if sentence => format!("{line} {}", note.sentence()),
            _ => line.into(),
        }
    }

    /// `Closed: Colindale, until Friday 20 December 2024.`
    pub(super) fn closure(self, closure: &Closure) -> String {
        match closure.until {
            Some(until) => self
                .say("letter-closed-until")
                .with("what", &closure.what)
                .with("day", self.day(until))
                .into(),
            None => self.say("letter-closed").with("what", &closure.what).into(),
        }
    }

    /// `Access: not checked yet. Ask access@example.org.`
    pub(super) fn access(self, access: &Access) -> String {
        let statement = match &access.statement {
            Some(statement) => self.say("letter-access").with("statement", statement.sentence()),
            None => self.say("letter-access-unknown"),
        };
        match &access.ask {
            Some(ask) => format!("{statement} {}", self.say("letter-access-ask").with("contact", ask)),
            None => statement.into(),
        }
    }

    /// `The council meeting starts at 7pm, so please be there for 6pm.` Nothing where one of them has no time.
    pub(super) fn meeting(self, meeting: &TargetMeeting, event: &EventFacts) -> Option<String> {
        if meeting.start.is_all_day() || event.when.start.is_all_day() {
            return None;
        }
        let said = self
            .say("letter-meeting")
            .with("meeting", capitalised(&meeting.name))
            .with("time", self.time(meeting.start.datetime().time()))
            .with("start", self.time(event.when.start.datetime().time()));
        Some(said.into())
    }

    /// `in person`, `online`, `in person or online`.
    pub(super) fn mode(self, mode: AttendanceMode) -> String {
        match mode {
            AttendanceMode::InPerson => self.say("letter-mode-in-person").into(),
            AttendanceMode::Online => self.say("letter-mode-online").into(),
            AttendanceMode::Hybrid => self.say("letter-mode-hybrid").into(),
        }
    }

    /// What stands before the link to a calendar, where it is the first of its sort.
    pub(super) fn way_into(self, calendar: CalendarElsewhere) -> Option<String> {
        let said = match calendar {
            CalendarElsewhere::Apple { all: false } => self.say("letter-calendar-follow"),
            CalendarElsewhere::Apple { all: true } => self.say("letter-calendar-follow-all"),
            CalendarElsewhere::Site(Elsewhere::Google) => self.say("letter-calendar-or"),
            CalendarElsewhere::Site(Elsewhere::Outlook | Elsewhere::Office) => return None,
        };
        Some(said.into())
    }

    /// `Google Calendar`.
    pub(super) fn calendar_elsewhere(self, calendar: CalendarElsewhere) -> String {
        match calendar {
            CalendarElsewhere::Apple { .. } => self.say("letter-calendar-apple"),
            CalendarElsewhere::Site(Elsewhere::Google) => self.say("letter-calendar-google"),
            CalendarElsewhere::Site(Elsewhere::Outlook) => self.say("letter-calendar-outlook"),
            CalendarElsewhere::Site(Elsewhere::Office) => self.say("letter-calendar-office"),
        }
        .into()
    }

    /// `Banners Held High. Barnet UNISON, 020 8359 2088`: the last line of a letter.
    #[must_use]
    pub fn signed(self, event: &EventFacts) -> String {
        format!("{} {}", event.title.sentence(), self.organiser(event))
    }

    /// `Barnet UNISON, 020 8359 2088`.
    pub(super) fn organiser(self, event: &EventFacts) -> String {
        match &event.contact_phone {
            Some(phone) => self.list_with_comma(&event.organisation, phone),
            None => event.organisation.to_string(),
        }
    }

    /// `Joining online? Your link comes 15 minutes before we start.`
    pub(super) fn link_comes(self, before: Before, place: &Where) -> String {
        let before = self.before(before);
        if place.is_online() {
            self.say("letter-your-link-comes").with("before", before).into()
        } else {
            self.say("letter-link-comes").with("before", before).into()
        }
    }

    /// `We will write again the day before and 2 hours before. …` Who said maybe hears of a change by the reminder, where there is one and it
    /// is in time.
    pub(super) fn write_again(self, reminders: &[Before], answer: &Answer) -> String {
        let moments: Vec<String> = reminders.iter().map(|reminder| self.before(*reminder)).collect();
        let said = match (moments.is_empty(), answer.is_maybe()) {
            (true, _) => self.say("letter-write-at-once"),
            (false, false) => self.say("letter-write-again").with("reminders", self.list(&moments)),
            (false, true) => self.say("letter-write-again-maybe").with("reminders", self.list(&moments)),
        };
        said.into()
    }

    fn list_with_comma(self, first: &str, next: &str) -> String {
        self.say("date-list-comma").with("first", first).with("next", next).into()
    }
}

impl Where {
    /// The exact spot, where there is one.
    pub(super) fn spot(&self) -> Option<String> {
        match self {
            Self::Place(Place { spot: Some(spot), .. }) => Some(spot.sentence()),
            _ => None,
        }
    }

    /// The room, where one is named.
    pub(super) fn room(&self) -> Option<&Line> {
        match self {
            Self::Place(place) => place.room.as_ref(),
            _ => None,
        }
    }

    /// Whether one goes to a place, told now or later.
    pub(super) fn is_somewhere(&self) -> bool {
        matches!(self, Self::Place(_) | Self::ToldOnTheDay(_) | Self::NotKnown(_))
    }

    pub(super) fn is_online(&self) -> bool {
        matches!(self, Self::Online(_))
    }
}

impl Answer {
    pub(super) fn is_maybe(self) -> bool {
        self.response == Response::Maybe
    }
}

impl Reply {
    pub(super) fn is_invitation(&self) -> bool {
        self.entry == Entry::Invitation
    }

    pub(super) fn has_entry(&self) -> bool {
        self.entry != Entry::None
    }
}

//! What changed since we last told this person, all of it at once, "what changed" first.

use entity::value::AttendanceMode;
use jiff::civil::Date;

use super::{EventFacts, Joining, Line, Reply, Where};
use crate::words::{Language, Said, When, capitalised};

/// What a person is told of changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The event as it is now; for one that is off, as it was.
    pub event: EventFacts,
    /// How it can be attended now.
    pub mode: AttendanceMode,
    /// What happened, all acts since the last letter taken together.
    pub news: News,
    /// The event as this person knows it.
    pub was: AsTold,
    /// The ways are not those that this person was told.
    pub way_changed: bool,
    /// How to join, for who joins online now and where the letter that brings it has left already.
    pub joining: Option<Joining>,
    /// The organisers' own words about it.
    pub words: Option<Line>,
    /// The reply waits for places.
    pub waiting: bool,
    /// The reply; its calendar part replaces or removes the entry they have.
    pub reply: Reply,
    /// The day on which the reply is deleted, if that is another one than this person was told.
    pub now_delete_on: Option<Date>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It takes place, but otherwise than told.
    Changed,
    /// A new date is not known.
    Postponed,
    /// Paused, for talks.
    Suspended,
    /// It was postponed, suspended or called off, and takes place after all.
    OnAgain,
    /// Called off.
    Cancelled,
}

/// What a person was last told.
#[derive(Clone, Debug, PartialEq)]
pub struct AsTold {
    /// When it was to be.
    pub when: When,
    /// Where this person was to go.
    pub place: Where,
    /// It is still the same house: the room and the spot alone may differ.
    pub same_house: bool,
    /// How it could be attended.
    pub mode: AttendanceMode,
}

impl Notice {
    pub(super) fn takes_place(&self) -> bool {
        matches!(self.news, News::Changed | News::OnAgain)
    }

    pub(super) fn day_changed(&self) -> bool {
        self.was.when.start.date() != self.event.when.start.date()
    }

    /// The start's time, the end's, or how sure they are.
    pub(super) fn time_changed(&self) -> bool {
        clock(&self.was.when) != clock(&self.event.when)
    }

    pub(super) fn start_changed(&self) -> bool {
        self.was.when.start != self.event.when.start
    }

    pub(super) fn mode_changed(&self) -> bool {
        self.was.mode != self.mode
    }

    /// Another place; not where the change is between a place and online.
    pub(super) fn place_changed(&self) -> bool {
        !self.was.same_house
            && self.was.place != self.event.place
            && self.was.place.is_online() == self.event.place.is_online()
    }

    /// There was no place to name yet, and now there is.
    pub(super) fn place_found(&self) -> bool {
        let was_known = !matches!(self.was.place, Where::NotKnown(_) | Where::ToldOnTheDay(_));
        self.place_changed() && !was_known && matches!(self.event.place, Where::Place(_))
    }

    pub(super) fn room_changed(&self) -> bool {
        self.was.same_house && self.was.place.room() != self.event.place.room()
    }

    pub(super) fn spot_changed(&self) -> bool {
        self.was.same_house && self.was.place.spot() != self.event.place.spot()
    }

    /// Another room or spot of the same house.
    pub(super) fn moved_within(&self) -> bool {
        self.room_changed() || self.spot_changed()
    }

    /// They were to be in the room, and take part online now.
    pub(super) fn joins_now(&self) -> bool {
        self.event.place.is_online() && !self.was.place.is_online()
    }

    pub(super) fn anything_changed(&self) -> bool {
        let moved = self.place_changed() || self.moved_within();
        self.start_changed() || self.time_changed() || self.mode_changed() || moved
    }

    /// `new place`, `new meeting point`: the most that is new about where it is.
    pub(super) fn new_place(&self, w: Language) -> Option<Said> {
        if self.place_found() {
            Some(w.say("letter-a-known-place"))
        } else if self.place_changed() {
            Some(w.say("letter-a-new-place"))
        } else if self.room_changed() && self.event.place.room().is_some() {
            Some(w.say("letter-a-new-room"))
        } else if self.spot_changed() && self.event.place.spot().is_some() {
            Some(w.say("letter-a-new-spot"))
        } else if self.room_changed() {
            Some(w.say("letter-no-room-now"))
        } else {
            self.spot_changed().then(|| w.say("letter-no-spot-now"))
        }
    }

    /// That the way there is the one they know; of a house where the spot moved, that the way to the house is.
    pub(super) fn same_way(&self, w: Language) -> Said {
        match &self.event.place {
            Where::Place(place) if self.moved_within() => {
                w.say("letter-same-way-to").with("place", &place.at)
            }
            _ => w.say("letter-same-way"),
        }
    }

    pub(super) fn room_now(&self, w: Language) -> Said {
        match self.event.place.room() {
            Some(room) => w.say("letter-new-room").with("room", room),
            None => w.say("letter-no-room"),
        }
    }

    pub(super) fn spot_now(&self, w: Language) -> Said {
        match self.event.place.spot() {
            Some(spot) => w.say("letter-new-spot").with("spot", spot),
            None => w.say("letter-no-spot"),
        }
    }

    /// `now Wednesday 10 July, 7pm`; `Tuesday 9 July, 6pm, new place`.
    pub(super) fn subject(&self, w: Language) -> String {
        let (was, now) = (w.short(self.was.when.start), w.short(self.event.when.start));
        let said = match self.news {
            News::Changed => return self.subject_of_change(w),
            News::Postponed => w.say("letter-subject-postponed").with("when", was),
            News::Suspended => w.say("letter-subject-suspended").with("when", was),
            News::Cancelled => w.say("letter-subject-cancelled").with("when", was),
            News::OnAgain => w.say("letter-subject-on-again").with("when", now),
        };
        said.into()
    }

    pub(super) fn subject_of_change(&self, w: Language) -> String {
        let now = w.short(self.event.when.start);
        let said = match self.new_place(w) {
            Some(what) if self.start_changed() => {
                w.say("letter-subject-moved-and").with("when", now).with("what", what)
            }
            None if self.start_changed() => w.say("letter-subject-moved").with("when", now),
            _ if self.mode_changed() => {
                w.say("letter-subject-mode").with("when", now).with("mode", w.mode(self.mode))
            }
            Some(what) => w.say("letter-subject-new").with("when", now).with("what", what),
            None => w.say("letter-subject-new-times").with("when", now),
        };
        said.into()
    }

    /// `The day and the time have changed.`; before it what happened, if it is more than that.
    pub(super) fn opening(&self, w: Language) -> String {
        let action = self.reply.answer.takes_part;
        match self.news {
            News::Postponed if action => w.say("letter-action-postponed").into(),
            News::Suspended if action => w.say("letter-action-suspended").into(),
            News::Cancelled if action => w.say("letter-action-cancelled").into(),
            News::Postponed => w.say("letter-postponed").into(),
            News::Suspended => w.say("letter-suspended").into(),
            News::Cancelled => w.say("letter-cancelled").into(),
            News::OnAgain if !self.anything_changed() => w.say("letter-on-again-as-it-was").into(),
            News::OnAgain => format!("{} {}", w.say("letter-on-again"), self.changes(w)),
            News::Changed => self.changes(w),
        }
    }

    pub(super) fn changes(&self, w: Language) -> String {
        let changed = [
            self.day_changed().then(|| w.say("letter-the-day")),
            self.time_changed().then(|| w.say("letter-the-time")),
            (self.place_changed() && !self.place_found()).then(|| w.say("letter-the-place")),
            self.room_changed().then(|| w.say("letter-the-room")),
            self.spot_changed().then(|| w.say("letter-the-spot")),
            self.mode_changed().then(|| w.say("letter-the-mode")),
        ];
        let things: Vec<String> = changed.into_iter().flatten().map(String::from).collect();
        let known = self.place_found().then(|| w.say("letter-place-now-known").to_string());
        if things.is_empty() {
            return known.unwrap_or_else(|| w.say("letter-something-changed").into());
        }
        let changed = w
            .say("letter-things-changed")
            .with("things", capitalised(&w.list(&things)))
            .count("count", things.len())
            .to_string();
        [changed].into_iter().chain(known).collect::<Vec<_>>().join(" ")
    }
}

/// All of a time that is not its day. An end is taken by its own clock, so that a whole evening may move by a day.
fn clock(when: &When) -> impl PartialEq + use<> {
    let days = |end: Date| when.start.date().until(end).map_or(0, |span| span.get_days());
    (
        when.start.is_all_day(),
        when.start.datetime().time(),
        when.end.map(|end| (days(end.date()), end.datetime().time())),
        when.no_fixed_end,
        when.approximate,
    )
}

templates!(Notice, 12, "letters/notice/subject.txt", "letters/notice/body.txt", "letters/notice/body.html");

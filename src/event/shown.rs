//! One date of an event with all that belongs to it: what pages, feeds, letters and replies are made from.
//!
//! Everything that follows from several facts at once (the place that counts, whether replies are taken, what may be seen by
//! whom) is decided here, once.

use std::sync::Arc;

use entity::Moment;
use entity::value::facts::{Contact, Facts};
use entity::value::known::Known;
use entity::value::local::LocalTime;
use entity::value::{Attendance, AttendanceMode, EventStatus, Kind, PhoneShown, PlaceShown, Visibility};
use jiff::tz::TimeZone;

use super::kind::{self, KindRules};
use super::{Event, life, on_the_day};
use crate::campaign::Campaign;
use crate::occurrence::{self, Occurrence, Place, times};
use crate::organisation::Organisation;
use crate::venue::Venue;
use crate::words::Language;

/// One date of an event with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Whose.
    pub organisation: Arc<Organisation>,
    /// What is announced.
    pub event: Event,
    /// The date.
    pub occurrence: Occurrence,
    /// Its places, by way of attending.
    pub places: Vec<Place>,
    /// Where: the date's own venue, else the event's.
    pub venue: Option<Venue>,
    /// What it belongs to.
    pub campaign: Option<Campaign>,
}

/// To whom something is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Anybody who may see the event at all.
    Anybody,
    /// Somebody who replied, by their own link or letter.
    Replied,
    /// An officer, or a key that reads the programme.
    Officer,
}

impl Shown {
    /// All that the organiser said.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.event.facts
    }

    /// What follows from the kind.
    #[must_use]
    pub fn rules(&self) -> &'static KindRules {
        kind::rules(self.event.kind)
    }

    /// Where the event is in its life; cancelled too when this date alone is.
    #[must_use]
    pub fn status(&self) -> EventStatus {
        life::status(self.event.status, self.occurrence.status)
    }

    /// Where the event is in its life as a whole: one that repeats goes on where this date alone is off.
    #[must_use]
    pub fn status_of_all(&self) -> EventStatus {
        if self.facts().repeats.is_some() { self.event.status } else { self.status() }
    }

    /// Whether its effective end has passed.
    #[must_use]
    pub fn has_ended(&self, now: Moment) -> bool {
        self.occurrence.end_utc <= now
    }

    /// The zone of its times. A zone that a newer database has dropped counts as UTC.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        times::zone(&self.occurrence.timezone).unwrap_or(TimeZone::UTC)
    }

    /// How it can be attended, in the order shown.
    #[must_use]
    pub fn ways(&self) -> Vec<Attendance> {
        [Attendance::InPerson, Attendance::Online]
            .into_iter()
            .filter(|way| occurrence::offers(self.mode(), *way))
            .collect()
    }

    /// How it can be attended.
    #[must_use]
    pub fn mode(&self) -> AttendanceMode {
        self.event.facts.attendance_mode
    }

    /// The places of one way of attending; `None` where it is not offered.
    #[must_use]
    pub fn place(&self, way: Attendance) -> Option<&Place> {
        self.places.iter().find(|place| place.key == way.as_str())
    }

    /// Whether people take part wherever they are: a day of action without a place.
    #[must_use]
    pub fn is_anywhere(&self) -> bool {
        self.event.kind == Kind::DayOfAction
            && self.mode() == AttendanceMode::InPerson
            && self.venue.is_none()
            && self.spot().or(self.room()).is_none()
    }

    /// Whether letters about it say no more than when and where, on the outside.
    #[must_use]
    pub fn is_discreet(&self) -> bool {
        self.rules().discreet || self.event.visibility == Visibility::Members
    }

    /// Whether replies are taken at all: not for what another body organises.
    #[must_use]
    pub fn takes_replies(&self) -> bool {
        self.event.facts.organised_by.is_none() && self.event.facts.rsvp.enabled.unwrap_or(true)
    }

    /// From when on replies are taken; `None` is at once.
    #[must_use]
    pub fn opens(&self) -> Option<Moment> {
        self.instant(self.event.facts.rsvp.opens?)
    }

    /// Until when replies are taken: as said (a date alone is to the end of that day), else the effective end.
    #[must_use]
    pub fn closes(&self) -> Moment {
        let said = self.event.facts.rsvp.closes.map(|closes| self.on_the_day(closes));
        let said = said.and_then(|closes| times::end_instant(closes, &self.zone()));
        said.unwrap_or(self.occurrence.end_utc)
    }

    /// When the meeting starts that is lobbied.
    #[must_use]
    pub fn meeting_start(&self) -> Option<LocalTime> {
        let said = self.event.facts.target.as_ref().and_then(|target| target.meeting_start);
        said.map(|said| self.on_the_day(said))
    }

    fn on_the_day(&self, said: LocalTime) -> LocalTime {
        on_the_day(&self.event, &self.occurrence, said)
    }

    /// The largest party that one reply may bring.
    #[must_use]
    pub fn max_party(&self) -> u32 {
        self.event.facts.rsvp.max_party.unwrap_or(self.rules().max_party)
    }

    /// The largest party that can attend so at all: there may be fewer places than a party may have people.
    #[must_use]
    pub fn largest_party(&self, way: Attendance) -> u32 {
        let places = self.place(way).and_then(|place| place.capacity);
        let places = places.and_then(|places| u32::try_from(places).ok()).unwrap_or(u32::MAX);
        self.max_party().min(places).max(1)
    }

    /// The room: the date's own; the event's, unless the date has another venue.
    #[must_use]
    pub fn room(&self) -> Option<&str> {
        self.at_the_place(self.occurrence.room.as_deref(), self.event.facts.room.as_deref())
    }

    /// The exact spot: the date's own; the event's, unless the date has another venue; else where people stand at the venue.
    #[must_use]
    pub fn spot(&self) -> Option<&str> {
        let venue = || self.venue.as_ref().and_then(|venue| venue.standing_point.as_deref());
        self.meeting_point().or_else(venue)
    }

    /// The spot that is said of the date or of the event, whatever is usual at the venue.
    #[must_use]
    pub fn meeting_point(&self) -> Option<&str> {
        self.at_the_place(self.occurrence.meeting_point.as_deref(), self.facts().meeting_point.as_deref())
    }

    fn at_the_place<'a>(&self, date: Option<&'a str>, event: Option<&'a str>) -> Option<&'a str> {
        date.or_else(|| event.filter(|_| self.occurrence.venue_id.is_none()))
    }

    /// The venue, where `viewer` is shown the exact place at `now`. All that is said of a venue gives it away (its access and the
    /// ways there as much as its name), so whoever shows anything of one takes it from here.
    #[must_use]
    pub fn venue_for(&self, viewer: Viewer, now: Moment) -> Option<&Venue> {
        self.venue.as_ref().filter(|_| self.shows_place(viewer, now))
    }

    /// How to get in and take part, in words: the event's own, else the venue's where `viewer` is shown that at `now`.
    #[must_use]
    pub fn access_statement(&self, viewer: Viewer, now: Moment) -> Option<&str> {
        let venue = || self.venue_for(viewer, now).and_then(|venue| venue.access.statement.as_deref());
        self.event.facts.access_statement.as_deref().or_else(venue)
    }

    /// Whom to ask. The organisation's own contact stands in for what the event does not say.
    #[must_use]
    pub fn contact(&self) -> Contact {
        let said = self.event.facts.contact.clone().unwrap_or_default();
        let reachable = said.email.is_some() || said.phone.is_some();
        Contact {
            name: said.name.or_else(|| Some(self.organisation.name.clone())),
            email: said.email.or_else(|| self.organisation.email.clone().filter(|_| !reachable)),
            phone: said.phone.or_else(|| self.organisation.phone.clone().filter(|_| !reachable)),
        }
    }

    /// The telephone number for who is lost or late, where `viewer` may see it.
    #[must_use]
    pub fn on_the_day_phone(&self, viewer: Viewer) -> Option<&str> {
        let facts = &self.event.facts;
        let shown = viewer != Viewer::Anybody || facts.on_the_day_phone_shown == PhoneShown::Everyone;
        facts.on_the_day_phone.as_deref().filter(|_| shown)
    }

    /// Whether `viewer` is shown the exact place at `now`. Where not, there is [`Facts::area`]. One that is told on the day is
    /// told until it is over, for the next may be there; what turned out to be a home, to nobody who has not replied.
    #[must_use]
    pub fn shows_place(&self, viewer: Viewer, now: Moment) -> bool {
        let at_a_home = self.venue.as_ref().is_some_and(|venue| venue.private_home);
        match (self.event.facts.place_shown, viewer) {
            (_, Viewer::Officer) => true,
            (_, Viewer::Anybody) if at_a_home => false,
            (PlaceShown::Everyone, _) | (PlaceShown::Replied, Viewer::Replied) => true,
            (PlaceShown::Replied, Viewer::Anybody) => false,
            (PlaceShown::OnTheDay, _) => now >= self.place_shown_from() && !self.has_ended(now),
        }
    }

    /// The first instant of the day of the start: from then on a place that is shown on the day is shown, until the end.
    #[must_use]
    pub fn place_shown_from(&self) -> Moment {
        times::start_of_day(self.occurrence.start.date(), &self.zone()).unwrap_or(self.occurrence.start_utc)
    }

    /// The language that the organisation speaks.
    #[must_use]
    pub fn language(&self) -> Language {
        Language::from_code(&self.organisation.language)
    }

    /// The place in one line: name, room, street, town and postcode; `None` for an event without a place.
    #[must_use]
    pub fn place_line(&self) -> Option<String> {
        self.place_line_with(self.room())
    }

    /// The same with another room.
    #[must_use]
    pub fn place_line_with(&self, room: Option<&str>) -> Option<String> {
        if self.mode() == AttendanceMode::Online {
            return None;
        }
        let language = self.language();
        let venue = self.venue.as_ref();
        let town = venue.map(|venue| [venue.locality.as_deref(), venue.postcode.as_deref()]);
        let town = town.into_iter().flatten().flatten().collect::<Vec<_>>().join(" ");
        let parts = [
            venue.map(|venue| venue.name.clone()),
            room.map(|room| language.room(room)),
            venue.and_then(|venue| venue.street.clone()),
            Some(town).filter(|town| !town.is_empty()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { None } else { Some(parts.join(", ")) }
    }

    /// The facts of this date that people act on, as `viewer` is shown them at `now`.
    #[must_use]
    pub fn known(&self, viewer: Viewer, now: Moment) -> Known {
        let exact = self.shows_place(viewer, now);
        Known {
            status: self.status(),
            start: self.occurrence.start,
            end: self.occurrence.end,
            timezone: self.occurrence.timezone.clone(),
            mode: self.mode(),
            venue_id: self.venue.as_ref().map(|venue| venue.id).filter(|_| exact),
            place: if exact { self.place_line() } else { self.event.facts.area.clone() },
            room: self.room().map(str::to_owned).filter(|_| exact),
            spot: self.spot().map(str::to_owned).filter(|_| exact),
        }
    }

    /// The instant of another wall time of the event, such as a deadline.
    #[must_use]
    pub fn instant(&self, local: LocalTime) -> Option<Moment> {
        times::instant(local, &self.zone())
    }
}

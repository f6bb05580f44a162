//! One date as everybody's calendar shows it.

use entity::Moment;
use entity::value::{Attendance, AttendanceMode, Visibility};

use super::description::description;
use crate::calendar::{Entry, Geo, Status, When};
use crate::event::{self, Shown, Viewer};
use crate::links::Links;
use crate::words::Language;

/// The UID of a date in every calendar: the event's own for its first date, which is all there is of a single event.
/// It names no host, so that moving the service to another address changes no calendar.
#[must_use]
pub fn uid(shown: &Shown) -> String {
    shown.event.id.to_string()
}

/// The UID of a date in a mailed invitation, which is for that date alone: its own. The date that was made with its event has the
/// event's id.
#[must_use]
pub fn mailed_uid(shown: &Shown) -> String {
    shown.occurrence.id.to_string()
}

/// The page about a date: a members' event has its own below the members' address, and is not found elsewhere.
#[must_use]
pub fn page(shown: &Shown, links: &Links, members_token: Option<&str>) -> String {
    let (organisation, event) = (&shown.organisation.slug, &shown.event.slug);
    match (shown.event.visibility, members_token) {
        (Visibility::Members, Some(token)) => links.members_event(organisation, token, event),
        _ => links.event(organisation, event),
    }
}

/// The address of one date of an event that repeats, from that of the event's page.
#[must_use]
pub fn on_date(page: String, shown: &Shown) -> String {
    match event::date_in_address(shown) {
        Some(date) => format!("{page}?date={date}"),
        None => page,
    }
}

/// By whom an entry is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader {
    pub(super) viewer: Viewer,
    /// How they take part, where that is known.
    pub(super) attends: Option<Attendance>,
}

impl Reader {
    /// Whether they join online, as everybody does where there is no other way. Nothing of a place is for them.
    pub(super) fn is_online(self, shown: &Shown) -> bool {
        self.attends == Some(Attendance::Online) || shown.ways() == [Attendance::Online]
    }
}

/// The date as `viewer` may see it at `now`: no joining link and no person.
#[must_use]
pub fn entry(shown: &Shown, viewer: Viewer, page: String, now: Moment) -> Entry {
    entry_for(shown, Reader { viewer, attends: None }, Some(page), now)
}

/// The same, as it is for who takes part so; without a page, where that is not for everybody who reads it.
pub(super) fn entry_for(shown: &Shown, reader: Reader, page: Option<String>, now: Moment) -> Entry {
    let language = shown.language();
    let venue = shown.venue_for(reader.viewer, now).filter(|_| !reader.is_online(shown));
    Entry {
        uid: uid(shown),
        sequence: shown.event.sequence,
        changed_at: shown.event.changed_at,
        created_at: shown.event.published_at.unwrap_or(shown.event.created_at),
        when: When::new(shown.occurrence.start, &shown.zone(), shown.occurrence.end_utc),
        status: Status::of(shown.event.status, shown.occurrence.status),
        title: shown.facts().title.clone(),
        location: location(shown, reader, language, now),
        geo: venue.and_then(|venue| Some(Geo { latitude: venue.latitude?, longitude: venue.longitude? })),
        description: description(shown, reader, (language, page.as_deref()), now),
        url: page,
        categories: vec![language.kind(shown.event.kind)],
        private: false,
        busy: false,
    }
}

fn location(shown: &Shown, reader: Reader, language: Language, now: Moment) -> Option<String> {
    if reader.is_online(shown) {
        return Some(language.say("feed-online").into());
    }
    let exact = shown.shows_place(reader.viewer, now);
    let place = if exact { shown.place_line() } else { shown.facts().area.clone() };
    match (place, shown.mode()) {
        (Some(place), AttendanceMode::Hybrid) if reader.attends.is_none() => {
            Some(language.say("feed-place-or-online").with("place", place).into())
        }
        (place, _) => place,
    }
}

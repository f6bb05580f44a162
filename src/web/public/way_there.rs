//! Where it is and how to get there, as this reader may know it.

use entity::Moment;
use entity::value::place::Direction;
use entity::value::{Attendance, AttendanceMode, PlaceShown, Response, TravelMode};
use jiff::civil::Date;

use super::announced::Announced;
use super::said::{Link, Spot, Way};
use crate::event::{Shown, Viewer};
use crate::links::encoded;
use crate::venue::Venue;
use crate::web::look::Icon;
use crate::words::{Language, capitalised};

/// The exact spot, the address and maps; or, where the place is not told yet, the part of town and when it will be.
pub(crate) fn spot(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Spot {
    let (shown, facts) = (&event.shown, event.facts());
    if shown.is_anywhere() {
        let area = facts.area.clone().unwrap_or_else(|| words.say("place-anywhere").into());
        return Spot { lines: vec![area], ..Spot::default() };
    }
    if !shown.shows_place(reader, now) {
        let over = shown.has_ended(now);
        let note = match facts.place_shown {
            PlaceShown::OnTheDay if over => words.say("page-place-was-shown").to_string(),
            PlaceShown::OnTheDay => words.say("page-place-on-the-day").to_string(),
            PlaceShown::Replied if !over => words.say("page-place-when-replied").to_string(),
            PlaceShown::Replied | PlaceShown::Everyone => words.say("page-place-private").to_string(),
        };
        return Spot { lines: facts.area.iter().cloned().collect(), note: Some(note), maps: Vec::new() };
    }
    if shown.mode() == AttendanceMode::Online {
        // A hall that it had before may still be noted.
        return online(words);
    }
    let mut lines = Vec::new();
    if let Some(venue) = &shown.venue {
        lines.extend(place_lines(words, shown, venue));
    } else {
        lines.extend(shown.room().map(|room| words.room(room)));
        lines.extend(shown.spot().map(capitalised));
    }
    if shown.mode() == AttendanceMode::Hybrid {
        lines.push(words.say("page-or-online").into());
    }
    if lines.is_empty() {
        let unknown = words.say("page-place-unknown").to_string();
        return Spot { lines: facts.area.iter().cloned().collect(), note: Some(unknown), maps: Vec::new() };
    }
    let maps = shown.venue.as_ref().map(|venue| maps(words, venue)).unwrap_or_default();
    Spot { lines, note: None, maps }
}

/// Where one takes part who is not in the room.
fn online(words: Language) -> Spot {
    Spot { lines: vec![words.say("page-online").into()], ..Spot::default() }
}

/// As whom somebody is shown the place who answered so: their letters say it to who may come, and so do the pages of their reply.
pub(crate) fn reader(response: Response) -> Viewer {
    match response {
        Response::Going | Response::Maybe => Viewer::Replied,
        Response::NotGoing => Viewer::Anybody,
    }
}

/// Whether one who chose so takes part online.
pub(crate) fn is_online(mode: AttendanceMode, chosen: Option<Attendance>) -> bool {
    match mode {
        AttendanceMode::InPerson => false,
        AttendanceMode::Online => true,
        AttendanceMode::Hybrid => chosen == Some(Attendance::Online),
    }
}

/// Where it is for one who takes part so, in one line, for a calendar.
pub(crate) fn own_line(
    words: Language,
    event: &Announced,
    (chosen, reader): (Option<Attendance>, Viewer),
    now: Moment,
) -> Option<String> {
    match is_online(event.shown.mode(), chosen) {
        true => Some(words.say("page-online").into()),
        false => spot_line(words, event, reader, now),
    }
}

/// Where it is for one who takes part so.
pub(crate) fn own_spot(
    words: Language,
    event: &Announced,
    (chosen, reader): (Option<Attendance>, Viewer),
    now: Moment,
) -> Spot {
    if is_online(event.shown.mode(), chosen) { online(words) } else { spot(words, event, reader, now) }
}

/// Where it is, in one line, for a calendar.
pub(crate) fn spot_line(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Option<String> {
    let mut lines = spot(words, event, reader, now).lines;
    let or_online = words.say("page-or-online").to_string();
    lines.retain(|line| *line != or_online);
    if lines.is_empty() { None } else { Some(lines.join(", ").replace('\u{a0}', " ")) }
}

/// The same for people: that one can be online instead, too.
pub(crate) fn spot_or_online(
    words: Language,
    event: &Announced,
    reader: Viewer,
    now: Moment,
) -> Option<String> {
    spot_line(words, event, reader, now).map(|line| or_online(words, event, line))
}

/// The first line of where it is, and that one can be online instead.
pub(crate) fn first_line(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Option<String> {
    let line = spot(words, event, reader, now).lines.into_iter().next();
    line.map(|line| or_online(words, event, line))
}

fn or_online(words: Language, event: &Announced, line: String) -> String {
    let both = event.shown.mode() == AttendanceMode::Hybrid;
    if both && line != words.say("page-or-online").to_string() {
        words.say("page-place-or-online").with("place", line).into()
    } else {
        line
    }
}

/// Street, town and postcode in one line.
pub(crate) fn address_line(place: &Venue) -> Option<String> {
    let town: Vec<&str> =
        [&place.locality, &place.postcode].into_iter().flatten().map(String::as_str).collect();
    let parts: Vec<String> =
        place.street.iter().cloned().chain(Some(town.join(" ")).filter(|t| !t.is_empty())).collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}

fn place_lines(words: Language, shown: &Shown, place: &Venue) -> Vec<String> {
    let mut lines = Vec::new();
    let room = shown.room().map(|room| words.room(room));
    // "Outside Hendon Town Hall" says the name already.
    match shown.spot().map(capitalised) {
        Some(point) if point.contains(&place.name) => lines.extend([point].into_iter().chain(room)),
        point => lines.extend([place.name.clone()].into_iter().chain(room).chain(point)),
    }
    lines.extend(address_line(place).map(|address| keep_postcode_whole(place, &address)));
    lines
}

/// A postcode is not broken over two lines.
fn keep_postcode_whole(place: &Venue, address: &str) -> String {
    let postcode = place.postcode.as_deref().unwrap_or_default();
    address
        .strip_suffix(postcode)
        .map_or_else(|| address.to_owned(), |before| format!("{before}{}", postcode.replace(' ', "\u{a0}")))
}

/// Links to maps, by the exact point where it is known. A map on the page would tell others who looks.
fn maps(words: Language, place: &Venue) -> Vec<Link> {
    let address: Vec<String> = Some(place.name.clone()).into_iter().chain(address_line(place)).collect();
    let query = encoded(&address.join(", "));
    let (osm, google, apple) = match (place.latitude, place.longitude) {
        (Some(lat), Some(lng)) => (
            format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lng}#map=18/{lat}/{lng}"),
            format!("https://www.google.com/maps/search/?api=1&query={lat}%2C{lng}"),
            format!("https://maps.apple.com/?ll={lat},{lng}&q={}", encoded(&place.name)),
        ),
        _ if place.postcode.is_none() && place.street.is_none() => return Vec::new(),
        _ => (
            format!("https://www.openstreetmap.org/search?query={query}"),
            format!("https://www.google.com/maps/search/?api=1&query={query}"),
            format!("https://maps.apple.com/?q={query}"),
        ),
    };
    vec![
        Link::new(words.say("page-map-open"), osm),
        Link::new(words.say("page-map-google"), google),
        Link::new(words.say("page-map-apple"), apple),
    ]
}

/// The ways there, a closed one after those that are open, for somebody who travels on the day of the event.
pub(crate) fn ways(words: Language, event: &Announced, reader: Viewer, now: Moment) -> Vec<Way> {
    let shown = &event.shown;
    let goes_there = shown.mode() != AttendanceMode::Online;
    let Some(place) = shown.venue_for(reader, now).filter(|_| goes_there) else { return Vec::new() };
    let day = event.start().date();
    let (closed, open): (Vec<_>, Vec<_>) = place.directions.0.iter().partition(|way| way.is_closed_on(day));
    open.into_iter().chain(closed).map(|direction| way(words, direction, day)).collect()
}

fn way(words: Language, direction: &Direction, day: Date) -> Way {
    let by = words.travel(direction.mode);
    let title = match &direction.from {
        Some(from) if direction.mode == TravelMode::StepFree => {
            words.say("page-way-titled").with("by", by).with("from", from).into()
        }
        Some(from) => words.say("page-way-from").with("by", by).with("from", from).into(),
        None => by,
    };
    let minutes = direction.minutes.map(|minutes| words.minutes(minutes));
    let length: Vec<String> = minutes.into_iter().chain(direction.note.clone()).collect();
    let length = if length.is_empty() { None } else { Some(capitalised(&length.join(", "))) };
    Way {
        icon: Icon::from(direction.mode),
        title,
        length,
        closed: closure(words, direction, day),
        steps: direction.steps.clone(),
    }
}

/// What to say of a closure: that it is shut on the day, or from when to when it will be.
fn closure(words: Language, direction: &Direction, day: Date) -> Option<String> {
    if direction.is_closed_on(day) {
        return Some(match direction.closed_until {
            Some(until) => words.say("page-way-closed-until").with("until", words.day(until)).into(),
            None => words.say("page-way-closed").into(),
        });
    }
    match (direction.closed_from, direction.closed_until) {
        (Some(from), Some(until)) => Some(
            words
                .say("page-way-closed-between")
                .with("from", words.day(from))
                .with("until", words.day(until))
                .into(),
        ),
        (Some(from), None) => Some(words.say("page-way-closed-from").with("from", words.day(from)).into()),
        _ => None,
    }
}

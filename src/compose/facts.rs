//! An event as one reader's letter says it.

use entity::Moment;
use entity::value::{Attendance, AttendanceMode};
use jiff::civil::Date;

use crate::event::kind::LINK_MINUTES;
use crate::event::{Shown, Viewer};
use crate::letters::{Access, Closure, EventFacts, Joining, Line, Place, TargetMeeting, Way, Where};
use crate::venue::Venue;
use crate::words::{Before, When};

/// When the event is, as its organisers say it.
pub(super) fn when(shown: &Shown) -> When {
    When {
        start: shown.occurrence.start,
        end: shown.occurrence.end,
        no_fixed_end: shown.facts().no_fixed_end || shown.occurrence.end.is_none(),
        approximate: shown.facts().start_is_approximate,
    }
}

/// The day on which `moment` falls where the event is.
pub(super) fn day_of(shown: &Shown, moment: Moment) -> Date {
    moment.timestamp().to_zoned(shown.zone()).date()
}

/// The event for somebody who attends so, by their own letter.
pub(super) fn event(shown: &Shown, attendance: Attendance, now: Moment) -> EventFacts {
    let facts = shown.facts();
    let online = attendance == Attendance::Online;
    let exact = shown.shows_place(Viewer::Replied, now);
    let ways = if online || !exact { Vec::new() } else { ways(shown) };
    let contact = shown.contact();
    EventFacts {
        title: facts.title.as_str().into(),
        discreet: shown.is_discreet(),
        when: when(shown),
        place: place(shown, attendance, now),
        bring: Line::some(facts.bring.as_deref()).filter(|_| !online),
        meeting: meeting(shown),
        ways,
        closed: if online || !exact { Vec::new() } else { closed(shown) },
        access: (!online && !shown.is_anywhere()).then(|| access(shown)),
        on_the_day_phone: Line::some(shown.on_the_day_phone(Viewer::Replied)),
        link_comes: link_comes(shown, attendance),
        organisation: shown.organisation.name.as_str().into(),
        contact_phone: Line::some(contact.phone.as_deref()),
    }
}

/// Where somebody goes who attends so.
pub(super) fn place(shown: &Shown, attendance: Attendance, now: Moment) -> Where {
    let facts = shown.facts();
    if attendance == Attendance::Online || shown.mode() == AttendanceMode::Online {
        let platform = facts.online.as_ref().and_then(|online| online.platform.as_deref());
        return Where::Online(Line::some(platform));
    }
    if shown.is_anywhere() {
        return Where::Anywhere(Line::some(facts.area.as_deref()));
    }
    if !shown.shows_place(Viewer::Replied, now) {
        return Where::ToldOnTheDay(Line::some(facts.area.as_deref()));
    }
    let Some(venue) = &shown.venue else { return without_venue(shown) };
    // The spot stands for the venue when it names it: "Outside Hendon Town Hall".
    let names_it = |spot: &&str| spot.contains(&venue.name);
    let spot = shown.spot();
    let stand = spot.filter(names_it).or(venue.standing_point.as_deref().filter(names_it));
    let place = within(shown, venue, shown.room(), spot.filter(|spot| Some(*spot) != stand));
    Where::Place(Place { at: stand.map_or_else(|| venue.name.clone(), lower_first).into(), ..place })
}

/// A spot or a room alone.
fn without_venue(shown: &Shown) -> Where {
    match Line::some(shown.spot()).or_else(|| room(shown, shown.room())) {
        Some(at) => Where::Place(Place { at, ..Place::default() }),
        None => Where::NotKnown(Line::some(shown.facts().area.as_deref())),
    }
}

/// A room and a spot at a venue, each in words of its own.
pub(super) fn within(shown: &Shown, venue: &Venue, inside: Option<&str>, spot: Option<&str>) -> Place {
    Place {
        at: venue.name.as_str().into(),
        room: room(shown, inside),
        street: Line::some(venue.street.as_deref()),
        town: Line::some(venue.locality.as_deref()),
        postcode: Line::some(venue.postcode.as_deref()),
        spot: Line::some(spot),
    }
}

fn room(shown: &Shown, inside: Option<&str>) -> Option<Line> {
    Line::some(inside).map(|inside| shown.language().room(&inside).into())
}

/// `Outside Hendon Town Hall` inside a sentence.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn meeting(shown: &Shown) -> Option<TargetMeeting> {
    let target = shown.facts().target.as_ref()?;
    let name = target.meeting.as_deref().or(target.body.as_deref());
    Some(TargetMeeting { name: Line::some(name)?, start: shown.meeting_start()? })
}

/// The ways that are open on the day.
fn ways(shown: &Shown) -> Vec<Way> {
    let day = shown.occurrence.start.date();
    let directions = shown.venue.iter().flat_map(|venue| &venue.directions.0);
    directions
        .filter(|way| !way.is_closed_on(day))
        .map(|way| Way {
            mode: way.mode,
            from: Line::some(way.from.as_deref()),
            minutes: way.minutes,
            note: Line::some(way.note.as_deref()),
            steps: way.steps.iter().map(|step| step.as_str().into()).collect(),
        })
        .collect()
}

fn closed(shown: &Shown) -> Vec<Closure> {
    let day = shown.occurrence.start.date();
    let directions = shown.venue.iter().flat_map(|venue| &venue.directions.0);
    directions
        .filter(|way| way.is_closed_on(day))
        .filter_map(|way| Some(Closure { what: Line::some(way.from.as_deref())?, until: way.closed_until }))
        .collect()
}

fn access(shown: &Shown) -> Access {
    let ask = shown.venue.as_ref().and_then(|venue| venue.access.contact.clone());
    let contact = shown.contact();
    let ask = ask.or(contact.email).or(contact.phone);
    let said = shown.access_statement().filter(|statement| !is_unchecked(statement));
    Access { statement: Line::some(said), ask: Line::some(ask.as_deref()) }
}

/// The words that the contract gives for "nobody has looked yet".
fn is_unchecked(statement: &str) -> bool {
    statement.trim().trim_end_matches('.').eq_ignore_ascii_case("not checked yet")
}

fn link_comes(shown: &Shown, attendance: Attendance) -> Option<Before> {
    let joins = attendance == Attendance::Online && shown.mode() != AttendanceMode::InPerson;
    let online = shown.facts().online.as_ref();
    let link = online.is_some_and(|online| online.join_url.is_some() || online.dial_in.is_some());
    let minutes = online.and_then(|online| online.reveal_minutes_before).unwrap_or(LINK_MINUTES);
    (joins && link).then_some(Before::Minutes(minutes))
}

/// How to join, for the letter that brings it.
pub(super) fn joining(shown: &Shown) -> Option<Joining> {
    let online = shown.facts().online.as_ref()?;
    let joining = Joining {
        link: Line::some(online.join_url.as_deref()),
        dial_in: Line::some(online.dial_in.as_deref()),
        instructions: Line::some(online.instructions.as_deref()),
    };
    (joining.link.is_some() || joining.dial_in.is_some()).then_some(joining)
}

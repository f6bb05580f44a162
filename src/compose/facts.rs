//! An event as one reader's letter says it.

use entity::Moment;
use entity::value::{Attendance, AttendanceMode};
use jiff::civil::Date;

use crate::event::kind::LINK_MINUTES;
use crate::event::{Shown, Viewer};
use crate::feed::place;
use crate::letters::{Access, Closure, EventFacts, Joining, Line, TargetMeeting, Way};
use crate::words::{Before, When};

/// By whom a letter is read.
const READER: Viewer = Viewer::Replied;

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
    let contact = shown.contact();
    EventFacts {
        title: facts.title.as_str().into(),
        discreet: shown.is_discreet(),
        when: when(shown),
        place: place(shown, attendance, now),
        bring: Line::some(facts.bring.as_deref()).filter(|_| !online),
        meeting: meeting(shown),
        ways: if online { Vec::new() } else { ways(shown, now) },
        closed: if online { Vec::new() } else { closed(shown, now) },
        access: (!online && !shown.is_anywhere()).then(|| access(shown, now)),
        on_the_day_phone: Line::some(shown.on_the_day_phone(Viewer::Replied)),
        link_comes: link_comes(shown, attendance),
        organisation: shown.organisation.name.as_str().into(),
        contact_phone: Line::some(contact.phone.as_deref()),
    }
}

fn meeting(shown: &Shown) -> Option<TargetMeeting> {
    let target = shown.facts().target.as_ref()?;
    let name = target.meeting.as_deref().or(target.body.as_deref());
    Some(TargetMeeting { name: Line::some(name)?, start: shown.meeting_start()? })
}

/// The ways that are open on the day.
fn ways(shown: &Shown, now: Moment) -> Vec<Way> {
    let day = shown.occurrence.start.date();
    let directions = shown.venue_for(READER, now).into_iter().flat_map(|venue| &venue.directions.0);
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

fn closed(shown: &Shown, now: Moment) -> Vec<Closure> {
    let day = shown.occurrence.start.date();
    let directions = shown.venue_for(READER, now).into_iter().flat_map(|venue| &venue.directions.0);
    directions
        .filter(|way| way.is_closed_on(day))
        .filter_map(|way| Some(Closure { what: Line::some(way.from.as_deref())?, until: way.closed_until }))
        .collect()
}

/// A venue that is not told yet tells nothing of its access either.
fn access(shown: &Shown, now: Moment) -> Access {
    let ask = shown.venue_for(READER, now).and_then(|venue| venue.access.contact.clone());
    let contact = shown.contact();
    let ask = ask.or(contact.email).or(contact.phone);
    let said = shown.access_statement(READER, now).filter(|statement| !is_unchecked(statement));
    let later = || shown.language().say("letter-access-with-place").to_string().as_str().into();
    let hidden = !shown.shows_place(READER, now);
    let statement = Line::some(said).or_else(|| hidden.then(later));
    Access { statement, ask: Line::some(ask.as_deref()) }
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

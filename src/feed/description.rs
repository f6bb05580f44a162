//! The text of a calendar entry: plain lines, the most urgent first.

use entity::Moment;
use entity::value::place::Direction;
use entity::value::{Attendance, EventStatus};

use super::entry::Reader;
use crate::event::Shown;
use crate::event::kind::LINK_MINUTES;
use crate::words::{Before, Language};

/// Meeting point, directions, what to bring, access and contact, for `reader` at `now`. No joining link, no person; nothing of the
/// place for who joins online.
pub(super) fn description(
    shown: &Shown,
    reader: Reader,
    (language, page): (Language, Option<&str>),
    now: Moment,
) -> String {
    let mut lines: Vec<String> = status(shown, language).into_iter().collect();
    lines.extend(shown.facts().summary.clone());
    lines.extend(times(shown, language));
    let online = reader.is_online(shown);
    if !online {
        lines.extend(place(shown, reader, language, now));
    }
    let bring = shown.facts().bring.as_ref();
    lines.extend(bring.map(|bring| language.say("feed-bring").with("bring", bring).into()));
    if online {
        let said = shown.facts().access_statement.as_deref();
        lines.extend(said.map(|said| stated(said, language)));
    } else {
        lines.extend(ways(shown, reader, language, now));
        lines.extend(access(shown, reader, language, now));
    }
    let phone = shown.on_the_day_phone(reader.viewer);
    lines.extend(phone.map(|phone| language.say("feed-lost").with("phone", phone).into()));
    lines.extend(link(shown, language));
    lines.extend(contact(shown, language));
    lines.extend(page.map(|page| language.say("feed-check").with("page", page).into()));
    lines.join("\n")
}

fn status(shown: &Shown, language: Language) -> Option<String> {
    match shown.status() {
        EventStatus::Postponed => Some(language.say("feed-postponed").into()),
        EventStatus::Suspended => Some(language.say("feed-suspended").into()),
        EventStatus::Cancelled => Some(language.say("feed-cancelled").into()),
        EventStatus::Draft | EventStatus::Confirmed => None,
    }
}

fn times(shown: &Shown, language: Language) -> Vec<String> {
    let facts = shown.facts();
    let mut lines: Vec<String> = Vec::new();
    if facts.start_is_approximate {
        lines.push(language.say("feed-around").into());
    }
    if facts.no_fixed_end {
        lines.push(language.say("feed-no-fixed-end").into());
    }
    let target = facts.target.as_ref();
    let meeting = target.and_then(|t| t.meeting.as_ref().or(t.body.as_ref()));
    if let (Some(meeting), Some(start)) = (meeting, shown.meeting_start()) {
        let time = language.time(start.datetime().time());
        lines.push(language.say("feed-meeting").with("meeting", meeting).with("time", time).into());
    }
    lines
}

fn place(shown: &Shown, reader: Reader, language: Language, now: Moment) -> Option<String> {
    if shown.shows_place(reader.viewer, now) {
        return shown.spot().map(|spot| language.say("feed-spot").with("spot", spot).into());
    }
    shown.facts().area.as_ref().map(|area| language.say("feed-area").with("area", area).into())
}

fn ways(shown: &Shown, reader: Reader, language: Language, now: Moment) -> Vec<String> {
    let day = shown.occurrence.start.date();
    let mut lines = Vec::new();
    for way in shown.venue_for(reader.viewer, now).into_iter().flat_map(|venue| &venue.directions.0) {
        if way.is_closed_on(day) {
            let what = way.from.clone().unwrap_or_else(|| language.travel(way.mode));
            lines.push(language.say("feed-closed").with("what", what).into());
        } else {
            lines.push(way_line(way, language));
            lines.extend(way.steps.iter().zip(1..).map(|(step, number)| format!("{number}. {step}")));
        }
    }
    lines
}

fn way_line(way: &Direction, language: Language) -> String {
    let from: String = match &way.from {
        Some(from) => language.say("feed-way").with("from", from).into(),
        None => language.say("feed-way-alone").with("travel", language.travel(way.mode)).into(),
    };
    let minutes = way.minutes.map(|minutes| language.minutes(minutes));
    let about: Vec<String> = minutes.into_iter().chain(way.note.clone()).collect();
    if about.is_empty() { from } else { format!("{from}: {}", about.join(", ")) }
}

/// A venue that is not told yet tells nothing of its access either.
fn access(shown: &Shown, reader: Reader, language: Language, now: Moment) -> Option<String> {
    if shown.is_anywhere() {
        return None;
    }
    Some(match shown.access_statement(reader.viewer, now) {
        Some(statement) => stated(statement, language),
        None if shown.shows_place(reader.viewer, now) => language.say("feed-access-unknown").into(),
        None => language.say("feed-access-with-place").into(),
    })
}

fn stated(statement: &str, language: Language) -> String {
    language.say("feed-access").with("statement", statement).into()
}

fn link(shown: &Shown, language: Language) -> Option<String> {
    let online = shown.facts().online.as_ref().filter(|_| shown.ways().contains(&Attendance::Online))?;
    let has_link = online.join_url.is_some() || online.dial_in.is_some();
    let minutes = online.reveal_minutes_before.unwrap_or(LINK_MINUTES);
    let before = language.before(Before::Minutes(minutes));
    has_link.then(|| language.say("feed-link").with("before", before).into())
}

fn contact(shown: &Shown, language: Language) -> Option<String> {
    let contact = shown.contact();
    let parts: Vec<String> = [contact.name, contact.email, contact.phone].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| language.say("feed-contact").with("contact", parts.join(", ")).into())
}

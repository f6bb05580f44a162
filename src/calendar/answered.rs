//! What somebody's calendar answers to an invitation of ours (iTIP `REPLY`, RFC 5546, section 3.2.3).
//!
//! Reads what programs really send: names in any case, addresses without `mailto:`, zones by names of their maker's own, the
//! method in the header of the part alone, several entries in one answer. It reads nothing else from it, and decides
//! nothing: whose answer counts is the business of `inbox` and `rsvp`.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
    ICalendarProperty, ICalendarValue,
};
use calcard::{Entry, Parser};
use entity::Moment;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::bounds::Bounds;
use super::foreign::Time;
use super::foreign_zones::Zones;

/// An answer is small; Outlook adds the description of the zone and a copy of ours.
const BOUNDS: Bounds = Bounds { bytes: 256 * 1024, depth: 5, components: 200, line: 64 * 1024 };
/// How many calendars are read from one part.
const CALENDARS: usize = 5;

/// What somebody said (RFC 5545, section 3.2.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Coming.
    Accepted,
    /// Perhaps.
    Tentative,
    /// Can't.
    Declined,
    /// Something that sets nothing: not answered yet, or that another comes instead.
    Other,
}

/// One answer to one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Which entry.
    pub uid: String,
    /// Which date of a series, where the answer names one.
    pub instance: Option<Instance>,
    /// Which state of it was answered; 0 where none is said (RFC 5545, section 3.8.7.4).
    pub sequence: i64,
    /// When it was answered; none where it does not say, which the standard does not allow.
    pub stamp: Option<Moment>,
    /// Whose answer it says it is: an address, without `mailto:`.
    pub attendee: String,
    /// The answer.
    pub said: Said,
    /// What they wrote beside it, in the entry itself.
    pub comment: Option<String>,
}

/// A date of a series, as `RECURRENCE-ID` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Day and time as written.
    pub at: DateTime,
    /// Whether that is in UTC; else on the clocks of a zone, which is not read.
    pub utc: bool,
}

/// Another time that somebody proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// When it would start.
    pub start: Time,
    /// When it would end; for days the first day after it.
    pub end: Option<Time>,
}

/// What a calendar part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// An answer to an invitation. Those without an entry, an attendee or an answer are left out. And whether a program of Microsoft's
    /// wrote it: those put what somebody writes with an answer into the letter beside it, where others put words of their own.
    Reply(Vec<Answered>, bool),
    /// Another time is proposed (RFC 5546, section 3.2.7); with what they wrote in the entry itself.
    Counter(Proposed, Option<String>),
    /// Something else: an invitation of somebody's; with what they wrote in the entry itself.
    Other(Option<String>),
    /// None that can be read.
    Unreadable,
}

/// Reads a `text/calendar` part. `method` is what its header says, for those that say it there alone.
#[must_use]
pub fn answered(text: &str, method: Option<&str>) -> Calendar {
    if BOUNDS.hold(text).is_err() {
        return Calendar::Unreadable;
    }
    let calendars = calendars(text);
    if calendars.is_empty() {
        return Calendar::Unreadable;
    }
    let is = |calendar: &ICalendar, wanted: &str| {
        let own = calendar.components.first().and_then(|whole| first(whole, &ICalendarProperty::Method));
        let own = own.and_then(|entry| entry.values.first()).and_then(ICalendarValue::as_text);
        own.or(method).is_some_and(|word| word.trim().eq_ignore_ascii_case(wanted))
    };
    let replies: Vec<&ICalendar> = calendars.iter().filter(|calendar| is(calendar, "REPLY")).collect();
    if replies.is_empty() {
        let entries = calendars.iter().flat_map(|calendar| &calendar.components);
        let comment = entries.filter_map(comment).next();
        let proposed = calendars.iter().filter(|calendar| is(calendar, "COUNTER")).find_map(proposed);
        return match proposed {
            Some(proposed) => Calendar::Counter(proposed, comment),
            None => Calendar::Other(comment),
        };
    }
    let by_microsoft = replies.iter().any(|calendar| {
        let whole = calendar.components.first().and_then(|whole| words(whole, &ICalendarProperty::Prodid));
        whole.is_some_and(|program| program.to_ascii_lowercase().contains("microsoft"))
    });
    let entries = replies.iter().flat_map(|calendar| &calendar.components);
    let events = entries.filter(|one| one.component_type == ICalendarComponentType::VEvent);
    Calendar::Reply(events.flat_map(of_event).collect(), by_microsoft)
}

/// The calendars in a text, which may stand one after another.
fn calendars(text: &str) -> Vec<ICalendar> {
    let mut parser = Parser::new(text.trim_start_matches('\u{FEFF}'));
    let mut found = Vec::new();
    // A line that is none is skipped; each turn reads at least one, and the bound on bytes bounds the turns.
    while found.len() < CALENDARS {
        match parser.entry() {
            Entry::ICalendar(calendar) => found.push(calendar),
            Entry::Eof => break,
            _ => {}
        }
    }
    found
}

/// The time that a counter-proposal names.
fn proposed(calendar: &ICalendar) -> Option<Proposed> {
    let zones = Zones::of(calendar);
    let event =
        calendar.components.iter().find(|one| one.component_type == ICalendarComponentType::VEvent)?;
    let time = |property: &ICalendarProperty| zones.times(first(event, property)?).next();
    Some(Proposed { start: time(&ICalendarProperty::Dtstart)?, end: time(&ICalendarProperty::Dtend) })
}

/// One answer for each attendee who answers; there should be one.
fn of_event(event: &ICalendarComponent) -> Vec<Answered> {
    let Some(uid) = words(event, &ICalendarProperty::Uid) else { return Vec::new() };
    let sequence = first(event, &ICalendarProperty::Sequence).and_then(|entry| entry.values.first());
    let sequence = sequence.and_then(ICalendarValue::as_integer).unwrap_or(0);
    let stamp = first(event, &ICalendarProperty::Dtstamp).and_then(time_of).and_then(|stamp| {
        // The standard wants UTC; who leaves the Z out means it all the same.
        TimeZone::UTC.to_zoned(stamp.at).ok().map(|at| Moment::from(at.timestamp()))
    });
    let instance = first(event, &ICalendarProperty::RecurrenceId).and_then(time_of);
    let attendees = event.properties(&ICalendarProperty::Attendee).filter_map(|entry| {
        let said = said(entry)?;
        let attendee = address(entry)?;
        Some(Answered {
            uid: uid.clone(),
            instance,
            sequence,
            stamp,
            attendee,
            said,
            comment: comment(event),
        })
    });
    attendees.collect()
}

/// What somebody wrote (RFC 5545, section 3.8.1.4), which may stand in several pieces.
fn comment(component: &ICalendarComponent) -> Option<String> {
    let pieces = component.properties(&ICalendarProperty::Comment);
    let pieces = pieces.filter_map(|entry| entry.values.first()?.as_text()).map(str::trim);
    let whole = pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("\n");
    (!whole.is_empty()).then_some(whole)
}

fn words(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = first(component, property)?.values.first()?.as_text()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn first<'a>(component: &'a ICalendarComponent, property: &ICalendarProperty) -> Option<&'a ICalendarEntry> {
    component.entries.iter().find(|entry| entry.name == *property)
}

/// None where an attendee has no answer at all: a copy of the others who were invited.
fn said(attendee: &ICalendarEntry) -> Option<Said> {
    let word = attendee.parameter(&ICalendarParameterName::Partstat)?.as_text()?.trim().to_ascii_uppercase();
    Some(match word.as_str() {
        "ACCEPTED" => Said::Accepted,
        "TENTATIVE" => Said::Tentative,
        "DECLINED" => Said::Declined,
        _ => Said::Other,
    })
}

/// The address, where a client wrote `mailto:` in any case or not at all, or escaped what is in it (RFC 6068).
fn address(attendee: &ICalendarEntry) -> Option<String> {
    let text = attendee.calendar_address()?.trim().trim_matches(['<', '>', '"']);
    // A question mark before the sign stands for itself, as some programs leave it.
    let domain = text.find('@')?;
    let end = text.get(domain..)?.find('?').map_or(text.len(), |end| domain + end);
    let text = unescaped(text.get(..end)?);
    text.contains('@').then_some(text)
}

/// `%2B` as `+`. A lone `%` stands for itself.
fn unescaped(text: &str) -> String {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = (*byte == b'%').then(|| after.get(..2)).flatten().and_then(|two| {
            let two = std::str::from_utf8(two).ok()?;
            u8::from_str_radix(two, 16).ok()
        });
        rest = match hex {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
        plain.push(hex.unwrap_or(*byte));
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn time_of(entry: &ICalendarEntry) -> Option<Instance> {
    let part = entry.values.first()?.as_partial_date_time()?;
    let at = DateTime::new(
        i16::try_from(part.year?).ok()?,
        i8::try_from(part.month?).ok()?,
        i8::try_from(part.day?).ok()?,
        i8::try_from(part.hour.unwrap_or(0)).ok()?,
        i8::try_from(part.minute.unwrap_or(0)).ok()?,
        // A leap second is the one before it.
        i8::try_from(part.second.unwrap_or(0).min(59)).ok()?,
        0,
    );
    Some(Instance { at: at.ok()?, utc: part.tz_hour.is_some() })
}

#[cfg(test)]
#[path = "tests/answers.rs"]
mod tests;

//! An entry of another calendar as the facts of an event, or why it is not taken.
//!
//! Pure. Nothing is made up: what an entry does not say, a draft lacks, and publishing asks for it.

use entity::Moment;
use entity::value::facts::{Facts, Online, Repeats};
use entity::value::local::LocalTime;
use entity::value::{AttendanceMode, Kind};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::json;

use super::plain;
use crate::calendar::{Foreign, Time};
use crate::mistake::Mistake;
use crate::recurrence::Recurrence;

/// The longest title, place and description, in characters; `event::check` says so too.
const TITLE: usize = 200;
const PLACE: usize = 500;
const DESCRIPTION: usize = 20_000;

/// An entry with the dates of it that differ.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub(super) whole: &'a Foreign,
    pub(super) dates: Vec<&'a Foreign>,
}

/// What becomes of an entry.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) facts: Facts,
    /// Where, in the other calendar's words.
    pub(super) place: Option<String>,
    /// What could not be taken as it is, a sentence each.
    pub(super) notes: Vec<String>,
}

/// Why an entry is left, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Why {
    #[error("It is called off there.")]
    CalledOff,
    #[error("It is marked as private.")]
    Private,
    #[error("It is over.")]
    Over,
    #[error("{0}")]
    Other(String),
}

impl From<String> for Why {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// The facts of `group`; or why it is left, in a sentence. `home` is the organisation's zone.
pub(super) fn facts(group: &Group<'_>, home: &str, now: Moment) -> Result<Mapped, Why> {
    let entry = group.whole;
    if entry.cancelled {
        return Err(Why::CalledOff);
    }
    if entry.private {
        return Err(Why::Private);
    }
    let mut notes = Vec::new();
    let title = cut(&plain::line(&entry.title), TITLE, "title", &mut notes);
    if title.is_empty() {
        return Err("It has no title.".to_owned().into());
    }
    let (start, zone_name) = begin(&entry.start, home, &mut notes)?;
    let zone = jiff::tz::db().get(&zone_name).map_err(|_error| "Its time zone is not known.".to_owned())?;
    let base = json!({ "kind": kind(entry), "title": title, "start": start, "timezone": zone_name });
    let mut facts: Facts =
        serde_json::from_value(base).map_err(|error| format!("It can't be kept: {error}."))?;
    facts.end = end(entry, start, &zone, &mut notes);
    facts.no_fixed_end = facts.end.is_none() && !start.is_all_day();
    facts.repeats = repeats(group, start, &zone, &mut notes)?;
    if let Some(repeats) = &facts.repeats {
        let rule = Recurrence::new(repeats, start, &zone_name)
            .map_err(|found| format!("Its rule can't be kept: {}.", said(&found)))?;
        if rule.ends().is_some_and(|last| last < today(now, &zone)) {
            return Err(Why::Over);
        }
    } else if facts.end.unwrap_or(start).date() < today(now, &zone) {
        return Err(Why::Over);
    }
    facts.description = description(entry, &mut notes);
    let place = place(entry, &mut facts, &mut notes);
    Ok(Mapped { facts, place, notes })
}

/// Mistakes as one sentence.
pub(super) fn said(found: &[Mistake]) -> String {
    let parts = found.iter().take(5).map(|one| {
        let field = one.pointer.trim_start_matches('/');
        if field.is_empty() { one.message.clone() } else { format!("{field} {}", one.message) }
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn today(now: Moment, zone: &TimeZone) -> Date {
    now.timestamp().to_zoned(zone.clone()).date()
}

/// When it starts, and on whose clocks.
fn begin(start: &Time, home: &str, notes: &mut Vec<String>) -> Result<(LocalTime, String), String> {
    let at_home = |at: DateTime| Ok((LocalTime::At(at), home.to_owned()));
    match start {
        Time::Day(day) => Ok((LocalTime::Day(*day), home.to_owned())),
        Time::Floating(at) => at_home(*at),
        Time::In(at, zone) => Ok((LocalTime::At(*at), zone.clone())),
        Time::Utc(at) => at_home(from_utc(*at, home).ok_or("Its time is out of range.")?),
        Time::Unnamed(at, offsets) => {
            let zone = jiff::tz::db().get(home).ok();
            let offset = zone.and_then(|zone| at.to_zoned(zone).ok()).map(|at| at.offset().seconds());
            if offset.is_some_and(|offset| offsets.contains(&offset)) {
                notes.push("Its time zone has no name that is known; it agrees with the organisation's, which was taken.".to_owned());
                return at_home(*at);
            }
            Err("Its time zone has no name that is known.".to_owned())
        }
    }
}

fn from_utc(at: DateTime, zone: &str) -> Option<DateTime> {
    let zone = jiff::tz::db().get(zone).ok()?;
    Some(TimeZone::UTC.to_zoned(at).ok()?.with_time_zone(zone).datetime())
}

/// Another time of the same entry, on the clocks of its start.
fn local(time: &Time, zone: &TimeZone) -> Option<LocalTime> {
    Some(match time {
        Time::Day(day) => LocalTime::Day(*day),
        Time::Floating(at) | Time::Unnamed(at, _) => LocalTime::At(*at),
        Time::Utc(at) => {
            LocalTime::At(TimeZone::UTC.to_zoned(*at).ok()?.with_time_zone(zone.clone()).datetime())
        }
        Time::In(at, other) => {
            let other = jiff::tz::db().get(other).ok()?;
            LocalTime::At(at.to_zoned(other).ok()?.with_time_zone(zone.clone()).datetime())
        }
    })
}

/// When it ends: the last day of what is all day, whose entry names the day after it (RFC 5545, section 3.6.1).
fn end(entry: &Foreign, start: LocalTime, zone: &TimeZone, notes: &mut Vec<String>) -> Option<LocalTime> {
    let said = match (&entry.end, entry.lasts) {
        (Some(end), _) => local(end, zone)?,
        (None, Some(seconds)) => after(start, seconds, zone)?,
        (None, None) => return None,
    };
    match (start, said) {
        (LocalTime::Day(first), end) => {
            let last = end.date().yesterday().ok()?;
            (last > first).then_some(LocalTime::Day(last))
        }
        (LocalTime::At(_), LocalTime::Day(_)) => None,
        (LocalTime::At(start), LocalTime::At(end)) if end > start => Some(LocalTime::At(end)),
        (LocalTime::At(start), LocalTime::At(end)) => {
            if end < start {
                notes.push("Its end is before its start; it was left out.".to_owned());
            }
            None
        }
    }
}

fn after(start: LocalTime, seconds: i64, zone: &TimeZone) -> Option<LocalTime> {
    let seconds = seconds.clamp(0, 366 * 86_400);
    Some(match start {
        LocalTime::Day(day) => {
            LocalTime::Day(day.checked_add(jiff::Span::new().days(seconds / 86_400)).ok()?)
        }
        LocalTime::At(at) => {
            let end = at.to_zoned(zone.clone()).ok()?.checked_add(jiff::Span::new().seconds(seconds)).ok()?;
            LocalTime::At(end.datetime())
        }
    })
}

/// How it repeats. A date that moved is left out and added again at its time; what else differs on one date is said.
fn repeats(
    group: &Group<'_>,
    start: LocalTime,
    zone: &TimeZone,
    notes: &mut Vec<String>,
) -> Result<Option<Repeats>, String> {
    let entry = group.whole;
    if entry.rules.len() > 1 {
        return Err("It has several rules.".to_owned());
    }
    if entry.rules.is_empty() && entry.added.is_empty() {
        return Ok(None);
    }
    if !entry.rules.is_empty() && matches!(entry.start, Time::Utc(_)) {
        let moved_day = matches!(&entry.start, Time::Utc(at) if at.date() != start.date());
        if moved_day {
            return Err("Its rule is in UTC, where it falls on another day.".to_owned());
        }
        notes.push(
            "Its times were in UTC; from now on they follow the clocks of the organisation.".to_owned(),
        );
    }
    let on = |time: &Time| local(time, zone);
    let mut repeats = Repeats { rrule: entry.rules.first().cloned(), ..Repeats::default() };
    repeats.except = entry.left_out.iter().filter_map(on).map(LocalTime::date).collect();
    repeats.also = entry.added.iter().filter_map(on).filter(|at| *at != start).collect();
    let mut words = 0;
    for one in &group.dates {
        let Some(was) = one.instance.as_ref().and_then(on) else { continue };
        let is = on(&one.start);
        if one.cancelled || is != Some(was) {
            repeats.except.push(was.date());
        }
        match is {
            Some(is) if !one.cancelled && is != was => repeats.also.push(is),
            _ => {}
        }
        let differs = one.title != entry.title
            || one.location != entry.location
            || one.description != entry.description;
        words += usize::from(!one.cancelled && differs);
    }
    if words > 0 {
        notes.push(format!("{words} of its dates differ in words or place; that was not taken."));
    }
    repeats.except.sort_unstable();
    repeats.except.dedup();
    repeats.also.sort_unstable();
    repeats.also.dedup();
    Ok(Some(repeats))
}

fn description(entry: &Foreign, notes: &mut Vec<String>) -> Option<String> {
    let mut words = plain::words(entry.description.as_deref().unwrap_or_default());
    if let Some(url) = entry.url.as_deref().filter(|url| plain::is_web(url) && !words.contains(*url)) {
        if !words.is_empty() {
            words.push_str("\n\n");
        }
        words.push_str(&format!("More: {url}"));
    }
    let words = cut(&words, DESCRIPTION, "description", notes);
    (!words.is_empty()).then_some(words)
}

/// Where it is. A link to join is kept private, and is no place.
fn place(entry: &Foreign, facts: &mut Facts, notes: &mut Vec<String>) -> Option<String> {
    let said = entry.location.as_deref().map(plain::line).filter(|place| !place.is_empty());
    let (links, words): (Vec<_>, Vec<_>) = said
        .iter()
        .flat_map(|place| place.split([' ', ';']))
        .partition(|word| word.starts_with("https://") || word.starts_with("http://"));
    let join =
        entry.conference.as_deref().filter(|link| plain::is_web(link)).or_else(|| links.first().copied());
    let words = words.join(" ").trim_matches([' ', ',', ';', '-']).to_owned();
    let place = (!words.is_empty()).then(|| cut(&words, PLACE, "place", notes));
    if let Some(link) = join {
        facts.attendance_mode = if place.is_some() { AttendanceMode::Hybrid } else { AttendanceMode::Online };
        facts.online = Some(Online { join_url: Some(link.to_owned()), ..Online::default() });
        notes.push(
            "Its link to join is kept private: it comes by letter shortly before the start.".to_owned(),
        );
    }
    place
}

/// The kind that one of its categories names.
fn kind(entry: &Foreign) -> Kind {
    let word = |category: &String| category.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    entry.categories.iter().find_map(|category| word(category).parse().ok()).unwrap_or(Kind::Other)
}

fn cut(words: &str, most: usize, what: &str, notes: &mut Vec<String>) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    notes.push(format!("Its {what} was longer than {most} characters, and is cut off."));
    words.chars().take(most).collect::<String>().trim_end().to_owned()
}

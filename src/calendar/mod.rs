//! Plain entries to iCalendar (RFC 5545, 5546, 7986): feeds that people subscribe to, and the entry in a letter.
//!
//! Pure: values in, text out; no clock, no chance, no database. The same input gives the same bytes, so an unchanged feed keeps
//! its validator. Whatever people typed, it stays inside the value it was typed for. Every time is the instant that jiff
//! names, both for a client that trusts the zone's name and for one that trusts the description written beside it.
//!
//! It does not decide which entries belong in whose calendar (`feed`), what the texts say, or when a letter leaves.
//! The only room that knows `icalendar`, which gives the vocabulary (properties, parameters, types of values); `line`
//! prints it and says why. It reads calendars of others with `calcard`, which takes what programs really write, and never
//! more of them than [`Bounds`] lets in.

use std::collections::BTreeMap;
use std::time::Duration;

use icalendar::{Property, ValueType};
use jiff::civil::Date;

mod answered;
mod bounds;
mod entry;
mod foreign;
mod foreign_zones;
mod invitation;
mod line;
mod series;
mod when;
mod zone;
mod zone_names;

pub use answered::{Answered, Calendar, Instance, Proposed, Said, answered};
pub use bounds::{Bounds, TooMuch};
pub use entry::{Entry, Geo, Status};
pub use foreign::{Foreign, Mark, NoCalendar, Time, Unread, foreign};
pub use invitation::{Answer, Invitation, Invited, Method, Parties, invitation};
pub use series::{Item, Override, Series};
pub use when::When;

use line::{Lines, cleaned, one_line, uri};
use zone::Span;

/// What a feed says of itself.
#[derive(Clone, Debug)]
pub struct FeedInfo {
    /// What the calendar is called in the list of calendars.
    pub name: String,
    /// A sentence about it.
    pub description: Option<String>,
    /// Its own address.
    pub source: String,
    /// How often it is worth asking again. Written in whole minutes, at least one. Google ignores it.
    pub refresh: Duration,
}

/// A calendar that people subscribe to, with its items in the order given.
///
/// `today` sets how far ahead the zones are described: ten years on, by whole years, so the bytes change by time alone only
/// at New Year, and only where a zone has no yearly rule.
#[must_use]
pub fn feed(info: &FeedInfo, items: &[Item], today: Date) -> String {
    let mut lines = Lines::with_capacity(2048 + items.len() * 1024);
    open(&mut lines, Method::Publish);
    write_info(info, &mut lines);
    for zone in zones(items).values() {
        zone.write(today, &mut lines);
    }
    for item in items {
        item.write(&mut lines);
    }
    lines.close("VCALENDAR");
    lines.into_text()
}

/// Opens the calendar. METHOD comes early: where it stood last, a client did not carry it out.
fn open(lines: &mut Lines, method: Method) {
    lines.open("VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Convenor//Convenor//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", method.as_str());
}

/// The feed's own facts, each in the new form (RFC 7986) and in the one that clients knew before it. No `X-WR-TIMEZONE`: every
/// time names its zone already, and a feed may have several.
fn write_info(info: &FeedInfo, lines: &mut Lines) {
    let name = one_line(&info.name);
    lines.plain("NAME", &name);
    lines.plain("X-WR-CALNAME", &name);
    if let Some(text) = info.description.as_deref().map(cleaned).filter(|text| !text.is_empty()) {
        lines.plain("DESCRIPTION", &text);
        lines.plain("X-WR-CALDESC", &text);
    }
    lines.property(Property::new("SOURCE", uri(&info.source)).append_parameter(ValueType::Uri));
    let minutes = info.refresh.as_secs().div_ceil(60).max(1);
    let interval =
        if minutes.is_multiple_of(60) { format!("PT{}H", minutes / 60) } else { format!("PT{minutes}M") };
    lines
        .property(Property::new("REFRESH-INTERVAL", interval.as_str()).append_parameter(ValueType::Duration));
    lines.plain("X-PUBLISHED-TTL", &interval);
}

/// Each zone that an item names, by name, with the years it is needed for.
fn zones(items: &[Item]) -> BTreeMap<String, Span> {
    let mut zones = BTreeMap::<String, Span>::new();
    for span in items.iter().flat_map(Item::spans) {
        if let Some(known) = zones.get_mut(span.name()) {
            known.cover(&span);
        } else {
            zones.insert(span.name().to_owned(), span);
        }
    }
    zones
}

#[cfg(test)]
mod tests;

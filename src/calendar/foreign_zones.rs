//! The times of somebody else's calendar, on the clocks of the zones that it names or describes.
//!
//! Zones are taken by their name, by the names that Microsoft has for them, and by what is written beside a name that nobody knows.

use std::collections::BTreeMap;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarPeriod,
    ICalendarProperty, ICalendarValue,
};
use jiff::civil::Date;

use super::foreign::{Time, first, other, text};
use super::zone_names::{Named, named};

/// The zones of a calendar.
pub(super) struct Zones {
    /// The one that it names for itself.
    pub(super) own: Option<String>,
    /// Those that it describes, by the name that it gives them: the name that is known, and the offsets.
    described: BTreeMap<String, (Option<String>, Vec<i32>)>,
}

impl Zones {
    pub(super) fn of(calendar: &ICalendar) -> Self {
        let described = calendar.timezones().filter_map(|zone| {
            let name = text(zone, &ICalendarProperty::Tzid)?;
            // Only words of Microsoft's name a zone by its offset alone, and that is the winter's.
            let known = zone.timezone().and_then(|(_, known)| iana(known));
            let known = known.filter(|known| !(name.starts_with('(') && known.starts_with("Etc/")));
            let parts = zone.component_ids.iter().filter_map(|id| calendar.component_by_id(*id));
            let mut offsets: Vec<i32> = parts.filter_map(offset_to).collect();
            offsets.sort_unstable();
            offsets.dedup();
            Some((name, (known, offsets)))
        });
        let own = calendar.components.first().and_then(|whole| other(whole, "X-WR-TIMEZONE"));
        let own = own.and_then(|name| match named(&name)? {
            Named::Zone(name) => Some(name),
            Named::Utc => Some("Etc/UTC".to_owned()),
            Named::Fixed(_) => None,
        });
        Self { own, described: described.collect() }
    }

    /// The times of a property, in its zone.
    pub(super) fn times<'a>(&'a self, entry: &'a ICalendarEntry) -> impl Iterator<Item = Time> + 'a {
        let zone = entry.parameter(&ICalendarParameterName::Tzid).and_then(|value| value.as_text());
        entry.values.iter().filter_map(move |value| self.time(start_of(value)?, zone))
    }

    fn time(&self, part: &PartialDateTime, zone: Option<&str>) -> Option<Time> {
        let day = Date::new(
            i16::try_from(part.year?).ok()?,
            i8::try_from(part.month?).ok()?,
            i8::try_from(part.day?).ok()?,
        );
        let day = day.ok()?;
        let Some(hour) = part.hour else { return Some(Time::Day(day)) };
        let (minute, second) = (part.minute.unwrap_or(0), part.second.unwrap_or(0).min(59));
        let hour = i8::try_from(hour).ok()?;
        let at =
            jiff::civil::Time::new(hour, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()?;
        let at = day.to_datetime(at);
        if part.tz_hour.is_some() {
            return Some(Time::Utc(at));
        }
        let Some(zone) = zone else { return Some(Time::Floating(at)) };
        Some(match (named(zone), self.described.get(zone)) {
            (Some(Named::Utc), _) => Time::Utc(at),
            (Some(Named::Zone(name)), _) => Time::In(at, name),
            (None, Some((Some(name), _))) => Time::In(at, name.clone()),
            (Some(Named::Fixed(seconds)), _) => Time::Fixed(at, seconds),
            (None, Some((None, offsets))) => Time::Unnamed(at, offsets.clone()),
            (None, None) => Time::Unnamed(at, Vec::new()),
        })
    }
}

/// The time that a value is, or with which it begins.
fn start_of(value: &ICalendarValue) -> Option<&PartialDateTime> {
    match value {
        ICalendarValue::Period(
            ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
        ) => Some(start),
        other => other.as_partial_date_time(),
    }
}

/// The IANA name of a zone that jiff knows too.
fn iana(zone: Tz) -> Option<String> {
    let name = zone.name()?.into_owned();
    jiff::tz::db().get(&name).is_ok().then_some(name)
}

/// The offset that a part of a zone's description leads to, in seconds.
fn offset_to(part: &ICalendarComponent) -> Option<i32> {
    let offset = first(part, &ICalendarProperty::Tzoffsetto)?.values.first()?.as_partial_date_time()?;
    let seconds = i32::from(offset.tz_hour?) * 3600 + i32::from(offset.tz_minute.unwrap_or(0)) * 60;
    Some(if offset.tz_minus { -seconds } else { seconds })
}

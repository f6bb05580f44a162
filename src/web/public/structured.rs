//! The event as schema.org says it, for search engines and assistants. Public facts only.

use entity::value::local::LocalTime;
use entity::value::{AttendanceMode, EventStatus};
use serde_json::{Value, json};

use super::announced::Announced;
use crate::venue::Venue;
use crate::web::exchange::merge::drop_nulls;
use crate::web::look::Prose;
use crate::words::Language;

/// The JSON-LD of an event whose exact place everybody may know.
pub(crate) fn event(words: Language, event: &Announced, (page, home): (&str, &str)) -> Prose {
    let (facts, date) = (event.facts(), &event.shown.occurrence);
    let status = match event.status() {
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
        EventStatus::Postponed | EventStatus::Suspended => "https://schema.org/EventPostponed",
        _ if event.moved.as_ref().is_some_and(|moved| moved.start.is_some()) => {
            "https://schema.org/EventRescheduled"
        }
        _ => "https://schema.org/EventScheduled",
    };
    let mode = match facts.attendance_mode {
        AttendanceMode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        AttendanceMode::Online => "https://schema.org/OnlineEventAttendanceMode",
        AttendanceMode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    };
    let moved_from = event.moved.as_ref().and_then(|moved| moved.start);
    let mut said = json!({
        "@context": "https://schema.org", "@type": "Event", "name": facts.title, "url": page,
        "description": facts.summary,
        "startDate": with_offset(date.start, &date.timezone),
        "endDate": date.end.map(|end| with_offset(end, &date.timezone)),
        "previousStartDate": moved_from.map(|start| with_offset(start, &date.timezone)),
        "eventStatus": status, "eventAttendanceMode": mode, "isAccessibleForFree": true, "location": location(words, event, page),
        "organizer": { "@type": "Organization", "name": facts.organised_by.as_ref().unwrap_or(&event.organisation().name), "url": home },
    });
    drop_nulls(&mut said);
    Prose::of_json(&said)
}

fn location(words: Language, event: &Announced, page: &str) -> Option<Value> {
    let online = json!({ "@type": "VirtualLocation", "url": page });
    let place = event.shown.venue.as_ref().map(|place| venue(words, place, event.shown.room()));
    match (event.facts().attendance_mode, place) {
        (AttendanceMode::Online, _) => Some(online),
        (AttendanceMode::Hybrid, Some(place)) => Some(json!([place, online])),
        (_, place) => place,
    }
}

/// What is not known is null, and left out in the end.
fn venue(words: Language, place: &Venue, room: Option<&str>) -> Value {
    let name: Vec<String> =
        [place.name.clone()].into_iter().chain(room.map(|room| words.room(room))).collect();
    let is_placed = place.street.is_some() || place.locality.is_some() || place.postcode.is_some();
    let address = is_placed.then(|| {
        json!({
            "@type": "PostalAddress", "streetAddress": place.street, "addressLocality": place.locality,
            "postalCode": place.postcode, "addressCountry": place.country,
        })
    });
    let point = place.latitude.zip(place.longitude);
    let point =
        point.map(|(lat, lng)| json!({ "@type": "GeoCoordinates", "latitude": lat, "longitude": lng }));
    json!({ "@type": "Place", "name": name.join(", "), "address": address, "geo": point })
}

/// `2024-07-09T18:00:00+01:00`, or the date alone.
fn with_offset(local: LocalTime, zone: &str) -> String {
    let LocalTime::At(at) = local else { return local.to_string() };
    let zoned =
        jiff::tz::TimeZone::get(zone).ok().and_then(|zone| zone.to_ambiguous_zoned(at).compatible().ok());
    zoned.map_or_else(|| local.to_string(), |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

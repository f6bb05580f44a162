//! What clients are given, read back by a reader that is not ours.

use std::time::Duration;

use calcard::icalendar::{ICalendarComponentType, ICalendarParameterName, ICalendarProperty};
use entity::Moment;
use entity::value::{EventStatus, OccurrenceStatus};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use super::{Answer, Entry, FeedInfo, Geo, Invited, Item, Method, Parties, Status, When, invitation};
use reader::{all, events, read, text_of};

mod identity;
mod reader;
mod series;
mod texts;
mod zones;

const TODAY: Date = date(2026, 11, 22);

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// A feed of single entries.
fn feed(info: &FeedInfo, entries: &[Entry], today: Date) -> String {
    let items: Vec<Item> = entries.iter().cloned().map(Item::from).collect();
    super::feed(info, &items, today)
}

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// From a wall time in a zone, for two hours.
fn two_hours(start: &str, zone_name: &str) -> When {
    let local = start.parse().unwrap();
    let When::Times { start, zone, .. } = When::new(local, &zone(zone_name), Moment(0)) else {
        panic!("{start}")
    };
    When::Times { start, end: start + Duration::from_secs(7200), zone }
}

fn entry(when: When) -> Entry {
    Entry {
        uid: "0197-lobby@convenor.example".into(),
        sequence: 3,
        changed_at: moment("2026-05-01T10:00:00Z"),
        created_at: moment("2026-04-01T09:30:00Z"),
        when,
        status: Status::Confirmed,
        title: "Banners Held High".into(),
        location: Some("Hendon Town Hall, The Burroughs, London NW4 4BG".into()),
        geo: Some(Geo { latitude: 51.589, longitude: -0.229 }),
        description: "Meet by the steps.\n\nBring: banners and placards".into(),
        url: Some("https://example.org/barnet/events/banners-held-high".into()),
        categories: vec!["lobby".into()],
        private: false,
        busy: false,
    }
}

fn lobby() -> Entry {
    entry(two_hours("2026-07-09T18:00", "Europe/London"))
}

fn info() -> FeedInfo {
    FeedInfo {
        name: "Barnet branch".into(),
        description: Some("Everything public".into()),
        source: "https://example.org/barnet/calendar.ics".into(),
        refresh: Duration::from_secs(3600),
    }
}

fn parties() -> Parties {
    Parties {
        organiser: Some("Barnet branch".into()),
        organiser_address: "reply+abc234@example.org".into(),
        attendee: Some(Invited { address: "ben@example.org".into(), answer: Answer::Accepted }),
        withdrawn: false,
    }
}

#[test]
fn a_feed_reads_like_this() {
    let text = feed(&info(), &[lobby()], TODAY);
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Convenor//Convenor//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Barnet branch
X-WR-CALNAME:Barnet branch
DESCRIPTION:Everything public
X-WR-CALDESC:Everything public
SOURCE;VALUE=URI:https://example.org/barnet/calendar.ics
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:0197-lobby@convenor.example
DTSTAMP:20260501T100000Z
CREATED:20260401T093000Z
LAST-MODIFIED:20260501T100000Z
SEQUENCE:3
DTSTART;TZID=Europe/London:20260709T180000
DTEND;TZID=Europe/London:20260709T200000
STATUS:CONFIRMED
TRANSP:TRANSPARENT
SUMMARY:Banners Held High
LOCATION:Hendon Town Hall\\, The Burroughs\\, London NW4 4BG
GEO:51.589000;-0.229000
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=50;X-TITLE=\"Hendon Tow
 n Hall, The Burroughs, London NW4 4BG\":geo:51.589000,-0.229000
DESCRIPTION:Meet by the steps.\\n\\nBring: banners and placards
URL:https://example.org/barnet/events/banners-held-high
CATEGORIES:lobby
END:VEVENT
END:VCALENDAR
";
    assert_eq!(text, expected.replace('\n', "\r\n"));
}

#[test]
fn the_same_entries_give_the_same_bytes_until_new_year() {
    let entries = [lobby(), entry(two_hours("2026-03-01T10:00", "Asia/Jerusalem"))];
    let text = feed(&info(), &entries, TODAY);
    assert_eq!(text, feed(&info(), &entries, date(2026, 12, 31)));
    assert_ne!(text, feed(&info(), &entries, date(2027, 1, 1)), "Israel's changes are listed a year further");
    assert!(!text.contains("VALARM"));
}

#[test]
fn whole_days_end_on_the_day_after_the_last() {
    let zone = zone("Europe/London");
    for (end, expected) in [("2026-07-10T23:00:00Z", "20260711"), ("2026-07-08T23:00:00Z", "20260710")] {
        let when = When::new("2026-07-09".parse().unwrap(), &zone, moment(end));
        let text = feed(&info(), &[entry(when)], TODAY);
        assert!(text.contains("\r\nDTSTART;VALUE=DATE:20260709\r\n"), "{text}");
        assert!(text.contains(&format!("\r\nDTEND;VALUE=DATE:{expected}\r\n")), "{text}");
        assert!(!text.contains("TZID"), "a day has no zone");
    }
}

#[test]
fn an_end_that_is_not_after_the_start_is_left_out() {
    let When::Times { start, zone, .. } = two_hours("2026-07-09T18:00", "Europe/London") else { panic!() };
    let text = feed(&info(), &[entry(When::Times { start, end: start, zone })], TODAY);
    assert!(!text.contains("DTEND"));
}

#[test]
fn what_is_called_off_says_so_in_title_and_status() {
    for (event, on_the_day, status, title) in [
        (EventStatus::Confirmed, OccurrenceStatus::Scheduled, "CONFIRMED", "Banners Held High"),
        (EventStatus::Postponed, OccurrenceStatus::Scheduled, "TENTATIVE", "Banners Held High"),
        (EventStatus::Suspended, OccurrenceStatus::Scheduled, "TENTATIVE", "Banners Held High"),
        (EventStatus::Cancelled, OccurrenceStatus::Scheduled, "CANCELLED", "CANCELLED: Banners Held High"),
        (EventStatus::Suspended, OccurrenceStatus::Cancelled, "CANCELLED", "CANCELLED: Banners Held High"),
    ] {
        let text =
            feed(&info(), &[Entry { status: Status::of(event, on_the_day), busy: true, ..lobby() }], TODAY);
        assert!(text.contains(&format!("\r\nSTATUS:{status}\r\n")), "{event}: {text}");
        assert!(text.contains(&format!(
            "\r\nTRANSP:{}\r\n",
            if status == "CANCELLED" { "TRANSPARENT" } else { "OPAQUE" }
        )));
        assert_eq!(text_of(&events(&text)[0], &ICalendarProperty::Summary).unwrap(), title);
    }
}

#[test]
fn a_mailed_entry_asks_publishes_or_cancels() {
    let nobody = Parties { attendee: None, organiser_address: "no-reply@example.org".into(), ..parties() };
    let withdrawn = Parties { withdrawn: true, ..parties() };
    let called_off = Entry { status: Status::Cancelled, ..lobby() };
    for (entry, parties, method, status, title, has_attendee) in [
        (&lobby(), &parties(), Method::Request, "CONFIRMED", "Banners Held High", true),
        (&lobby(), &nobody, Method::Publish, "CONFIRMED", "Banners Held High", false),
        (&lobby(), &withdrawn, Method::Cancel, "CANCELLED", "Banners Held High", true),
        (&called_off, &parties(), Method::Cancel, "CANCELLED", "CANCELLED: Banners Held High", true),
        (&called_off, &nobody, Method::Cancel, "CANCELLED", "CANCELLED: Banners Held High", false),
    ] {
        let mailed = invitation(entry, parties, TODAY);
        assert_eq!(mailed.method, method);
        assert!(mailed.text.contains(&format!("\r\nMETHOD:{}\r\n", method.as_str())), "{}", mailed.text);
        assert!(mailed.text.contains(&format!("\r\nSTATUS:{status}\r\n")), "{}", mailed.text);
        assert!(mailed.text.contains("\r\nCLASS:PRIVATE\r\n"));
        let [event] = events(&mailed.text).try_into().unwrap();
        assert_eq!(text_of(&event, &ICalendarProperty::Summary).unwrap(), title);
        let organiser = text_of(&event, &ICalendarProperty::Organizer).unwrap();
        assert_eq!(organiser, format!("mailto:{}", parties.organiser_address));
        assert_eq!(event.has_property(&ICalendarProperty::Attendee), has_attendee);
        assert_eq!(all(&read(&mailed.text), &ICalendarComponentType::VTimezone).len(), 1);
    }
}

#[test]
fn the_one_attendee_is_the_person_written_to_with_the_answer_that_stands() {
    for (answer, withdrawn, partstat, asks) in [
        (Answer::Accepted, false, "ACCEPTED", true),
        (Answer::Tentative, false, "TENTATIVE", true),
        (Answer::Declined, true, "DECLINED", false),
    ] {
        let attendee = Some(Invited { address: "Ben+lobby@example.org".into(), answer });
        let text = invitation(&lobby(), &Parties { attendee, withdrawn, ..parties() }, TODAY).text;
        let event = events(&text).remove(0);
        let [attendee] =
            event.properties(&ICalendarProperty::Attendee).collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(attendee.values[0].as_text(), Some("mailto:Ben+lobby@example.org"));
        let parameter = |name| attendee.parameter(&name).unwrap();
        assert_eq!(parameter(ICalendarParameterName::Partstat).as_text(), Some(partstat));
        assert_eq!(parameter(ICalendarParameterName::Rsvp).as_bool(), Some(asks), "{text}");
        assert!(!attendee.has_parameter(&ICalendarParameterName::Cn), "no name is repeated");
    }
}

#[test]
fn a_point_that_is_on_no_map_is_left_out() {
    for (latitude, longitude) in [(f64::NAN, 0.0), (91.0, 0.0), (0.0, -180.5), (f64::INFINITY, 0.0)] {
        let text = feed(&info(), &[Entry { geo: Some(Geo { latitude, longitude }), ..lobby() }], TODAY);
        assert!(!text.contains("GEO") && !text.contains("geo:"), "{text}");
    }
}

//! Calendars for two readers outside: written to `calendars` in cargo's folder for test files, each with what must be seen
//! in it beside it, for `scripts/check-calendars`.

mod changes;
mod mailed;
mod series;
mod served;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use convenor::calendar::{
    self, Answer, Entry, FeedInfo, Geo, Invited, Item, Parties, Status, When, invitation,
};
use entity::Moment;
use entity::value::local::LocalTime;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::json;

const ZONES: &[&str] = &[
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Etc/UTC",
];

/// What people may type; all of it plain, so that it must be read back as it stands.
const TEXTS: &[&str] = &[
    "Banners Held High",
    "commas, semicolons; colons: \"quotes\" and back\\slashes \\n \\, ^n ^' ^^",
    "żółć, 日本語 and 👩‍👩‍👧‍👦, again and again: żółć, 日本語 and 👩‍👩‍👧‍👦, again and again: żółć, 日本語 and 👩‍👩‍👧‍👦",
    "<b>not bold</b> &amp; not an and",
];

fn entry(number: usize, when: When) -> Entry {
    let &text = TEXTS.iter().cycle().nth(number).expect("a cycle has no end");
    Entry {
        uid: format!("{number}@convenor.example"),
        sequence: 1,
        changed_at: Moment::from_millis(1_777_000_000_000),
        created_at: Moment::from_millis(1_776_000_000_000),
        when,
        status: Status::Confirmed,
        title: text.to_owned(),
        location: Some(text.to_owned()),
        geo: Some(Geo { latitude: 51.589, longitude: -0.229 }),
        description: format!("{text}\n\nIn two parts.\n{text}"),
        url: Some("https://example.org/barnet/events/banners-held-high".to_owned()),
        categories: vec!["lobby".to_owned(), "a, b; c".to_owned()],
        private: false,
        busy: true,
    }
}

/// Every five hours of three days around each change of the clocks, and once a month, from 2024 to 2028.
fn around_changes(name: &str) -> Vec<Entry> {
    let zone = TimeZone::get(name).expect("a zone that exists");
    let [from, to] =
        [date(2024, 1, 1), date(2029, 1, 1)].map(|day| day.to_zoned(zone.clone()).expect("a day"));
    let mut starts: Vec<_> =
        (0..60).map(|months| from.checked_add(months.months()).expect("a day").timestamp()).collect();
    for change in zone.following(from.timestamp()).take_while(|change| change.timestamp() < to.timestamp()) {
        starts.extend((-36..36).step_by(5).map(|hours| change.timestamp() + hours.hours()));
    }
    let times = |start| When::Times {
        start: Moment::from(start),
        end: Moment::from(start) + Duration::from_secs(5400),
        zone: zone.clone(),
    };
    starts.into_iter().enumerate().map(|(number, start)| entry(number, times(start))).collect()
}

fn feed(info: &FeedInfo, entries: &[Entry], today: Date) -> String {
    let items: Vec<Item> = entries.iter().cloned().map(Item::from).collect();
    calendar::feed(info, &items, today)
}

fn expected(entry: &Entry, prefix: &str) -> serde_json::Value {
    let (start, end) = match &entry.when {
        When::Times { start, end, .. } => (json!(start.seconds()), json!(end.seconds())),
        When::Walls { .. } => unreachable!("a first date of a series"),
        When::Days { first, last } => {
            (json!(first.to_string()), json!(last.tomorrow().expect("a day").to_string()))
        }
    };
    json!({
        "uid": entry.uid, "start": start, "end": end, "location": entry.location, "description": entry.description,
        "summary": format!("{prefix}{}", entry.title),
    })
}

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("calendars");
    fs::create_dir_all(&folder).expect("a folder for test files");
    folder
}

fn info() -> FeedInfo {
    FeedInfo {
        name: "Barnet, “branch”; and 日本語".to_owned(),
        description: Some("Everything\nthat is public".to_owned()),
        source: "https://example.org/barnet/calendar.ics?kind=lobby,picket".to_owned(),
        refresh: Duration::from_secs(3600),
    }
}

fn write(name: &str, text: &str, entries: &[Entry], prefix: &str) {
    let folder = folder();
    let list: Vec<_> = entries.iter().map(|entry| expected(entry, prefix)).collect();
    assert_eq!(text.matches("\r\nBEGIN:VEVENT\r\n").count(), list.len(), "{name}");
    let list = serde_json::to_string_pretty(&list).expect("JSON");
    fs::write(folder.join(format!("{name}.ics")), text).expect("written");
    fs::write(folder.join(format!("{name}.expected.json")), list).expect("written");
}

#[test]
fn feeds_of_many_zones_lie_ready_for_other_readers() {
    let info = info();
    let today = date(2026, 11, 22);
    let mut all = Vec::new();
    for name in ZONES {
        let entries = around_changes(name);
        write(&name.replace('/', "-"), &feed(&info, &entries, today), &entries, "");
        all.extend(entries);
    }
    for (number, (first, end)) in
        [("2026-07-09", 1_783_641_600), ("2026-03-29", 1_775_000_000)].into_iter().enumerate()
    {
        let first: LocalTime = first.parse().expect("a day");
        let zone = TimeZone::get("Europe/London").expect("a zone that exists");
        all.push(entry(number, When::new(first, &zone, Moment::from_millis(end * 1000))));
    }
    write("all", &feed(&info, &all, today), &all, "");
}

#[test]
fn mailed_entries_of_every_method_lie_ready_for_other_readers() {
    let london = around_changes("Europe/London").remove(1);
    let cancelled = Entry { status: Status::Cancelled, ..london.clone() };
    let invited =
        || Some(Invited { address: "ben+müller@example.org".to_owned(), answer: Answer::Tentative });
    for (name, entry, attendee, withdrawn, prefix) in [
        ("request", &london, invited(), false, ""),
        ("publish", &london, None, false, ""),
        ("withdrawn", &london, invited(), true, ""),
        ("cancelled", &cancelled, invited(), false, "CANCELLED: "),
    ] {
        let organiser = Some("Barnet \"branch\"; the best, they say: ^ \n and more".to_owned());
        let parties =
            Parties { organiser, organiser_address: "reply+abc@example.org".to_owned(), attendee, withdrawn };
        let mailed = invitation(entry, &parties, date(2026, 11, 22));
        write(name, &mailed.text, std::slice::from_ref(entry), prefix);
    }
}

//! Repeating events in six zones that change their clocks differently, with the instant of every date of two years beside
//! them: rules that start and fall into hours that the clocks skip or show twice, and rules of every shape.

use convenor::calendar::{Entry, Item, Series, Status, When};
use convenor::occurrence::{Times, times};
use convenor::recurrence::Recurrence;
use entity::Moment;
use entity::value::facts::Repeats;
use entity::value::local::LocalTime;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, ToSpan as _};
use serde_json::{Value, json};

use super::{calendar, entry, folder, fs, info};

const ZONES: [&str; 6] =
    ["Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "UTC"];

const FROM: Date = date(2025, 2, 1);
const TO: Date = date(2027, 2, 1);

/// Rules of ordinary events: first date with its end, and how it repeats.
const ORDINARY: &[(&str, &str, &str)] = &[
    (
        "2025-05-12T07:00",
        "2025-05-12T10:00",
        r#"{"every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": "2025-07-11", "except_bank_holidays": "england-and-wales"}"#,
    ),
    ("2025-02-04T19:00", "2025-02-04T21:00", r#"{"every": "month", "on": ["first_tue", "third_sat"]}"#),
    (
        "2025-02-28T12:30",
        "2025-02-28T13:15",
        r#"{"every": "month", "on": ["last_working_day"], "except_bank_holidays": "scotland"}"#,
    ),
    ("2025-02-05T18:00", "2025-02-05T20:00", r#"{"every": "week", "interval": 2, "times": 40}"#),
    (
        "2025-02-28",
        "2025-03-01",
        r#"{"every": "month", "on": ["last_day"], "except": ["2025-12-31"], "also": ["2026-01-07"]}"#,
    ),
    (
        "2025-02-03T18:00",
        "2025-02-03T20:00",
        r#"{"every": "week", "except": ["2025-03-31", "2026-03-30"], "also": ["2025-03-30T01:30", "2025-10-26T01:30", "2025-10-05T02:10", "2026-06-01T09:00"]}"#,
    ),
    (
        "2025-02-03T18:00",
        "2025-02-03T20:00",
        r#"{"also": ["2025-04-06T02:00", "2025-04-01T18:00", "2026-10-04T02:15"]}"#,
    ),
];

/// Made-up rules of all shapes that are read; each begins on its first date from a day in February on.
fn shapes() -> Vec<String> {
    let with_intervals = (1..=3).flat_map(|n| SHAPES.iter().map(move |rest| format!("{rest};INTERVAL={n}")));
    with_intervals.chain(MONTHS.iter().map(|rule| (*rule).to_owned())).collect()
}

/// Rules that may have an interval.
const SHAPES: &[&str] = &[
    "FREQ=DAILY",
    "FREQ=DAILY;BYMONTH=1,6",
    "FREQ=DAILY;BYDAY=MO,WE",
    "FREQ=DAILY;COUNT=30",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=SU,MO",
    "FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU",
    "FREQ=WEEKLY;BYDAY=SA,WE,FR;WKST=TH",
    "FREQ=WEEKLY;BYMONTH=3,4;BYDAY=TU,SU",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=29,30,31",
    "FREQ=MONTHLY;BYMONTHDAY=-1,-2,15",
    "FREQ=MONTHLY;BYDAY=FR",
    "FREQ=MONTHLY;BYDAY=1MO,-1MO,3SU",
    "FREQ=MONTHLY;BYDAY=5FR",
    "FREQ=MONTHLY;BYDAY=-4TH",
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13,14,15",
    "FREQ=MONTHLY;BYDAY=1FR,2FR;BYMONTHDAY=6,7,8",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=-3,5;COUNT=9",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=TU",
    "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2,3",
    "FREQ=YEARLY;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=2;BYDAY=2WE;COUNT=2",
];

/// Rules that name the months of each year.
const MONTHS: &[&str] = &[
    "FREQ=YEARLY;BYMONTH=3,10",
    "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
    "FREQ=YEARLY;BYMONTH=3,5,11;BYMONTHDAY=-1,31",
    "FREQ=YEARLY;BYMONTH=2,6;BYMONTHDAY=5,6,7;BYDAY=MO,TH,SU",
    "FREQ=MONTHLY;BYMONTH=2,5,8;BYDAY=1TU",
    "FREQ=MONTHLY;BYMONTH=2,3;BYMONTHDAY=28,29",
    "FREQ=MONTHLY;BYMONTH=2,3",
    "FREQ=MONTHLY;BYMONTH=2,7;BYDAY=FR;BYMONTHDAY=13,14,15",
    "FREQ=MONTHLY;BYMONTH=4,5,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
];

/// Rules that begin on days which not every month or year has.
const AT_THE_END: &[(&str, &str)] = &[
    ("2024-02-29", "FREQ=YEARLY"),
    ("2024-02-29", "FREQ=YEARLY;INTERVAL=2;BYMONTH=2"),
    ("2024-02-29", "FREQ=MONTHLY"),
    ("2024-03-31", "FREQ=MONTHLY"),
    ("2024-03-31", "FREQ=MONTHLY;INTERVAL=2"),
    ("2024-03-31", "FREQ=YEARLY;BYMONTH=3,11"),
    ("2024-02-29", "FREQ=YEARLY;BYMONTH=2,5;BYMONTHDAY=-1"),
    ("2024-02-29", "FREQ=MONTHLY;BYMONTHDAY=29,-1"),
    ("2024-01-30", "FREQ=YEARLY;BYMONTH=1,2;BYMONTHDAY=30,31"),
];

/// A repeating event as its feed writes it, and each of its dates as our own instants have it.
fn told(number: usize, zone: &str, times: (LocalTime, LocalTime), repeats: &Repeats) -> (Series, Vec<Value>) {
    let days = When::Days { first: FROM, last: FROM };
    told_otherwise(entry(number, days), zone, times, repeats, |_date, _entry| {})
}

/// The same, from what all dates share, where `differs` changes what single dates say.
pub(super) fn told_otherwise(
    shared: Entry,
    zone: &str,
    (start, end): (LocalTime, LocalTime),
    repeats: &Repeats,
    differs: impl Fn(LocalTime, &mut Entry),
) -> (Series, Vec<Value>) {
    let recurrence = Recurrence::new(repeats, start, zone)
        .unwrap_or_else(|mistakes| panic!("{start} {repeats:?}: {mistakes:?}"));
    let clocks = TimeZone::get(zone).expect("a zone that exists");
    let when = match (start, end) {
        (LocalTime::At(start), LocalTime::At(end)) => When::Walls { start, end, zone: clocks.clone() },
        _ => When::Days { first: start.date(), last: end.date() },
    };
    let master = Entry { when, ..shared };
    let days = FROM..=TO;
    let first = Times {
        start,
        end: Some(end),
        timezone: zone.to_owned(),
        start_utc: Moment::from_millis(0),
        end_utc: Moment::from_millis(0),
    };
    let first = times::recomputed(&first, SignedDuration::ZERO).expect("an instant");
    let dated = |date: LocalTime| {
        let times = times::repeated(&first, date, SignedDuration::ZERO).expect("an instant");
        let when = match When::new(date, &clocks, times.end_utc) {
            When::Times { start, zone, .. } => When::Times { start, end: times.end_utc, zone },
            days => days,
        };
        let mut entry = Entry { when, ..master.clone() };
        differs(date, &mut entry);
        (date, entry)
    };
    let dates: Vec<_> =
        recurrence.dates(days.clone(), 2_000).into_iter().map(|instance| dated(instance.start)).collect();
    let prefix = |entry: &Entry| if entry.status == Status::Cancelled { "CANCELLED: " } else { "" };
    let expected = dates.iter().map(|(_, entry)| super::expected(entry, prefix(entry))).collect();
    let series = Series {
        master,
        rule: recurrence.rrule(),
        last: recurrence.ends(),
        except: recurrence.left_out(days.clone()),
        also: recurrence.added(days),
        overrides: Vec::new(),
    };
    (series.differing(dates), expected)
}

/// Writes them as one calendar, and all their dates beside it.
pub(super) fn write(name: &str, told: Vec<(Series, Vec<Value>)>) -> String {
    let (series, dates): (Vec<_>, Vec<_>) = told.into_iter().unzip();
    let items: Vec<Item> = series.into_iter().map(Item::Series).collect();
    let second = |day: Date| day.to_zoned(TimeZone::UTC).expect("a day").timestamp().as_second();
    // Of the last days, others may see dates that begin in another zone.
    let (from, to) = (second(FROM), second(TO) - 2 * 86_400);
    let expected = json!({"from": from, "to": to, "dates": within(dates.concat(), from..to)});
    let text = calendar::feed(&info(), &items, date(2026, 11, 22));
    fs::write(folder().join(format!("{name}.ics")), &text).expect("written");
    fs::write(folder().join(format!("{name}.dates.json")), expected.to_string()).expect("written");
    text
}

/// Those that start within the seconds; a day starts with its midnight in UTC.
pub(super) fn within(dates: Vec<Value>, seconds: std::ops::Range<i64>) -> Vec<Value> {
    let second = |date: &Value| {
        date.as_i64().unwrap_or_else(|| {
            let day: Date = date.as_str().expect("a day").parse().expect("a day");
            day.to_zoned(TimeZone::UTC).expect("a day").timestamp().as_second()
        })
    };
    dates.into_iter().filter(|date| seconds.contains(&second(&date["start"]))).collect()
}

/// First dates around each change of the clocks in the two years, each for two hours: in the middle of the hour that is
/// skipped or doubled, and so that the change falls between start and end; on the day itself, and three days before.
fn around_changes(zone: &str) -> Vec<(LocalTime, LocalTime)> {
    let clocks = TimeZone::get(zone).expect("a zone that exists");
    let begin = FROM.to_zoned(clocks.clone()).expect("a day").timestamp();
    let last = date(2027, 1, 1).to_zoned(clocks.clone()).expect("a day").timestamp();
    let mut firsts = vec![FROM.at(1, 30, 0, 0)];
    for change in clocks.following(begin).take_while(|change| change.timestamp() < last) {
        let before = clocks.to_offset(change.timestamp() - 1.second()).to_datetime(change.timestamp());
        let after = change.offset().to_datetime(change.timestamp());
        let (earlier, later) = (before.min(after), before.max(after));
        let middle = earlier + later.duration_since(earlier) / 2;
        firsts.extend([middle, middle - 90.minutes()]);
        firsts.extend([middle - 3.days(), middle - 3.days() - 90.minutes()]);
    }
    let two_hours = |start: DateTime| (LocalTime::At(start), LocalTime::At(start + 2.hours()));
    firsts.into_iter().filter(|first| first.date() >= FROM).map(two_hours).collect()
}

#[test]
fn daily_events_at_the_hours_that_clocks_skip_and_double_lie_ready_for_other_readers() {
    let daily: Repeats = serde_json::from_str(r#"{"every": "day", "times": 400}"#).expect("a rule");
    for zone in ZONES {
        let firsts = around_changes(zone);
        let all = firsts.into_iter().enumerate();
        let all: Vec<_> = all.map(|(number, times)| told(number, zone, times, &daily)).collect();
        let differing: usize = all.iter().map(|(series, _)| series.overrides.len()).sum();
        assert_eq!(differing > 0, zone != "UTC", "{zone}");
        write(&format!("series-{}", zone.replace('/', "-")), all);
    }
}

#[test]
fn ordinary_repeating_events_lie_ready_for_other_readers() {
    for zone in ZONES {
        let told = |(number, &(start, end, repeats)): (usize, &(&str, &str, &str))| {
            let repeats = serde_json::from_str(repeats).expect("a rule");
            told(number, zone, (start.parse().expect("a time"), end.parse().expect("a time")), &repeats)
        };
        let all: Vec<_> = ORDINARY.iter().enumerate().map(told).collect();
        if zone == "Europe/London" {
            // One of them was added at a time that the clocks skip, one at a time that they show twice.
            let differing: Vec<_> = all.iter().map(|(series, _)| series.overrides.len()).collect();
            assert_eq!(differing, [0, 0, 0, 0, 0, 2, 0]);
        }
        write(&format!("repeating-{}", zone.replace('/', "-")), all);
    }
}

#[test]
fn rules_of_every_shape_lie_ready_for_other_readers() {
    let times = |day: Date| ["18:00", "20:00"].map(|time| format!("{day}T{time}").parse().expect("a time"));
    let repeats = |rrule: &str| Repeats { rrule: Some(rrule.to_owned()), ..Repeats::default() };
    let begins = |rrule: &str| {
        let is_first = |day: &Date| Recurrence::new(&repeats(rrule), times(*day)[0], "Europe/London").is_ok();
        let days = FROM.series(Span::new().days(1)).take(420);
        days.into_iter().find(is_first).unwrap_or_else(|| panic!("{rrule} never begins"))
    };
    let found = shapes().into_iter().map(|rrule| (begins(&rrule), rrule));
    let given = AT_THE_END.iter().map(|(day, rrule)| (day.parse().expect("a day"), (*rrule).to_owned()));
    let tell = |(number, (day, rrule)): (usize, (Date, String))| {
        let [start, end] = times(day);
        told(number, "Europe/London", (start, end), &repeats(&rrule))
    };
    write("rules", found.chain(given).enumerate().map(tell).collect());
}

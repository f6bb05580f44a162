//! `/{org}?month=2026-07`: all of one month, what is over included, day by day; the month at a glance leads to its days.

use std::collections::BTreeMap;
use std::fmt;

use askama::Template;
use entity::Moment;
use entity::value::local::LocalTime;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::addresses::Addresses;
use super::announced::Announced;
use super::feeds::Feed;
use super::listing::{Entry, Hosts, entry};
use super::said::Link;
use crate::occurrence::times;
use crate::organisation::Organisation;
use crate::web::look::Frame;
use crate::words::{Language, capitalised};

/// The years whose months can be looked at.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// One month of the calendar, written `2026-07`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MonthOfYear {
    first: Date,
}

impl MonthOfYear {
    /// The month that `text` names; nothing where it names none, or none that can be looked at.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let first: Date = (text.len() == 7).then(|| format!("{text}-01").parse().ok())??;
        Some(Self { first }).filter(|month| month.can_be_seen())
    }

    /// The month in which it is `now` in `zone`.
    pub(crate) fn at(now: Moment, zone: &TimeZone) -> Self {
        Self { first: now.timestamp().to_zoned(zone.clone()).date().first_of_month() }
    }

    /// A moment before it begins, and one after it ends, wherever on earth it is told.
    pub(crate) fn surely_within(self) -> (Moment, Moment) {
        let whole = |day: Date, days: i64| {
            let there = times::start_of_day(day, &TimeZone::UTC).unwrap_or(Moment::from_millis(0));
            times::days_later(there, days, &TimeZone::UTC)
        };
        (whole(self.first, -1), whole(self.last(), 2))
    }

    fn last(self) -> Date {
        self.first.last_of_month()
    }

    fn months_later(self, months: i32) -> Option<Self> {
        let first = self.first.checked_add(months.months()).ok()?;
        Some(Self { first }).filter(|month| month.can_be_seen())
    }

    fn can_be_seen(self) -> bool {
        YEARS.contains(&self.first.year())
    }
}

impl fmt::Display for MonthOfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

/// The page of one month.
#[derive(Template)]
#[template(path = "web/public/month.html")]
pub(crate) struct MonthPage {
    frame: Frame,
    words: Language,
    host: String,
    name: String,
    lede: String,
    before: Option<Link>,
    after: Option<Link>,
    all: Link,
    weekdays: Vec<String>,
    weeks: Vec<Vec<Cell>>,
    days: Vec<Day>,
    feed: Feed,
}

/// One square of the month at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cell {
    /// Its number; none for a square before the first day or after the last.
    number: Option<i8>,
    today: bool,
    /// Where its events are on the page, and how many they are in words.
    events: Option<Link>,
    /// The same by name, where the screen is wide enough.
    held: Vec<Named>,
}

/// An event in a square.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    time: Option<String>,
    link: Link,
    off: bool,
}

/// One day and what begins on it, or goes on from the month before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Day {
    anchor: String,
    name: String,
    past: bool,
    entries: Vec<Entry>,
}

/// The address of a month's page.
pub(crate) fn address(to: &Addresses, host: &Organisation, month: MonthOfYear) -> String {
    format!("{}?month={month}", to.organisation(host))
}

/// The month with those of `events` that take place in it, which are in their order.
pub(crate) fn page(
    words: Language,
    to: &Addresses,
    (host, month): (&Organisation, MonthOfYear),
    events: &[Announced],
    now: Moment,
) -> MonthPage {
    let name = words.month_and_year(month.first);
    let zone = times::zone(&host.timezone).unwrap_or(TimeZone::UTC);
    let today = now.timestamp().to_zoned(zone).date();
    let held: Vec<Held<'_>> = events.iter().filter_map(|event| Held::in_month(event, month)).collect();
    let link = |there: Option<MonthOfYear>| {
        let there = there?;
        Some(Link::new(words.month_and_year(there.first), address(to, host, there)))
    };
    let public = to.members.is_none();
    MonthPage {
        frame: Frame {
            title: words.say("page-month-title").with("month", &name).with("host", &host.name).into(),
            description: None,
            address: public.then(|| to.full(&address(to, host, month))),
            hidden: !public || held.is_empty(),
            home: Some(to.home(host)),
        },
        words,
        host: host.name.clone(),
        lede: if held.is_empty() {
            words.say("page-month-empty").with("month", &name).into()
        } else {
            words.say("page-month-lede").with("month", &name).into()
        },
        name,
        before: link(month.months_later(-1)),
        after: link(month.months_later(1)),
        all: Link::new(words.say("page-all-events"), to.organisation(host)),
        weekdays: (0..7)
            .filter_map(|days| Some(words.weekday_short(a_monday().checked_add(days.days()).ok()?)))
            .collect(),
        weeks: weeks(words, to, month, &held, today),
        days: days(words, to, &held, (today, now)),
        feed: Feed::of(to, host),
    }
}

/// An event, and the days of the month on which it takes place.
struct Held<'a> {
    event: &'a Announced,
    from: Date,
    to: Date,
}

impl<'a> Held<'a> {
    fn in_month(event: &'a Announced, month: MonthOfYear) -> Option<Self> {
        let date = &event.shown.occurrence;
        let start = date.start.date();
        let last = match date.end {
            // What ends at midnight is over by then.
            Some(LocalTime::At(end)) if end.time() == Time::midnight() => end.date().yesterday().ok()?,
            Some(end) => end.date(),
            None => start,
        };
        let held = Self { event, from: start.max(month.first), to: last.max(start).min(month.last()) };
        (held.from <= held.to).then_some(held)
    }
}

fn weeks(
    words: Language,
    to: &Addresses,
    month: MonthOfYear,
    held: &[Held<'_>],
    today: Date,
) -> Vec<Vec<Cell>> {
    let empty = month.first.weekday().to_monday_zero_offset();
    let mut cells: Vec<Cell> = (0..empty).map(|_| Cell::default()).collect();
    for day in month.first.series(1.day()).take_while(|day| *day <= month.last()) {
        let on_it: Vec<_> = held.iter().filter(|held| (held.from..=held.to).contains(&day)).collect();
        let how_many = || words.say("page-month-events").count("events", on_it.len());
        let events = on_it.first().map(|held| Link::new(how_many(), format!("#{}", anchor(held.from))));
        let held = on_it.iter().map(|held| named(words, to, held, day)).collect();
        cells.push(Cell { number: Some(day.day()), today: day == today, events, held });
    }
    cells.resize(cells.len().next_multiple_of(7), Cell::default());
    cells.chunks(7).map(<[Cell]>::to_vec).collect()
}

/// An event in the square of that day; the time on its first day only.
fn named(words: Language, to: &Addresses, held: &Held<'_>, day: Date) -> Named {
    let event = held.event;
    let time = words.starting_time(&event.when()).filter(|_| event.start().date() == day);
    let link = Link::new(&event.facts().title, to.event(&event.shown));
    Named { time: time.map(|time| capitalised(&time)), link, off: !event.is_on() }
}

fn days(words: Language, to: &Addresses, held: &[Held<'_>], (today, now): (Date, Moment)) -> Vec<Day> {
    let mut days: BTreeMap<Date, Vec<Entry>> = BTreeMap::new();
    for one in held {
        let entry =
            Entry { when: on_its_day(words, one), ..entry(words, to, one.event, Hosts::Unnamed, now) };
        days.entry(one.from).or_default().push(entry);
    }
    let told = days.into_iter().map(|(date, entries)| Day {
        anchor: anchor(date),
        name: words.day_without_year(date),
        past: date < today,
        entries,
    });
    told.collect()
}

/// When it is, under the name of its day; what takes several days says which.
fn on_its_day(words: Language, held: &Held<'_>) -> String {
    let when = held.event.when();
    if held.from != held.to || held.event.start().date() != held.from {
        return words.when(&when);
    }
    let time = words.starting_time(&when).map(|time| capitalised(&time));
    time.unwrap_or_else(|| words.say("page-all-day").into())
}

fn anchor(day: Date) -> String {
    format!("day-{}", day.day())
}

/// Weeks begin with it.
fn a_monday() -> Date {
    Date::constant(2024, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_written_as_year_and_month_and_nothing_else() {
        for good in ["2026-07", "1970-01", "2199-12"] {
            assert_eq!(MonthOfYear::read(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2026",
            "2026-7",
            "2026-13",
            "2026-00",
            "2026/07",
            "1969-12",
            "2200-01",
            "July 20",
            "2026-07-01",
        ] {
            assert_eq!(MonthOfYear::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_follow_each_other_within_bounds() {
        let month = |text| MonthOfYear::read(text).unwrap();
        assert_eq!(month("2026-12").months_later(1), Some(month("2027-01")));
        assert_eq!(month("2026-01").months_later(-1), Some(month("2025-12")));
        assert_eq!((month("1970-01").months_later(-1), month("2199-12").months_later(1)), (None, None));
    }
}

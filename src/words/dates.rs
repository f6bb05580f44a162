//! How days, times, spans, numbers and lists are said.

use entity::Moment;
use entity::value::facts::Facts;
use entity::value::local::LocalTime;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::Language;

/// When something is, as its organisers say it: on the clocks of its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The start; a date alone is all day.
    pub start: LocalTime,
    /// The end; for an all-day event the last day.
    pub end: Option<LocalTime>,
    /// There is no end that anybody could name.
    pub no_fixed_end: bool,
    /// "Around" the start.
    pub approximate: bool,
}

impl When {
    /// From a start and an end that are instants, on the clocks of `zone`.
    #[must_use]
    pub fn between(start: Moment, end: Moment, zone: &TimeZone) -> Self {
        let local = |moment: Moment| LocalTime::At(zone.to_datetime(moment.timestamp()));
        Self { start: local(start), end: Some(local(end)), no_fixed_end: false, approximate: false }
    }
}

impl From<&Facts> for When {
    fn from(facts: &Facts) -> Self {
        Self {
            start: facts.start,
            end: facts.end,
            no_fixed_end: facts.no_fixed_end,
            approximate: facts.start_is_approximate,
        }
    }
}

/// How long before the start something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// That many days of the calendar.
    Days(u32),
    /// That many minutes.
    Minutes(u32),
}

impl Language {
    /// `Tuesday 9 July 2024`.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        self.say("date-with-year")
            .with("weekday", self.weekday(date))
            .with("day", date.day())
            .with("month", self.month(date))
            .with("year", date.year())
            .into()
    }

    /// `Tuesday 9 July`.
    #[must_use]
    pub fn day_without_year(self, date: Date) -> String {
        self.say("date-without-year")
            .with("weekday", self.weekday(date))
            .with("day", date.day())
            .with("month", self.month(date))
            .into()
    }

    /// `6pm`, `5:30pm`, `midday`, `midnight`. Seconds are not said.
    #[must_use]
    pub fn time(self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let said = match (hour, minute) {
            (0, 0) => self.say("date-midnight"),
            (12, 0) => self.say("date-midday"),
            (0..12, 0) => self.say("date-hour-am").with("hour", twelve),
            (_, 0) => self.say("date-hour-pm").with("hour", twelve),
            (0..12, _) => {
                self.say("date-minute-am").with("hour", twelve).with("minute", format!("{minute:02}"))
            }
            _ => self.say("date-minute-pm").with("hour", twelve).with("minute", format!("{minute:02}")),
        };
        said.into()
    }

    /// `6pm`, or `around 6pm`; `None` when it is all day.
    #[must_use]
    pub fn starting_time(self, when: &When) -> Option<String> {
        match when.start {
            LocalTime::Day(_) => None,
            LocalTime::At(start) => Some(self.start_time(when, start.time())),
        }
    }

    /// `Tuesday 9 July 2024, 6pm`; the day alone when it is all day.
    #[must_use]
    pub fn day_and_time(self, local: LocalTime) -> String {
        self.day_then_time(self.day(local.date()), local)
    }

    /// `Tuesday 9 July, 6pm`, as subjects say it; the day alone when it is all day.
    #[must_use]
    pub fn short(self, local: LocalTime) -> String {
        self.day_then_time(self.day_without_year(local.date()), local)
    }

    /// A time by which something must be in: midnight is said as 11:59pm of the day before, and a date alone
    /// runs to its end.
    #[must_use]
    pub fn deadline(self, local: LocalTime) -> String {
        let last = match local {
            LocalTime::Day(date) => date.at(23, 59, 0, 0),
            LocalTime::At(time) if time.time() == Time::midnight() => {
                time.checked_sub(1.minute()).unwrap_or(time)
            }
            LocalTime::At(time) => time,
        };
        self.day_and_time(LocalTime::At(last))
    }

    /// The whole of it: `Tuesday 9 July 2024, 6pm to 8pm`, `…, 6pm, no fixed end`, `…, all day`,
    /// `Tuesday 9 July to Thursday 11 July 2024`.
    #[must_use]
    pub fn when(self, when: &When) -> String {
        let said = match (when.start, when.end) {
            (LocalTime::Day(first), end) => self.days(first, end.map_or(first, LocalTime::date)),
            (LocalTime::At(start), Some(LocalTime::At(end))) => self.span(when, start, end),
            (LocalTime::At(start), _) => self.start(when, start),
        };
        // A day as a whole has its end with it.
        let open = when.no_fixed_end && when.end.is_none() && !when.start.is_all_day();
        if open { self.say("date-no-fixed-end").with("when", said).into() } else { said }
    }

    /// `11 minutes`, `1 hour`, `1 hour and 30 minutes`.
    #[must_use]
    pub fn minutes(self, minutes: u32) -> String {
        let hours = |n: u32| self.say("date-hours").count("hours", n).to_string();
        let rest = |n: u32| self.say("date-minutes").count("minutes", n).to_string();
        match (minutes / 60, minutes % 60) {
            (0, left) => rest(left),
            (full, 0) => hours(full),
            (full, left) => self.list(&[hours(full), rest(left)]),
        }
    }

    /// `the day before`, `7 days before`, `2 hours before`.
    #[must_use]
    pub fn before(self, before: Before) -> String {
        match before {
            Before::Days(days) => self.say("date-days-before").count("days", days).into(),
            Before::Minutes(minutes) => {
                self.say("date-span-before").with("span", self.minutes(minutes)).into()
            }
        }
    }

    /// `1 person`, `3 people`.
    #[must_use]
    pub fn people(self, people: u32) -> String {
        self.say("date-people").count("people", people).into()
    }

    /// `a`, `a and b`, `a, b and c`; nothing for an empty list.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        let Some((last, others)) = items.split_last() else { return String::new() };
        let joined = others
            .iter()
            .cloned()
            .reduce(|first, next| self.say("date-list-comma").with("first", first).with("next", next).into());
        match joined {
            None => last.clone(),
            Some(first) => self.say("date-list-and").with("first", first).with("last", last).into(),
        }
    }

    fn day_then_time(self, day: String, local: LocalTime) -> String {
        match local {
            LocalTime::Day(_) => day,
            LocalTime::At(at) => {
                self.say("date-day-and-time").with("day", day).with("time", self.time(at.time())).into()
            }
        }
    }

    fn days(self, first: Date, last: Date) -> String {
        if last <= first {
            return self.say("date-all-day").with("day", self.day(first)).into();
        }
        let from = if first.year() == last.year() { self.day_without_year(first) } else { self.day(first) };
        self.say("date-range").with("from", from).with("to", self.day(last)).into()
    }

    fn start_time(self, when: &When, start: Time) -> String {
        let time = self.time(start);
        if when.approximate { self.say("date-around").with("time", time).into() } else { time }
    }

    fn start(self, when: &When, start: DateTime) -> String {
        let (day, time) = (self.day(start.date()), self.start_time(when, start.time()));
        self.say("date-day-and-time").with("day", day).with("time", time).into()
    }

    fn span(self, when: &When, start: DateTime, end: DateTime) -> String {
        let ends_with_the_day =
            end.time() == Time::midnight() && start.date().tomorrow().is_ok_and(|next| next == end.date());
        let to = if start.date() == end.date() || ends_with_the_day {
            self.time(end.time())
        } else {
            self.day_and_time(LocalTime::At(end))
        };
        self.say("date-range").with("from", self.start(when, start)).with("to", to).into()
    }

    fn weekday(self, date: Date) -> String {
        self.say("date-weekday").count("number", date.weekday().to_monday_one_offset()).into()
    }

    fn month(self, date: Date) -> String {
        self.say("date-month").count("number", date.month()).into()
    }
}

/// The words with a capital first letter, for the beginning of a sentence.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

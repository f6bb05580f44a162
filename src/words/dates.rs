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
        if when.no_fixed_end { self.say("date-no-fixed-end").with("when", said).into() } else { said }
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

    fn start(self, when: &When, start: DateTime) -> String {
        if when.approximate {
            let (day, time) = (self.day(start.date()), self.time(start.time()));
            return self.say("date-day-around-time").with("day", day).with("time", time).into();
        }
        self.day_and_time(when.start)
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

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Language = Language::En;

    fn local(text: &str) -> LocalTime {
        text.parse().unwrap()
    }

    fn when(start: &str, end: Option<&str>) -> When {
        When { start: local(start), end: end.map(local), no_fixed_end: false, approximate: false }
    }

    #[test]
    fn days_are_said_in_full() {
        assert_eq!(EN.day(local("2024-07-09").date()), "Tuesday 9 July 2024");
        assert_eq!(EN.day_without_year(local("2024-12-01").date()), "Sunday 1 December");
    }

    #[test]
    fn times_are_said_the_short_way() {
        let cases = [
            ("00:00", "midnight"),
            ("00:05", "12:05am"),
            ("01:00", "1am"),
            ("09:30", "9:30am"),
            ("11:59", "11:59am"),
            ("12:00", "midday"),
            ("12:30", "12:30pm"),
            ("18:00", "6pm"),
            ("17:30", "5:30pm"),
            ("23:59", "11:59pm"),
        ];
        for (clock, said) in cases {
            assert_eq!(EN.time(local(&format!("2024-07-09T{clock}")).datetime().time()), said);
        }
    }

    #[test]
    fn a_span_is_said_with_to() {
        let cases = [
            ("2024-07-09T18:00", None, "Tuesday 9 July 2024, 6pm"),
            ("2024-07-09T18:00", Some("2024-07-09T20:00"), "Tuesday 9 July 2024, 6pm to 8pm"),
            ("2024-07-09T18:00", Some("2024-07-10T00:00"), "Tuesday 9 July 2024, 6pm to midnight"),
            (
                "2024-07-09T22:00",
                Some("2024-07-10T02:00"),
                "Tuesday 9 July 2024, 10pm to Wednesday 10 July 2024, 2am",
            ),
            ("2024-07-09", None, "Tuesday 9 July 2024, all day"),
            ("2024-07-09", Some("2024-07-09"), "Tuesday 9 July 2024, all day"),
            ("2024-07-09", Some("2024-07-11"), "Tuesday 9 July to Thursday 11 July 2024"),
            ("2024-12-31", Some("2025-01-01"), "Tuesday 31 December 2024 to Wednesday 1 January 2025"),
        ];
        for (start, end, said) in cases {
            assert_eq!(EN.when(&when(start, end)), said);
        }
    }

    #[test]
    fn an_open_end_and_a_rough_start_are_said() {
        let start = when("2024-07-09T18:00", None);
        let open = When { no_fixed_end: true, ..start };
        assert_eq!(EN.when(&open), "Tuesday 9 July 2024, 6pm, no fixed end");
        let rough = When { approximate: true, ..open };
        assert_eq!(EN.when(&rough), "Tuesday 9 July 2024, around 6pm, no fixed end");
    }

    #[test]
    fn instants_are_said_on_the_clocks_of_their_zone() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let summer = When::between(at("2024-07-09T17:00:00Z"), at("2024-07-09T19:00:00Z"), &zone);
        assert_eq!(EN.when(&summer), "Tuesday 9 July 2024, 6pm to 8pm");
    }

    #[test]
    fn a_deadline_never_says_midnight() {
        assert_eq!(EN.deadline(local("2024-06-21T00:00")), "Thursday 20 June 2024, 11:59pm");
        assert_eq!(EN.deadline(local("2024-06-20")), "Thursday 20 June 2024, 11:59pm");
        assert_eq!(EN.deadline(local("2024-06-20T17:00")), "Thursday 20 June 2024, 5pm");
    }

    #[test]
    fn lengths_and_lists() {
        assert_eq!(EN.minutes(11), "11 minutes");
        assert_eq!(EN.minutes(1), "1 minute");
        assert_eq!(EN.minutes(60), "1 hour");
        assert_eq!(EN.minutes(150), "2 hours and 30 minutes");
        let said: Vec<String> =
            [Before::Days(7), Before::Days(1), Before::Minutes(120)].map(|b| EN.before(b)).into();
        assert_eq!(EN.list(&said), "7 days before, the day before and 2 hours before");
        assert_eq!(EN.list(&[]), "");
        assert_eq!(capitalised("outside"), "Outside");
        assert_eq!(capitalised(""), "");
    }
}

//! A rule as RFC 5545 has it, read once and kept in one form, so that two that mean the same are the same.
//!
//! It is a rule over whole days: the time of day is the start's. `reading` reads it, `fields` says it in plain words,
//! `expansion` gives its days.

use std::fmt::Write as _;

use entity::value::Every;
use jiff::civil::{Date, Weekday};

use super::reading::{self, Fault};

/// A rule over days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) every: Every,
    pub(super) interval: u16,
    /// 1 to 12.
    pub(super) months: Vec<i8>,
    /// 1 to 31, and −1 (the last) to −31.
    pub(super) month_days: Vec<i8>,
    /// Each with its number in the month or year; 0 is every such day.
    pub(super) days: Vec<(i8, Weekday)>,
    /// Which of the days found in a period; all when empty.
    pub(super) positions: Vec<i8>,
    pub(super) week_start: Weekday,
    pub(super) end: End,
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Never,
    /// On this day at the latest.
    Until(Date),
    /// After so many dates.
    Times(u32),
}

impl Rule {
    /// A rule without any end or condition.
    pub(super) fn each(every: Every) -> Self {
        Self {
            every,
            interval: 1,
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Monday,
            end: End::Never,
        }
    }

    /// Whether its parts go together.
    pub(super) fn sound(&self) -> Result<(), Fault> {
        let within_days = matches!(self.every, Every::Day | Every::Week);
        if within_days && !(self.positions.is_empty() && self.month_days.is_empty()) {
            return Err(reading::IN_A_WEEK);
        }
        self.sound_days()?;
        // What follows is read otherwise by programs that members use, such as `ical.js`.
        let by_day = !self.days.is_empty() || !self.month_days.is_empty();
        if self.every == Every::Year && self.months.is_empty() && by_day {
            return Err(reading::WITHOUT_MONTHS);
        }
        let months = if self.every == Every::Year { 1 } else { 0 };
        if matches!(self.every, Every::Month | Every::Year) && self.interval > 1 && self.months.len() > months
        {
            return Err(reading::SOME_MONTHS);
        }
        let across_months = self.every == Every::Year && self.months.len() > 1;
        let by_other = self.days.is_empty() || !self.month_days.is_empty() || across_months;
        if !self.positions.is_empty() && by_other {
            return Err(reading::POSITIONS);
        }
        Ok(())
    }

    fn sound_days(&self) -> Result<(), Fault> {
        let numbered = self.days.iter().filter(|(nth, _)| *nth != 0).count();
        if numbered != 0 && matches!(self.every, Every::Day | Every::Week) {
            return Err(reading::NUMBERED);
        }
        if numbered != 0 && numbered != self.days.len() {
            return Err(reading::MIXED_DAYS);
        }
        // `rrule` takes no day that is fifth from the end: it is one month in three, and nobody says so.
        if self.days.iter().any(|(nth, _)| !(-4..=5).contains(nth)) { Err(reading::RANGE) } else { Ok(()) }
    }

    /// In the one form of all that mean the same: lists in order, and of two ways to say something the plain one.
    pub(super) fn tidied(mut self) -> Self {
        for list in [&mut self.months, &mut self.month_days, &mut self.positions] {
            list.sort_unstable_by_key(|n| (*n < 0, n.abs()));
            list.dedup();
        }
        // Some programs number by position what others number by day.
        if let ([(0, day)], Every::Month, true) =
            (self.days.as_slice(), self.every, self.month_days.is_empty())
            && self.positions.iter().all(|position| position.abs() <= 5)
            && !self.positions.is_empty()
        {
            self.days = self.positions.drain(..).map(|position| (position, *day)).collect();
        }
        self.days.sort_unstable_by_key(|(nth, day)| (*nth < 0, nth.abs(), day.to_monday_zero_offset()));
        self.days.dedup();
        if self.every == Every::Day && self.interval == 1 && !self.days.is_empty() {
            self.every = Every::Week;
        }
        // Where a week begins matters only where some weeks are left out and others have several days.
        if self.every != Every::Week || self.interval == 1 || self.days.len() < 2 {
            self.week_start = Weekday::Monday;
        }
        self
    }

    /// Whether it names the first or the last working day of a period.
    pub(super) fn is_by_working_day(&self) -> bool {
        let working = self.days.iter().copied().eq(WORKING_DAYS.map(|day| (0, day)));
        let at_an_end = !self.positions.is_empty() && self.positions.iter().all(|p| p.abs() == 1);
        working && at_an_end && self.month_days.is_empty()
    }

    /// The same from `start` on, in the form that all programs of members read alike: `ical.js` takes each year's 29 February
    /// that there is none for 1 March, and does so with the days of several months in a year.
    pub(super) fn for_readers(&self, start: Date) -> Self {
        let mut rule = self.clone();
        if rule.every == Every::Year && rule.months.len() > 1 {
            rule.every = Every::Month;
        }
        let is_on_the_starts_day = rule.days.is_empty() && rule.month_days.is_empty();
        if rule.every == Every::Year && is_on_the_starts_day && start.day() == 29 {
            rule.months = vec![start.month()];
            rule.month_days = vec![start.day()];
        }
        rule
    }

    /// As RRULE. `until` writes the last day.
    pub(super) fn text(&self, until: impl FnOnce(Date) -> String) -> String {
        let mut text = format!("FREQ={}", frequency_word(self.every));
        // Writing to a String cannot fail.
        if self.interval > 1 {
            _ = write!(text, ";INTERVAL={}", self.interval);
        }
        for (name, list) in [("BYMONTH", &self.months), ("BYMONTHDAY", &self.month_days)] {
            push_list(&mut text, name, list.iter().map(ToString::to_string));
        }
        let day = |(nth, day): &(i8, Weekday)| match nth {
            0 => weekday_word(*day).to_owned(),
            nth => format!("{nth}{}", weekday_word(*day)),
        };
        push_list(&mut text, "BYDAY", self.days.iter().map(day));
        push_list(&mut text, "BYSETPOS", self.positions.iter().map(ToString::to_string));
        if self.week_start != Weekday::Monday {
            _ = write!(text, ";WKST={}", weekday_word(self.week_start));
        }
        match self.end {
            End::Never => {}
            End::Until(day) => _ = write!(text, ";UNTIL={}", until(day)),
            End::Times(times) => _ = write!(text, ";COUNT={times}"),
        }
        text
    }
}

/// Monday to Friday.
pub(super) const WORKING_DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

fn push_list(text: &mut String, name: &str, values: impl Iterator<Item = String>) {
    let values: Vec<String> = values.collect();
    if !values.is_empty() {
        // Writing to a String cannot fail.
        _ = write!(text, ";{name}={}", values.join(","));
    }
}

pub(super) fn frequency_word(every: Every) -> &'static str {
    match every {
        Every::Day => "DAILY",
        Every::Week => "WEEKLY",
        Every::Month => "MONTHLY",
        Every::Year => "YEARLY",
    }
}

pub(super) fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

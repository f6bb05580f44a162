//! Dates in the short forms that only lists need.

use entity::value::local::LocalTime;
use jiff::civil::Date;

use crate::words::{Language, When};

impl Language {
    /// `July 2024`.
    pub(crate) fn month_and_year(self, date: Date) -> String {
        self.say("page-month-and-year").count("month", date.month()).with("year", date.year()).into()
    }

    /// `Tuesday 9 July, 6pm`, or `Tuesday 9 July, around 6pm`.
    pub(crate) fn short_or_around(self, when: &When) -> String {
        match when.start {
            LocalTime::At(start) if when.approximate => self
                .say("page-around")
                .with("day", self.day_without_year(start.date()))
                .with("time", self.time(start.time()))
                .into(),
            start => self.short(start),
        }
    }

    /// `Jul`.
    pub(crate) fn month_short(self, date: Date) -> String {
        self.say("page-month-short").count("month", date.month()).into()
    }

    /// `Tue`.
    pub(crate) fn weekday_short(self, date: Date) -> String {
        self.say("page-weekday-short").count("weekday", date.weekday().to_monday_one_offset()).into()
    }
}

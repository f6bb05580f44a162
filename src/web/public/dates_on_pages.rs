//! Dates in the short forms that only lists need.

use jiff::civil::Date;

use crate::words::Language;

impl Language {
    /// `July 2024`.
    pub(crate) fn month_and_year(self, date: Date) -> String {
        self.say("page-month-and-year").count("month", date.month()).with("year", date.year()).into()
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

//! A rule as people say it.

use entity::value::Every;
use entity::value::facts::{On, Repeats};
use jiff::civil::{Date, Weekday};

use super::rule::{End, Rule, WORKING_DAYS};
use super::{Recurrence, fields};
use crate::words::Language;

impl Recurrence {
    /// How it repeats, to stand within a sentence: `every Monday to Friday until Friday 12 July 2024, not on bank holidays`,
    /// `on the first Tuesday and the third Saturday of each month`. A rule that the plain fields can't say is `on 12 dates`, or
    /// `on the dates listed` where it goes on. Of single days that are left out or added it says nothing.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        let fields = self.rule.as_ref().and_then(Rule::fields);
        let Some(said) =
            fields.and_then(|fields| Words { language, fields, start: self.start.date() }.rule())
        else {
            return self.as_a_number(language);
        };
        let said = match self.rule.as_ref().map(|rule| rule.end) {
            Some(End::Until(day)) => {
                language.say("repeats-until").with("rule", said).with("day", language.day(day)).into()
            }
            Some(End::Times(times)) => {
                language.say("repeats-times").with("rule", said).count("times", times).into()
            }
            Some(End::Never) | None => said,
        };
        // A working day is no bank holiday anyhow.
        if self.nation.is_none() || self.rule.as_ref().is_some_and(Rule::is_by_working_day) {
            return said;
        }
        language.say("repeats-not-on-bank-holidays").with("rule", said).into()
    }

    fn as_a_number(&self, language: Language) -> String {
        if self.ends().is_none() {
            return language.say("repeats-on-listed-dates").into();
        }
        let dates = self.dates(Date::MIN..=Date::MAX, usize::MAX).len();
        language.say("repeats-on-dates").count("dates", u32::try_from(dates).unwrap_or(u32::MAX)).into()
    }
}

/// The plain fields of a rule on their way into words.
struct Words {
    language: Language,
    fields: Repeats,
    start: Date,
}

impl Words {
    /// Nothing for what would not be understood.
    fn rule(&self) -> Option<String> {
        let interval = self.fields.interval.unwrap_or(1);
        let said = match (self.fields.every?, self.fields.in_months.is_empty()) {
            (Every::Day, true) => self.language.say("repeats-daily").count("interval", interval),
            (Every::Week, true) => return Some(self.weekly(interval)),
            (Every::Month, true) => {
                self.language.say("repeats-monthly").count("interval", interval).with("days", self.days())
            }
            (Every::Month, false) => {
                let months = self.months();
                self.language.say("repeats-in-months").with("days", self.days()).with("months", months)
            }
            (Every::Year, _) => {
                let days = self.days_of_the_year();
                self.language.say("repeats-yearly").count("interval", interval).with("days", days)
            }
            (Every::Day | Every::Week, false) => return None,
        };
        Some(said.into())
    }

    fn weekly(&self, interval: u32) -> String {
        let mut days: Vec<Weekday> = self
            .fields
            .on
            .iter()
            .filter_map(|on| if let On::Weekday(day) = on { Some(*day) } else { None })
            .collect();
        if days.is_empty() {
            days.push(self.start.weekday());
        }
        let names = || days.iter().map(|day| self.weekday(*day)).collect::<Vec<_>>();
        let days = match days.as_slice() {
            [day] => {
                let day = self.weekday(*day);
                return self
                    .language
                    .say("repeats-weekly-on-one-day")
                    .count("interval", interval)
                    .with("day", day)
                    .into();
            }
            days if days.len() == 7 && interval == 1 => {
                return self.language.say("repeats-daily").count("interval", interval).into();
            }
            [first, .., last] if days == WORKING_DAYS => {
                let (from, to) = (self.weekday(*first), self.weekday(*last));
                self.language.say("date-range").with("from", from).with("to", to).into()
            }
            _ => self.language.list(&names()),
        };
        self.language.say("repeats-weekly").count("interval", interval).with("days", days).into()
    }

    /// The days of a month: `the first Tuesday and the third Saturday`, `the 15th and the last day`.
    fn days(&self) -> String {
        if self.fields.on.is_empty() {
            return self.day_of_month(self.start.day());
        }
        let said: Vec<String> = self.fields.on.iter().map(|on| self.day(*on)).collect();
        self.language.list(&said)
    }

    fn day(&self, on: On) -> String {
        match on {
            On::Weekday(day) => self.weekday(day),
            On::Nth(nth, day) => {
                let day = self.weekday(day);
                self.language.say("repeats-nth-day").with("nth", nth.as_str()).with("day", day).into()
            }
            On::Day(day) => self.day_of_month(i8::try_from(day).unwrap_or(1)),
            On::LastDay => self.language.say("repeats-last-day").into(),
            On::FirstWorkingDay => self.language.say("repeats-first-working-day").into(),
            On::LastWorkingDay => self.language.say("repeats-last-working-day").into(),
        }
    }

    /// `2 March`, `the first Monday of March and September`.
    fn days_of_the_year(&self) -> String {
        if self.fields.in_months.is_empty() {
            let month = self.month(self.start.month());
            let day = self.start.day();
            return self.language.say("repeats-day-of-year").with("day", day).with("month", month).into();
        }
        let months = self.months();
        self.language.say("repeats-days-of-months").with("days", self.days()).with("months", months).into()
    }

    fn months(&self) -> String {
        let numbers = self.fields.in_months.iter().map(|month| fields::number_of_month(*month));
        let names: Vec<String> = numbers.map(|number| self.month(number)).collect();
        self.language.list(&names)
    }

    fn day_of_month(&self, day: i8) -> String {
        self.language.say("repeats-day-of-month").count("day", day).into()
    }

    fn weekday(&self, day: Weekday) -> String {
        self.language.say("date-weekday").count("number", day.to_monday_one_offset()).into()
    }

    fn month(&self, number: i8) -> String {
        self.language.say("date-month").count("number", number).into()
    }
}

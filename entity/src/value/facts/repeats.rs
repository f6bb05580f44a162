//! How an event repeats, as an organiser says it. Which of it makes sense is `recurrence`'s to say.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::value::local::LocalTime;
use crate::value::{Every, Month, Nation};

/// The rule by which an event repeats: either in plain fields, or as RFC 5545 has it, or both saying the same; and what
/// differs from the rule.
///
/// All days and times are on the clocks of the event's zone. The first date is the event's start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Repeats {
    /// By days, weeks, months or years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// Each, when there is none; 2 is every second one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<u32>,
    /// On which days of the week, month or year; on the start's own when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<On>,
    /// In these months only; in all when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub in_months: Vec<Month>,
    /// The last day on which it may be; it is part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// How many dates the rule has, with those that are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// The value of an RRULE property (RFC 5545, 3.3.10), for what the fields above can't say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rrule: Option<String>,
    /// Not on the bank holidays of this nation. A first or last working day moves to the working day beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub except_bank_holidays: Option<Nation>,
    /// Days on which the rule is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Date>,
    /// Further dates.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<LocalTime>,
}

/// Which days of a week, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum On {
    /// That day of each week: `mon`.
    Weekday(Weekday),
    /// One such day of the month: `first_tue`, `last_fri`.
    Nth(Nth, Weekday),
    /// That day of the month: `15`. A month without it is passed over.
    Day(u8),
    /// The last day of the month: `last_day`.
    LastDay,
    /// The first Monday to Friday of the month: `first_working_day`.
    FirstWorkingDay,
    /// The last Monday to Friday of the month: `last_working_day`.
    LastWorkingDay,
}

/// Which one of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The fifth; a month with four only is passed over.
    Fifth,
    /// The last, whether it is the fourth or the fifth.
    Last,
}

impl Nth {
    /// Every one, in their order.
    pub const ALL: [Self; 6] =
        [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Fifth, Self::Last];

    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Fifth => "fifth",
            Self::Last => "last",
        }
    }
}

/// The days of the week with their words.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "mon"),
    (Weekday::Tuesday, "tue"),
    (Weekday::Wednesday, "wed"),
    (Weekday::Thursday, "thu"),
    (Weekday::Friday, "fri"),
    (Weekday::Saturday, "sat"),
    (Weekday::Sunday, "sun"),
];

fn word(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(day, _)| *day == weekday).map_or("", |(_, word)| word)
}

fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, known)| *known == word).map(|(day, _)| *day)
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekday(day) => f.write_str(word(*day)),
            Self::Nth(nth, day) => write!(f, "{}_{}", nth.as_str(), word(*day)),
            Self::Day(day) => day.fmt(f),
            Self::LastDay => f.write_str("last_day"),
            Self::FirstWorkingDay => f.write_str("first_working_day"),
            Self::LastWorkingDay => f.write_str("last_working_day"),
        }
    }
}

/// A text that names no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDay;

impl fmt::Display for NoSuchDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "must be a day of the week such as mon, one of the month such as first_tue or last_fri, a day of the month from 1 \
             to 31, last_day, first_working_day or last_working_day",
        )
    }
}

impl std::error::Error for NoSuchDay {}

impl FromStr for On {
    type Err = NoSuchDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = match text {
            "last_day" => Some(Self::LastDay),
            "first_working_day" => Some(Self::FirstWorkingDay),
            "last_working_day" => Some(Self::LastWorkingDay),
            _ if text.starts_with(|c: char| matches!(c, '1'..='9')) => {
                text.parse().ok().filter(|day| (1..=31).contains(day)).map(Self::Day)
            }
            _ => match text.split_once('_') {
                None => weekday(text).map(Self::Weekday),
                Some((nth, day)) => Nth::ALL
                    .into_iter()
                    .find(|known| known.as_str() == nth)
                    .zip(weekday(day))
                    .map(|(nth, day)| Self::Nth(nth, day)),
            },
        };
        found.ok_or(NoSuchDay)
    }
}

impl Serialize for On {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for On {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        /// A day of the month is a word like the others, but whoever writes a number means it too.
        struct Word;

        impl serde::de::Visitor<'_> for Word {
            type Value = On;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word for a day, or a day of the month")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<On, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: serde::de::Error>(self, day: u64) -> Result<On, E> {
                let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day));
                day.map(On::Day).ok_or_else(|| E::custom(NoSuchDay))
            }
        }

        d.deserialize_any(Word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_is_read_and_written_by_the_same_word() {
        for text in [
            "mon",
            "sun",
            "first_tue",
            "second_wed",
            "third_sat",
            "fourth_thu",
            "fifth_fri",
            "last_mon",
            "1",
            "15",
            "31",
            "last_day",
            "first_working_day",
            "last_working_day",
        ] {
            assert_eq!(text.parse::<On>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "monday",
            "Mon",
            "first",
            "first_",
            "_mon",
            "sixth_mon",
            "0",
            "32",
            "01",
            "-1",
            "+1",
            "1st",
            "last_1",
        ] {
            assert_eq!(text.parse::<On>(), Err(NoSuchDay), "{text}");
        }
    }

    #[test]
    fn a_day_of_the_month_may_be_a_number() {
        let repeats: Repeats =
            serde_json::from_str(r#"{"every": "month", "on": [1, "15"], "in_months": ["mar"]}"#).unwrap();
        assert_eq!(repeats.on, [On::Day(1), On::Day(15)]);
        let written = serde_json::to_string(&repeats).unwrap();
        assert_eq!(written, r#"{"every":"month","on":["1","15"],"in_months":["mar"]}"#);
        for json in
            [r#"{"on": [0]}"#, r#"{"on": [32]}"#, r#"{"on": [-1]}"#, r#"{"on": [1.5]}"#, r#"{"of": []}"#]
        {
            assert!(serde_json::from_str::<Repeats>(json).is_err(), "{json}");
        }
    }
}

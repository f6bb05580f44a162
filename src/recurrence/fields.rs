//! A rule in the plain fields of the API, and back.

use entity::value::facts::{Nth, On, Repeats};
use entity::value::{Every, Month};
use jiff::civil::Weekday;

use super::reading::{LARGEST_INTERVAL, MOST_DAYS, MOST_TIMES};
use super::rule::{End, Rule, WORKING_DAYS};
use crate::mistake::Mistakes;

/// Whether any of the plain fields is filled.
pub(super) fn any(repeats: &Repeats) -> bool {
    let Repeats { every, interval, on, in_months, until, times, .. } = repeats;
    let listed = !on.is_empty() || !in_months.is_empty();
    every.is_some() || interval.is_some() || listed || until.is_some() || times.is_some()
}

/// The rule that the plain fields say; nothing when something is wrong with them, which is then among the mistakes.
pub(super) fn rule(repeats: &Repeats, found: &mut Mistakes) -> Option<Rule> {
    let before = found.clone();
    let Some(every) = repeats.every else {
        found.add(
            "/repeats/every",
            "required",
            "must be day, week, month or year, or leave the other fields out too",
        );
        return None;
    };
    let mut rule = Rule::each(every);
    let interval = repeats.interval.unwrap_or(1);
    found.within("/repeats/interval", interval, 1, LARGEST_INTERVAL);
    rule.interval = u16::try_from(interval).unwrap_or(1);
    rule.months = repeats.in_months.iter().map(|month| number_of_month(*month)).collect();
    rule.end = match (repeats.until, repeats.times) {
        (Some(_), Some(_)) => {
            found.add(
                "/repeats/times",
                "conflict",
                "must be left out where until is given, or the other way round",
            );
            End::Never
        }
        (Some(day), None) => End::Until(day),
        (None, Some(times)) => {
            found.within("/repeats/times", times, 1, MOST_TIMES);
            End::Times(times)
        }
        (None, None) => End::Never,
    };
    take_days(&mut rule, &repeats.on, found);
    if every == Every::Year && !repeats.on.is_empty() && repeats.in_months.is_empty() {
        found.add(
            "/repeats/in_months",
            "required",
            "must say in which months, where `on` says the days of a year",
        );
    }
    if rule.is_by_working_day() && every == Every::Year && rule.months.len() > 1 {
        found.add("/repeats/every", "not_supported", "must be month, for a working day of several months");
    }
    let months = if every == Every::Year { 1 } else { 0 };
    if matches!(every, Every::Month | Every::Year) && interval > 1 && rule.months.len() > months {
        let message =
            "must be left out where in_months says the months, but for one month every so many years";
        found.add("/repeats/interval", "conflict", message);
    }
    (*found == before).then(|| rule.tidied())
}

/// How days are named; those of one event are named in one way, or RFC 5545 could not say them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    OfWeek,
    Numbered,
    OfMonth,
    Working,
}

impl Named {
    fn of(on: On) -> Self {
        match on {
            On::Weekday(_) => Self::OfWeek,
            On::Nth(..) => Self::Numbered,
            On::Day(_) | On::LastDay => Self::OfMonth,
            On::FirstWorkingDay | On::LastWorkingDay => Self::Working,
        }
    }
}

fn take_days(rule: &mut Rule, days: &[On], found: &mut Mistakes) {
    found.at_most("/repeats/on", days.len(), MOST_DAYS);
    let first = days.first().copied().map(Named::of);
    for (place, on) in days.iter().copied().enumerate().take(MOST_DAYS) {
        let named = Named::of(on);
        let message = match rule.every {
            Every::Day => Some("must be left out, or every must be week: every day is all of them"),
            Every::Week if named != Named::OfWeek => {
                Some("must be a day such as mon, or every must be month")
            }
            Every::Month | Every::Year if named == Named::OfWeek => {
                Some("must say which one, such as first_mon, or every must be week")
            }
            _ if Some(named) != first => {
                Some("must be of the same sort as the first: another sort of days is another event")
            }
            _ => None,
        };
        match message {
            Some(message) => found.add(format!("/repeats/on/{place}"), "conflict", message),
            None => rule.take_day(on),
        }
    }
}

impl Rule {
    fn take_day(&mut self, on: On) {
        match on {
            On::Weekday(day) => self.days.push((0, day)),
            On::Nth(nth, day) => self.days.push((number_of(nth), day)),
            On::Day(day) => self.month_days.push(i8::try_from(day).unwrap_or(i8::MAX)),
            On::LastDay => self.month_days.push(-1),
            On::FirstWorkingDay | On::LastWorkingDay => {
                self.days = WORKING_DAYS.map(|day| (0, day)).to_vec();
                self.positions.push(if on == On::FirstWorkingDay { 1 } else { -1 });
            }
        }
    }

    /// The plain fields that say the same; nothing where they can't.
    pub(super) fn fields(&self) -> Option<Repeats> {
        let in_weeks = matches!(self.every, Every::Day | Every::Week);
        let on: Option<Vec<On>> = if self.is_by_working_day() && self.every != Every::Week {
            Some(
                self.positions
                    .iter()
                    .map(|p| if *p == 1 { On::FirstWorkingDay } else { On::LastWorkingDay })
                    .collect(),
            )
        } else if !self.positions.is_empty() || (!self.days.is_empty() && !self.month_days.is_empty()) {
            None
        } else if self.month_days.is_empty() {
            self.days
                .iter()
                .map(|(nth, day)| {
                    named(*nth, *day).filter(|on| in_weeks == (Named::of(*on) == Named::OfWeek))
                })
                .collect()
        } else {
            self.month_days.iter().map(|day| of_month(*day)).collect()
        };
        let repeats = Repeats {
            every: Some(self.every),
            interval: (self.interval > 1).then(|| self.interval.into()),
            on: on?,
            in_months: self.months.iter().map(|number| month(*number)).collect::<Option<_>>()?,
            until: if let End::Until(day) = self.end { Some(day) } else { None },
            times: if let End::Times(times) = self.end { Some(times) } else { None },
            ..Repeats::default()
        };
        // What the fields would refuse, or mean otherwise, they can't say.
        (rule(&repeats, &mut Mistakes::new()).as_ref() == Some(self)).then_some(repeats)
    }
}

const NUMBERS: [(i8, Nth); 6] =
    [(1, Nth::First), (2, Nth::Second), (3, Nth::Third), (4, Nth::Fourth), (5, Nth::Fifth), (-1, Nth::Last)];

fn number_of(nth: Nth) -> i8 {
    NUMBERS.iter().find(|(_, known)| *known == nth).map_or(0, |(number, _)| *number)
}

fn named(number: i8, day: Weekday) -> Option<On> {
    if number == 0 {
        return Some(On::Weekday(day));
    }
    NUMBERS.iter().find(|(known, _)| *known == number).map(|(_, nth)| On::Nth(*nth, day))
}

fn of_month(day: i8) -> Option<On> {
    if day == -1 { Some(On::LastDay) } else { u8::try_from(day).ok().map(On::Day) }
}

fn month(number: i8) -> Option<Month> {
    (1..).zip(Month::ALL).find(|(n, _)| *n == number).map(|(_, month)| *month)
}

/// 1 to 12.
pub(super) fn number_of_month(wanted: Month) -> i8 {
    (1..).zip(Month::ALL).find(|(_, month)| **month == wanted).map_or(0, |(n, _)| n)
}

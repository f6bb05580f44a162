//! When a repeating event takes place: a rule, what differs from it, and the local times that follow.
//!
//! Pure: no clock, no database. [`Recurrence::new`] says all that is wrong with a rule at once, in bounded time whatever
//! was typed; whoever has a [`Recurrence`] has one that makes sense. Dates are wall times; which instants they are,
//! is `occurrence`'s, so a time that the clocks skip stays as it is here. The only room that knows `rrule`.
//!
//! Each date has a [`Slot`], which says what named it and not where it stands among others: so it is the same date whatever
//! is added, left out or said of others.

mod check;
mod expansion;
mod fields;
pub mod holidays;
mod in_words;
mod reading;
mod rule;
mod shifting;
mod slot;
mod split;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use entity::value::facts::Repeats;
use entity::value::local::LocalTime;
use entity::value::{Every, Nation};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::mistake::{Mistake, Mistakes};
pub use shifting::shifted;
pub use slot::Slot;
pub use split::Halves;

use rule::{End, Rule};

/// How many days beyond a range may hold a working day that a holiday moves into it. The longest row of days without
/// work is Christmas with a weekend.
const FURTHEST_MOVE: i64 = 7;

/// One date of a repeating event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instance {
    /// When it starts, on the clocks of the event's zone.
    pub start: LocalTime,
    /// What named it, as it is kept: see [`Slot`].
    pub slot: String,
}

impl Instance {
    fn new(start: LocalTime, slot: Slot) -> Self {
        Self { start, slot: slot.to_string() }
    }
}

/// How an event repeats, checked.
#[derive(Clone, Debug)]
pub struct Recurrence {
    start: LocalTime,
    zone: TimeZone,
    /// There is none where all further dates are listed.
    rule: Option<Rule>,
    nation: Option<Nation>,
    except: BTreeSet<Date>,
    also: BTreeSet<LocalTime>,
}

impl Recurrence {
    /// From what an organiser says, for an event that starts at `start` in the zone of that IANA name.
    ///
    /// # Errors
    /// All that is wrong, with pointers below `/repeats`, to `/start` and to `/timezone`.
    pub fn new(repeats: &Repeats, start: LocalTime, timezone: &str) -> Result<Self, Vec<Mistake>> {
        let mut found = Mistakes::new();
        let Ok(zone) = jiff::tz::db().get(timezone) else {
            found.add("/timezone", "unknown_zone", "must be an IANA name such as Europe/London");
            return Err(found.into_vec());
        };
        let rule = check::rule(repeats, start, &zone, &mut found);
        let recurrence = Self {
            start,
            zone,
            rule,
            nation: repeats.except_bank_holidays,
            except: repeats.except.iter().copied().collect(),
            also: repeats.also.iter().copied().collect(),
        };
        recurrence.check_lists(repeats, &mut found);
        if found.is_empty() {
            recurrence.check_dates(&mut found);
        }
        found.into_result().map(|()| recurrence)
    }

    /// The rule's own dates in a range of days, without exceptions and additions; `most` at most, the earliest.
    #[must_use]
    pub fn rule_dates(&self, days: RangeInclusive<Date>, most: usize) -> Vec<Instance> {
        let (first, last) = days.into_inner();
        let own = self.rule_days().take_while(|day| *day <= last).filter(|day| *day >= first);
        own.take(most).map(|day| self.own(day)).collect()
    }

    /// Those of the rule's own dates that take place in a range of days: without the days left out; `most` at most, the
    /// earliest.
    #[must_use]
    pub fn held_dates(&self, days: RangeInclusive<Date>, most: usize) -> Vec<Instance> {
        let held = self.held_days(days, most);
        held.into_iter().map(|day| self.own(day)).collect()
    }

    /// The further dates, by start. One that is a date of the rule as well is that one.
    #[must_use]
    pub fn further_dates(&self) -> Vec<Instance> {
        let at_the_rules_time = |at: &&LocalTime| **at == self.at(at.date());
        let (first, last) = (
            self.also.iter().find(at_the_rules_time).map(|at| at.date()),
            self.also.iter().rfind(at_the_rules_time).map(|at| at.date()),
        );
        let held = first.zip(last).map(|(first, last)| self.held_days(first..=last, usize::MAX));
        let held = held.unwrap_or_default();
        let is_the_rules = |at: &LocalTime| *at == self.at(at.date()) && held.contains(&at.date());
        let further = self.also.iter().copied().filter(|at| !is_the_rules(at));
        further.map(|at| Instance::new(at, Slot::Added(at))).collect()
    }

    /// What takes place in a range of days: the rule's dates without the days left out, and what is added; `most` at most,
    /// the earliest, by start.
    #[must_use]
    pub fn dates(&self, days: RangeInclusive<Date>, most: usize) -> Vec<Instance> {
        let further = self.further_dates().into_iter().filter(|one| days.contains(&one.start.date()));
        let mut dates: Vec<Instance> = further.collect();
        dates.extend(self.held_dates(days, most));
        dates.sort_unstable();
        dates.truncate(most);
        dates
    }

    /// The dates of the rule in a range of days on which nothing takes place: the values of EXDATE.
    #[must_use]
    pub fn left_out(&self, days: RangeInclusive<Date>) -> Vec<LocalTime> {
        let (first, last) = days.into_inner();
        let own = self.rule_days().take_while(|day| *day <= last).filter(|day| *day >= first);
        let given_up = own.filter(|day| self.held(*day) != Some(*day)).map(|day| self.at(day));
        given_up.filter(|at| !self.also.contains(at)).collect()
    }

    /// What takes place in a range of days and is no date of the rule: the values of RDATE.
    #[must_use]
    pub fn added(&self, days: RangeInclusive<Date>) -> Vec<LocalTime> {
        let (first, last) = (*days.start(), *days.end());
        let beyond = last.saturating_add(jiff::Span::new().days(FURTHEST_MOVE));
        let own: BTreeSet<Date> = self.rule_days().take_while(|day| *day <= beyond).collect();
        let moved = own.iter().filter_map(|day| self.held(*day)).filter(|day| !own.contains(day));
        let also =
            self.also.iter().copied().filter(|at| !own.contains(&at.date()) || *at != self.at(at.date()));
        let all: BTreeSet<LocalTime> = moved.map(|day| self.at(day)).chain(also).collect();
        all.into_iter().filter(|at| (first..=last).contains(&at.date())).collect()
    }

    /// The value of the RRULE property beside a DTSTART of the start in its zone. Its UNTIL is the end of the last day as
    /// RFC 5545, 3.3.10 wants it: a date for dates, else in UTC.
    ///
    /// Where all further dates are listed it says the start alone: clients differ in whether a start beside RDATE counts
    /// by itself (`ical.js` does not take it for a date).
    #[must_use]
    pub fn rrule(&self) -> String {
        let until = |day: Date| {
            if self.start.is_all_day() {
                return compact(day);
            }
            let end = self.zone.to_ambiguous_timestamp(day.at(23, 59, 59, 0)).later();
            let end = end.map_or_else(|_| day.at(23, 59, 59, 0), |end| TimeZone::UTC.to_datetime(end));
            end.strftime("%Y%m%dT%H%M%SZ").to_string()
        };
        let alone = || Rule { end: End::Times(1), ..Rule::each(Every::Day) };
        self.rule.clone().unwrap_or_else(alone).for_readers(self.start.date()).text(until)
    }

    /// The same said in both forms: the plain fields where they can say the rule, and the RRULE, whose UNTIL is the last
    /// day on the clocks of the event. Read back, it is the same rule again.
    #[must_use]
    pub fn both_forms(&self) -> Repeats {
        let said = self.rule.as_ref().and_then(Rule::fields).unwrap_or_default();
        Repeats {
            rrule: self.rule.as_ref().map(|rule| rule.text(compact)),
            except_bank_holidays: self.nation,
            except: self.except.iter().copied().collect(),
            also: self.also.iter().copied().collect(),
            ..said
        }
    }

    /// The day of the last date, if there is one. For a rule that says until when, it is that day, on which there may be none.
    #[must_use]
    pub fn ends(&self) -> Option<Date> {
        let end = match &self.rule {
            None => self.start.date(),
            Some(rule) => match rule.end {
                End::Never => return None,
                End::Until(day) => day,
                End::Times(_) => self.rule_days().last()?,
            },
        };
        self.also.last().map(|at| at.date()).into_iter().chain([end]).max()
    }

    /// Whether the rule has dates after a day, as far as that is said: one that ends by a day may have none left before it.
    #[must_use]
    pub fn goes_on_after(&self, day: Date) -> bool {
        let Some(rule) = &self.rule else { return false };
        match rule.end {
            End::Never => true,
            End::Until(last) => last > day,
            End::Times(_) => self.rule_days().any(|own| own > day),
        }
    }

    /// The day on which the first of the rule's dates takes place; a holiday may move it to before the start.
    fn first_day(&self) -> Date {
        let start = self.start.date();
        self.held(start).unwrap_or(start).min(start)
    }

    /// The days of the rule; without one, the start alone.
    fn rule_days(&self) -> impl Iterator<Item = Date> {
        let first = self.start.date();
        let alone = self.rule.is_none().then_some(first);
        self.rule.as_ref().into_iter().flat_map(move |rule| expansion::days(rule, first)).chain(alone)
    }

    fn held_days(&self, days: RangeInclusive<Date>, most: usize) -> BTreeSet<Date> {
        let beyond = days.end().saturating_add(jiff::Span::new().days(FURTHEST_MOVE));
        let own = self.rule_days().take_while(|day| *day <= beyond).filter_map(|day| self.held(day));
        own.filter(|day| days.contains(day)).take(most).collect()
    }

    fn own(&self, day: Date) -> Instance {
        Instance::new(self.at(day), Slot::Own(day))
    }

    /// On which day the rule's date of `day` takes place, if it does.
    fn held(&self, day: Date) -> Option<Date> {
        let is_free = |day: Date| self.nation.is_some_and(|nation| holidays::is_holiday(nation, day));
        let moves = self.rule.as_ref().is_some_and(Rule::is_by_working_day);
        let held = match (is_free(day), moves) {
            (false, _) => day,
            (true, false) => return None,
            // A last working day is the one before, a first one the one after.
            (true, true) => {
                let step = if day.day() > 15 { Date::yesterday } else { Date::tomorrow };
                let is_work = |day: &Date| rule::WORKING_DAYS.contains(&day.weekday()) && !is_free(*day);
                std::iter::successors(Some(day), |day| step(*day).ok()).find(is_work)?
            }
        };
        (!self.except.contains(&day) && !self.except.contains(&held)).then_some(held)
    }

    /// That day at the time of the start.
    fn at(&self, day: Date) -> LocalTime {
        match self.start {
            LocalTime::Day(_) => LocalTime::Day(day),
            LocalTime::At(start) => LocalTime::At(day.to_datetime(start.time())),
        }
    }
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

#[cfg(test)]
mod tests;

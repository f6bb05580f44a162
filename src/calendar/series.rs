//! A repeating event as one master and what differs from it (RFC 5545, 3.8.4.4 and 3.8.5).

use entity::value::local::LocalTime;
use icalendar::Property;
use jiff::civil::Date;

use super::line::Lines;
use super::zone::Span;
use super::{Entry, When};

/// A repeating event: one master with its rule, and an override for each date that differs.
///
/// All dates are on the clocks of the zone in `master.when`, which is [`When::Walls`] or [`When::Days`].
/// [`When::on`] says which dates need an override although nothing about them was changed.
#[derive(Clone, Debug)]
pub struct Series {
    /// The first date of the rule, and what holds for every date.
    pub master: Entry,
    /// The value of RRULE.
    pub rule: String,
    /// The day of the last date; nothing where the rule goes on.
    pub last: Option<Date>,
    /// Dates of the rule on which nothing takes place.
    pub except: Vec<LocalTime>,
    /// Dates that the rule has not.
    pub also: Vec<LocalTime>,
    /// What differs, in the order in which it is to be written.
    pub overrides: Vec<Override>,
}

/// One date that differs from its series.
#[derive(Clone, Debug)]
pub struct Override {
    /// When it would be by the rule, or as it was added.
    pub date: LocalTime,
    /// What it is instead. Its UID and SEQUENCE don't matter: the master's are written.
    pub entry: Entry,
}

/// What stands in a feed.
#[derive(Clone, Debug)]
pub enum Item {
    /// One date.
    Single(Entry),
    /// An event that repeats.
    Series(Series),
}

impl From<Entry> for Item {
    fn from(entry: Entry) -> Self {
        Self::Single(entry)
    }
}

/// What an entry is of its event.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// All of it, or one date that stands alone.
    Whole,
    /// The first date and the rule.
    Master(&'a Series),
    /// Another date than the series of that master would have there.
    Override(&'a When, LocalTime),
}

impl Item {
    pub(super) fn write(&self, lines: &mut Lines) {
        match self {
            Self::Single(entry) => entry.write(Part::Whole, None, lines),
            Self::Series(series) => series.write(lines),
        }
    }

    /// The zones that it names, with the years for each.
    pub(super) fn spans(&self) -> Vec<Span> {
        match self {
            Self::Single(entry) => entry.when.span().into_iter().collect(),
            Self::Series(series) => series.spans(),
        }
    }
}

impl Series {
    /// Takes a date that the calendar knows, as it is by the present rule or was added, and keeps it where it differs: in
    /// what it says, or in when it is from what readers reckon. Another page, and when it was last changed, is no difference.
    pub fn note(&mut self, date: LocalTime, entry: Entry) {
        let reckoned = self.master.when.on(date);
        if reckoned.as_ref() != Some(&entry.when) || !entry.says_the_same_as(&self.master) {
            self.overrides.push(Override { date, entry });
        }
    }

    /// The same with each of these dates.
    #[must_use]
    pub fn differing(mut self, dates: impl IntoIterator<Item = (LocalTime, Entry)>) -> Self {
        dates.into_iter().for_each(|(date, entry)| self.note(date, entry));
        self
    }

    fn write(&self, lines: &mut Lines) {
        self.master.write(Part::Master(self), None, lines);
        for Override { date, entry } in &self.overrides {
            let entry =
                Entry { uid: self.master.uid.clone(), sequence: self.master.sequence, ..entry.clone() };
            entry.write(Part::Override(&self.master.when, *date), None, lines);
        }
    }

    fn spans(&self) -> Vec<Span> {
        let mut all: Vec<Span> = self.overrides.iter().filter_map(|one| one.entry.when.span()).collect();
        if let Some(mut own) = self.master.when.span() {
            let days = self.except.iter().chain(&self.also).map(|date| date.date());
            for day in days.chain(self.overrides.iter().map(|one| one.date.date())).chain(self.last) {
                own.cover_year(day.year());
            }
            all.push(own);
        }
        all
    }
}

impl Part<'_> {
    /// What stands after the times.
    pub(super) fn write(self, lines: &mut Lines) {
        match self {
            Self::Whole => {}
            Self::Override(when, date) => lines.property(&when.date("RECURRENCE-ID", date)),
            Self::Master(series) => {
                lines.property(&Property::new("RRULE", series.rule.as_str()));
                // Beside an override of the same date, several clients would drop both.
                let differs = |date: &LocalTime| series.overrides.iter().any(|one| one.date == *date);
                for date in series.except.iter().filter(|date| !differs(date)) {
                    lines.property(&series.master.when.date("EXDATE", *date));
                }
                for date in &series.also {
                    lines.property(&series.master.when.date("RDATE", *date));
                }
            }
        }
    }
}

//! Reads the value of an RRULE property (RFC 5545, 3.3.10).
//!
//! Read are the parts that a whole day can follow from; a time of day belongs to the start. Not read are the frequencies
//! below a day, BYYEARDAY and BYWEEKNO: nobody says them, and programs differ in them. The work is bounded by the length.

use entity::value::Every;
use entity::value::local::LocalTime;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use super::rule::{End, Rule, frequency_word, weekday_word};

/// The longest RRULE that is read. All days of the month forwards and backwards take half of it.
const LONGEST: usize = 500;
/// The most days of a BYDAY list: each weekday five times.
pub(super) const MOST_DAYS: usize = 35;
/// The largest interval.
pub(super) const LARGEST_INTERVAL: u32 = 366;
/// The largest number of dates that a rule may count.
pub(super) const MOST_TIMES: u32 = 5_000;

/// Why a text is no rule for us: a fixed word, and what to do.
pub(super) type Fault = (&'static str, &'static str);

const UNREADABLE: Fault = (
    "not_a_rule",
    "must be the value of an RRULE property as RFC 5545, 3.3.10 has it, such as FREQ=WEEKLY;BYDAY=MO,WE",
);
const TOO_OFTEN: Fault = (
    "too_often",
    "must have FREQ=DAILY, WEEKLY, MONTHLY or YEARLY: several times on one day are several events",
);
const NOT_READ: Fault = (
    "not_supported",
    "may have FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST; put other dates into `also`",
);
const NOT_THE_STARTS_TIME: Fault = (
    "other_time",
    "must leave out BYHOUR, BYMINUTE and BYSECOND, or repeat the time of the start: a date at another time belongs into `also`",
);
const TWICE: Fault = ("not_a_rule", "must say each part once");
pub(super) const RANGE: Fault = ("out_of_range", "has a number that is too large or too small for its part");
pub(super) const NUMBERED: Fault =
    ("not_a_rule", "may number the days of BYDAY (1MO, -1FR) only with FREQ=MONTHLY or YEARLY");
pub(super) const IN_A_WEEK: Fault =
    ("not_supported", "may have BYMONTHDAY and BYSETPOS only with FREQ=MONTHLY or YEARLY");
pub(super) const WITHOUT_MONTHS: Fault =
    ("not_supported", "must have BYMONTH beside BYDAY or BYMONTHDAY where FREQ=YEARLY, or FREQ=MONTHLY");
pub(super) const SOME_MONTHS: Fault = (
    "not_supported",
    "must leave out INTERVAL or BYMONTH where FREQ=MONTHLY; with FREQ=YEARLY it may have one month",
);
pub(super) const POSITIONS: Fault = (
    "not_supported",
    "may have BYSETPOS only beside BYDAY, without BYMONTHDAY, and in one month where FREQ=YEARLY",
);
pub(super) const MIXED_DAYS: Fault =
    ("not_supported", "must number all days of BYDAY or none: each sort of days is an event of its own");
const BOTH_ENDS: Fault = ("conflict", "must have COUNT or UNTIL, not both");
const TOO_LONG: Fault = ("too_long", "must be shorter: 500 characters, and 35 days in BYDAY");

impl Rule {
    /// Reads the value of an RRULE property that stands beside a DTSTART of `start` in `zone`.
    pub(super) fn read(text: &str, start: LocalTime, zone: &TimeZone) -> Result<Self, Fault> {
        if text.len() > LONGEST {
            return Err(TOO_LONG);
        }
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        let parts: Vec<(&str, &str)> = text
            .split(';')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').ok_or(UNREADABLE))
            .collect::<Result<_, _>>()?;
        let repeated =
            |(n, part): (usize, &(&str, &str))| parts.iter().take(n).any(|earlier| earlier.0 == part.0);
        if parts.iter().enumerate().any(repeated) {
            return Err(TWICE);
        }
        let every = parts.iter().find(|(name, _)| *name == "FREQ").ok_or(UNREADABLE)?;
        let mut rule = Self::each(frequency(every.1)?);
        for (name, value) in &parts {
            rule.take(name, value, start, zone)?;
        }
        if parts.iter().any(|part| part.0 == "COUNT") && parts.iter().any(|part| part.0 == "UNTIL") {
            return Err(BOTH_ENDS);
        }
        rule.sound()?;
        Ok(rule.tidied())
    }

    fn take(&mut self, name: &str, value: &str, start: LocalTime, zone: &TimeZone) -> Result<(), Fault> {
        match name {
            "FREQ" => {}
            "INTERVAL" => self.interval = number(value, 1..=366)?,
            "COUNT" => self.end = End::Times(number(value, 1..=MOST_TIMES)?),
            "UNTIL" => self.end = End::Until(last_day(value, start, zone)?),
            "BYMONTH" => self.months = numbers(value, 1..=12)?,
            "BYMONTHDAY" => self.month_days = numbers(value, -31..=31)?,
            "BYSETPOS" => self.positions = numbers(value, -62..=62)?,
            "BYDAY" => self.days = days(value)?,
            "WKST" => self.week_start = weekday(value)?,
            "BYHOUR" => is_the_starts(value, start, DateTime::hour)?,
            "BYMINUTE" => is_the_starts(value, start, DateTime::minute)?,
            "BYSECOND" => is_the_starts(value, start, DateTime::second)?,
            _ => return Err(NOT_READ),
        }
        Ok(())
    }
}

fn frequency(word: &str) -> Result<Every, Fault> {
    match word {
        "SECONDLY" | "MINUTELY" | "HOURLY" => Err(TOO_OFTEN),
        _ => Every::ALL.iter().copied().find(|every| frequency_word(*every) == word).ok_or(UNREADABLE),
    }
}

fn weekday(word: &str) -> Result<Weekday, Fault> {
    let mut all = Weekday::Monday.cycle_forward().take(7);
    all.find(|day| weekday_word(*day) == word).ok_or(UNREADABLE)
}

fn days(value: &str) -> Result<Vec<(i8, Weekday)>, Fault> {
    if value.split(',').count() > MOST_DAYS {
        return Err(TOO_LONG);
    }
    let day = |text: &str| {
        let (nth, day) =
            text.len().checked_sub(2).and_then(|at| text.split_at_checked(at)).ok_or(UNREADABLE)?;
        let nth = if nth.is_empty() { 0 } else { nonzero(nth, -53..=53)? };
        Ok((nth, weekday(day)?))
    };
    value.split(',').map(day).collect()
}

fn numbers(value: &str, range: std::ops::RangeInclusive<i8>) -> Result<Vec<i8>, Fault> {
    value.split(',').map(|text| nonzero(text, range.clone())).collect()
}

fn nonzero(text: &str, range: std::ops::RangeInclusive<i8>) -> Result<i8, Fault> {
    number(text, range).and_then(|n| if n == 0 { Err(RANGE) } else { Ok(n) })
}

fn number<N: std::str::FromStr + PartialOrd>(
    text: &str,
    range: std::ops::RangeInclusive<N>,
) -> Result<N, Fault> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(UNREADABLE);
    }
    text.parse().ok().filter(|n| range.contains(n)).ok_or(RANGE)
}

fn is_the_starts(value: &str, start: LocalTime, part: fn(DateTime) -> i8) -> Result<(), Fault> {
    let same = !start.is_all_day() && value.parse() == Ok(part(start.datetime()));
    if same { Ok(()) } else { Err(NOT_THE_STARTS_TIME) }
}

/// The last day that an UNTIL leaves to dates at the start's time: a date, a time on the clocks of the zone, or an instant.
fn last_day(value: &str, start: LocalTime, zone: &TimeZone) -> Result<Date, Fault> {
    if let Ok(day) = Date::strptime("%Y%m%d", value) {
        return Ok(day);
    }
    let (wall, is_instant) = value.strip_suffix('Z').map_or((value, false), |wall| (wall, true));
    let time = DateTime::strptime("%Y%m%dT%H%M%S", wall).ok().ok_or(UNREADABLE)?;
    let time = if is_instant {
        let instant = time.to_zoned(TimeZone::UTC).ok().ok_or(UNREADABLE)?;
        zone.to_datetime(instant.timestamp())
    } else {
        time
    };
    if time.time() >= start.datetime().time() {
        Ok(time.date())
    } else {
        time.date().yesterday().ok().ok_or(RANGE)
    }
}

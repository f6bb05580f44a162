//! One rule of a schedule, and its canonical text.
//!
//! `P7D` is seven days before by the calendar, `PT2H` two hours before exactly, `1d@18:00` at six in the evening of
//! the day before, `PT15M/online` a quarter of an hour before for those who join online. The text is what a row is
//! known by: the same rule said twice is one rule.

use std::fmt;
use std::str::FromStr;

use entity::value::Attendance;
use jiff::SignedDuration;
use jiff::civil::Time;

/// The longest a rule may reach ahead.
const FURTHEST_DAYS: u32 = 365;

/// Shortly before the start.
const SHORTLY: SignedDuration = SignedDuration::from_mins(30);

/// When, before the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// So many days by the calendar, then so long exactly.
    Before {
        /// Days by the calendar; a week is seven.
        days: u32,
        /// Hours and minutes.
        exactly: SignedDuration,
    },
    /// So many days before, at a time of day.
    DaysBefore {
        /// Days by the calendar.
        days: u32,
        /// Local time.
        at: Time,
    },
}

/// A rule: when, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// When.
    pub when: When,
    /// For those who attend so; for all when none.
    pub attendance: Option<Attendance>,
}

/// A text that is no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write before_start as P7D, P1D, PT2H or PT15M, or days_before with at as 18:00, from a minute to a year"
)]
pub struct NotARule;

impl Rule {
    /// From its parts: `PT2H` and for whom.
    ///
    /// # Errors
    /// [`NotARule`] for another text, or one that reaches nowhere or further than a year.
    pub fn before_start(duration: &str, attendance: Option<Attendance>) -> Result<Self, NotARule> {
        Ok(Self { when: before(duration)?, attendance })
    }

    /// From its parts: seven days before, at `18:00`.
    ///
    /// # Errors
    /// [`NotARule`] for no time of day, or further than a year.
    pub fn days_before(days: u32, at: &str, attendance: Option<Attendance>) -> Result<Self, NotARule> {
        let at = Time::strptime("%H:%M", at).map_err(|_error| NotARule)?;
        if days > FURTHEST_DAYS {
            return Err(NotARule);
        }
        Ok(Self { when: When::DaysBefore { days, at }, attendance })
    }

    /// How many days ahead it reaches by the calendar; nought for hours and minutes.
    #[must_use]
    pub fn days(&self) -> u32 {
        match self.when {
            When::Before { days, .. } | When::DaysBefore { days, .. } => days,
        }
    }

    /// How long before the start, when it is counted in hours and minutes only.
    #[must_use]
    pub fn exactly(&self) -> Option<SignedDuration> {
        match self.when {
            When::Before { days: 0, exactly } => Some(exactly),
            When::Before { .. } | When::DaysBefore { .. } => None,
        }
    }

    /// Whether it is the letter with the joining link: shortly before the start, or for those online alone and counted in
    /// hours and minutes. Only such a letter holds the link, for letters get forwarded.
    #[must_use]
    pub fn brings_the_link(&self) -> bool {
        let online = self.attendance == Some(Attendance::Online);
        self.exactly().is_some_and(|ahead| ahead <= SHORTLY || online)
    }

    /// Whether it is for somebody who attends so.
    #[must_use]
    pub fn is_for(&self, attendance: Attendance) -> bool {
        self.attendance.is_none_or(|only| only == attendance)
    }
}

/// Reads the part of ISO 8601 durations that a schedule needs: weeks, days, hours, minutes.
fn before(text: &str) -> Result<When, NotARule> {
    let parts = text.strip_prefix('P').ok_or(NotARule)?;
    let (date, time) = parts.split_once('T').unwrap_or((parts, ""));
    if text.ends_with('T') {
        return Err(NotARule);
    }
    let [weeks, days] = numbers(date, ['W', 'D'])?;
    let [hours, minutes] = numbers(time, ['H', 'M'])?;
    let days = weeks.checked_mul(7).and_then(|w| w.checked_add(days)).ok_or(NotARule)?;
    let minutes = i64::from(hours) * 60 + i64::from(minutes);
    let reaches = i64::from(days) * 24 * 60 + minutes;
    if reaches == 0 || reaches > i64::from(FURTHEST_DAYS) * 24 * 60 {
        return Err(NotARule);
    }
    Ok(When::Before { days, exactly: SignedDuration::from_mins(minutes) })
}

/// `1W2D` with the letters W and D: one and two. Each letter at most once, in this order.
fn numbers(mut text: &str, letters: [char; 2]) -> Result<[u32; 2], NotARule> {
    let mut found = [0, 0];
    for (number, letter) in found.iter_mut().zip(letters) {
        if let Some((digits, rest)) = text.split_once(letter) {
            *number = digits.parse().map_err(|_error| NotARule)?;
            text = rest;
        }
    }
    if text.is_empty() { Ok(found) } else { Err(NotARule) }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.when {
            When::DaysBefore { days, at } => write!(f, "{days}d@{}", at.strftime("%H:%M"))?,
            When::Before { days, exactly } => {
                let (hours, minutes) = (exactly.as_mins() / 60, exactly.as_mins() % 60);
                f.write_str("P")?;
                if days > 0 {
                    write!(f, "{days}D")?;
                }
                if hours > 0 || minutes > 0 {
                    f.write_str("T")?;
                }
                if hours > 0 {
                    write!(f, "{hours}H")?;
                }
                if minutes > 0 {
                    write!(f, "{minutes}M")?;
                }
            }
        }
        self.attendance.map_or(Ok(()), |attendance| write!(f, "/{attendance}"))
    }
}

impl FromStr for Rule {
    type Err = NotARule;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (when, attendance) = match text.split_once('/') {
            Some((when, attendance)) => (when, Some(attendance.parse().map_err(|_error| NotARule)?)),
            None => (text, None),
        };
        match when.split_once("d@") {
            Some((days, at)) => Self::days_before(days.parse().map_err(|_error| NotARule)?, at, attendance),
            None => Self::before_start(when, attendance),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_has_one_text() {
        let table = [
            ("P1D", "P1D"),
            ("P1W", "P7D"),
            ("P1W1D", "P8D"),
            ("PT2H", "PT2H"),
            ("PT90M", "PT1H30M"),
            ("PT120M", "PT2H"),
            ("P1DT2H", "P1DT2H"),
            ("PT15M/online", "PT15M/online"),
            ("7d@18:00", "7d@18:00"),
            ("0d@09:05/in_person", "0d@09:05/in_person"),
        ];
        for (text, canonical) in table {
            let rule: Rule = text.parse().unwrap();
            assert_eq!(rule.to_string(), canonical, "{text}");
            assert_eq!(canonical.parse::<Rule>().unwrap(), rule);
        }
    }

    #[test]
    fn what_is_no_rule() {
        let table = [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P0D",
            "PT0M",
            "P1M",
            "PT1S",
            "P-1D",
            "P1D2W",
            "PT5M2H",
            "P400D",
            "é",
            "Pé1D",
            "7d@",
            "7d@25:00",
            "999d@18:00",
            "P1D/by_post",
            "P99999999999D",
            "P4294967295W",
        ];
        for text in table {
            assert!(text.parse::<Rule>().is_err(), "{text:?}");
        }
    }
}

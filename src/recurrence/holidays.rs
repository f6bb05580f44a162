//! Bank holidays of the nations of the United Kingdom, as dated data.
//!
//! Known are the yearly ones of the Banking and Financial Dealings Act 1971 and those proclaimed each year since, with
//! substitute days, and from 1995 to 2026 each single day that was proclaimed or moved. What will be proclaimed for a
//! later year is not known before it is added here; nor are the local holidays of Scottish councils.

use entity::value::Nation;
use jiff::civil::{Date, Weekday, date};

use Nation::{EnglandAndWales, NorthernIreland, Scotland};

/// The first year in which Scotland has St Andrew's Day (St Andrew's Day Bank Holiday (Scotland) Act 2007).
const FIRST_SAINT_ANDREW: i16 = 2007;

/// Days that a proclamation moved, in all nations: from, to.
const MOVED: &[(Date, Date)] = &[
    // The ends of the war in Europe 50 and 75 years before.
    (date(1995, 5, 1), date(1995, 5, 8)),
    (date(2020, 5, 4), date(2020, 5, 8)),
    // To the Queen's jubilees.
    (date(2002, 5, 27), date(2002, 6, 4)),
    (date(2012, 5, 28), date(2012, 6, 4)),
    (date(2022, 5, 30), date(2022, 6, 2)),
];

/// Days that were proclaimed once, in all nations.
const SINGLE: &[Date] = &[
    // The end of the millennium.
    date(1999, 12, 31),
    // The Queen's golden, diamond and platinum jubilees.
    date(2002, 6, 3),
    date(2012, 6, 5),
    date(2022, 6, 3),
    // A royal wedding, the Queen's funeral, the King's coronation.
    date(2011, 4, 29),
    date(2022, 9, 19),
    date(2023, 5, 8),
];

/// Days that were proclaimed once, in one nation: Scotland after 28 years in a World Cup again.
const SINGLE_IN: &[(Nation, Date)] = &[(Scotland, date(2026, 6, 15))];

/// The nation as people say it.
#[must_use]
pub fn name(nation: Nation) -> &'static str {
    match nation {
        EnglandAndWales => "England and Wales",
        Scotland => "Scotland",
        NorthernIreland => "Northern Ireland",
    }
}

/// In which nations `day` is a bank holiday.
#[must_use]
pub fn nations(day: Date) -> Vec<Nation> {
    Nation::ALL.iter().copied().filter(|nation| is_holiday(*nation, day)).collect()
}

/// Whether `day` is a bank holiday there.
#[must_use]
pub fn is_holiday(nation: Nation, day: Date) -> bool {
    of_year(nation, day.year()).contains(&day)
}

fn of_year(nation: Nation, year: i16) -> Vec<Date> {
    let mut days = by_rule(nation, year);
    for (from, to) in MOVED.iter().filter(|(from, _)| from.year() == year) {
        days.retain(|day| day != from);
        days.push(*to);
    }
    let own = SINGLE_IN.iter().filter(|(only, _)| *only == nation).map(|(_, day)| day);
    days.extend(SINGLE.iter().chain(own).filter(|day| day.year() == year));
    days
}

fn by_rule(nation: Nation, year: i16) -> Vec<Date> {
    let on = |month, day| date(year, month, day);
    let mut days = vec![nth_monday(year, 5, 1), nth_monday(year, 5, -1)];
    days.extend(good_friday(year));
    if nation == Scotland {
        // The second of January is a holiday of its own: where it would fall together with the first's substitute, it is
        // the day after.
        days.extend(moved_on(&[on(1, 1), on(1, 2)]));
        if year >= FIRST_SAINT_ANDREW {
            days.extend(moved_on(&[on(11, 30)]));
        }
        days.push(nth_monday(year, 8, 1));
    } else {
        days.extend(moved_on(&[on(1, 1)]));
        days.extend(easter_monday(year));
        days.push(nth_monday(year, 8, -1));
    }
    if nation == NorthernIreland {
        days.extend(moved_on(&[on(3, 17)]));
        days.extend(moved_on(&[on(7, 12)]));
    }
    days.extend(moved_on(&[on(12, 25), on(12, 26)]));
    days
}

/// Each of some neighbouring days, or the next working day that none of the others has, where it falls on a weekend.
fn moved_on(days: &[Date]) -> Vec<Date> {
    let is_weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let mut taken: Vec<Date> = days.iter().copied().filter(|day| !is_weekend(*day)).collect();
    for day in days.iter().copied().filter(|day| is_weekend(*day)) {
        let free = std::iter::successors(Some(day), |day| day.tomorrow().ok())
            .find(|day| !is_weekend(*day) && !taken.contains(day));
        taken.extend(free);
    }
    taken
}

/// The first Monday of a month (1), or the last (-1).
fn nth_monday(year: i16, month: i8, nth: i32) -> Date {
    let first = date(year, month, 1);
    first.nth_weekday_of_month(if nth < 0 { -1 } else { 1 }, Weekday::Monday).unwrap_or(first)
}

fn good_friday(year: i16) -> Option<Date> {
    easter(year)?.checked_sub(jiff::Span::new().days(2)).ok()
}

fn easter_monday(year: i16) -> Option<Date> {
    easter(year)?.tomorrow().ok()
}

/// Easter Sunday of the Gregorian calendar (the anonymous computation, as in Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let months = h + l - 7 * m + 114;
    let month = i8::try_from(months / 31).ok()?;
    let day = i8::try_from(months % 31 + 1).ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(nation: Nation, year: i16) -> Vec<String> {
        let mut days = of_year(nation, year);
        days.sort_unstable();
        days.into_iter().map(|day| day.strftime("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_days_are_those_that_were_published() {
        for (nation, year, expected) in [
            (EnglandAndWales, 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (EnglandAndWales, 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (EnglandAndWales, 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
            (EnglandAndWales, 1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26"),
            (EnglandAndWales, 1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31"),
            (EnglandAndWales, 2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26"),
            (EnglandAndWales, 2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27"),
            (EnglandAndWales, 2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26"),
            (EnglandAndWales, 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
            (EnglandAndWales, 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
            (EnglandAndWales, 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
            (Scotland, 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"),
            (Scotland, 2023, "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26"),
            (Scotland, 2026, "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28"),
            (Scotland, 2022, "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27"),
            (Scotland, 2021, "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28"),
            (NorthernIreland, 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"),
            (NorthernIreland, 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
        ] {
            assert_eq!(listed(nation, year).join(" "), expected, "{nation:?} {year}");
        }
    }

    #[test]
    fn a_day_names_its_nations() {
        assert_eq!(nations(date(2024, 5, 27)), [EnglandAndWales, Scotland, NorthernIreland]);
        assert_eq!(nations(date(2024, 4, 1)), [EnglandAndWales, NorthernIreland]);
        assert_eq!(nations(date(2024, 12, 2)), [Scotland]);
        assert_eq!(nations(date(2024, 5, 28)), []);
    }
}

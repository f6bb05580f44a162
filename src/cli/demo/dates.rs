//! Where the dates of the demonstration are moved to: the weekday and the time of day stay.

use entity::value::Kind;
use entity::value::local::LocalTime;
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

/// The days on which the station by the picket was closed.
pub(super) const CLOSURE: (Date, Date) = (date(2024, 6, 7), date(2024, 12, 20));
/// The picket that fell into the closure.
const PICKET: Date = date(2024, 6, 21);

/// How many days after `today` an event lies at least; before, where it is negative.
fn least_days(kind: Kind, was: Date) -> i32 {
    match kind {
        Kind::Picket => 4,
        Kind::Lobby => 11,
        Kind::AnnualGeneralMeeting => 25,
        Kind::DayOfAction => 40,
        // The later of two hand-ins stays the later.
        Kind::HandIn if was >= date(2024, 6, 20) => -14,
        _ => -28,
    }
}

/// The start, on the first same weekday at least so many days from `today`.
pub(super) fn moved(kind: Kind, start: LocalTime, today: Date) -> Result<LocalTime, jiff::Error> {
    let was = start.date();
    let earliest = today.checked_add(least_days(kind, was).days())?;
    let ahead = (i32::from(was.weekday().to_monday_zero_offset())
        - i32::from(earliest.weekday().to_monday_zero_offset()))
    .rem_euclid(7);
    let day = earliest.checked_add(ahead.days())?;
    Ok(match start {
        LocalTime::Day(_) => LocalTime::Day(day),
        LocalTime::At(at) => LocalTime::At(day.to_datetime(at.time())),
    })
}

/// A block of days, from the first same weekday after `today`.
pub(super) fn block((from, to): (Date, Date), today: Date) -> Result<(Date, Date), jiff::Error> {
    let first = today.nth_weekday(1, from.weekday())?;
    Ok((first, first.checked_add(from.until(to)?)?))
}

/// The closure of the station, moved as the picket was.
pub(super) fn closure(today: Date) -> Result<(Date, Date), jiff::Error> {
    let picket = moved(Kind::Picket, LocalTime::Day(PICKET), today)?.date();
    let by: Span = PICKET.until(picket)?;
    Ok((CLOSURE.0.checked_add(by)?, CLOSURE.1.checked_add(by)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekday_and_time_stay_and_the_order_is_right() {
        for offset in 0..14 {
            let today = date(2026, 11, 20).checked_add(offset.days()).unwrap();
            let lobby = moved(Kind::Lobby, "2024-07-09T18:00".parse().unwrap(), today).unwrap();
            assert_eq!(lobby.date().weekday(), jiff::civil::Weekday::Tuesday);
            assert_eq!(lobby.datetime().hour(), 18);
            assert!(lobby.date() > today.checked_add(10.days()).unwrap());
            let first = moved(Kind::HandIn, "2024-06-12T11:30".parse().unwrap(), today).unwrap();
            let second = moved(Kind::HandIn, "2024-06-26".parse().unwrap(), today).unwrap();
            assert!(first.date() < second.date() && second.date() < today);
            let picket = moved(Kind::Picket, LocalTime::Day(PICKET), today).unwrap().date();
            let (from, until) = closure(today).unwrap();
            assert!(from < picket && picket < until);
        }
    }
}

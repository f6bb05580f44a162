//! Texts of a documented form: ids, dates, times, days of a rule.

use entity::Moment;
use entity::value::facts::On;
use entity::value::local::LocalTime;
use jiff::civil::Date;

/// The format of [`On`] in the document.
pub const DAY_OF_RULE: &str = "day-of-rule";

/// What a text of that format must be, when `text` is none.
pub(super) fn unreadable(format: &str, text: &str) -> Option<&'static str> {
    let (is_one, wanted) = match format {
        "uuid" => (uuid::Uuid::try_parse(text).is_ok(), "an id"),
        "date" => (text.parse::<Date>().is_ok(), "a date like 2026-07-09"),
        "date-time" => (text.parse::<Moment>().is_ok(), "an instant like 2026-07-09T17:00:00Z"),
        "local-time" => (
            text.parse::<LocalTime>().is_ok(),
            "a date and time like 2026-07-09T18:00, or a date like 2026-07-09, without a zone",
        ),
        DAY_OF_RULE => (
            text.parse::<On>().is_ok(),
            "a day of the week like mon, one of a month like first_tue or last_fri, a day from 1 to 31, last_day, \
             first_working_day or last_working_day",
        ),
        _ => return None,
    };
    (!is_one).then_some(wanted)
}

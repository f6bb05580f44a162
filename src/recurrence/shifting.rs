//! The days that are named one by one in how an event repeats, on other days.

use entity::value::facts::Repeats;
use jiff::Span;
use jiff::civil::Date;

/// The same with every day that it names so many days later: its end, the days left out, the further dates.
///
/// Which days of the week or month the rule has, stays. A day beyond the calendar stays where it was.
#[must_use]
pub fn shifted(repeats: Repeats, days: i32) -> Repeats {
    let by = Span::new().days(days);
    let on = |day: Date| day.checked_add(by).unwrap_or(day);
    Repeats {
        until: repeats.until.map(on),
        rrule: repeats.rrule.as_deref().map(|rule| with_end(rule, on)),
        except: repeats.except.iter().copied().map(on).collect(),
        also: repeats.also.iter().map(|at| at.days_later(days)).collect(),
        ..repeats
    }
}

/// The value of an RRULE with the day of its UNTIL as `on` has it; whatever follows the day in it stays.
fn with_end(rule: &str, on: impl Fn(Date) -> Date) -> String {
    let part = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let (day, rest) = value.trim().split_at_checked(8)?;
        let day =
            Date::strptime("%Y%m%d", day).ok().filter(|_day| name.trim().eq_ignore_ascii_case("UNTIL"))?;
        Some(format!("UNTIL={}{rest}", on(day).strftime("%Y%m%d")))
    };
    let parts: Vec<String> =
        rule.split(';').map(|said| part(said).unwrap_or_else(|| said.to_owned())).collect();
    parts.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_that_is_named_moves() {
        for (said, expected) in [
            (
                r#"{"every": "week", "on": ["mon"], "until": "2027-03-29"}"#,
                r#"{"every": "week", "on": ["mon"], "until": "2027-04-05"}"#,
            ),
            (
                r#"{"every": "day", "times": 9, "except": ["2027-03-02"], "also": ["2027-03-28T19:00"]}"#,
                r#"{"every": "day", "times": 9, "except": ["2027-03-09"], "also": ["2027-04-04T19:00"]}"#,
            ),
            (r#"{"also": ["2027-12-31"]}"#, r#"{"also": ["2028-01-07"]}"#),
            (
                r#"{"rrule": "FREQ=DAILY;until=20270329T070000Z;BYDAY=MO"}"#,
                r#"{"rrule": "FREQ=DAILY;UNTIL=20270405T070000Z;BYDAY=MO"}"#,
            ),
            (r#"{"rrule": "FREQ=DAILY;COUNT=20270329"}"#, r#"{"rrule": "FREQ=DAILY;COUNT=20270329"}"#),
        ] {
            let [said, expected] =
                [said, expected].map(|json| serde_json::from_str::<Repeats>(json).unwrap());
            assert_eq!(shifted(said.clone(), 7), expected);
            assert_eq!(shifted(said.clone(), 0).also, said.also);
        }
    }
}

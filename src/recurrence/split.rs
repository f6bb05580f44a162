//! "This and following": one rule becomes two, one that ends before a day and one that begins on it.

use entity::value::facts::Repeats;
use entity::value::local::LocalTime;
use jiff::civil::Date;

use super::{FURTHEST_MOVE, Recurrence};

/// The two halves of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halves {
    /// What was said, up to the day before.
    pub before: Repeats,
    /// The first date from the day on.
    pub start: LocalTime,
    /// What was said, from that date on.
    pub after: Repeats,
}

impl Recurrence {
    /// Splits the rule so that its second half begins on `day`, with all of that day. Together both have the dates of the whole.
    /// `None` where the rule has no date on `day`, or it is the first.
    #[must_use]
    pub fn split(&self, day: Date) -> Option<Halves> {
        let own = self.named_by(day)?;
        let start = self.at(own);
        let before = own.yesterday().ok().filter(|_| start > self.start)?;
        let gone = u32::try_from(self.rule_dates(Date::MIN..=before, usize::MAX).len()).ok()?;
        let whole = self.both_forms();
        // A day left out is named by the rule's day or by the one that a holiday moves it to.
        let first = Repeats {
            except: whole.except.iter().copied().filter(|except| *except < day.max(own)).collect(),
            also: whole.also.iter().copied().filter(|also| also.date() < day).collect(),
            ..ending(&whole, Some(before), None)
        };
        let left =
            whole.times.or_else(|| count(whole.rrule.as_deref()?)).map(|times| times.saturating_sub(gone));
        let second = Repeats {
            except: whole.except.iter().copied().filter(|except| *except >= day.min(own)).collect(),
            also: whole.also.iter().copied().filter(|also| also.date() >= day).collect(),
            ..match left {
                Some(_) => ending(&whole, None, left),
                None => whole.clone(),
            }
        };
        Some(Halves { before: in_one_form(first), start, after: in_one_form(second) })
    }

    /// The rule's day whose date takes place on `day`, or would if it were not left out.
    fn named_by(&self, day: Date) -> Option<Date> {
        let beyond = day.saturating_add(jiff::Span::new().days(FURTHEST_MOVE));
        let own = || self.rule_days().take_while(|own| *own <= beyond);
        own().find(|own| self.held(*own) == Some(day)).or_else(|| own().find(|own| *own == day))
    }
}

/// The same with another end, in both forms.
fn ending(whole: &Repeats, until: Option<Date>, times: Option<u32>) -> Repeats {
    let end = match (until, times) {
        (Some(day), _) => Some(format!("UNTIL={}", day.strftime("%Y%m%d"))),
        (None, Some(times)) => Some(format!("COUNT={times}")),
        (None, None) => None,
    };
    let rrule = whole.rrule.as_ref().map(|rule| {
        let parts = rule.split(';').filter(|part| !part.starts_with("UNTIL=") && !part.starts_with("COUNT="));
        let parts: Vec<&str> = parts.chain(end.as_deref()).collect();
        parts.join(";")
    });
    Repeats { until, times, rrule, ..whole.clone() }
}

fn count(rule: &str) -> Option<u32> {
    rule.split(';').find_map(|part| part.strip_prefix("COUNT=")?.parse().ok())
}

/// The plain fields where they say the rule, else the RRULE alone.
fn in_one_form(both: Repeats) -> Repeats {
    if both.every.is_some() {
        Repeats { rrule: None, ..both }
    } else {
        Repeats { until: None, times: None, ..both }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn recurrence(repeats: Value, start: &str) -> Recurrence {
        let repeats: Repeats = serde_json::from_value(repeats).unwrap();
        Recurrence::new(&repeats, start.parse().unwrap(), "Europe/London").unwrap()
    }

    fn dates(repeats: &Repeats, start: LocalTime) -> Vec<LocalTime> {
        let rule = Recurrence::new(repeats, start, "Europe/London").unwrap();
        rule.dates(Date::MIN..=Date::MAX, 400).into_iter().map(|date| date.start).collect()
    }

    #[test]
    fn both_halves_have_the_dates_of_the_whole() {
        for repeats in [
            json!({ "every": "week", "on": ["mon", "tue", "wed", "thu", "fri"], "until": "2026-09-11", "except_bank_holidays": "england-and-wales" }),
            json!({ "every": "week", "interval": 2, "times": 12 }),
            json!({ "every": "day", "times": 60, "except": ["2026-07-20", "2026-08-12"], "also": ["2026-07-15T19:00", "2026-08-20T19:00"] }),
            // On the days of some splits, before and after the rule's own.
            json!({ "every": "day", "times": 60, "also": ["2026-07-18T05:00", "2026-07-18T19:00", "2026-07-23T05:00"] }),
            json!({ "rrule": "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=3;COUNT=9" }),
            json!({ "rrule": "FREQ=DAILY;BYDAY=MO,WE;UNTIL=20261001" }),
        ] {
            let whole = recurrence(repeats.clone(), "2026-07-13T07:00");
            let all: Vec<LocalTime> =
                whole.dates(Date::MIN..=Date::MAX, 400).into_iter().map(|date| date.start).collect();
            let own = whole.rule_dates(Date::MIN..=Date::MAX, 400);
            for at in own.iter().skip(1).step_by(5) {
                let Some(halves) = whole.split(at.start.date()) else { panic!("{repeats} {}", at.slot) };
                let mut together = dates(&halves.before, whole.start);
                together.extend(dates(&halves.after, halves.start));
                assert_eq!(together, all, "{repeats} at {}: {halves:?}", at.slot);
            }
        }
    }

    #[test]
    fn the_first_date_and_days_that_are_none_of_the_rule_split_nothing() {
        let whole = recurrence(
            json!({ "every": "week", "times": 3, "also": ["2026-07-15T07:00"] }),
            "2026-07-13T07:00",
        );
        for day in ["2026-07-13", "2026-07-15", "2026-07-14", "2026-08-10"] {
            assert_eq!(whole.split(day.parse().unwrap()), None, "{day}");
        }
    }

    #[test]
    fn a_working_day_that_a_holiday_moved_splits_where_it_takes_place() {
        let repeats = json!({
            "every": "month", "on": ["last_working_day"], "times": 4, "except_bank_holidays": "england-and-wales",
            "also": ["2027-05-28T05:00"],
        });
        let whole = recurrence(repeats, "2027-04-30T07:00");
        let halves = whole.split("2027-05-28".parse().unwrap()).unwrap();
        assert_eq!(halves.start.to_string(), "2027-05-31T07:00", "as the rule has it");
        assert_eq!(dates(&halves.before, whole.start).len(), 1);
        let after: Vec<String> = dates(&halves.after, halves.start).iter().map(ToString::to_string).collect();
        assert_eq!(after, ["2027-05-28T05:00", "2027-05-28T07:00", "2027-06-30T07:00", "2027-07-30T07:00"]);
    }

    #[test]
    fn what_goes_on_goes_on() {
        let whole = recurrence(json!({ "every": "month", "on": ["first_tue"] }), "2026-07-07T18:00");
        let halves = whole.split("2026-09-01".parse().unwrap()).unwrap();
        assert_eq!(halves.before.until.unwrap().to_string(), "2026-08-31");
        assert_eq!((halves.after.until, halves.after.times), (None, None));
        assert_eq!(halves.start.to_string(), "2026-09-01T18:00");
    }
}

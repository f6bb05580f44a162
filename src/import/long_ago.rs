//! Series that began long ago: what of them is of late is taken.
//!
//! Pure. Other programs let a weekly meeting begin in the year in which it was first held; nobody looks at its dates of then.

use entity::value::facts::Facts;
use jiff::civil::Date;

use crate::recurrence::Recurrence;

/// So many dates that are over come in with a series whole.
const MOST_OVER: usize = 500;

/// Lets a series with many dates behind it begin with last year, and says so. It stays the same, import after import, for as
/// long as the year lasts.
pub(super) fn leave(facts: &mut Facts, today: Date, notes: &mut Vec<String>) {
    let Some(repeats) = &facts.repeats else { return };
    let Ok(rule) = Recurrence::new(repeats, facts.start, &facts.timezone) else { return };
    if rule.rule_dates(Date::MIN..=today, MOST_OVER + 1).len() <= MOST_OVER {
        return;
    }
    let Ok(begin) = Date::new(today.year().saturating_sub(1), 1, 1) else { return };
    let first = rule.held_dates(begin..=Date::MAX, 1).first().map(|date| date.start.date());
    let Some(halves) = first.and_then(|first| rule.split(first)) else { return };
    let later = facts.start.date().until(halves.start.date()).map_or(0, |span| span.get_days());
    facts.end = facts.end.map(|end| end.days_later(later));
    facts.start = halves.start;
    facts.repeats = Some(halves.after);
    notes.push(format!("It was taken from {} on: what was before is long over.", halves.start.date()));
}

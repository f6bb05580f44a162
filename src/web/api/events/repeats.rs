//! How an event repeats, as it is said and answered.
//!
//! Kept is one of the two forms; answered are both. So a change of one of them takes the place of the other.

use entity::value::facts;
use poem_openapi::Object;
use serde_json::Value;

use super::super::words::{Day, Every, Local, Month, Nation, On};
use crate::recurrence::Recurrence;

/// How an event repeats: in plain fields, or as an `rrule`. Answers have both, where the fields can say it.
#[derive(Object)]
pub(super) struct Repeats {
    /// By days, weeks, months or years; needed unless there is an `rrule`
    every: Option<Every>,
    /// 2 for every second one
    #[oai(validator(minimum(value = "1"), maximum(value = "366")))]
    interval: Option<u32>,
    /// On which days of the week or month; on that of the start when left out
    #[oai(validator(max_items = 35))]
    on: Option<Vec<On>>,
    /// In which months; in all when left out
    #[oai(validator(max_items = 12))]
    in_months: Option<Vec<Month>>,
    /// The last day on which it may take place
    until: Option<Day>,
    /// How many dates the rule has, those included that are left out; not together with `until`
    #[oai(validator(minimum(value = "1")))]
    times: Option<u32>,
    /// The value of an RRULE (RFC 5545, section 3.3.10), for what the fields above cannot say; by days or longer
    #[oai(validator(max_length = 500))]
    rrule: Option<String>,
    /// Not on the bank holidays of this nation
    except_bank_holidays: Option<Nation>,
    /// Days left out
    #[oai(validator(max_items = 500))]
    except: Option<Vec<Day>>,
    /// Starts of further dates
    #[oai(validator(max_items = 500))]
    also: Option<Vec<Local>>,
}

/// The fields that say the rule itself, beside `rrule`.
const PLAIN: [&str; 6] = ["every", "interval", "on", "in_months", "until", "times"];

/// A change of the rule in one form, made to take the place of the other: whoever changes the plain fields does not have
/// to clear the `rrule` that they were answered, nor the other way round. Where both are sent, the one that is still as it was
/// answered gives way; sent back as they were answered, both stay.
pub(super) fn in_one_form(change: &mut Value, present: &Value) {
    let Some(Value::Object(repeats)) = change.get_mut("repeats") else { return };
    let present = serde_json::from_value(present.clone()).ok();
    let answered = present.as_ref().and_then(in_both_forms).unwrap_or_default();
    let is_as_before = |name: &str| {
        let said = |value: Option<&Value>| value.filter(|value| !value.is_null()).cloned();
        said(repeats.get(name)) == said(answered.get(name))
    };
    let (same_fields, same_rrule) = (PLAIN.iter().all(|name| is_as_before(name)), is_as_before("rrule"));
    if same_rrule && !same_fields {
        repeats.remove("rrule");
    } else if same_fields && !same_rrule {
        repeats.retain(|name, _said| !PLAIN.contains(&name.as_str()));
    }
    let says = |name: &str| repeats.get(name).is_some_and(|said| !said.is_null());
    let (plain, rrule) = (PLAIN.iter().any(|name| repeats.contains_key(*name)), says("rrule"));
    if plain && !repeats.contains_key("rrule") {
        repeats.insert("rrule".to_owned(), Value::Null);
    } else if rrule && !plain {
        repeats.extend(PLAIN.iter().map(|name| ((*name).to_owned(), Value::Null)));
    }
}

/// Both forms of how an event repeats.
pub(super) fn in_both_forms(facts: &facts::Facts) -> Option<Value> {
    let repeats = facts.repeats.as_ref()?;
    let both = Recurrence::new(repeats, facts.start, &facts.timezone).map(|rule| rule.both_forms());
    serde_json::to_value(both.as_ref().unwrap_or(repeats)).ok()
}

/// Which of the two forms is kept: the plain fields where they can say it.
pub(super) fn kept(mut facts: facts::Facts) -> facts::Facts {
    if let Some(repeats) = &mut facts.repeats
        && let Ok(rule) = Recurrence::new(repeats, facts.start, &facts.timezone)
    {
        let both = rule.both_forms();
        let rrule = both.rrule.clone().filter(|_| both.every.is_none());
        *repeats = facts::Repeats { rrule, ..both };
    }
    facts
}

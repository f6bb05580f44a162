//! Rules as organisers say them, and the dates that follow.

use entity::value::facts::Repeats;
use entity::value::local::LocalTime;
use jiff::civil::{Date, date};

use super::Recurrence;
use crate::mistake::Mistake;

mod checks;
mod dates;
mod forms;
mod in_words;
mod properties;

const LONDON: &str = "Europe/London";

fn repeats(json: &str) -> Repeats {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn at(text: &str) -> LocalTime {
    text.parse().unwrap()
}

fn of(start: &str, json: &str) -> Recurrence {
    Recurrence::new(&repeats(json), at(start), LONDON)
        .unwrap_or_else(|mistakes| panic!("{start} {json}: {mistakes:?}"))
}

fn mistakes(start: &str, json: &str) -> Vec<Mistake> {
    Recurrence::new(&repeats(json), at(start), LONDON).map(|_| Vec::new()).unwrap_or_else(|mistakes| mistakes)
}

/// The days of the first dates that take place, without the year where it is the one before.
fn days(recurrence: &Recurrence, most: usize) -> String {
    let mut year = 0;
    let mut said = Vec::new();
    for instance in recurrence.dates(Date::MIN..=date(2400, 1, 1), most) {
        let day = instance.start.date();
        said.push(day.strftime(if day.year() == year { "%m-%d" } else { "%Y-%m-%d" }).to_string());
        year = day.year();
    }
    said.join(" ")
}

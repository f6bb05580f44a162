//! An entry of another calendar as the facts of an event, or why it is not taken.
//!
//! Pure. Nothing is made up: what an entry does not say, a draft lacks, and publishing asks for it. When it takes place is left to `when`,
//! how it repeats to `series`, how to join to `joining`.

use entity::Moment;
use entity::value::facts::{Facts, Online};
use entity::value::{AttendanceMode, Kind};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use super::joining::{self, Apart};
use super::long_ago;
use super::series;
use super::when::When;
use super::{people, plain};
use crate::calendar::{Foreign, Mark};
use crate::mistake::Mistake;
use crate::recurrence::Recurrence;

/// The longest title, place, description and codes, in characters; `event::check` says so too.
const TITLE: usize = 200;
const PLACE: usize = 500;
const DESCRIPTION: usize = 20_000;
const CODES: usize = 2_000;

/// An entry with the dates of it that differ.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub(super) whole: &'a Foreign,
    pub(super) dates: Vec<&'a Foreign>,
    /// How often it stands there beside the one that is taken.
    pub(super) again: usize,
}

/// What becomes of an entry.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) facts: Facts,
    /// Where, in the other calendar's words.
    pub(super) place: Option<String>,
    /// What could not be taken as it is, a sentence each.
    pub(super) notes: Vec<String>,
}

/// Why an entry is left, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Why {
    #[error("It is called off there.")]
    CalledOff,
    #[error("It is marked as private.")]
    Private,
    #[error("It is over.")]
    Over,
    #[error("Its rule can't be kept: {0}.")]
    Rule(String),
    #[error("{0}")]
    Other(String),
}

impl From<String> for Why {
    fn from(why: String) -> Self {
        Self::Other(why)
    }
}

/// The facts of `group`; or why it is left. `home` is the organisation's zone.
pub(super) fn facts(group: &Group<'_>, home: &str, now: Moment) -> Result<Mapped, Why> {
    let entry = group.whole;
    if entry.cancelled {
        return Err(Why::CalledOff);
    }
    if entry.private {
        return Err(Why::Private);
    }
    let mut notes = Vec::new();
    if group.again > 0 {
        notes.push("It stands there more than once; the last was taken.".to_owned());
    }
    if entry.is(Mark::Tentative) {
        notes.push("It is marked as not certain there.".to_owned());
    }
    let texts = Texts::of(entry, &mut notes);
    if texts.title.is_empty() {
        return Err(Why::Other("It has no title.".to_owned()));
    }
    let when = When::of(entry, home, &mut notes)?;
    let base =
        json!({ "kind": kind(entry), "title": texts.title, "start": when.start, "timezone": when.zone_name });
    let mut facts: Facts =
        serde_json::from_value(base).map_err(|error| format!("It can't be kept: {error}."))?;
    facts.end = when.end;
    facts.no_fixed_end = facts.end.is_none() && !when.start.is_all_day();
    facts.repeats = series::repeats(group, &when, &mut notes)?;
    let today = today(now, &when.zone);
    if is_over(&facts, &when, today)? {
        return Err(Why::Over);
    }
    long_ago::leave(&mut facts, today, &mut notes);
    let place = texts.put(&mut facts, &mut notes);
    Ok(Mapped { facts, place, notes })
}

/// Mistakes as one sentence.
pub(super) fn said(found: &[Mistake]) -> String {
    let parts = found.iter().take(5).map(|one| {
        let field = one.pointer.trim_start_matches('/');
        if field.is_empty() { one.message.clone() } else { format!("{field} {}", one.message) }
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn today(now: Moment, zone: &TimeZone) -> Date {
    now.timestamp().to_zoned(zone.clone()).date()
}

/// Whether its last date is past.
fn is_over(facts: &Facts, when: &When, today: Date) -> Result<bool, Why> {
    let Some(repeats) = &facts.repeats else {
        return Ok(facts.end.unwrap_or(when.start).date() < today);
    };
    let rule =
        Recurrence::new(repeats, when.start, &when.zone_name).map_err(|found| Why::Rule(said(&found)))?;
    Ok(rule.ends().is_some_and(|last| last < today))
}

/// What an entry says in words, with what tells how to join kept apart.
#[derive(Debug)]
struct Texts {
    title: String,
    place: String,
    description: String,
    link: Option<String>,
    codes: Vec<String>,
}

impl Texts {
    fn of(entry: &Foreign, notes: &mut Vec<String>) -> Self {
        let place = entry.location.as_deref().map(plain::line).unwrap_or_default();
        let description = plain::words(entry.description.as_deref().unwrap_or_default());
        let link = joining::link(entry, &place, &description);
        let page =
            entry.url.as_deref().and_then(plain::web).filter(|page| !description.contains(page.as_str()));
        let mut texts =
            Self { title: plain::line(&entry.title), place, description, link, codes: Vec::new() };
        let page = texts.keep_apart(page, notes);
        if let Some(page) = page {
            let gap = if texts.description.is_empty() { "" } else { "\n\n" };
            texts.description.push_str(&format!("{gap}More: {page}"));
        }
        texts.title = cut(&texts.title, TITLE, "title", notes);
        texts.description = cut(&texts.description, DESCRIPTION, "description", notes);
        texts
    }

    /// Takes what tells how to join out of all that is public; answers the page, if it is another than the link.
    fn keep_apart(&mut self, page: Option<String>, notes: &mut Vec<String>) -> Option<String> {
        let Some(link) = &self.link else { return page };
        let [title, description] = [&self.title, &self.description].map(|text| joining::apart(text, link));
        let place: Vec<Apart> = self.place.split(';').map(|part| joining::apart(part, link)).collect();
        if title.changed || description.changed {
            notes.push(
                "What its words said of how to join was taken out, and comes with the link: look whether any of it is left.".to_owned(),
            );
        }
        self.codes =
            [&description, &title].into_iter().chain(&place).flat_map(|apart| apart.codes.clone()).collect();
        self.title = title.stays;
        self.description = description.stays;
        let places = place.iter().map(|apart| apart.stays.trim()).filter(|place| !joining::is_nowhere(place));
        self.place = places.collect::<Vec<_>>().join(" ");
        page.filter(|page| !joining::apart(page, link).changed)
    }

    /// Puts them into the facts; answers the place, which is still to be looked up. A link to join is kept private, and is no place.
    fn put(self, facts: &mut Facts, notes: &mut Vec<String>) -> Option<String> {
        let words = self.place.trim_matches([' ', ',', ';', '-']);
        let place = (!words.is_empty()).then(|| cut(words, PLACE, "place", notes));
        let held =
            [&self.title, &self.description].into_iter().chain(&place).any(|text| people::are_named(text));
        if held {
            notes.push("Its words hold an e-mail address or a telephone number: look through them before you publish.".to_owned());
        }
        facts.description = Some(self.description).filter(|words| !words.is_empty());
        if let Some(link) = self.link {
            facts.attendance_mode =
                if place.is_some() { AttendanceMode::Hybrid } else { AttendanceMode::Online };
            let mut codes = self.codes;
            codes.dedup();
            let codes: String = codes.join("; ").chars().take(CODES).collect();
            let instructions = Some(codes).filter(|codes| !codes.is_empty());
            facts.online = Some(Online { join_url: Some(link), instructions, ..Online::default() });
            notes.push(
                "Its link to join is kept private: it comes by letter shortly before the start.".to_owned(),
            );
        }
        place
    }
}

/// The kind that one of its categories names.
fn kind(entry: &Foreign) -> Kind {
    let word = |category: &String| category.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    entry.categories.iter().find_map(|category| word(category).parse().ok()).unwrap_or(Kind::Other)
}

fn cut(words: &str, most: usize, what: &str, notes: &mut Vec<String>) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    notes.push(format!("Its {what} was longer than {most} characters, and is cut off."));
    words.chars().take(most).collect::<String>().trim_end().to_owned()
}

//! `/imports`: events from another calendar, as drafts.

use poem::web::Data;
use poem_openapi::{Object, OpenApi};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tag;
use crate::import::{Fetcher, Import, ImportError, Line, MOST_EVENTS, NotFetched};
use crate::organisation;
use crate::web::app::App;
use crate::web::caller::{EventsWrite, With};
use crate::web::exchange::answer::Shown;
use crate::web::exchange::body::Body;
use crate::web::exchange::sent::Sent;
use crate::web::problem::{self, Problem};

/// Another calendar: its address or its text.
#[derive(Object)]
pub struct NewImport {
    /// Where it is: https://, http:// or webcal://
    url: Option<String>,
    /// Its text, which begins with BEGIN:VCALENDAR; 5 MiB at most
    ics: Option<String>,
    /// What the calendar is called, with `ics`: what came from it earlier and is no longer in it is then said, and an entry whose UID
    /// changes when it moves (The Events Calendar) is known again as the one that moved. A `url` is its own name
    name: Option<String>,
    /// Only say what would be done
    dry_run: Option<bool>,
    /// Take also entries whose drafts were deleted here
    take_deleted: Option<bool>,
}

impl Sent for NewImport {}

/// What became of each entry.
#[derive(Object)]
struct ImportReport {
    /// New drafts
    taken: u32,
    /// Drafts that say what is new
    changed: u32,
    /// Drafts that said so already
    unchanged: u32,
    /// Entries with which nothing was done
    left: u32,
    /// Events that came from this calendar earlier and are no longer in it; nothing was done with them
    gone: u32,
    /// Each entry, and each event that is gone from it
    entries: Vec<ImportedEntry>,
}

/// An entry, and what became of it.
#[derive(Object)]
struct ImportedEntry {
    /// What it is called
    title: String,
    /// When it starts, on its own clocks
    start: Option<String>,
    /// taken, changed, unchanged, left or gone
    what: String,
    /// Its event
    event_id: Option<Uuid>,
    /// Why, and what of it could not be taken as it is
    notes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    url: Option<String>,
    ics: Option<String>,
    name: Option<String>,
    dry_run: bool,
    take_deleted: bool,
}

/// The resource.
pub struct Imports;

#[OpenApi(tag = "Tag::Events")]
impl Imports {
    /// Import a calendar
    ///
    /// Its events become drafts. An entry that comes again is known by its UID: a draft that nobody has changed here says then what is
    /// new, and an announced event is left as it is; what was deleted here stays away unless `take_deleted` is set. So the same request again does nothing twice. 300 events are written
    /// at once; a second request goes on, and a dry run says the same. What came from the same calendar earlier and is no longer in it is `gone`, as long as
    /// its last date is ahead: nothing is deleted, and many calendars show only their next dates.
    #[oai(path = "/imports", method = "post", operation_id = "create_import")]
    async fn create(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        body: Body<NewImport>,
    ) -> Result<Shown<ImportReport>, Problem> {
        let asked: Asked = body.read()?;
        let (text, source) = match (asked.url, asked.ics) {
            (None, Some(ics)) => (ics, asked.name),
            (Some(url), None) => {
                let fetcher = Fetcher { allowed: app.config.private_addresses.clone() };
                let text = fetcher.fetch(&url).await.map_err(|error| not_fetched(&error))?;
                (text, Some(asked.name.unwrap_or(url)))
            }
            _ => return Err(Problem::field("", "one_of", "must have either `url` or `ics`")),
        };
        let order = Import {
            organisation: organisation::find(&app.db.read(), caller.organisation).await?,
            actor: super::actor(&caller),
            dry_run: asked.dry_run,
            take_deleted: asked.take_deleted,
            source,
            most: MOST_EVENTS,
        };
        let imported = app.importer.import(&app.db, &app.seals, &order, text, app.clock.now());
        let lines = Box::pin(imported).await.map_err(refused)?;
        Shown::of(&report(&lines))
    }
}

fn not_fetched(error: &NotFetched) -> Problem {
    Problem::field("/url", "not_fetched", error.to_string())
}

fn refused(error: ImportError) -> Problem {
    match error {
        ImportError::NoCalendar(why) => Problem::field("/ics", "no_calendar", why.to_string()),
        ImportError::NotFetched(why) => not_fetched(&why),
        ImportError::TooSlow => Problem::field("/ics", "too_much", error.to_string()),
        ImportError::Busy => {
            let detail = "Other calendars are being imported at the moment. Please try again in a minute.";
            Problem::too_many(detail, 60)
        }
        ImportError::Event(error) => error.into(),
        ImportError::Reader => Problem::new(problem::BROKEN, "The calendar could not be read."),
        ImportError::Database(error) => Problem::broken(error),
    }
}

fn report(lines: &[Line]) -> Value {
    let count = |word: &str| lines.iter().filter(|line| line.what.as_str() == word).count();
    let entries = lines.iter().map(|line| {
        json!({
            "title": line.title, "start": line.start.map(|start| start.to_string()), "what": line.what.as_str(),
            "event_id": line.event, "notes": line.notes,
        })
    });
    json!({
        "taken": count("taken"), "changed": count("changed"), "unchanged": count("unchanged"), "left": count("left"),
        "gone": count("gone"),
        "entries": entries.collect::<Vec<_>>(),
    })
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 2] {
    let entry = json!({
        "title": "Branch meeting", "start": "2026-07-09T18:00", "what": "taken",
        "event_id": "01890a5d-ac96-774b-bcce-b302099a8057",
        "notes": ["Its place is kept in words: choose a venue, so that people get the way there."],
    });
    let report =
        json!({ "taken": 1, "changed": 0, "unchanged": 0, "left": 0, "gone": 0, "entries": [entry] });
    [
        ("NewImport", json!({ "url": "https://www.example.org/events/?ical=1", "dry_run": true })),
        ("ImportReport", report),
    ]
}

//! Replies in pages, or as a sheet.

use entity::value::Scope;
use poem::http::header;
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponses, Registry};
use poem_openapi::types::Type;
use uuid::Uuid;

use super::view::{Rsvp, View};
use crate::access::Caller;
use crate::event;
use crate::rsvp::sheet::{self, Columns};
use crate::rsvp::{self, Guest};
use crate::web::app::App;
use crate::web::exchange::answer::Shown;
use crate::web::exchange::list::{MOST, Page, Window};
use crate::web::problem::{self, Problem};

/// What was asked for.
pub(super) struct Which {
    pub(super) columns: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) cursor: Option<String>,
    pub(super) limit: Option<u32>,
}

/// Replies as JSON or as CSV.
pub(super) enum Listed {
    Page(Shown<Page<Rsvp>>),
    Sheet(String),
}

pub(super) async fn page(app: &App, caller: &Caller, event: Uuid, which: &Which) -> Result<Listed, Problem> {
    let window = Window::<Uuid>::read(which.cursor.as_deref(), which.limit, &("rsvps", event))?;
    note(app, caller, event, "rsvps.read").await?;
    let part = (window.after, window.fetch());
    let guests = rsvp::list(&app.db.read(), &app.seals, caller, event, part).await?;
    let views = guests.iter().map(|guest| View::of(guest, true, app)).collect();
    window.page(views, |view| view.id).map(Listed::Page)
}

pub(super) async fn sheet(
    app: &App,
    caller: &Caller,
    shown: &event::Shown,
    which: &Which,
) -> Result<Listed, Problem> {
    let columns = columns(which)?;
    let act = if columns == Columns::Contact { "rsvps.exported" } else { "rsvps.read" };
    note(app, caller, shown.event.id, act).await?;
    let guests = all(app, caller, shown.event.id).await?;
    let questions: Vec<String> =
        shown.facts().rsvp.questions.iter().map(|question| question.key.clone()).collect();
    sheet::csv(&guests, &questions, columns).map(Listed::Sheet).map_err(Problem::broken)
}

async fn all(app: &App, caller: &Caller, event: Uuid) -> Result<Vec<Guest>, Problem> {
    let mut guests: Vec<Guest> = Vec::new();
    loop {
        let part = (guests.last().map(|guest| guest.reply.id), u64::from(MOST));
        let more = rsvp::list(&app.db.read(), &app.seals, caller, event, part).await?;
        if more.is_empty() {
            return Ok(guests);
        }
        guests.extend(more);
    }
}

fn columns(which: &Which) -> Result<Columns, Problem> {
    match which.columns.as_deref() {
        None => Ok(Columns::Door),
        Some("contact") if which.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty()) => {
            Ok(Columns::Contact)
        }
        Some("contact") => {
            let detail = "`columns=contact` wants a `reason`: why names and addresses are needed.";
            Err(Problem::new(problem::BAD_PARAMETER, detail))
        }
        Some(_) => Err(Problem::new(problem::BAD_PARAMETER, "`columns` may be `contact`, or left out.")),
    }
}

/// Notes that people were read: before they are shown.
pub(super) async fn note(app: &App, caller: &Caller, event: Uuid, act: &'static str) -> Result<(), Problem> {
    let (caller, now) = (caller.clone(), app.clock.now());
    let reads_needs = act == "rsvps.read" && caller.may(Scope::AccessNeedsRead);
    let work = app.db.write(move |write| {
        Box::pin(async move {
            rsvp::note_reading(write, &caller, event, act, now).await?;
            if reads_needs {
                rsvp::note_reading(write, &caller, event, "access_needs.read", now).await?;
            }
            Ok::<_, Problem>(())
        })
    });
    work.await
}

impl IntoResponse for Listed {
    fn into_response(self) -> Response {
        match self {
            Self::Page(page) => page.into_response(),
            Self::Sheet(text) => Response::builder()
                .header(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")
                .header(header::CONTENT_DISPOSITION, "attachment; filename=\"replies.csv\"")
                .header(header::CACHE_CONTROL, "no-store")
                .body(text),
        }
    }
}

impl ApiResponse for Listed {
    fn meta() -> MetaResponses {
        let mut meta = <Shown<Page<Rsvp>> as ApiResponse>::meta();
        for response in &mut meta.responses {
            response.content.push(MetaMediaType { content_type: "text/csv", schema: String::schema_ref() });
        }
        meta
    }

    fn register(registry: &mut Registry) {
        <Shown<Page<Rsvp>> as ApiResponse>::register(registry);
    }
}

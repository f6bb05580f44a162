//! `/events/{id}/deliveries`: what was sent, when, and how it ended. No bodies, no addresses.

use entity::Moment;
use entity::value;
use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tag;
use super::words::{Instant, LetterKind, OutboxState};
use crate::event;
use crate::outbox;
use crate::web::app::App;
use crate::web::caller::{RsvpsRead, With};
use crate::web::exchange::answer::Shown;
use crate::web::exchange::list::{Page, Window};
use crate::web::problem::Problem;

/// One letter, and what became of it.
#[derive(Object)]
struct Delivery {
    /// Its id
    id: Uuid,
    /// The reply it is for
    rsvp_id: Option<Uuid>,
    /// Which letter it is
    kind: LetterKind,
    /// Where it is
    state: OutboxState,
    /// How often it was tried
    attempts: i32,
    /// Why it has not left, or will not: what the mail server said last, addresses cut, or our own reason
    last_error: Option<String>,
    /// The codes with which the mail server took it, like `250 2.0.0`
    last_answer: Option<String>,
    /// When it is due, or was
    due_at: Instant,
    /// When it was put
    created_at: Instant,
    /// When it came to its end
    settled_at: Option<Instant>,
}

#[derive(Serialize)]
struct View {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    rsvp_id: Option<Uuid>,
    kind: value::LetterKind,
    state: value::OutboxState,
    attempts: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_answer: Option<String>,
    due_at: Moment,
    created_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_at: Option<Moment>,
}

impl From<outbox::Row> for View {
    fn from(row: outbox::Row) -> Self {
        Self {
            id: row.id,
            rsvp_id: row.rsvp_id,
            kind: row.kind,
            state: row.state,
            attempts: row.attempts,
            last_error: row.last_error,
            last_answer: row.last_answer,
            due_at: row.due_at,
            created_at: row.created_at,
            settled_at: row.settled_at,
        }
    }
}

/// The resource.
pub struct Deliveries;

#[OpenApi(tag = "Tag::Letters")]
impl Deliveries {
    /// List what was sent
    ///
    /// The newest first.
    #[oai(path = "/events/:id/deliveries", method = "get", operation_id = "list_deliveries")]
    async fn list(
        &self,
        caller: With<RsvpsRead>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        /// Where to go on: `next` of the page before
        cursor: Query<Option<String>>,
        /// How many, 1 to 200; 50 when left out
        limit: Query<Option<u32>>,
    ) -> Result<Shown<Page<Delivery>>, Problem> {
        let conn = app.db.read();
        event::find(&conn, caller.organisation, *id, app.clock.now()).await?;
        let window = Window::<Uuid>::read(cursor.as_deref(), *limit, &("deliveries", *id))?;
        let rows = outbox::of_event(&conn, caller.organisation, *id, window.after, window.fetch()).await?;
        window.page(rows.into_iter().map(View::from).collect(), |view| view.id)
    }
}

/// An example for the document.
#[must_use]
pub fn example() -> Value {
    json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b09", "rsvp_id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b04",
        "kind": "confirmation", "state": "sent", "attempts": 1,
        "last_answer": "250 2.0.0", "due_at": "2026-07-01T17:30:00Z",
        "created_at": "2026-07-01T17:30:00Z", "settled_at": "2026-07-01T17:30:02Z",
    })
}

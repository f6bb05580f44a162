//! What every thing that is kept has beside what was said of it.

use entity::Moment;
use poem_openapi::Object;
use poem_openapi::types::Type;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::web::exchange::answer::Answer;
use crate::web::problem::Problem;

/// A thing, as it is answered: what was said of it, with the same names, and what we know.
#[derive(Debug, Serialize)]
pub struct Kept<'a, S> {
    /// Its id.
    pub id: Uuid,
    /// The slug of its organisation.
    pub organisation: &'a str,
    /// What was said of it.
    #[serde(flatten)]
    pub said: S,
    /// Raised by every change.
    pub revision: i64,
    /// When it was entered.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
    /// Where more is.
    pub links: Links,
}

impl<S: Serialize> Kept<'_, S> {
    /// As an answer, with its revision in the validator.
    ///
    /// # Errors
    /// 500 when it is not JSON, which nothing of ours is.
    pub fn answer<T: Type, const STATUS: u16>(&self) -> Result<Answer<T, STATUS>, Problem> {
        Answer::at_revision(self.revision, self)
    }
}

/// Where more of it is. What does not exist is left out.
#[derive(Object, Serialize, Debug, Default, Clone)]
pub struct Links {
    /// This, in the API
    #[oai(rename = "self")]
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    this: Option<String>,
    /// Its page
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    /// Its calendar
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<String>,
    /// Where people reply
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<String>,
}

impl Links {
    /// To a thing in the API, at `path` below `/api/v1`.
    #[must_use]
    pub fn to(links: &crate::links::Links, path: &str) -> Self {
        Self { this: Some(links.absolute(&format!("/api/v1{path}"))), ..Self::default() }
    }

    /// With its page.
    #[must_use]
    pub fn page(mut self, address: String) -> Self {
        self.html = Some(address);
        self
    }

    /// With its calendar.
    #[must_use]
    pub fn calendar(mut self, address: String) -> Self {
        self.calendar = Some(address);
        self
    }

    /// With its reply form.
    #[must_use]
    pub fn reply(mut self, address: String) -> Self {
        self.reply = Some(address);
        self
    }
}

/// An example of a thing that is kept, made from one of what is said.
#[must_use]
pub fn example(said: &Value) -> Value {
    let mut kept = said.clone();
    let beside = json!({
        "id": "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01", "organisation": "barnet-unison", "revision": 3,
        "created_at": "2026-06-01T09:00:00Z", "updated_at": "2026-06-02T17:30:00Z",
        "links": { "self": "https://events.example.org/api/v1/…" },
    });
    if let (Some(kept), Value::Object(beside)) = (kept.as_object_mut(), beside) {
        kept.extend(beside);
    }
    kept
}

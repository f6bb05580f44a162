//! Answers: documented in the OpenAPI document, serialised once, with their validator (RFC 9110, section 8.8.3).

use std::marker::PhantomData;

use poem::http::{StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::list::NextCursor;
use crate::web::problem::Problem;

/// JSON of the documented shape `T`, with one status.
#[derive(Debug)]
pub struct Answer<T, const STATUS: u16> {
    bytes: Vec<u8>,
    etag: Option<String>,
    location: Option<String>,
    next: Option<String>,
    shape: PhantomData<fn() -> T>,
}

/// 200 with something.
pub type Shown<T> = Answer<T, 200>;
/// 201 with what was made.
pub type Made<T> = Answer<T, 201>;
/// 202: it was received, and no more is said.
pub type Received<T> = Answer<T, 202>;

impl<T, const STATUS: u16> Answer<T, STATUS> {
    /// An answer whose validator is the hash of its bytes.
    ///
    /// # Errors
    /// 500 when `value` is not JSON, which no type of ours is.
    pub fn of(value: &impl Serialize) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(value).map_err(Problem::broken)?;
        let etag = Some(format!("\"{}\"", short_hash(&bytes)));
        Ok(Self { bytes, etag, location: None, next: None, shape: PhantomData })
    }

    /// An answer about one thing: its validator begins with the revision, which `If-Match` compares.
    ///
    /// # Errors
    /// As [`Answer::of`].
    pub fn at_revision(revision: i64, value: &impl Serialize) -> Result<Self, Problem> {
        let mut answer = Self::of(value)?;
        answer.etag = Some(format!("\"{revision}.{}\"", short_hash(&answer.bytes)));
        Ok(answer)
    }

    /// Where the thing made can be found.
    #[must_use]
    pub fn found_at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// The cursor of the next page.
    #[must_use]
    pub fn followed_by(mut self, next: Option<String>) -> Self {
        self.next = next;
        self
    }
}

/// Sixteen hexadecimal digits of SHA-256: enough to tell two renderings apart, not a seal.
#[must_use]
pub fn short_hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl<T, const STATUS: u16> IntoResponse for Answer<T, STATUS> {
    fn into_response(self) -> Response {
        let mut builder = Response::builder()
            .status(StatusCode::from_u16(STATUS).unwrap_or_default())
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(etag) = self.etag {
            builder = builder.header(header::ETAG, etag);
        }
        if let Some(location) = self.location {
            builder = builder.header(header::LOCATION, location);
        }
        let mut response = builder.body(self.bytes);
        if let Some(next) = self.next {
            response.set_data(NextCursor(next));
        }
        response
    }
}

impl<T: Type, const STATUS: u16> ApiResponse for Answer<T, STATUS> {
    fn meta() -> MetaResponses {
        let (description, headers) = match STATUS {
            201 => ("Made.", vec![text_header("Location", "Where it can be found"), etag_header()]),
            202 => ("Received.", vec![]),
            _ => ("As asked.", vec![etag_header()]),
        };
        let content = vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }];
        let response =
            MetaResponse { description, status: Some(STATUS), status_range: None, content, headers };
        MetaResponses { responses: vec![response] }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

fn etag_header() -> MetaHeader {
    text_header("ETag", "Its validator: give it back in If-None-Match, or in If-Match when you change it")
}

/// A documented header with a text.
#[must_use]
pub fn text_header(name: &str, description: &str) -> MetaHeader {
    MetaHeader {
        name: name.to_owned(),
        description: Some(description.to_owned()),
        required: false,
        deprecated: false,
        schema: String::schema_ref(),
    }
}

/// 204: done, and there is nothing to show.
#[derive(Clone, Copy, Debug)]
pub struct Done;

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

impl ApiResponse for Done {
    fn meta() -> MetaResponses {
        let response = MetaResponse {
            description: "Done.",
            status: Some(204),
            status_range: None,
            content: vec![],
            headers: vec![],
        };
        MetaResponses { responses: vec![response] }
    }

    fn register(_registry: &mut Registry) {}
}

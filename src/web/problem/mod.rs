//! What went wrong, as every caller gets it: RFC 9457 `application/problem+json`, or a page that says the same.
//!
//! Guarantees: `type` is one of [`ALL`] and never changes its meaning; `detail` is written for a person; nothing personal
//! and nothing of our inside is in it. A cause inside us travels beside the words, for the log, and is never shown.
//! Which of the two forms is sent, and the log line, is the business of `gate::answer`.

mod sorts;

use std::error::Error as StdError;
use std::fmt;

use poem::error::{
    MethodNotAllowedError, NotFoundError, ParsePathError as NoText, ReadBodyError, ResponseError,
};
use poem::http::{HeaderName, HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::error::{ContentTypeError, ParseParamError, ParsePathError};
use poem_openapi::registry::{MetaResponses, Registry};
use serde::Serialize;

pub use sorts::*;

use crate::causes;
use crate::database;
use crate::mistake::Mistake;

/// What is said of the members' address that was replaced.
pub const REPLACED: &str = "This address was replaced. Ask your branch for the new one.";

/// A failure, ready to be told.
#[derive(Debug)]
pub struct Problem {
    /// Its kind.
    pub sort: &'static Sort,
    /// What happened this time, for a person.
    pub detail: String,
    /// Field by field.
    pub errors: Vec<Mistake>,
    /// Headers that go with the answer, such as `Retry-After`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Problem {
    /// A failure of a kind, with what happened this time.
    pub fn new(sort: &'static Sort, detail: impl Into<String>) -> Self {
        Self { sort, detail: detail.into(), errors: Vec::new(), headers: Vec::new(), cause: None }
    }

    /// Not there, or not the caller's: the two look alike.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(NOT_FOUND, "There is nothing here, or it is not yours to see.")
    }

    /// Asked too often; after so many seconds it is worth trying again (RFC 6585, section 4).
    #[must_use]
    pub fn too_many(detail: &'static str, seconds: u64) -> Self {
        Self::new(TOO_MANY, detail).with_header(header::RETRY_AFTER, &seconds.to_string())
    }

    /// `If-Match` named an older revision.
    #[must_use]
    pub fn changed_meanwhile() -> Self {
        let detail = "It was changed since you read it. Read it again, and then repeat your change.";
        Self::new(CHANGED_MEANWHILE, detail)
    }

    /// It cannot be done as things are.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(CONFLICT, detail)
    }

    /// Fields that are wrong.
    #[must_use]
    pub fn invalid(errors: Vec<Mistake>) -> Self {
        let detail = match errors.len() {
            1 => "One field needs another look.".to_owned(),
            n => format!("{n} fields need another look."),
        };
        Self { errors, ..Self::new(INVALID, detail) }
    }

    /// One field that is wrong.
    pub fn field(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self::invalid(vec![Mistake::new(pointer, code, message)])
    }

    /// Our own fault. The cause is for the log; the caller gets a request id to quote.
    pub fn broken(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let cause = cause.into();
        let problem = if keeps_nothing(cause.as_ref()) {
            let detail = "Nothing can be kept at the moment, and nothing was: the disk of the service is full or \
                          fails. Please send it again in a few minutes.";
            Self::new(UNAVAILABLE, detail).with_header(header::RETRY_AFTER, "300")
        } else {
            Self::new(BROKEN, "It is our fault, and it has been noted. Please quote the request id.")
        };
        Self { cause: Some(cause), ..problem }
    }

    /// With what lies behind it, for the log: what was not expected.
    #[must_use]
    pub fn because_of(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Whether something failed that should not. That a caller is asked to come again, for a reason that passes, is none.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.sort.status.is_server_error() && (self.sort != UNAVAILABLE || self.cause.is_some())
    }

    /// With what is wrong, field by field.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<Mistake>) -> Self {
        self.errors = errors;
        self
    }

    /// With one more header on the answer. A value that is no header value is left out.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// What lies behind it, outermost first, for the log.
    #[must_use]
    pub fn chain(&self) -> String {
        self.source().map(causes::on_one_line).unwrap_or_default()
    }

    /// As `application/problem+json`.
    #[must_use]
    pub fn to_json(&self, request_id: &str) -> Response {
        let body = Document {
            kind: &self.sort.uri(),
            title: self.sort.title,
            status: self.sort.status.as_u16(),
            detail: &self.detail,
            errors: &self.errors,
            request_id,
        };
        let bytes = serde_json::to_vec(&body).unwrap_or_default();
        let mut response = Response::builder()
            .status(self.sort.status)
            .header(header::CONTENT_TYPE, "application/problem+json")
            .header(header::CACHE_CONTROL, "no-store")
            .body(bytes);
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}

/// Whether a failing disk lies behind it.
fn keeps_nothing(error: &(dyn StdError + 'static)) -> bool {
    causes::of(error).any(|error| error.downcast_ref().is_some_and(database::keeps_nothing))
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Mistake],
    request_id: &'a str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.sort.word, self.detail)
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            Some(cause) => Some(cause.as_ref()),
            None => None,
        }
    }
}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.sort.status
    }

    fn as_response(&self) -> Response {
        self.to_json("")
    }
}

impl ApiResponse for Problem {
    /// None: `api::document` writes the failures that an operation can have.
    fn meta() -> MetaResponses {
        MetaResponses { responses: Vec::new() }
    }

    fn register(_registry: &mut Registry) {}
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.to_json("")
    }
}

impl From<poem::Error> for Problem {
    /// Poem's own failures in our words. What it would say of a 5xx is kept from the caller.
    fn from(error: poem::Error) -> Self {
        let error = match error.downcast::<Self>() {
            Ok(ours) => return ours,
            Err(other) => other,
        };
        if error.is::<NotFoundError>() {
            return Self::not_found();
        }
        if error.is::<NoText>() {
            let detail =
                "A part of the address, such as an id, cannot be read: it must be percent-encoded UTF-8.";
            return Self::new(BAD_PARAMETER, detail);
        }
        if error.is::<MethodNotAllowedError>() {
            return Self::new(METHOD_NOT_ALLOWED, "Another method is needed here.");
        }
        if error.is::<ParsePathError>() {
            return Self::new(BAD_PARAMETER, "The id in the address is not one of ours: it is not a UUID.");
        }
        if let Some(parameter) = error.downcast_ref::<ParseParamError>() {
            return Self::new(BAD_PARAMETER, format!("`{}` cannot be read.", parameter.name));
        }
        if error.is::<ContentTypeError>() {
            return Self::new(UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
        }
        if let Some(ReadBodyError::PayloadTooLarge) = error.downcast_ref() {
            return Self::new(TOO_LARGE, "A body may have 256 KiB.");
        }
        let status = error.status();
        if status.is_server_error() {
            return Self::broken(error.to_string());
        }
        // Of the several that are 400, the one that says no more than that.
        let known = ALL.iter().find(|sort| sort.status == status && status != BAD_REQUEST.status);
        let sort = known.copied().unwrap_or(BAD_REQUEST);
        Self::new(sort, "The request cannot be taken as it is.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_word() {
        let mut words: Vec<_> = ALL.iter().map(|s| s.word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), ALL.len());
    }

    #[test]
    fn what_poem_says_of_a_server_error_stays_inside() {
        let inside = std::io::Error::other("secret detail");
        let problem = Problem::from(poem::error::InternalServerError(inside));
        assert_eq!(problem.sort, BROKEN);
        assert!(!problem.detail.contains("secret"));
        assert!(problem.chain().contains("secret detail"));
    }

    #[test]
    fn a_problem_passes_through_poem_unchanged() {
        let carried = poem::Error::from(Problem::field("/title", "required", "is needed"));
        let problem = Problem::from(carried);
        assert_eq!(problem.sort, INVALID);
        assert_eq!(problem.errors, vec![Mistake::new("/title", "required", "is needed")]);
    }
}

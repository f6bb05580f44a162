//! Every kind of failure: the words of the contract.

use poem::http::StatusCode;

/// One kind of failure: its word in `type`, its status, its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The last part of `type`; part of the contract.
    pub word: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// The same in a few words, always alike.
    pub title: &'static str,
}

macro_rules! sorts {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:ident, $title:literal;)+) => {
        $($(#[$doc])* pub const $name: &Sort = &Sort { word: $word, status: StatusCode::$status, title: $title };)+

        /// Every kind of failure there is.
        pub const ALL: &[&Sort] = &[$($name,)+];
    };
}

sorts! {
    /// The body is no JSON.
    MALFORMED = "malformed", BAD_REQUEST, "The body is not valid JSON";
    /// A query parameter, a header or an id in the address cannot be read.
    BAD_PARAMETER = "bad_parameter", BAD_REQUEST, "A parameter cannot be read";
    /// A cursor that belongs to another list or filter.
    BAD_CURSOR = "bad_cursor", BAD_REQUEST, "The cursor does not belong to this list";
    /// Anything else wrong with the request.
    BAD_REQUEST = "bad_request", BAD_REQUEST, "The request cannot be understood";
    /// No key, or one that is not valid.
    UNAUTHENTICATED = "unauthenticated", UNAUTHORIZED, "A valid API key is needed";
    /// No signature, or not one over this body with our secret, or from too long ago.
    BAD_SIGNATURE = "bad_signature", UNAUTHORIZED, "A valid signature is needed";
    /// The key lacks a scope.
    MISSING_SCOPE = "missing_scope", FORBIDDEN, "The API key lacks a scope";
    /// Not there, or not yours.
    NOT_FOUND = "not_found", NOT_FOUND, "Not found";
    /// The address exists; the method does not.
    METHOD_NOT_ALLOWED = "method_not_allowed", METHOD_NOT_ALLOWED, "This address does not take that method";
    /// No form of answer that the caller accepts.
    NOT_ACCEPTABLE = "not_acceptable", NOT_ACCEPTABLE, "There is no such form of this answer";
    /// It cannot be done as things are.
    CONFLICT = "conflict", CONFLICT, "This cannot be done as things are now";
    /// An event that was published is cancelled before it is deleted.
    CANCEL_FIRST = "cancel_first", CONFLICT, "Cancel it first";
    /// No places, no waiting list.
    FULL = "full", CONFLICT, "There are not enough places";
    /// No replies now.
    CLOSED = "closed", CONFLICT, "Replies are closed";
    /// The same Idempotency-Key is being worked on.
    IN_PROGRESS = "in_progress", CONFLICT, "The same request is being worked on";
    /// It was there and has been deleted.
    GONE = "gone", GONE, "No longer here";
    /// `If-Match` names an older revision.
    CHANGED_MEANWHILE = "changed_meanwhile", PRECONDITION_FAILED, "Somebody else was faster";
    /// The body is larger than we take.
    TOO_LARGE = "too_large", PAYLOAD_TOO_LARGE, "The body is too large";
    /// The address is longer than we read.
    ADDRESS_TOO_LONG = "address_too_long", URI_TOO_LONG, "The address is too long";
    /// There are more headers, or larger ones, than we read.
    HEADERS_TOO_LARGE = "headers_too_large", REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too large";
    /// The body is not of a type that we read.
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "The body has a type we do not read";
    /// Fields are wrong; `errors` says which.
    INVALID = "invalid", UNPROCESSABLE_ENTITY, "Some fields need another look";
    /// It cannot be published yet; `errors` says why.
    NOT_READY = "not_ready", UNPROCESSABLE_ENTITY, "It cannot be published yet";
    /// An Idempotency-Key came back with another body.
    KEY_REUSED = "key_reused", UNPROCESSABLE_ENTITY, "This Idempotency-Key was used for something else";
    /// Too many requests.
    TOO_MANY = "too_many_requests", TOO_MANY_REQUESTS, "Too many requests";
    /// Our fault.
    BROKEN = "internal", INTERNAL_SERVER_ERROR, "Something went wrong on our side";
    /// Not now.
    UNAVAILABLE = "unavailable", SERVICE_UNAVAILABLE, "Not available at the moment";
}

impl Sort {
    /// The `type` of RFC 9457, section 3.1.1: a name, the same on every installation.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("urn:problem-type:convenor:{}", self.word)
    }
}

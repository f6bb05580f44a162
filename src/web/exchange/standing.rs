//! What a program fetches again and again and changes with the release at most: kept plain and gzipped, each with its
//! validator. The comparisons with what a client holds already are here for everybody.

use poem::http::{HeaderMap, StatusCode, header};
use poem::{Request, Response};

use super::answer::short_hash;
use crate::feed;

/// A text that stands as long as the process does.
#[derive(Clone, Debug)]
pub struct Standing {
    kind: &'static str,
    plain: Vec<u8>,
    gzip: Vec<u8>,
    hash: String,
}

impl Standing {
    /// `text`, which has the media type `kind`.
    #[must_use]
    pub fn new(kind: &'static str, text: &str) -> Self {
        let gzip = feed::gzipped(text.as_bytes()).unwrap_or_default();
        let hash = short_hash(text.as_bytes());
        Self { kind, plain: text.as_bytes().to_vec(), gzip, hash }
    }

    /// The answer to who asks for it: 304 where they have it, gzipped where they take that.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Response {
        let gzip = takes_gzip(request.headers()) && !self.gzip.is_empty();
        let etag = if gzip { format!("\"{}-gzip\"", self.hash) } else { format!("\"{}\"", self.hash) };
        let base = Response::builder()
            .header(header::ETAG, &etag)
            .header(header::VARY, "Accept-Encoding")
            .header(header::CACHE_CONTROL, "public, no-cache");
        if request.header(header::IF_NONE_MATCH).is_some_and(|given| is_known(given, &etag)) {
            return base.status(StatusCode::NOT_MODIFIED).finish();
        }
        let base = base.content_type(self.kind);
        if gzip {
            base.header(header::CONTENT_ENCODING, "gzip").body(self.gzip.clone())
        } else {
            base.body(self.plain.clone())
        }
    }
}

/// Whether an `If-None-Match` names this validator (RFC 9110, section 13.1.2: weak comparison).
#[must_use]
pub fn is_known(given: &str, etag: &str) -> bool {
    given.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == etag)
}

/// Whether the client takes gzip (RFC 9110, section 12.5.3).
#[must_use]
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = matches!(weight.trim().trim_start_matches("q="), "0" | "0.0" | "0.00" | "0.000");
        matches!(name.trim(), "gzip" | "*") && !refused
    })
}

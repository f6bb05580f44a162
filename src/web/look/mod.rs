//! How every page looks: the layout, one stylesheet, the signs, and the headers that keep a page private.
//!
//! A page works without scripts, loads nothing from anybody else, and may be put in no frame: the policy says so to
//! the browser, so that a slip in a template is stopped there. What a page shows is the pages' own business.

mod icon;
mod markdown;

use std::sync::LazyLock;

use askama::Template;
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use poem::web::Path;
use poem::{Body, IntoResponse, Response, Route, get, handler};
use sha2::{Digest, Sha256};

use super::gate::allow::allow;
use super::problem::Problem;

pub(crate) use icon::Icon;
pub(crate) use markdown::{Prose, prose};

/// What stands around the main part of a page.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The name of the page in the browser's list.
    pub(crate) title: String,
    /// One line for search engines and previews of links.
    pub(crate) description: Option<String>,
    /// The full address by which the page wants to be known. Public pages only.
    pub(crate) address: Option<String>,
    /// Not for search engines.
    pub(crate) hidden: bool,
    /// Whose page it is.
    pub(crate) home: Option<Home>,
}

/// The organisation whose page it is.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// Its name.
    pub(crate) name: String,
    /// Its page.
    pub(crate) href: String,
    /// Its page on how it looks after people's details.
    pub(crate) details: String,
}

/// Who may keep a copy of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Anybody, for a minute: it is the same for everybody.
    Shared,
    /// Nobody: it is about one person, or has an address that only one person should have.
    Nobody,
}

/// Nothing but our own style and pictures; forms lead home; no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
const LOOK: &str = "GET, HEAD";
const A_DAY: &str = "public, max-age=86400";
const A_YEAR: &str = "public, max-age=31536000, immutable";

/// Answers with a page.
pub(crate) fn page(status: StatusCode, keep: Keep, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => with_headers(status, keep, html),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn with_headers(status: StatusCode, keep: Keep, html: String) -> Response {
    let mut answer = Response::builder().status(status).content_type("text/html; charset=utf-8").body(html);
    let headers = answer.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, POLICY);
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let (cache, referrer) = match keep {
        Keep::Shared => ("public, max-age=60", "strict-origin-when-cross-origin"),
        Keep::Nobody => ("no-store", "no-referrer"),
    };
    set(headers, header::CACHE_CONTROL, cache);
    set(headers, header::REFERRER_POLICY, referrer);
    if keep == Keep::Nobody {
        set(headers, header::HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    }
    answer
}

fn set(headers: &mut HeaderMap, name: header::HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

/// A file that is part of the binary, under a name that changes with what it holds.
struct Asset {
    name: String,
    kind: &'static str,
    bytes: &'static [u8],
}

impl Asset {
    fn new(stem: &str, ending: &str, kind: &'static str, bytes: &'static [u8]) -> Self {
        let hash = data_encoding::HEXLOWER.encode(Sha256::digest(bytes).get(..6).unwrap_or_default());
        Self { name: format!("{stem}-{hash}.{ending}"), kind, bytes }
    }
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("style", "css", "text/css; charset=utf-8", include_bytes!("style.css")));
static MARK: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("mark", "svg", "image/svg+xml", include_bytes!("mark.svg")));

/// The address of the stylesheet.
pub(crate) fn stylesheet() -> String {
    format!("/assets/{}", STYLE.name)
}

/// The address of the sign in the browser's tab.
pub(crate) fn mark() -> String {
    format!("/assets/{}", MARK.name)
}

/// Where the stylesheet and the sign are served, and the two files that programs look for by name.
pub(crate) fn routes(route: Route) -> Route {
    route
        .at("/assets/:name", allow(LOOK, get(asset)))
        .at("/favicon.ico", allow(LOOK, get(favicon)))
        .at("/robots.txt", allow(LOOK, get(robots)))
}

/// The sign for what reads no SVG: 16, 32 and 48 pixels wide.
#[handler]
fn favicon() -> Response {
    file("image/x-icon", include_bytes!("mark.ico"), A_DAY)
}

/// What is nobody's to index: pages of one person or of members, forms, and what programs read. It names kinds of
/// addresses, never one. Every calendar stays open, a member's own too (the longer rule counts: RFC 9309, section 2.2.2):
/// Google's asks here before it fetches what somebody has subscribed to.
#[handler]
fn robots() -> Response {
    file("text/plain; charset=utf-8", include_bytes!("robots.txt"), A_DAY)
}

#[handler]
fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let asset = [&*STYLE, &*MARK].into_iter().find(|asset| asset.name == name);
    let asset = asset.ok_or_else(Problem::not_found)?;
    Ok(file(asset.kind, asset.bytes, A_YEAR))
}

fn file(kind: &'static str, bytes: &'static [u8], keep: &'static str) -> Response {
    let mut answer = Response::builder().content_type(kind).body(Body::from_bytes(bytes.into()));
    set(answer.headers_mut(), header::CACHE_CONTROL, keep);
    set(answer.headers_mut(), header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    answer
}

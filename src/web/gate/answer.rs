//! The last word on every answer: failures in one form, a request id, the log.
//!
//! Guarantees: whatever goes wrong inside, a panic included, the caller gets a problem (RFC 9457) or a page that says the
//! same; a 5xx is logged here and nowhere else, once, with its chain; no path, query or address is logged, only the
//! pattern of the route.

use std::any::Any;
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use futures_util::FutureExt;
use poem::http::{HeaderName, HeaderValue, header};
use poem::{Endpoint, IntoResponse, PathPattern, Request, Response};

use crate::web::problem::Problem;

/// The id by which one request can be found in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// How a problem looks to a person: the request path, the problem and the request id make a page.
pub type Page = fn(&Problem, &RequestId) -> Response;

/// Wraps all routes.
#[derive(Debug)]
pub struct Answering<E> {
    routes: E,
    page: Page,
    random: RandomState,
    count: AtomicU64,
}

impl<E: Endpoint> Answering<E> {
    /// `routes` with every failure told; `page` tells it to people.
    pub fn new(routes: E, page: Page) -> Self {
        Self { routes, page, random: RandomState::new(), count: AtomicU64::new(0) }
    }

    /// Unlike any other for as long as a log is kept; says nothing about the caller.
    fn next_id(&self) -> RequestId {
        let hash = self.random.hash_one(self.count.fetch_add(1, Ordering::Relaxed));
        let mut id = String::with_capacity(16);
        write!(id, "{hash:016x}").unwrap_or_default();
        RequestId(id)
    }

    async fn respond(&self, request: Request, id: &RequestId) -> Response {
        let wants_json = wants_json(&request);
        let mut route = None;
        let outcome = AssertUnwindSafe(self.routes.call(request)).catch_unwind().await;
        let problem = match outcome {
            Ok(Ok(response)) => return response.into_response(),
            Ok(Err(error)) if error.is_from_response() => return error.into_response(),
            Ok(Err(error)) => {
                route = error.data::<PathPattern>().cloned();
                Problem::from(error)
            }
            Err(panic) => Problem::broken(format!("panic: {}", said(panic.as_ref()))),
        };
        if problem.sort.status.is_server_error() {
            tracing::error!(request = %id.0, kind = problem.sort.word, chain = %problem.chain(), "a request failed");
        }
        let mut response = if wants_json { problem.to_json(&id.0) } else { (self.page)(&problem, id) };
        if let Some(pattern) = route {
            response.set_data(pattern);
        }
        response
    }
}

impl<E: Endpoint> Endpoint for Answering<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let id = self.next_id();
        let started = Instant::now();
        let method = request.method().clone();
        request.set_data(id.clone());
        let mut response = self.respond(request, &id).await;
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
        }
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        let route = response.data::<PathPattern>().map_or("-", |p| &*p.0);
        tracing::info!(
            request = %id.0, %method, route, status = response.status().as_u16(),
            ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "answered"
        );
        Ok(response)
    }
}

/// The API speaks JSON; elsewhere a program says so in `Accept`.
fn wants_json(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    (path.starts_with("/api/") && path != "/api/docs")
        || (accept.contains("json") && !accept.contains("text/html"))
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}

//! The last word on every answer: failures in one form, a request id, the log.
//!
//! Guarantees: whatever goes wrong inside, a panic included, the caller gets a problem (RFC 9457) or a page that says the
//! same; a 5xx is logged here and nowhere else, once, with its chain; no path, query or address is logged, only the
//! pattern of the route. What was at hand, a calendar that many ask for every hour, is counted and told to the log at its
//! debug level alone. HEAD is answered as GET is, length and all, without the body.

use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use futures_util::FutureExt;
use poem::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, PathPattern, Request, Response};

use super::traffic::Traffic;
use crate::web::problem::Problem;

/// The id by which one request can be found in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

impl RequestId {
    /// Unlike any other for as long as a log is kept; says nothing about the caller.
    #[must_use]
    pub fn next() -> Self {
        static RANDOM: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let hash = RANDOM.hash_one(COUNT.fetch_add(1, Ordering::Relaxed));
        let mut id = String::with_capacity(16);
        write!(id, "{hash:016x}").unwrap_or_default();
        Self(id)
    }
}

/// Left with an answer that was at hand: the pattern of the route that it stands for.
#[derive(Clone, Copy, Debug)]
pub struct AtHand(pub &'static PathPattern);

/// How a problem looks to a person: the request path, the problem and the request id make a page.
pub type Page = fn(&Problem, &RequestId) -> Response;

/// Wraps all routes.
#[derive(Debug)]
pub struct Answering<E> {
    routes: E,
    page: Page,
    traffic: Arc<Traffic>,
}

impl<E: Endpoint> Answering<E> {
    /// `routes` with every failure told; `page` tells it to people. Every answer is counted in `traffic`.
    pub fn new(routes: E, page: Page, traffic: Arc<Traffic>) -> Self {
        Self { routes, page, traffic }
    }

    /// Counts an answer and tells it to the log.
    fn note(&self, id: &RequestId, method: &Method, response: &Response, started: Instant) {
        let (at_hand, status) = (response.data::<AtHand>(), response.status());
        let pattern = at_hand.map(|AtHand(pattern)| *pattern).or_else(|| response.data());
        let route = self.traffic.count(method, pattern, status);
        if at_hand.is_some() {
            tracing::debug!(request = %id.0, %route, status = status.as_u16(), "answered from what is at hand");
        } else {
            logged(id, method, (&route, status), started);
        }
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
            // What it said is not told, not even to the log: it may be what somebody typed.
            Err(_panic) => Problem::broken("a panic"),
        };
        if problem.is_failure() {
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
        let id = RequestId::next();
        let started = Instant::now();
        let method = request.method().clone();
        if method == Method::HEAD {
            request.set_method(Method::GET);
        }
        let mut response = self.respond(request, &id).await;
        if method == Method::HEAD {
            response = without_body(response).await;
        }
        if let Ok(value) = HeaderValue::from_str(&id.0) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
        }
        response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.note(&id, &method, &response, started);
        Ok(response)
    }
}

fn logged(id: &RequestId, method: &Method, (route, status): (&str, StatusCode), started: Instant) {
    tracing::info!(
        request = %id.0, %method, %route, status = status.as_u16(),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "answered"
    );
}

/// The API speaks JSON; elsewhere a program says so in `Accept`.
#[must_use]
pub fn wants_json(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    (path.starts_with("/api/") && path != "/api/docs")
        || (accept.contains("json") && !accept.contains("text/html"))
}

/// The answer to HEAD: that to GET with its length, without its body (RFC 9110, section 9.3.2).
async fn without_body(mut response: Response) -> Response {
    let body = response.take_body().into_bytes().await.unwrap_or_default();
    if !matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use poem::{Route, get, handler};
    use tracing_subscriber::fmt::MakeWriter;

    use super::*;
    use crate::web::public;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl<'a> MakeWriter<'a> for Log {
        type Writer = Self;
        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[handler]
    fn falls_over() -> Response {
        panic!("Ben Okafor, ben@example.org")
    }

    /// The answer to a request that makes the handler panic, and what was logged of it.
    async fn fallen(accept: &str) -> (Response, String) {
        let log = Log::default();
        let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone());
        let _logging = tracing::subscriber::set_default(lines.finish());
        let routes = Route::new().at("/r/:token", get(falls_over));
        let service = Answering::new(routes, |problem, _id| public::trouble(problem), Arc::default());
        let path = "/r/sesame?name=Okafor".parse().unwrap();
        let asked = Request::builder().uri(path).header(header::ACCEPT, accept).finish();
        let answer = service.call(asked).await.unwrap();
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        (answer, logged)
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_with_a_request_id_and_one_line_in_the_log() {
        let (answer, log) = fallen("application/json").await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.content_type(), Some("application/problem+json"));
        let id = answer.header("x-request-id").unwrap().to_owned();
        let problem: serde_json::Value = answer.into_body().into_json().await.unwrap();
        assert_eq!(problem["type"], "urn:problem-type:convenor:internal");
        assert_eq!((&problem["status"], &problem["request_id"]), (&500.into(), &id.clone().into()));
        assert!(!problem.to_string().contains("Okafor"), "{problem}");

        let errors: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).collect();
        assert!(errors.len() == 1 && errors[0].contains(&id), "{log}");
        for private in ["Okafor", "ben@", "sesame"] {
            assert!(!log.contains(private), "{private}: {log}");
        }
    }

    #[tokio::test]
    async fn a_person_gets_a_page_for_a_panic() {
        let (answer, log) = fallen("text/html").await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.content_type(), Some("text/html; charset=utf-8"));
        let page = answer.into_body().into_string().await.unwrap();
        assert!(!page.contains("Okafor") && !page.contains("sesame"), "{page}");
        assert_eq!(log.matches("ERROR").count(), 1, "{log}");
    }
}

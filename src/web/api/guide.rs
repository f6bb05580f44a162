//! What the OpenAPI document says of an address, held before and after the handlers.
//!
//! Guarantees: a wrong method is told which ones are right (`Allow`, RFC 9110 section 15.5.6); a misspelt query parameter
//! is refused, not passed over; a GET with the validator of before is 304; reads, the reply form of a public event, and
//! asking for a calendar of one's own are open to scripts of any origin, without credentials, and nothing else is (Fetch, "CORS protocol"). That there is no
//! such address or method, any script may read too.

use std::sync::Arc;

use poem::endpoint::make_sync;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, PathPattern, Request, Response, Route};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaOperation, MetaParamIn};

use crate::web::exchange::list::NextCursor;
use crate::web::exchange::query::Query;
use crate::web::exchange::standing::is_known;
use crate::web::problem::{self, Problem};

/// The headers of an answer that a script of another origin may read.
const EXPOSED: &str = "allow, content-disposition, etag, link, location, ratelimit-limit, ratelimit-remaining, \
                       ratelimit-reset, retry-after, www-authenticate, x-request-id";

/// Handlers behind their documentation.
pub struct Guided<E> {
    handlers: E,
    map: Route,
}

/// What is known of one address.
#[derive(Clone)]
struct Place {
    /// As the document writes it, from the root of the site on.
    pattern: PathPattern,
    operations: Arc<Vec<Known>>,
}

struct Known {
    method: Method,
    parameters: Vec<String>,
    is_open: bool,
}

impl<E: Endpoint> Guided<E> {
    /// `handlers`, which serve exactly the operations of `A`, below that address.
    pub fn by<A: OpenApi>(below: &str, handlers: E) -> Self {
        let paths = A::meta().into_iter().flat_map(|api| api.paths);
        let map = paths.fold(Route::new(), |map, path| {
            let operations = Arc::new(path.operations.iter().map(Known::of).collect());
            let pattern = PathPattern(format!("{below}{}", path.path).into());
            let place = Place { pattern, operations };
            let pattern = path.path.replace('{', ":").replace('}', "");
            map.at(
                pattern,
                make_sync(move |_| {
                    let mut found = Response::default();
                    found.set_data(place.clone());
                    found
                }),
            )
        });
        Self { handlers, map }
    }

    async fn done(&self, place: &Place, request: Request, asked: &Asked) -> poem::Result<Response> {
        let known = place.operation(request.method()).map_err(|problem| readable(problem, !asked.has_key))?;
        let is_open = known.is_open && !asked.has_key;
        let outcome = match Query::of(&request).asks_only(&known.parameters) {
            Ok(()) => self.handlers.call(request).await.map(IntoResponse::into_response),
            Err(problem) => Err(problem.into()),
        };
        match outcome {
            Ok(response) => Ok(share(asked.finish(response), is_open)),
            Err(error) => Err(readable(Problem::from(error), is_open).into()),
        }
    }

    async fn place(&self, request: &Request) -> Result<Place, Problem> {
        let probe = Request::builder().uri(request.uri().clone()).finish();
        let found = self.map.call(probe).await?;
        found.data::<Place>().cloned().ok_or_else(Problem::not_found)
    }
}

impl<E: Endpoint> Endpoint for Guided<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let asked = Asked::of(&request);
        let place = self.place(&request).await.map_err(|problem| readable(problem, !asked.has_key))?;
        if *request.method() == Method::OPTIONS {
            let mut answer = place.preflight(&request);
            answer.set_data(place.pattern);
            return Ok(answer);
        }
        let mut outcome = self.done(&place, request, &asked).await;
        match &mut outcome {
            Ok(response) => response.set_data(place.pattern),
            Err(error) => error.set_data(place.pattern),
        }
        outcome
    }
}

impl Known {
    fn of(operation: &MetaOperation) -> Self {
        let in_query = operation.params.iter().filter(|p| p.in_type == MetaParamIn::Query);
        Self {
            method: operation.method.clone(),
            parameters: in_query.map(|p| p.name.clone()).collect(),
            is_open: operation.method == Method::GET
                || matches!(operation.operation_id, Some("create_rsvp" | "create_calendar_subscription")),
        }
    }
}

impl Place {
    fn operation(&self, method: &Method) -> Result<&Known, Problem> {
        let wanted = if *method == Method::HEAD { &Method::GET } else { method };
        self.operations.iter().find(|known| known.method == *wanted).ok_or_else(|| {
            let allowed = self.allowed();
            Problem::new(problem::METHOD_NOT_ALLOWED, format!("It takes {allowed}."))
                .with_header(header::ALLOW, &allowed)
        })
    }

    fn allowed(&self) -> String {
        let mut names = Vec::new();
        for known in self.operations.iter() {
            names.push(known.method.as_str());
            if known.method == Method::GET {
                names.push("HEAD");
            }
        }
        names.push("OPTIONS");
        names.join(", ")
    }

    /// The answer to a browser that asks before it sends.
    fn preflight(&self, request: &Request) -> Response {
        let wanted = request.header(header::ACCESS_CONTROL_REQUEST_METHOD).unwrap_or_default();
        let builder =
            Response::builder().status(StatusCode::NO_CONTENT).header(header::ALLOW, self.allowed());
        if !self.operations.iter().any(|known| known.is_open && known.method.as_str() == wanted) {
            return builder.finish();
        }
        builder
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .header(header::ACCESS_CONTROL_ALLOW_METHODS, wanted)
            .header(header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, idempotency-key, if-none-match")
            .header(header::ACCESS_CONTROL_MAX_AGE, "86400")
            .finish()
    }
}

/// What of the question is needed for finishing the answer.
struct Asked {
    is_read: bool,
    has_key: bool,
    validators: Option<String>,
    address: String,
    query: String,
}

impl Asked {
    fn of(request: &Request) -> Self {
        Self {
            is_read: matches!(*request.method(), Method::GET | Method::HEAD),
            has_key: request.headers().contains_key(header::AUTHORIZATION),
            validators: request.header(header::IF_NONE_MATCH).map(str::to_owned),
            address: request.original_uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
        }
    }

    fn finish(&self, mut response: Response) -> Response {
        if !self.is_read {
            return response;
        }
        if let Some(NextCursor(cursor)) = response.data::<NextCursor>().cloned()
            && let Ok(link) = HeaderValue::from_str(&self.link_to(&cursor))
        {
            response.headers_mut().insert(header::LINK, link);
        }
        let headers = response.headers_mut();
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("authorization, accept"));
        if response.status() == StatusCode::OK && self.has(response.headers().get(header::ETAG)) {
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.set_status(StatusCode::NOT_MODIFIED);
            response.set_body(());
        }
        response
    }

    fn has(&self, etag: Option<&HeaderValue>) -> bool {
        let etag = etag.and_then(|etag| etag.to_str().ok());
        self.validators.as_deref().zip(etag).is_some_and(|(given, etag)| is_known(given, etag))
    }

    fn link_to(&self, cursor: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(
            url::form_urlencoded::parse(self.query.as_bytes()).filter(|(name, _)| name != "cursor"),
        );
        query.append_pair("cursor", cursor);
        format!("<{}?{}>; rel=\"next\"", self.address, query.finish())
    }
}

/// A failure that scripts of any origin may read, where that is open.
fn readable(problem: Problem, is_open: bool) -> Problem {
    if !is_open {
        return problem;
    }
    problem
        .with_header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .with_header(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
}

/// An answer that scripts of any origin may read, where that is open.
pub(super) fn share(mut response: Response, is_open: bool) -> Response {
    if is_open {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
    }
    response
}

//! Which methods a page takes.

use poem::http::header;
use poem::{Endpoint, IntoResponse, Request, Response};

use crate::web::problem::{self, Problem};

/// A page that takes some methods only.
#[derive(Debug)]
pub struct Allowed<E> {
    methods: &'static str,
    page: E,
}

/// `page` for `methods` (`"GET, HEAD"`); another method is told these (`Allow`, RFC 9110, section 15.5.6).
pub fn allow<E: Endpoint>(methods: &'static str, page: E) -> Allowed<E> {
    Allowed { methods, page }
}

impl<E: Endpoint> Endpoint for Allowed<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if self.methods.split(", ").any(|method| method == request.method().as_str()) {
            return self.page.call(request).await.map(IntoResponse::into_response);
        }
        let problem = Problem::new(problem::METHOD_NOT_ALLOWED, format!("It takes {}.", self.methods));
        Err(problem.with_header(header::ALLOW, self.methods).into())
    }
}

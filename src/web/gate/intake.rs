//! A bound on what is read from a caller.

use poem::http::Method;
use poem::{Endpoint, Middleware, Request};

/// The most that a body may have, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;

/// Reads the body before the handler does, and no further than [`MOST_BYTES`]: beyond them it is 413.
///
/// Poem's own `SizeLimit` wants a `Content-Length` and so refuses every GET without one.
#[derive(Clone, Copy, Debug)]
pub struct Bounded;

/// An endpoint behind [`Bounded`].
#[derive(Debug)]
pub struct BoundedEndpoint<E>(E);

impl<E: Endpoint> Middleware<E> for Bounded {
    type Output = BoundedEndpoint<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        BoundedEndpoint(endpoint)
    }
}

impl<E: Endpoint> Endpoint for BoundedEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, mut request: Request) -> poem::Result<Self::Output> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let body = request.take_body().into_bytes_limit(MOST_BYTES).await?;
            request.set_body(body);
        }
        self.0.call(request).await
    }
}

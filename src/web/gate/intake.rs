//! A bound on what is read from a caller.

use poem::http::Method;
use poem::{Body, Endpoint, Middleware, Request};
use tokio::io::AsyncReadExt;

use crate::web::problem::{self, Problem};

use crate::{import, inbox};

/// The most that a body may have, in bytes, but where [`most_bytes`] says otherwise.
pub const MOST_BYTES: usize = 256 * 1024;

/// The most that a body may have that is sent to an address.
fn most_bytes(path: &str) -> usize {
    match path {
        "/api/v1/inbox" => inbox::MOST_BYTES,
        // JSON writes each line break of a calendar with two signs.
        "/api/v1/imports" => import::MOST_BYTES + import::MOST_BYTES / 5,
        _ => MOST_BYTES,
    }
}

/// How much of a body that is too large is read and thrown away, in bytes: a caller who is still sending when the
/// connection is closed would see a broken pipe instead of the answer.
const THROWN_AWAY: u64 = 16 * 1024 * 1024;

/// Reads the body before the handler does, and no further than is allowed: beyond that it is 413.
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
            let most = most_bytes(request.uri().path());
            let bytes = read(request.take_body(), most).await?;
            request.set_body(bytes);
        }
        self.0.call(request).await
    }
}

async fn read(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let mut reader = body.into_async_read();
    let mut bytes = Vec::new();
    let one_more = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let broke_off = |_error| Problem::new(problem::BAD_REQUEST, "The body broke off.");
    (&mut reader).take(one_more).read_to_end(&mut bytes).await.map_err(broke_off)?;
    if bytes.len() <= most {
        return Ok(bytes);
    }
    tokio::io::copy(&mut reader.take(THROWN_AWAY), &mut tokio::io::sink()).await.map_err(broke_off)?;
    Err(Problem::new(problem::TOO_LARGE, format!("A body here may have {} KiB.", most / 1024)))
}

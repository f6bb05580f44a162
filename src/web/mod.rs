//! HTTP; the only folder that knows poem. All routes are on this page.

pub mod api;
pub mod app;
mod calendars;
pub mod caller;
pub mod exchange;
pub mod gate;
mod health;
mod look;
pub mod problem;
mod public;
mod quick;
mod subscribing;

use std::sync::Arc;
use std::time::Duration;

use poem::{Endpoint, EndpointExt, Response, Route};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use app::App;
use gate::allow::allow;
use gate::answer::{Answering, RequestId};
use gate::intake::Bounded;
use problem::Problem;
use quick::Quick;

/// Everything that is served.
pub fn routes(app: App) -> impl Endpoint<Output = Response> {
    let (json, yaml) = api::published();
    let routes = calendars::routes(public::routes(health::routes(Route::new())))
        .nest("/api/v1", api::endpoint())
        .at("/api/v1/openapi.json", allow("GET, HEAD", json))
        .at("/api/v1/openapi.yaml", allow("GET, HEAD", yaml))
        .nest("/api/docs", api::docs::routes());
    let traffic = Arc::clone(&app.traffic);
    Answering::new(Quick::new(app.clone(), routes.with(Bounded).data(app)), as_page, traffic)
}

/// A failure as people see it.
fn as_page(problem: &Problem, _id: &RequestId) -> Response {
    public::trouble(problem)
}

/// Serves on `listener` until `stop` is cancelled, then gives the requests that run `patience` to end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: &CancellationToken,
    patience: Duration,
) -> std::io::Result<()> {
    gate::serving::serve(listener, (routes(app), as_page), stop, patience).await
}

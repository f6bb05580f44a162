//! How the service is: `/healthz` (alive), `/readyz` (fit for work), `/metrics` (numbers for Prometheus).

use std::net::IpAddr;
use std::time::Duration;

use poem::http::{StatusCode, header};
use poem::web::Data;
use poem::{Addr, Request, Response, Route, get, handler};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use serde_json::json;

use super::app::App;
use super::gate::allow::allow;
use super::problem::Problem;
use crate::{inbox, outbox};

const LOOK: &str = "GET, HEAD";
/// A worker whose last round is older than this is not fit for work.
const ROUND: Duration = Duration::from_secs(60);

/// The three addresses, added to `route`.
pub(crate) fn routes(route: Route) -> Route {
    route
        .at("/healthz", allow(LOOK, get(healthz)))
        .at("/readyz", allow(LOOK, get(readyz)))
        .at("/metrics", allow(LOOK, get(metrics)))
}

#[handler]
fn healthz() -> Response {
    Response::builder().header(header::CACHE_CONTROL, "no-store").content_type("text/plain").body("alive\n")
}

#[handler]
async fn readyz(Data(app): Data<&App>) -> Response {
    let schema = app.db.schema().await;
    let reachable = schema.is_ok();
    let current = schema.is_ok_and(|state| state.is_current());
    let round = app.pulse.last_round();
    let now = app.clock.now();
    let (working, worker) = match round {
        _ if !app.config.roles.worker => (true, "not a role of this process"),
        None => (false, "its first round has not ended yet"),
        Some(last) if now.since(last) > ROUND => (false, "its last round is more than 60 seconds ago"),
        Some(_) => (true, "at work"),
    };
    let ready = reachable && current && working;
    let forwarded = if app.untrusted.was_seen() {
        "told by an address that CONVENOR_TRUSTED_PROXIES does not name, and not believed"
    } else {
        "nothing told by an address that is not trusted"
    };
    let body = json!({
        "ready": ready,
        "database": if reachable { "reachable" } else { "not reachable" },
        "schema": if current { "current" } else { "not current" },
        "worker": worker,
        "forwarded": forwarded,
    });
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Response::builder()
        .status(status)
        .header(header::CACHE_CONTROL, "no-store")
        .content_type("application/json")
        .body(body.to_string())
}

/// For whoever runs it, on this machine only: numbers, and no label that names an event or a person.
#[handler]
async fn metrics(request: &Request, Data(app): Data<&App>) -> poem::Result<Response> {
    if !from_this_machine(request) {
        return Err(Problem::not_found().into());
    }
    let mut registry = Registry::with_prefix("convenor");
    let letters = Family::<Vec<(String, String)>, Gauge>::default();
    registry.register("letters", "Rows of the outbox by state", letters.clone());
    for (state, count) in outbox::counts(&app.db.read()).await.map_err(Problem::broken)? {
        letters.get_or_create(&vec![("state".to_owned(), state.to_string())]).set(count);
    }
    let incoming = Family::<Vec<(String, String)>, Counter>::default();
    registry.register("incoming_letters", "Letters that came back, by what became of them", incoming.clone());
    for (outcome, count) in inbox::counts(&app.db.read()).await.map_err(Problem::broken)? {
        incoming
            .get_or_create(&vec![("outcome".to_owned(), outcome)])
            .inc_by(u64::try_from(count).unwrap_or(0));
    }
    let answers = Family::<Vec<(String, String)>, Counter>::default();
    registry.register("http_answers", "Answers by route, method and status", answers.clone());
    for (labels, count) in app.traffic.counts() {
        let named = ["route", "method", "status"].map(str::to_owned).into_iter().zip(labels).collect();
        answers.get_or_create(&named).inc_by(count);
    }
    let round: Gauge = Gauge::default();
    registry.register("worker_last_round_seconds", "Unix time of the worker's last round", round.clone());
    round.set(app.pulse.last_round().map_or(0, entity::Moment::seconds));
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Problem::broken)?;
    let answer = Response::builder()
        .header(header::CACHE_CONTROL, "no-store")
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(text);
    Ok(answer)
}

fn from_this_machine(request: &Request) -> bool {
    let Addr::SocketAddr(socket) = request.remote_addr().0 else { return false };
    let forwarded = request.headers().contains_key("x-forwarded-for");
    let ip: IpAddr = socket.ip().to_canonical();
    ip.is_loopback() && !forwarded
}

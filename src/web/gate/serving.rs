//! Connections: taken, answered and brought to an end.
//!
//! poem's own server puts each connection into a box that can only write one piece after the other, so that every
//! answer is copied once more before it leaves: of a large calendar that is a good part of the work. Here what is kept is sent
//! from where it lies. Guarantees: when it is told to stop, nothing new is taken, what is under way may end, and what does not
//! end in time is cut off. A connection that can't be taken, for want of files, is waited for and not asked for at once again.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::Page;
use super::wire::Wire;

/// How long to wait after a connection could not be taken.
const BREATH: Duration = Duration::from_millis(50);

/// Answers what comes to `listener` by `routes` until `stop` is cancelled, then gives what is under way `patience` to end.
/// `page` tells a failure that never became a request.
///
/// # Errors
/// When the listener has no address.
pub async fn serve(
    listener: TcpListener,
    (routes, page): (impl Endpoint<Output = Response> + 'static, Page),
    stop: &CancellationToken,
    patience: Duration,
) -> std::io::Result<()> {
    let routes = Arc::new(routes);
    let here = LocalAddr(listener.local_addr()?.into());
    let (open, tasks, cut_off) = (GracefulShutdown::new(), TaskTracker::new(), CancellationToken::new());
    while let Some((stream, caller)) = next(&listener, stop).await {
        let between = (here.clone(), RemoteAddr(caller.into()));
        let answering = answering(stream, page, Arc::clone(&routes), between, &open);
        tasks.spawn(cut_off.clone().run_until_cancelled_owned(answering));
    }
    drop(listener);
    tasks.close();
    if tokio::time::timeout(patience, open.shutdown()).await.is_err() {
        cut_off.cancel();
    }
    tasks.wait().await;
    Ok(())
}

/// The next connection; none once `stop` is cancelled.
async fn next(listener: &TcpListener, stop: &CancellationToken) -> Option<(TcpStream, SocketAddr)> {
    loop {
        match stop.run_until_cancelled(listener.accept()).await? {
            Ok(accepted) => return Some(accepted),
            Err(error) => tracing::warn!(%error, "a connection could not be taken"),
        }
        // Asked again at once, it would fail again.
        if tokio::time::timeout(BREATH, stop.cancelled()).await.is_ok() {
            return None;
        }
    }
}

/// Answers one connection until either side closes it. How it ends is nobody's concern: the other side may be gone any time.
fn answering(
    stream: TcpStream,
    page: Page,
    routes: Arc<impl Endpoint<Output = Response> + 'static>,
    between: (LocalAddr, RemoteAddr),
    open: &GracefulShutdown,
) -> impl Future<Output = ()> + Send + 'static {
    // An answer is written as a whole: waiting to join it to another would only delay it.
    drop(stream.set_nodelay(true));
    let service = service_fn(move |request: poem::http::Request<Incoming>| {
        let (routes, (here, caller)) = (Arc::clone(&routes), between.clone());
        async move {
            let answer = routes.get_response((request, here, caller, Scheme::HTTP).into()).await;
            Ok::<_, Infallible>(poem::http::Response::from(answer))
        }
    });
    let builder = Builder::new(TokioExecutor::new());
    let connection = builder.serve_connection(TokioIo::new(Wire::new(stream, page)), service).into_owned();
    let connection = open.watch(connection);
    async move { drop(connection.await) }
}

//! `convenor serve`: web and worker in one process.

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::log;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::server::{self, Service};

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    log::start(&config)?;
    let listener = if config.roles.web { Some(server::listen(config.listen).await?) } else { None };
    let lock = server::lock_folder(&config)?;
    let opened = server::open(config, Clock::System).await?;
    let service = Service::assemble(opened)?;
    until_stopped(service, listener).await?;
    drop(lock);
    Ok(())
}

/// Runs a wired service until it is told to stop.
pub(super) async fn until_stopped(service: Service, listener: Option<TcpListener>) -> Result<(), Failure> {
    // Listened for before we say that we serve: whoever reads that may stop us at once.
    let no_signals = |error| Failure::because("the system does not let us listen for signals", error);
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(no_signals)?;
    let address = &service.app.config.public_url;
    out::remark(&format!("Convenor serves on {address}. Stop it with Ctrl-C."));
    if !service.worker.mailer.reaches_people() {
        out::remark(
            "No mail server is set (CONVENOR_SMTP_URL): nobody is being written to; letters become files in \
             the data folder's mail folder and are kept for 24 hours.",
        );
    }
    if proxy_is_unnamed(&service.app.config) {
        out::remark(
            "No trusted proxy is set (CONVENOR_TRUSTED_PROXIES): whoever comes from a private or loopback address, as \
             from a proxy in front, has no limit on replies.",
        );
    }
    let stop = CancellationToken::new();
    let told = stop.clone();
    let mut running = std::pin::pin!(service.run(listener, stop));
    tokio::select! {
        ended = &mut running => return Ok(ended?),
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    out::remark("Stopping: requests and letters under way are finished first.");
    told.cancel();
    Ok(running.await?)
}

/// With an https address there is a proxy in front of us, which we were not told of.
fn proxy_is_unnamed(config: &Config) -> bool {
    config.roles.web
        && config.replies_per_network.is_some()
        && config.trusted_proxies.is_empty()
        && config.public_url.starts_with("https://")
}

//! `convenor serve`: web and worker in one process.

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::log;
use super::out::{self, Failure};
use super::remarks;
use crate::clock::Clock;
use crate::config::Config;
use crate::server::{self, Service};

pub(super) async fn run(config: Config) -> Result<(), Failure> {
    log::start(&config)?;
    let listener = if config.roles.web { Some(server::listen(config.listen).await?) } else { None };
    let lock = server::lock_folder(&config)?;
    let opened = server::open(config, Clock::System).await?;
    opened.free_letters(lock.as_ref()).await;
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
    for text in remarks::at_start(&service.app.config) {
        out::remark(&text);
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

//! The two loops of a worker that runs by itself: one for the beats, one for sending.
//!
//! They are apart because a letter may take ten minutes, and planning must not wait for it. Both wake when the bell
//! rings: once a second from the scheduler, and after every write of this process.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tokio::task::JoinHandle;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

use super::Worker;
use crate::causes;

/// A worker at work.
pub struct Running {
    scheduler: JobScheduler,
    loops: Vec<JoinHandle<()>>,
}

/// Starts the loops; they end when `stop` is cancelled, after the letters that are under way.
///
/// # Errors
/// When the scheduler can't be started.
#[expect(clippy::disallowed_methods, reason = "the loops end with `stop`, and `Running::ended` awaits them")]
pub async fn start(worker: &Worker, stop: &CancellationToken) -> Result<Running, JobSchedulerError> {
    let scheduler = JobScheduler::new().await?;
    let pulse = worker.pulse.clone();
    // UTC cron only, and nothing but a bell: the scheduler's zones go wrong across clock changes and it never
    // replays what it missed.
    let ring = Job::new("* * * * * *", move |_id, _scheduler| {
        pulse.ring();
        pulse.ring_sending();
    })?;
    scheduler.add(ring).await?;
    scheduler.start().await?;
    let beats = tokio::spawn(beats(worker.clone(), stop.clone()));
    let sending = tokio::spawn(sending(worker.clone(), stop.clone()));
    Ok(Running { scheduler, loops: vec![beats, sending] })
}

impl Running {
    /// Waits until the loops have ended. The bell rings until then: whoever waits here waits while they are at work.
    pub async fn ended(mut self) {
        let ended = futures_util::future::join_all(self.loops).await;
        let stopped = self.scheduler.shutdown().await;
        if stopped.is_err() || ended.iter().any(Result::is_err) {
            tracing::error!("the worker did not stop in order: a loop panicked, or the scheduler was gone");
        }
    }
}

async fn beats(worker: Worker, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = worker.pulse.rung_for_beats() => {}
        }
        worker.beats_due().await;
        worker.pulse.ring_sending();
    }
}

async fn sending(worker: Worker, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = worker.pulse.rung_for_sending() => {}
        }
        send(&worker, &stop).await;
    }
}

/// A round that fails or panics must not be the last.
async fn send(worker: &Worker, stop: &CancellationToken) {
    let why = match AssertUnwindSafe(worker.send(stop)).catch_unwind().await {
        Ok(Ok(_tally)) => return,
        Ok(Err(error)) => causes::on_one_line(&error),
        Err(_panic) => "it panicked".to_owned(),
    };
    tracing::error!(error = %why, "letters could not be claimed, sent or settled; tried again");
}

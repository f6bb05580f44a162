//! One writer on SQLite, whose commit the waiting writes share; plain transactions on PostgreSQL.
//!
//! Measured with five statements a reply: a commit each 0.21 of bare inserts, shared commits 0.42.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::{BoxFuture, Engine, Error, Write};

/// The most writes that share one commit. A single one never waits for company.
const GROUP: usize = 16;

/// Tells the caller how the write ended, once its commit is known.
pub(super) type Answer = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// A write with its types worn off. Without a transaction it only answers the error.
pub(super) type Job =
    Box<dyn for<'a> FnOnce(Result<&'a mut Write, Error>) -> BoxFuture<'a, (bool, Answer)> + Send>;

pub(super) enum Order {
    Write(Job),
    TruncateLog(oneshot::Sender<Result<(), Error>>),
    Close(oneshot::Sender<Result<(), Error>>),
}

#[derive(Debug)]
pub(super) enum Writer {
    Shared(mpsc::Sender<Order>),
    Pool(DatabaseConnection),
}

impl Writer {
    /// Starts the one task that writes to a SQLite file.
    #[expect(clippy::disallowed_methods, reason = "it ends with Close, which Database::close awaits")]
    pub(super) fn shared(connection: DatabaseConnection) -> Self {
        let (orders, inbox) = mpsc::channel(256);
        drop(tokio::spawn(serve(connection, inbox)));
        Self::Shared(orders)
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match self {
            Self::Pool(pool) => write_alone(pool, work).await,
            Self::Shared(orders) => {
                let (tell, told) = oneshot::channel();
                let job: Job = Box::new(move |write| Box::pin(run(write, work, tell)));
                orders.send(Order::Write(job)).await.map_err(|_closed| stopped())?;
                told.await.map_err(|_gone| stopped())?
            }
        }
    }

    pub(super) async fn truncate_log(&self) -> Result<(), Error> {
        self.order(Order::TruncateLog).await
    }

    pub(super) async fn close(&self) -> Result<(), Error> {
        self.order(Order::Close).await
    }

    async fn order(&self, order: fn(oneshot::Sender<Result<(), Error>>) -> Order) -> Result<(), Error> {
        let Self::Shared(orders) = self else { return Ok(()) };
        let (tell, told) = oneshot::channel();
        if orders.send(order(tell)).await.is_err() {
            return Ok(());
        }
        told.await.unwrap_or(Ok(()))
    }
}

fn stopped() -> Error {
    Error::Custom("the database writer has stopped, or this write panicked".to_owned())
}

async fn run<T, E, F>(
    write: Result<&mut Write, Error>,
    work: F,
    tell: oneshot::Sender<Result<T, E>>,
) -> (bool, Answer)
where
    F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let outcome = match write {
        Ok(write) => work(write).await,
        Err(error) => Err(E::from(error)),
    };
    let keep = outcome.is_ok();
    let answer: Answer = Box::new(move |committed| {
        // What the work itself answered says more than that its savepoint went with it. The caller may have stopped
        // waiting: then nobody needs the answer.
        drop(tell.send(outcome.and_then(|done| committed.map(|()| done).map_err(E::from))));
    });
    (keep, answer)
}

async fn write_alone<T, E, F>(pool: &DatabaseConnection, work: F) -> Result<T, E>
where
    F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let pool = pool.clone();
    // In a task of its own, so that it is carried out even when its caller stops waiting.
    #[expect(clippy::disallowed_methods, reason = "closing the pool waits for its connections")]
    let task = tokio::spawn(async move {
        let transaction = pool.begin_with_config(None, None).await?;
        let mut write = Write { engine: Engine::Postgres, transaction };
        let outcome = work(&mut write).await;
        match &outcome {
            Ok(_) => write.transaction.commit().await?,
            Err(_) => write.transaction.rollback().await?,
        }
        outcome
    });
    task.await.map_err(|_panicked| stopped())?
}

async fn serve(connection: DatabaseConnection, mut inbox: mpsc::Receiver<Order>) {
    let mut held = None;
    loop {
        let Some(order) = (match held.take() {
            Some(order) => Some(order),
            None => inbox.recv().await,
        }) else {
            return;
        };
        match order {
            Order::Write(first) => {
                let mut jobs = vec![first];
                while jobs.len() < GROUP {
                    match inbox.try_recv() {
                        Ok(Order::Write(job)) => jobs.push(job),
                        Ok(other) => {
                            held = Some(other);
                            break;
                        }
                        Err(_) => break,
                    }
                }
                write_together(&connection, jobs).await;
            }
            Order::TruncateLog(tell) => {
                let done = connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await;
                drop(tell.send(done.map(|_rows| ())));
            }
            Order::Close(tell) => {
                drop(tell.send(connection.close().await));
                return;
            }
        }
    }
}

async fn write_together(connection: &DatabaseConnection, mut jobs: Vec<Job>) {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let outer = match connection.begin_with_options(immediate).await {
        Ok(outer) => outer,
        Err(error) => return refuse(jobs, &error).await,
    };
    if jobs.len() == 1
        && let Some(job) = jobs.pop()
    {
        return write_single(outer, job).await;
    }
    let mut answers = Vec::with_capacity(jobs.len());
    let mut jobs = jobs.into_iter();
    for job in jobs.by_ref() {
        let (answer, ended) = write_one(&outer, job).await;
        answers.extend(answer);
        if let Err(error) = ended {
            // The engine may have undone the whole transaction (a full disk): nothing of this group counts.
            drop(outer.rollback().await);
            answers.into_iter().for_each(|answer| answer(Err(error.clone())));
            return refuse(jobs.collect(), &error).await;
        }
    }
    let committed = outer.commit().await;
    for answer in answers {
        answer(committed.clone());
    }
}

/// A job without company needs no savepoint.
async fn write_single(transaction: DatabaseTransaction, job: Job) {
    let (answer, ended) = write_within(transaction, job).await;
    if let Some(answer) = answer {
        answer(ended);
    }
}

async fn refuse(jobs: Vec<Job>, error: &Error) {
    for job in jobs {
        let (_keep, answer) = job(Err(error.clone())).await;
        answer(Ok(()));
    }
}

/// Runs one job in a savepoint, and says whether that could be ended.
async fn write_one(outer: &DatabaseTransaction, job: Job) -> (Option<Answer>, Result<(), Error>) {
    let transaction = match outer.begin_with_config(None, None).await {
        Ok(savepoint) => savepoint,
        Err(error) => return (Some(job(Err(error.clone())).await.1), Err(error)),
    };
    write_within(transaction, job).await
}

/// Runs one job in a transaction, or a savepoint of one, and ends that. A panic undoes it and is answered by its caller's
/// channel falling silent.
async fn write_within(transaction: DatabaseTransaction, job: Job) -> (Option<Answer>, Result<(), Error>) {
    let mut write = Write { engine: Engine::Sqlite, transaction };
    let ran = AssertUnwindSafe(job(Ok(&mut write))).catch_unwind().await;
    let (keep, answer) = match ran {
        Ok((keep, answer)) => (keep, Some(answer)),
        Err(_panic) => (false, None),
    };
    let ended = if keep { write.transaction.commit().await } else { write.transaction.rollback().await };
    (answer, ended)
}

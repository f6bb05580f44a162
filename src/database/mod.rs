//! Connections, transactions, and all that differs between SQLite and PostgreSQL.
//!
//! Rooms neither begin nor commit: an edge or a beat calls [`Database::write`] and hands its rooms the open
//! [`Write`]. On SQLite the writes that wait at one moment share one IMMEDIATE transaction, each in a savepoint
//! of its own, and are answered after the common commit; on PostgreSQL each is a transaction.
//! Nothing but the database is awaited inside a write.

mod connect;
mod schema;
mod writer;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, IsolationLevel, RuntimeErr, TransactionTrait,
};

pub use connect::OpenError;
pub use schema::SchemaState;
pub use sea_orm::DbErr as Error;

/// Where a question is asked: outside or inside a transaction. Every store function takes one by reference.
pub type Conn<'a> = sea_orm::DatabaseExecutor<'a>;

/// A future that borrows what it works on.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file; one process writes.
    Sqlite,
    /// A server; several processes share the work.
    Postgres,
}

/// The database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    engine: Engine,
    /// On SQLite several connections that cannot write; on PostgreSQL the one pool.
    readers: DatabaseConnection,
    writer: writer::Writer,
    writes: AtomicU64,
}

/// An open write. What is done through it happens whole or not at all.
#[derive(Debug)]
pub struct Write {
    engine: Engine,
    transaction: DatabaseTransaction,
}

impl Write {
    /// For the store functions of the rooms.
    #[must_use]
    pub fn conn(&self) -> Conn<'_> {
        Conn::Transaction(&self.transaction)
    }

    /// Waits until no other write holds the turn `number`, and holds it until this write ends.
    /// On SQLite there is one writer anyway.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_turns(&self, number: i64) -> Result<(), Error> {
        if self.engine == Engine::Postgres {
            let statement = format!("SELECT pg_advisory_xact_lock({number})");
            sea_orm::ConnectionTrait::execute_unprepared(&self.transaction, &statement).await?;
        }
        Ok(())
    }

    /// The engine, for the few statements that must differ.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }
}

/// Several reads that see one state of the database.
#[derive(Debug)]
pub struct Snapshot {
    transaction: DatabaseTransaction,
}

impl Snapshot {
    /// For the store functions of the rooms.
    #[must_use]
    pub fn conn(&self) -> Conn<'_> {
        Conn::Transaction(&self.transaction)
    }
}

impl Database {
    /// Which engine it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// For questions that need no transaction.
    #[must_use]
    pub fn read(&self) -> Conn<'_> {
        Conn::Connection(&self.inner.readers)
    }

    /// One state of the database, for reads that must agree with each other.
    ///
    /// # Errors
    /// When no connection can be had.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let readers = &self.inner.readers;
        let transaction = match self.inner.engine {
            // A deferred transaction that only reads is a snapshot in WAL mode.
            Engine::Sqlite => readers.begin_with_config(None, None).await?,
            Engine::Postgres => {
                let level = Some(IsolationLevel::RepeatableRead);
                readers.begin_with_config(level, Some(AccessMode::ReadOnly)).await?
            }
        };
        Ok(Snapshot { transaction })
    }

    /// Does `work` whole or not at all: kept when it answers `Ok`, undone when it answers `Err`.
    ///
    /// The work is carried out even when its caller stops waiting.
    ///
    /// # Errors
    /// What `work` answers, or the database's error when nothing could be begun or kept.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let done = self.inner.writer.write(work).await;
        self.inner.writes.fetch_add(1, Ordering::SeqCst);
        done
    }

    /// How many writes of this process have ended: while it stays the same, nobody here has changed anything. Other
    /// processes don't count.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.inner.writes.load(Ordering::SeqCst)
    }

    /// Empties SQLite's write-ahead log, so that what was deleted is gone from the disk too.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn truncate_log(&self) -> Result<(), Error> {
        self.inner.writer.truncate_log().await
    }

    /// Ends all connections, after the writes that wait.
    ///
    /// # Errors
    /// When a connection cannot be closed in order.
    pub async fn close(&self) -> Result<(), Error> {
        self.inner.writer.close().await?;
        self.inner.readers.close_by_ref().await
    }
}

/// Whether a write broke a unique index: somebody else was there first.
#[must_use]
pub fn is_conflict(error: &Error) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}

/// Whether the engine can keep nothing at the moment, whoever asks: its disk is full, or fails.
#[must_use]
pub fn keeps_nothing(error: &Error) -> bool {
    let Some(answer) = answer_of(error) else { return false };
    match answer.code().as_deref() {
        // PostgreSQL: disk_full.
        Some("53100") => true,
        // After such an answer SQLite undoes all that was under way: the savepoints of other writes are gone too.
        Some("1") => answer.message().starts_with("no such savepoint"),
        // SQLITE_IOERR and SQLITE_FULL, whose finer kinds stand in the higher bits.
        Some(code) if code.len() < 5 => matches!(code.parse::<i32>().map(|code| code & 0xff), Ok(10 | 13)),
        _ => false,
    }
}

/// What the engine itself answered, if it is the engine that failed.
fn answer_of(error: &Error) -> Option<&dyn sea_orm::sqlx::error::DatabaseError> {
    match error {
        Error::Conn(RuntimeErr::SqlxError(why))
        | Error::Exec(RuntimeErr::SqlxError(why))
        | Error::Query(RuntimeErr::SqlxError(why)) => why.as_database_error(),
        _ => None,
    }
}

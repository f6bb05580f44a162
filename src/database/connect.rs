//! Opening the database, with a sentence for each way in which that fails.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection, PgConnection};
use sea_orm::{ConnectOptions, DatabaseConnection, RuntimeErr};

use super::writer::Writer;
use super::{Database, Engine, Error, Inner, answer_of};

/// How many connections read a SQLite file beside the one that writes.
const SQLITE_READERS: u32 = 4;
/// How many rows SQLite may have read ahead of whoever asked.
const ROWS_AT_HAND: usize = 1_024;

/// How many connections one process holds to a PostgreSQL server.
const POSTGRES_CONNECTIONS: u32 = 16;

/// Why the database could not be opened, each in one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither `sqlite://` nor `postgres://`.
    #[error(
        "CONVENOR_DATABASE_URL must begin with sqlite:// or postgres://; set it so, or leave it out for a file in the data folder"
    )]
    UnknownEngine,
    /// The file or its folder can't be written.
    #[error(
        "the database file {path} can't be opened for writing: give this user write access to it and its folder, or set CONVENOR_DATA_DIR to a folder that has it"
    )]
    NotWritable {
        /// Which file.
        path: String,
        /// What the engine said.
        source: Error,
    },
    /// The file is something else.
    #[error(
        "{path} is not a SQLite database: move it away, or set CONVENOR_DATABASE_URL or CONVENOR_DATA_DIR to another place"
    )]
    NotADatabase {
        /// Which file.
        path: String,
    },
    /// The server does not answer, or not to us.
    #[error(
        "the PostgreSQL server can't be reached: check that it runs and that the address, user, password and database in CONVENOR_DATABASE_URL are right"
    )]
    NotReachable(#[source] Error),
    /// Made by a later release.
    #[error(
        "this database needs convenor {needed} or newer and this is {ours}: start the newer release, or restore a backup made before it"
    )]
    TooNew {
        /// The oldest release that works with it.
        needed: String,
        /// This release.
        ours: &'static str,
    },
    /// The schema could not be brought up to date.
    #[error(
        "the database could not be brought up to date: free some disk space or check its permissions, then start again"
    )]
    NotMigrated(#[source] Error),
}

impl Database {
    /// Opens the database at `url`, without looking at its schema.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            open_sqlite(path).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = connect_postgres(url, POSTGRES_CONNECTIONS).await.map_err(OpenError::NotReachable)?;
            Ok(Self::assemble(Engine::Postgres, pool.clone(), Writer::Pool(pool)))
        } else {
            Err(OpenError::UnknownEngine)
        }
    }

    fn assemble(engine: Engine, readers: DatabaseConnection, writer: Writer) -> Self {
        Self { inner: Arc::new(Inner { engine, readers, writer, writes: AtomicU64::new(0) }) }
    }
}

async fn open_sqlite(path: &str) -> Result<Database, OpenError> {
    let not_writable = |source| {
        let path = path.to_owned();
        if is_no_database(&source) {
            OpenError::NotADatabase { path }
        } else {
            OpenError::NotWritable { path, source }
        }
    };
    make_private(path);
    let writer = sea_orm::Database::connect(sqlite_options(path, false)).await.map_err(not_writable)?;
    // A read-only file opens without complaint; asking to write tells.
    sea_orm::ConnectionTrait::execute_unprepared(&writer, "BEGIN IMMEDIATE; ROLLBACK;")
        .await
        .map_err(not_writable)?;
    let readers = sea_orm::Database::connect(sqlite_options(path, true)).await.map_err(not_writable)?;
    private_to_owner(path);
    Ok(Database::assemble(Engine::Sqlite, readers, Writer::shared(writer)))
}

/// Whether the engine found something else in the file (`SQLITE_NOTADB`).
fn is_no_database(error: &Error) -> bool {
    answer_of(error).is_some_and(|answer| answer.code().as_deref() == Some("26"))
}

fn sqlite_options(path: &str, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=rwc"));
    options
        .max_connections(if read_only { SQLITE_READERS } else { 1 })
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .synchronous(SqliteSynchronous::Full)
                .row_buffer_size(ROWS_AT_HAND)
                .pragma("secure_delete", "ON");
            if read_only {
                sqlite.create_if_missing(false).pragma("query_only", "ON")
            } else {
                sqlite.journal_mode(SqliteJournalMode::Wal)
            }
        });
    options
}

/// Makes the file before the engine would, which makes it for everybody; its log gets the same mode then. Where that can't
/// be done, the engine says why.
fn make_private(path: &str) {
    use std::os::unix::fs::OpenOptionsExt;
    drop(std::fs::OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path));
}

/// The database and its log are for their owner alone. A file system without modes is left as it is.
fn private_to_owner(path: &str) {
    use std::os::unix::fs::PermissionsExt;
    for file in [path.to_owned(), format!("{path}-wal"), format!("{path}-shm")] {
        if Path::new(&file).exists() {
            drop(std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)));
        }
    }
}

pub(super) async fn connect_postgres(url: &str, connections: u32) -> Result<DatabaseConnection, Error> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(0)
        .connect_timeout(Duration::from_secs(8))
        .acquire_timeout(Duration::from_secs(8))
        .sqlx_logging(false)
        .test_before_acquire(true);
    match sea_orm::Database::connect(options).await {
        Err(error) if was_tried_again(&error) => Err(reason(url).await.unwrap_or(error)),
        done => done,
    }
}

/// Whether connecting was tried until the time was up: a server may just be starting. Why it failed is lost by then.
fn was_tried_again(error: &Error) -> bool {
    matches!(error, Error::Conn(RuntimeErr::SqlxError(why)) if matches!(**why, sqlx::Error::PoolTimedOut))
}

/// Why a server can't be reached, from one try more.
async fn reason(url: &str) -> Option<Error> {
    let connecting = tokio::time::timeout(Duration::from_secs(8), PgConnection::connect(url)).await;
    match connecting.ok()? {
        // It has answered at last; whoever starts the service again will succeed.
        Ok(connection) => connection.close().await.err(),
        Err(why) => Some(why),
    }
    .map(|why| Error::Conn(RuntimeErr::SqlxError(Arc::new(why))))
}

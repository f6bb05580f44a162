//! Bringing the tables up to date, and refusing a database that a later release has changed beyond us.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, Statement};

use super::connect::connect_postgres;
use super::writer::Writer;
use super::{Database, Engine, Error, OpenError};

/// The number under which nodes take turns to migrate. Any constant will do; this one is ours.
const MIGRATION_LOCK: i64 = 0x636f_6e76_656e_6f72;

/// How the tables stand against this binary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaState {
    /// Migrations of this binary that were carried out.
    pub applied: Vec<String>,
    /// Migrations of this binary that were not.
    pub pending: Vec<String>,
    /// Migrations that this binary does not know: a later release carried them out.
    pub newer: Vec<String>,
    /// The oldest release that works with this database, if that is not this one or older.
    pub needs_release: Option<String>,
}

impl SchemaState {
    /// Whether this binary can work with the tables as they are.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.pending.is_empty() && self.needs_release.is_none()
    }
}

impl Database {
    /// Carries out the migrations that are pending. Several nodes may call it at once.
    ///
    /// # Errors
    /// [`OpenError::TooNew`] when a later release changed the tables beyond us, or that a migration failed.
    pub async fn migrate(&self, url: &str) -> Result<(), OpenError> {
        let state = self.schema().await.map_err(OpenError::NotMigrated)?;
        if let Some(needed) = state.needs_release {
            return Err(OpenError::TooNew { needed, ours: env!("CARGO_PKG_VERSION") });
        }
        if state.pending.is_empty() {
            return Ok(());
        }
        let done = match self.inner.engine {
            Engine::Sqlite => self.migrate_sqlite(url).await,
            Engine::Postgres => migrate_postgres(url).await,
        };
        done.map_err(OpenError::NotMigrated)
    }

    /// A connection of its own, so that the writer's task need not know of migrations.
    async fn migrate_sqlite(&self, url: &str) -> Result<(), Error> {
        let mut options = sea_orm::ConnectOptions::new(format!("{url}?mode=rw"));
        options.max_connections(1).sqlx_logging(false);
        let connection = sea_orm::Database::connect(options).await?;
        let done = Migrator::up(&connection, None).await;
        connection.close().await?;
        done
    }

    /// How the tables stand against this binary. Changes nothing.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn schema(&self) -> Result<SchemaState, Error> {
        let connection = match &self.inner.writer {
            Writer::Pool(pool) => pool,
            Writer::Shared(_) => &self.inner.readers,
        };
        let done = carried_out(connection).await?;
        let needs_release = if done.is_empty() { None } else { needed_release(connection).await? };
        let ours: Vec<String> = Migrator::migrations().iter().map(|m| m.name().to_owned()).collect();
        let pending = ours.iter().filter(|name| !done.contains(name)).cloned().collect();
        let (applied, newer) = done.into_iter().partition(|name| ours.contains(name));
        Ok(SchemaState { applied, pending, newer, needs_release })
    }
}

/// One connection and PostgreSQL's own lock, so that nodes starting together take turns.
async fn migrate_postgres(url: &str) -> Result<(), Error> {
    let connection = connect_postgres(url, 1).await?;
    let lock = format!("SELECT pg_advisory_lock({MIGRATION_LOCK})");
    connection.execute_unprepared(&lock).await?;
    let done = Migrator::up(&connection, None).await;
    connection.close().await?;
    done
}

async fn carried_out(connection: &DatabaseConnection) -> Result<Vec<String>, Error> {
    let backend = connection.get_database_backend();
    let table = match backend {
        sea_orm::DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'"
        }
        _ => {
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = 'seaql_migrations'"
        }
    };
    if connection.query_one_raw(Statement::from_string(backend, table)).await?.is_none() {
        return Ok(Vec::new());
    }
    let names = Statement::from_string(backend, "SELECT version FROM seaql_migrations ORDER BY version");
    connection.query_all_raw(names).await?.iter().map(|row| row.try_get("", "version")).collect()
}

async fn needed_release(connection: &DatabaseConnection) -> Result<Option<String>, Error> {
    let rows = entity::table::compatibility::Entity::find().all(connection).await?;
    let newest = rows.into_iter().map(|row| row.oldest_binary).max_by_key(|release| numbers(release));
    Ok(newest.filter(|needed| numbers(needed) > numbers(env!("CARGO_PKG_VERSION"))))
}

/// A release as numbers that compare: `0.10.2` is after `0.9.9`.
fn numbers(release: &str) -> Vec<u64> {
    release.split(['.', '-']).map(|part| part.parse().unwrap_or(0)).collect()
}

//! A database of its own for every test, copied from one that was migrated once for this build of the tests.
//!
//! `TEST_DATABASE` says on which engine: `sqlite` (the default) is a file in a temporary folder; `postgres` is a
//! database on the server of `TEST_POSTGRES_URL`, which `./scripts/with-postgres` starts. Both are gone when the
//! test ends. Tests may run as threads of one process or as processes of their own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use convenor::database::{Database, Engine};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tempfile::TempDir;

/// The engine that this run of the suite is for.
pub(crate) fn engine() -> Engine {
    match variable("TEST_DATABASE").as_deref() {
        None | Some("" | "sqlite") => Engine::Sqlite,
        Some("postgres") => Engine::Postgres,
        Some(other) => panic!("TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

/// One test's database.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    /// What goes into `CONVENOR_DATABASE_URL`.
    pub(crate) url: String,
    /// Held for its file, on SQLite.
    folder: Option<TempDir>,
    /// The name to drop, on PostgreSQL.
    name: Option<String>,
}

impl TestDatabase {
    /// With every table, and nothing in them.
    pub(crate) async fn migrated() -> Self {
        clients_can_encrypt();
        match engine() {
            Engine::Sqlite => {
                let database = Self::sqlite_file();
                fs::copy(sqlite_template().await, database.url.strip_prefix("sqlite://").unwrap()).unwrap();
                database
            }
            Engine::Postgres => Self::on_postgres(&postgres_template().await).await,
        }
    }

    /// Without a table.
    pub(crate) async fn empty() -> Self {
        clients_can_encrypt();
        match engine() {
            Engine::Sqlite => Self::sqlite_file(),
            Engine::Postgres => Self::on_postgres("template0").await,
        }
    }

    fn sqlite_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("convenor.db").display());
        Self { url, folder: Some(folder), name: None }
    }

    async fn on_postgres(template: &str) -> Self {
        let name = format!("test_{}", convenor::secret::new_id(entity::Moment::from_millis(0)).simple());
        let server = connect(&server_url()).await;
        run(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        server.close().await.unwrap();
        Self { url: url_of(&name), folder: None, name: Some(name) }
    }

    /// A connection beside the service's own, to look with SQL.
    pub(crate) async fn connect(&self) -> DatabaseConnection {
        connect(&self.url).await
    }

    /// The same, where only the address is left.
    pub(crate) async fn connect_to(url: &str) -> DatabaseConnection {
        connect(url).await
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else { return };
        // Dropping is no place to await in, so a thread does it.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let server = connect(&server_url()).await;
                run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            });
        });
        if dropped.join().is_err() && !std::thread::panicking() {
            panic!("the test's database could not be dropped");
        }
    }
}

/// The migrated file; made by whoever comes first, while the others wait.
async fn sqlite_template() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("{}.db", template_name()));
    let lock = File::create(folder.join("template.lock")).unwrap();
    lock.lock().unwrap();
    if !file.exists() {
        for old in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if old.extension().is_some_and(|extension| extension == "db") {
                fs::remove_file(old).unwrap();
            }
        }
        let unfinished = file.with_extension("new");
        drop(fs::remove_file(&unfinished));
        migrate(&format!("sqlite://{}", unfinished.display())).await;
        fs::rename(&unfinished, &file).unwrap();
    }
    file
}

/// The name of the migrated database; made by whoever comes first, while the others wait.
async fn postgres_template() -> String {
    let name = template_name();
    let server = connect(&server_url()).await;
    let mut lock = server.get_postgres_connection_pool().acquire().await.unwrap();
    sea_orm::sqlx::query("SELECT pg_advisory_lock(1)").execute(&mut *lock).await.unwrap();
    let exists = sea_orm::sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut *lock)
        .await
        .unwrap();
    if exists.is_none() {
        let unfinished = format!("{name}_new");
        run(&server, &format!("DROP DATABASE IF EXISTS {unfinished}")).await;
        run(&server, &format!("CREATE DATABASE {unfinished} TEMPLATE template0")).await;
        migrate(&url_of(&unfinished)).await;
        run(&server, &format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    sea_orm::sqlx::query("SELECT pg_advisory_unlock(1)").execute(&mut *lock).await.unwrap();
    drop(lock);
    server.close().await.unwrap();
    name
}

/// One name for each build of the tests, so that a changed migration makes a new template.
fn template_name() -> String {
    let program = std::env::current_exe().unwrap();
    let built = program.metadata().unwrap().modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("template_{}", built.as_nanos())
}

async fn migrate(url: &str) {
    let database = Database::open(url).await.unwrap();
    database.migrate(url).await.unwrap();
    database.close().await.unwrap();
}

async fn connect(url: &str) -> DatabaseConnection {
    let made_if_missing = if url.starts_with("sqlite:") { "?mode=rwc" } else { "" };
    let mut options = sea_orm::ConnectOptions::new(format!("{url}{made_if_missing}"));
    options.max_connections(2).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn run(server: &DatabaseConnection, sql: &str) {
    server.execute_unprepared(sql).await.unwrap();
}

/// The server's own database, on the server that the run brought.
fn server_url() -> String {
    variable("TEST_POSTGRES_URL").expect("run this with ./scripts/test postgres, which starts a server")
}

/// The same server, another database.
fn url_of(name: &str) -> String {
    server_url().replacen("/postgres?", &format!("/{name}?"), 1)
}

#[expect(clippy::disallowed_methods, reason = "who runs the tests says on which engine")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Every test begins with a database, and most go on with an HTTP client, which wants to know whose cryptography it uses even where
/// it uses none.
fn clients_can_encrypt() {
    rustls::crypto::ring::default_provider().install_default().ok();
}

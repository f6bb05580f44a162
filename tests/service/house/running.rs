//! The service itself, running: a real port, a database and a data folder of its own, a mail server beside it, a
//! clock that the test sets and a worker that the test steps.
//!
//! When a test is over, the house looks round: a letter that still waits though its time has come, one that ended and does not say
//! why, or an error in the log that nobody expected, fails the test.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use convenor::clock::Clock;
use convenor::config::{Config, Given};
use convenor::database::Engine;
use convenor::outbox::Tally;
use convenor::server::{self, Service, StartError};
use entity::Moment;
use entity::table::outbox;
use entity::value::OutboxState;
use sea_orm::{DatabaseConnection, EntityTrait};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::browser::Browser;
use super::databases::TestDatabase;
use super::log::Log;
use super::postbox::Postbox;

/// When every house opens, unless the test sets another time: a Monday morning in summer.
pub(crate) const OPENS: &str = "2026-06-01T09:00Z";

/// A service and what it stands on.
pub(crate) struct House {
    pub(crate) clock: TestClock,
    pub(crate) postbox: Postbox,
    pub(crate) log: Log,
    /// Where it is served, without a slash at the end.
    pub(crate) url: String,
    settings: BTreeMap<String, String>,
    running: Option<Running>,
    letters_may_wait: bool,
    data: TempDir,
    database: TestDatabase,
}

/// The clock of one house.
#[derive(Clone)]
pub(crate) struct TestClock(Clock);

struct Running {
    service: Service,
    /// The service has threads of its own, as a process would: ending them ends everything at once.
    runtime: Runtime,
    stop: CancellationToken,
    ended: JoinHandle<Result<(), StartError>>,
}

impl TestClock {
    /// Puts the clock to `2026-03-28T09:00Z`, or the like with another offset.
    pub(crate) fn set(&self, moment: &str) {
        self.0.set(moment.parse().unwrap());
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.0.set(self.0.now() + time);
    }

    pub(crate) fn now(&self) -> Moment {
        self.0.now()
    }
}

impl House {
    /// A new service at [`OPENS`].
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// A new service with settings, such as `("CONVENOR_REPLIES_PER_NETWORK", "off")`.
    pub(crate) async fn open_with(settings: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let database = TestDatabase::migrated().await;
        let postbox = Postbox::start().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = port.local_addr().unwrap();
        let url = format!("http://{address}");
        let own = [
            ("CONVENOR_LISTEN", address.to_string()),
            ("CONVENOR_PUBLIC_URL", url.clone()),
            ("CONVENOR_DATA_DIR", data.path().join("data").display().to_string()),
            ("CONVENOR_DATABASE_URL", database.url.clone()),
            ("CONVENOR_SMTP_URL", postbox.url()),
            ("CONVENOR_MAIL_FROM", "Convenor <no-reply@example.org>".to_owned()),
            // The worker is stepped by the test.
            ("CONVENOR_ROLES", "web".to_owned()),
        ];
        let mut all: BTreeMap<String, String> = own.map(|(name, value)| (name.to_owned(), value)).into();
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut house = Self {
            clock: TestClock(Clock::standing_at(OPENS.parse().unwrap())),
            postbox,
            log: Log::default(),
            url,
            settings: all,
            running: None,
            letters_may_wait: false,
            data,
            database,
        };
        house.start_on(Some(port)).await;
        house
    }

    /// Starts it again after it was stopped or crashed.
    pub(crate) async fn start(&mut self) {
        self.start_on(None).await;
    }

    async fn start_on(&mut self, port: Option<std::net::TcpListener>) {
        assert!(self.running.is_none(), "it runs");
        let given = Given { environment: self.settings.clone(), ..Given::default() };
        let config = Config::from_given(&given).unwrap();
        let (runtime, clock, stop) = (self.log.runtime(), self.clock.0.clone(), CancellationToken::new());
        let until = stop.clone();
        let starting = runtime.spawn(async move {
            let listener = match port {
                Some(port) => {
                    port.set_nonblocking(true).unwrap();
                    TcpListener::from_std(port).unwrap()
                }
                None => server::listen(config.listen).await?,
            };
            let service = Service::assemble(server::open(config, clock).await?)?;
            Ok::<_, StartError>((service, listener))
        });
        let (service, listener) = starting.await.unwrap().unwrap();
        let ended = runtime.spawn(service.clone().run(Some(listener), until));
        self.running = Some(Running { service, runtime, stop, ended });
    }

    /// Stops it in order.
    pub(crate) async fn stop(&mut self) {
        let running = self.running.take().expect("it runs");
        running.stop.cancel();
        running.ended.await.unwrap().unwrap();
        end(running.runtime);
    }

    /// Ends it in the middle of whatever it does, as a power cut would.
    pub(crate) fn crash(&mut self) {
        end(self.running.take().expect("it runs").runtime);
    }

    /// One round of the worker: everything that recurs, then every letter that is due.
    pub(crate) async fn round(&self) -> Tally {
        let worker = self.running().service.worker.clone();
        let round = self.running().runtime.spawn(async move { worker.round().await });
        round.await.unwrap().unwrap()
    }

    /// Rounds until one has nothing left to do: what a minute or two would bring about.
    pub(crate) async fn rounds(&self) -> Tally {
        let mut all = Tally::default();
        for _ in 0..20 {
            let one = self.round().await;
            if one == Tally::default() {
                return all;
            }
            all.sent += one.sent;
            all.filed += one.filed;
        }
        panic!("letters keep on coming: {all:?}")
    }

    /// Turns the key file over when it is due, as whoever runs nodes on PostgreSQL does with `key rotate`; with SQLite
    /// the worker does it.
    pub(crate) async fn keys_are_turned_over(&self) {
        let app = &self.service().app;
        if app.db.engine() == Engine::Postgres {
            app.seals.rotate_when_due(&app.db, self.clock.now()).await.unwrap();
        }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::at(&self.url)
    }

    /// The parts, for what a test can't reach from outside.
    pub(crate) fn service(&self) -> &Service {
        &self.running().service
    }

    /// A connection of the test's own, to look at the database with SQL.
    pub(crate) async fn look(&self) -> DatabaseConnection {
        self.database.connect().await
    }

    /// The folder in which everything lies that is kept in files.
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// What the settings are, to start another process with them.
    pub(crate) fn settings(&self) -> &BTreeMap<String, String> {
        &self.settings
    }

    /// This test ends with letters under way, and means to.
    pub(crate) fn letters_may_wait(&mut self) {
        self.letters_may_wait = true;
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            end(running.runtime);
        }
        if std::thread::panicking() {
            return;
        }
        let errors = self.log.unexpected_errors();
        assert!(errors.is_empty(), "the log has errors that the test did not expect:\n{}", errors.join("\n"));
        let (ended, waiting): (Vec<_>, _) =
            letters(self.database.url.clone()).into_iter().partition(|row| row.state != OutboxState::Waiting);
        let unsaid = ended.iter().find(|row| row.last_error.is_none() && row.last_answer.is_none());
        assert!(unsaid.is_none(), "nobody can tell why this letter ended so: {unsaid:#?}");
        let late = waiting.iter().find(|row| row.due_at <= self.clock.now());
        assert!(self.letters_may_wait || late.is_none(), "a letter is due and still waits: {late:#?}");
    }
}

/// Drops every task where it is, and waits until all are gone. Waiting is not for a thread of another runtime.
fn end(runtime: Runtime) {
    std::thread::spawn(move || runtime.shutdown_timeout(Duration::from_secs(5))).join().unwrap();
}

/// All letters. Dropping is no place to await in, so a thread asks.
fn letters(url: String) -> Vec<outbox::Model> {
    let looking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let look = TestDatabase::connect_to(&url).await;
            let letters = outbox::Entity::find().all(&look).await.unwrap();
            look.close().await.unwrap();
            letters
        })
    });
    looking.join().unwrap()
}

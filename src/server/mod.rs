//! Wiring: what is opened, in which order, and how it ends.
//!
//! Every way in which a start can fail is one sentence that says what to do. Stopping finishes the requests that
//! run, settles the letters that are under way, and takes ten seconds at most.

mod folder;

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use folder::make_private_folder;
pub use folder::{FolderLock, is_open_to_others, lock_folder};

use crate::clock::Clock;
use crate::compose::{Composer, Recent};
use crate::config::Config;
use crate::database::{Database, OpenError};
use crate::feed::Feeds;
use crate::import::Importer;
use crate::inbox::Inbox;
use crate::links::Links;
use crate::outbox::delivery::{Mailer, MailerError};
use crate::outbox::{self, Courier, Limits};
use crate::rsvp::Reception;
use crate::seal::Seals;
use crate::seal::keyfile::KeyFileError;
use crate::web::app::App;
use crate::worker::{self, Memory, Pulse, Worker};

/// How long stopping may take, whatever is under way.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why the service could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is a file in the place of the data folder.
    #[error("{folder} is a file: set CONVENOR_DATA_DIR to a folder, or move that file away")]
    DataFolderIsAFile {
        /// Which.
        folder: String,
    },
    /// Everybody on the machine may write into the data folder.
    #[error(
        "everybody on this machine may write into the data folder {folder}: set CONVENOR_DATA_DIR to a folder of its own, or close that one with chmod 700"
    )]
    DataFolderOfAll {
        /// Which.
        folder: String,
    },
    /// The data folder can't be made or written.
    #[error(
        "the data folder {folder} can't be written: give this user write access to it, or set CONVENOR_DATA_DIR to a folder that has it"
    )]
    DataFolder {
        /// Which folder.
        folder: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The disk is full.
    #[error("there is no space left on the disk of the data folder {folder}: free some, then start again")]
    DiskFull {
        /// Which folder.
        folder: String,
    },
    /// Another process serves from this folder.
    #[error(
        "another convenor already serves from the data folder {folder}: stop it first, or set CONVENOR_DATA_DIR to another folder"
    )]
    AlreadyServing {
        /// Which folder.
        folder: String,
    },
    /// The port is taken.
    #[error("port {} is in use: stop the other program, or set CONVENOR_LISTEN to another port", .0.port())]
    PortInUse(SocketAddr),
    /// The address can't be listened on.
    #[error(
        "can't listen on {address}: set CONVENOR_LISTEN to an address of this machine and a port that this user may open"
    )]
    CannotListen {
        /// Which address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// The settings for mail.
    #[error(transparent)]
    Mail(#[from] MailerError),
    /// The worker's bell.
    #[error(
        "the worker could not be started: start convenor again, and tell its makers if that does not help"
    )]
    Worker(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The port was lost while serving.
    #[error("serving ended by itself: check the network of this machine, then start convenor again")]
    Serving(#[source] std::io::Error),
}

/// An open data folder, database and key file.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The settings it was opened with.
    pub config: Arc<Config>,
    /// The time.
    pub clock: Clock,
    /// The database, its schema current.
    pub db: Database,
    /// What closes personal fields.
    pub seals: Seals,
}

/// Opens the data folder, the database (pending migrations are carried out) and the key file.
///
/// # Errors
/// See [`StartError`].
pub async fn open(config: Config, clock: Clock) -> Result<Opened, StartError> {
    let db = open_database(&config).await?;
    db.migrate(&config.database_url.0).await.map_err(|error| fuller(&config, error))?;
    let seals = Seals::open(&db, &config.key_file, clock.now()).await?;
    Ok(Opened { config: Arc::new(config), clock, db, seals })
}

impl Opened {
    /// Frees the letters that a process claimed which then died: whoever holds the folder's lock is alone, so no lease in
    /// the database is anybody's. Without a lock, nodes share the database, and leases end by themselves; what can't be freed
    /// now waits for that too.
    pub async fn free_letters(&self, lock: Option<&FolderLock>) {
        if lock.is_none() {
            return;
        }
        if let Err(error) = self.db.write(|write| Box::pin(outbox::free_all(write))).await {
            tracing::warn!(%error, "letters of a process that died wait until their leases end");
        }
    }
}

/// A service that is put together and not yet running: its two edges, sharing everything below.
#[derive(Clone)]
pub struct Service {
    /// What handlers work with.
    pub app: App,
    /// What the beats work with.
    pub worker: Worker,
}

impl Service {
    /// Puts the parts together.
    ///
    /// # Errors
    /// [`StartError::Mail`] when the settings for mail can't be used.
    pub fn assemble(opened: Opened) -> Result<Self, StartError> {
        let Opened { config, clock, db, seals } = opened;
        let mailer = Arc::new(Mailer::configured(&config)?);
        let links = Links::new(&config);
        let composer = Composer {
            db: db.clone(),
            seals: seals.clone(),
            links: links.clone(),
            from: mailer.from().clone(),
            reply_address: config.reply_address.clone(),
            recent: Recent::default(),
        };
        let inbox = Inbox::new(composer.clone(), Arc::clone(&mailer));
        let compose = composer.handed_down();
        let limits = Limits::configured(&config);
        let courier = Courier::new(db.clone(), Arc::clone(&mailer), clock.clone(), compose, limits);
        let pulse = Pulse::default();
        let worker = Worker {
            db: db.clone(),
            seals: seals.clone(),
            mailer,
            courier,
            clock: clock.clone(),
            pulse: pulse.clone(),
            memory: Memory::default(),
        };
        let reception = Arc::new(Reception::new(config.replies_per_network));
        let feeds = Feeds::new(config.feed_memory);
        let app = App {
            db,
            seals,
            clock,
            links,
            config,
            feeds,
            importer: Importer::default(),
            inbox,
            reception,
            untrusted: Arc::default(),
            traffic: Arc::default(),
            numbers: Arc::default(),
            pulse,
        };
        Ok(Self { app, worker })
    }

    /// Serves on `listener` and works, as far as the settings give this process these roles, until `stop` is
    /// cancelled; then finishes what is under way, in ten seconds at most.
    ///
    /// # Errors
    /// [`StartError::Worker`] or [`StartError::Serving`].
    pub async fn run(self, listener: Option<TcpListener>, stop: CancellationToken) -> Result<(), StartError> {
        let db = self.app.db.clone();
        let worker = self.app.config.roles.worker.then_some(&self.worker);
        let working = match worker {
            Some(worker) => {
                Some(worker::start(worker, &stop).await.map_err(|e| StartError::Worker(e.into()))?)
            }
            None => None,
        };
        let all = async {
            let (served, ()) = tokio::join!(serve(self.app, listener, &stop), ended(working));
            close(&db).await;
            served.map_err(StartError::Serving)
        };
        tokio::pin!(all);
        tokio::select! {
            done = &mut all => done,
            () = stop.cancelled() => tokio::time::timeout(PATIENCE, all).await.unwrap_or_else(|_| {
                tracing::warn!("letters or requests were still under way; letters are settled after the next start");
                Ok(())
            }),
        }
    }
}

/// Serves until told to stop; when serving fails, everything stops.
async fn serve(app: App, listener: Option<TcpListener>, stop: &CancellationToken) -> std::io::Result<()> {
    let _stop_all = stop.clone().drop_guard();
    match listener {
        Some(listener) => crate::web::serve(app, listener, stop, PATIENCE).await,
        None => {
            stop.cancelled().await;
            Ok(())
        }
    }
}

async fn ended(working: Option<worker::Running>) {
    if let Some(working) = working {
        working.ended().await;
    }
}

async fn close(db: &Database) {
    if let Err(error) = db.close().await {
        tracing::warn!(%error, "the database was not closed in order");
    }
}

/// Opens the data folder and the database, and leaves its schema as it is.
///
/// # Errors
/// See [`StartError`].
pub async fn open_database(config: &Config) -> Result<Database, StartError> {
    make_private_folder(config)?;
    Database::open(&config.database_url.0).await.map_err(|error| fuller(config, error))
}

/// A database that can't be opened or migrated because the disk is full says so.
fn fuller(config: &Config, error: OpenError) -> StartError {
    let text = match &error {
        OpenError::NotWritable { source, .. } | OpenError::NotMigrated(source) => source.to_string(),
        OpenError::UnknownEngine
        | OpenError::NotADatabase { .. }
        | OpenError::NotReachable(_)
        | OpenError::TooNew { .. } => String::new(),
    };
    if text.contains("disk is full") {
        StartError::DiskFull { folder: config.data_dir.display().to_string() }
    } else {
        error.into()
    }
}

/// Opens the port.
///
/// # Errors
/// That it is in use, or can't be opened.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        ErrorKind::AddrInUse => StartError::PortInUse(address),
        _ => StartError::CannotListen { address, source },
    })
}

//! The least that could do the same: a handler that hands out bytes, rows put into a table, letters sent in a loop.

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use lettre::Message;
use lettre::message::MultiPart;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use poem::http::{StatusCode, header};
use poem::listener::TcpListener;
use poem::web::Data;
use poem::{EndpointExt, Request, Response, Route, Server, get, handler};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, Statement};

/// How this program is told to be the bare server of [`serve`].
pub(crate) const SERVE: &str = "serve-bare";
/// Where the bare servers have what they hand out.
pub(crate) const PATH: &str = "/feed";
/// The validator that the bare server knows.
pub(crate) const ETAG: &str = "\"bare\"";
/// What a row of the bare insert holds beside its key, in bytes: about what a reply does.
const ROW: usize = 400;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().unwrap()
}

/// Serves the bytes of `file` on the port that its name ends in, and a 304 to whoever has them.
pub(crate) fn serve(file: &str) {
    #[handler]
    fn hand_out(request: &Request, Data(bytes): Data<&&'static [u8]>) -> Response {
        let base = Response::builder()
            .header(header::ETAG, ETAG)
            .header(header::VARY, "Accept-Encoding")
            .header(header::CACHE_CONTROL, "public, no-cache");
        if request.header(header::IF_NONE_MATCH) == Some(ETAG) {
            return base.status(StatusCode::NOT_MODIFIED).finish();
        }
        base.content_type("text/calendar; charset=utf-8").body(*bytes)
    }
    let bytes: &'static [u8] = std::fs::read(file).unwrap().leak();
    let port = Path::new(file).extension().unwrap().to_str().unwrap();
    let server = Server::new(TcpListener::bind(format!("127.0.0.1:{port}")));
    runtime().block_on(server.run(Route::new().at(PATH, get(hand_out)).data(bytes))).unwrap();
}

/// A table on this disk, into which one connection puts one row after the other, each durable before the next.
pub(crate) struct Inserts {
    runtime: tokio::runtime::Runtime,
    table: sea_orm::DatabaseConnection,
    _folder: tempfile::TempDir,
}

impl Inserts {
    pub(crate) fn new() -> Self {
        let (runtime, folder) = (runtime(), super::branch::folder());
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("bare.db").display());
        let table = runtime.block_on(async {
            let mut options = ConnectOptions::new(url);
            options.max_connections(1).sqlx_logging(false);
            let table = Database::connect(options).await.unwrap();
            table
                .execute_unprepared(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     CREATE TABLE bare (id INTEGER PRIMARY KEY, said BLOB NOT NULL)",
                )
                .await
                .unwrap();
            table
        });
        Self { runtime, table, _folder: folder }
    }

    /// How many rows a second.
    pub(crate) fn rate(&self, time: Duration) -> f64 {
        self.runtime.block_on(async {
            let (began, mut rows) = (Instant::now(), 0_u32);
            while began.elapsed() < time {
                let row = [vec![7_u8; ROW].into()];
                let insert = "INSERT INTO bare (said) VALUES ($1)";
                let insert = Statement::from_sql_and_values(DbBackend::Sqlite, insert, row);
                self.table.execute_raw(insert).await.unwrap();
                rows += 1;
            }
            f64::from(rows) / began.elapsed().as_secs_f64()
        })
    }
}

/// Builds and sends `count` letters of about `size` bytes over `connections`; keeps no state.
pub(crate) fn send(port: u16, count: usize, size: usize, connections: usize) {
    // Two parts that say the same, as ours have, in lines as long as letters have.
    let line = "Meet on the steps of the town hall, and bring a banner if you can.\r\n";
    let text = line.repeat(size / 3 / line.len());
    let html = format!("<p>{}</p>", line.repeat(size * 2 / 3 / line.len()));
    runtime().block_on(async {
        let senders = (0..connections).map(|sender| {
            let (text, html) = (text.clone(), html.clone());
            tokio::spawn(async move {
                let us = ClientId::default();
                let server = ("127.0.0.1", port);
                let mut server =
                    AsyncSmtpConnection::connect_tokio1(server, None, &us, None, None).await.unwrap();
                for letter in 0..count / connections {
                    let message = Message::builder()
                        .from("Our Branch <no-reply@localhost.example>".parse().unwrap())
                        .to(format!("g{sender}-{letter}@example.org").parse().unwrap())
                        .subject("How to get there: Banners held high")
                        .multipart(MultiPart::alternative_plain_html(text.clone(), html.clone()))
                        .unwrap();
                    server.send(message.envelope(), &message.formatted()).await.unwrap();
                }
                server.quit().await.unwrap();
            })
        });
        join_all(senders).await.into_iter().for_each(Result::unwrap);
    });
}

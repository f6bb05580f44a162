//! The outbox alone, with a mail server and a clock of its own: for what happens between a row and a letter.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use convenor::clock::Clock;
use convenor::database::{Database, Engine};
use convenor::outbox::address::{Address, Mailbox};

use convenor::outbox::delivery::{Mailer, Patience, Way};
use convenor::outbox::message::Message;
use convenor::outbox::server::Server;
use convenor::outbox::{
    self, Compose, ComposeError, Composed, Courier, Limits, NewLetter, Noted, Row, Tally, Urgency,
};
use entity::Moment;
use entity::value::LetterKind;
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder};
use serde_json::json;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::databases::{TestDatabase, engine};
use super::postbox::Postbox;

/// The moment at which every test here begins.
pub(crate) const START: &str = "2026-07-08T12:00:00Z";

/// How long after the start a letter to somebody asleep may leave.
pub(crate) const MORNING: Duration = Duration::from_hours(20);

/// One outbox, its mail server, its clock.
pub(crate) struct PostOffice {
    pub(crate) clock: Clock,
    pub(crate) postbox: Postbox,
    pub(crate) db: Database,
    look: DatabaseConnection,
    database: TestDatabase,
    way: Way,
    pub(crate) limits: Limits,
    pub(crate) patience: Patience,
}

impl PostOffice {
    /// Two connections, and patience with a busy machine. A test with a silent server takes some of it away.
    pub(crate) async fn open() -> Self {
        let database = TestDatabase::migrated().await;
        let postbox = Postbox::start().await;
        Self {
            clock: Clock::standing_at(START.parse().unwrap()),
            db: Database::open(&database.url).await.unwrap(),
            look: database.connect().await,
            way: Way::Server(Server::parse(&postbox.url()).unwrap()),
            limits: Limits {
                connections: NonZeroUsize::new(2).unwrap(),
                per_minute: None,
                grace: Duration::from_millis(200),
            },
            patience: Patience { step: Duration::from_secs(20), letter: Duration::from_secs(20) },
            database,
            postbox,
        }
    }

    /// With so many connections to the mail server.
    pub(crate) async fn with_connections(count: usize) -> Self {
        let mut office = Self::open().await;
        office.limits.connections = NonZeroUsize::new(count).unwrap();
        office
    }

    /// From now on letters go another way.
    pub(crate) fn send_by(&mut self, way: Way) {
        self.way = way;
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
    }

    /// What sends.
    pub(crate) fn mailer(&self) -> Mailer {
        let from = Mailbox::parse("Convenor <no-reply@example.org>").unwrap();
        Mailer::new(self.way.clone(), from, None, self.patience).unwrap()
    }

    /// What delivers, on the connection given: another one is another node.
    pub(crate) fn courier(&self, db: Database) -> Courier {
        Courier::new(db, Arc::new(self.mailer()), self.clock.clone(), compose(), self.limits)
    }

    /// Another process's hold on the same database.
    pub(crate) async fn node(&self) -> Database {
        Database::open(&self.database.url).await.unwrap()
    }

    /// Another process that delivers.
    pub(crate) async fn other_node(&self) -> Courier {
        self.courier(self.node().await)
    }

    /// One round of sending.
    pub(crate) async fn round(&self) -> Tally {
        outbox::deliver(&self.courier(self.db.clone()), &CancellationToken::new()).await.unwrap()
    }

    /// Puts letters, and says how many were new.
    pub(crate) async fn put(&self, letters: Vec<NewLetter>) -> u64 {
        let now = self.now();
        let put =
            self.db.write(move |write| Box::pin(async move { outbox::put_all(write, letters, now).await }));
        put.await.unwrap()
    }

    /// Puts one letter that is due now.
    pub(crate) async fn put_to(&self, to: &str) {
        self.put(vec![letter(to, self.now())]).await;
    }

    /// Every row, in the order in which they were put.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        use entity::table::outbox::{Column, Entity};
        let rows = Entity::find().order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(&self.look);
        rows.await.unwrap()
    }

    /// The row of the only letter.
    pub(crate) async fn row(&self) -> Row {
        let mut rows = self.rows().await;
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }

    /// A connection beside the service's own.
    pub(crate) fn look(&self) -> &DatabaseConnection {
        &self.look
    }

    /// From now on a note for which `when` holds (in SQL, of `OLD` and `NEW`) is refused, as by a full disk.
    pub(crate) async fn refuse_notes(&self, when: &str) {
        self.run(&match engine() {
            Engine::Sqlite => format!(
                "CREATE TRIGGER full_disk BEFORE UPDATE ON outbox WHEN {when} \
                 BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            ),
            Engine::Postgres => format!(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'No space left on device'; END $$; \
                 CREATE TRIGGER full_disk BEFORE UPDATE ON outbox FOR EACH ROW WHEN ({when}) \
                 EXECUTE FUNCTION full_disk()"
            ),
        })
        .await;
    }

    /// Notes are taken again.
    pub(crate) async fn allow_notes(&self) {
        self.run(match engine() {
            Engine::Sqlite => "DROP TRIGGER full_disk",
            Engine::Postgres => "DROP TRIGGER full_disk ON outbox",
        })
        .await;
    }

    /// SQL from beside the service.
    pub(crate) async fn run(&self, sql: &str) {
        self.look.execute_unprepared(sql).await.unwrap();
    }
}

/// A letter to somebody, due at once. What the test's own `compose` makes of it stands in `detail`.
pub(crate) fn letter(to: &str, due_at: Moment) -> NewLetter {
    NewLetter {
        organisation_id: Uuid::from_u128(1),
        event_id: None,
        occurrence_id: None,
        rsvp_id: None,
        reminder_id: None,
        kind: LetterKind::Confirmation,
        detail: Some(json!({ "to": to })),
        urgency: Urgency::AtOnce,
        due_at,
        expires_at: None,
    }
}

fn compose() -> Arc<Compose> {
    Arc::new(|row, now| Box::pin(async move { composed(row, now) }))
}

fn composed(row: &Row, now: Moment) -> Result<Composed, ComposeError> {
    let to = row.detail.as_ref().and_then(|detail| detail["to"].as_str()).unwrap();
    match to {
        "nobody" => return Ok(Composed::NotWanted("the reply is gone")),
        // A gentle one waits for the morning, as a letter does at night; an urgent one leaves.
        "asleep@example.org" if row.urgency > Urgency::AtOnce.number() => {
            return Ok(Composed::NotBefore(START.parse::<Moment>().unwrap() + MORNING));
        }
        "late" => return Ok(Composed::NoLongerOfUse("the event has begun")),
        "broken" => return Err("no key opens ben@example.org".into()),
        _ => {}
    }
    let message = Message {
        message_id: outbox::message_id(row.id, 3, "example.org"),
        from: Mailbox::parse("Branch <no-reply@example.org>").unwrap(),
        reply_to: None,
        to: Address::parse(to).unwrap(),
        subject: format!("To {to}"),
        text: "Hello.".into(),
        html: "<p>Hello.</p>".into(),
        calendar: None,
        list_unsubscribe: if to == "unsendable@example.org" { Some("nowhere".into()) } else { None },
        date: row.rendered_at.unwrap_or(now),
    };
    Ok(Composed::Letter(Box::new(message), Noted { sequence: Some(3), tells: false }))
}

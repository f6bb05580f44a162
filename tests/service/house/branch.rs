//! A branch and its replies without a web in front: for races, where a request would only blur who came first.

use convenor::database::Database;
use convenor::event::{self, EventError, Order};
use convenor::journal::Actor;
use convenor::organisation::{self, NewOrganisation};
use convenor::outbox::address::Mailbox;
use convenor::outbox::delivery::{Mailer, Patience, Way};
use convenor::rsvp::{self, Answer, Door, Mine, Ready, Reception, ReplyError, Request, Taken};
use convenor::seal::{Seals, TokenPurpose};
use convenor::words::Language;
use entity::Moment;
use entity::table::event::Entity as Events;
use entity::table::{outbox, place, rsvp as reply};
use entity::value::facts::{Capacity, Facts};
use entity::value::{Attendance, LetterKind, Response};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};
use tempfile::TempDir;
use uuid::Uuid;

use super::databases::TestDatabase;

/// The moment at which every test here begins: three days before the lobby.
pub(crate) const START: &str = "2026-07-06T12:00:00Z";

/// One branch.
pub(crate) struct Branch {
    pub(crate) db: Database,
    pub(crate) seals: Seals,
    pub(crate) reception: Reception,
    pub(crate) organisation: Uuid,
    look: DatabaseConnection,
    kept: Option<(TestDatabase, TempDir)>,
}

/// An event and its one date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lobby {
    pub(crate) event: Uuid,
    pub(crate) date: Uuid,
}

pub(crate) fn start() -> Moment {
    START.parse().unwrap()
}

/// Coming, so many, in the room.
pub(crate) fn party(size: i64, email: &str) -> Answer {
    Answer {
        response: Some(Response::Going),
        party_size: Some(size),
        email: (!email.is_empty()).then(|| email.to_owned()),
        ..Answer::default()
    }
}

impl Branch {
    /// On a database of its own, without a service around it.
    pub(crate) async fn open() -> Self {
        let database = TestDatabase::migrated().await;
        let db = Database::open(&database.url).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let seals = Seals::open(&db, &folder.path().join("key"), start()).await.unwrap();
        let look = database.connect().await;
        Self { kept: Some((database, folder)), ..Self::on(db, seals, look).await }
    }

    /// On the database of a service.
    pub(crate) async fn on(db: Database, seals: Seals, look: DatabaseConnection) -> Self {
        let new = NewOrganisation {
            slug: "barnet".to_owned(),
            name: "Barnet Branch".to_owned(),
            timezone: "Europe/London".to_owned(),
            ..NewOrganisation::default()
        };
        let keys = seals.clone();
        let made = db.write(move |write| {
            Box::pin(async move { organisation::create(write, &keys, new, start()).await })
        });
        let organisation = made.await.unwrap().id;
        Self { db, seals, reception: Reception::new(None), organisation, look, kept: None }
    }

    /// A lobby on 9 July at 6pm, for as many as `capacity` says.
    pub(crate) async fn lobby(&self, in_person: Option<u32>, waiting_list: bool) -> Lobby {
        let facts: Facts = serde_json::from_value(serde_json::json!({
            "kind": "lobby", "title": "Banners Held High", "timezone": "Europe/London",
            "start": "2026-07-09T18:00", "end": "2026-07-09T20:00",
            "contact": { "email": "office@example.org" }, "access_statement": "Step-free from the square",
            "capacity": { "in_person": in_person }, "rsvp": { "waiting_list": waiting_list, "max_party": 10 },
        }))
        .unwrap();
        self.announce(facts).await
    }

    /// An event with these facts, published.
    pub(crate) async fn announce(&self, facts: Facts) -> Lobby {
        let (organisation, seals) = (self.organisation, self.seals.clone());
        let written = self.db.write(move |w| {
            Box::pin(async move {
                let actor = Actor::CommandLine;
                let shown = event::create(w, &seals, organisation, &actor, facts, start()).await?;
                let order = Order { organisation, event: shown.event.id, seen: None, actor };
                event::publish(w, &seals, &order, start()).await?;
                Ok::<_, EventError>(Lobby { event: shown.event.id, date: shown.occurrence.id })
            })
        });
        written.await.unwrap()
    }

    /// Somebody replies by the public door.
    pub(crate) async fn reply(&self, lobby: Lobby, answer: Answer) -> Result<Taken, ReplyError> {
        self.reply_by(Door::Public, lobby, answer, start()).await
    }

    pub(crate) async fn reply_by(
        &self,
        door: Door,
        lobby: Lobby,
        answer: Answer,
        now: Moment,
    ) -> Result<Taken, ReplyError> {
        let ready = self.prepared_by(door, lobby, answer, now).await?;
        let seals = self.seals.clone();
        let taken =
            self.db.write(move |w| Box::pin(async move { rsvp::accept(w, &seals, ready, now).await }));
        taken.await
    }

    /// A reply by the public door that is ready, and not taken yet.
    pub(crate) async fn prepared(&self, lobby: Lobby, answer: Answer) -> Ready {
        self.prepared_by(Door::Public, lobby, answer, start()).await.unwrap()
    }

    async fn prepared_by(
        &self,
        door: Door,
        lobby: Lobby,
        answer: Answer,
        now: Moment,
    ) -> Result<Ready, ReplyError> {
        let request = Request {
            event: lobby.event,
            occurrence: Some(lobby.date),
            door,
            answer,
            wording: "test".to_owned(),
            agreed_at: now,
            source: "page",
            language: Language::En,
        };
        rsvp::prepare(&self.db.read(), &self.seals, &self.reception, request, now).await
    }

    /// Opens the manage link of a reply.
    pub(crate) async fn mine(&self, id: Uuid) -> Result<Mine, ReplyError> {
        let token = rsvp::manage_token(&self.db.read(), &self.seals, id).await?;
        rsvp::open(&self.db.read(), &self.seals, TokenPurpose::Manage, &token).await
    }

    /// The places at the lobby: taken and waiting.
    pub(crate) async fn places(&self, lobby: Lobby) -> (i64, i64) {
        let rows = place::Entity::find()
            .filter(place::Column::OccurrenceId.eq(lobby.date))
            .filter(place::Column::Key.eq(Attendance::InPerson.as_str()));
        let row = rows.one(&self.look).await.unwrap().unwrap();
        (row.taken, row.waiting)
    }

    /// Sets how many places there are.
    pub(crate) async fn set_capacity(&self, lobby: Lobby, in_person: Option<u32>) {
        let row = Events::find_by_id(lobby.event).one(&self.look).await.unwrap().unwrap();
        let facts = Facts { capacity: Some(Capacity { in_person, online: None }), ..row.facts };
        let (organisation, seals) = (self.organisation, self.seals.clone());
        let written = self.db.write(move |w| {
            Box::pin(async move {
                let actor = Actor::CommandLine;
                let order = Order { organisation, event: lobby.event, seen: None, actor };
                event::change(w, &seals, &order, facts, true, start()).await
            })
        });
        written.await.unwrap();
    }

    pub(crate) async fn row(&self, id: Uuid) -> Option<reply::Model> {
        reply::Entity::find_by_id(id).one(&self.look).await.unwrap()
    }

    pub(crate) async fn replies(&self, lobby: Lobby) -> Vec<reply::Model> {
        let rows = reply::Entity::find().filter(reply::Column::EventId.eq(lobby.event));
        rows.order_by_asc(reply::Column::Id).all(&self.look).await.unwrap()
    }

    /// The kinds of the letters put for a reply, as the kinds are listed: within a moment they have no order.
    pub(crate) async fn letters(&self, id: Uuid) -> Vec<LetterKind> {
        let rows = outbox::Entity::find().filter(outbox::Column::RsvpId.eq(id));
        let mut kinds: Vec<LetterKind> =
            rows.all(&self.look).await.unwrap().into_iter().map(|row| row.kind).collect();
        kinds.sort();
        kinds
    }

    /// Everything in the outbox.
    pub(crate) async fn outbox(&self) -> Vec<outbox::Model> {
        outbox::Entity::find().order_by_asc(outbox::Column::Id).all(&self.look).await.unwrap()
    }

    /// A mailer that files letters in the branch's folder.
    pub(crate) fn mailer(&self) -> Mailer {
        let (_, folder) = self.kept.as_ref().expect("a branch with a folder of its own");
        let way = Way::Folder(folder.path().join("mail"));
        let from = Mailbox::parse("Convenor <no-reply@localhost>").unwrap();
        Mailer::new(way, from, None, Patience::default()).unwrap()
    }

    /// A connection beside the rooms', to look and to meddle with SQL.
    pub(crate) fn sql(&self) -> &DatabaseConnection {
        &self.look
    }
}

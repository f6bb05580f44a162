//! A branch and its replies without a web in front: for races, where a request would only blur who came first.

use std::time::Duration;

use convenor::database::Database;
use convenor::organisation::{self, NewOrganisation};
use convenor::outbox::address::Mailbox;
use convenor::outbox::delivery::{Mailer, Patience, Way};
use convenor::rsvp::limits::Limits;
use convenor::rsvp::{self, Answer, Door, Mine, ReplyError, Request, Taken};
use convenor::seal::{DestroyOn, Seals, TokenPurpose};
use convenor::words::Language;
use convenor::{occurrence, secret};
use entity::Moment;
use entity::table::{event, outbox, place, rsvp as reply};
use entity::value::facts::{Capacity, Facts};
use entity::value::{Attendance, EventStatus, LetterKind, OccurrenceStatus, Response};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use tempfile::TempDir;
use uuid::Uuid;

use super::databases::TestDatabase;

/// The moment at which every test here begins: three days before the lobby.
pub(crate) const START: &str = "2026-07-06T12:00:00Z";

/// One branch.
pub(crate) struct Branch {
    pub(crate) db: Database,
    pub(crate) seals: Seals,
    pub(crate) limits: Limits,
    pub(crate) organisation: Uuid,
    pub(crate) folder: TempDir,
    look: DatabaseConnection,
    _database: TestDatabase,
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
    pub(crate) async fn open() -> Self {
        let database = TestDatabase::migrated().await;
        let db = Database::open(&database.url).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let seals = Seals::open(&db, &folder.path().join("key"), start()).await.unwrap();
        let (keys, new) = (
            seals.clone(),
            NewOrganisation {
                slug: "barnet".to_owned(),
                name: "Barnet Branch".to_owned(),
                timezone: "Europe/London".to_owned(),
                ..NewOrganisation::default()
            },
        );
        let made = db.write(move |write| {
            Box::pin(async move { organisation::create(write, &keys, new, start()).await })
        });
        let organisation = made.await.unwrap().id;
        let look = database.connect().await;
        Self { db, seals, limits: Limits::new(None), organisation, folder, look, _database: database }
    }

    /// A lobby on 9 July at 6pm, for as many as `capacity` says.
    pub(crate) async fn lobby(&self, in_person: Option<u32>, waiting_list: bool) -> Lobby {
        let facts: Facts = serde_json::from_value(serde_json::json!({
            "kind": "lobby", "title": "Banners Held High", "timezone": "Europe/London",
            "start": "2026-07-09T18:00", "end": "2026-07-09T20:00",
            "capacity": { "in_person": in_person }, "rsvp": { "waiting_list": waiting_list, "max_party": 10 },
        }))
        .unwrap();
        self.announce(facts).await
    }

    /// An event with these facts, going ahead.
    pub(crate) async fn announce(&self, facts: Facts) -> Lobby {
        let lobby = Lobby { event: secret::new_id(start()), date: secret::new_id(start()) };
        let (organisation, seals) = (self.organisation, self.seals.clone());
        let times = occurrence::times::stated(
            facts.start,
            facts.end,
            &facts.timezone,
            jiff::SignedDuration::from_hours(2),
        )
        .unwrap();
        let written = self.db.write(move |write| {
            Box::pin(async move {
                let destroy_on = DestroyOn {
                    contact: times.end_utc + Duration::from_hours(14 * 24),
                    access: times.end_utc + Duration::from_hours(3 * 24),
                };
                let capacity = facts.capacity.clone();
                let mode = facts.attendance_mode;
                event::Entity::insert(announced(lobby.event, organisation, facts).into_active_model())
                    .exec_without_returning(&write.conn())
                    .await?;
                entity::table::occurrence::Entity::insert(
                    dated(lobby, organisation, times).into_active_model(),
                )
                .exec_without_returning(&write.conn())
                .await?;
                occurrence::set_places(write, lobby.date, mode, capacity.as_ref()).await?;
                let made = seals.make_occurrence_keys(write, organisation, lobby.date, destroy_on, start());
                made.await.unwrap();
                Ok::<_, sea_orm::DbErr>(())
            })
        });
        written.await.unwrap();
        lobby
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
        let request = Request {
            event: lobby.event,
            occurrence: None,
            door,
            answer,
            wording: "test".to_owned(),
            agreed_at: now,
            source: "page",
            language: Language::En,
        };
        let ready = rsvp::prepare(&self.db.read(), &self.seals, &self.limits, request, now).await?;
        let seals = self.seals.clone();
        let taken =
            self.db.write(move |w| Box::pin(async move { rsvp::accept(w, &seals, ready, now).await }));
        taken.await
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
        let capacity = Capacity { in_person, online: None };
        let row = self.row_of(lobby).await;
        let facts = Facts { capacity: Some(capacity.clone()), ..row.facts.clone() };
        let written = self.db.write(move |write| {
            Box::pin(async move {
                let changed = event::ActiveModel {
                    id: sea_orm::Set(lobby.event),
                    facts: sea_orm::Set(facts.clone()),
                    revision: sea_orm::Set(row.revision + 1),
                    ..Default::default()
                };
                event::Entity::update(changed).exec(&write.conn()).await?;
                occurrence::set_places(write, lobby.date, facts.attendance_mode, facts.capacity.as_ref())
                    .await
            })
        });
        written.await.unwrap();
    }

    async fn row_of(&self, lobby: Lobby) -> event::Model {
        event::Entity::find_by_id(lobby.event).one(&self.look).await.unwrap().unwrap()
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
        let way = Way::Folder(self.folder.path().join("mail"));
        Mailer::new(way, Mailbox::parse("Convenor <no-reply@localhost>").unwrap(), None, Patience::default())
            .unwrap()
    }

    /// A connection beside the rooms', to look and to meddle with SQL.
    pub(crate) fn sql(&self) -> &DatabaseConnection {
        &self.look
    }
}

fn announced(id: Uuid, organisation: Uuid, facts: Facts) -> event::Model {
    event::Model {
        id,
        organisation_id: organisation,
        campaign_id: None,
        venue_id: None,
        slug: id.simple().to_string(),
        kind: facts.kind,
        status: EventStatus::Confirmed,
        visibility: facts.visibility,
        title: facts.title.clone(),
        external_id: None,
        facts,
        published_at: Some(start()),
        revision: 1,
        sequence: 0,
        changed_at: start(),
        created_at: start(),
        updated_at: start(),
    }
}

fn dated(lobby: Lobby, organisation: Uuid, times: occurrence::Times) -> entity::table::occurrence::Model {
    entity::table::occurrence::Model {
        id: lobby.date,
        organisation_id: organisation,
        event_id: lobby.event,
        slot: occurrence::slot(&times),
        status: OccurrenceStatus::Scheduled,
        start: times.start,
        end: times.end,
        timezone: times.timezone,
        start_utc: times.start_utc,
        end_utc: times.end_utc,
        venue_id: None,
        room: None,
        meeting_point: None,
        final_counts: None,
        purged_at: None,
        revision: 1,
        created_at: start(),
        updated_at: start(),
    }
}

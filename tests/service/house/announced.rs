//! An event that Ada has announced, and who said what to it: for tests of what follows.

use std::time::Duration;

use convenor::organisation;
use entity::table::rsvp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::House;
use super::cast::{Ada, Ben};
use super::postbox::Letter;

/// An event in a house of its own.
pub(crate) struct Announced {
    pub(crate) house: House,
    pub(crate) ada: Ada,
    /// As the API showed it when it was announced.
    pub(crate) event: Value,
}

impl Announced {
    /// A lobby on 9 July 2026 at 6pm, announced on 1 June, with `facts` beside or instead of the usual ones.
    pub(crate) async fn lobby(facts: Value) -> Self {
        Self::lobby_with(&[], facts).await
    }

    /// The same with settings of the house.
    pub(crate) async fn lobby_with(settings: &[(&str, &str)], facts: Value) -> Self {
        let house = House::open_with(settings).await;
        let ada = Ada::of(&house).await;
        let event = ada.lobby(facts).await;
        house.rounds().await;
        Self { house, ada, event }
    }

    pub(crate) fn id(&self) -> Uuid {
        self.event["id"].as_str().unwrap().parse().unwrap()
    }

    /// The dates of an event that repeats, as the API shows them.
    pub(crate) async fn dates(&self) -> Vec<Value> {
        let list = self.ada.get(&format!("/events/{}/occurrences?limit=200", self.id())).await.json(200);
        list["items"].as_array().unwrap().clone()
    }

    /// The date that starts then; nothing where there is none.
    pub(crate) async fn dated(&self, start: &str) -> Value {
        self.dates().await.into_iter().find(|date| date["start"] == start).unwrap_or_default()
    }

    /// The address of the date that starts then.
    pub(crate) async fn path_of(&self, start: &str) -> String {
        let date = self.dated(start).await;
        format!("/occurrences/{}", date["id"].as_str().unwrap_or_else(|| panic!("no date at {start}")))
    }

    /// The id of the date that starts so.
    pub(crate) async fn date_on(&self, day: &str) -> String {
        let dates = self.dates().await;
        let found = dates.iter().find(|date| date["start"].as_str().unwrap().starts_with(day));
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// The members' calendar, as the command line prints it.
    pub(crate) async fn members_path(&self) -> String {
        let app = &self.house.service().app;
        let conn = app.db.read();
        let branch = organisation::by_slug(&conn, "barnet").await.unwrap();
        let token = organisation::members_token(&conn, &app.seals, &branch).await.unwrap();
        format!("/barnet/m/{token}.ics")
    }

    /// Somebody says that they are coming.
    pub(crate) async fn coming(&self, email: &str) -> Uuid {
        self.answers(email, json!({})).await
    }

    /// Somebody answers; what they say beside or instead of "going". Answers the id of the reply.
    pub(crate) async fn answers(&self, email: &str, answer: Value) -> Uuid {
        Ben::called(&self.house, email).reply(&self.event, answer).await.json(202);
        self.replies().await.last().unwrap().id
    }

    /// The replies, oldest first.
    pub(crate) async fn replies(&self) -> Vec<rsvp::Model> {
        let rows = rsvp::Entity::find().filter(rsvp::Column::EventId.eq(self.id()));
        rows.order_by_asc(rsvp::Column::Id).all(&self.house.look().await).await.unwrap()
    }

    /// Somebody's answer changes.
    pub(crate) async fn changes_reply(&self, reply: Uuid, change: Value) {
        self.ada.patch(&format!("/rsvps/{reply}"), &change).await.json(200);
    }

    pub(crate) async fn patch(&self, change: Value) {
        self.ada.patch(&format!("/events/{}", self.id()), &change).await.json(200);
    }

    /// `postpone`, `suspend`, `reinstate` or `cancel`.
    pub(crate) async fn act(&self, act: &str, body: Value) {
        self.ada.post(&format!("/events/{}/{act}", self.id()), &body).await.json(200);
    }

    /// It becomes this moment, and the worker does all that is due.
    pub(crate) async fn at(&self, moment: &str) {
        self.house.clock.set(moment);
        self.house.rounds().await;
    }

    /// So many minutes pass, and the worker does all that is due.
    pub(crate) async fn minutes_pass(&self, minutes: u64) {
        self.house.clock.pass(Duration::from_secs(minutes * 60));
        self.house.rounds().await;
    }

    /// The letters to somebody, oldest first.
    pub(crate) fn letters(&self, email: &str) -> Vec<Letter> {
        self.house.postbox.letters_to(email)
    }

    /// Their subjects.
    pub(crate) fn subjects(&self, email: &str) -> Vec<String> {
        self.letters(email).into_iter().map(|letter| letter.subject).collect()
    }

    /// The subjects of the reminders among them.
    pub(crate) fn reminders(&self, email: &str) -> Vec<String> {
        let is_reminder = |said: &String| {
            ["how to get there", "where and when", "join"].iter().any(|words| said.contains(words))
        };
        self.subjects(email).into_iter().filter(is_reminder).collect()
    }

    /// The latest letter to somebody.
    #[track_caller]
    pub(crate) fn latest(&self, email: &str) -> Letter {
        self.letters(email).pop().unwrap_or_else(|| panic!("no letter to {email}"))
    }
}

//! The programme without a web in front: drafts, acts on events and venues, and what they leave behind.

use convenor::event::{self, EventError, NewTimes, Order, Shown, Telling};
use convenor::journal::{self, Actor};
use convenor::mistake::Mistake;
use convenor::outbox::address::Mailbox;
use convenor::outbox::delivery::{Mailer, Patience, Way};
use convenor::privacy;
use convenor::seal::Seals;
use convenor::venue::{self, Venue};
use entity::Moment;
use entity::table::{announcement, occurrence, organisation};
use entity::value::Purpose;
use entity::value::facts::Facts;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::branch::{Branch, start};

/// The facts of a lobby that can be published, with `changes` in the place of what they name; null takes away.
pub(crate) fn lobby_facts(changes: &Value) -> Facts {
    let mut all = json!({
        "kind": "lobby", "title": "Banners Held High", "timezone": "Europe/London",
        "start": "2026-07-09T18:00", "end": "2026-07-09T20:00", "meeting_point": "By the steps",
        "target": { "body": "Barnet Council", "meeting_start": "2026-07-09T19:00" },
        "access_statement": "not checked yet", "contact": { "email": "office@example.org" },
    });
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() {
            all.as_object_mut().unwrap().remove(key);
        } else {
            all[key] = value.clone();
        }
    }
    serde_json::from_value(all).unwrap()
}

/// The pointers and codes of what was found.
pub(crate) fn codes(found: &[Mistake]) -> Vec<(&str, &str)> {
    found.iter().map(|one| (one.pointer.as_str(), one.code.as_ref())).collect()
}

/// The mistakes of what was refused.
pub(crate) fn mistakes(refused: Result<impl std::fmt::Debug, EventError>) -> Vec<Mistake> {
    match refused {
        Err(EventError::Invalid(found) | EventError::Refused(found)) => found,
        other => panic!("{other:?}"),
    }
}

/// An act on an event as a whole.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    Postpone,
    Suspend,
    Reinstate(NewTimes),
    Cancel,
}

impl Branch {
    pub(crate) fn order(&self, event: Uuid) -> Order {
        Order { organisation: self.organisation, event, seen: None, actor: Actor::CommandLine }
    }

    pub(crate) async fn draft(&self, changes: &Value) -> Result<Shown, EventError> {
        self.draft_for(self.organisation, lobby_facts(changes)).await
    }

    pub(crate) async fn draft_for(&self, organisation: Uuid, facts: Facts) -> Result<Shown, EventError> {
        let seals = self.seals.clone();
        let made = self.db.write(move |w| {
            Box::pin(async move {
                event::create(w, &seals, organisation, &Actor::CommandLine, facts, start()).await
            })
        });
        made.await
    }

    pub(crate) async fn publish(
        &self,
        event: Uuid,
        now: Moment,
    ) -> Result<(Shown, Vec<Mistake>), EventError> {
        let (seals, order) = (self.seals.clone(), self.order(event));
        let done =
            self.db.write(move |w| Box::pin(async move { event::publish(w, &seals, &order, now).await }));
        done.await
    }

    /// A draft that is published at once.
    pub(crate) async fn published(&self, changes: &Value) -> Shown {
        let draft = self.draft(changes).await.unwrap();
        self.publish(draft.event.id, start()).await.unwrap().0
    }

    pub(crate) async fn change(&self, order: Order, facts: Facts, now: Moment) -> Result<Shown, EventError> {
        let seals = self.seals.clone();
        let done = self.db.write(move |w| {
            Box::pin(async move { event::change(w, &seals, &order, facts, true, now).await })
        });
        done.await
    }

    /// As a PATCH does: the facts as they stand, with `changes`.
    pub(crate) async fn patch(&self, event: Uuid, changes: &Value, now: Moment) -> Result<Shown, EventError> {
        let shown = event::find(&self.db.read(), self.organisation, event, now).await?;
        let mut facts = serde_json::to_value(shown.facts()).unwrap();
        for (key, value) in changes.as_object().unwrap() {
            if value.is_null() {
                facts.as_object_mut().unwrap().remove(key);
            } else {
                facts[key] = value.clone();
            }
        }
        self.change(self.order(event), serde_json::from_value(facts).unwrap(), now).await
    }

    pub(crate) async fn act(&self, event: Uuid, does: Does, now: Moment) -> Result<Shown, EventError> {
        self.act_saying(event, does, None, now).await
    }

    pub(crate) async fn act_saying(
        &self,
        event: Uuid,
        does: Does,
        words: Option<&str>,
        now: Moment,
    ) -> Result<Shown, EventError> {
        let telling =
            Telling::with_words(&self.db.read(), &self.seals, self.organisation, true, words).await?;
        let (seals, order) = (self.seals.clone(), self.order(event));
        let done = self.db.write(move |w| {
            Box::pin(async move {
                match does {
                    Does::Postpone => event::postpone(w, &seals, &order, telling, now).await,
                    Does::Suspend => event::suspend(w, &seals, &order, telling, now).await,
                    Does::Reinstate(new) => event::reinstate(w, &seals, &order, new, telling, now).await,
                    Does::Cancel => event::cancel(w, &seals, &order, telling, now).await,
                }
            })
        });
        done.await
    }

    pub(crate) async fn venue(&self, said: venue::Description) -> Venue {
        let organisation = self.organisation;
        let made = self.db.write(move |w| {
            Box::pin(async move { venue::create(w, organisation, &Actor::CommandLine, said, start()).await })
        });
        made.await.unwrap()
    }

    /// All that was announced of an event and of which people are still to be told, oldest first.
    pub(crate) async fn announced(&self, event: Uuid) -> Vec<announcement::Model> {
        let untold = announcement::Column::ToldAt.is_null();
        let rows =
            announcement::Entity::find().filter(announcement::Column::EventId.eq(event)).filter(untold);
        rows.order_by_asc(announcement::Column::Id).all(self.sql()).await.unwrap()
    }

    /// What the journal says was done to an event.
    pub(crate) async fn journal(&self, event: Uuid) -> Vec<String> {
        let lines = journal::of_event(&self.db.read(), self.organisation, event).await.unwrap();
        lines.into_iter().map(|line| line.act).collect()
    }

    pub(crate) async fn organisation_revision(&self) -> i64 {
        let row = organisation::Entity::find_by_id(self.organisation).one(self.sql()).await.unwrap();
        row.unwrap().revision
    }

    pub(crate) async fn date_of(&self, event: Uuid) -> occurrence::Model {
        let rows = occurrence::Entity::find().filter(occurrence::Column::EventId.eq(event));
        rows.one(self.sql()).await.unwrap().unwrap()
    }

    /// Forgets all that is past its date. No letter was filed.
    pub(crate) async fn forget(&self, now: Moment) {
        let from = Mailbox::parse("Convenor <no-reply@localhost>").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let way = Way::Folder(folder.path().join("mail"));
        let mailer = Mailer::new(way, from, None, Patience::default()).unwrap();
        privacy::purge(&self.db, &self.seals, &mailer, now).await.unwrap();
    }

    /// When the contact key of that date must be destroyed.
    pub(crate) async fn kept_until_of(&self, date: Uuid) -> Option<Moment> {
        Seals::destroy_on(&self.db.read(), date, Purpose::Contact).await.unwrap()
    }

    pub(crate) async fn sequence_of(&self, event: Uuid) -> i64 {
        event::by_id(&self.db.read(), event).await.unwrap().unwrap().sequence
    }

    /// When the contact key of an event's date must be destroyed.
    pub(crate) async fn kept_until(&self, event: Uuid, purpose: Purpose) -> Option<Moment> {
        let date = self.date_of(event).await.id;
        Seals::destroy_on(&self.db.read(), date, purpose).await.unwrap()
    }
}

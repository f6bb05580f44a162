//! Rows as they stand in the tables, for tests of what lies below the rooms that write them.

use entity::Moment;
use entity::table::{event, occurrence, organisation, reminder, rsvp};
use entity::value::{
    Attendance, EventStatus, Kind, OccurrenceStatus, ReminderState, Response, Standing, Visibility,
};
use sea_orm::{DatabaseConnection, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

/// One event with one date, one reply to it and one reminder for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows {
    pub(crate) organisation: Uuid,
    pub(crate) event: Uuid,
    pub(crate) occurrence: Uuid,
    pub(crate) rsvp: Uuid,
    pub(crate) reminder: Uuid,
}

impl Rows {
    pub(crate) async fn insert(conn: &DatabaseConnection, now: Moment) -> Self {
        let id = || convenor::secret::new_id(now);
        let rows = Self { organisation: id(), event: id(), occurrence: id(), rsvp: id(), reminder: id() };
        let organisation = rows.organisation(now).into_active_model();
        organisation::Entity::insert(organisation).exec_without_returning(conn).await.unwrap();
        event::Entity::insert(rows.event(now).into_active_model())
            .exec_without_returning(conn)
            .await
            .unwrap();
        let occurrence = rows.occurrence(now).into_active_model();
        occurrence::Entity::insert(occurrence).exec_without_returning(conn).await.unwrap();
        rsvp::Entity::insert(rows.rsvp(now).into_active_model()).exec_without_returning(conn).await.unwrap();
        let reminder = rows.reminder(now).into_active_model();
        reminder::Entity::insert(reminder).exec_without_returning(conn).await.unwrap();
        rows
    }

    fn organisation(&self, now: Moment) -> organisation::Model {
        organisation::Model {
            id: self.organisation,
            slug: "barnet".into(),
            name: "Barnet branch".into(),
            timezone: "Europe/London".into(),
            language: "en".into(),
            email: None,
            phone: None,
            phone_note: None,
            website: None,
            mail_name: None,
            members_generation: 0,
            members_replaced_at: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn event(&self, now: Moment) -> event::Model {
        let facts = json!({ "kind": "rally", "title": "Rally", "start": "2026-07-09T18:00", "timezone": "Europe/London" });
        event::Model {
            id: self.event,
            organisation_id: self.organisation,
            campaign_id: None,
            venue_id: None,
            slug: "rally".into(),
            kind: Kind::Rally,
            status: EventStatus::Confirmed,
            visibility: Visibility::Public,
            title: "Rally".into(),
            external_id: None,
            facts: serde_json::from_value(facts).unwrap(),
            made_until: None,
            continues: None,
            continued_by: None,
            published_at: Some(now),
            revision: 1,
            sequence: 0,
            changed_at: now,
            created_at: now,
            updated_at: now,
        }
    }

    fn occurrence(&self, now: Moment) -> occurrence::Model {
        occurrence::Model {
            id: self.occurrence,
            organisation_id: self.organisation,
            event_id: self.event,
            slot: "2026-07-09".into(),
            status: OccurrenceStatus::Scheduled,
            start: "2026-07-09T18:00".parse().unwrap(),
            end: None,
            timezone: "Europe/London".into(),
            start_utc: "2026-07-09T17:00:00Z".parse().unwrap(),
            end_utc: "2026-07-09T20:00:00Z".parse().unwrap(),
            moved: false,
            venue_id: None,
            room: None,
            meeting_point: None,
            final_counts: None,
            purged_at: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn rsvp(&self, now: Moment) -> rsvp::Model {
        rsvp::Model {
            id: self.rsvp,
            organisation_id: self.organisation,
            event_id: self.event,
            occurrence_id: self.occurrence,
            response: Response::Going,
            attendance: Attendance::InPerson,
            party_size: 1,
            standing: Standing::HasPlace,
            queued_at: None,
            name: None,
            email: None,
            email_tag: None,
            address_proved_at: None,
            organisation_name: None,
            banner: false,
            message: None,
            answers: None,
            access_needs: None,
            wording: "1".into(),
            agreed_at: now,
            source: "page".into(),
            language: "en".into(),
            generation: 0,
            told: 0,
            asked_sequence: 0,
            asked_revision: 1,
            answered_at: None,
            reminders_stopped_at: None,
            letters_stopped_at: None,
            withdrawn_at: None,
            forgotten_at: None,
            checked_in_at: None,
            attendance_chosen: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn reminder(&self, now: Moment) -> reminder::Model {
        reminder::Model {
            id: self.reminder,
            organisation_id: self.organisation,
            event_id: self.event,
            occurrence_id: self.occurrence,
            rule: "P1D".into(),
            attendance: None,
            start_utc: "2026-07-09T17:00:00Z".parse().unwrap(),
            due_at: now,
            state: ReminderState::Planned,
            position: None,
            letters: 0,
            created_at: now,
            updated_at: now,
        }
    }
}

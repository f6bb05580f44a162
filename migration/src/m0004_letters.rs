//! Reminders, the outbox, and how many letters came in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, json_binary_null, text, text_null, uuid, uuid_null,
};

use crate::steps::{self, Step};

/// Reminders and the outbox.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(manager, self.name(), "0.1.0", vec![reminder_rule(), reminder(), outbox(), incoming()])
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(manager, self.name(), &["incoming", "outbox", "reminder", "reminder_rule"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn reminder_rule() -> Step {
    Step::table(
        Table::create()
            .table("reminder_rule")
            .col(uuid("event_id"))
            .col(text("rule"))
            .col(integer("position"))
            .primary_key(Index::create().col("event_id").col("rule"))
            .foreign_key(
                ForeignKey::create()
                    .name("reminder_rule_event_id_fk")
                    .from("reminder_rule", "event_id")
                    .to("event", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
}

fn reminder() -> Step {
    Step::table(
        Table::create()
            .table("reminder")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid("event_id"))
            .col(uuid("occurrence_id"))
            .col(text("rule"))
            .col(text_null("attendance"))
            .col(big_integer("start_utc"))
            .col(big_integer("due_at"))
            .col(text("state"))
            .col(uuid_null("position"))
            .col(big_integer("letters"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("reminder_occurrence_id_fk")
                    .from("reminder", "occurrence_id")
                    .to("occurrence", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .unique(&["occurrence_id", "rule", "start_utc"])
    .index(&["state", "due_at"])
    .index(&["event_id"])
}

fn outbox() -> Step {
    Step::table(
        Table::create()
            .table("outbox")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid_null("event_id"))
            .col(uuid_null("occurrence_id"))
            .col(uuid_null("rsvp_id"))
            .col(uuid_null("reminder_id"))
            .col(text("kind"))
            .col(json_binary_null("detail"))
            .col(integer("urgency"))
            .col(text("state"))
            .col(big_integer("due_at"))
            .col(integer("attempts"))
            .col(uuid_null("lease"))
            .col(big_integer_null("leased_until"))
            .col(text_null("last_error"))
            .col(text_null("last_answer"))
            .col(big_integer_null("sequence"))
            .col(boolean("tells"))
            .col(big_integer_null("rendered_at"))
            .col(big_integer_null("expires_at"))
            .col(big_integer("created_at"))
            .col(big_integer_null("settled_at"))
            .foreign_key(ForeignKey::create().name("outbox_rsvp_id_fk").from("outbox", "rsvp_id").to("rsvp", "id").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(ForeignKey::create().name("outbox_reminder_id_fk").from("outbox", "reminder_id").to("reminder", "id").on_delete(ForeignKeyAction::Cascade))
            .foreign_key(ForeignKey::create().name("outbox_occurrence_id_fk").from("outbox", "occurrence_id").to("occurrence", "id").on_delete(ForeignKeyAction::Cascade))
            .to_owned(),
    )
    .unique(&["reminder_id", "rsvp_id"])
    .index(&["rsvp_id"])
    .index(&["occurrence_id"])
    .index(&["event_id"])
    .sql("CREATE UNIQUE INDEX outbox_one_waiting_notice ON outbox (rsvp_id) WHERE kind = 'notice' AND state = 'waiting'")
    .sql("CREATE INDEX outbox_due ON outbox (urgency, due_at, id) WHERE state = 'waiting'")
}

fn incoming() -> Step {
    Step::table(
        Table::create()
            .table("incoming")
            .col(text("outcome").primary_key())
            .col(big_integer("letters"))
            .to_owned(),
    )
}

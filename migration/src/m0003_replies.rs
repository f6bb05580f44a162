//! Replies, and addresses that asked not to be written to.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, integer, text, text_null, uuid,
};

use crate::steps::{self, Step};

/// Replies, and addresses that asked not to be written to.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(manager, self.name(), "0.1.0", vec![rsvp(), suppression()]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(manager, self.name(), &["suppression", "rsvp"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn rsvp() -> Step {
    Step::table(
        Table::create()
            .table("rsvp")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid("event_id"))
            .col(uuid("occurrence_id"))
            .col(text("response"))
            .col(text("attendance"))
            .col(text_null("attendance_chosen"))
            .col(big_integer("party_size"))
            .col(text("standing"))
            .col(big_integer_null("queued_at"))
            .col(blob_null("name"))
            .col(blob_null("email"))
            .col(blob_null("email_tag"))
            .col(big_integer_null("address_proved_at"))
            .col(blob_null("organisation_name"))
            .col(boolean("banner"))
            .col(blob_null("message"))
            .col(blob_null("answers"))
            .col(blob_null("access_needs"))
            .col(text("wording"))
            .col(big_integer("agreed_at"))
            .col(text("source"))
            .col(text("language"))
            .col(integer("generation"))
            .col(big_integer("told"))
            .col(big_integer("asked_sequence"))
            .col(big_integer("asked_revision"))
            .col(big_integer_null("answered_at"))
            .col(big_integer_null("reminders_stopped_at"))
            .col(big_integer_null("letters_stopped_at"))
            .col(big_integer_null("withdrawn_at"))
            .col(big_integer_null("forgotten_at"))
            .col(big_integer_null("checked_in_at"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(ForeignKey::create().name("rsvp_occurrence_id_fk").from("rsvp", "occurrence_id").to("occurrence", "id").on_delete(ForeignKeyAction::Restrict))
            .foreign_key(ForeignKey::create().name("rsvp_event_id_fk").from("rsvp", "event_id").to("event", "id").on_delete(ForeignKeyAction::Restrict))
            .to_owned(),
    )
    .unique(&["email_tag", "occurrence_id"])
    .index(&["occurrence_id", "id"])
    .index(&["event_id", "id"])
    // Whether any reply to an organisation has changed, and to which of its dates there are any.
    .index(&["organisation_id", "updated_at", "revision"])
    .sql("CREATE INDEX rsvp_waiting ON rsvp (occurrence_id, queued_at, id) WHERE standing = 'waiting'")
    .sql("CREATE INDEX rsvp_withdrawn ON rsvp (withdrawn_at) WHERE withdrawn_at IS NOT NULL AND forgotten_at IS NULL")
}

fn suppression() -> Step {
    Step::table(
        Table::create()
            .table("suppression")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(blob("tag"))
            .col(text("reason"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("suppression_organisation_id_fk")
                    .from("suppression", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["organisation_id", "tag"])
}

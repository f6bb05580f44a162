//! Organisations, the keys that close personal fields, and the keys by which programs call.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, integer, integer_null, json_binary, text, text_null,
    uuid, uuid_null,
};

use crate::steps::{self, Step};

/// Organisations, the keys that close personal fields, and the keys by which programs call.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(
            manager,
            self.name(),
            "0.1.0",
            vec![organisation(), data_key(), key_check(), api_key(), idempotency()],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(
            manager,
            self.name(),
            &["idempotency", "api_key", "key_check", "data_key", "organisation"],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn organisation() -> Step {
    Step::table(
        Table::create()
            .table("organisation")
            .col(uuid("id").primary_key())
            .col(text("slug"))
            .col(text("name"))
            .col(text("timezone"))
            .col(text("language"))
            .col(text_null("email"))
            .col(text_null("phone"))
            .col(text_null("phone_note"))
            .col(text_null("website"))
            .col(text_null("mail_name"))
            .col(integer("members_generation"))
            .col(big_integer_null("members_replaced_at"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .to_owned(),
    )
    .unique(&["slug"])
}

fn data_key() -> Step {
    Step::table(
        Table::create()
            .table("data_key")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid_null("occurrence_id"))
            .col(text("purpose"))
            .col(blob("wrapped"))
            .col(text("wrapping_key_id"))
            .col(big_integer_null("destroy_on"))
            .col(big_integer_null("warned_at"))
            .col(big_integer("created_at"))
            .foreign_key(ForeignKey::create().name("data_key_organisation_id_fk").from("data_key", "organisation_id").to("organisation", "id").on_delete(ForeignKeyAction::Restrict))
            .to_owned(),
    )
    .unique(&["occurrence_id", "purpose"])
    .index(&["destroy_on"])
    .index(&["organisation_id", "purpose"])
    .sql("CREATE UNIQUE INDEX data_key_of_organisation ON data_key (organisation_id, purpose) WHERE occurrence_id IS NULL")
}

fn key_check() -> Step {
    Step::table(
        Table::create()
            .table("key_check")
            .col(text("wrapping_key_id").primary_key())
            .col(blob("sealed"))
            .col(big_integer("created_at"))
            .to_owned(),
    )
}

fn api_key() -> Step {
    Step::table(
        Table::create()
            .table("api_key")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(text("name"))
            .col(blob("hash"))
            .col(json_binary("scopes"))
            .col(big_integer("created_at"))
            .col(big_integer_null("expires_at"))
            .col(big_integer_null("revoked_at"))
            .col(text_null("last_used_on"))
            .foreign_key(
                ForeignKey::create()
                    .name("api_key_organisation_id_fk")
                    .from("api_key", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["hash"])
    .index(&["organisation_id"])
}

fn idempotency() -> Step {
    Step::table(
        Table::create()
            .table("idempotency")
            .col(uuid("id").primary_key())
            .col(text("caller"))
            .col(text("operation"))
            .col(blob("key"))
            .col(blob("body"))
            .col(integer_null("status"))
            .col(uuid_null("resource_id"))
            .col(text_null("outcome"))
            .col(blob_null("told"))
            .col(uuid_null("occurrence_id"))
            .col(big_integer("expires_at"))
            .to_owned(),
    )
    .unique(&["caller", "operation", "key"])
    .index(&["expires_at"])
    .index(&["occurrence_id"])
}

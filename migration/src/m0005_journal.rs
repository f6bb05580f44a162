//! The journal, and tasks that one node does at a time.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, json_binary_null, text, uuid, uuid_null};

use crate::steps::{self, Step};

/// The journal, and tasks that one node does at a time.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(manager, self.name(), "0.1.0", vec![journal(), lease()]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(manager, self.name(), &["lease", "journal"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn journal() -> Step {
    Step::table(
        Table::create()
            .table("journal")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(big_integer_null("revision"))
            .col(big_integer("at"))
            .col(text("actor"))
            .col(text("act"))
            .col(uuid_null("event_id"))
            .col(uuid("subject_id"))
            .col(json_binary_null("detail"))
            .col(big_integer_null("fanned_out_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("journal_organisation_id_fk")
                    .from("journal", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .index(&["organisation_id", "revision"])
    .index(&["event_id", "at"])
    .sql("CREATE INDEX journal_to_fan_out ON journal (at) WHERE fanned_out_at IS NULL")
}

fn lease() -> Step {
    Step::table(
        Table::create()
            .table("lease")
            .col(text("name").primary_key())
            .col(uuid("holder"))
            .col(big_integer("until"))
            .col(big_integer_null("last_run_at"))
            .to_owned(),
    )
}

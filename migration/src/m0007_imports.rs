//! Which entry of another calendar became which event.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, blob_null, uuid, uuid_null};

use crate::steps::{self, Step};

/// Which entry of another calendar became which event.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(manager, self.name(), "0.1.0", vec![imported()]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(manager, self.name(), &["imported"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn imported() -> Step {
    Step::table(
        Table::create()
            .table("imported")
            .col(uuid("organisation_id"))
            .col(blob("uid"))
            .col(uuid_null("event_id"))
            .col(blob("said"))
            .col(big_integer("revision"))
            .col(blob_null("source"))
            .col(blob_null("entry"))
            .primary_key(Index::create().col("organisation_id").col("uid"))
            .foreign_key(
                ForeignKey::create()
                    .name("imported_event_id_fk")
                    .from("imported", "event_id")
                    .to("event", "id")
                    .on_delete(ForeignKeyAction::SetNull),
            )
            .to_owned(),
    )
    .index(&["event_id"])
}

//! People's own calendars.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, blob_null, integer, text, uuid};

use crate::steps::{self, Step};

/// People's own calendars.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(manager, self.name(), "0.1.0", vec![calendar_subscription()]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(manager, self.name(), &["calendar_subscription"]).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn calendar_subscription() -> Step {
    Step::table(
        Table::create()
            .table("calendar_subscription")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(blob("email"))
            .col(blob("email_tag"))
            .col(text("language"))
            .col(integer("generation"))
            .col(blob_null("replies"))
            .col(big_integer("changed_at"))
            .col(big_integer_null("fetched_at"))
            .col(big_integer("asked_at"))
            .col(integer("letters"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("calendar_subscription_organisation_id_fk")
                    .from("calendar_subscription", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["organisation_id", "email_tag"])
}

//! The programme: venues, campaigns, events, their dates and places.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob_null, boolean, double_null, json_binary, json_binary_null, text,
    text_null, uuid, uuid_null,
};

use crate::steps::{self, Step};

/// The programme: venues, campaigns, events, their dates and places.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::run(
            manager,
            self.name(),
            "0.1.0",
            vec![venue(), campaign(), event(), announcement(), occurrence(), place()],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps::undo(
            manager,
            self.name(),
            &["place", "occurrence", "announcement", "event", "campaign", "venue"],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn venue() -> Step {
    Step::table(
        Table::create()
            .table("venue")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(text("name"))
            .col(text_null("street"))
            .col(text_null("locality"))
            .col(text_null("postcode"))
            .col(text_null("country"))
            .col(double_null("latitude"))
            .col(double_null("longitude"))
            .col(text_null("standing_point"))
            .col(json_binary("directions"))
            .col(json_binary("access"))
            .col(boolean("private_home"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .col(big_integer_null("deleted_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("venue_organisation_id_fk")
                    .from("venue", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .index(&["organisation_id"])
}

fn campaign() -> Step {
    Step::table(
        Table::create()
            .table("campaign")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(text("slug"))
            .col(text("name"))
            .col(text("kind"))
            .col(text_null("began"))
            .col(json_binary("asks"))
            .col(json_binary_null("strike_days"))
            .col(text_null("suspended_on"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("campaign_organisation_id_fk")
                    .from("campaign", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["organisation_id", "slug"])
}

fn event() -> Step {
    Step::table(
        Table::create()
            .table("event")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid_null("campaign_id"))
            .col(uuid_null("venue_id"))
            .col(text("slug"))
            .col(text("kind"))
            .col(text("status"))
            .col(text("visibility"))
            .col(text("title"))
            .col(text_null("external_id"))
            .col(json_binary("facts"))
            .col(big_integer_null("made_until"))
            .col(uuid_null("continues"))
            .col(uuid_null("continued_by"))
            .col(big_integer_null("published_at"))
            .col(big_integer("revision"))
            .col(big_integer("sequence"))
            .col(big_integer("changed_at"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("event_organisation_id_fk")
                    .from("event", "organisation_id")
                    .to("organisation", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("event_campaign_id_fk")
                    .from("event", "campaign_id")
                    .to("campaign", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("event_venue_id_fk")
                    .from("event", "venue_id")
                    .to("venue", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["organisation_id", "slug"])
    .index(&["campaign_id"])
    .index(&["venue_id"])
    .index(&["organisation_id", "external_id"])
    .sql("CREATE INDEX event_growing ON event (made_until) WHERE made_until IS NOT NULL")
}

fn announcement() -> Step {
    Step::table(
        Table::create()
            .table("announcement")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid("event_id"))
            .col(uuid_null("occurrence_id"))
            .col(big_integer("sequence"))
            .col(text("act"))
            .col(boolean("notify"))
            .col(json_binary("before"))
            .col(blob_null("message"))
            .col(big_integer("created_at"))
            .col(big_integer("due_at"))
            .col(big_integer_null("told_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("announcement_event_id_fk")
                    .from("announcement", "event_id")
                    .to("event", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
    .index(&["event_id", "sequence"])
    .sql("CREATE INDEX announcement_due ON announcement (due_at) WHERE told_at IS NULL")
}

fn occurrence() -> Step {
    Step::table(
        Table::create()
            .table("occurrence")
            .col(uuid("id").primary_key())
            .col(uuid("organisation_id"))
            .col(uuid("event_id"))
            .col(text("slot"))
            .col(text("status"))
            .col(text("start"))
            .col(text_null("end"))
            .col(text("timezone"))
            .col(big_integer("start_utc"))
            .col(big_integer("end_utc"))
            .col(boolean("moved"))
            .col(uuid_null("venue_id"))
            .col(text_null("room"))
            .col(text_null("meeting_point"))
            .col(json_binary_null("final_counts"))
            .col(big_integer_null("purged_at"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("occurrence_event_id_fk")
                    .from("occurrence", "event_id")
                    .to("event", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("occurrence_venue_id_fk")
                    .from("occurrence", "venue_id")
                    .to("venue", "id")
                    .on_delete(ForeignKeyAction::Restrict),
            )
            .to_owned(),
    )
    .unique(&["event_id", "slot"])
    .index(&["organisation_id", "start_utc"])
    .index(&["end_utc"])
}

fn place() -> Step {
    Step::table(
        Table::create()
            .table("place")
            .col(uuid("occurrence_id"))
            .col(text("key"))
            .col(big_integer_null("capacity"))
            .col(big_integer("taken"))
            .col(big_integer("waiting"))
            .primary_key(Index::create().col("occurrence_id").col("key"))
            .foreign_key(
                ForeignKey::create()
                    .name("place_occurrence_id_fk")
                    .from("place", "occurrence_id")
                    .to("occurrence", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .to_owned(),
    )
}

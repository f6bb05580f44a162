//! How the tables came to be: one change a file, additive first, the same on SQLite and PostgreSQL.
//!
//! Migrations never import `entity`: entities move on, and what a migration did must not. The schema that
//! results is text in `snapshot/`, so that its difference is what a reviewer reads.

#![expect(elided_lifetimes_in_paths, reason = "sea-orm-migration declares its trait without them")]

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_organisations;
mod m0002_programme;
mod m0003_replies;
mod m0004_letters;
mod m0005_journal;
mod m0006_calendars;
mod m0007_imports;
mod steps;

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_organisations::Migration),
            Box::new(m0002_programme::Migration),
            Box::new(m0003_replies::Migration),
            Box::new(m0004_letters::Migration),
            Box::new(m0005_journal::Migration),
            Box::new(m0006_calendars::Migration),
            Box::new(m0007_imports::Migration),
        ]
    }
}

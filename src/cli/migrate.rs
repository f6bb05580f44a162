//! `convenor migrate`: the schema only.

use serde_json::json;

use super::arguments::Migrate;
use super::out::{self, Failure};
use crate::config::Config;
use crate::server;

pub(super) async fn run(what: &Migrate, config: Config) -> Result<(), Failure> {
    let db = server::open_database(&config).await?;
    match what {
        Migrate::Up => {
            let before = db.schema().await?;
            db.migrate(&config.database_url.0).await?;
            for name in &before.pending {
                out::line(&format!("carried out {name}"))?;
            }
            out::remark("The tables are up to date.");
        }
        Migrate::Status { json: true } => {
            let state = db.schema().await?;
            out::json(&json!({
                "applied": state.applied, "pending": state.pending, "newer": state.newer,
                "needs_release": state.needs_release,
            }))?;
        }
        Migrate::Status { json: false } => {
            let state = db.schema().await?;
            for name in &state.applied {
                out::line(&format!("applied  {name}"))?;
            }
            for name in &state.pending {
                out::line(&format!("pending  {name}"))?;
            }
            for name in &state.newer {
                out::line(&format!("newer    {name}"))?;
            }
            if !state.newer.is_empty() {
                out::remark("\"newer\" was carried out by a later release than this one.");
            }
            if let Some(release) = &state.needs_release {
                out::remark(&format!("This database needs convenor {release} or newer."));
            }
        }
    }
    db.close().await?;
    Ok(())
}

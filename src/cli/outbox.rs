//! `convenor outbox`: what is waiting, what failed and why, and how the rest ended.

use serde_json::json;

use super::arguments::Outbox as What;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::outbox::{self, Row, Which};
use crate::server;

/// How many rows are shown.
const MOST: u64 = 1000;

pub(super) async fn run(what: What, config: Config) -> Result<(), Failure> {
    let opened = server::open(config, Clock::System).await?;
    match what {
        What::List { stuck, state, json } => {
            let which = match state {
                Some(state) => Which::In(state),
                None if stuck => Which::Stuck,
                None => Which::Unsettled,
            };
            list(&outbox::list(&opened.db.read(), which, MOST).await?, which, json)?;
        }
        What::Retry { id } => {
            let now = opened.clock.now();
            let row = opened
                .db
                .write(move |write| Box::pin(async move { outbox::retry(write, id, now).await }))
                .await?;
            out::remark(&format!("The {} letter leaves with the worker's next round.", row.kind));
        }
    }
    opened.db.close().await?;
    Ok(())
}

fn list(rows: &[Row], which: Which, json: bool) -> Result<(), Failure> {
    if u64::try_from(rows.len()) == Ok(MOST) {
        out::remark(&format!("Not more than {MOST} are shown."));
    }
    if json {
        return out::json(&rows.iter().map(described).collect::<Vec<_>>());
    }
    for row in rows {
        let why = row.last_error.as_deref().or(row.last_answer.as_deref()).unwrap_or("");
        let (kind, state) = (row.kind, row.state);
        let tries = tries(row.attempts);
        out::line(&format!("{}\t{kind}\t{state}\tdue {}\t{tries}\t{why}", row.id, row.due_at))?;
    }
    match which {
        _ if !rows.is_empty() => {}
        Which::Unsettled | Which::Stuck => out::remark("Nothing waits and nothing failed."),
        Which::In(state) => out::remark(&format!("No letter is {state}.")),
    }
    Ok(())
}

fn tries(attempts: i32) -> String {
    if attempts == 1 { "1 try".to_owned() } else { format!("{attempts} tries") }
}

fn described(row: &Row) -> serde_json::Value {
    json!({
        "id": row.id, "kind": row.kind, "state": row.state, "due_at": row.due_at, "attempts": row.attempts,
        "last_error": row.last_error, "last_answer": row.last_answer, "event_id": row.event_id, "created_at": row.created_at,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn tries_are_counted_as_people_count() {
        assert_eq!([0, 1, 2].map(super::tries), ["0 tries", "1 try", "2 tries"]);
    }
}

//! Taking rows by lease: one statement, right on both engines.

use std::time::Duration;

use entity::Moment;
use entity::table::outbox;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use uuid::Uuid;

use crate::clock::Clock;
use crate::database::{Database, Engine, Error, Write};

/// By how much a node's clock may differ from PostgreSQL's before it stops claiming: leases of a node whose clock is
/// wrong would end too early or too late for the others.
pub const CLOCK_TOLERANCE: Duration = Duration::from_secs(2);

/// What to claim.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// Who claims: fresh for each claim, so that a settle finds its own rows only.
    pub lease: Uuid,
    /// The present moment.
    pub now: Moment,
    /// When the lease ends.
    pub until: Moment,
    /// Only rows at least as urgent as this number (0 is the most urgent).
    pub urgency: i32,
    /// At most so many.
    pub limit: u64,
}

/// The rows that are due and free. The ways to be free: no lease, or one that has ended.
const DUE: &str = "SELECT id FROM outbox WHERE state = 'waiting' AND due_at <= $2 AND urgency <= $4 \
     AND (leased_until IS NULL OR leased_until <= $2) ORDER BY urgency, due_at, id LIMIT $5";

/// What a claim writes. The attempt is counted here, so that a row at which the process dies is given up in the end.
const TAKE: &str = "SET lease = $1, leased_until = $3, attempts = attempts + 1";

/// Asked again of each row as it is taken: without this PostgreSQL gave two workers the same rows.
const STILL_FREE: &str =
    "outbox.state = 'waiting' AND (outbox.leased_until IS NULL OR outbox.leased_until <= $2)";

/// Claims letters, the most urgent and the longest due first.
///
/// # Errors
/// The database's.
pub async fn letters(write: &mut Write, claim: Claim) -> Result<Vec<outbox::Model>, Error> {
    let (backend, sql) = match write.engine() {
        // One process writes, so nobody can come between the question and the taking.
        Engine::Sqlite => (
            DbBackend::Sqlite,
            format!("UPDATE outbox {TAKE} WHERE id IN ({DUE}) AND {STILL_FREE} RETURNING *"),
        ),
        // MATERIALIZED, so that the question is asked once; SKIP LOCKED, so that nodes do not wait for each other.
        Engine::Postgres => (
            DbBackend::Postgres,
            format!(
                "WITH due AS MATERIALIZED ({DUE} FOR UPDATE SKIP LOCKED) \
                 UPDATE outbox {TAKE} FROM due WHERE outbox.id = due.id AND {STILL_FREE} RETURNING outbox.*"
            ),
        ),
    };
    let limit = i64::try_from(claim.limit).unwrap_or(i64::MAX);
    let values = [
        claim.lease.into(),
        claim.now.millis().into(),
        claim.until.millis().into(),
        claim.urgency.into(),
        limit.into(),
    ];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let mut rows = outbox::Model::find_by_statement(statement).all(&write.conn()).await?;
    rows.sort_by_key(|row| (row.urgency, row.due_at, row.id));
    Ok(rows)
}

/// By how much this node's clock differs from the database's, beyond the time that asking took.
///
/// Nothing on SQLite, which has no clock of its own and one process.
///
/// # Errors
/// The database's.
pub async fn clock_difference(db: &Database, clock: &Clock) -> Result<Duration, Error> {
    if db.engine() == Engine::Sqlite {
        return Ok(Duration::ZERO);
    }
    let asked = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS millis";
    let before = clock.now();
    let row = db.read().query_one_raw(Statement::from_string(DbBackend::Postgres, asked)).await?;
    let after = clock.now();
    let theirs = Moment::from_millis(row.map_or(Ok(before.millis()), |row| row.try_get("", "millis"))?);
    Ok(before.since(theirs).max(theirs.since(after)))
}

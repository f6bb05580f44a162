//! Work that may be asked for twice, and is done once.
//!
//! Guarantees: a repeat is answered from what the first left behind: the id of what was made, or what was said of a refusal,
//! field by field. Of a refusal lies nothing open but its word: the rest is sealed, and gone after a day.

use entity::Moment;
use entity::value::Purpose;
use poem::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::parameter::IdempotencyKey;
use crate::access::Caller;
use crate::access::idempotency::{self, Known, Outcome, Remembered, Ticket};
use crate::database::{BoxFuture, Write};
use crate::mistake::Mistake;
use crate::seal::{DataKey, Owner};
use crate::secret;
use crate::web::app::App;
use crate::web::problem::{self, Problem};

const TABLE: &str = "idempotency";
const TOLD: &str = "told";

/// One request to do something.
#[derive(Debug)]
pub struct Asked {
    /// The name that the caller gave to it, if any.
    pub key: IdempotencyKey,
    /// Whose key was shown; `None` for the public.
    pub caller: Option<Uuid>,
    /// Whose programme it is about; the body's hash is under its key.
    pub organisation: Uuid,
    /// Which operation on which thing, such as `cancel_event 0198…`.
    pub operation: String,
    /// What was sent.
    pub body: Value,
}

impl Asked {
    /// A request of somebody with a key.
    #[must_use]
    pub fn by(caller: &Caller, key: IdempotencyKey, operation: impl Into<String>, body: &Value) -> Self {
        let (organisation, operation) = (caller.organisation, operation.into());
        Self { key, caller: Some(caller.key), organisation, operation, body: body.clone() }
    }
}

/// A ticket, and the key that closes what is kept with it.
#[derive(Clone)]
struct Held {
    ticket: Ticket,
    seal: DataKey,
}

/// What was said of a refusal.
#[derive(Serialize, Deserialize)]
struct Told {
    detail: String,
    errors: Vec<Mistake>,
}

/// What the work made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made<T> {
    /// Its id, from which the answer is built.
    pub id: Uuid,
    /// The date it concerns, with whose replies it is forgotten.
    pub occurrence: Option<Uuid>,
    /// What else is told the first time.
    pub more: T,
}

impl From<Uuid> for Made<()> {
    fn from(id: Uuid) -> Self {
        Self { id, occurrence: None, more: () }
    }
}

/// What was made when the same was asked before; `None` when it never was. For work that is got ready before it is done
/// [`once`]: a repeat is neither checked nor counted again.
///
/// # Errors
/// What was refused before, and 422 when the key was used for something else.
pub async fn before(app: &App, asked: &Asked) -> Result<Option<Uuid>, Problem> {
    let Some(held) = held(app, asked).await? else { return Ok(None) };
    held.answered(idempotency::look(&app.db.read(), &held.ticket, app.clock.now()).await?)
}

/// Remembers that what was asked was refused while it was got ready. Answers the refusal.
pub async fn refused(app: &App, asked: &Asked, problem: Problem) -> Problem {
    let kept = async {
        if is_kept(&problem)
            && let Some(held) = held(app, asked).await?
        {
            held.keep(app, &problem).await?;
        }
        Ok(())
    };
    match kept.await {
        Ok(()) => problem,
        Err(failure) => failure,
    }
}

/// Does `work` in one write, unless the same was asked before: then answers what it made that time, without more.
///
/// # Errors
/// What `work` refuses, also when it refused the same before; 422 when the key was used for something else.
pub async fn once<T, F>(app: &App, asked: Asked, work: F) -> Result<(Uuid, Option<T>), Problem>
where
    F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<Made<T>, Problem>> + Send + 'static,
    T: Send + 'static,
{
    let now = app.clock.now();
    let Some(held) = held(app, &asked).await? else {
        let made = app.db.write(work).await?;
        app.pulse.ring();
        return Ok((made.id, Some(made.more)));
    };
    let kept = held.clone();
    let work = app.db.write(move |write| Box::pin(async move { tried(write, &held, work, now).await }));
    let outcome = work.await;
    if let Err(problem) = &outcome
        && is_kept(problem)
    {
        kept.keep(app, problem).await?;
    }
    app.pulse.ring();
    outcome
}

async fn tried<T, F>(
    write: &mut Write,
    held: &Held,
    work: F,
    now: Moment,
) -> Result<(Uuid, Option<T>), Problem>
where
    F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<Made<T>, Problem>> + Send,
{
    if let Some(id) = held.answered(idempotency::take(write, &held.ticket, now).await?)? {
        return Ok((id, None));
    }
    let Made { id, occurrence, more } = work(write).await?;
    let status = StatusCode::OK.as_u16();
    let outcome = Outcome { status, resource: Some(id), occurrence, ..Outcome::default() };
    idempotency::remember(write, &held.ticket, outcome).await?;
    Ok((id, Some(more)))
}

async fn held(app: &App, asked: &Asked) -> Result<Option<Held>, Problem> {
    let IdempotencyKey(Some(key)) = &asked.key else { return Ok(None) };
    let owner = Owner::Organisation(asked.organisation);
    let seal = app.seals.key(&app.db.read(), owner, Purpose::Organisation).await.map_err(Problem::broken)?;
    let body = serde_json::to_vec(&asked.body).map_err(Problem::broken)?;
    let ticket = Ticket {
        id: secret::new_id(app.clock.now()),
        caller: asked.caller.map_or_else(|| "public".to_owned(), |key| key.to_string()),
        operation: asked.operation.clone(),
        key: secret::hash(key.as_bytes()),
        body: seal.mac("idempotency", &[&body]).to_vec(),
    };
    Ok(Some(Held { ticket, seal }))
}

impl Held {
    /// What was made before, if anything was.
    fn answered(&self, known: Known) -> Result<Option<Uuid>, Problem> {
        match known {
            Known::New => Ok(None),
            Known::Done(before) => match before.resource_id {
                Some(id) => Ok(Some(id)),
                None => Err(self.refused_before(&before)?),
            },
            Known::OtherBody => Err(Problem::new(
                problem::KEY_REUSED,
                "Use a new Idempotency-Key for a request that differs.",
            )),
        }
    }

    /// The transaction of the work is undone by its refusal, so the refusal is remembered in one of its own.
    async fn keep(self, app: &App, problem: &Problem) -> Result<(), Problem> {
        let now = app.clock.now();
        let told = Told { detail: problem.detail.clone(), errors: problem.errors.clone() };
        let told = serde_json::to_vec(&told).map_err(Problem::broken)?;
        let sealed = self.seal.seal(TABLE, TOLD, self.ticket.id, &told).map_err(Problem::broken)?;
        let outcome = Outcome {
            status: problem.sort.status.as_u16(),
            refusal: Some(problem.sort.word.to_owned()),
            told: Some(sealed),
            ..Outcome::default()
        };
        let work = app.db.write(move |write| {
            Box::pin(async move {
                if idempotency::take(write, &self.ticket, now).await? == Known::New {
                    idempotency::remember(write, &self.ticket, outcome).await?;
                }
                Ok::<_, Problem>(())
            })
        });
        work.await
    }

    /// The refusal, as it was told.
    fn refused_before(&self, before: &Remembered) -> Result<Problem, Problem> {
        let word = before.outcome.as_deref();
        let sort = problem::ALL.iter().find(|sort| Some(sort.word) == word).copied();
        let sealed = before.told.as_deref().unwrap_or_default();
        let told = self.seal.open(TABLE, TOLD, before.id, sealed).map_err(Problem::broken)?;
        let told: Told = serde_json::from_slice(&told).map_err(Problem::broken)?;
        Ok(Problem::new(sort.unwrap_or(problem::CONFLICT), told.detail).with_errors(told.errors))
    }
}

fn is_kept(problem: &Problem) -> bool {
    *problem.sort != *problem::KEY_REUSED
        && matches!(problem.sort.status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY)
}

impl From<crate::database::Error> for Problem {
    fn from(error: crate::database::Error) -> Self {
        Self::broken(error)
    }
}

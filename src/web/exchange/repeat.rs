//! Work that may be asked for twice, and is done once.

use entity::Moment;
use entity::value::Purpose;
use poem::http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use super::parameter::IdempotencyKey;
use crate::access::Caller;
use crate::access::idempotency::{self, Known, Outcome, Ticket};
use crate::database::{BoxFuture, Write};
use crate::seal::Owner;
use crate::secret;
use crate::web::app::App;
use crate::web::problem::{self, Problem};

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
    let Some(ticket) = ticket(app, asked).await? else { return Ok(None) };
    answered(idempotency::look(&app.db.read(), &ticket, app.clock.now()).await?)
}

/// Remembers that what was asked was refused while it was got ready. Answers the refusal.
pub async fn refused(app: &App, asked: &Asked, problem: Problem) -> Problem {
    let kept = async {
        if is_kept(&problem)
            && let Some(ticket) = ticket(app, asked).await?
        {
            keep(app, ticket, &problem).await?;
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
    let Some(ticket) = ticket(app, &asked).await? else {
        let made = app.db.write(work).await?;
        app.pulse.ring();
        return Ok((made.id, Some(made.more)));
    };
    let kept = ticket.clone();
    let work = app.db.write(move |write| Box::pin(async move { tried(write, &ticket, work, now).await }));
    let outcome = work.await;
    if let Err(problem) = &outcome
        && is_kept(problem)
    {
        keep(app, kept, problem).await?;
    }
    app.pulse.ring();
    outcome
}

async fn tried<T, F>(
    write: &mut Write,
    ticket: &Ticket,
    work: F,
    now: Moment,
) -> Result<(Uuid, Option<T>), Problem>
where
    F: for<'a> FnOnce(&'a mut Write) -> BoxFuture<'a, Result<Made<T>, Problem>> + Send,
{
    if let Some(id) = answered(idempotency::take(write, ticket, now).await?)? {
        return Ok((id, None));
    }
    let Made { id, occurrence, more } = work(write).await?;
    let status = StatusCode::OK.as_u16();
    let outcome = Outcome { status, resource: Some(id), refusal: None, occurrence };
    idempotency::remember(write, ticket, outcome).await?;
    Ok((id, Some(more)))
}

/// What was made before, if anything was.
fn answered(known: Known) -> Result<Option<Uuid>, Problem> {
    match known {
        Known::New => Ok(None),
        Known::Done(before) => match (before.resource_id, before.outcome) {
            (Some(id), _) => Ok(Some(id)),
            (None, refusal) => Err(refused_before(refusal.as_deref())),
        },
        Known::OtherBody => {
            Err(Problem::new(problem::KEY_REUSED, "Use a new Idempotency-Key for a request that differs."))
        }
    }
}

/// The transaction of the work is undone by its refusal, so the refusal is remembered in one of its own.
async fn keep(app: &App, ticket: Ticket, problem: &Problem) -> Result<(), Problem> {
    let (now, refusal) = (app.clock.now(), Some(problem.sort.word.to_owned()));
    let outcome = Outcome { status: problem.sort.status.as_u16(), refusal, ..Outcome::default() };
    let work = app.db.write(move |write| {
        Box::pin(async move {
            if idempotency::take(write, &ticket, now).await? == Known::New {
                idempotency::remember(write, &ticket, outcome).await?;
            }
            Ok::<_, Problem>(())
        })
    });
    work.await
}

fn is_kept(problem: &Problem) -> bool {
    *problem.sort != *problem::KEY_REUSED
        && matches!(problem.sort.status, StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY)
}

fn refused_before(word: Option<&str>) -> Problem {
    let sort = problem::ALL.iter().find(|sort| Some(sort.word) == word).copied().unwrap_or(problem::CONFLICT);
    Problem::new(sort, "This was refused before, for this reason. To try again, use a new Idempotency-Key.")
}

async fn ticket(app: &App, asked: &Asked) -> Result<Option<Ticket>, Problem> {
    let IdempotencyKey(Some(key)) = &asked.key else { return Ok(None) };
    let owner = Owner::Organisation(asked.organisation);
    let seal = app.seals.key(&app.db.read(), owner, Purpose::Organisation).await.map_err(Problem::broken)?;
    let body = serde_json::to_vec(&asked.body).map_err(Problem::broken)?;
    Ok(Some(Ticket {
        caller: asked.caller.map_or_else(|| "public".to_owned(), |key| key.to_string()),
        operation: asked.operation.clone(),
        key: secret::hash(key.as_bytes()),
        body: seal.mac("idempotency", &[&body]).to_vec(),
    }))
}

impl From<crate::database::Error> for Problem {
    fn from(error: crate::database::Error) -> Self {
        Self::broken(error)
    }
}

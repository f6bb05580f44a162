//! A reply comes in: by anybody, by another site, by an officer.
//!
//! A stranger learns nothing: the answer is the same whether the address is known or not.

use entity::Moment;
use entity::value::{EventStatus, Response as Said, Scope};
use poem::http::HeaderName;
use poem::{IntoResponse, Request, Response};
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::{ApiResponse, Object};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

use super::view::{Rsvp, View};
use crate::access::Caller;
use crate::event;
use crate::rsvp::limits::{self, Allowance, TooMany};
use crate::rsvp::{self, Answer, Door, Ready, Refused, ReplyError, Taken};
use crate::web::app::App;
use crate::web::exchange::answer::{Made, Received};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::gate::peer;
use crate::web::problem::{self, Problem};
use crate::words::Language;

/// It was received, and no more is said.
#[derive(Object, Serialize)]
pub(super) struct Receipt {
    /// Always true
    received: bool,
    /// For a reply without an address, once: the link by which its owner manages it
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none")]
    manage_url: Option<String>,
}

/// A reply, as `NewRsvp` documents it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(Serialize))]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    response: Said,
    #[serde(default)]
    occurrence_id: Option<Uuid>,
    #[serde(default)]
    attendance: Option<entity::value::Attendance>,
    #[serde(default)]
    party_size: Option<i64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    organisation: Option<String>,
    #[serde(default)]
    banner: bool,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    access_needs: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

impl Typed {
    fn request(self, event: Uuid, door: Door, now: Moment) -> rsvp::Request {
        let source = if matches!(&door, Door::Key(caller) if caller.may(Scope::RsvpsWrite)) {
            "officer"
        } else {
            "api"
        };
        rsvp::Request {
            event,
            occurrence: self.occurrence_id,
            door,
            answer: Answer {
                response: Some(self.response),
                attendance: self.attendance,
                party_size: self.party_size,
                name: self.name,
                email: self.email,
                organisation: self.organisation,
                banner: self.banner,
                message: self.message,
                access_needs: self.access_needs,
                answers: self.answers,
            },
            wording: source.to_owned(),
            agreed_at: now,
            source,
            language: Language::default(),
        }
    }
}

/// Counts the request, and says how its sender stands.
fn count(app: &App, caller: Option<&Caller>, request: &Request, event: Uuid) -> Result<Allowance, Problem> {
    let who = match caller {
        Some(caller) => limits::Caller::Key(caller.key),
        None => peer::of(request, &app.config.trusted_proxies),
    };
    app.reception.limits.reply(who, event, app.clock.now()).map_err(too_many)
}

fn too_many(found: TooMany) -> Problem {
    let seconds = found.retry_after.as_secs().max(1);
    let detail = "There were many replies from where you are. Please wait a little, then send it again.";
    let mut problem = Problem::too_many(detail, seconds);
    for (name, value) in
        [("limit", found.limit.to_string()), ("remaining", "0".to_owned()), ("reset", seconds.to_string())]
    {
        problem = problem.with_header(rate_limit(name), &value);
    }
    problem
}

fn rate_limit(what: &str) -> HeaderName {
    HeaderName::try_from(format!("ratelimit-{what}")).unwrap_or(HeaderName::from_static("ratelimit"))
}

/// Takes the reply, once. One that was sent before is not counted and not checked again: its event may have closed since.
pub(super) async fn take(
    app: &App,
    event: Uuid,
    caller: Option<&Caller>,
    (asked, typed): (Asked, Typed),
    request: &Request,
) -> Result<Replied, Problem> {
    if let Some(id) = repeat::before(app, &asked).await? {
        return Ok(Replied { what: told(app, caller, id, None).await?, allowance: None });
    }
    let allowance = count(app, caller, request, event)?;
    let now = app.clock.now();
    let door = caller.map_or(Door::Public, |caller| Door::Key(caller.clone()));
    let request = typed.request(event, door, now);
    let ready = match rsvp::prepare(&app.db.read(), &app.seals, &app.reception, request, now).await {
        Ok(ready) => ready,
        Err(ReplyError::Refused(Refused::NotFound)) if is_own_draft(app, caller, event).await? => {
            let detail = "It is a draft: publish it, then it takes replies.";
            return Err(repeat::refused(app, &asked, Problem::new(problem::CLOSED, detail)).await);
        }
        Err(error) => return Err(repeat::refused(app, &asked, error.into()).await),
    };
    let (id, taken) = repeat::once(app, asked, accept(app, ready, now)).await?;
    let manage_url = match &taken {
        Some(taken) if !taken.has_address => {
            let token = rsvp::manage_token(&app.db.read(), &app.seals, taken.id).await?;
            Some(app.links.manage(&token))
        }
        _ => None,
    };
    Ok(Replied { what: told(app, caller, id, manage_url).await?, allowance: Some(allowance) })
}

/// Whether what is not there for anybody is a draft that this caller may read.
async fn is_own_draft(app: &App, caller: Option<&Caller>, event: Uuid) -> Result<bool, Problem> {
    let Some(reader) = caller.filter(|caller| caller.may(Scope::EventsRead)) else { return Ok(false) };
    let found = event::by_id(&app.db.read(), event).await?;
    Ok(found.is_some_and(|event| {
        event.organisation_id == reader.organisation && event.status == EventStatus::Draft
    }))
}

/// The answer, made from the reply as it stands.
async fn told(
    app: &App,
    caller: Option<&Caller>,
    id: Uuid,
    manage_url: Option<String>,
) -> Result<What, Problem> {
    Ok(match caller.filter(|caller| caller.may(Scope::RsvpsWrite)) {
        Some(officer) => {
            let guest = rsvp::find(&app.db.read(), &app.seals, officer, id).await?;
            let mut view = View::of(&guest, officer.may(Scope::RsvpsRead), app);
            view.manage_url = manage_url;
            let made: Made<Rsvp> = Made::at_revision(view.revision, &view)?;
            What::Entered(made.found_at(format!("/api/v1/rsvps/{id}")))
        }
        None => What::Received(Received::of(&Receipt { received: true, manage_url })?),
    })
}

fn accept(
    app: &App,
    ready: Ready,
    now: Moment,
) -> impl for<'a> FnOnce(
    &'a mut crate::database::Write,
) -> crate::database::BoxFuture<'a, Result<repeat::Made<Taken>, Problem>>
+ Send
+ 'static {
    let (seals, occurrence) = (app.seals.clone(), Some(ready.occurrence()));
    move |write| {
        Box::pin(async move {
            let taken = rsvp::accept(write, &seals, ready, now).await?;
            Ok(repeat::Made { id: taken.id, occurrence, more: taken })
        })
    }
}

/// The answer to a reply: 202 to anybody, 201 to an officer.
pub(super) struct Replied {
    what: What,
    /// None for a repeat, which is not counted.
    allowance: Option<Allowance>,
}

enum What {
    Received(Received<Receipt>),
    Entered(Made<Rsvp>),
}

impl IntoResponse for Replied {
    fn into_response(self) -> Response {
        let mut response = match self.what {
            What::Received(answer) => answer.into_response(),
            What::Entered(answer) => answer.into_response(),
        };
        if let Some(allowance) = self.allowance
            && let Some(limit) = allowance.limit
        {
            let headers = response.headers_mut();
            headers.insert(rate_limit("limit"), limit.into());
            headers.insert(rate_limit("remaining"), allowance.remaining.into());
            headers.insert(rate_limit("reset"), allowance.resets_in.as_secs().into());
        }
        response
    }
}

impl ApiResponse for Replied {
    fn meta() -> MetaResponses {
        let mut meta = <Received<Receipt> as ApiResponse>::meta();
        meta.responses.extend(<Made<Rsvp> as ApiResponse>::meta().responses);
        meta
    }

    fn register(registry: &mut Registry) {
        <Received<Receipt> as ApiResponse>::register(registry);
        <Made<Rsvp> as ApiResponse>::register(registry);
    }
}

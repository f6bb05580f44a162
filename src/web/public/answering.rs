//! `GET` and `POST` of the reply form.
//!
//! Guarantees: looking changes nothing; a form that was sent twice is one reply; whatever is wrong, the form comes back
//! with all that was typed, under a new token; what fell into the trap hears what everybody hears.

use entity::Moment;
use entity::value::{Purpose, Response as Said, Standing};
use poem::http::{HeaderValue, StatusCode, header};
use poem::web::{Data, Path, Query};
use poem::{Request, Response, handler};
use serde_json::json;

use super::announced::{Announced, Replies};
use super::fields::Mistake;
use super::load::{DateAsked, Visit, Way, deletion};
use super::reply::{self, Asking};
use super::thanks::{self, Received};
use super::typed::Typed;
use super::wrong;
use super::{links, named};
use crate::rsvp::terms::Terms;
use crate::rsvp::{self, Answer, Door, ReplyError, Taken, form};
use crate::seal::{Owner, SealError};
use crate::web::app::App;
use crate::web::exchange::parameter::IdempotencyKey;
use crate::web::exchange::repeat::{self, Asked, Made};
use crate::web::gate::peer;
use crate::web::look::{self, Keep};
use crate::web::problem::Problem;

/// A reply form that is open, and who looks at it.
struct Form {
    visit: Visit,
    announced: Announced,
    asking: Asking,
    key: [u8; 32],
}

/// `GET /{org}/events/{slug}/reply`.
#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Path((slug, event)): Path<(String, String)>,
    Query(asked): Query<DateAsked>,
) -> poem::Result<Response> {
    Ok(shown(app, (&slug, &event, asked.date()), Way::Public).await?)
}

/// `GET /{org}/m/{token}/events/{slug}/reply`.
#[handler]
pub(super) async fn show_members(
    Data(app): Data<&App>,
    Path((slug, token, event)): Path<(String, String, String)>,
    Query(asked): Query<DateAsked>,
) -> poem::Result<Response> {
    Ok(shown(app, (&slug, &event, asked.date()), Way::Members(token)).await?)
}

/// `POST /{org}/events/{slug}/reply`.
#[handler]
pub(super) async fn take(
    request: &Request,
    Data(app): Data<&App>,
    Path((slug, event)): Path<(String, String)>,
    Query(asked): Query<DateAsked>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    Ok(taken(app, (&slug, &event, asked.date()), Way::Public, (request, &body)).await?)
}

/// `POST /{org}/m/{token}/events/{slug}/reply`.
#[handler]
pub(super) async fn take_members(
    request: &Request,
    Data(app): Data<&App>,
    Path((slug, token, event)): Path<(String, String, String)>,
    Query(asked): Query<DateAsked>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    Ok(taken(app, (&slug, &event, asked.date()), Way::Members(token), (request, &body)).await?)
}

/// The parts of the address of a form: whose, which event, which date of it.
type Address<'a> = (&'a str, &'a str, Option<&'a str>);

async fn shown(app: &App, address: Address<'_>, way: Way) -> Result<Response, Problem> {
    match open(app, address, way).await? {
        Ok(form) => Ok(form.again(StatusCode::OK, &Typed::fresh(), &[])),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// The form; or the way to the event's page, which says why there is none.
async fn open(
    app: &App,
    (slug, event, date): Address<'_>,
    way: Way,
) -> Result<Result<Form, Response>, Problem> {
    let visit = Visit::new(app, slug, way).await?;
    let announced = visit.event(app, event, date).await?;
    if let Some(elsewhere) = named::astray(&visit, &announced, "/reply") {
        return Ok(Err(elsewhere));
    }
    if !matches!(announced.replies, Replies::Open | Replies::Waiting) {
        return Ok(Err(see_other(&visit.to.event(&announced.shown))));
    }
    let (deleted_on, access_deleted_on) = deletion(app, &announced.shown).await?;
    let owner = Owner::Occurrence(announced.shown.occurrence.id);
    let key = match app.seals.key(&app.db.read(), owner, Purpose::Contact).await {
        Ok(key) => form::key(&key),
        Err(SealError::Destroyed) => return Ok(Err(see_other(&visit.to.event(&announced.shown)))),
        Err(error) => return Err(Problem::broken(error)),
    };
    let terms = Terms::of(&announced.shown.event, &announced.shown.occurrence, visit.words);
    Ok(Ok(Form { asking: Asking { terms, deleted_on, access_deleted_on }, key, visit, announced }))
}

async fn taken(
    app: &App,
    address: Address<'_>,
    way: Way,
    (request, body): (&Request, &[u8]),
) -> Result<Response, Problem> {
    let form = match open(app, address, way).await? {
        Ok(form) => form,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let typed = Typed::read(body);
    if form::is_trapped(Some(&typed.website)) {
        return Ok(form.thanks(&typed, Some(Standing::HasPlace)));
    }
    if let Some(too_many) = form.flooded(app, request, &typed) {
        return Ok(too_many);
    }
    let token = form::read(&form.key, form.announced.shown.occurrence.id, &typed.form_token, form.visit.now);
    let token = match token {
        Ok(token) => token,
        Err(stale) => {
            let (said, shown_at) = match stale {
                form::Stale::TooOld => (form.visit.words.say("page-wrong-too-old"), form.visit.now),
                // Whoever presses again is sure, however fast: a person must not go round in circles.
                form::Stale::TooFast => {
                    (form.visit.words.say("page-wrong-too-fast"), form.visit.now - form::READING_TAKES)
                }
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(form.shown_since(shown_at, status, &typed, &about_all(said)));
        }
    };
    match accept(app, &form, &typed, token).await {
        Ok((_, Some(token))) => Ok(see_other(&links::thanks_address(&token))),
        Ok((taken, None)) => Ok(form.thanks(&typed, taken.map(|taken| taken.standing))),
        Err(problem) => {
            let (status, mistakes) = wrong::of(form.visit.words, problem, &form.asking.terms)?;
            Ok(form.again(status, &typed, &mistakes))
        }
    }
}

/// Takes the reply, once for each token; answers how it stands, if this was the first time, and the token that leads back
/// to a reply without an address.
async fn accept(
    app: &App,
    form: &Form,
    typed: &Typed,
    token: form::Token,
) -> Result<(Option<Taken>, Option<String>), Problem> {
    let (now, shown) = (form.visit.now, &form.announced.shown);
    let request = form.request(typed, &token).map_err(wrong::carried)?;
    let ready = rsvp::prepare(&app.db.read(), &app.seals, &app.reception, request, now)
        .await
        .map_err(wrong::carried)?;
    let asked = Asked {
        key: IdempotencyKey(Some(token.once)),
        caller: None,
        organisation: shown.organisation.id,
        operation: format!("reply_form {}", shown.occurrence.id),
        body: json!(typed.pairs()),
    };
    let (seals, occurrence) = (app.seals.clone(), shown.occurrence.id);
    let work = repeat::once(app, asked, move |write| {
        Box::pin(async move {
            let taken = rsvp::accept(write, &seals, ready, now).await.map_err(wrong::carried)?;
            Ok(Made { id: taken.id, occurrence: Some(occurrence), more: taken })
        })
    });
    let (id, taken) = work.await?;
    let manage = match typed.email.trim() {
        "" => Some(rsvp::manage_token(&app.db.read(), &app.seals, id).await.map_err(wrong::carried)?),
        _ => None,
    };
    Ok((taken, manage))
}

impl Form {
    /// What was typed, as the room wants it.
    fn request(&self, typed: &Typed, token: &form::Token) -> Result<rsvp::Request, ReplyError> {
        Ok(rsvp::Request {
            event: self.announced.shown.event.id,
            occurrence: Some(self.announced.shown.occurrence.id),
            door: match self.visit.way {
                Way::Public => Door::Public,
                Way::Members(_) => Door::Members,
            },
            answer: self.answer(typed)?,
            wording: self.asking.wording(self.announced.facts().kind).to_owned(),
            agreed_at: self.visit.now.max(token.shown_at),
            source: "page",
            language: self.visit.words,
        })
    }

    fn answer(&self, typed: &Typed) -> Result<Answer, ReplyError> {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
        let asked = |key: &String| self.asking.terms.questions.iter().any(|question| question.key == *key);
        Ok(Answer {
            response: typed.response.parse().ok(),
            attendance: typed.attendance.parse().ok(),
            party_size: wrong::party_size(self.visit.words, &typed.party_size)?,
            name: said(&typed.name),
            email: said(&typed.email),
            organisation: said(&typed.organisation),
            banner: typed.banner,
            message: said(&typed.message),
            access_needs: said(&typed.access_needs),
            // A question that was taken away while the form lay open is no mistake of who filled it in.
            answers: typed
                .answers
                .iter()
                .filter(|(key, _)| asked(key))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        })
    }

    /// The form with what was typed and a new token.
    fn again(&self, status: StatusCode, typed: &Typed, mistakes: &[Mistake]) -> Response {
        self.shown_since(self.visit.now, status, typed, mistakes)
    }

    /// The same, as if it had been shown at that moment.
    fn shown_since(
        &self,
        shown_at: Moment,
        status: StatusCode,
        typed: &Typed,
        mistakes: &[Mistake],
    ) -> Response {
        let token = form::issue(&self.key, self.announced.shown.occurrence.id, shown_at);
        let about = (&self.announced, &self.asking);
        let page =
            reply::page(self.visit.words, &self.visit.to, about, (typed, mistakes, token), self.visit.now);
        look::page(status, Keep::Nobody, &page)
    }

    fn thanks(&self, typed: &Typed, standing: Option<Standing>) -> Response {
        let received = Received {
            response: typed.response.parse().unwrap_or(Said::Going),
            standing,
            attendance: typed.attendance.parse().ok(),
            by_letter: !typed.email.trim().is_empty(),
            own: None,
        };
        let page =
            thanks::page(self.visit.words, &self.visit.to, (&self.announced, &received), self.visit.now);
        look::page(StatusCode::OK, Keep::Nobody, &page)
    }

    /// The form under 429, when too many replies came from where this one comes from.
    fn flooded(&self, app: &App, request: &Request, typed: &Typed) -> Option<Response> {
        let caller = peer::of(request, &app.config.trusted_proxies);
        let too_many =
            app.reception.limits.reply(caller, self.announced.shown.event.id, self.visit.now).err()?;
        let said = self.visit.words.say("page-too-many-what");
        let mut answer = self.again(StatusCode::TOO_MANY_REQUESTS, typed, &about_all(said));
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(too_many.retry_after.as_secs().max(1)));
        Some(answer)
    }
}

/// A mistake that is about no field: it leads to the first.
fn about_all(said: crate::words::Said) -> [Mistake; 1] {
    [Mistake { field: "response".to_owned(), text: said.into() }]
}

fn see_other(path: &str) -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, path).body(())
}

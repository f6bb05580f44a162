//! What the owner of a reply does by the links in their letters: `/r/`, `/u/`, `/n/`.
//!
//! GET and HEAD look; only POST acts. A link whose reply was deleted says "gone", one that never was "not found".

use entity::Moment;
use entity::value::{Attendance, Purpose, Response as Said};
use poem::http::StatusCode;
use poem::web::{Data, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;

use super::addresses::Addresses;
use super::announced::Announced;
use super::load::{not_there, with_history};
use super::manage::{self, News, Opened};
use super::stop::{self, Stopped, Whose};
use super::thanks::{self, Own, Received};
use super::trouble;
use super::typed::Typed;
use super::wrong;
use crate::event;
use crate::rsvp::{self, Mine, Reply, ReplyError, Wish};
use crate::seal::{Seals, TokenPurpose};
use crate::web::app::App;
use crate::web::look::{self, Keep};
use crate::web::problem::{self, Problem};
use crate::words::Language;

/// A reply and its event, as a link opened them.
pub(super) struct Held {
    pub(super) mine: Mine,
    pub(super) announced: Announced,
    pub(super) words: Language,
    pub(super) to: Addresses,
    pub(super) now: Moment,
}

/// # Errors
/// Not found: no link of ours for that. Gone: its reply was deleted.
pub(super) async fn held(app: &App, purpose: TokenPurpose, token: &str) -> Result<Held, Problem> {
    let (conn, now) = (app.db.read(), app.clock.now());
    let mine = rsvp::open(&conn, &app.seals, purpose, token).await.map_err(wrong::carried)?;
    let shown = event::by_date(&conn, mine.occurrence.id).await.map_err(not_there)?;
    let words = Language::from_code(&mine.reply.language);
    let announced = with_history(&conn, shown, words, now).await?;
    Ok(Held { mine, announced, words, to: Addresses::public(&app.links), now })
}

/// What the page of a reply may be asked for beside its address.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// The page that thanks for it, and says all that is needed on the day.
    thanks: Option<String>,
}

/// Where a reply without an address is thanked for: a page that can be opened again.
pub(super) fn thanks_address(token: &str) -> String {
    format!("/r/{token}?thanks")
}

/// `GET /r/{token}`.
#[handler]
pub(super) async fn show_mine(
    Data(app): Data<&App>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::Manage, &token).await?;
    let reply = &held.mine.reply;
    if asked.thanks.is_some() && reply.email.is_none() {
        let own = Own { manage: format!("/r/{token}"), adds: adds(app, reply).await? };
        let received = Received {
            response: reply.response,
            standing: Some(reply.standing),
            attendance: Some(reply.attendance),
            by_letter: false,
            own: Some(own),
        };
        let page = thanks::page(held.words, &held.to, (&held.announced, &received), held.now);
        return Ok(look::page(StatusCode::OK, Keep::Nobody, &page));
    }
    Ok(managed(app, &held, &token, (StatusCode::OK, News::default())).await?)
}

/// `POST /r/{token}`.
#[handler]
pub(super) async fn act_on_mine(
    Data(app): Data<&App>,
    Path(token): Path<String>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::Manage, &token).await?;
    let typed = Typed::read(&body);
    let outcome = match typed.act.as_str() {
        "delete" => return Ok(delete(app, held).await?),
        "send" => sent(app, &held).await,
        "change" => changed(app, &held, &typed).await,
        _ => return Err(Problem::new(problem::BAD_REQUEST, "No such button.").into()),
    };
    let words = held.words;
    match outcome {
        Ok(done) => {
            let fresh = self::held(app, TokenPurpose::Manage, &token).await?;
            let news = News { done: Some(done), mistakes: Vec::new() };
            Ok(managed(app, &fresh, &token, (StatusCode::OK, news)).await?)
        }
        Err(error) => {
            let (status, mistakes) = wrong::of(words, wrong::carried(error), &held.mine.terms)?;
            Ok(managed(app, &held, &token, (status, News { done: None, mistakes })).await?)
        }
    }
}

async fn managed(
    app: &App,
    held: &Held,
    token: &str,
    (status, news): (StatusCode, News),
) -> Result<Response, Problem> {
    let date = held.mine.occurrence.id;
    let destroy = Seals::destroy_on(&app.db.read(), date, Purpose::Contact).await.map_err(Problem::broken)?;
    let destroy = destroy.ok_or_else(|| wrong::carried(ReplyError::Gone))?;
    let opened = Opened {
        mine: &held.mine,
        path: &format!("/r/{token}"),
        adds: &adds(app, &held.mine.reply).await?,
        deleted_on: destroy.timestamp().to_zoned(held.announced.shown.zone()).date(),
    };
    let page = manage::page(held.words, &held.to, (&held.announced, &opened), news, held.now);
    Ok(look::page(status, Keep::Nobody, &page))
}

/// The token that leads a reply's date into a calendar.
async fn adds(app: &App, reply: &Reply) -> Result<String, Problem> {
    let token = rsvp::token(&app.db.read(), &app.seals, TokenPurpose::Add, reply).await;
    token.map_err(|error| wrong::carried(error.into()))
}

async fn changed(app: &App, held: &Held, typed: &Typed) -> Result<String, ReplyError> {
    let (mine, now) = (held.mine.clone(), held.now);
    let wish = wish(held.words, typed)?;
    app.db.write(move |w| Box::pin(async move { rsvp::change_mine(w, &mine, wish, now).await })).await?;
    app.pulse.ring();
    Ok(held.words.say("page-manage-saved").into())
}

/// What the form asks for. What is no choice of ours was not typed by a person.
fn wish(words: Language, typed: &Typed) -> Result<Wish, ReplyError> {
    let party_size = wrong::party_size(words, &typed.party_size)?;
    Ok(Wish {
        response: typed.response.parse::<Said>().ok(),
        attendance: typed.attendance.parse::<Attendance>().ok(),
        party_size,
    })
}

async fn sent(app: &App, held: &Held) -> Result<String, ReplyError> {
    let (mine, now) = (held.mine.clone(), held.now);
    app.db.write(move |w| Box::pin(async move { rsvp::send_what_we_hold(w, &mine, now).await })).await?;
    app.pulse.ring();
    Ok(held.words.say("page-manage-sent").into())
}

async fn delete(app: &App, held: Held) -> Result<Response, Problem> {
    let Held { mine, words, announced, to, now } = held;
    app.db
        .write(move |w| Box::pin(async move { rsvp::delete_mine(w, &mine, now).await }))
        .await
        .map_err(wrong::carried)?;
    let home = to.home(announced.organisation());
    Ok(look::page(StatusCode::OK, Keep::Nobody, &trouble::deleted(words, home)))
}

/// `GET /u/{token}`.
#[handler]
pub(super) async fn show_stop(Data(app): Data<&App>, Path(token): Path<String>) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::Stop, &token).await?;
    Ok(stopping(&held, &token, stopped(&held.mine)))
}

/// `POST /u/{token}`: the button, and RFC 8058's `List-Unsubscribe=One-Click`.
#[handler]
pub(super) async fn stop_now(
    Data(app): Data<&App>,
    Path(token): Path<String>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::Stop, &token).await?;
    let (mine, now) = (held.mine.clone(), held.now);
    let everything = Typed::read(&body).stop == "everything";
    let done = app.db.write(move |w| {
        Box::pin(async move {
            if everything {
                rsvp::stop_letters(w, &mine, now).await
            } else {
                rsvp::stop_reminders(w, &mine, now).await
            }
        })
    });
    done.await.map_err(wrong::carried)?;
    let now_stopped =
        if everything { Stopped::Everything } else { stopped(&held.mine).max(Stopped::Reminders) };
    Ok(stopping(&held, &token, now_stopped))
}

fn stopped(mine: &Mine) -> Stopped {
    match (mine.reply.letters_stopped_at, mine.reply.reminders_stopped_at) {
        (Some(_), _) => Stopped::Everything,
        (None, Some(_)) => Stopped::Reminders,
        (None, None) => Stopped::Not,
    }
}

fn stopping(held: &Held, token: &str, how_far: Stopped) -> Response {
    let event = (held.announced.organisation(), held.announced.facts().title.as_str());
    let page = stop::stop(held.words, &held.to, event, &format!("/u/{token}"), (how_far, whose(held)));
    look::page(StatusCode::OK, Keep::Nobody, &page)
}

fn whose(held: &Held) -> Whose {
    let reply = &held.mine.reply;
    let online = held.announced.facts().online.as_ref();
    let link = online.is_some_and(|online| online.join_url.is_some() || online.dial_in.is_some());
    match (reply.response, reply.attendance) {
        (Said::Maybe, _) => Whose::Maybe,
        (_, Attendance::Online) if link => Whose::Joining,
        _ => Whose::Coming,
    }
}

/// `GET /n/{token}`.
#[handler]
pub(super) async fn show_not_you(Data(app): Data<&App>, Path(token): Path<String>) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::NotYou, &token).await?;
    Ok(was_not_you(&held, &token, false))
}

/// `POST /n/{token}`.
#[handler]
pub(super) async fn not_you_now(Data(app): Data<&App>, Path(token): Path<String>) -> poem::Result<Response> {
    let held = held(app, TokenPurpose::NotYou, &token).await?;
    let (mine, now, seals) = (held.mine.clone(), held.now, app.seals.clone());
    let done = app.db.write(move |w| Box::pin(async move { rsvp::not_you(w, &seals, &mine, now).await }));
    done.await.map_err(wrong::carried)?;
    Ok(was_not_you(&held, &token, true))
}

fn was_not_you(held: &Held, token: &str, done: bool) -> Response {
    let event = (held.announced.organisation(), held.announced.facts().title.as_str());
    let page = stop::not_you(held.words, &held.to, event, &format!("/n/{token}"), done);
    look::page(StatusCode::OK, Keep::Nobody, &page)
}

//! `/c/{token}`: the page of a person's own calendar. It shows nothing of what is in it, and two buttons; looking changes
//! nothing.

use askama::Template;
use poem::http::StatusCode;
use poem::web::{Data, Path};
use poem::{Response, handler};

use super::addresses::Addresses;
use super::feeds::Feed;
use super::organisation::private;
use super::trouble;
use super::typed::Typed;
use crate::feed::FeedError;
use crate::feed::personal::{self, Subscription};
use crate::organisation::{self, Organisation};
use crate::web::app::App;
use crate::web::look::{self, Frame, Keep};
use crate::web::problem::{self, Problem};
use crate::words::Language;

/// The page of one calendar.
#[derive(Template)]
#[template(path = "web/public/own_calendar.html")]
pub(crate) struct OwnCalendarPage {
    frame: Frame,
    words: Language,
    host: String,
    feed: Feed,
    action: String,
}

/// The page behind `token`.
pub(crate) fn page(words: Language, to: &Addresses, host: &Organisation, token: &str) -> OwnCalendarPage {
    let title = words.say("page-own").to_string();
    OwnCalendarPage {
        frame: private(title, to, host),
        words,
        host: host.name.clone(),
        feed: Feed::own(to, host, token),
        action: format!("/c/{token}"),
    }
}

/// A calendar that its address opened, and how its page speaks.
struct Held {
    row: Subscription,
    host: Organisation,
    words: Language,
    to: Addresses,
}

/// The calendar; or the page that says it has stopped.
async fn held(app: &App, token: &str) -> Result<Result<Held, Response>, Problem> {
    let conn = app.db.read();
    let row = match personal::open(&conn, &app.seals, token).await {
        Ok(row) => row,
        Err(FeedError::Gone) => {
            let page = trouble::calendar_stopped(Language::default());
            return Ok(Err(look::page(StatusCode::GONE, Keep::Nobody, &page)));
        }
        Err(error) => return Err(error.into()),
    };
    let host = organisation::find(&conn, row.organisation_id).await?;
    let words = Language::from_code(&row.language);
    Ok(Ok(Held { row, host, words, to: Addresses::public(&app.links) }))
}

/// `GET /c/{token}`.
#[handler]
pub(super) async fn show(Data(app): Data<&App>, Path(token): Path<String>) -> poem::Result<Response> {
    Ok(match held(app, &token).await? {
        Ok(held) => {
            let page = page(held.words, &held.to, &held.host, &token);
            look::page(StatusCode::OK, Keep::Nobody, &page)
        }
        Err(stopped) => stopped,
    })
}

/// `POST /c/{token}`: a new address, or none any more.
#[handler]
pub(super) async fn act(
    Data(app): Data<&App>,
    Path(token): Path<String>,
    body: Vec<u8>,
) -> poem::Result<Response> {
    let Held { row, host, words, to } = match held(app, &token).await? {
        Ok(held) => held,
        Err(stopped) => return Ok(stopped),
    };
    let now = app.clock.now();
    let (heading, what) = match Typed::read(&body).act.as_str() {
        "regenerate" => {
            let done =
                app.db.write(move |w| Box::pin(async move { personal::regenerate(w, row, now).await }));
            done.await.map_err(Problem::from)?;
            app.pulse.ring();
            (words.say("page-own-new-done"), words.say("page-own-new-done-what"))
        }
        "revoke" => {
            let done = app.db.write(move |w| Box::pin(async move { personal::revoke(w, row.id).await }));
            done.await.map_err(Problem::from)?;
            (words.say("page-own-off-done"), words.say("page-own-off-done-what"))
        }
        _ => return Err(Problem::new(problem::BAD_REQUEST, "No such button.").into()),
    };
    let page = trouble::done(words, to.home(&host), (heading, what));
    Ok(look::page(StatusCode::OK, Keep::Nobody, &page))
}

//! What a page needs before it can be written: whose it is, what is announced, and whether this reader may see it.
//!
//! What a reader may not see is "not found", the same as what is not there.

use entity::Moment;
use entity::value::{EventStatus, Visibility};
use jiff::civil::Date;
use serde::Deserialize;
use uuid::Uuid;

use super::addresses::Addresses;
use super::announced::{Announced, Parts};
use super::history;
use super::named::Named;
use crate::database::Conn;
use crate::event::{self, EventError, Shown};
use crate::journal;
use crate::organisation::{self, MembersAccess, Organisation};
use crate::rsvp;
use crate::web::app::App;
use crate::web::look::Keep;
use crate::web::problem::{self, Problem};
use crate::words::Language;

/// Which date of an event its address names: `?date=2026-07-09`.
#[derive(Debug, Deserialize)]
pub(super) struct DateAsked {
    date: Option<String>,
}

impl DateAsked {
    pub(super) fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }
}

/// By which address a reader came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// One that anybody may have.
    Public,
    /// The members', with its token.
    Members(String),
}

/// An organisation, and how its pages speak and link.
pub(super) struct Visit {
    pub(super) organisation: Organisation,
    pub(super) words: Language,
    pub(super) to: Addresses,
    pub(super) way: Way,
    pub(super) now: Moment,
}

impl Visit {
    /// The organisation of that part of the address.
    ///
    /// # Errors
    /// Not found: no such organisation, or not the members' address. Gone: a members' address that was replaced.
    pub(super) async fn new(app: &App, slug: &str, way: Way) -> Result<Self, Problem> {
        let now = app.clock.now();
        let organisation = organisation::by_slug(&app.db.read(), slug).await?;
        let to = match &way {
            Way::Public => Addresses::public(&app.links),
            Way::Members(token) => {
                admitted(app, &organisation, token, now).await?;
                Addresses::members(&app.links, token)
            }
        };
        Ok(Self { words: Language::from_code(&organisation.language), organisation, to, way, now })
    }

    /// The event of that part of the address, with its numbers and its history: the date that is `asked` for, else the one
    /// that it shows first.
    ///
    /// # Errors
    /// Not found: no such event, or not for this reader.
    pub(super) async fn event(
        &self,
        app: &App,
        slug: &str,
        asked: Option<&str>,
    ) -> Result<Announced, Problem> {
        let conn = app.db.read();
        let mut shown =
            event::by_slug(&conn, self.organisation.id, slug, self.now).await.map_err(not_there)?;
        if !self.may_see(&shown) {
            return Err(Problem::not_found());
        }
        let lines = lines(&conn, &shown).await?;
        let (mut dates, mut named) = (Vec::new(), Named::single(&shown, asked));
        if shown.facts().repeats.is_some() {
            dates = event::dates_of(&conn, &shown).await.map_err(not_there)?;
            let (date, found) = Named::among(&dates, &history::stood(&lines), asked);
            (named, shown) = (date, found.cloned().unwrap_or(shown));
        }
        let numbers = rsvp::public_numbers(&app.numbers, &shown, self.now);
        let parts = Parts {
            before: self.part(&conn, shown.event.continues).await?,
            after: self.part(&conn, shown.event.continued_by).await?,
        };
        Ok(Announced { numbers, named, dates, parts, ..told(shown, &lines, self.words, self.now) })
    }

    /// Another part of an event that was split, if this reader may see it.
    async fn part(&self, conn: &Conn<'_>, id: Option<Uuid>) -> Result<Option<Box<Shown>>, Problem> {
        let Some(id) = id else { return Ok(None) };
        match event::find(conn, self.organisation.id, id, self.now).await {
            Ok(part) => Ok(Some(Box::new(part)).filter(|part| self.may_see(part))),
            Err(EventError::NotFound) => Ok(None),
            Err(error) => Err(Problem::broken(error)),
        }
    }

    /// Who may keep a copy of a page on this way.
    pub(super) fn keep(&self) -> Keep {
        match self.way {
            Way::Public => Keep::Shared,
            Way::Members(_) => Keep::Nobody,
        }
    }

    fn may_see(&self, shown: &Shown) -> bool {
        let open = match shown.event.visibility {
            Visibility::Public | Visibility::Unlisted => true,
            Visibility::Members => matches!(self.way, Way::Members(_)),
        };
        open && shown.status() != EventStatus::Draft
    }
}

/// An event with what became of it since it was announced.
///
/// # Errors
/// When the database can't be read.
pub(super) async fn with_history(
    conn: &Conn<'_>,
    shown: Shown,
    words: Language,
    now: Moment,
) -> Result<Announced, Problem> {
    let lines = lines(conn, &shown).await?;
    Ok(told(shown, &lines, words, now))
}

async fn lines(conn: &Conn<'_>, shown: &Shown) -> Result<Vec<journal::Line>, Problem> {
    let lines = journal::of_event(conn, shown.organisation.id, shown.event.id).await;
    lines.map_err(Problem::broken)
}

fn told(shown: Shown, lines: &[journal::Line], words: Language, now: Moment) -> Announced {
    let history = history::History::read(&shown, lines, now);
    Announced {
        moved: history.moved(&shown, now),
        changes: history.said(words),
        ..Announced::new(shown, words, now)
    }
}

async fn admitted(app: &App, organisation: &Organisation, token: &str, now: Moment) -> Result<(), Problem> {
    let access = organisation::members_access(&app.db.read(), &app.seals, organisation, token, now).await;
    match access.map_err(Problem::broken)? {
        MembersAccess::Open => Ok(()),
        MembersAccess::Replaced => Err(Problem::new(problem::GONE, problem::REPLACED)),
        MembersAccess::Unknown => Err(Problem::not_found()),
    }
}

/// The days on which a reply to this date, and its access needs, are deleted.
///
/// # Errors
/// Closed: its replies have been deleted, so it takes no more.
pub(super) async fn deletion(app: &App, shown: &Shown) -> Result<(Date, Date), Problem> {
    let day = |moment: Moment| moment.timestamp().to_zoned(shown.zone()).date();
    let keys = app.seals.of_date(&app.db.read(), shown.occurrence.id).await.map_err(Problem::broken)?;
    let over = || Problem::new(problem::CLOSED, "Replies to this event are over.");
    let contact = keys.contact_until().ok_or_else(over)?;
    Ok((day(contact), day(keys.access_until().unwrap_or(contact))))
}

/// An event's failure as a page tells it.
pub(super) fn not_there(error: EventError) -> Problem {
    match error {
        EventError::NotFound => Problem::not_found(),
        other => Problem::broken(other),
    }
}

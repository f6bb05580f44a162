//! A person's calendar, rendered anew only when the programme, their replies or time has changed it.

use std::sync::Arc;

use entity::Moment;
use entity::value::{Attendance, AttendanceMode, Kind, Response, Standing};

use super::super::kept::{Feeds, KnownPerson, Read};
use super::super::shelf::State;
use super::super::{
    FeedError, Rendered, info, off_the_threads, on_date, own_entry, page, render, store, turns,
};
use super::{DAY, Subscription, address, key, open};
use crate::calendar::{Entry, FeedInfo, Item, Status};
use crate::database::{Conn, Database};
use crate::event::{self, EventError, Shown};
use crate::links::Links;
use crate::organisation::{self, Organisation};
use crate::rsvp::{self, Reply};
use crate::seal::{SealError, Seals, parse_token};
use crate::words::Language;

impl Feeds {
    /// The calendar that `token` opens, as it is at `now`. Notes, once a day and when something in it changed, that it was
    /// fetched: by that it is known what is still of use.
    ///
    /// # Errors
    /// [`FeedError::Gone`] and [`FeedError::NotFound`] as [`open`].
    pub async fn of_token(
        &self,
        (db, seals): (&Database, &Seals),
        links: &Links,
        token: &str,
        now: Moment,
    ) -> Result<Arc<Rendered>, FeedError> {
        if let Some(kept) = self.of_person_at_hand(db, token, now) {
            return Ok(kept);
        }
        let _one_at_a_time = self.turn(token).await;
        if let Some(kept) = self.of_person_at_hand(db, token, now) {
            return Ok(kept);
        }
        let read = Read::now(db);
        match self.unchanged(db, token, read, now).await? {
            Some(kept) => Ok(kept),
            None => self.as_it_is((db, seals), links, (token, read), now).await,
        }
    }

    async fn as_it_is(
        &self,
        (db, seals): (&Database, &Seals),
        links: &Links,
        (token, read): (&str, Read),
        now: Moment,
    ) -> Result<Arc<Rendered>, FeedError> {
        let snapshot = db.snapshot().await?;
        let conn = snapshot.conn();
        let mut row = open(&conn, seals, token).await?;
        let organisation = organisation::find(&conn, row.organisation_id).await?;
        let tally = rsvp::tally(&conn, organisation.id).await?;
        let replies = replies(&conn, seals, &row).await?;
        let hash = hash(&conn, seals, &row, &replies).await?;
        let state = State { revision: organisation.revision, replies: Some(hash) };
        let generation = row.generation;
        let known = KnownPerson { organisation: organisation.id, state, tally, generation, read };
        let is_news = note(&mut row, hash, now);
        let rendered = match self.of_person(token, known, now) {
            Some(kept) => kept,
            None => {
                let source = links.personal_feed(token);
                let info = info::of_person(&organisation, Language::from_code(&row.language), source);
                let dates = dates(&conn, replies).await?;
                let rendered =
                    rendered(&conn, links, (organisation, info), (dates, row.changed_at), now).await?;
                self.keep_of_person(token, state, &rendered);
                rendered
            }
        };
        drop(snapshot);
        if is_news {
            note_fetched(db, row).await;
        }
        Ok(rendered)
    }

    /// The calendar as it is kept, where neither the programme nor any reply has changed since it was read: that takes three
    /// small questions, no key and no rendering. Once a day it is read as a whole, to note that it is of use.
    async fn unchanged(
        &self,
        db: &Database,
        token: &str,
        read: Read,
        now: Moment,
    ) -> Result<Option<Arc<Rendered>>, FeedError> {
        let (Some(known), Some(parsed)) = (self.known_person(token), parse_token(token)) else {
            return Ok(None);
        };
        let conn = db.read();
        let row = store::subscription(&conn, parsed.id()).await?;
        let same = row.is_some_and(|row| row.generation == known.generation && !is_late(&row, now))
            && organisation::revision(&conn, known.organisation).await? == Some(known.state.revision)
            && rsvp::tally(&conn, known.organisation).await? == known.tally;
        Ok(if same { self.of_person(token, KnownPerson { read, ..known }, now) } else { None })
    }
}

/// Writes the calendar; `changed` is when the replies last did.
async fn rendered(
    conn: &Conn<'_>,
    links: &Links,
    (organisation, info): (Organisation, FeedInfo),
    (dates, changed): (Vec<(Shown, Reply)>, Moment),
    now: Moment,
) -> Result<Arc<Rendered>, FeedError> {
    let programme = store::last_change(conn, organisation.id).await?.unwrap_or(organisation.created_at);
    let (links, changed) = (links.clone(), programme.max(changed));
    off_the_threads(async move {
        let page = |shown: &Shown| on_date(page(shown, &links, None), shown);
        let one = |(shown, reply): &(Shown, Reply)| entry(shown, reply, page(shown), now);
        let items: Vec<Item> = dates.iter().map(one).map(Item::from).collect();
        let turns: Vec<Moment> = dates.iter().flat_map(|(shown, _reply)| turns(shown)).collect();
        Ok(Arc::new(render(&info, &items, (&organisation, &turns), changed, now)?))
    })
    .await
}

/// Whether it has not been noted today that it was fetched.
fn is_late(row: &Subscription, now: Moment) -> bool {
    row.fetched_at.is_none_or(|last| now >= last + DAY)
}

async fn replies(conn: &Conn<'_>, seals: &Seals, row: &Subscription) -> Result<Vec<Reply>, SealError> {
    let address = address(conn, seals, row).await?;
    let all = rsvp::of_address(conn, seals, row.organisation_id, &address).await?;
    Ok(all.into_iter().filter(|reply| reply.response != Response::NotGoing).collect())
}

/// What the replies come to: another whenever one comes, goes or changes.
async fn hash(
    conn: &Conn<'_>,
    seals: &Seals,
    row: &Subscription,
    replies: &[Reply],
) -> Result<[u8; 32], SealError> {
    let numbers: Vec<[u8; 24]> = replies
        .iter()
        .map(|reply| {
            let mut both = [0; 24];
            let bytes = reply.id.as_bytes().iter().copied().chain(reply.revision.to_le_bytes());
            both.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
            both
        })
        .collect();
    let parts: Vec<&[u8]> = numbers.iter().map(<[u8; 24]>::as_slice).collect();
    Ok(key(conn, seals, row.organisation_id).await?.mac("replies in a calendar", &parts))
}

/// Writes into the row what is fetched now; whether that is news.
fn note(row: &mut Subscription, replies: [u8; 32], now: Moment) -> bool {
    let changed = row.replies.as_deref() != Some(replies.as_slice());
    if changed {
        row.replies = Some(replies.to_vec());
        row.changed_at = now;
    }
    let late = is_late(row, now);
    if late {
        row.fetched_at = Some(now);
    }
    changed || late
}

/// A calendar that can be read is answered, even when that can't be noted.
async fn note_fetched(db: &Database, row: Subscription) {
    let noted =
        db.write(move |write| Box::pin(async move { store::note_fetched(&write.conn(), &row).await })).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "it could not be noted that a calendar was fetched");
    }
}

/// The dates of the replies, each with its reply. What is gone is left out.
async fn dates(conn: &Conn<'_>, replies: Vec<Reply>) -> Result<Vec<(Shown, Reply)>, FeedError> {
    let mut dates = Vec::with_capacity(replies.len());
    for reply in replies {
        match event::by_date(conn, reply.occurrence_id).await {
            Ok(shown) if shown.event.published_at.is_some() => dates.push((shown, reply)),
            Ok(_) | Err(EventError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    dates.sort_by_key(|(shown, reply)| (shown.occurrence.start_utc, reply.id));
    Ok(dates)
}

/// The entry of one date: what was said stands first. Who said maybe, or waits for a place, has no certain date.
fn entry(shown: &Shown, reply: &Reply, page: String, now: Moment) -> Entry {
    let mut entry = own_entry(shown, reply, page, now);
    entry.changed_at = shown.event.changed_at.max(reply.updated_at);
    let certain = reply.response == Response::Going && reply.standing != Standing::Waiting;
    if entry.status == Status::Confirmed && !certain {
        entry.status = Status::Tentative;
    }
    entry.busy &= certain;
    if entry.status != Status::Cancelled {
        entry.description = format!("{}\n{}", what_was_said(shown, reply), entry.description);
    }
    entry
}

fn what_was_said(shown: &Shown, reply: &Reply) -> String {
    let language = Language::from_code(&reply.language);
    let hybrid = shown.mode() == AttendanceMode::Hybrid;
    let said = match (reply.response, reply.standing, reply.attendance) {
        (Response::Maybe | Response::NotGoing, _, _) => language.say("feed-you-said-maybe"),
        (Response::Going, Standing::Waiting, _) => language.say("feed-you-wait"),
        (Response::Going, _, _) if shown.facts().kind == Kind::DayOfAction => {
            language.say("feed-you-take-part")
        }
        (Response::Going, _, Attendance::InPerson) if hybrid => language.say("feed-you-said-in-person"),
        (Response::Going, _, Attendance::Online) => language.say("feed-you-said-online"),
        (Response::Going, _, Attendance::InPerson) => language.say("feed-you-said-going"),
    };
    said.into()
}

//! Which dates belong in whose calendar, and since when.
//!
//! A feed is rendered once for each state of an organisation's programme and kept, plain and gzipped, until the programme
//! or time alone changes it. Reads the revision and the rows in one snapshot, so that what is kept under a revision is
//! what that revision holds. Writing and packing thousands of entries takes a while: it is done off the threads that answer.
//! How an entry is written is `calendar`'s.

mod description;
mod entry;
mod info;
mod kept;
mod own;
pub mod personal;
mod place;
mod series;
mod shelf;
mod store;

use std::io::Write as _;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use entity::Moment;
use entity::value::{Kind, PlaceShown, Visibility};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use uuid::Uuid;

pub use entry::{entry, mailed_uid, on_date, page, uid};
pub use kept::Feeds;
pub use own::{own_entry, own_sequence};
pub use place::{place, within};

use crate::calendar::{self, FeedInfo, Item};
use crate::campaign;
use crate::database;
use crate::event::{self, EventError, Filter, Shown, Viewer, Whole};
use crate::links::Links;
use crate::occurrence::times;
use crate::organisation::{Organisation, OrganisationError};
use crate::seal::SealError;
use crate::secret;

/// How long past events stay.
const PAST: Duration = Duration::from_hours(400 * 24);
/// How often it is worth asking again.
pub(crate) const REFRESH: Duration = Duration::from_hours(1);
/// How long a reader off the threads lets rows gather.
const LOOKING_AGAIN: Duration = Duration::from_millis(1);
/// The most dates of one feed.
const MOST: u64 = 20_000;

/// Whose calendar. Whether the caller may have it (a members' token, an event that is published) is asked by the edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// Everybody's, perhaps narrowed. The kinds are sorted, so that one feed has one name.
    Public {
        /// Of these kinds; all when empty.
        kinds: Vec<Kind>,
        /// Of this campaign.
        campaign: Option<Uuid>,
    },
    /// The members': public and members' events. Its address holds this token.
    Members(String),
    /// One event alone.
    Event {
        /// Which.
        id: Uuid,
        /// The token in its address, for a members' event.
        token: Option<String>,
    },
}

impl Which {
    /// The members' token in its address.
    fn token(&self) -> Option<&str> {
        match self {
            Self::Public { .. } => None,
            Self::Members(token) => Some(token),
            Self::Event { token, .. } => token.as_deref(),
        }
    }
}

/// One of the forms in which a feed is sent.
#[derive(Debug)]
pub struct Form {
    /// What is sent. Cheap to clone.
    pub bytes: Bytes,
    /// Its strong validator, quotes and all.
    pub etag: String,
}

/// A feed as it is sent.
#[derive(Debug)]
pub struct Rendered {
    /// The calendar.
    pub plain: Form,
    /// The same, gzipped.
    pub gzip: Form,
    /// The last change of what it shows.
    pub last_modified: Moment,
    /// The same as HTTP writes it (RFC 9110, section 5.6.7).
    pub http_date: String,
    /// From when on time alone changes it.
    pub valid_until: Moment,
}

/// Why there is no feed.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// There is no such organisation or event, or it is nobody's to see here.
    #[error("there is no such calendar")]
    NotFound,
    /// It was there; it has another address now, or was switched off.
    #[error("this calendar has stopped")]
    Gone,
    /// The events could not be read.
    #[error("the events could not be read")]
    Events(#[source] EventError),
    /// A key does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
    /// It could not be packed, or the process is ending.
    #[error("the calendar could not be written")]
    Unwritten(#[from] std::io::Error),
}

impl From<OrganisationError> for FeedError {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::Database(error) => Self::Database(error),
            _ => Self::NotFound,
        }
    }
}

impl From<EventError> for FeedError {
    fn from(error: EventError) -> Self {
        match error {
            EventError::NotFound => Self::NotFound,
            other => Self::Events(other),
        }
    }
}

async fn events(
    conn: &database::Conn<'_>,
    organisation: &Arc<Organisation>,
    which: &Which,
    now: Moment,
) -> Result<Vec<Whole>, FeedError> {
    let from = Some(now - PAST);
    let filter = match which {
        Which::Public { kinds, campaign } => {
            Filter { from, kinds: kinds.clone(), campaign: *campaign, ..Filter::public() }
        }
        Which::Members(_) => Filter { from, ..Filter::members() },
        Which::Event { id, .. } => {
            let shown = event::find(conn, organisation.id, *id, now).await?;
            return Ok(event::whole(conn, &shown).await?);
        }
    };
    Ok(event::list_whole(conn, organisation, &filter, MOST).await?)
}

/// Reads and renders a feed of the programme. Takes a while: for [`off_the_threads`].
async fn of_programme(
    conn: &database::Conn<'_>,
    (organisation, which): (Organisation, Which),
    links: &Links,
    now: Moment,
) -> Result<Arc<Rendered>, FeedError> {
    let organisation = Arc::new(organisation);
    let events = events(conn, &organisation, &which, now).await?;
    let campaign = match &which {
        Which::Public { campaign: Some(id), .. } => campaign::find(conn, organisation.id, *id).await?,
        _ => None,
    };
    let changed = store::last_change(conn, organisation.id).await?.unwrap_or(organisation.created_at);
    let info = info::of_programme(&organisation, (&which, campaign.as_ref(), &events), links);
    let token = which.token();
    let entry = |shown: &Shown| entry(shown, Viewer::Anybody, page(shown, links, token), now);
    let items = series::items(&events, entry, now);
    let turns: Vec<Moment> = events.iter().flat_map(turns_of).collect();
    Ok(Arc::new(render(&info, &items, (&organisation, &turns), changed, now)?))
}

/// Does the work where it keeps no other request waiting.
///
/// It looks for rows every [`LOOKING_AGAIN`] and is not woken for each: to wake one another for thousands of rows one by one took
/// the reader and the engine's thread several times as long as the rows.
#[expect(
    clippy::disallowed_methods,
    reason = "this thread is for this work alone; others are not kept waiting"
)]
async fn off_the_threads<T: Send + 'static>(
    work: impl Future<Output = Result<T, FeedError>> + Send + 'static,
) -> Result<T, FeedError> {
    let here = tokio::runtime::Handle::current();
    let unhurried = move || {
        let _here = here.enter();
        let (mut work, mut context) = (std::pin::pin!(work), Context::from_waker(Waker::noop()));
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
                return done;
            }
            std::thread::sleep(LOOKING_AGAIN);
        }
    };
    tokio::task::spawn_blocking(unhurried).await.map_err(std::io::Error::from)?
}

/// `turns` are the instants at which time alone changes it, past and to come.
fn render(
    info: &FeedInfo,
    items: &[Item],
    (organisation, turns): (&Organisation, &[Moment]),
    changed: Moment,
    now: Moment,
) -> std::io::Result<Rendered> {
    let zone = times::zone(&organisation.timezone).unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(now.timestamp()).date();
    let plain = calendar::feed(info, items, today).into_bytes();
    let gzip = gzipped(&plain)?;
    // How far ahead zones and rules are described goes by whole years.
    let turns = turns.iter().copied().chain(new_years(today, &zone));
    let (past, ahead): (Vec<Moment>, Vec<Moment>) = turns.partition(|turn| *turn <= now);
    let last_modified = past.into_iter().fold(changed, Moment::max);
    let valid_until = ahead.into_iter().fold(now + REFRESH, Moment::min);
    Ok(Rendered::of(plain, gzip, last_modified, valid_until))
}

impl Rendered {
    fn of(plain: Vec<u8>, gzip: Vec<u8>, last_modified: Moment, valid_until: Moment) -> Self {
        let hash: String = secret::base32(&secret::hash(&plain)).chars().take(26).collect();
        Self {
            plain: Form { bytes: plain.into(), etag: format!("\"{hash}\"") },
            gzip: Form { bytes: gzip.into(), etag: format!("\"{hash}-gzip\"") },
            last_modified,
            http_date: last_modified.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
            valid_until,
        }
    }
}

/// The instants at which time alone changes how a date is shown, or whether it is.
fn turns(shown: &Shown) -> Vec<Moment> {
    [shown.occurrence.end_utc + PAST].into_iter().chain(comes_to_light(shown)).collect()
}

/// Between which instants everybody is shown the place, where that is on the day.
fn comes_to_light(shown: &Shown) -> Vec<Moment> {
    match shown.facts().place_shown {
        PlaceShown::OnTheDay => vec![shown.place_shown_from(), shown.occurrence.end_utc],
        PlaceShown::Everyone | PlaceShown::Replied => Vec::new(),
    }
}

/// The same of all dates of an event: one that repeats stays whole until its last date goes.
fn turns_of(event: &Whole) -> Vec<Moment> {
    let goes = event.dates().map(|date| date.end_utc + PAST).max();
    let mut all: Vec<Moment> = goes.into_iter().collect();
    event.each(|shown| all.extend(comes_to_light(shown)));
    all
}

/// The beginnings of this year and of the next.
fn new_years(today: Date, zone: &TimeZone) -> Vec<Moment> {
    let begins = |year: i16| times::start_of_day(Date::new(year, 1, 1).ok()?, zone);
    [today.year(), today.year().saturating_add(1)].into_iter().filter_map(begins).collect()
}

/// The bytes in the coding that clients call `gzip`.
///
/// # Errors
/// None that memory does not make.
pub(crate) fn gzipped(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain)?;
    encoder.finish()
}

/// Whether an event may be fetched by anybody who knows its address.
#[must_use]
pub fn is_open(shown: &Shown) -> bool {
    shown.event.published_at.is_some() && shown.event.visibility != Visibility::Members
}

//! Which dates belong in whose calendar, and since when.
//!
//! A feed is rendered once for each state of an organisation's programme and kept, plain and gzipped, until the programme
//! or time alone changes it. Reads the revision and the rows in one snapshot, so that what is kept under a revision is
//! what that revision holds. How an entry is written is `calendar`'s.

mod description;
mod entry;
mod kept;
mod store;

use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use entity::Moment;
use entity::value::{Kind, PlaceShown, Visibility};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::tz::TimeZone;
use uuid::Uuid;

pub use entry::{entry, page, uid};
pub use kept::Feeds;

use crate::calendar::{self, FeedInfo, Item};
use crate::database;
use crate::event::{self, EventError, Filter, Shown, Viewer};
use crate::links::Links;
use crate::organisation::{Organisation, OrganisationError};
use crate::secret;
use crate::words::Language;

/// How long past events stay.
const PAST: Duration = Duration::from_hours(400 * 24);
/// How often it is worth asking again.
const REFRESH: Duration = Duration::from_hours(1);
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
    /// The events could not be read.
    #[error("the events could not be read")]
    Events(#[source] EventError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] database::Error),
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

async fn dates(
    conn: &database::Conn<'_>,
    organisation: &Organisation,
    which: &Which,
    now: Moment,
) -> Result<Vec<Shown>, FeedError> {
    let from = Some(now - PAST);
    let filter = match which {
        Which::Public { kinds, campaign } => {
            Filter { from, kinds: kinds.clone(), campaign: *campaign, ..Filter::public() }
        }
        Which::Members(_) => Filter { from, ..Filter::members() },
        Which::Event { id, .. } => return Ok(vec![event::find(conn, organisation.id, *id, now).await?]),
    };
    Ok(event::list(conn, organisation.id, &filter, None, MOST).await?)
}

/// What a feed says of itself. The file of one event speaks for that event alone, and is refreshed from its own address
/// (RFC 7986, sections 5.1 and 5.8): whoever opened it has not asked for the whole programme.
fn info(organisation: &Organisation, (which, dates): (&Which, &[Shown]), links: &Links) -> FeedInfo {
    let language = Language::from_code(&organisation.language);
    let name = &organisation.name;
    let about = || Some(language.say("feed-about").with("organisation", name).into());
    let (name, description, source) = match (which, dates.first()) {
        (Which::Event { token, .. }, Some(shown)) => {
            (shown.facts().title.clone(), None, format!("{}.ics", page(shown, links, token.as_deref())))
        }
        (Which::Members(token), _) => (
            language.say("feed-name-members").with("organisation", name).into(),
            about(),
            links.members_feed(&organisation.slug, token),
        ),
        (Which::Public { .. } | Which::Event { .. }, _) => (
            language.say("feed-name").with("organisation", name).into(),
            about(),
            links.feed(&organisation.slug),
        ),
    };
    FeedInfo { name, description, source, refresh: REFRESH }
}

fn render(
    info: &FeedInfo,
    dates: &[Shown],
    (links, organisation, token): (&Links, &Organisation, Option<&str>),
    changed: Moment,
    now: Moment,
) -> Result<Rendered, FeedError> {
    let zone = TimeZone::get(&organisation.timezone).unwrap_or(TimeZone::UTC);
    let entry = |shown: &Shown| Item::from(entry(shown, Viewer::Anybody, page(shown, links, token), now));
    let items: Vec<_> = dates.iter().map(entry).collect();
    let plain = calendar::feed(info, &items, zone.to_datetime(now.timestamp()).date()).into_bytes();
    let turns: Vec<Moment> = dates.iter().flat_map(turns).collect();
    let hash: String = secret::base32(&secret::hash(&plain)).chars().take(26).collect();
    let gzip = gzipped(&plain).map_err(|error| database::Error::Custom(error.to_string()))?;
    let last_modified = turns.iter().copied().filter(|turn| *turn <= now).fold(changed, Moment::max);
    Ok(Rendered {
        plain: Form { bytes: plain.into(), etag: format!("\"{hash}\"") },
        gzip: Form { bytes: gzip.into(), etag: format!("\"{hash}-gzip\"") },
        last_modified,
        http_date: last_modified.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        valid_until: turns.iter().copied().filter(|turn| *turn > now).fold(now + REFRESH, Moment::min),
    })
}

/// The instants at which time alone changes how a date is shown, or whether it is.
fn turns(shown: &Shown) -> Vec<Moment> {
    let mut turns = vec![shown.occurrence.end_utc + PAST];
    if shown.facts().place_shown == PlaceShown::OnTheDay {
        turns.push(shown.place_shown_from());
    }
    turns
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

//! What a calendar's entries come to, as far as that can be told without the database.
//!
//! Guarantees: one calendar is read at a time, and off the threads that answer; each entry costs a bounded amount of work, and all together
//! a bounded time, after which the calendar is refused; when nobody waits for the answer any more, the work ends.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use entity::Moment;
use entity::value::facts::Facts;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::mapping::{self, Group, Why};
use super::places::Library;
use super::posts::{Post, Posts};
use super::report::title;
use super::{BOUNDS, ImportError};
use crate::calendar::{self, Foreign, Unread};
use crate::venue::Venue;
use crate::{event, secret};

/// How many calendars may wait or be read; each is held in memory.
const HELD: usize = 4;
/// How long one may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one may be read.
const LONGEST: Duration = Duration::from_secs(30);

/// How many rules that can't be kept are looked into: to find that one has no date takes long.
const BAD_RULES: usize = 200;

/// An entry, read.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// A hash of what tells it from others; none where nothing does.
    pub(super) key: Option<Vec<u8>>,
    /// Of which post it is, where its UID changes when it moves.
    pub(super) post: Option<Post>,
    /// What it is called there.
    pub(super) title: String,
    /// What it comes to.
    pub(super) comes_to: Result<Draft, Why>,
}

/// What an entry says, as a draft of ours.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) facts: Facts,
    /// A hash of them.
    pub(super) said: Vec<u8>,
    /// What could not be taken as it is, a sentence each.
    pub(super) notes: Vec<String>,
}

/// Whose turn it is to be read.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    held: Arc<Semaphore>,
    turn: Arc<Semaphore>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { held: Arc::new(Semaphore::new(HELD)), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Turns {
    /// Reads a calendar when it is its turn.
    pub(super) async fn read(
        &self,
        (text, home): (String, String),
        venues: Vec<Venue>,
        now: Moment,
    ) -> Result<Vec<Entry>, ImportError> {
        let _held = self.held.try_acquire().map_err(|_full| ImportError::Busy)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.turn).acquire_owned()).await;
        let turn = turn.map_err(|_elapsed| ImportError::Busy)?.map_err(|_closed| ImportError::Reader)?;
        let stop = Stop::default();
        let stopped = Arc::clone(&stop.0);
        let reading = spawn_blocking(move || {
            let _turn = turn;
            read(&text, &home, &Library::of(&venues), now, &stopped)
        });
        let read = timeout(LONGEST, reading).await.map_err(|_elapsed| ImportError::TooSlow)?;
        read.map_err(|_panic| ImportError::Reader)?
    }
}

/// Stops the work when nobody waits for it any more.
#[derive(Debug, Default)]
struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Every entry of a calendar. `home` is the organisation's zone; once `stop` is set, no further entry is looked at.
pub(super) fn read(
    text: &str,
    home: &str,
    library: &Library,
    now: Moment,
    stop: &AtomicBool,
) -> Result<Vec<Entry>, ImportError> {
    let entries = calendar::foreign(text, &BOUNDS)?;
    let (known, unread): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.is_ok());
    let posts = Posts::of(entries.iter().filter_map(|entry| match entry {
        Ok(known) => Some(known.uid.as_str()),
        Err(unread) => unread.uid.as_deref(),
    }));
    let unread = unread.into_iter().filter_map(|entry| entry.as_ref().err());
    let mut read: Vec<Entry> = unread.map(|entry| left(entry, &posts)).collect();
    let mut bad_rules = 0;
    for (name, group) in groups(known.into_iter().filter_map(|entry| entry.as_ref().ok())) {
        if stop.load(Ordering::Relaxed) || bad_rules > BAD_RULES {
            return Err(ImportError::TooSlow);
        }
        let comes_to = draft(&group, home, library, now);
        bad_rules += usize::from(matches!(comes_to, Err(Why::Rule(_))));
        let (key, post) = (Some(secret::hash(name.as_bytes())), posts.post(&name));
        read.push(Entry { key, post, title: title(&group.whole.title), comes_to });
    }
    Ok(read)
}

fn left(unread: &Unread, posts: &Posts) -> Entry {
    let why = Why::Other(format!("Left: {}.", unread.why));
    let key = unread.uid.as_ref().map(|uid| secret::hash(uid.as_bytes()));
    let post = unread.uid.as_ref().and_then(|uid| posts.post(uid));
    Entry { key, post, title: title(&unread.title), comes_to: Err(why) }
}

fn draft(group: &Group<'_>, home: &str, library: &Library, now: Moment) -> Result<Draft, Why> {
    let mapped = library.placed(mapping::facts(group, home, now)?);
    event::check(&mapped.facts)
        .map_err(|found| Why::Other(format!("It can't be kept as it is: {}.", mapping::said(&found))))?;
    let said = secret::hash(&serde_json::to_vec(&mapped.facts).unwrap_or_default());
    Ok(Draft { facts: mapped.facts, said, notes: mapped.notes })
}

/// The entries by what tells them apart: a series with its dates that differ, which come in any order. A date without its series is an
/// event of its own.
fn groups<'a>(entries: impl Iterator<Item = &'a Foreign>) -> Vec<(String, Group<'a>)> {
    let mut order = Vec::new();
    let mut by_uid = BTreeMap::<&str, Vec<&Foreign>>::new();
    for entry in entries {
        let of_uid = by_uid.entry(&entry.uid).or_default();
        if of_uid.is_empty() {
            order.push(entry.uid.as_str());
        }
        of_uid.push(entry);
    }
    let mut groups = Vec::new();
    for uid in order {
        let all = by_uid.remove(uid).unwrap_or_default();
        let (wholes, dates): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry.instance.is_none());
        if let Some((whole, others)) = wholes.split_last() {
            groups.push((uid.to_owned(), Group { whole, dates, again: others.len() }));
        } else {
            groups.extend(dates.into_iter().map(|one| {
                let name = format!("{uid} {:?}", one.instance);
                (name, Group { whole: one, dates: Vec::new(), again: 0 })
            }));
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\nDTSTART:20990701T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    fn now() -> Moment {
        "2026-06-01T09:00:00Z".parse().unwrap()
    }

    #[test]
    fn work_that_nobody_waits_for_ends() {
        let library = Library::of(&[]);
        let told = Stop::default();
        assert_eq!(read(TEXT, "Europe/London", &library, now(), &told.0).unwrap().len(), 1);
        let flag = Arc::clone(&told.0);
        drop(told);
        let stopped = read(TEXT, "Europe/London", &library, now(), &flag);
        assert!(matches!(stopped, Err(ImportError::TooSlow)), "{stopped:?}");
    }

    #[tokio::test]
    async fn one_is_read_at_a_time_and_only_a_few_wait() {
        let turns = Turns::default();
        let read = || turns.read((TEXT.to_owned(), "Europe/London".to_owned()), Vec::new(), now());
        let other = Arc::clone(&turns.turn).acquire_owned().await.unwrap();
        let mut waiting = std::pin::pin!(async { tokio::join!(read(), read(), read(), read()) });
        assert!(still_waits(waiting.as_mut()), "all four wait while another is read");
        assert!(matches!(read().await, Err(ImportError::Busy)), "a fifth is sent away");
        drop(other);
        let (a, b, c, d) = waiting.await;
        assert!([a, b, c, d].iter().all(Result::is_ok));
    }

    /// Whether a future is still waiting when it was asked once.
    fn still_waits<F: Future>(future: std::pin::Pin<&mut F>) -> bool {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        future.poll(&mut context).is_pending()
    }
}

//! Entries of The Events Calendar, which writes start and end into a UID: `1201-1801767600-1801774800@example.org` is a date of post 1201.
//!
//! Guarantees: an entry whose UID is known is what it was, whoever stands beside it; two entries of one post are two. One has moved, and stays
//! the same event, only where that is as good as sure: it was alone of its post, and is alone again and called otherwise, in the same
//! calendar by name; and this file would show the old date. A file of another month would not: an entry of another date is a new
//! one there, and the report says that one of its post was taken before. Nothing is guessed where several were, nor where the one is over.
//!
//! For each post that is alone a row points to its entry and its event; its entry has a row under its UID, as any entry has.

use std::collections::{BTreeMap, BTreeSet};

use entity::Moment;
use entity::table::imported::Model;
use jiff::SignedDuration;
use jiff::civil::Date;
use uuid::Uuid;

use super::reading::Entry;
use super::taking::is_announced;
use super::{Import, ImportError, gone, store};
use crate::database::{Conn, Database, Error};
use crate::event::{self, Event};
use crate::secret;
use crate::words::Language;

/// How far the next date of what is held monthly is away: a file that goes on where the last one ended has it.
const NEXT_MONTH: SignedDuration = SignedDuration::from_hours(28 * 24);

/// The post of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Post {
    /// A hash of its number and host.
    pub(super) key: Vec<u8>,
    /// Whether the calendar has no other entry of it.
    pub(super) alone: bool,
}

/// The posts in a calendar, by how many entries they have.
#[derive(Clone, Debug, Default)]
pub(super) struct Posts(BTreeMap<String, usize>);

impl Posts {
    /// From all UIDs, each of which counts once.
    pub(super) fn of<'a>(uids: impl Iterator<Item = &'a str>) -> Self {
        let mut posts = BTreeMap::new();
        for name in uids.collect::<BTreeSet<_>>().into_iter().filter_map(name) {
            *posts.entry(name).or_default() += 1;
        }
        Self(posts)
    }

    /// The post of an entry; none where its UID is not of that form.
    pub(super) fn post(&self, uid: &str) -> Option<Post> {
        let name = name(uid)?;
        Some(Post { key: secret::hash(name.as_bytes()), alone: self.0.get(&name) == Some(&1) })
    }
}

fn name(uid: &str) -> Option<String> {
    let (own, host) = uid.split_once('@').filter(|(_, host)| !host.is_empty())?;
    let parts: Vec<&str> = own.split('-').collect();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [post, start, end]
            if is_number(post) && [start, end].iter().all(|at| at.len() == 10 && is_number(at)) =>
        {
            Some(format!("the events calendar: {post}@{host}"))
        }
        _ => None,
    }
}

/// Looks which entries that are not `known` by their UID have moved: the row that each was, and its new key. Another entry of a post of
/// which one was taken before is told so.
pub(super) async fn moved(
    conn: &Conn<'_>,
    order: &Import,
    (entries, known): (&mut [Entry], &BTreeMap<Vec<u8>, Model>),
    now: Moment,
) -> Result<Vec<(Model, Vec<u8>)>, ImportError> {
    let organisation = order.organisation.id;
    let new = |entry: &&mut Entry| entry.key.as_ref().is_some_and(|key| !known.contains_key(key));
    let source = order.source.as_deref().map(gone::hashed);
    let reach = Reach::of(entries, known, source.as_deref());
    let mut alone: BTreeMap<Vec<u8>, &mut Entry> = entries
        .iter_mut()
        .filter(new)
        .filter_map(|entry| Some((entry.post.as_ref().filter(|post| post.alone)?.key.clone(), entry)))
        .collect();
    let posts: Vec<Vec<u8>> = alone.keys().cloned().collect();
    let posts = store::ahead(conn, organisation, &posts, now).await?;
    let keys: Vec<Vec<u8>> = posts.iter().filter_map(|post| post.entry.clone()).collect();
    let mut was = store::known(conn, organisation, &keys).await?;
    let mut moved = Vec::new();
    for post in posts {
        let old = post.entry.and_then(|key| was.remove(&key));
        let (Some(old), Some(entry)) = (old, alone.remove(&post.uid)) else { continue };
        let ours = match old.event_id {
            Some(id) => Some(event::find(conn, organisation, id, now).await?.event),
            None => None,
        };
        let from = ours.as_ref().map(|ours| ours.facts.start.date());
        let to = entry.comes_to.as_ref().ok().map(|draft| draft.facts.start.date());
        let same_calendar = source.is_some() && old.source == source;
        match (&mut entry.comes_to, &entry.key) {
            (_, Some(key)) if same_calendar && reach.tells_a_move(from, to) => moved.push((old, key.clone())),
            (Ok(draft), _) => draft.notes.push(of_the_same_post(ours.as_ref())),
            _ => (),
        }
    }
    Ok(moved)
}

/// Which dates a file has, as far as its entries show it.
#[derive(Debug)]
struct Reach {
    /// When the first of its entries ends, and the last one starts: between these, an entry that is not in it has gone.
    dates: Option<(Date, Date)>,
    /// The same of its entries that were in the same calendar before.
    known: Option<(Date, Date)>,
    /// Whether there are any of those.
    goes_on: bool,
}

impl Reach {
    fn of(entries: &[Entry], known: &BTreeMap<Vec<u8>, Model>, source: Option<&[u8]>) -> Self {
        let is_known = |entry: &&Entry| {
            let row = entry.key.as_ref().and_then(|key| known.get(key));
            row.is_some_and(|row| source.is_some() && row.source.as_deref() == source)
        };
        let goes_on = source.is_some() && known.values().any(|row| row.source.as_deref() == source);
        let known = reach(entries.iter().filter(is_known));
        Self { dates: reach(entries.iter()), known, goes_on }
    }

    /// Whether an entry that was on one date, and of whose post one is on another, has moved. The date is none of what was deleted here,
    /// or is not taken: that has moved if it is now among what the calendar had before, for it was alone there.
    fn tells_a_move(&self, from: Option<Date>, to: Option<Date>) -> bool {
        let Some(from) = from else {
            return to.zip(self.known).is_some_and(|(to, (first, last))| first <= to && to <= last);
        };
        let holds = |(first, last)| first <= from && from <= last;
        let is_near = |to: Date| to.duration_since(from).abs() < NEXT_MONTH;
        self.dates.is_some_and(holds) || (self.goes_on && to.is_some_and(is_near))
    }
}

/// When the first of these ends, and the last one starts, of those that take place once.
fn reach<'a>(entries: impl Iterator<Item = &'a Entry>) -> Option<(Date, Date)> {
    let drafts = entries.filter_map(|entry| entry.comes_to.as_ref().ok());
    let once: Vec<_> = drafts.map(|draft| &draft.facts).filter(|facts| facts.repeats.is_none()).collect();
    let first = once.iter().map(|facts| facts.end.unwrap_or(facts.start).date()).min();
    first.zip(once.iter().map(|facts| facts.start.date()).max())
}

fn of_the_same_post(ours: Option<&Event>) -> String {
    let Some(ours) = ours else {
        return "A draft of the same post was deleted here: if that one has only moved, delete this one too."
            .to_owned();
    };
    let when = Language::En.day_and_time(ours.facts.start);
    let what_to_do = if is_announced(ours) {
        "change your event, and delete this draft"
    } else {
        "delete the draft that is not needed"
    };
    format!(
        "An entry of the same post was taken before: “{}”, {when}. If that one has only moved, {what_to_do}.",
        ours.title
    )
}

/// Keeps what moved under its new key, in the place of the old one.
pub(super) async fn keep_moved(db: &Database, moved: Vec<(Model, Vec<u8>)>) -> Result<(), Error> {
    if moved.is_empty() {
        return Ok(());
    }
    let work = db.write(move |write| {
        Box::pin(async move {
            for (old, key) in moved {
                store::rename(&write.conn(), old, key).await?;
            }
            Ok::<_, Error>(())
        })
    });
    work.await
}

/// Notes which posts were alone in a calendar, and what their entries are.
pub(super) async fn note(
    db: &Database,
    organisation: Uuid,
    posts: Vec<(Post, Vec<u8>)>,
) -> Result<(), Error> {
    if posts.is_empty() {
        return Ok(());
    }
    let keys: Vec<Vec<u8>> = posts.iter().flat_map(|(post, key)| [post.key.clone(), key.clone()]).collect();
    let known = store::known(&db.read(), organisation, &keys).await?;
    let alone = posts.iter().filter(|(post, _)| post.alone).filter_map(|(post, key)| {
        let own = known.get(key)?.clone();
        let row = Model { uid: post.key.clone(), source: None, entry: Some(key.clone()), ..own };
        (known.get(&post.key) != Some(&row)).then_some(row)
    });
    let alone: Vec<Model> = alone.collect();
    let several = posts.iter().filter(|(post, _)| !post.alone && known.contains_key(&post.key));
    let several: Vec<Vec<u8>> = several.map(|(post, _)| post.key.clone()).collect();
    if alone.is_empty() && several.is_empty() {
        return Ok(());
    }
    let work = db.write(move |write| {
        Box::pin(async move {
            store::forget(&write.conn(), organisation, &several).await?;
            for row in alone {
                store::keep(&write.conn(), row).await?;
            }
            Ok::<_, Error>(())
        })
    });
    work.await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_read_from_a_uid_of_that_form_alone() {
        let (was, is) = ("1201-1801767600-1801774800@a.org", "1201-1801854000-1801861200@a.org");
        let both = Posts::of([was, is].into_iter());
        assert_eq!(both.post(was), both.post(is));
        assert!(!both.post(was).unwrap().alone);
        let one = Posts::of([was].into_iter());
        let post = one.post(was).unwrap();
        assert!(post.alone);
        for other in ["1202-1801767600-1801774800@a.org", "1201-1801767600-1801774800@b.org"] {
            assert_ne!(one.post(other).unwrap().key, post.key, "{other}");
        }
        for other in [
            "1201-1801767600-180177480@a.org",
            "1201-1801767600@a.org",
            "a1201-1801767600-1801774800@a.org",
            "1201-1801767600-1801774800-1@a.org",
            "1201-1801767600-1801774800",
            "1201-1801767600-1801774800@",
            "1201@a.org",
        ] {
            assert_eq!(one.post(other), None, "{other}");
        }
    }
}

//! Entries of The Events Calendar, which writes start and end into a UID: `1201-1801767600-1801774800@example.org` is a date of post 1201.
//!
//! Guarantees: an entry whose UID is known is what it was, whoever stands beside it; two entries of one post are two. One that was alone of its
//! post in the last calendar, is alone again and is called otherwise has moved: it stays the same event. Where there were several, nobody
//! can tell which of them moved, or whether another date came, so nothing is guessed; nor where the event that was alone is over.
//!
//! For each post that is alone a row points to its event; its entry has a row under its UID, as any entry has.

use std::collections::{BTreeMap, BTreeSet};

use entity::Moment;
use entity::table::imported::Model;
use uuid::Uuid;

use super::reading::Entry;
use super::store;
use crate::database::{Conn, Database, Error};
use crate::secret;

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

/// What entries became that are not `known` by their UID, and have moved: a row under its new UID each, and its post.
pub(super) async fn moved(
    conn: &Conn<'_>,
    organisation: Uuid,
    (entries, known): (&[Entry], &BTreeMap<Vec<u8>, Model>),
    now: Moment,
) -> Result<Vec<(Model, Vec<u8>)>, Error> {
    let alone: BTreeMap<&[u8], &[u8]> = entries
        .iter()
        .filter_map(|entry| Some((entry.post.as_ref().filter(|post| post.alone)?, entry.key.as_ref()?)))
        .filter(|(_, key)| !known.contains_key(*key))
        .map(|(post, key)| (post.key.as_slice(), key.as_slice()))
        .collect();
    let posts: Vec<Vec<u8>> = alone.keys().map(|post| (*post).to_owned()).collect();
    let rows = store::ahead(conn, organisation, &posts, now).await?;
    let new = |row: Model| {
        let uid = alone.get(row.uid.as_slice())?.to_vec();
        Some((Model { uid, ..row.clone() }, row.uid))
    };
    Ok(rows.into_iter().filter_map(new).collect())
}

/// Keeps what moved under its new UID, in the place of the old one.
pub(super) async fn keep_moved(db: &Database, moved: Vec<(Model, Vec<u8>)>) -> Result<(), Error> {
    if moved.is_empty() {
        return Ok(());
    }
    let work = db.write(move |write| {
        Box::pin(async move {
            for (row, post) in &moved {
                store::rename(&write.conn(), row, post).await?;
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
        let row = Model { uid: post.key.clone(), source: None, ..known.get(key)?.clone() };
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

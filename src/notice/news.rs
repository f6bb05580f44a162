//! What is news to one person: how they may know their date, and what was done since.

use entity::Moment;
use entity::table::announcement::Model as Announcement;
use entity::table::rsvp;
use entity::value::Act;
use entity::value::known::Known;

use super::store;
use crate::database::{self, Conn};

/// How somebody may know their date, and what was said since.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// What they know.
    pub before: Known,
    /// The latest announcement since then with words of the organisers to them.
    pub says: Option<Announcement>,
    /// The latest act since then.
    pub act: Act,
    /// Only letters about something else showed it to them, and nobody was told of it before it was no longer so.
    pub in_passing: bool,
}

/// How the owner of `reply` may know their date, other than it was announced last: the latest first. Empty where nothing was done
/// since they were told.
///
/// That is what they were told last, and all that letters of any kind have shown them since: whoever changes their answer while
/// a change settles reads of it, and must hear when it is undone.
///
/// # Errors
/// When the database can't be read.
pub async fn news(conn: &Conn<'_>, reply: &rsvp::Model) -> Result<Vec<News>, database::Error> {
    // A letter that has just left may not be noted with the reply yet.
    let told = store::told_by_letter(conn, reply.id).await?.map_or(reply.told, |by| by.max(reply.told));
    let done = store::of_date(conn, reply.event_id, reply.occurrence_id).await?;
    if done.last().is_none_or(|latest| latest.sequence <= told) {
        return Ok(Vec::new());
    }
    let mut known = store::shown_since(conn, reply.id, told).await?;
    known.push(told);
    let as_told = news_since(&done, told, false);
    // What a letter showed in passing was told them too where it was no other then.
    let was_told = as_told.filter(|news| !news.in_passing).map(|news| news.before);
    let each = known.into_iter().filter_map(|sequence| news_since(&done, sequence, sequence > told));
    let in_passing = |news: &News| news.in_passing && was_told.as_ref() != Some(&news.before);
    Ok(each.map(|news| News { in_passing: in_passing(&news), ..news }).collect())
}

/// How the date of `reply` was known while the event's sequence was between `lowest` and `highest`, both inclusive. None where it was
/// not the same throughout, or nothing was done since.
///
/// # Errors
/// When the database can't be read.
pub async fn known_between(
    conn: &Conn<'_>,
    reply: &rsvp::Model,
    (lowest, highest): (i64, i64),
) -> Result<Option<Known>, database::Error> {
    let done = store::since(conn, reply.event_id, reply.occurrence_id, lowest).await?;
    let first = done.first().filter(|one| one.sequence > highest);
    Ok(first.map(|one| one.before.clone()))
}

/// What is news to whoever knows the date as it was at `sequence`, of all that was done, oldest first. `shown` is whether they know it
/// from a letter about something else.
fn news_since(done: &[Announcement], sequence: i64, shown: bool) -> Option<News> {
    let (until, since) = done.split_at(done.partition_point(|one| one.sequence <= sequence));
    let (first, last) = (since.first()?, since.last()?);
    // Who first replied while a change settled was shown it by their confirmation, and nobody was told of it.
    let settled = |made: &Announcement| made.act == Act::Published || was_told(made, first.created_at);
    Some(News {
        before: first.before.clone(),
        says: since.iter().rfind(|one| one.notify && one.message.is_some()).cloned(),
        act: last.act,
        in_passing: shown || until.last().is_some_and(|made| !settled(made)),
    })
}

/// Whether people had been told of an act at that moment, or it had settled without a word.
fn was_told(act: &Announcement, by: Moment) -> bool {
    act.told_at.is_some_and(|told| told < by)
}

//! An act that its organisers tell nobody of, where our own letters have shown what it takes back. Pure.
//!
//! Who says `notify: false` knows that nobody needs to hear: what people were told is still right, or they hear in another way. That
//! can't be known of somebody who replied, or changed their reply, between a change and its taking back: a letter of ours showed it to them
//! in passing, nobody else ever heard of it, and no organiser sees who they are. They would stand there alone. So they are told, and
//! nobody else.
//!
//! A date that is new was not there before, and its coming was told to nobody: whoever replied to it knows of it by our letters alone.
//! So as long as it is new they are all told, whatever is done to it. Later it is a date like any other, and organisers who
//! say that nobody needs to hear are believed.

use entity::Moment;
use entity::table::announcement::Model as Announcement;
use entity::value::Act;
use entity::value::known::Known;

use super::changed;

/// No event has a lower sequence.
const FROM_THE_START: i64 = 0;

/// From which sequence on letters have shown what `silent` made untrue though nobody had been told of it. None where it did not. `done` is
/// all that was done to a date, oldest first, `new_until` until when it is new, and `now` how it is.
///
/// What is so taken back is a change without a word that `silent` undoes; and one that was still settling, whether it is
/// undone or goes on changing: all others are told of it, and of what became of it.
pub(super) fn shown_from(
    done: &[Announcement],
    silent: &Announcement,
    new_until: Option<Moment>,
    now: &Known,
) -> Option<i64> {
    if new_until.is_some_and(|until| silent.created_at < until) {
        return Some(FROM_THE_START);
    }
    let later = done.iter().find(|one| one.sequence > silent.sequence);
    let after = later.map_or(now, |one| &one.before);
    let before = done.iter().rev().filter(|one| one.sequence < silent.sequence);
    before
        .take_while(|one| one.act != Act::Published && is_untold(one, silent.created_at))
        .filter(|one| one.notify || !changed(&one.before, after).anything())
        .map(|one| one.sequence)
        .last()
}

/// Whether nobody had been told of an act at that moment.
fn is_untold(act: &Announcement, at: Moment) -> bool {
    !act.notify || act.told_at.is_none_or(|told| told >= at)
}

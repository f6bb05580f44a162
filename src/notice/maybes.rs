//! Whether somebody who said maybe is told of a change by the letter of the day before. Pure.
//!
//! They get one letter beside those that answer them, and it says what has changed. So a notice to them waits for it, and leaves after
//! all where that letter did not: it was switched off meanwhile, or stopped. It does not wait where the letter comes too late, where
//! nobody sends it (the event is not on), nor where they were shown what is no longer so: by then they would stand there alone.

use std::time::Duration;

use entity::Moment;
use entity::table::occurrence;
use entity::value::{Act, EventStatus};
use jiff::tz::TimeZone;

use super::{News, timing};
use crate::occurrence::times;
use crate::outbox::Urgency;
use crate::reminder::{Reminder, plan};

/// A letter that leaves at least so long before the start that somebody knows tells them in time. One of the evening does so for what
/// begins at night or in the morning; on the day itself people read their letters when they can, and set out early from far away.
const IN_TIME: Duration = Duration::from_hours(6);
/// So long after the moment of that letter, it has left or something is wrong.
const LEFT_BY: Duration = Duration::from_hours(1);

/// Until when `news` to somebody who said maybe waits, because `letter`, of the day before, is to tell them. None when it is theirs now.
#[must_use]
pub fn waits_until(
    news: &News,
    letter: Option<&Reminder>,
    date: &occurrence::Model,
    now: Moment,
) -> Option<Moment> {
    let edited = matches!(news.act, Act::Published | Act::Changed);
    let as_planned = edited && news.before.status == EventStatus::Confirmed && !news.in_passing;
    if !as_planned || timing(&news.before, date, now).urgency == Urgency::AtOnce {
        return None;
    }
    let zone = times::zone(&news.before.timezone).unwrap_or(TimeZone::UTC);
    let begins = plan::begins(news.before.start, &zone)?;
    let leaves = letter?.due_at.max(now);
    (leaves + IN_TIME <= begins).then_some(leaves + LEFT_BY)
}

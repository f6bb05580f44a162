//! How long a change settles before people are told: a slip can be undone, and a morning's editing is one letter.

use std::time::Duration;

use entity::Moment;

use super::Shown;

/// Acts (cancel, postpone, suspend, reinstate) wait this long.
pub(super) const ACT: Duration = Duration::from_secs(60);
/// An edit waits this long after the last one.
const AFTER_LAST: Duration = Duration::from_secs(5 * 60);
/// However often it is edited, it waits no longer than this after the first.
const AFTER_FIRST: Duration = Duration::from_secs(15 * 60);
/// A start so near makes an edit as urgent as an act.
const NEAR: Duration = Duration::from_secs(24 * 60 * 60);

/// When people are told of an edit made at `now`. `first` is when the earliest edit that still waits was made; `starts` are
/// the old start and the new.
pub(super) fn told_at(now: Moment, first: Option<Moment>, starts: [Moment; 2]) -> Moment {
    if starts.into_iter().any(|start| start >= now && start <= now + NEAR) {
        return now + ACT;
    }
    let latest = first.unwrap_or(now) + AFTER_FIRST;
    (now + AFTER_LAST).min(latest)
}

/// Until when a date that came to an event which had been announced already is new: as long as an edit may settle, whatever
/// made it. None for one that was announced with its event.
#[must_use]
pub fn new_until(date: &Shown) -> Option<Moment> {
    let made = date.occurrence.created_at;
    date.event.published_at.filter(|announced| *announced < made).map(|_announced| made + AFTER_FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1_000_000_000);

    fn minutes(minutes: u64) -> Duration {
        Duration::from_secs(minutes * 60)
    }

    #[test]
    fn an_edit_settles_for_five_minutes_and_fifteen_at_most() {
        let far = NOW + minutes(60 * 48);
        assert_eq!(told_at(NOW, None, [far, far]), NOW + minutes(5));
        assert_eq!(told_at(NOW, Some(NOW - minutes(4)), [far, far]), NOW + minutes(5));
        assert_eq!(told_at(NOW, Some(NOW - minutes(12)), [far, far]), NOW + minutes(3));
    }

    #[test]
    fn an_edit_of_what_is_near_settles_for_a_minute() {
        let far = NOW + minutes(60 * 48);
        let near = NOW + minutes(60 * 24);
        assert_eq!(told_at(NOW, None, [near, far]), NOW + minutes(1));
        assert_eq!(told_at(NOW, Some(NOW - minutes(12)), [far, near]), NOW + minutes(1));
        assert_eq!(told_at(NOW, None, [near + Duration::from_millis(1), far]), NOW + minutes(5));
        // What began yesterday is not near.
        assert_eq!(told_at(NOW, None, [NOW - minutes(60), far]), NOW + minutes(5));
    }
}

//! Where an event can go from where it is: `draft → confirmed ⇄ postponed, suspended, cancelled`.

use entity::Moment;
use entity::value::{Act, EventStatus};

use super::EventError;

/// The state that an act leads to.
///
/// # Errors
/// [`EventError::DoesNotFit`] where the act makes no sense from there.
pub(super) fn after(act: Act, from: EventStatus) -> Result<EventStatus, EventError> {
    use EventStatus::{Cancelled, Confirmed, Draft, Postponed, Suspended};
    let (fits, to) = match act {
        Act::Published => (matches!(from, Draft), Confirmed),
        Act::Changed => (true, from),
        Act::Postponed => (matches!(from, Confirmed | Suspended), Postponed),
        Act::Suspended => (matches!(from, Confirmed | Postponed), Suspended),
        Act::Cancelled => (matches!(from, Confirmed | Postponed | Suspended), Cancelled),
        Act::Reinstated => (matches!(from, Postponed | Suspended | Cancelled), Confirmed),
    };
    if fits { Ok(to) } else { Err(EventError::DoesNotFit { act: act.as_str(), status: from }) }
}

/// Whether taking an event up again needs a new start: what was postponed has no date once the old one is past.
pub(super) fn needs_start(from: EventStatus, old_start: Moment, now: Moment) -> bool {
    from == EventStatus::Postponed && old_start <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_from_every_state() {
        use EventStatus::{Cancelled, Confirmed, Draft, Postponed, Suspended};
        let table = [
            (Act::Published, [Some(Confirmed), None, None, None, None]),
            (Act::Changed, [Some(Draft), Some(Confirmed), Some(Postponed), Some(Suspended), Some(Cancelled)]),
            (Act::Postponed, [None, Some(Postponed), None, Some(Postponed), None]),
            (Act::Suspended, [None, Some(Suspended), Some(Suspended), None, None]),
            (Act::Reinstated, [None, None, Some(Confirmed), Some(Confirmed), Some(Confirmed)]),
            (Act::Cancelled, [None, Some(Cancelled), Some(Cancelled), Some(Cancelled), None]),
        ];
        assert_eq!(table.len(), Act::ALL.len());
        for (act, expected) in table {
            for (from, to) in EventStatus::ALL.iter().zip(expected) {
                assert_eq!(after(act, *from).ok(), to, "{act} from {from}");
            }
        }
    }

    #[test]
    fn what_was_postponed_past_its_start_needs_a_new_one() {
        let (noon, one) = (Moment::from_millis(12), Moment::from_millis(13));
        assert!(needs_start(EventStatus::Postponed, noon, one));
        assert!(needs_start(EventStatus::Postponed, noon, noon));
        assert!(!needs_start(EventStatus::Postponed, one, noon));
        assert!(!needs_start(EventStatus::Suspended, noon, one));
    }
}

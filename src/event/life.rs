//! Where an event can go from where it is: `draft → confirmed ⇄ postponed, suspended, cancelled`.

use entity::Moment;
use entity::value::{Act, EventStatus, OccurrenceStatus};

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
    if fits { Ok(to) } else { Err(EventError::DoesNotFit { act, status: from }) }
}

/// Where one date is: where its event is, and cancelled too when the date alone is off.
pub(super) fn status(event: EventStatus, date: OccurrenceStatus) -> EventStatus {
    match (event, date) {
        (EventStatus::Draft, _) => EventStatus::Draft,
        (_, OccurrenceStatus::Cancelled | OccurrenceStatus::Removed) => EventStatus::Cancelled,
        (status, OccurrenceStatus::Scheduled) => status,
    }
}

/// Where it is, why the act makes no sense from there, and what to do instead.
pub(super) fn does_not_fit(act: Act, from: EventStatus) -> String {
    use EventStatus::{Cancelled, Confirmed, Draft, Postponed, Suspended};
    let (now, instead) = match (act, from) {
        (Act::Published, Confirmed) => ("published already", "there is nothing to do"),
        (Act::Published, Postponed) => ("published and postponed", "reinstate it to hold it after all"),
        (Act::Published, Suspended) => ("published and suspended", "reinstate it to hold it after all"),
        (Act::Published, Cancelled) => ("published and cancelled", "reinstate it to hold it after all"),
        (Act::Postponed | Act::Suspended, Draft) => ("a draft that nobody was told of", "change it instead"),
        (Act::Cancelled, Draft) => ("a draft that nobody was told of", "delete it instead"),
        (Act::Reinstated, Draft) => ("a draft that nobody was told of", "publish it instead"),
        (Act::Reinstated, Confirmed) => {
            ("confirmed: it goes ahead as it is", "there is nothing to reinstate")
        }
        (Act::Postponed, Postponed) => ("postponed already", "there is nothing to do"),
        (Act::Suspended, Suspended) => ("suspended already", "there is nothing to do"),
        (Act::Cancelled, Cancelled) => ("cancelled already", "there is nothing to do"),
        (Act::Postponed | Act::Suspended, Cancelled) => ("cancelled", "reinstate it first"),
        (Act::Reinstated, Cancelled) => ("cancelled with all its dates", "reinstate the event"),
        _ => (from.as_str(), "this cannot be done from there"),
    };
    format!("it is {now}; {instead}")
}

/// Whether taking an event up again needs a new start: what was postponed has no date once the old one is past; what was
/// paused may go on while it lasts. Without one its replies would be over, and go, at once.
pub(super) fn needs_start(from: EventStatus, (old_start, old_end): (Moment, Moment), now: Moment) -> bool {
    match from {
        EventStatus::Postponed => old_start <= now,
        EventStatus::Suspended => old_end <= now,
        EventStatus::Draft | EventStatus::Confirmed | EventStatus::Cancelled => false,
    }
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
    fn what_was_put_off_or_paused_past_its_time_needs_a_new_one() {
        let [morning, noon, one] = [11, 12, 13].map(Moment::from_millis);
        for (from, now, needed) in [
            (EventStatus::Postponed, morning, false),
            (EventStatus::Postponed, noon, true),
            (EventStatus::Suspended, noon, false),
            (EventStatus::Suspended, one, true),
            (EventStatus::Cancelled, one, false),
        ] {
            assert_eq!(needs_start(from, (noon, one), now), needed, "{from} at {now:?}");
        }
    }
}

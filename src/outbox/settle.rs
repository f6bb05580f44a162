//! From what happened to what is written down. Pure.

use entity::Moment;
use entity::value::OutboxState;
use uuid::Uuid;

use super::Row;
use super::courier::Noted;
use super::verdict::Verdict;
use crate::queue::backoff;

/// Why a letter went to nobody.
const FILED: &str = "no mail server is set, so it was written to a file";

/// How one attempt at a row ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    /// The server took it, with these codes.
    Sent(String),
    /// A file took it.
    Filed,
    /// It was not taken.
    NotTaken(Verdict),
    /// Nothing was tried: it must not leave before this moment.
    PutOff(Moment),
    /// It has come too late.
    NoLongerOfUse(&'static str),
    /// Nobody wants it any more.
    NotWanted(&'static str),
}

/// How an attempt ended, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) id: Uuid,
    pub(super) lease: Option<Uuid>,
    pub(super) at: Moment,
    pub(super) state: OutboxState,
    /// The attempts made so far.
    pub(super) attempts: i32,
    pub(super) last_error: Option<String>,
    /// The codes with which the server took it.
    pub(super) last_answer: Option<String>,
    /// When to try again; none when it has ended.
    pub(super) due_at: Option<Moment>,
    /// Of a letter that was put off: how urgent it was when it was claimed. One that was hastened meanwhile is not put off.
    pub(super) put_off: Option<i32>,
    /// What is noted of what was rendered, and when that was.
    pub(super) rendered: Option<(Noted, Moment)>,
}

impl Settled {
    /// Decides. `roll` (0 to 1) spreads the tries.
    pub(super) fn new(row: &Row, attempt: Attempt, now: Moment, roll: f64) -> Self {
        // What is put off begins afresh in the morning, and may be hastened until then as if it had never been tried.
        let put_off = matches!(attempt, Attempt::PutOff(_)).then_some(row.urgency);
        let attempts = if put_off.is_some() { 0 } else { row.attempts };
        let last_answer = if let Attempt::Sent(codes) = &attempt { Some(codes.clone()) } else { None };
        let (state, last_error, due_at) = match attempt {
            Attempt::Sent(_) => (OutboxState::Sent, None, None),
            Attempt::Filed => (OutboxState::Filed, Some(FILED.to_owned()), None),
            Attempt::PutOff(moment) => (OutboxState::Waiting, row.last_error.clone(), Some(moment)),
            Attempt::NoLongerOfUse(why) => (OutboxState::Expired, Some(why.to_owned()), None),
            Attempt::NotWanted(why) => (OutboxState::Withdrawn, Some(why.to_owned()), None),
            Attempt::NotTaken(Verdict::Never(why)) => (OutboxState::Refused, Some(why), None),
            Attempt::NotTaken(Verdict::Unsendable(why)) => (OutboxState::GivenUp, Some(why), None),
            Attempt::NotTaken(Verdict::Again(why)) => after_failure(row, why, now, roll),
        };
        let (id, lease) = (row.id, row.lease);
        let rendered = None;
        Self { id, lease, at: now, state, attempts, last_error, last_answer, due_at, put_off, rendered }
    }

    /// The same, with what the letter rendered.
    pub(super) fn having_rendered(self, noted: Noted, at: Moment) -> Self {
        Self { rendered: Some((noted, at)), ..self }
    }
}

/// Again after a wait; or never, when that would be one try too many or come too late to be of use.
fn after_failure(
    row: &Row,
    why: String,
    now: Moment,
    roll: f64,
) -> (OutboxState, Option<String>, Option<Moment>) {
    let attempts = u32::try_from(row.attempts).unwrap_or(0);
    let due_at = now + backoff::wait_before(attempts, roll);
    if backoff::is_last(attempts) {
        (OutboxState::GivenUp, Some(why), None)
    } else if row.expires_at.is_some_and(|end| end <= due_at) {
        (OutboxState::Expired, Some(why), None)
    } else {
        (OutboxState::Waiting, Some(why), Some(due_at))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use entity::value::LetterKind;

    use super::*;

    const NOW: Moment = Moment::from_millis(1_000_000);

    fn row(attempts: i32, expires_at: Option<Moment>) -> Row {
        Row {
            id: Uuid::from_u128(1),
            organisation_id: Uuid::from_u128(2),
            event_id: None,
            occurrence_id: None,
            rsvp_id: None,
            reminder_id: None,
            kind: LetterKind::Reminder,
            detail: None,
            urgency: 2,
            state: OutboxState::Waiting,
            due_at: NOW,
            attempts,
            lease: Some(Uuid::from_u128(3)),
            leased_until: Some(NOW + Duration::from_secs(60)),
            last_error: Some("before".into()),
            last_answer: None,
            sequence: None,
            tells: false,
            rendered_at: None,
            expires_at,
            created_at: NOW,
            settled_at: None,
        }
    }

    fn settled(row: &Row, attempt: Attempt) -> (OutboxState, Option<String>, Option<Moment>) {
        let settled = Settled::new(row, attempt, NOW, 0.5);
        (settled.state, settled.last_error, settled.due_at)
    }

    #[test]
    fn what_has_ended_is_written_once_and_with_its_reason() {
        let first = row(1, None);
        let never = Verdict::Never("550 no".into());
        let broken = Verdict::Unsendable("no id".into());
        for (attempt, state, why) in [
            (Attempt::Sent("250 2.0.0".into()), OutboxState::Sent, None),
            (Attempt::Filed, OutboxState::Filed, Some(FILED)),
            (Attempt::NotTaken(never), OutboxState::Refused, Some("550 no")),
            (Attempt::NotTaken(broken), OutboxState::GivenUp, Some("no id")),
            (Attempt::NoLongerOfUse("too late"), OutboxState::Expired, Some("too late")),
            (Attempt::NotWanted("stopped"), OutboxState::Withdrawn, Some("stopped")),
        ] {
            assert_eq!(settled(&first, attempt), (state, why.map(str::to_owned), None));
        }
    }

    #[test]
    fn what_is_put_off_begins_afresh() {
        let morning = NOW + Duration::from_hours(7);
        let put_off = Settled::new(&row(19, None), Attempt::PutOff(morning), NOW, 0.5);
        assert_eq!((put_off.state, put_off.attempts), (OutboxState::Waiting, 0));
        assert_eq!((put_off.due_at, put_off.last_error.as_deref()), (Some(morning), Some("before")));
        assert_eq!(Settled::new(&row(2, None), Attempt::Sent("250".into()), NOW, 0.5).attempts, 2);
    }

    #[test]
    fn what_left_keeps_the_codes_with_which_it_was_taken() {
        let taken = Settled::new(&row(1, None), Attempt::Sent("250 2.0.0".into()), NOW, 0.5);
        assert_eq!((taken.last_error, taken.last_answer.as_deref()), (None, Some("250 2.0.0")));
        let filed = Settled::new(&row(1, None), Attempt::Filed, NOW, 0.5);
        assert_eq!(filed.last_answer, None);
    }

    #[test]
    fn a_failure_waits_longer_each_time_and_ends_at_the_last() {
        let failed = || Attempt::NotTaken(Verdict::Again("451".into()));
        let minutes = |n: u64| Some(NOW + Duration::from_secs(60 * n));
        let why = Some("451".to_owned());
        assert_eq!(settled(&row(1, None), failed()), (OutboxState::Waiting, why.clone(), minutes(1)));
        assert_eq!(settled(&row(4, None), failed()), (OutboxState::Waiting, why.clone(), minutes(8)));
        assert_eq!(settled(&row(19, None), failed()), (OutboxState::GivenUp, why.clone(), None));
        let ends_soon = row(1, minutes(1));
        assert_eq!(settled(&ends_soon, failed()), (OutboxState::Expired, why.clone(), None));
        let ends_later = row(1, minutes(2));
        assert_eq!(settled(&ends_later, failed()), (OutboxState::Waiting, why, minutes(1)));
    }
}

//! What a changed mind does to the places, and who gets those that come free.
//!
//! Pure. The counts themselves are kept by the statements of `occurrence`; here it is decided which of them are needed,
//! and in which order: the new places are taken before the old are given back, so that nobody loses a place by asking.

use entity::value::{Attendance, Response, Standing};
use uuid::Uuid;

/// Places of one sort that a party holds or wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    /// Which sort.
    pub mode: Attendance,
    /// How many people.
    pub size: i64,
}

/// What a change of a reply does to the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Nothing.
    Stay,
    /// Takes places it never had; where there are none it may join the waiting list.
    Enter(Party),
    /// Takes places, then leaves others or its turn. Without room nothing changes at all.
    Swap {
        /// Taken first.
        take: Party,
        /// Then given back, if it held any.
        give_back: Option<Party>,
        /// Then no longer waited for, if it waited.
        stop_waiting: Option<Party>,
    },
    /// Gives some places back and keeps the others.
    Shrink(Party),
    /// Gives all its places back.
    Leave(Party),
    /// No longer waits.
    StopWaiting(Party),
    /// Waits on, at its turn, for another number of places: by how many it grows, negative when it shrinks.
    Resize {
        /// Which sort.
        mode: Attendance,
        /// By how many.
        by: i64,
    },
}

impl Move {
    /// Whether it asks for places, or a turn for them, that the reply does not have.
    #[must_use]
    pub fn asks_for_more(self) -> bool {
        match self {
            Self::Enter(_) | Self::Swap { .. } => true,
            Self::Resize { by, .. } => by > 0,
            Self::Stay | Self::Shrink(_) | Self::Leave(_) | Self::StopWaiting(_) => false,
        }
    }

    /// Whether places may be free afterwards that were not before.
    #[must_use]
    pub fn may_free_places(self) -> bool {
        !matches!(self, Self::Stay | Self::Enter(_))
    }
}

/// What has to happen when a reply that stands as `standing` with `had` becomes `response` with `wants`.
#[must_use]
pub fn decide(standing: Standing, had: Party, response: Response, wants: Party) -> Move {
    if response != Response::Going {
        return match standing {
            Standing::HasPlace => Move::Leave(had),
            Standing::Waiting => Move::StopWaiting(had),
            Standing::None => Move::Stay,
        };
    }
    match standing {
        Standing::None => Move::Enter(wants),
        Standing::HasPlace => keep_or_swap(had, wants),
        Standing::Waiting if had.mode == wants.mode => match wants.size - had.size {
            0 => Move::Stay,
            by => Move::Resize { mode: had.mode, by },
        },
        Standing::Waiting => Move::Swap { take: wants, give_back: None, stop_waiting: Some(had) },
    }
}

fn keep_or_swap(had: Party, wants: Party) -> Move {
    if had.mode != wants.mode {
        return Move::Swap { take: wants, give_back: Some(had), stop_waiting: None };
    }
    match wants.size - had.size {
        0 => Move::Stay,
        more if more > 0 => {
            let take = Party { mode: wants.mode, size: more };
            Move::Swap { take, give_back: None, stop_waiting: None }
        }
        fewer => Move::Shrink(Party { mode: had.mode, size: -fewer }),
    }
}

/// Who of the `queue` gets the `free` places (none is without limit), in their order.
///
/// Each party goes whole to the earliest that fits; one that does not fit keeps its turn, and a smaller one behind it
/// may go first.
#[must_use]
pub fn who_gets(free: Option<i64>, queue: &[(Uuid, i64)]) -> Vec<(Uuid, i64)> {
    let mut left = free.unwrap_or(i64::MAX);
    let mut chosen = Vec::new();
    for (reply, size) in queue {
        if *size <= left {
            left -= size;
            chosen.push((*reply, *size));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Attendance = Attendance::InPerson;
    const ONLINE: Attendance = Attendance::Online;

    fn party(mode: Attendance, size: i64) -> Party {
        Party { mode, size }
    }

    #[test]
    fn each_change_of_mind_moves_the_right_places() {
        use Response::{Going, Maybe, NotGoing};
        use Standing::{HasPlace, Waiting};
        let none = Standing::None;
        let two = party(ROOM, 2);
        let swap = |take, give_back, stop_waiting| Move::Swap { take, give_back, stop_waiting };
        let cases = [
            (none, two, NotGoing, two, Move::Stay),
            (none, two, Going, two, Move::Enter(two)),
            (HasPlace, two, Going, two, Move::Stay),
            (HasPlace, two, Going, party(ROOM, 5), swap(party(ROOM, 3), None, None)),
            (HasPlace, party(ROOM, 5), Going, two, Move::Shrink(party(ROOM, 3))),
            (HasPlace, two, Going, party(ONLINE, 3), swap(party(ONLINE, 3), Some(two), None)),
            (HasPlace, two, Maybe, two, Move::Leave(two)),
            (Waiting, two, NotGoing, two, Move::StopWaiting(two)),
            (Waiting, two, Going, two, Move::Stay),
            (Waiting, two, Going, party(ROOM, 3), Move::Resize { mode: ROOM, by: 1 }),
            (Waiting, two, Going, party(ROOM, 1), Move::Resize { mode: ROOM, by: -1 }),
            (Waiting, two, Going, party(ONLINE, 1), swap(party(ONLINE, 1), None, Some(two))),
        ];
        for (standing, had, response, wants, expected) in cases {
            assert_eq!(
                decide(standing, had, response, wants),
                expected,
                "{standing} {had:?} {response} {wants:?}"
            );
        }
    }

    fn ids(sizes: &[i64]) -> Vec<(Uuid, i64)> {
        (0..).map(Uuid::from_u128).zip(sizes.iter().copied()).collect()
    }

    #[test]
    fn a_bigger_party_keeps_its_turn_and_a_smaller_one_goes_first() {
        let queue = ids(&[4, 2, 1]);
        assert_eq!(who_gets(Some(3), &queue), [queue[1], queue[2]]);
        assert_eq!(who_gets(Some(4), &queue), [queue[0]]);
        assert_eq!(who_gets(Some(0), &queue), []);
        assert_eq!(who_gets(None, &queue), queue);
    }

    #[test]
    fn places_that_are_over_taken_go_to_nobody() {
        assert_eq!(who_gets(Some(-5), &ids(&[1, 1])), []);
    }

    proptest! {
        #[test]
        fn never_more_than_free_and_nobody_left_who_would_fit(
            free in 0i64..40,
            sizes in proptest::collection::vec(1i64..12, 0..30),
        ) {
            let queue = ids(&sizes);
            let chosen = who_gets(Some(free), &queue);
            let given: i64 = chosen.iter().map(|(_, n)| n).sum();
            prop_assert!(given <= free);
            let left = free - given;
            prop_assert!(queue.iter().filter(|p| !chosen.contains(p)).all(|(_, n)| *n > left));
        }
    }
}

//! What is kept rendered, within a bound.
//!
//! Pure but for its memory. Guarantees: what is kept has never more bytes than were allowed; what makes room is what was not
//! asked for the longest. A rendering that is larger than the whole bound is not kept, and is rendered for each that asks.

use std::collections::HashMap;
use std::sync::Arc;

use entity::Moment;
use uuid::Uuid;

use super::{Rendered, Which};

/// What a rendering takes beside its two forms, in bytes: its name, its validators, its place among the others.
const BESIDE: usize = 1024;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// A feed of an organisation.
    Feed(Uuid, Which),
    /// The calendar of whoever has this token. Only tokens that were found right are names.
    Person(String),
}

/// Of what state of things a rendering is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// The programme's revision.
    pub(super) revision: i64,
    /// What the person's replies come to; nothing in a feed.
    pub(super) replies: Option<[u8; 32]>,
}

/// Renderings by their names.
#[derive(Debug)]
pub(super) struct Shelf {
    most: usize,
    bytes: usize,
    asked: u64,
    kept: HashMap<Name, Kept>,
}

#[derive(Debug)]
struct Kept {
    state: State,
    rendered: Arc<Rendered>,
    bytes: usize,
    /// How often anything had been asked for when this was last.
    used: u64,
}

impl Shelf {
    /// An empty one for at most `most` bytes.
    pub(super) fn new(most: usize) -> Self {
        Self { most, bytes: 0, asked: 0, kept: HashMap::new() }
    }

    /// What is kept under `name` of `state`, unless time alone has changed it by `now`.
    pub(super) fn find(&mut self, name: &Name, state: State, now: Moment) -> Option<Arc<Rendered>> {
        self.asked += 1;
        let kept = self.kept.get_mut(name)?;
        kept.used = self.asked;
        (kept.state == state && now < kept.rendered.valid_until).then(|| Arc::clone(&kept.rendered))
    }

    /// Keeps a rendering in the place of an older one of the same name. A slow one does not replace a newer.
    pub(super) fn keep(&mut self, name: Name, state: State, rendered: &Arc<Rendered>) {
        let bytes = rendered.plain.bytes.len() + rendered.gzip.bytes.len() + BESIDE;
        if self.kept.get(&name).is_some_and(|kept| kept.state.revision > state.revision) {
            return;
        }
        self.drop_one(&name);
        if bytes > self.most {
            return;
        }
        self.make_room_for(bytes);
        self.bytes += bytes;
        self.kept.insert(name, Kept { state, rendered: Arc::clone(rendered), bytes, used: self.asked });
    }

    /// Drops what was not asked for the longest, and an eighth of the bound more, so that this is done seldom.
    fn make_room_for(&mut self, bytes: usize) {
        if self.bytes + bytes <= self.most {
            return;
        }
        let leave = (self.most - self.most / 8).saturating_sub(bytes);
        let mut by_use: Vec<(u64, Name)> =
            self.kept.iter().map(|(name, kept)| (kept.used, name.clone())).collect();
        by_use.sort_unstable_by_key(|(used, _name)| *used);
        for (_used, name) in by_use {
            if self.bytes <= leave {
                break;
            }
            self.drop_one(&name);
        }
    }

    fn drop_one(&mut self, name: &Name) {
        if let Some(gone) = self.kept.remove(name) {
            self.bytes -= gone.bytes;
        }
    }

    /// How many bytes are kept.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_millis(1_000);

    fn name(number: usize) -> Name {
        Name::Person(number.to_string())
    }

    fn state(revision: i64) -> State {
        State { revision, replies: None }
    }

    fn rendering(bytes: usize, valid_until: Moment) -> Arc<Rendered> {
        Arc::new(Rendered::of(vec![b'x'; bytes], vec![], NOW, valid_until))
    }

    fn shelf_with(most: usize, count: usize, bytes: usize) -> Shelf {
        let mut shelf = Shelf::new(most);
        for number in 0..count {
            shelf.keep(name(number), state(1), &rendering(bytes, Moment::from_millis(9_000)));
            assert!(shelf.bytes() <= most, "{} bytes after {number}", shelf.bytes());
        }
        shelf
    }

    #[test]
    fn what_is_kept_stays_within_its_bound_whoever_asks() {
        let mut shelf = shelf_with(100_000, 1_000, 5_000);
        assert!(shelf.bytes() > 80_000, "most of the bound is used: {}", shelf.bytes());
        let found = (0..1_000).filter(|number| shelf.find(&name(*number), state(1), NOW).is_some());
        assert_eq!(found.count(), shelf.kept.len());
        let counted: usize = shelf.kept.values().map(|kept| kept.bytes).sum();
        assert_eq!(shelf.bytes(), counted);
    }

    #[test]
    fn what_was_not_asked_for_the_longest_makes_room() {
        let mut shelf = shelf_with(100_000, 10, 5_000);
        for number in 10..200 {
            assert!(shelf.find(&name(0), state(1), NOW).is_some(), "asked for all the time, at {number}");
            shelf.keep(name(number), state(1), &rendering(5_000, Moment::from_millis(9_000)));
        }
        assert!(shelf.find(&name(1), state(1), NOW).is_none());
        assert!(shelf.find(&name(199), state(1), NOW).is_some());
    }

    #[test]
    fn what_is_larger_than_the_bound_is_not_kept_and_throws_nothing_out() {
        let mut shelf = shelf_with(100_000, 5, 5_000);
        shelf.keep(name(9), state(1), &rendering(100_000, Moment::from_millis(9_000)));
        assert!(shelf.find(&name(9), state(1), NOW).is_none());
        assert!(shelf.find(&name(0), state(1), NOW).is_some());
    }

    #[test]
    fn a_rendering_is_of_one_state_and_one_time() {
        let mut shelf = shelf_with(100_000, 1, 10);
        assert!(shelf.find(&name(0), state(2), NOW).is_none(), "the programme has changed");
        assert!(shelf.find(&name(0), state(1), Moment::from_millis(9_000)).is_none(), "time has passed");
        let replied = State { replies: Some([1; 32]), ..state(1) };
        assert!(shelf.find(&name(0), replied, NOW).is_none(), "the replies have changed");
        shelf.keep(name(0), state(3), &rendering(20, Moment::from_millis(9_000)));
        shelf.keep(name(0), state(2), &rendering(30, Moment::from_millis(9_000)));
        assert!(shelf.find(&name(0), state(3), NOW).is_some(), "a slow rendering does not replace a newer");
        assert_eq!(shelf.bytes(), 20 + BESIDE);
    }
}

//! A limit on how much one caller may do, kept in memory under keys that mean nothing to anybody else.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use entity::Moment;
use poem::http::{HeaderName, header};

use crate::web::problem::{self, Problem};

/// At most so many in so long, for each caller.
#[derive(Debug)]
pub struct Flood {
    most: usize,
    window: Duration,
    random: RandomState,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    by_caller: HashMap<u64, VecDeque<Moment>>,
    swept: Option<Moment>,
}

/// How a caller stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// How many there are in a window.
    pub most: usize,
    /// How many are left.
    pub left: usize,
    /// How long until there is one more.
    pub wait: Duration,
}

impl Flood {
    /// `most` in any stretch of `window`.
    #[must_use]
    pub fn new(most: usize, window: Duration) -> Self {
        Self { most, window, random: RandomState::new(), seen: Mutex::default() }
    }

    /// Counts one more by `caller` at `now`.
    ///
    /// # Errors
    /// 429 when there were too many; that one is then not counted.
    pub fn count(&self, caller: impl Hash, now: Moment) -> Result<Allowance, Problem> {
        let key = self.random.hash_one(caller);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        self.sweep(&mut seen, now);
        let times = seen.by_caller.entry(key).or_default();
        while times.front().is_some_and(|t| now.since(*t) >= self.window) {
            times.pop_front();
        }
        let wait = times.front().map_or(self.window, |first| self.window.saturating_sub(now.since(*first)));
        if times.len() >= self.most {
            return Err(too_many(Allowance { most: self.most, left: 0, wait }));
        }
        times.push_back(now);
        Ok(Allowance { most: self.most, left: self.most - times.len(), wait })
    }

    /// Callers of whom nothing was heard for a window are forgotten, once a window.
    fn sweep(&self, seen: &mut Seen, now: Moment) {
        if seen.swept.is_some_and(|at| now.since(at) < self.window) {
            return;
        }
        seen.by_caller.retain(|_, times| times.back().is_some_and(|last| now.since(*last) < self.window));
        seen.swept = Some(now);
    }
}

impl Allowance {
    /// The headers that tell a program how it stands.
    #[must_use]
    pub fn headers(self) -> [(HeaderName, String); 3] {
        [
            (HeaderName::from_static("ratelimit-limit"), self.most.to_string()),
            (HeaderName::from_static("ratelimit-remaining"), self.left.to_string()),
            (HeaderName::from_static("ratelimit-reset"), self.seconds().to_string()),
        ]
    }

    fn seconds(self) -> u64 {
        self.wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
    }
}

fn too_many(allowance: Allowance) -> Problem {
    let detail = "There were many of these from where you are. Please wait a little.";
    let mut problem = Problem::new(problem::TOO_MANY, detail)
        .with_header(header::RETRY_AFTER, &allowance.seconds().max(1).to_string());
    for (name, value) in allowance.headers() {
        problem = problem.with_header(name, &value);
    }
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    #[test]
    fn the_one_too_many_is_told_when_to_come_back() {
        let flood = Flood::new(2, Duration::from_secs(600));
        assert_eq!(flood.count("a", at(0)).unwrap().left, 1);
        assert_eq!(flood.count("a", at(100)).unwrap().left, 0);
        let refused = flood.count("a", at(200)).unwrap_err();
        assert_eq!(refused.sort, problem::TOO_MANY);
        assert!(refused.headers.iter().any(|(name, value)| *name == header::RETRY_AFTER && value == "400"));
        assert!(flood.count("b", at(200)).is_ok(), "another caller");
        assert!(flood.count("a", at(600)).is_ok(), "the first has left the window");
        assert!(flood.count("a", at(600)).is_err(), "the second has not");
    }

    #[test]
    fn callers_who_went_away_are_forgotten() {
        let flood = Flood::new(2, Duration::from_secs(600));
        for caller in 0..100 {
            flood.count(caller, at(0)).unwrap();
        }
        flood.count("late", at(1300)).unwrap();
        assert_eq!(flood.seen.lock().unwrap().by_caller.len(), 1);
    }
}

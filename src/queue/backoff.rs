//! When to try again, and when to stop.

use std::time::Duration;

/// The first wait.
const FIRST: Duration = Duration::from_secs(60);
/// The longest wait.
const LONGEST: Duration = Duration::from_secs(4 * 60 * 60);
/// The attempt after which we give up.
///
/// With the waits below it falls about two days after the first, which is as long as people's mail servers are
/// usually away (RFC 5321 §4.5.4.1 asks for four days of a relay; a letter of ours is seldom of use that late).
pub const LAST_ATTEMPT: u32 = 19;

/// How long to wait after `attempt` attempts have failed.
///
/// One minute, then twice as long each time up to four hours, give or take a fifth by `roll` (0 to 1), so that
/// letters that failed together do not return together.
#[must_use]
pub fn wait_before(attempt: u32, roll: f64) -> Duration {
    let doublings = attempt.saturating_sub(1).min(16);
    let plain = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    plain.mul_f64(0.8 + 0.4 * roll.clamp(0.0, 1.0))
}

/// Whether `attempt` attempts are as many as we make.
#[must_use]
pub fn is_last(attempt: u32) -> bool {
    attempt >= LAST_ATTEMPT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_then_stay() {
        let minutes: Vec<u64> = (1..=10).map(|attempt| wait_before(attempt, 0.5).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
        assert_eq!(wait_before(0, 0.5), wait_before(1, 0.5));
        assert_eq!(wait_before(u32::MAX, 0.5), LONGEST);
    }

    #[test]
    fn chance_moves_a_wait_by_a_fifth_at_most() {
        assert_eq!(wait_before(1, 0.0), Duration::from_secs(48));
        assert_eq!(wait_before(1, 1.0), Duration::from_secs(72));
        assert_eq!(wait_before(1, 7.0), wait_before(1, 1.0));
    }

    #[test]
    fn we_give_up_after_about_two_days() {
        let waited: Duration = (1..LAST_ATTEMPT).map(|attempt| wait_before(attempt, 0.5)).sum();
        let hours = waited.as_secs() / 3600;
        assert!((40..=52).contains(&hours), "{hours}");
        assert!(is_last(LAST_ATTEMPT) && !is_last(LAST_ATTEMPT - 1));
    }
}

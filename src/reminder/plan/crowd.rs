//! Of the reminders that somebody would hear who attends in one way: none close to another, and few.

use entity::value::Attendance;

use super::{Limits, Timed};

/// Those for somebody who attends so, what must stay first.
///
/// That is the last letter with the link to join, for no other stands in for it; then the others, the latest first.
pub(super) fn ranked(in_time: &[Timed], way: Attendance) -> Vec<Timed> {
    let mut own: Vec<Timed> = in_time.iter().filter(|one| one.rule.is_for(way)).copied().collect();
    // On one moment the one that reaches furthest stays: it is the day-before letter, and goes to more people.
    own.sort_by_key(|one| (one.due_at, one.rule.days()));
    own.reverse();
    let brings = |one: &Timed| way == Attendance::Online && one.rule.brings_the_link();
    if let Some(link) = own.iter().position(brings) {
        let link = own.remove(link);
        own.insert(0, link);
    }
    own
}

/// Of two that are too near the one that ranks higher stays. Answers those that stay, and the others.
pub(super) fn apart(ranked: Vec<Timed>, limits: &Limits) -> (Vec<Timed>, Vec<Timed>) {
    let (mut kept, mut near): (Vec<Timed>, Vec<Timed>) = (Vec::new(), Vec::new());
    for one in ranked {
        let close = |other: &Timed| {
            let between = one.due_at.timestamp().duration_since(other.due_at.timestamp());
            between.abs() < limits.apart
        };
        if kept.iter().any(close) { near.push(one) } else { kept.push(one) }
    }
    (kept, near)
}

/// Those that rank highest stay. Answers them, and the others.
pub(super) fn most(mut ranked: Vec<Timed>, limits: &Limits) -> (Vec<Timed>, Vec<Timed>) {
    let over = ranked.split_off(limits.most.min(ranked.len()));
    (ranked, over)
}

//! How an entry repeats, and what of it an event of ours can't say.
//!
//! Pure. A date that moved is left out and added again at its time; whatever else differs on one date is said, never lost in silence.

use entity::value::facts::Repeats;
use entity::value::local::LocalTime;

use super::mapping::Group;
use super::when::{When, utc_day};
use crate::calendar::{Foreign, Mark, Time};

/// How it repeats, if it does; or why it can't be taken.
pub(super) fn repeats(
    group: &Group<'_>,
    when: &When,
    notes: &mut Vec<String>,
) -> Result<Option<Repeats>, String> {
    let entry = group.whole;
    if entry.rules.len() > 1 {
        return Err("It has several rules.".to_owned());
    }
    if entry.rules.is_empty() && entry.added.is_empty() {
        if !group.dates.is_empty() {
            notes.push(
                "It has other dates beside the one taken, but no rule for them; those were not taken."
                    .to_owned(),
            );
        }
        return Ok(None);
    }
    if !entry.rules.is_empty() && matches!(when.start, LocalTime::At(_)) {
        on_our_clocks(entry, when, notes)?;
    }
    let mut repeats = Repeats { rrule: entry.rules.first().cloned(), ..Repeats::default() };
    repeats.except = entry.left_out.iter().filter_map(|at| when.on(at)).map(LocalTime::date).collect();
    repeats.also = entry.added.iter().filter_map(|at| when.on(at)).filter(|at| *at != when.start).collect();
    if entry.is(Mark::LeftOutByRule) {
        notes.push(
            "It leaves out dates by a second rule (EXRULE), which was not taken: look at its dates."
                .to_owned(),
        );
    }
    if entry.is(Mark::AddedWithEnd) {
        notes.push("Added dates with an end of their own were taken with the usual length.".to_owned());
    }
    differing(group, when, &mut repeats, notes);
    repeats.except.sort_unstable();
    repeats.except.dedup();
    repeats.also.sort_unstable();
    repeats.also.dedup();
    Ok(Some(repeats))
}

/// A rule in UTC follows the clocks of the organisation from now on, if it names the same day there.
fn on_our_clocks(entry: &Foreign, when: &When, notes: &mut Vec<String>) -> Result<(), String> {
    match utc_day(&entry.start) {
        None => {}
        Some(day) if day != when.start.date() => {
            return Err("Its rule is in UTC or at a fixed distance from it, where it falls on another day.".to_owned());
        }
        Some(_) => notes.push(
            "Its times were in UTC or at a fixed distance from it; from now on they follow the clocks of the organisation.".to_owned(),
        ),
    }
    Ok(())
}

/// Takes the dates that differ, and says what of them could not be taken.
fn differing(group: &Group<'_>, when: &When, repeats: &mut Repeats, notes: &mut Vec<String>) {
    let entry = group.whole;
    let usual = When::length(when.start, when.end);
    let (mut words, mut lengths, mut following) = (0, 0, Vec::new());
    for one in &group.dates {
        let Some(was) = one.instance.as_ref().and_then(|at: &Time| when.on(at)) else { continue };
        let is = when.on(&one.start);
        if one.is(Mark::AndFollowing) {
            following.push(was.date().to_string());
        }
        if one.cancelled || is != Some(was) {
            repeats.except.push(was.date());
        }
        let Some(is) = is.filter(|_| !one.cancelled) else { continue };
        if is != was {
            repeats.also.push(is);
        }
        let differs = one.title != entry.title
            || one.location != entry.location
            || one.description != entry.description
            || one.url != entry.url
            || one.conference != entry.conference
            || one.private;
        words += usize::from(differs);
        lengths += usize::from(When::length(is, when.end_of(one, is, &mut Vec::new())) != usual);
    }
    if words > 0 {
        notes.push(format!("{words} of its dates differ in words or place; that was not taken."));
    }
    if lengths > 0 {
        notes
            .push(format!("{lengths} of its dates have another end; they were taken with the usual length."));
    }
    if !following.is_empty() {
        let days = following.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        notes.push(format!(
            "From {days} on all that follows is otherwise there; only that date was taken so. Split the event on that day."
        ));
    }
}

//! The SEQUENCE of the entry that somebody was mailed.
//!
//! Guarantees: under one UID it only rises (RFC 5546, section 2.1.4), with the event and with the reply, and also where a person
//! comes back after their reply was forgotten or deleted. Nothing is kept for that of who withdrew, nor of what was sent last: a later
//! reply begins higher, by the seconds between the two. A try again carries the same.

use super::Reply;

/// Before this year no reply of ours was made: 2024, in seconds since 1970.
pub(super) const FIRST_REPLIES: u32 = 1_704_067_200;

/// The SEQUENCE of an invitation that was written when the event had `event` and the reply had the revision `own`.
///
/// A client may keep it in 32 bits (RFC 5545, section 3.3.8), which last until 2092.
#[must_use]
pub fn sequence(event: i64, reply: &Reply, own: i64) -> i64 {
    began(reply).saturating_add(event).saturating_add(own).min(i64::from(i32::MAX))
}

/// The lowest and the highest sequence that the event can have had when an invitation to this reply was written with `sequence`.
///
/// None for what no invitation to it carries, such as the nought of a program that says no number.
#[must_use]
pub fn event_sequences(sequence: i64, reply: &Reply) -> Option<(i64, i64)> {
    // A reply's first revision is 1.
    let highest = sequence.saturating_sub(began(reply)).saturating_sub(1);
    (highest >= 0).then(|| (highest.saturating_sub(reply.revision - 1).max(0), highest))
}

fn began(reply: &Reply) -> i64 {
    reply.created_at.seconds().saturating_sub(i64::from(FIRST_REPLIES)).max(0)
}

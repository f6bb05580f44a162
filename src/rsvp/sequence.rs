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
    let began = reply.created_at.seconds().saturating_sub(i64::from(FIRST_REPLIES)).max(0);
    began.saturating_add(event).saturating_add(own).min(i64::from(i32::MAX))
}

//! One file a table. Each belongs to one room, named in its first line's words.

pub mod announcement;
pub mod api_key;
pub mod calendar_subscription;
pub mod campaign;
pub mod compatibility;
pub mod data_key;
pub mod event;
pub mod idempotency;
pub mod imported;
pub mod incoming;
pub mod journal;
pub mod key_check;
pub mod lease;
pub mod occurrence;
pub mod organisation;
pub mod outbox;
pub mod place;
pub mod reminder;
pub mod reminder_rule;
pub mod rsvp;
pub mod suppression;
pub mod venue;

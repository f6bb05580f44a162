//! How a row that stands for work is claimed by lease, retried, given up.
//!
//! Guarantees: two workers, in one process or several, never hold the same row at once; a row whose worker died is
//! free again when its lease ends. What the work is, and how it ended, is left to the room whose rows they are.

pub mod backoff;
pub mod claim;

//! The beat: every recurring thing in one list.

pub mod pulse;

pub use pulse::Pulse;

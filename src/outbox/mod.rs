//! Letters waiting to leave.

pub mod address;
pub mod delivery;
pub mod message;
pub mod server;
pub mod verdict;

//! How a request's words become values, and how values become an answer.
//!
//! Guarantees: a body is checked against its documented shape before anything else sees it; an answer is serialised once.
//! What the words mean is left to the rooms.

pub mod answer;
pub mod body;
pub mod format;
mod json;
pub mod list;
pub mod merge;
pub mod parameter;
pub mod query;
pub mod repeat;
pub mod sent;
pub mod shape;
pub mod standing;

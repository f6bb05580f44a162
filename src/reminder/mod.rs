//! Writing to people before it starts: derived, never patched.

pub mod plan;
pub mod rule;

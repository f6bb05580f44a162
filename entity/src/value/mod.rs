//! Value types: words with a fixed list of choices, moments, local times, and the JSON columns.

#[macro_use]
mod word;
pub mod facts;
pub mod known;
pub mod lists;
pub mod local;
pub mod moment;
pub mod place;
mod words;

pub use words::*;

//! What is announced, and every act on it and on its dates.

pub mod kind;
mod questions;

pub use questions::questions;

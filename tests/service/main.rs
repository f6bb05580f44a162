//! What Convenor promises, told by capability and tried on the running service.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on should say where")]

mod house;

mod sending_letters;
mod words;

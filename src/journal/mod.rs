//! What was done, by whom, when.

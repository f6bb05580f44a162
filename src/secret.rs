//! Unguessable tokens, their hashes, comparison that leaks nothing.

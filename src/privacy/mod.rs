//! What we keep and how long.

//! Telling people what changed since we last told them.

//! An outbox row to its letter, from today's facts, at the moment it leaves.

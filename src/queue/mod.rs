//! How a row is claimed by lease, retried, given up.

//! One file a table.

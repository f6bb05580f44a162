//! Which occurrences belong in whose calendar, and since when.

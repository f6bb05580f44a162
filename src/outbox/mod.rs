//! Letters waiting to leave.

//! The beat: every recurring thing in one list.

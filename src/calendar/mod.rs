//! Plain entries to iCalendar.

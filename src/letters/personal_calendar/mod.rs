//! The letter that brings the address of a person's own calendar. It names no event.

use super::Line;

/// What somebody is told who asked for a calendar of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalCalendar {
    /// The calendar for a tap: `webcal://…`.
    pub webcal: Line,
    /// The calendar for pasting.
    pub address: Line,
    /// Its page: a new address, and the way to switch it off.
    pub page: Line,
    /// How to subscribe, calendar by calendar.
    pub how: Line,
    /// The organisation's name.
    pub organisation: Line,
    /// Whether answers to this letter reach a person.
    pub is_answered: bool,
}

templates!(
    PersonalCalendar,
    0,
    "letters/personal_calendar/subject.txt",
    "letters/personal_calendar/body.txt",
    "letters/personal_calendar/body.html"
);

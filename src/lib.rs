//! Convenor: events, replies, calendars and reminders for union branches and campaign groups.
//!
//! The modules below stand in reading order. Imports run from the end of this list towards its
//! beginning, never the other way; `tests/service/architecture.rs` holds that.

// The floor.
pub mod causes;
pub mod clock;
pub mod config;
pub mod database;
pub mod links;
pub mod mistake;
pub mod seal;
pub mod secret;
pub mod words;

// What leaves the house.
pub mod calendar;
pub mod journal;
pub mod letters;
pub mod outbox;
pub mod queue;

// People.
pub mod access;
pub mod organisation;

// The programme.
pub mod campaign;
pub mod event;
pub mod occurrence;
pub mod recurrence;
pub mod rsvp;
pub mod venue;

// What follows from the programme.
pub mod compose;
pub mod feed;
pub mod import;
pub mod inbox;
pub mod notice;
pub mod privacy;
pub mod reminder;

// Edges.
pub mod cli;
pub mod server;
pub mod web;
pub mod worker;

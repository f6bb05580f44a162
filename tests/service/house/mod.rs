//! What stands around the service in a test.
#![expect(dead_code, reason = "the house is furnished for tests that come next")]

pub(crate) mod announced;
pub(crate) mod branch;
pub(crate) mod browser;
pub(crate) mod cast;
mod certificate;
pub(crate) mod databases;
mod letter;
mod log;
pub(crate) mod mail_client;
pub(crate) mod own_calendar;
pub(crate) mod post_office;
pub(crate) mod postbox;
pub(crate) mod program;
pub(crate) mod programme;
pub(crate) mod rows;
mod running;
mod smtp_talk;
pub(crate) mod source;
pub(crate) mod subscriber;
pub(crate) mod traces;

pub(crate) use running::House;

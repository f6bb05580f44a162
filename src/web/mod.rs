//! HTTP; the only folder that knows poem.

pub mod app;

//! Organisations and their settings.

//! HTTP; the only folder that knows poem.

//! Writing to people before it starts: derived, never patched.

//! Where: address, directions by mode, access.

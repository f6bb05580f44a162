//! One dated happening, and its places for people.

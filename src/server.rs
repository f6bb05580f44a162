//! Wiring: start, drain, stop.

//! What one process has at hand wherever replies are taken.

use super::limits::Limits;
use super::memory::Memory;

/// The counters against floods, and what is remembered of programmes from reply to reply.
#[derive(Debug)]
pub struct Reception {
    /// The counters against floods.
    pub limits: Limits,
    pub(super) memory: Memory,
}

impl Reception {
    /// With counters that allow `per_network` replies to an event in ten minutes; none is `off`.
    #[must_use]
    pub fn new(per_network: Option<u32>) -> Self {
        Self { limits: Limits::new(per_network), memory: Memory::default() }
    }
}

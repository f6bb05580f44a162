//! What every request passes on its way in, and every answer on its way out.

pub mod allow;
pub mod answer;
pub mod intake;
pub mod peer;
pub mod serving;
pub mod traffic;
pub mod wire;

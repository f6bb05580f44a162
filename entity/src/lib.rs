//! Tables, and the value types that stand in their columns.
//!
//! A value is parsed once, at the door; inside the house its type is trusted. Nothing here does I/O
//! or knows a rule beyond "is it well formed": the rooms of `convenor` decide the rest.

pub mod table;
pub mod value;

pub use value::moment::Moment;

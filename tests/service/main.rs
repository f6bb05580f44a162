//! What Convenor promises, told by capability and tried on the running service.

mod words;

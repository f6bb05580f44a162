//! Who is coming: rules, capacity, waiting list.

//! What events belong to: a dispute, a day of action.

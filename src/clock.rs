//! What time it is: the system's, or one a test sets.

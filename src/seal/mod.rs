//! Personal fields, closed at rest.

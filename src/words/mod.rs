//! Every sentence a person reads, by language (Fluent), and how dates, times and numbers are said.

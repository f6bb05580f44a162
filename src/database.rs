//! Connections, transactions, and all that differs between SQLite and PostgreSQL.

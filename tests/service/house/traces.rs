//! Looking for what should not be there: every file and every row, as bytes.

use std::path::Path;

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

/// Whether `secret` stands in `bytes`: as text in any case, or in the hexadecimal in which PostgreSQL prints bytes.
pub(crate) fn holds(bytes: &[u8], secret: &str) -> bool {
    let hexadecimal = |text: &str| data_encoding::HEXLOWER.encode(text.as_bytes());
    [secret.to_owned(), hexadecimal(secret), hexadecimal(&secret.to_lowercase())]
        .iter()
        .any(|form| bytes.windows(form.len()).any(|window| window.eq_ignore_ascii_case(form.as_bytes())))
}

/// How many letters lie in files of a service whose data folder is in `folder`.
pub(crate) fn letters_in_files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder.join("data/mail")) else { return 0 };
    entries.filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|e| e == "eml")).count()
}

/// Every file under `folder` but letters, with its bytes.
pub(crate) fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_none_or(|extension| extension != "eml") {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

/// Every row of every table, as PostgreSQL prints it.
pub(crate) async fn rows_of_postgres(look: &DatabaseConnection) -> Vec<(String, Vec<u8>)> {
    let backend = look.get_database_backend();
    let tables = "SELECT table_name::text AS t FROM information_schema.tables WHERE table_schema = 'public'";
    let mut found = Vec::new();
    for table in look.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
        let table: String = table.try_get("", "t").unwrap();
        let all = format!("SELECT x::text AS r FROM \"{table}\" x");
        for row in look.query_all_raw(Statement::from_string(backend, all)).await.unwrap() {
            found.push((table.clone(), row.try_get::<String>("", "r").unwrap().into_bytes()));
        }
    }
    found
}

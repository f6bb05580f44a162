//! The tables: that they come out as committed in `migration/snapshot/`, and as the entities read them.

use std::fs;
use std::path::Path;

use convenor::database::{Database, Engine};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, QuerySelect, Schema, Statement};

use crate::house::databases::{TestDatabase, engine};

#[tokio::test]
async fn the_schema_is_the_one_committed() {
    let database = TestDatabase::migrated().await;
    let found = as_text(&database.connect().await).await;
    let path = match engine() {
        Engine::Sqlite => "migration/snapshot/sqlite.sql",
        Engine::Postgres => "migration/snapshot/postgres.sql",
    };
    let committed = fs::read_to_string(path).unwrap_or_default();
    if found != committed {
        let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(path.replace('/', "-"));
        fs::write(&new, &found).unwrap();
        let new = new.display();
        panic!(
            "the tables are not those of {path}: read the difference, and if it is meant, `cp {new} {path}`"
        );
    }
}

#[tokio::test]
async fn nodes_that_start_together_migrate_once_and_again_is_harmless() {
    let database = TestDatabase::empty().await;
    // A file is for one process; a server takes several.
    let number = if engine() == Engine::Sqlite { 1 } else { 3 };
    let mut nodes = Vec::new();
    for _ in 0..number {
        nodes.push(Database::open(&database.url).await.unwrap());
    }
    assert!(!nodes[0].schema().await.unwrap().is_current());

    let together = || futures_util::future::join_all(nodes.iter().map(|node| node.migrate(&database.url)));
    together().await.into_iter().for_each(Result::unwrap);
    let once = as_text(&database.connect().await).await;
    together().await.into_iter().for_each(Result::unwrap);

    assert!(nodes[0].schema().await.unwrap().is_current());
    assert_eq!(as_text(&database.connect().await).await, once);
}

#[tokio::test]
async fn entities_and_tables_have_the_same_columns() {
    let [migrated, declared] = [TestDatabase::migrated().await, TestDatabase::empty().await];
    let [migrated, declared] = [migrated.connect().await, declared.connect().await];
    let mut entities = Vec::new();
    macro_rules! compare {
        ($($table:ident)*) => { $(
            compare_table::<entity::table::$table::Entity>(&migrated, &declared).await;
            entities.push(stringify!($table).to_owned());
        )* }
    }
    compare!(announcement api_key calendar_subscription campaign compatibility data_key event idempotency imported incoming journal key_check lease
        occurrence organisation outbox place reminder reminder_rule rsvp suppression venue);

    let mut tables = names(&migrated).await;
    tables.retain(|table| table != "seaql_migrations");
    assert_eq!(tables, entities, "each table has its entity, and is compared above");
}

/// Makes the entity's table in `declared`, and looks whether it has the columns that it has in `migrated`.
async fn compare_table<E: EntityTrait>(migrated: &DatabaseConnection, declared: &DatabaseConnection) {
    let backend = declared.get_database_backend();
    let table = E::default().table_name().to_owned();
    let mut create = Schema::new(backend).create_table_from_entity(E::default());
    create.if_not_exists();
    declared.execute(&create).await.unwrap();
    assert_eq!(
        columns(migrated, &table).await,
        columns(declared, &table).await,
        "left: {table} as migrated; right: its entity"
    );
    E::find().limit(1).all(migrated).await.unwrap();
}

/// Name, type and whether it may be null. What an entity calls a string, bytes or JSON is one thing here,
/// whichever of the engine's types for it a migration chose.
async fn columns(connection: &DatabaseConnection, table: &str) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => format!(
            "SELECT name || ': ' || lower(type) || CASE WHEN \"notnull\" THEN ', not null' ELSE '' END \
             FROM pragma_table_info('{table}') ORDER BY name"
        ),
        _ => format!(
            "SELECT column_name || ': ' || data_type || CASE WHEN is_nullable = 'NO' THEN ', not null' ELSE '' END \
             FROM information_schema.columns WHERE table_name = '{table}' ORDER BY column_name COLLATE \"C\""
        ),
    };
    let mut columns = texts(connection, &sql).await;
    for column in &mut columns {
        for (alike, name) in [
            (": character varying", ": text"),
            (": varchar", ": text"),
            (": varbinary_blob", ": blob"),
            (": jsonb_text", ": json_text"),
            (": jsonb", ": json"),
        ] {
            *column = column.replace(alike, name);
        }
    }
    columns
}

async fn names(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        }
        _ => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE \"C\""
        }
    };
    texts(connection, sql).await
}

/// The whole schema, one statement a table, constraint and index, in an order that does not change.
async fn as_text(connection: &DatabaseConnection) -> String {
    let statements = match connection.get_database_backend() {
        DbBackend::Sqlite => texts(connection, SQLITE_STATEMENTS).await,
        _ => texts(connection, POSTGRES_STATEMENTS).await,
    };
    statements.iter().map(|statement| one_line_each(statement) + ";\n\n").collect()
}

const SQLITE_STATEMENTS: &str = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' \
    ORDER BY tbl_name, type = 'index', name";

/// PostgreSQL keeps no statement; this writes them from its catalogue.
const POSTGRES_STATEMENTS: &str = r#"
    WITH tables AS (
        SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    ), statements(relname, step, name, sql) AS (
        SELECT relname, 0, '', 'CREATE TABLE ' || relname || ' ( ' || (
            SELECT string_agg(
                attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
                || coalesce(' DEFAULT ' || (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
                                            WHERE adrelid = attrelid AND adnum = attnum), ''),
                ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = tables.oid AND attnum > 0 AND NOT attisdropped) || ' )'
        FROM tables
        UNION ALL
        SELECT relname, 1, conname, 'ALTER TABLE ' || relname || ' ADD CONSTRAINT ' || conname || ' '
            || pg_get_constraintdef(pg_constraint.oid)
        FROM tables JOIN pg_constraint ON conrelid = tables.oid
        UNION ALL
        SELECT relname, 2, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM tables JOIN pg_index ON indrelid = tables.oid
        WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND conrelid = tables.oid)
    )
    SELECT sql FROM statements ORDER BY relname COLLATE "C", step, name COLLATE "C""#;

/// A `CREATE TABLE` with each column on a line of its own, so that a difference is short.
fn one_line_each(statement: &str) -> String {
    if !statement.starts_with("CREATE TABLE") {
        return statement.to_owned();
    }
    let mut depth = 0;
    let mut lines = String::new();
    for character in statement.chars() {
        let before = depth;
        depth += i32::from(character == '(') - i32::from(character == ')');
        if (before, depth) == (1, 0) {
            lines = lines.trim_end().to_owned() + "\n";
        }
        if !(character == ' ' && lines.ends_with("\n    ")) {
            lines.push(character);
        }
        if (before, depth) == (0, 1) || (character == ',' && depth == 1) {
            lines += "\n    ";
        }
    }
    lines
}

async fn texts(connection: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = connection
        .query_all_raw(Statement::from_string(connection.get_database_backend(), sql))
        .await
        .unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

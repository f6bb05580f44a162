//! What every migration does alike: make its tables and indexes, and record the oldest binary that still works.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// One table with its indexes.
pub(crate) struct Step {
    name: String,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
    sql: Vec<&'static str>,
}

impl Step {
    /// A table to make.
    pub(crate) fn table(table: TableCreateStatement) -> Self {
        let name = match table.get_table_name() {
            Some(TableRef::Table(name, _)) => name.1.to_string(),
            _ => String::new(),
        };
        Self { name, table, indexes: Vec::new(), sql: Vec::new() }
    }

    /// An index over `columns`, named after them.
    pub(crate) fn index(self, columns: &[&'static str]) -> Self {
        self.keyed(columns, false)
    }

    /// A unique index over `columns`.
    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        self.keyed(columns, true)
    }

    fn keyed(mut self, columns: &[&'static str], unique: bool) -> Self {
        let mut index = Index::create();
        index.name(format!("{}_{}", self.name, columns.join("_"))).table(self.name.clone());
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        self.indexes.push(index);
        self
    }

    /// A statement that both engines read alike and the builder can't say: a partial index.
    pub(crate) fn sql(mut self, statement: &'static str) -> Self {
        self.sql.push(statement);
        self
    }
}

/// Makes the tables of `steps`, in order, and notes `oldest_binary`, the first release that works with them.
pub(crate) async fn run(
    manager: &SchemaManager<'_>,
    migration: &str,
    oldest_binary: &str,
    steps: Vec<Step>,
) -> Result<(), DbErr> {
    for step in steps {
        manager.create_table(step.table).await?;
        for index in step.indexes {
            manager.create_index(index).await?;
        }
        for sql in step.sql {
            manager.get_connection().execute_unprepared(sql).await?;
        }
    }
    record(manager, migration, oldest_binary).await
}

/// Drops `tables`, in order.
pub(crate) async fn undo(
    manager: &SchemaManager<'_>,
    migration: &str,
    tables: &[&'static str],
) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    if manager.has_table("compatibility").await? {
        let forget = Query::delete()
            .from_table("compatibility")
            .and_where(Expr::col("migration").eq(migration))
            .to_owned();
        manager.get_connection().execute(&forget).await?;
    }
    Ok(())
}

async fn record(manager: &SchemaManager<'_>, migration: &str, oldest_binary: &str) -> Result<(), DbErr> {
    let table = Table::create()
        .table("compatibility")
        .if_not_exists()
        .col(ColumnDef::new("migration").text().not_null().primary_key())
        .col(ColumnDef::new("oldest_binary").text().not_null())
        .to_owned();
    manager.create_table(table).await?;
    let row = Query::insert()
        .into_table("compatibility")
        .columns(["migration", "oldest_binary"])
        .values_panic([migration.into(), oldest_binary.into()])
        .to_owned();
    manager.get_connection().execute(&row).await?;
    Ok(())
}

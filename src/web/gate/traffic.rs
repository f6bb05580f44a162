//! How often something was asked and how it ended, for `/metrics`: by the pattern of the route, never by what stands in an
//! address. What never became a request is in the log alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use poem::PathPattern;
use poem::http::{Method, StatusCode};

use super::answer::named;

/// One sort of request and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    route: Option<Arc<str>>,
    method: &'static str,
    status: u16,
}

/// The counts since the process began.
#[derive(Debug, Default)]
pub struct Traffic(Mutex<BTreeMap<Row, u64>>);

impl Traffic {
    /// Counts one answer.
    pub fn count(&self, method: &Method, route: Option<&PathPattern>, status: StatusCode) {
        let route = route.map(|pattern| Arc::clone(&pattern.0));
        let row = Row { route, method: known(method), status: status.as_u16() };
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *rows.entry(row).or_default() += 1;
    }

    /// Route, method, status and how often; `-` is no route of ours.
    #[must_use]
    pub fn counts(&self) -> Vec<([String; 3], u64)> {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = |(row, count): (&Row, &u64)| {
            let route = row.route.as_deref().map_or("-".into(), named).into_owned();
            ([route, row.method.to_owned(), row.status.to_string()], *count)
        };
        rows.iter().map(told).collect()
    }
}

/// Anybody may make a method up, and each would be a row.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

//! How often something was asked and how it ended, for `/metrics`: by the pattern of the route, never by what stands in an
//! address. What never became a request is in the log alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use poem::PathPattern;
use poem::http::{Method, StatusCode};

/// One sort of request and its outcome. Its route is the pattern as it was registered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    pattern: Option<Arc<str>>,
    method: &'static str,
    status: u16,
}

/// The route as people read it, and how often.
#[derive(Debug)]
struct Counted {
    route: Arc<str>,
    answers: u64,
}

/// The counts since the process began.
#[derive(Debug, Default)]
pub struct Traffic(Mutex<BTreeMap<Row, Counted>>);

impl Traffic {
    /// Counts one answer, and says how its route is called.
    pub fn count(&self, method: &Method, pattern: Option<&PathPattern>, status: StatusCode) -> Arc<str> {
        let pattern = pattern.map(|pattern| Arc::clone(&pattern.0));
        let row = Row { pattern, method: known(method), status: status.as_u16() };
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = rows.entry(row).or_insert_with_key(|row| {
            let route = row.pattern.as_deref().map_or_else(|| "-".into(), |pattern| named(pattern).into());
            Counted { route, answers: 0 }
        });
        counted.answers += 1;
        Arc::clone(&counted.route)
    }

    /// Route, method, status and how often; `-` is no route of ours.
    #[must_use]
    pub fn counts(&self) -> Vec<([String; 3], u64)> {
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = |(row, counted): (&Row, &Counted)| {
            ([counted.route.to_string(), row.method.to_owned(), row.status.to_string()], counted.answers)
        };
        rows.iter().map(told).collect()
    }
}

/// The pattern of a route as the documents write it: `/:org<[a-z]+>/events/:slug` is `/{org}/events/{slug}`.
fn named(pattern: &str) -> String {
    let part = |part: &str| match part.strip_prefix(':') {
        Some(name) => format!("{{{}}}", name.split('<').next().unwrap_or_default()),
        None => part.to_owned(),
    };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
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

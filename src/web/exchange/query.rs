//! The query of an address, read strictly: what would be passed over in silence is refused, and named.

use poem::Request;

use crate::web::problem::{self, Problem};

/// What decoding puts in the place of bytes that are no UTF-8.
const UNREADABLE: char = '\u{FFFD}';

/// The pairs of a query, as they stand.
#[derive(Clone, Debug)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The query of a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self::read(request.uri().query().unwrap_or_default())
    }

    fn read(query: &str) -> Self {
        Self(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Checks that nothing else is asked than these, each in letters and once.
    ///
    /// # Errors
    /// 400 that names the parameter; one that is not known is not repeated.
    pub fn asks_only(&self, known: &[String]) -> Result<(), Problem> {
        if self.0.iter().any(|(name, _)| !known.contains(name)) {
            let detail = if known.is_empty() {
                "This address takes no query parameters.".to_owned()
            } else {
                let known = known.join(", ");
                format!("A query parameter is not one of those that this address takes: {known}.")
            };
            return Err(Problem::new(problem::BAD_PARAMETER, detail));
        }
        known.iter().try_for_each(|name| self.one(name).map(|_value| ()))
    }

    /// The value of one parameter, where it is given.
    ///
    /// # Errors
    /// 400 that names it, when it is given twice or is no text.
    pub fn one(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(refused(name, "is given twice: give it once"));
        }
        if first.is_some_and(|value| value.contains(UNREADABLE)) {
            return Err(refused(name, "cannot be read: it must be percent-encoded UTF-8"));
        }
        Ok(first)
    }
}

/// A parameter that can't be taken, by its name.
#[must_use]
pub fn refused(name: &str, why: &str) -> Problem {
    Problem::new(problem::BAD_PARAMETER, format!("`{name}` {why}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_twice_or_is_no_text_is_refused_by_name() {
        let query = Query::read("limit=1&q=%ff&limit=2&from=%C3%A4");
        assert!(query.one("limit").unwrap_err().detail.starts_with("`limit` is given twice"));
        assert!(query.one("q").unwrap_err().detail.starts_with("`q` cannot be read"));
        assert_eq!(query.one("from").unwrap(), Some("ä"));
        assert_eq!(query.one("to").unwrap(), None);
    }
}

//! Lists in pages: `{ "items": […], "next": "cursor or null" }`, in a stable order.
//!
//! A cursor carries the key of the last item and a hash of the filter, so that it cannot be used with another filter.

use std::marker::PhantomData;

use data_encoding::BASE64URL_NOPAD;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::Type;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answer::{Shown, short_hash};
use crate::web::problem::{self, Problem};

/// The most that one page holds.
pub const MOST: u32 = 200;
const USUAL: u32 = 50;

/// The cursor of the next page, on its way to the `Link` header.
#[derive(Clone, Debug)]
pub struct NextCursor(pub String);

/// Which part of a list is asked for. `K` is the key by which the list is ordered.
#[derive(Clone, Debug)]
pub struct Window<K> {
    /// Only what comes after this key.
    pub after: Option<K>,
    limit: u32,
    filter: String,
}

#[derive(Serialize, Deserialize)]
struct Mark<K> {
    k: K,
    f: String,
}

impl<K: Serialize + DeserializeOwned> Window<K> {
    /// Reads `cursor` and `limit`. `filter` is all else that chooses or orders the list, written in a fixed way.
    ///
    /// # Errors
    /// 400 for a limit outside 1 to 200, or a cursor that is none of ours or belongs to another filter.
    pub fn read(cursor: Option<&str>, limit: Option<u32>, filter: &impl Serialize) -> Result<Self, Problem> {
        let limit = limit.unwrap_or(USUAL);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::new(problem::BAD_PARAMETER, format!("`limit` must be 1 to {MOST}.")));
        }
        let filter = short_hash(&serde_json::to_vec(filter).map_err(Problem::broken)?);
        let after = cursor.map(|text| key_of(text, &filter)).transpose()?;
        Ok(Self { after, limit, filter })
    }

    /// How many to fetch: one more than is shown, to know whether there is more.
    #[must_use]
    pub fn fetch(&self) -> u64 {
        u64::from(self.limit) + 1
    }

    /// The page: `found` in order, up to [`Window::fetch`] of them.
    ///
    /// # Errors
    /// 500 when an item is not JSON, which no type of ours is.
    pub fn page<T, I: Serialize>(
        &self,
        mut found: Vec<I>,
        key: impl Fn(&I) -> K,
    ) -> Result<Shown<Page<T>>, Problem> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last().filter(|_| more) {
            Some(last) => {
                let mark = Mark { k: key(last), f: self.filter.clone() };
                Some(BASE64URL_NOPAD.encode(&serde_json::to_vec(&mark).map_err(Problem::broken)?))
            }
            None => None,
        };
        Ok(Shown::of(&Written { items: &found, next: next.as_deref() })?.followed_by(next))
    }
}

fn key_of<K: DeserializeOwned>(cursor: &str, filter: &str) -> Result<K, Problem> {
    let refused = || Problem::new(problem::BAD_CURSOR, "Take the cursor from `next`, with the same filter.");
    let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_error| refused())?;
    let mark: Mark<K> = serde_json::from_slice(&bytes).map_err(|_error| refused())?;
    if mark.f == filter { Ok(mark.k) } else { Err(refused()) }
}

#[derive(Serialize)]
struct Written<'a, I> {
    items: &'a [I],
    next: Option<&'a str>,
}

/// The documented shape of a page of `T`.
#[derive(Debug)]
pub struct Page<T>(PhantomData<fn() -> T>);

impl<T: Type> Type for Page<T> {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> std::borrow::Cow<'static, str> {
        format!("{}List", T::name()).into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(Self::name().into_owned())
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
        registry.create_schema::<Self, _>(Self::name().into_owned(), |_| {
            let items = MetaSchema { items: Some(Box::new(T::schema_ref())), ..MetaSchema::new("array") };
            let next = MetaSchema {
                description: Some("The cursor of the next page; null on the last"),
                nullable: true,
                ..MetaSchema::new("string")
            };
            MetaSchema {
                required: vec!["items", "next"],
                properties: vec![
                    ("items", MetaSchemaRef::Inline(Box::new(items))),
                    ("next", MetaSchemaRef::Inline(Box::new(next))),
                ],
                ..MetaSchema::new("object")
            }
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(found: Vec<u32>, limit: u32) -> Option<String> {
        let window = Window::<u32>::read(None, Some(limit), &"all").unwrap();
        let next = window.page::<String, _>(found, |n| *n).unwrap();
        let body = poem::IntoResponse::into_response(next);
        body.data::<NextCursor>().map(|c| c.0.clone())
    }

    #[test]
    fn a_page_that_is_full_to_the_brim_is_the_last() {
        assert_eq!(cursor(vec![1, 2], 2), None);
        assert!(cursor(vec![1, 2, 3], 2).is_some());
    }

    #[test]
    fn a_cursor_continues_after_the_last_item_shown() {
        let text = cursor(vec![1, 2, 3], 2).unwrap();
        let window = Window::<u32>::read(Some(&text), None, &"all").unwrap();
        assert_eq!(window.after, Some(2));
    }

    #[test]
    fn what_is_no_cursor_of_this_list_is_refused() {
        let text = cursor(vec![1, 2, 3], 2).unwrap();
        for (cursor, limit, filter) in
            [(Some(text.as_str()), 5, "other"), (Some("x"), 5, "all"), (None, 0, "all"), (None, 201, "all")]
        {
            assert!(Window::<u32>::read(cursor, Some(limit), &filter).is_err());
        }
    }
}

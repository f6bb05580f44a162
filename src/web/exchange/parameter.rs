//! Headers that a request may carry.

use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchema, MetaSchemaRef};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::web::problem::{self, Problem};

/// `If-Match`: the revision in it must be the present one (RFC 9110, section 13.1.1). Without it, or with `*`, every
/// revision will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl IfMatch {
    /// Compares with the present revision.
    ///
    /// # Errors
    /// 412 when somebody else was faster.
    pub fn allows(self, revision: i64) -> Result<(), Problem> {
        if self.0.is_some_and(|seen| seen != revision) { Err(Problem::changed_meanwhile()) } else { Ok(()) }
    }

    /// Does `change`, which reads what there is and writes upon that. Whoever set no condition is not told of a race: where
    /// somebody else is faster, the change is done upon what they left.
    ///
    /// # Errors
    /// Those of `change`.
    pub async fn upon_latest<T, F>(self, change: impl Fn() -> F) -> Result<T, Problem>
    where
        F: Future<Output = Result<T, Problem>> + Send,
    {
        // Each try that is too late means that another one was done, so this ends.
        loop {
            match change().await {
                Err(problem) if self.0.is_none() && *problem.sort == *problem::CHANGED_MEANWHILE => {}
                outcome => return outcome,
            }
        }
    }

    fn read(header: &str) -> Result<Self, Problem> {
        if header.trim() == "*" {
            return Ok(Self(None));
        }
        let refused =
            || Problem::new(problem::BAD_PARAMETER, "`If-Match` must be the ETag of an earlier answer.");
        revision_in(header).map(|seen| Self(Some(seen))).ok_or_else(refused)
    }
}

/// The revision in `"<revision>.<hash>"`. `W/` before it is passed over: proxies that compress put it there, and it is
/// the revision that counts, not the bytes.
fn revision_in(tag: &str) -> Option<i64> {
    let tag = tag.trim();
    let inner = tag.strip_prefix("W/").unwrap_or(tag).strip_prefix('"')?.strip_suffix('"')?;
    inner.split_once('.')?.0.parse().ok()
}

impl<'a> ApiExtractor<'a> for IfMatch {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = false;
    type ParamType = Self;
    type ParamRawType = Self;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(MetaSchemaRef::Inline(Box::new(MetaSchema::new("string"))))
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<Self>,
    ) -> poem::Result<Self> {
        Ok(request.header("if-match").map(Self::read).transpose()?.unwrap_or_default())
    }
}

/// `Idempotency-Key`: a name that the caller gives to one piece of work, so that it can be asked for again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdempotencyKey(pub Option<String>);

impl<'a> ApiExtractor<'a> for IdempotencyKey {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
    const PARAM_IS_REQUIRED: bool = false;
    type ParamType = Self;
    type ParamRawType = Self;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Header)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        let schema =
            MetaSchema { max_length: Some(LONGEST), min_length: Some(1), ..MetaSchema::new("string") };
        Some(MetaSchemaRef::Inline(Box::new(schema)))
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<Self>,
    ) -> poem::Result<Self> {
        let Some(key) = request.header("idempotency-key") else { return Ok(Self(None)) };
        if key.is_empty() || key.len() > LONGEST {
            let detail = format!("`Idempotency-Key` must have 1 to {LONGEST} characters.");
            return Err(Problem::new(problem::BAD_PARAMETER, detail).into());
        }
        Ok(Self(Some(key.to_owned())))
    }
}

const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_revision_in_an_etag_counts() {
        let given = IfMatch::read(r#""7.0123456789abcdef""#).unwrap();
        assert!(given.allows(7).is_ok());
        assert_eq!(given.allows(8).unwrap_err().sort, problem::CHANGED_MEANWHILE);
        assert!(IfMatch::read(r#"W/"8.b""#).unwrap().allows(8).is_ok());
        assert!(IfMatch::read("*").unwrap().allows(8).is_ok());
        assert!(IfMatch::default().allows(8).is_ok());
    }

    #[test]
    fn what_is_no_etag_of_ours_is_refused() {
        for header in ["7", "\"x.y\"", "", "\"7\""] {
            assert!(IfMatch::read(header).is_err(), "{header}");
        }
    }
}

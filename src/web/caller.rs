//! Who calls the API, and whether their key may do what they ask.
//!
//! Guarantees: an operation names the scope it needs in its signature, so none can forget to ask, and the OpenAPI document
//! says the same. No key or a bad one is 401, a key without the scope 403 that names it. Whether the thing asked for is
//! the caller's is for the rooms: what is not theirs is not there.

use std::marker::PhantomData;
use std::ops::Deref;

use entity::value::Scope;
use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::app::App;
use super::problem::{self, Problem};
use crate::access::{self, AccessError, Caller};

/// A scope as a type.
pub trait Needed: Send + Sync {
    /// Which.
    const SCOPE: Scope;
    /// One that does as well.
    const ALSO: Option<Scope> = None;
    /// `key:` and the scope, from which the OpenAPI document names both.
    const SCHEME: &'static str;
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)+) => {
        $($(#[$doc])*
        #[derive(Debug)]
        pub struct $name;

        impl Needed for $name {
            const SCOPE: Scope = Scope::$name;
            const SCHEME: &'static str = concat!("key:", $text);
        })+

        #[cfg(test)]
        const NAMED: &[(Scope, &str)] = &[$((Scope::$name, $text)),+];
    };
}

scopes! {
    /// Reads events, venues and campaigns, drafts included.
    EventsRead = "events:read";
    /// Changes them.
    EventsWrite = "events:write";
    /// Reads replies.
    RsvpsRead = "rsvps:read";
    /// Enters, changes and removes replies.
    RsvpsWrite = "rsvps:write";
    /// Does everything.
    Admin = "admin";
}

/// Posts replies; whoever may enter them may post them.
#[derive(Debug)]
pub struct RsvpsCreate;

impl Needed for RsvpsCreate {
    const SCOPE: Scope = Scope::RsvpsCreate;
    const ALSO: Option<Scope> = Some(Scope::RsvpsWrite);
    const SCHEME: &'static str = "key:rsvps:create";
}

/// A caller whose key has the scope `S`. Nobody else gets in.
#[derive(Debug)]
pub struct With<S> {
    caller: Caller,
    scope: PhantomData<fn() -> S>,
}

impl<S> Deref for With<S> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

/// Anybody; but a key that is shown must be good and have the scope `S`.
#[derive(Debug)]
pub struct Anybody<S> {
    /// Who it is, where a key was shown.
    pub caller: Option<Caller>,
    scope: PhantomData<fn() -> S>,
}

/// Who shows which key, if any.
///
/// # Errors
/// 401 when a key is shown that is not good.
pub async fn identify(request: &Request) -> Result<Option<Caller>, Problem> {
    let Some(header) = request.header(header::AUTHORIZATION) else { return Ok(None) };
    let app = request.data::<App>().ok_or_else(|| Problem::broken("the application is not there"))?;
    let Some(secret) = bearer(header) else {
        return Err(unknown("Send the key as `Authorization: Bearer cnv_…`."));
    };
    match access::authenticate(&app.db, secret, app.clock.now()).await {
        Ok(caller) => Ok(Some(caller)),
        Err(AccessError::Database(error)) => Err(Problem::broken(error)),
        Err(_turned_away) => Err(unknown("This key is not known, has expired, or was revoked.")),
    }
}

/// RFC 6750, section 2.1; the word is read in any case (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, secret) = header.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

fn unknown(detail: &str) -> Problem {
    Problem::new(problem::UNAUTHENTICATED, detail)
        .with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"convenor\", error=\"invalid_token\"")
}

fn checked<S: Needed>(caller: Caller) -> Result<Caller, Problem> {
    let scope = S::SCOPE;
    if caller.may(scope) || S::ALSO.is_some_and(|also| caller.may(also)) {
        return Ok(caller);
    }
    let challenge = format!("Bearer realm=\"convenor\", error=\"insufficient_scope\", scope=\"{scope}\"");
    Err(Problem::new(problem::MISSING_SCOPE, format!("This key lacks the scope `{scope}`."))
        .with_header(header::WWW_AUTHENTICATE, &challenge))
}

fn register(registry: &mut Registry) {
    registry.create_security_scheme(
        "key",
        MetaSecurityScheme {
            ty: "http",
            description: None,
            name: None,
            key_in: None,
            scheme: Some("bearer"),
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        },
    );
}

impl<'a, S: Needed> ApiExtractor<'a> for With<S> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![S::SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let nobody = || {
            Problem::new(problem::UNAUTHENTICATED, "This needs an API key: `Authorization: Bearer cnv_…`.")
                .with_header(header::WWW_AUTHENTICATE, "Bearer realm=\"convenor\"")
        };
        let caller = identify(request).await?.ok_or_else(nobody)?;
        Ok(Self { caller: checked::<S>(caller)?, scope: PhantomData })
    }
}

impl<'a, S: Needed> ApiExtractor<'a> for Anybody<S> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![S::SCHEME]
    }

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let caller = identify(request).await?.map(checked::<S>).transpose()?;
        Ok(Self { caller, scope: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scope_is_documented_under_its_own_name() {
        for (scope, text) in NAMED {
            assert_eq!(scope.as_str(), *text);
        }
    }

    #[test]
    fn a_key_is_read_from_a_bearer_header_only() {
        assert_eq!(bearer("Bearer cnv_x"), Some("cnv_x"));
        assert_eq!(bearer("bearer  cnv_x "), Some("cnv_x"));
        assert_eq!(bearer("Basic cnv_x"), None);
        assert_eq!(bearer("cnv_x"), None);
    }
}

//! `/inbox`: letters that a mail provider brings, signed.
//!
//! Guarantees: nothing is read that is not signed with our secret within five minutes; what is answered is the same whether
//! anything was known or not. Brought twice, a letter is taken once.

use entity::Moment;
use poem::http::header;
use poem::web::Data;
use poem::{Request, RequestBody};
use poem_openapi::param::Header;
use poem_openapi::registry::{
    MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, MetaSecurityScheme, Registry,
};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions, Object, OpenApi};
use serde_json::json;

use super::Tag;
use crate::inbox::InboxError;
use crate::secret;
use crate::web::app::App;
use crate::web::exchange::answer::Received;
use crate::web::problem::{self, Problem};

/// How far a signature's time may be from ours, in seconds.
const TOLERANCE: i64 = 5 * 60;
/// What a letter's body is called (RFC 2046, section 5.2.1).
const KIND: &str = "message/rfc822";

/// That the letter was received; what it was is not told.
#[derive(Object)]
struct LetterTaken {
    /// Always true
    received: bool,
}

/// `Convenor-Signature`, as it came.
struct Signature(String);

/// A letter, as it came.
struct Letter(Vec<u8>);

/// The resource.
pub struct Incoming;

#[OpenApi(tag = "Tag::Letters")]
impl Incoming {
    /// Bring a letter
    ///
    /// For mail providers: a letter to `reply+…@`, whole, as it came (RFC 5322). A calendar's Accept or Decline changes the reply; what
    /// somebody wrote goes to the event's contact; the rest is dropped. The answer never tells which. 503 asks you to bring
    /// it again. Without `CONVENOR_INBOX_SECRET` there is no such address.
    #[oai(path = "/inbox", method = "post", operation_id = "receive_letter")]
    async fn receive(
        &self,
        signature: Signature,
        app: Data<&App>,
        /// When it was signed, in seconds since 1970; five minutes off at most
        #[oai(name = "Convenor-Timestamp")]
        timestamp: Header<Option<String>>,
        letter: Letter,
    ) -> Result<Received<LetterTaken>, Problem> {
        let secret = app.config.inbox_secret.as_ref().ok_or_else(Problem::not_found)?;
        let now = app.clock.now();
        let signed = (timestamp.0.as_deref().unwrap_or_default(), &letter.0[..]);
        if !is_genuine(secret.0.as_bytes(), &signature.0, signed, now) {
            let detail = "Sign the timestamp, a full stop and the body with the secret of this service, within five minutes.";
            return Err(Problem::new(problem::BAD_SIGNATURE, detail));
        }
        match app.inbox.receive(&letter.0, None, now).await {
            Ok(_outcome) => {
                app.pulse.ring();
                Received::of(&json!({ "received": true }))
            }
            Err(error) => Err(to_be_brought_again(error)),
        }
    }
}

/// What somebody wrote waits for our mail server, or for its turn: that is no failure of ours.
fn to_be_brought_again(error: InboxError) -> Problem {
    let detail = "It can't be dealt with at the moment. Please bring it again in a minute.";
    let problem = Problem::new(problem::UNAVAILABLE, detail).with_header(header::RETRY_AFTER, "60");
    if matches!(error, InboxError::NotPassedOn(_)) {
        tracing::warn!(error = %crate::causes::on_one_line(&error), "a letter is to be brought again");
        problem
    } else {
        problem.because_of(error)
    }
}

/// A letter for the document.
pub const EXAMPLE: &str = "From: Ben <ben@example.org>\r\nTo: reply+k3f7q2m9x4@example.org\r\nSubject: Re: your reply\r\n\r\n\
    Can we bring the big banner?\r\n";

/// Whether `signature` is over this time and body, and the time is about now. Takes as long wherever they differ.
fn is_genuine(secret: &[u8], signature: &str, (timestamp, body): (&str, &[u8]), now: Moment) -> bool {
    let Ok(seconds) = timestamp.parse::<i64>() else { return false };
    let given = signature
        .strip_prefix("v1=")
        .and_then(|hex| data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok());
    let right = secret::signature(secret, &[timestamp.as_bytes(), b".", body]);
    given.is_some_and(|given| secret::equal(&given, &right))
        && seconds.saturating_sub(now.seconds()).saturating_abs() <= TOLERANCE
}

impl<'a> ApiExtractor<'a> for Signature {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(
            "signature",
            MetaSecurityScheme {
                ty: "apiKey",
                description: None,
                name: Some("Convenor-Signature"),
                key_in: Some("header"),
                scheme: None,
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["signature"]
    }

    async fn from_request(
        request: &'a Request,
        _body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        Ok(Self(request.header("convenor-signature").unwrap_or_default().trim().to_owned()))
    }
}

impl<'a> ApiExtractor<'a> for Letter {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn request_meta() -> Option<MetaRequest> {
        let schema = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        let schema = MetaSchemaRef::Inline(Box::new(schema));
        let content = vec![MetaMediaType { content_type: KIND, schema }];
        Some(MetaRequest { description: None, content, required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let app = request.data::<App>().ok_or_else(|| Problem::broken("the application is not there"))?;
        if app.config.inbox_secret.is_none() {
            return Err(Problem::not_found().into());
        }
        let given = request.header(header::CONTENT_TYPE).unwrap_or_default();
        let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != KIND {
            let detail = "Send the letter as it came, as message/rfc822.";
            return Err(Problem::new(problem::UNSUPPORTED_MEDIA_TYPE, detail).into());
        }
        let body = body.take().map_err(poem::Error::from)?;
        Ok(Self(body.into_bytes().await.map_err(poem::Error::from)?.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_over_the_time_and_every_byte() {
        let now = Moment::from_millis(1_800_000_000_000);
        let secret = b"0123456789abcdef0123456789abcdef";
        let sign = |time: &str, body: &[u8]| {
            let mac = secret::signature(secret, &[time.as_bytes(), b".", body]);
            format!("v1={}", data_encoding::HEXLOWER.encode(&mac))
        };
        let (time, body) = ("1800000000", &b"From: a\r\n\r\nb"[..]);
        let right = sign(time, body);
        assert!(is_genuine(secret, &right, (time, body), now));
        assert!(is_genuine(secret, &right.to_uppercase().replace("V1", "v1"), (time, body), now));
        assert!(!is_genuine(b"another", &right, (time, body), now));
        assert!(!is_genuine(secret, &right, (time, b"From: a\r\n\r\nc"), now));
        assert!(!is_genuine(secret, &right, ("1800000001", body), now));
        assert!(!is_genuine(secret, right.trim_start_matches("v1="), (time, body), now));
        assert!(!is_genuine(secret, "", (time, body), now));
        for (seconds, taken) in [(-300, true), (-301, false), (300, true), (301, false), (i64::MAX, false)] {
            let time = 1_800_000_000_i64.saturating_add(seconds).to_string();
            assert_eq!(is_genuine(secret, &sign(&time, body), (&time, body), now), taken, "{seconds}");
        }
    }
}

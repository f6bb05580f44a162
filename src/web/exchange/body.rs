//! The body of a request: JSON of a documented shape.

use std::marker::PhantomData;

use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::payload::Payload;
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::merge::{drop_nulls, merge};
use super::sent::{Patchable, Sent, misshapen, wrong};
use super::{json, shape};
use crate::mistake::Mistake;
use crate::web::api;
use crate::web::problem::{self, Problem};

/// A body whose shape is that of `T`. `T` is only the documentation; the value goes on as a type of a room.
#[derive(Debug)]
pub struct Body<T> {
    fields: Value,
    shape: PhantomData<fn() -> T>,
}

impl<T> Body<T> {
    /// What was sent, for telling two requests apart.
    #[must_use]
    pub fn sent(&self) -> &Value {
        &self.fields
    }

    /// The value as a room's own type.
    ///
    /// # Errors
    /// 422 with what serde says, should the documented shape be wider than the type.
    pub fn read<V: DeserializeOwned>(self) -> Result<V, Problem> {
        read(self.fields)
    }

    /// Takes one field out, because it is not part of the room's type.
    ///
    /// # Errors
    /// As [`Body::read`].
    pub fn take<V: DeserializeOwned>(&mut self, name: &str) -> Result<Option<V>, Problem> {
        take(&mut self.fields, name)
    }
}

/// A body for PATCH: RFC 7396 upon a value of the shape of `T`.
#[derive(Debug)]
pub struct Patch<T> {
    fields: Value,
    shape: PhantomData<fn() -> T>,
}

impl<T: Patchable> Patch<T> {
    /// Whether one field is given, and not to be cleared.
    #[must_use]
    pub fn sets(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|given| !given.is_null())
    }

    /// Whether one field is null: to be cleared.
    #[must_use]
    pub fn clears(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(Value::is_null)
    }

    /// Takes one field out, because it is not part of what is changed.
    ///
    /// # Errors
    /// 422 when it has the wrong type.
    pub fn take<V: DeserializeOwned>(&mut self, name: &str) -> Result<Option<V>, Problem> {
        if let Some((_, schema)) = T::beside().into_iter().find(|(known, _)| *known == name)
            && let Some(given) = self.fields.get(name).filter(|v| !v.is_null())
        {
            let mut found = shape::differences(api::registry(), &schema, given);
            for error in &mut found {
                error.pointer = format!("/{name}{}", error.pointer);
            }
            if !found.is_empty() {
                return Err(Problem::invalid(found));
            }
        }
        take(&mut self.fields, name)
    }

    /// The patch itself, for a room that applies it: what is left out is not there, what is cleared is null.
    ///
    /// # Errors
    /// 422 with all that is wrong with it.
    pub fn alone<V: DeserializeOwned>(self) -> Result<V, Problem> {
        let mut found = misshapen::<T>(&<Self as Payload>::schema_ref(), &self.fields);
        let whole = api::registry().schemas.get(T::name().as_ref());
        for needed in whole.into_iter().flat_map(|schema| &schema.required) {
            if self.fields.get(needed).is_some_and(Value::is_null) {
                found.push(Mistake::new(format!("/{needed}"), "required", "is needed: it cannot be cleared"));
            }
        }
        if !found.is_empty() {
            return Err(Problem::invalid(found));
        }
        let value = serde_json::from_value(self.fields);
        value.map_err(|error| Problem::field("", "invalid", error.to_string()))
    }

    /// The present value with the patch applied. The result is checked as a whole.
    ///
    /// # Errors
    /// 422 with all that is wrong with the result.
    pub fn upon<V: Serialize + DeserializeOwned>(&self, present: &V) -> Result<V, Problem> {
        let mut value = serde_json::to_value(present).map_err(Problem::broken)?;
        let mut change = self.fields.clone();
        T::complete(&mut change, &value);
        merge(&mut value, change);
        let found = wrong::<T>(&value);
        if found.is_empty() { read(value) } else { Err(Problem::invalid(found)) }
    }
}

fn read<V: DeserializeOwned>(mut value: Value) -> Result<V, Problem> {
    drop_nulls(&mut value);
    serde_json::from_value(value).map_err(|error| Problem::field("", "invalid", error.to_string()))
}

fn take<V: DeserializeOwned>(fields: &mut Value, name: &str) -> Result<Option<V>, Problem> {
    match fields.as_object_mut().and_then(|object| object.remove(name)) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => read(value).map(Some),
    }
}

async fn receive(request: &Request, body: &mut RequestBody) -> Result<Value, Problem> {
    let body = body.take().map_err(poem::Error::from)?;
    let bytes = body.into_bytes().await.map_err(poem::Error::from)?;
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new())); // what is needed is told as missing, field by field
    }
    if request.header(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
    {
        let detail = "Send the body as it is, without Content-Encoding.";
        // RFC 9110, section 15.5.16.
        let refused = Problem::new(problem::UNSUPPORTED_MEDIA_TYPE, detail);
        return Err(refused.with_header(header::ACCEPT_ENCODING, "identity"));
    }
    let given = request.header(header::CONTENT_TYPE).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if !is_json {
        return Err(Problem::new(problem::UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json."));
    }
    json::read(&bytes).map_err(|error| Problem::new(problem::MALFORMED, format!("{error}.")))
}

fn documented<P: Payload>() -> MetaRequest {
    let content = vec![MetaMediaType { content_type: P::CONTENT_TYPE, schema: P::schema_ref() }];
    MetaRequest { description: None, content, required: true }
}

impl<T: Sent> Payload for Body<T> {
    const CONTENT_TYPE: &'static str = "application/json";

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<'a, T: Sent> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(documented::<Self>())
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let fields = receive(request, body).await?;
        let found = wrong::<T>(&fields);
        if !found.is_empty() {
            return Err(Problem::invalid(found).into());
        }
        Ok(Self { fields, shape: PhantomData })
    }
}

impl<T: Patchable> Payload for Patch<T> {
    const CONTENT_TYPE: &'static str = "application/merge-patch+json";

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(format!("{}Patch", T::name()))
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
        registry.create_schema::<Self, _>(format!("{}Patch", T::name()), |registry| {
            let whole = registry.create_fake_schema::<T>();
            let mut properties = whole.properties;
            properties.extend(T::beside());
            MetaSchema { required: Vec::new(), properties, title: None, example: None, ..whole }
        });
    }
}

impl<'a, T: Patchable> ApiExtractor<'a> for Patch<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(documented::<Self>())
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<()>,
    ) -> poem::Result<Self> {
        let fields = receive(request, body).await?;
        if !fields.is_object() {
            return Err(Problem::field("", "wrong_type", "must be an object").into());
        }
        Ok(Self { fields, shape: PhantomData })
    }
}

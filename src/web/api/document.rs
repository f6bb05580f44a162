//! The OpenAPI document: what poem-openapi writes (3.0, with a few habits of its own) made into valid 3.1.

#![expect(
    clippy::indexing_slicing,
    reason = "of a JSON value: what is not there reads as null, and is made when it is written to"
)]

use std::collections::BTreeSet;

use poem_openapi::OpenApi;
use poem_openapi::OpenApiService;
use serde_json::{Map, Value, json};

use crate::web::problem;

const ABOUT: &str = "Events, replies, calendars and reminders for union branches and campaign groups.\n\n\
    Times of an event go in as local wall time and a zone, and come back with the instant as well. Failures are \
    RFC 9457 problems; an address that is asked by a method it does not take answers `method_not_allowed` and names in \
    `Allow` those it takes. Lists come in pages. Reads of what is public need no key.";

/// The document of the API `A`. `examples` has one value for each documented shape that is sent or answered.
pub fn of<A: OpenApi>(api: A, examples: &Map<String, Value>) -> Value {
    let service = OpenApiService::new(api, "Convenor", "1.0.0").description(ABOUT).server("/api/v1");
    let mut document: Value = serde_json::from_str(&service.spec()).unwrap_or_default();
    document["openapi"] = json!("3.1.0");
    document["info"]["license"] = json!({ "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" });
    allow_null_in_what_is_sent(&mut document);
    add_problems(&mut document);
    each_operation(&mut document, |method, path, operation| {
        rewrite_security(operation);
        add_error_answers(method, path, operation);
        add_not_modified(method, operation);
        add_examples(operation, examples);
    });
    modernise(&mut document);
    document["components"]["securitySchemes"] = json!({ "key": {
        "type": "http", "scheme": "bearer", "bearerFormat": "cnv_…",
        "description": "An API key of one organisation. The scopes an operation needs stand beside it.",
    }, "signature": {
        "type": "apiKey", "in": "header", "name": "Convenor-Signature",
        "description": "`v1=` and, in hexadecimal digits, the HMAC-SHA256 of the timestamp of `Convenor-Timestamp`, a full stop and \
                        the body as it is sent, under the secret that CONVENOR_INBOX_SECRET holds.",
    }});
    document
}

fn each_operation(document: &mut Value, mut act: impl FnMut(&str, &str, &mut Value)) {
    let Some(paths) = document["paths"].as_object_mut() else { return };
    for (path, operations) in paths {
        let Some(operations) = operations.as_object_mut() else { continue };
        for (method, operation) in operations {
            act(method, path, operation);
        }
    }
}

/// `caller.rs` names a scheme `key:events:write`; the standard wants `{"key": ["events:write"]}`.
fn rewrite_security(operation: &mut Value) {
    let Some(choices) = operation.get_mut("security").and_then(Value::as_array_mut) else { return };
    for choice in choices {
        let Some(names) = choice.as_object() else { continue };
        let scopes: Vec<_> = names.keys().filter_map(|name| name.strip_prefix("key:")).collect();
        if !scopes.is_empty() {
            *choice = json!({ "key": scopes });
        }
    }
}

fn add_problems(document: &mut Value) {
    let kinds: Vec<_> = problem::ALL.iter().map(|sort| sort.uri()).collect();
    let text = || json!({ "type": "string" });
    document["components"]["schemas"]["Problem"] = json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {
            "type": { "type": "string", "format": "uri", "description": format!("One of {}", kinds.join(", ")) },
            "title": text(), "status": { "type": "integer" },
            "detail": { "type": "string", "description": "What happened this time, for a person" },
            "errors": { "type": "array", "description": "What is wrong, field by field", "items": {
                "type": "object", "required": ["pointer", "code", "message"],
                "properties": { "pointer": { "type": "string", "description": "A JSON pointer; empty is the whole body" },
                    "code": text(), "message": text() } } },
            "request_id": { "type": "string", "description": "To quote when you ask us about it" },
        },
    });
    let all = ANSWERS.iter().chain([&problem::METHOD_NOT_ALLOWED]);
    let responses: Map<String, Value> = all.map(|sort| (sort.word.to_owned(), answer(sort))).collect();
    document["components"]["responses"] = Value::Object(responses);
}

fn answer(sort: &problem::Sort) -> Value {
    let mut example = json!({
        "type": sort.uri(), "title": sort.title, "status": sort.status.as_u16(),
        "detail": "What happened this time, in words for a person.", "request_id": "0123456789abcdef",
    });
    if sort == problem::INVALID {
        example["errors"] = json!([{ "pointer": "/title", "code": "required", "message": "is needed" }]);
    }
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    let content = json!({ "application/problem+json": { "schema": schema, "example": example } });
    let mut answer = json!({ "description": format!("{}.", sort.title), "content": content });
    if sort == problem::TOO_MANY || sort == problem::UNAVAILABLE {
        let seconds = json!({ "description": "Seconds to wait", "schema": { "type": "integer" } });
        answer["headers"] = json!({ "Retry-After": seconds });
    }
    if sort == problem::METHOD_NOT_ALLOWED {
        let methods =
            json!({ "description": "The methods that the address takes", "schema": { "type": "string" } });
        answer["headers"] = json!({ "Allow": methods });
    }
    answer
}

/// One answer for each status that an operation may fail with.
const ANSWERS: &[&problem::Sort] = &[
    problem::BAD_PARAMETER,
    problem::UNAUTHENTICATED,
    problem::BAD_SIGNATURE,
    problem::MISSING_SCOPE,
    problem::NOT_FOUND,
    problem::CONFLICT,
    problem::CHANGED_MEANWHILE,
    problem::TOO_LARGE,
    problem::UNSUPPORTED_MEDIA_TYPE,
    problem::INVALID,
    problem::TOO_MANY,
    problem::BROKEN,
    problem::UNAVAILABLE,
];

/// The operations that may be asked too often.
const COUNTED: &[&str] = &["create_rsvp", "create_calendar_subscription", "create_import"];

fn add_error_answers(method: &str, path: &str, operation: &mut Value) {
    let has_parameter = |place: &str| {
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|p| p["in"] == place))
    };
    let takes = |name: &str| {
        operation["parameters"].as_array().is_some_and(|all| all.iter().any(|p| p["name"] == name))
    };
    let changes = method != "get";
    let has_body = operation.get("requestBody").is_some();
    let has_key = operation.get("security").is_some();
    let is_signed =
        operation["security"].as_array().is_some_and(|all| all.iter().any(|one| !one["signature"].is_null()));
    let applies = |sort: &problem::Sort| match sort.word {
        "bad_parameter" => has_body || has_parameter("query") || has_parameter("path"),
        "unauthenticated" | "missing_scope" => has_key && !is_signed,
        "bad_signature" => is_signed,
        "not_found" => has_parameter("path") || is_signed,
        "conflict" => changes && !is_signed,
        "unavailable" => changes,
        "changed_meanwhile" => takes("If-Match"),
        "too_large" | "unsupported_media_type" => has_body,
        "invalid" => (has_body && !is_signed) || path.ends_with("/publish"),
        "too_many_requests" => operation["operationId"].as_str().is_some_and(|id| COUNTED.contains(&id)),
        _ => true,
    };
    let wanted: Vec<_> = ANSWERS.iter().copied().filter(|sort| applies(sort)).collect();
    for sort in wanted {
        let reference = json!({ "$ref": format!("#/components/responses/{}", sort.word) });
        operation["responses"][sort.status.as_str()] = reference;
    }
}

fn add_not_modified(method: &str, operation: &mut Value) {
    if method == "get" {
        operation["responses"]["304"] =
            json!({ "description": "It is as it was when you read it (If-None-Match)." });
    }
}

fn add_examples(operation: &mut Value, examples: &Map<String, Value>) {
    let put = |content: &mut Value| {
        for (kind, media) in content.as_object_mut().into_iter().flatten() {
            if kind == "message/rfc822" {
                media["example"] = json!(super::inbox::EXAMPLE);
            }
            let name =
                media["schema"]["$ref"].as_str().and_then(|r| r.rsplit('/').next()).unwrap_or_default();
            if let Some(example) = examples.get(name) {
                media["example"] = example.clone();
            }
        }
    };
    if let Some(body) = operation.get_mut("requestBody") {
        put(&mut body["content"]);
    }
    for answer in operation["responses"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(content) = answer.get_mut("content") {
            put(content);
        }
    }
}

/// In what is sent, `null` says the same as leaving out; poem-openapi does not write that down.
fn allow_null_in_what_is_sent(document: &mut Value) {
    let mut sent = BTreeSet::new();
    each_operation(document, |_, _, operation| collect_references(&operation["requestBody"], &mut sent));
    let mut waiting: Vec<String> = sent.iter().cloned().collect();
    while let Some(name) = waiting.pop() {
        let mut inner = BTreeSet::new();
        collect_references(&document["components"]["schemas"][&name], &mut inner);
        waiting.extend(inner.into_iter().filter(|found| sent.insert(found.clone())));
    }
    for name in &sent {
        let schema = &mut document["components"]["schemas"][name];
        let required = schema["required"].clone();
        for (field, property) in
            schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
        {
            if !required.as_array().is_some_and(|r| r.iter().any(|n| n == field)) {
                property["nullable"] = json!(true);
            }
        }
    }
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str).and_then(|r| r.rsplit('/').next())
            {
                found.insert(name.to_owned());
            }
            fields.values().for_each(|v| collect_references(v, found));
        }
        Value::Array(items) => items.iter().for_each(|v| collect_references(v, found)),
        _ => {}
    }
}

/// From the dialect of 3.0 to that of 3.1 (JSON Schema 2020-12), everywhere in the document.
fn modernise(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(modernise),
        Value::Object(fields) => {
            fields.values_mut().for_each(modernise);
            unwrap_reference(fields);
            rename_formats(fields);
            write_null_as_a_type(fields);
        }
        _ => {}
    }
}

/// `{allOf: [{$ref}, {description}], description}` is what poem-openapi makes of a described reference.
fn unwrap_reference(fields: &mut Map<String, Value>) {
    let reference = match fields.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([first, _]) => first.get("$ref").cloned(),
        _ => None,
    };
    if let Some(reference) = reference {
        fields.remove("allOf");
        fields.insert("$ref".to_owned(), reference);
    }
}

fn rename_formats(fields: &mut Map<String, Value>) {
    match fields.get("format").and_then(Value::as_str) {
        Some("uint32" | "uint64") => {
            fields.remove("format");
            fields.entry("minimum").or_insert(json!(0));
        }
        Some("local-time") => {
            fields.remove("format");
            fields.insert("pattern".to_owned(), json!(r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$"));
        }
        _ => {}
    }
}

fn write_null_as_a_type(fields: &mut Map<String, Value>) {
    if fields.remove("nullable") != Some(json!(true)) {
        return;
    }
    if let Some(reference) = fields.remove("$ref") {
        fields.insert("anyOf".to_owned(), json!([{ "$ref": reference }, { "type": "null" }]));
    } else if let Some(kind) = fields.get("type").filter(|kind| kind.is_string()).cloned() {
        fields.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(choices) = fields.get_mut("enum").and_then(Value::as_array_mut) {
            choices.push(Value::Null);
        }
    }
}

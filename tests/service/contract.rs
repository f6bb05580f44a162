//! The OpenAPI document: what is committed is what the code has, and nothing that was promised is lost.

use convenor::web::api;
use serde_json::Value;

fn committed(name: &str) -> String {
    std::fs::read_to_string(format!("{}/openapi/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn document(name: &str) -> Value {
    serde_norway::from_str(&committed(name)).unwrap()
}

#[test]
fn the_committed_document_is_what_the_code_has() {
    assert!(
        committed("openapi.yaml").trim_end() == api::as_yaml().trim_end(),
        "write it anew: cargo run -- openapi > openapi/openapi.yaml, and read the difference",
    );
}

#[test]
fn nothing_that_was_released_is_lost() {
    let mut lost = Vec::new();
    compare(&document("released.yaml"), &document("openapi.yaml"), "", &mut lost);
    assert!(lost.is_empty(), "callers rely on these: {lost:#?}");
}

/// Whatever an answer or a parameter had stays; what a body needs does not grow; a word that was allowed stays so.
fn compare(old: &Value, new: &Value, place: &str, lost: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in old {
                let at = format!("{place}/{name}");
                match new.get(name) {
                    _ if ["description", "summary", "example", "info"].contains(&name.as_str()) => {}
                    Some(found) => compare(value, found, &at, lost),
                    None => lost.push(at),
                }
            }
            let needed = |schema: &serde_json::Map<String, Value>| {
                schema.get("required").and_then(Value::as_array).map_or(0, Vec::len)
            };
            if old.get("type").is_some() && needed(new) > needed(old) {
                lost.push(format!("{place}: more is required"));
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            let kept = old.iter().filter(|value| !value.is_object());
            lost.extend(kept.filter(|value| !new.contains(value)).map(|value| format!("{place}: {value}")));
        }
        _ if old != new => lost.push(format!("{place}: was {old}, is {new}")),
        _ => {}
    }
}

#[test]
fn what_is_lost_is_seen() {
    let old = document("released.yaml");
    for pointer in [
        "/paths/~1events/get",
        "/components/schemas/Kind/enum/0",
        "/components/schemas/Event/properties/title",
    ] {
        let mut new = old.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match new.pointer_mut(parent).unwrap() {
            Value::Object(fields) => drop(fields.remove(name).unwrap()),
            Value::Array(items) => drop(items.remove(name.parse().unwrap())),
            _ => unreachable!("a place in the document"),
        }
        let mut lost = Vec::new();
        compare(&old, &new, "", &mut lost);
        assert_eq!(lost.len(), 1, "{pointer}: {lost:?}");
    }
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().unwrap();
        operations.iter().map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    all.collect()
}

#[test]
fn every_operation_says_what_it_does_with_an_example_and_its_failures() {
    let document = api::openapi();
    let contents = |part: &Value| part["content"].as_object().cloned().unwrap_or_default();
    for (name, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{name} has no operationId"));
        assert!(id.split('_').count() >= 2 && id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{id}");
        assert!(operation["summary"].is_string(), "{id} has no summary");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('4')), "{id} never fails");
        assert!(responses.contains_key("500"), "{id} never breaks");
        let bodies = responses.values().chain(operation.get("requestBody"));
        for (kind, media) in bodies.flat_map(contents) {
            assert!(kind == "text/csv" || media.get("example").is_some(), "{id}: {kind} has no example");
        }
    }
}
